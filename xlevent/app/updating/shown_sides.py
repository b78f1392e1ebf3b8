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
    found = {}
    for (key, name), shown in values.columns.items():
        table = registry.tables[key]
        sides: dict[CellValue, CellValue] = {
            text.show("both"): text.show(language)
            for text in _texts(registry, column_formula(registry, table, name))
        }
        found[key, name] = [sides.get(value, value) for value in shown] if sides else shown
    return found


def _texts(registry: Registry, given: str | list[str] | None) -> Iterator[Text]:
    """The texts in both languages that formulas of a column may answer."""
    lists = set()
    for formula in [given] if isinstance(given, str) else given or ():
        for token in f.parse(formula):
            match token:
                case f.Literal(text):
                    yield text
                case f.Label(name):
                    lists.add(name)
                case f.Whole(table, column):
                    lists.add(registry.tables[table].column(column).list or "")
    for name in lists - {""}:
        yield from (option.label for option in registry.lists[name].options)
