"""An event with the values of its formulas, computed without a workbook.

The same evaluator fills the stored values of workbooks, so a report and its sheet agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from xlevent.app.build import book_data
from xlevent.app.event import Event
from xlevent.domain.language import Language
from xlevent.domain.values import Value
from xlevent.sheets.kernel.blocks import ByList, Fixed, Mirror, Table
from xlevent.sheets.kernel.columns import NUMERIC, Column, Kind
from xlevent.workbook.book import BookData, CellValue
from xlevent.workbook.document_writer import formulas
from xlevent.workbook.documents import Line, compose
from xlevent.workbook.evaluate import Evaluator, Values, column_values
from xlevent.workbook.layout import row_counts

Row = Mapping[str, Value]
_EPOCH = datetime(1899, 12, 30)
_DIGITS = Decimal(10) ** 9  # binary fractions of a sheet, without their noise


class Evaluated:
    """Rows, figures and documents of an event with all formulas computed, in one language."""

    def __init__(self, event: Event, language: Language, values: Values | None = None) -> None:
        """Computes everything at once; the event stays as it is.

        `values` are those that a workbook shows, where they are known already; columns hold one
        for each row of the event.
        """
        self.event = event
        self.language = language
        self._data: BookData = book_data(event, language)
        self._registry = self._data.registry
        self._lines = {
            key: compose(document, self._registry, language)
            for key, document in self._registry.documents.items()
        }
        self._counts = row_counts(self._data)
        if values is None:
            texts = {key: formulas(lines) for key, lines in self._lines.items()}
            values = Evaluator(self._data, self._counts, texts).run()
        self._values = values
        self._rows: dict[str, tuple[Row, ...]] = {}

    def figure(self, key: str) -> Value | None:
        """A figure; None where it is blank."""
        figure = self._registry.figures[key]
        return self._typed(self._values.figures[key], figure.kind, figure.list)

    def rows(self, table: str) -> tuple[Row, ...]:
        """The rows of a table, formulas too, as typed values without blank cells.

        In the order of the sheet. Tables with given rows have all of them; others those that
        people filled in. Choices are keys of their lists.
        """
        if table not in self._rows:
            self._rows[table] = tuple(self._table(self._registry.tables[table]))
        return self._rows[table]

    def document(self, key: str) -> Iterator[tuple[Line, tuple[CellValue, ...]]]:
        """The lines of a document, each with the values of its cells."""
        values = iter(self._values.documents[key])
        for line in self._lines[key]:
            yield (
                line,
                tuple(cell.text if cell.formula is None else next(values) for cell in line.cells),
            )

    def _table(self, table: Table) -> Iterator[Row]:
        columns = [(c, self._column(table, c)) for c in table.columns]
        for index in range(self._filled(table)):
            row: dict[str, Value] = {}
            for column, values in columns:
                raw = values[index] if index < len(values) else None
                found = self._typed(raw, column.kind, column.list)
                if found is not None:
                    row[column.key] = found
            yield row

    def _filled(self, table: Table) -> int:
        if isinstance(table.rows, Mirror):
            return self._filled(self._registry.tables[table.rows.table])
        if table.rows is not None:
            return self._counts[table.key]
        return len(self.event.tables.get(table.key, ()))

    def _column(self, table: Table, column: Column) -> Sequence[Value | CellValue]:
        found = self._values.columns.get((table.key, column.key))
        if found is not None:
            return found
        if table.rows is None and table.key in self.event.tables:
            return [row.get(column.key) for row in self.event.tables[table.key]]
        if isinstance(table.rows, ByList) and column is table.key_column:
            return [option.key for option in self._registry.lists[table.rows.list].options]
        if isinstance(table.rows, ByList | Fixed) and column.role != "calc":
            if column is table.key_column:
                return column_values(self._data, table, column.key)
            keys = self._given_keys(table)
            typed = {
                str(row.get(table.key_column.key)): row
                for row in self.event.tables.get(table.key, ())
            }
            return [typed.get(key, {}).get(column.key) for key in keys]
        return column_values(self._data, table, column.key)

    def _given_keys(self, table: Table) -> list[str]:
        if isinstance(table.rows, ByList):
            return [option.key for option in self._registry.lists[table.rows.list].options]
        rows = table.rows.rows if isinstance(table.rows, Fixed) else ()
        return [row[table.key_column.key] for row in rows]

    def _typed(self, value: Value | CellValue, kind: Kind, list_name: str | None) -> Value | None:
        """A cell's value as the type of its column; errors and blanks are None."""
        if value is None or value == "" or isinstance(value, bool):
            return None
        if isinstance(value, str):
            if value.startswith("#"):
                return None if kind in NUMERIC else value
            if list_name is not None:
                return self._registry.lists[list_name].lookup().get(value.casefold(), value)
            return value
        if isinstance(value, float | int) and kind in ("date", "time", "datetime"):
            return _moment(float(value), kind)
        if isinstance(value, float):
            number = Decimal(str(value))
            if kind in ("integer", "minutes") and number == number.to_integral_value():
                return int(number)
            return ((number * _DIGITS).to_integral_value() / _DIGITS).normalize() + 0
        return value


def _moment(serial: float, kind: Kind) -> date | time | datetime | None:
    if serial <= 0 and kind != "time":
        return None
    moment = _EPOCH + timedelta(seconds=round(serial * 86400))
    if kind == "date":
        return moment.date()
    return moment.time() if kind == "time" else moment
