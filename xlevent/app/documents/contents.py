"""What a document shows for rows of an event: the workbook's formulas, evaluated once for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from xlevent.app.build import book_data
from xlevent.app.documents.display import display
from xlevent.domain.language import Language
from xlevent.interop.documents.content import Content
from xlevent.interop.documents.tags import Shown, expressions, lines_name
from xlevent.sheets.kernel.blocks import Document, Lines, Table
from xlevent.workbook.book import BookData, CellValue, cell_value
from xlevent.workbook.evaluate import Evaluator, Print, Values, column_values
from xlevent.workbook.layout import row_counts

if TYPE_CHECKING:
    from xlevent.app.event import Event


def contents(
    event: Event, document: Document, rows: Sequence[str | None], language: Language
) -> list[Content]:
    """The content of a document for each of the rows (their keys; None: about the event)."""
    data = book_data(event, language)
    tags = expressions(document, data.registry)
    fields = _fields(document, data)
    formulas = (*(s.formula for s in fields.values()), *(s.formula for s in tags.values()))
    prints = [Print(document.key, row, formulas) for row in rows]
    values = Evaluator(data, row_counts(data), {}, prints).run()
    listed = _Listed(document, data, values)
    settings = {
        c.key: display(cell_value(data.settings.get(c.key), c.list, data), c.kind, language,
                       data.currency_places)
        for record in data.registry.records.values()
        for c in record.columns
    }  # fmt: skip
    figures = {
        key: display(values.figures[key], figure.kind, language, data.currency_places)
        for key, figure in data.registry.figures.items()
    }
    found = []
    for row, shown in zip(rows, values.prints, strict=True):
        texts = [
            display(value, one.kind, language, data.currency_places)
            for one, value in zip([*fields.values(), *tags.values()], shown, strict=True)
        ]
        pick = dict(zip(fields, texts[: len(fields)], strict=True))
        named = dict(zip(tags, texts[len(fields) :], strict=True))
        only = {key[len("text.") :]: t for key, t in named.items() if key.startswith("text.")}
        found.append(
            Content(document.key, row, language, pick, settings, figures, only, listed.of(row))
        )
    return found


def _fields(document: Document, data: BookData) -> dict[str, Shown]:
    if document.table is None:
        return {}
    table = data.registry.tables[document.table]
    return {c.key: Shown(f"pick.{c.key}", c.kind) for c in table.columns}


class _Listed:
    """The rows that a document lists, found by the keys that its sheet finds them by."""

    def __init__(self, document: Document, data: BookData, values: Values) -> None:
        self._document = document
        self._data = data
        self._values = values
        self._texts: dict[str, list[dict[str, str]]] = {}
        self._parts = {lines_name(p): p for p in document.parts if isinstance(p, Lines)}

    def of(self, row: str | None) -> dict[str, tuple[dict[str, str], ...]]:
        """The rows of every table that the document lists, by their names in a template."""
        return {name: tuple(self._rows(part, row)) for name, part in self._parts.items()}

    def _rows(self, part: Lines, row: str | None) -> Iterator[dict[str, str]]:
        table = self._data.registry.tables[part.table]
        texts = self._table(table)
        if part.match and self._document.table is not None:
            places = {key: i for i, key in enumerate(self._column(table, part.by))}
            number = 1
            while (place := places.get(f"{row}|{number}")) is not None:
                yield texts[place]
                number += 1
        else:
            yield from (t for t in texts if t[table.key_column.key] != "")

    def _table(self, table: Table) -> list[dict[str, str]]:
        if table.key not in self._texts:
            language, places = self._data.language, self._data.currency_places
            columns = {
                c.key: [display(v, c.kind, language, places) for v in self._column(table, c.key)]
                for c in table.columns
            }
            size = max(map(len, columns.values()), default=0)
            padded = {key: [*texts, *[""] * (size - len(texts))] for key, texts in columns.items()}
            self._texts[table.key] = [
                {key: texts[index] for key, texts in padded.items()} for index in range(size)
            ]
        return self._texts[table.key]

    def _column(self, table: Table, key: str) -> list[CellValue]:
        computed = self._values.columns.get((table.key, key))
        return computed if computed is not None else column_values(self._data, table, key)
