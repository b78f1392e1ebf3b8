"""The values of all formulas, computed when the workbook is built.

The declarations are laid out once more inside IronCalc, one plain sheet a table and only the
columns that formulas look at, with A1 references instead of structured ones. That is quicker
than loading the finished file, and it asks nothing of IronCalc that it does not have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from xlevent.sheets.kernel import formula as f
from xlevent.sheets.kernel.blocks import ByList, Document, Fixed, Mirror, Snapshot, Table
from xlevent.workbook.book import BookData, CellValue, cell_value
from xlevent.workbook.structured import column_formula, pick_formula

_ROW = "\x00"  # stands for the row number in the formula of a column


@dataclass(frozen=True, slots=True)
class Print:
    """Formulas of a document, in field names, to be shown for one row of its table."""

    document: str
    row: str | None
    formulas: tuple[str, ...]


@dataclass(slots=True)
class Values:
    """Values of everything that is computed."""

    columns: dict[tuple[str, str], list[CellValue]] = field(default_factory=dict)
    figures: dict[str, CellValue] = field(default_factory=dict)
    documents: dict[str, list[CellValue]] = field(default_factory=dict)
    prints: list[list[CellValue]] = field(default_factory=list)


class Evaluator:
    """Evaluates one event's formulas; use `run` once."""

    def __init__(
        self,
        data: BookData,
        counts: Mapping[str, int],
        documents: Mapping[str, list[str]],
        prints: Sequence[Print] = (),
    ) -> None:
        """`documents` are the formulas of each document's cells, in field names.

        `prints` are shown for rows of their own, whatever row the workbook has chosen.
        """
        self._data = data
        self._counts = counts
        self._documents = documents
        self._prints = prints
        registry = data.registry
        self._sheet = {key: i + 2 for i, key in enumerate(registry.tables)}
        self._settings = {
            c.key: i + 1
            for i, c in enumerate(c for r in registry.records.values() for c in r.columns)
        }
        self._figures = {key: i + 1 for i, key in enumerate(registry.figures)}
        self._picks = {key: i + 1 for i, key in enumerate(registry.documents)}
        self._cols = {
            (t.key, c.key): i + 1 for t in registry.tables.values() for i, c in enumerate(t.columns)
        }

    def run(self) -> Values:
        """Feed, evaluate, collect."""
        import ironcalc

        model = ironcalc.load_from_bytes(_empty_book(len(self._sheet)), "en")
        formulas = self._formulas()
        self._feed(model, formulas)
        for sheet, row, col, text in self._cells(formulas):
            model.update_cell_with_formula(sheet, row, col, "=" + text)
        for table, column in formulas:
            sheet, col = self._sheet[table] - 1, self._cols[table, column]
            for row in range(self._evaluated(table, column) + 1, self._counts[table] + 1):
                model.update_cell_with_text(sheet, row, col, "")
        model.evaluate()
        return self._collect(model, formulas)

    def _formulas(self) -> dict[tuple[str, str], list[str] | str]:
        """Per calculated column its template, or one formula a row where rows differ."""
        found: dict[tuple[str, str], list[str] | str] = {}
        for table in self._data.registry.tables.values():
            for column in table.columns:
                text = column_formula(self._data.registry, table, column.key)
                if isinstance(text, str):
                    found[table.key, column.key] = self._a1(text, table)
                elif text is not None:
                    found[table.key, column.key] = [self._a1(t, table) if t else "" for t in text]
        return found

    def _feed(self, model: Any, formulas: Mapping[tuple[str, str], object]) -> None:
        data = self._data
        for record in data.registry.records.values():
            for column in record.columns:
                value = cell_value(data.settings.get(column.key), column.list, data)
                _put(model, 0, self._settings[column.key], 1, value)
        for key, row in self._picks.items():
            _put(model, 0, row, 4, data.picks.get(key))
        for number, one in enumerate(self._prints, start=len(self._picks) + 1):
            _put(model, 0, number, 4, one.row)
        for table_key, column_key in sorted(self._needed()):
            if (table_key, column_key) in formulas:
                continue
            sheet, col = self._sheet[table_key] - 1, self._cols[table_key, column_key]
            table = data.registry.tables[table_key]
            # IronCalc's "<>x" passes over blank cells, which Excel counts; an empty text it counts.
            blank = "" if table.column(column_key).kind == "choice" else None
            for row, value in enumerate(column_values(data, table, column_key), start=1):
                _put(model, sheet, row, col, blank if value is None else value)

    def _needed(self) -> set[tuple[str, str]]:
        """The columns that some formula looks at."""
        registry = self._data.registry
        needed: set[tuple[str, str]] = set()

        def look(text: str, own: Table | None, document: Document | None = None) -> None:
            for token in f.parse(text):
                if isinstance(token, f.Own) and own is not None:
                    needed.add((own.key, token.column))
                elif isinstance(token, f.Whole):
                    needed.add((token.table, token.column))
                elif isinstance(token, f.Pick) and document is not None and document.table:
                    picked = registry.tables[document.table]
                    needed.update(((picked.key, token.field), (picked.key, picked.key_column.key)))

        for table in registry.tables.values():
            for column in table.columns:
                text = column_formula(self._data.registry, table, column.key)
                for one in [text] if isinstance(text, str) else text or ():
                    look(one, table)
        for figure in registry.figures.values():
            look(figure.formula, None)
        shown = [*self._documents.items(), *((p.document, p.formulas) for p in self._prints)]
        for key, texts in shown:
            for text in texts:
                look(text, None, registry.documents[key])
        return needed

    def _cells(
        self, formulas: Mapping[tuple[str, str], list[str] | str]
    ) -> list[tuple[int, int, int, str]]:
        cells: list[tuple[int, int, int, str]] = []
        for (table, column), text in formulas.items():
            sheet, col = self._sheet[table] - 1, self._cols[table, column]
            if isinstance(text, str):
                cells.extend(
                    (sheet, row, col, text.replace(_ROW, str(row)))
                    for row in range(1, self._evaluated(table, column) + 1)
                )
            else:
                cells.extend(
                    (sheet, row, col, one.replace(_ROW, str(row)))
                    for row, one in enumerate(text, start=1)
                    if one
                )
        for key, row in self._figures.items():
            cells.append((0, row, 2, self._a1(self._data.registry.figures[key].formula, None)))
        for number, (key, texts) in enumerate(self._documents.items()):
            document = self._data.registry.documents[key]
            pick = self._picks[key]
            for row, text in enumerate(texts, start=1):
                cells.append((0, row, 5 + number, self._a1(text, None, document, pick)))
        for number, one in enumerate(self._prints):
            document = self._data.registry.documents[one.document]
            col, pick = 5 + len(self._documents) + number, len(self._picks) + 1 + number
            for row, text in enumerate(one.formulas, start=1):
                cells.append((0, row, col, self._a1(text, None, document, pick)))
        return cells

    def _evaluated(self, table: str, column: str) -> int:
        """Rows whose formula is asked: where the key is blank, the guard says "" anyway."""
        declared = self._data.registry.tables[table]
        filled = self._filled(declared)
        if filled is None or not declared.column(column).guard:
            return self._counts[table]
        return filled

    def _filled(self, table: Table) -> int | None:
        if isinstance(table.rows, Mirror):
            return self._filled(self._data.registry.tables[table.rows.table])
        return None if table.rows is not None else len(self._data.tables.get(table.key, ()))

    def _collect(self, model: Any, formulas: Mapping[tuple[str, str], list[str] | str]) -> Values:
        get: Callable[[int, int, int], CellValue] = model.get_cell_value
        values = Values()
        for table, column in formulas:
            sheet, col = self._sheet[table] - 1, self._cols[table, column]
            evaluated = self._evaluated(table, column)
            found = [get(sheet, row, col) for row in range(1, evaluated + 1)]
            values.columns[table, column] = found + [""] * (self._counts[table] - evaluated)
        for key, row in self._figures.items():
            values.figures[key] = get(0, row, 2)
        for number, (key, texts) in enumerate(self._documents.items()):
            values.documents[key] = [get(0, row, 5 + number) for row in range(1, len(texts) + 1)]
        for number, one in enumerate(self._prints, start=5 + len(self._documents)):
            values.prints.append([get(0, row, number) for row in range(1, len(one.formulas) + 1)])
        return values

    def _a1(
        self, text: str, own: Table | None, document: Document | None = None, pick: int = 0
    ) -> str:
        registry, language = self._data.registry, self._data.language

        def show(token: f.Token) -> str:
            match token:
                case f.Own(column) if own is not None:
                    return f"${xl_col_to_name(self._cols[own.key, column] - 1)}{_ROW}"
                case f.RowNumber():
                    return _ROW
                case f.Whole(table, column):
                    name = xl_col_to_name(self._cols[table, column] - 1, True)
                    return f"Sheet{self._sheet[table]}!{name}$1:{name}${self._counts[table]}"
                case f.Setting(key):
                    return f"Sheet1!$A${self._settings[key]}"
                case f.FigureRef(key):
                    return f"Sheet1!$B${self._figures[key]}"
                case f.Label(name, value):
                    return f.quoted(registry.lists[name].label(value, language))
                case f.Literal(both):
                    return f.quoted(both.show(language))
                case f.Pick(field) if document is not None and document.table:
                    pieces = pick_formula(registry.tables[document.table], field).split("{pick}")
                    cell = f"Sheet1!$D${pick}"
                    return cell.join(self._a1(piece, None) for piece in pieces)
            raise ValueError(f"{token} cannot stand in {text!r}")

        return f.render(f.parse(text), show)


