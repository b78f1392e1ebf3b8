"""Which formulas an update leaves with a wrong stored value, and what the right one is.

Declared formulas are evaluated anew from the updated values. Whatever depends on a formula that
a person wrote or overwrote is not ours to evaluate: it loses its stored value, and Excel
computes it when the workbook is opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from xlevent.app.build import book_data
from xlevent.app.updating.opened import Opened, lists_blocks, positions, stored_rows
from xlevent.sheets.kernel.blocks import ByList, Fixed, Snapshot, Table
from xlevent.sheets.kernel.stale import COMPUTATIONS
from xlevent.workbook.book import BookData, CellValue, Row
from xlevent.workbook.document_writer import formulas
from xlevent.workbook.documents import compose
from xlevent.workbook.evaluate import Evaluator, Values
from xlevent.workbook.layout import row_counts
from xlevent.workbook.names import figure_name
from xlevent.workbook.structured import Structured, column_formula

Cells = dict[str, set[tuple[int, int]]]  # by sheet: rows and columns
Texts = Mapping[str, Mapping[tuple[int, int], str]]  # formulas by sheet and cell


@dataclass(slots=True)
class Declared:
    """The formulas that the declarations put into this workbook, with how to get their values."""

    texts: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)
    columns: dict[str, dict[tuple[int, int], tuple[str, str, int]]] = field(default_factory=dict)
    figures: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)

    def add(self, sheet: str, cell: tuple[int, int], text: str) -> None:
        """Note the formula of a cell."""
        self.texts.setdefault(sheet, {})[cell] = text


def declared_formulas(book: Opened, last_rows: Mapping[str, int]) -> Declared:
    """Every formula cell of ours, at the place where it stands in this workbook."""
    found = Declared()
    structured = Structured(book.registry, book.language)
    data = book_data(book.event, book.language)
    for key, place in book.places.items():
        table = place.table
        last = last_rows.get(key, place.last_row)
        if last is None:
            continue
        for column in table.columns:
            at = place.columns.found.get(column.key)
            text = column_formula(data.registry, table, column.key) if at is not None else None
            if text is None or at is None:
                continue
            one = [structured.formula(text, table)] if isinstance(text, str) else [
                structured.formula(each, table) for each in text
            ]  # fmt: skip
            for index, row in enumerate(range(place.first_row, last + 1)):
                if not isinstance(text, str) and index >= len(one):
                    break
                found.add(place.sheet, (row, at), one[index] if len(one) > 1 else one[0])
                cells = found.columns.setdefault(place.sheet, {})
                cells[row, at] = (key, column.key, index)
    for key, figure in book.registry.figures.items():
        position = book.contents.named_cell(figure_name(key))
        if position is not None:
            sheet, row, at = position
            found.add(sheet, (row, at), structured.formula(figure.formula))
            found.figures.setdefault(sheet, {})[row, at] = key
    return found


def foreign_cells(declared: Declared, texts: Texts) -> Cells:
    """Cells that should hold a declared formula and hold something else."""
    found: Cells = {}
    for sheet, wanted in declared.texts.items():
        present = texts.get(sheet, {})
        wrong = {cell for cell, text in wanted.items() if present.get(cell) != text}
        if wrong:
            found[sheet] = wrong
    return found


class Evaluated:
    """The values of all declared formulas after the update, computed when first asked for."""

    def __init__(self, book: Opened, declared: Declared, last_rows: Mapping[str, int]) -> None:
        self._book = book
        self._declared = declared
        self._last_rows = last_rows
        self._values: Values | None = None
        self._by_text: dict[str, CellValue] = {}

    def value(self, sheet: str, cell: tuple[int, int], text: str) -> tuple[bool, CellValue]:
        """Whether the cell's formula is ours, and its value."""
        column = self._declared.columns.get(sheet, {}).get(cell)
        figure = self._declared.figures.get(sheet, {}).get(cell)
        values = self._run()
        if column is not None:
            if self._declared.texts[sheet][cell] != text:
                return False, None
            key, name, index = column
            listed = values.columns[key, name]
            return (True, listed[index]) if index < len(listed) else (False, None)
        if figure is not None:
            same = self._declared.texts[sheet][cell] == text
            return (True, values.figures[figure]) if same else (False, None)
        # A document's formula means the same wherever it stands.
        return (True, self._by_text[text]) if text in self._by_text else (False, None)

    def knows(self, sheet: str, cell: tuple[int, int], text: str) -> bool:
        """Whether the formula of a cell is one of ours, where it belongs."""
        wanted = self._declared.texts.get(sheet, {}).get(cell)
        return wanted == text if wanted is not None else text in self._documents()

    def _documents(self) -> Mapping[str, CellValue]:
        self._run()
        return self._by_text

    def _run(self) -> Values:
        if self._values is None:
            book = self._book
            data = aligned_data(book, self._last_rows)
            counts = row_counts(data)
            for key, place in book.places.items():
                last = self._last_rows.get(key, place.last_row)
                if last is not None and key in counts:
                    counts[key] = last - place.first_row + 1
            for key in counts:
                source = _copied_table(book, key)
                rows = data.tables.get(key, ())
                filled = max((n for n, row in enumerate(rows, start=1) if row), default=0)
                if source is not None and filled <= counts[source]:
                    counts[key] = counts[source]  # the evaluator compares equal lengths only
            lines = {
                key: compose(document, book.registry, book.language)
                for key, document in book.registry.documents.items()
            }
            texts = {key: formulas(one) for key, one in lines.items()}
            self._values = Evaluator(data, counts, texts).run()
            structured = Structured(book.registry, book.language)
            for key, document in book.registry.documents.items():
                for text, value in zip(texts[key], self._values.documents[key], strict=True):
                    self._by_text[structured.formula(text, document=document)] = value
        return self._values


def aligned_data(book: Opened, last_rows: Mapping[str, int]) -> BookData:
    """The event as the formulas of the workbook see it: blank rows where the sheet has them."""
    data = book_data(book.event, book.language)
    tables: dict[str, list[Row]] = dict(data.tables)
    for key, place in book.places.items():
        rows = data.tables.get(key) if key != COMPUTATIONS else None
        last = last_rows.get(key, place.last_row)
        if rows is None or last is None or not _by_position(place.table):
            continue
        numbers = list(positions(book, key))
        size = last - place.first_row + 1
        aligned: list[Row] = [{} for _ in range(size)]
        for number, row in zip(numbers, rows, strict=True):
            if number is not None and 0 <= number - place.first_row < size:
                aligned[number - place.first_row] = row
        tables[key] = aligned
    tables.update(book.copies)  # type: ignore[arg-type]
    if lists_blocks(book):
        listed = book.listed
        if listed is None:
            listed = list(stored_rows(book, COMPUTATIONS).values())
        tables[COMPUTATIONS] = listed  # type: ignore[assignment]
    return replace(data, tables=tables)


def _copied_table(book: Opened, key: str) -> str | None:
    """The table that a hidden one copies; None for other tables and the settings."""
    rows = book.registry.tables[key].rows
    return rows.table if isinstance(rows, Snapshot) and rows.table in book.places else None


def _by_position(table: Table) -> bool:
    return not isinstance(table.rows, ByList | Fixed)
