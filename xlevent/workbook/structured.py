"""Formulas as Excel stores them: structured references and defined names."""

from __future__ import annotations

from functools import cache

from xlevent.domain.language import Language
from xlevent.sheets.kernel import formula as f
from xlevent.sheets.kernel.blocks import Document, Fixed, Mirror, Table
from xlevent.sheets.kernel.columns import NUMERIC, TEMPORAL, Column
from xlevent.sheets.registry import Registry
from xlevent.workbook.names import field_name, figure_name, pick_name


def calc_formula(table: Table, column: Column) -> str:
    """The formula of a calculated column in field names, with its guard."""
    if isinstance(table.rows, Mirror) and column is table.key_column:
        raise ValueError("the key of a mirror is made by mirror_formula")
    formula = column.formula or '""'
    if column.guard:
        return f'IF([{table.key_column.key}]="","",{formula})'
    return formula


def mirror_formula(source: Table) -> str:
    """The key column of a mirror: the source's keys by position, blank beyond its end."""
    return f'IFERROR(INDEX({source.key}[{source.key_column.key}],#row)&"","")'


def column_formula(registry: Registry, table: Table, key: str) -> str | list[str] | None:
    """Formula of a column in field names: one for all rows, one a row, or None for values."""
    column = table.column(key)
    if isinstance(table.rows, Mirror) and column is table.key_column:
        return mirror_formula(registry.tables[table.rows.table])
    if isinstance(table.rows, Fixed) and column.role == "calc":
        given = [row.get(key, "") for row in table.rows.rows]
        if any(text.startswith("=") for text in given):
            # Where a row says nothing of its own, the column's formula counts.
            own = '""' if column.formula == '""' else calc_formula(table, column)
            return [
                text[1:] if text.startswith("=") else f.quoted(text) if key in row else own
                for text, row in zip(given, table.rows.rows, strict=True)
            ]
        if any(given):
            return None
    if column.role != "calc":
        return None
    return calc_formula(table, column)


def pick_formula(table: Table, field: str) -> str:
    """The field of the row that a document shows; blank cells stay blank."""
    key = table.key_column.key
    found = f"INDEX({table.key}[{field}],MATCH({{pick}},{table.key}[{key}],0))"
    if table.column(field).kind in NUMERIC | TEMPORAL:
        return f'IF({{pick}}="",0,IFERROR({found},0))'
    return f'IF({{pick}}="","",IFERROR({found}&"",""))'


class Structured:
    """Renders tokens for the workbook in its language."""

    def __init__(self, registry: Registry, language: Language) -> None:
        self._registry = registry
        self._language = language
        self.title = cache(self._title)

    def _title(self, table: str, column: str) -> str:
        return self._registry.tables[table].column(column).title.show(self._language)

    def formula(self, text: str, own: Table | None = None, document: Document | None = None) -> str:
        """The formula without its leading equals sign."""

        def show(token: f.Token) -> str:
            match token:
                case f.Own(column) if own is not None:
                    return f"{own.key}[[#This Row],[{self.title(own.key, column)}]]"
                case f.RowNumber() if own is not None:
                    header = self.title(own.key, own.key_column.key)
                    return f"(ROW()-ROW({own.key}[[#Headers],[{header}]]))"
                case f.Whole(table, column):
                    return f"{table}[{self.title(table, column)}]"
                case f.Setting(key):
                    return field_name(key)
                case f.FigureRef(key):
                    return figure_name(key)
                case f.Label(name, value):
                    return f.quoted(self._registry.lists[name].label(value, self._language))
                case f.Literal(both):
                    return f.quoted(both.show(self._language))
                case f.Pick(field) if document is not None and document.table is not None:
                    picked = self._registry.tables[document.table]
                    pieces = pick_formula(picked, field).split("{pick}")
                    return pick_name(document.key).join(self.formula(p) for p in pieces)
            raise ValueError(f"{token} cannot stand in {text!r}")

        result = f.render(f.parse(text), show)
        if len(result) > f.MAX_FORMULA:
            raise ValueError(f"formula of {len(result)} characters: {result[:80]!r}...")
        return result