def column_values(data: BookData, table: Table, key: str) -> list[CellValue]:
    """Values of a column that is not computed, in the order of the sheet's rows."""
    column = table.column(key)
    is_key = column is table.key_column
    match table.rows:
        case Snapshot() if table.key in data.tables:
            return [cell_value(row.get(key), column.list, data) for row in data.tables[table.key]]
        case Snapshot(source, block):
            if data.states.get(block) != "current":
                return []
            if source in data.registry.records:
                return [cell_value(data.settings.get(key), column.list, data)]
            return column_values(data, data.registry.tables[source], key)
        case ByList(name):
            options = data.registry.lists[name].options
            if is_key:
                return [o.label.show(data.language) for o in options]
            keys = [o.key for o in options]
        case Fixed(rows):
            if is_key or column.role == "calc":
                return [_constant(row.get(key, ""), data) for row in rows]
            keys = [row[table.key_column.key] for row in rows]
        case _:
            return [
                cell_value(row.get(key), column.list, data)
                for row in data.tables.get(table.key, ())
            ]
    filled = {str(row.get(table.key_column.key)): row for row in data.tables.get(table.key, ())}
    return [cell_value(filled.get(k, {}).get(key), column.list, data) for k in keys]


def _constant(text: str, data: BookData) -> CellValue:
    """A given text; `{t:中文|English}` follows the workbook's language."""
    if text.startswith("{t:"):
        (literal,) = f.parse(text)
        return literal.text.show(data.language) if isinstance(literal, f.Literal) else text
    return text or None


@cache
def _empty_book(sheets: int) -> bytes:
    """A model with so many sheets beside its first: adding them one by one takes long."""
    import ironcalc

    model = ironcalc.create("book", "en", "UTC", "en")
    for _ in range(sheets):
        model.new_sheet()
    return bytes(model.to_bytes())


def _put(model: Any, sheet: int, row: int, col: int, value: CellValue) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        model.update_cell_with_bool(sheet, row, col, value)
    elif isinstance(value, str):
        model.update_cell_with_text(sheet, row, col, value)
    else:
        model.update_cell_with_number(sheet, row, col, float(value))
