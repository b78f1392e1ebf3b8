"""What people put beside our tables: what of it goes into the fresh sheets, and what is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlevent.app.old_places import OldPlaces
from xlevent.app.updating.opened import Opened
from xlevent.sheets.migrations import FORMER_NAMES, FORMER_TEXTS
from xlevent.workbook.grafting.additions import (
    Addition,
    Additions,
    Side,
    additions,
    told_cell,
    told_width,
)
from xlevent.workbook.grafting.carrying import Carried, Room
from xlevent.workbook.grafting.former import former as former_sheets
from xlevent.workbook.grafting.ours import Ours
from xlevent.workbook.names import figure_name

_LIST_ROWS = 8  # under a list, for values of people


@dataclass(slots=True)
class Carrying:
    """`sheets`: what goes into each fresh sheet, by tab; `moved`: cells by old tab and place."""

    sheets: dict[str, Carried] = field(default_factory=dict)
    moved: dict[tuple[str, int, int], tuple[int, int]] = field(default_factory=dict)
    carried: list[Addition] = field(default_factory=list)
    as_values: list[Addition] = field(default_factory=list)  # formulas of these
    left: list[Addition] = field(default_factory=list)


def find_additions(
    book: Opened, old: Side, ours: Ours, untouched: Side, tabs: Mapping[str, str],
    places: OldPlaces, template: int,
) -> Additions:  # fmt: skip
    """What people put on our sheets; `untouched` is what they would be without."""
    former = {text for one in FORMER_TEXTS for text in one.forms()}
    read = [n for key in book.raw.places if (n := book.native(key)) is not None]
    return additions(
        old,
        ours,
        untouched,
        tabs,
        places.beside,
        read=read,
        known=_known(book),
        former=former,
        earlier=former_sheets(template),
    )


def carry(
    found: Additions, ours: Ours, fresh: Side, tabs: Mapping[str, str], places: OldPlaces
) -> Carrying:
    """Give each addition its place in the fresh sheets where there is room."""
    by_code = {code: tab for tab, code in tabs.items()}
    done = Carrying(left=list(found.others))
    rooms: dict[str, Room] = {}
    for (tab, row, column), cell in found.cells.items():
        told = told_cell(tab, row, column, cell)
        new = by_code.get(ours.sheets[tab])
        spot = places.beside(tab, row, column) if new is not None else None
        if new is None or spot is None or cell.element.get("vm") is not None:
            done.left.append(told)
            continue
        if new not in rooms:
            rooms[new] = Room(fresh, new)
        sheet = done.sheets.setdefault(new, Carried())
        # Values that are in use come first in a fresh list.
        tries = _LIST_ROWS if ours.sheets[tab] == "Lists" else 1
        below = ((spot[0] + n, spot[1]) for n in range(tries))
        spot = next((s for s in below if s not in sheet.cells and rooms[new].at(s)), None)
        if spot is None:
            done.left.append(told)
            continue
        sheet.cells[spot] = cell
        done.moved[tab.casefold(), row, column] = spot
        (done.carried if cell.formula is None else done.as_values).append(told)
    for (tab, column), shown in found.widths.items():
        told = told_width(tab, column, shown)
        new = by_code.get(ours.sheets[tab])
        spot = places.beside(tab, 1, column) if new is not None else None
        if new is None or spot is None:
            done.left.append(told)
            continue
        done.sheets.setdefault(new, Carried()).widths[spot[1]] = shown
        done.carried.append(told)
    return done


def _known(book: Opened) -> set[tuple[str, int, int]]:
    """Cells that are read as data or show what is computed: settings, choices, cards."""
    found = {(tab.casefold(), row, column) for tab, row, column in book.raw.cells.values()}
    for name in (*map(figure_name, book.registry.figures), *FORMER_NAMES):
        cell = book.contents.named_cell(name)
        if cell is not None:
            tab, row, column = cell
            found |= {(tab.casefold(), row, column), (tab.casefold(), row - 1, column)}
    return found
