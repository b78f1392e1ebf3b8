"""The Lists sheet: the values behind every drop-down, one column a list."""

from __future__ import annotations

from xlsxwriter.utility import xl_col_to_name

from xlevent.sheets.kernel.lists import ChoiceList
from xlevent.workbook.checked import CheckedWorksheet, done
from xlevent.workbook.layout import SheetPlace
from xlevent.workbook.names import list_name
from xlevent.workbook.styles import LINE, PHASES, WHITE, text_width
from xlevent.workbook.target import Target

_OWN_VALUES = 8  # empty cells under a list that people may extend


def write_lists(target: Target, sheet: CheckedWorksheet, place: SheetPlace) -> None:
    """Write every list with its defined name; the values of an open list can be added to."""
    language = target.data.language
    head = target.formats.get(
        bold=True, bg_color=PHASES["support"], font_color=WHITE, text_wrap=True, align="center",
        border=1, border_color=LINE,
    )  # fmt: skip
    cell = target.formats.get(border=1, border_color=LINE)
    own = target.formats.get(border=1, border_color=LINE, locked=False)
    used = _used(target)
    tab = sheet.get_name().replace("'", "''")
    top = place.header_row
    sheet.set_row(top, 32)
    for col, listed in enumerate(target.data.registry.lists.values(), start=1):
        labels = [o.label.show(language) for o in listed.options]
        added = used.get(listed.name)
        title = listed.title.show(language)
        sheet.write_string(top, col, title, head)
        for row, label in enumerate(labels, start=top + 1):
            sheet.write_string(row, col, label, cell)
        last = top + len(labels)
        if added is not None:
            for value in added:
                last += 1
                done(sheet.write_string(last, col, value, own), f"list {listed.name}")
            for _ in range(_OWN_VALUES):
                last += 1
                sheet.write_blank(last, col, None, own)
        name = xl_col_to_name(col, True)
        area = f"='{tab}'!{name}${top + 2}:{name}${last + 1}"
        done(target.workbook.define_name(list_name(listed.name), area), f"list {listed.name}")
        widest = max(text_width(t) for t in (*labels, *title.split(" ")))
        target.widths.setdefault(place.tab, {})[col] = min(widest + 2, 40)


def _used(target: Target) -> dict[str, list[str]]:
    """For each list that people may extend: the values of this event that are not in it."""
    data = target.data
    found: dict[str, list[str]] = {}
    for table in data.registry.tables.values():
        for column in table.columns:
            if not (column.list and column.open):
                continue
            listed: ChoiceList = data.registry.lists[column.list]
            known = {o.key for o in listed.options}
            extra = found.setdefault(column.list, [])
            for row in data.tables.get(table.key, ()):
                value = row.get(column.key)
                if isinstance(value, str) and value not in known and value not in extra:
                    extra.append(value)
    return found
