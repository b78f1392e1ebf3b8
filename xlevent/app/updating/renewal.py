"""After cells have changed: new stored values for our formulas, none for those we cannot know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xlevent.app.updating.change import Renewal
from xlevent.app.updating.edits import Edits
from xlevent.app.updating.opened import Opened
from xlevent.app.updating.stored_values import (
    Cells,
    Declared,
    Evaluated,
    declared_formulas,
    foreign_cells,
)
from xlevent.workbook.package import Package
from xlevent.workbook.patcher.dependents import Dependents
from xlevent.workbook.patcher.formula_cells import formula_cells
from xlevent.workbook.patcher.patch import Patch

Texts = dict[str, dict[tuple[int, int], str]]


def renew(book: Opened, package: Package, edits: Edits, patch: Patch) -> Renewal:
    """Make every stored value right, or take it away.

    To be called after all edits were applied to the patch.
    """
    declared = declared_formulas(book, edits.last_rows)
    texts = _texts(book, package)
    made = patch.changes()
    new: Cells = {}
    for sheet, formulas in made.formulas.items():
        for cell, text in formulas.items():
            texts[sheet].pop(cell, None)
            if text is not None:
                texts[sheet][cell] = text
                new.setdefault(sheet, set()).add(cell)
    dependents = Dependents(package, book.contents, made.formulas)
    dirty = dependents.of(made.cells, tables=made.tables, names=made.names, tainted=new)
    evaluated = Evaluated(book, declared, edits.last_rows)
    doubtful = _doubtful(dependents, declared, texts, dirty, evaluated)
    renewed = dropped = 0
    for sheet, cells in dirty.items():
        known = texts.get(sheet, {})
        for cell in sorted(cells):  # a row is opened once for all its cells
            if cell not in known:  # filled by an array formula
                patch.drop_cached(sheet, *cell)
                dropped += 1
                continue
            ours, value = (False, None)
            if cell not in doubtful.get(sheet, ()):
                ours, value = evaluated.value(sheet, cell, known[cell])
            if ours and value is not None:
                patch.set_cached(sheet, *cell, value)
                renewed += 1
            elif not known[cell].startswith("HYPERLINK("):
                patch.drop_cached(sheet, *cell)
                dropped += 1
    return Renewal(renewed, dropped)


def _texts(book: Opened, package: Package) -> Texts:
    """The formulas of the file as it was; shared ones are nobody's declared ones."""
    return {
        sheet.name: {
            (cell.row, cell.column): cell.text for cell in formula_cells(package, sheet.part)
        }
        for sheet in book.contents.sheets
    }


def _doubtful(
    dependents: Dependents, declared: Declared, texts: Texts, dirty: Cells, evaluated: Evaluated
) -> Cells:
    """Formulas whose values follow from something that the declarations do not say."""
    starts = foreign_cells(declared, texts)
    for sheet, cells in dirty.items():
        for cell in cells:
            text = texts.get(sheet, {}).get(cell)
            if text is None or not evaluated.knows(sheet, cell, text):
                starts.setdefault(sheet, set()).add(cell)
    return dependents.of(starts, tainted=_formulas(starts, texts), volatile=False)


def _formulas(cells: Cells, texts: Mapping[str, Iterable[tuple[int, int]]]) -> Cells:
    return {sheet: found & set(texts.get(sheet, ())) for sheet, found in cells.items()}
