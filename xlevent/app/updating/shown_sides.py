"""An event evaluated in one language, by the values that an open workbook shows.

A workbook in both languages shows texts in both at once. Of texts that formulas spell out, and of
labels of lists that they repeat, the side that is wanted is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from xlevent.app.evaluated import Evaluated
from xlevent.app.event import Event
from xlevent.app.updating.opened import Opened
from xlevent.app.updating.shown_documents import shown_document
from xlevent.app.updating.shown_values import shown_values
from xlevent.app.updating.uncalculated import require_calculated
from xlevent.domain.language import Language, Text
from xlevent.sheets.kernel import formula as f
from xlevent.sheets.registry import Registry
from xlevent.workbook.book import CellValue
from xlevent.workbook.document_writer import formulas
from xlevent.workbook.documents import compose
from xlevent.workbook.evaluate import Values
from xlevent.workbook.structured import column_formula


def shown_sides(book: Opened, document: str) -> Callable[[Event, Language], Evaluated]:
    """Evaluates the workbook's event, with that document, in Chinese or in English.

    The language must be one that the workbook is in. XleventError where the workbook has not been
    calculated, or the document is not there as it was.
    """
    registry = book.registry
    values = shown_values(book)
    require_calculated(book, values)
    shown = shown_document(book, document)

    def evaluate(event: Event, language: Language) -> Evaluated:
        lines = compose(registry.documents[document], registry, language)
        said = [shown[text] for text in formulas(lines)]
        side = replace(values, documents={document: said})
        if book.language == "both":
            side.columns = _one_side(values, registry, language)
        return Evaluated(event, language, side)

    return evaluate


def _one_side(
    values: Values, registry: Registry, language: Language
) -> dict[tuple[str, str], list[CellValue]]:
    found = dict(values.columns)
    for (key, name), shown in values.columns.items():
        column = registry.tables[key].column(name)
        if column.list is None and column.kind in ("text", "note"):
            sides: dict[CellValue, CellValue] = {
                text.show("both"): text.show(language)
                for text in _texts(registry, key, name, set())
            }
            found[key, name] = [sides.get(value, value) for value in shown]
    return found


def _texts(registry: Registry, key: str, name: str, seen: set[tuple[str, str]]) -> Iterator[Text]:
    """The texts in both languages that a column may show, its own and those it looks up."""
    if (key, name) in seen:
        return
    seen.add((key, name))
    table = registry.tables[key]
    listed = table.column(name).list
    if listed is not None:
        yield from (option.label for option in registry.lists[listed].options)
    given = column_formula(registry, table, name) or ()
    for formula in [given] if isinstance(given, str) else given:
        for token in f.parse(formula):
            match token:
                case f.Literal(text):
                    yield text
                case f.Label(of, _):
                    yield from (option.label for option in registry.lists[of].options)
                case f.Whole(other, column):
                    yield from _texts(registry, other, column, seen)
                case f.Own(column):
                    yield from _texts(registry, key, column, seen)
