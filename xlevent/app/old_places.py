"""Where the cells of the old sheets stand in the new ones."""

from __future__ import annotations

from collections.abc import Mapping

from xlevent.app.updating.opened import Opened
from xlevent.sheets.registry import Registry
from xlevent.workbook.contents import Area, Contents, NativeTable
from xlevent.workbook.locate import Located
from xlevent.workbook.names import figure_name, list_name


class OldPlaces:
    """Leads from cells and titles of a workbook to those of the same tables in another."""

    def __init__(self, book: Opened, registry: Registry, fresh: Contents) -> None:
        """`registry` is that of the fresh workbook, whose own columns it knows."""
        self._book = book
        self._registry = registry
        self._fresh = fresh
        self._natives = {native.name.casefold(): native for native in fresh.tables}
        self._singles = self._named()
        self._list_columns = self._lists()
        self._rows = {key: sorted(rows) for key, rows in book.rows.items()}

    def columns(self) -> dict[str, dict[str, str]]:
        """Old titles (lower case) to new ones, by the table's name in lower case."""
        found: dict[str, dict[str, str]] = {}
        for key, place in self._book.raw.places.items():
            old, new = self._book.native(key), self._natives.get(key.casefold())
            if old is None or new is None:
                continue
            titles = {old.area.left + n: title for n, (_, title) in enumerate(old.columns)}
            found[old.name.casefold()] = {
                titles[column].casefold(): new.columns[index][1]
                for column, index in self._offsets(key, place, new).items()
                if column in titles
            }
        return found

    def cells(self, tab: str, area: Area) -> Area | None:
        """The new place of cells of an old tab; None where they are no part of our tables."""
        single = self._singles.get((tab.casefold(), area.top, area.left))
        if single is not None and (area.top, area.left) == (area.bottom, area.right):
            return Area(*single, *single)
        for key, place in self._book.raw.places.items():
            new = self._natives.get(key.casefold())
            if new is None or place.sheet.casefold() != tab.casefold() or place.last_row is None:
                continue
            if not (place.header_row <= area.top and area.bottom <= place.last_row):
                continue
            offsets = self._offsets(key, place, new)
            first, width = offsets.get(area.left), area.right - area.left
            beside = [offsets.get(c) for c in range(area.left, area.right + 1)]
            if first is None or beside != list(range(first, first + width + 1)):
                continue
            top = self._row(key, place, new, area.top)
            bottom = self._row(key, place, new, area.bottom)
            return Area(top, new.area.left + first, bottom, new.area.left + first + width)
        return None

    def beside(self, tab: str, row: int, column: int) -> tuple[int, int] | None:
        """The new place of a cell outside our tables: as far from the same table as before.

        Its table is the one at whose right or below whose title it stands; a cell above all
        tables stays where it is, but in row 1 it moves as its column does. None where the new
        place would lie outside of the sheet.
        """
        nearest: tuple[int, int] | None = None
        found = (row, column)
        for key, place in self._book.raw.places.items():
            old, new = self._book.native(key), self._natives.get(key.casefold())
            if old is None or new is None or place.sheet.casefold() != tab.casefold():
                continue
            top, left, bottom, right = old.area
            if left > column or (row < top - 1 and row != 1):
                continue
            if nearest is not None and (left, top) <= nearest:
                continue
            nearest = (left, top)
            if row <= top:
                at = new.area.top + row - top if row >= top - 1 else row
            elif row <= bottom:
                at = self._row(key, place, new, row)
            else:
                at = new.area.bottom + row - bottom
            if column > right:
                found = (at, new.area.right + column - right)
            else:
                offsets = self._offsets(key, place, new)
                found = (at, new.area.left + offsets.get(column, column - left))
        if nearest is None:
            found = (row, self._list_columns.get((tab.casefold(), column), column))
        return found if min(found) > 0 else None

    def also(self, moved: Mapping[tuple[str, int, int], tuple[int, int]]) -> None:
        """Cells beside the tables that have a new place too, by tab (folded), row and column."""
        self._singles.update(moved)

    def _row(self, key: str, place: Located, new: NativeTable, row: int) -> int:
        if row == place.header_row:
            return new.area.top
        if row == place.last_row and row != place.first_row:
            return new.last_row
        filled = self._rows.get(key, [])
        # Blank rows between others are left out when the table is built anew.
        before = sum(1 for number in filled if number < row)
        offset = before if row <= (filled[-1] if filled else 0) else row - place.first_row
        return min(new.first_row + offset, new.last_row)

    def _offsets(self, key: str, place: Located, new: NativeTable) -> dict[int, int]:
        """Column of the old sheet -> position among the columns of the new table."""
        order = {c.key: n for n, c in enumerate(self._registry.tables[key].columns)}
        found = {at: order[name] for name, at in place.columns.found.items() if name in order}
        titles = {title.casefold(): n for n, (_, title) in enumerate(new.columns)}
        for column, header in place.columns.extra:
            if header.casefold() in titles:
                found[column] = titles[header.casefold()]
        return found

    def _lists(self) -> dict[tuple[str, int], int]:
        """Columns of lists: they have no tables, and new ones stand between the old."""
        found = {}
        for key in self._book.registry.lists:
            name = list_name(key)
            old, new = self._book.contents.named_cell(name), self._fresh.named_cell(name)
            if old is not None and new is not None:
                found[old[0].casefold(), old[2]] = new[2]
        return found

    def _named(self) -> dict[tuple[str, int, int], tuple[int, int]]:
        """Cells with a name of ours: settings, figures, choices of documents."""
        book = self._book
        names = [f"{kind}_{key}" for kind, key in book.raw.cells]
        names += [figure_name(key) for key in book.registry.figures]
        found = {}
        for name in names:
            old, new = book.contents.named_cell(name), self._fresh.named_cell(name)
            if old is not None and new is not None:
                found[old[0].casefold(), old[1], old[2]] = (new[1], new[2])
        return found
