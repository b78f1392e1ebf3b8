"""What every sheet has around its tables: title, purpose, links, cards with figures."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from xlevent.domain.language import Text
from xlevent.sheets.kernel.blocks import Chart, Figure
from xlevent.workbook.checked import CheckedWorksheet, done
from xlevent.workbook.layout import CARDS_PER_ROW, CARDS_ROW, SheetPlace
from xlevent.workbook.names import charts_name, figure_name, goto_name, table_name
from xlevent.workbook.styles import ACCENT, LINE, PHASES, SOFT_INK, WHITE, number_format
from xlevent.workbook.target import Target

_HOME = Text("回首頁", "Home")
_CHARTS = Text("圖表", "Charts")
_CARD = 19.0
_LINK = 16.0
_BAND = 90.0


def write_top(target: Target, sheet: CheckedWorksheet, place: SheetPlace) -> None:
    """Title, purpose, links and figures of a sheet."""
    language = target.data.language
    phase = place.sheet.phase
    band = target.formats.get(
        bold=True, font_size=16, font_color=WHITE, bg_color=PHASES[phase], indent=1
    )
    sheet.set_row(0, 30)
    last = _reach(target, place, 1, _BAND)
    if place.tables and not place.documents:
        last = max(last, place.tables[0].last_col)
    if place.sheet.stacked:
        last = place.charts_col + 18
    for col in range(last + 1):
        sheet.write_blank(0, col, None, band)
    code = "" if phase == "support" else f"{place.sheet.code}  "
    sheet.write_string(0, 1, code + place.sheet.title.show(language), band)
    grey = target.formats.get(font_color=SOFT_INK, font_size=9)
    sheet.write_string(1, 1, place.sheet.about.show(language), grey)
    _links(target, sheet, place)
    _cards(target, sheet, place)


def _links(target: Target, sheet: CheckedWorksheet, place: SheetPlace) -> None:
    style = target.formats.get(font_color=ACCENT, font_size=9, underline=1)
    links: list[tuple[str, str]] = []
    if place.sheet.code != "Home":
        links.append((goto_name("Home"), _HOME.show(target.data.language)))
    blocks = [*place.tables] if len(place.tables) > 1 or place.documents else []
    language = target.data.language
    links.extend((table_name(t.table.key), t.table.title.show(language)) for t in blocks)
    if any(isinstance(b, Chart) for b in place.sheet.blocks):
        links.append((charts_name(place.sheet.code), _CHARTS.show(target.data.language)))
    col = 1
    for name, title in links:
        last = _reach(target, place, col, max(_LINK, len(title) * 1.35))
        done(sheet.write_url(2, col, f"internal:{name}", style, f"› {title}"), f"link {name}")
        col = last + 1
        if col > place.last_col + 12:
            break


def _cards(target: Target, sheet: CheckedWorksheet, place: SheetPlace) -> None:
    shown = [f for f in place.sheet.figures if not f.hidden]
    for number, figure in enumerate(shown):
        row = CARDS_ROW + 2 * (number // CARDS_PER_ROW)
        if number % CARDS_PER_ROW == 0:
            col = 1
            sheet.set_row(row, 26 if target.data.language == "both" else 16)
            sheet.set_row(row + 1, 22)
        last = _reach(target, place, col, _CARD)
        _card(target, sheet, figure, row, col, last)
        col = last + 1


def _card(
    target: Target, sheet: CheckedWorksheet, figure: Figure, row: int, col: int, last: int
) -> None:
    title = figure.title.show(target.data.language)
    label = target.formats.get(
        font_size=9, font_color=SOFT_INK, text_wrap=True, valign="bottom", left=5,
        left_color=ACCENT, indent=1,
    )  # fmt: skip
    value = target.values.figures[figure.key]
    properties: dict[str, Any] = {
        "font_size": 13, "bold": True, "align": "left", "left": 5, "left_color": ACCENT,
        "indent": 1, "bottom": 1, "bottom_color": LINE,
        "shrink": True,  # a long state or sum in a narrow card is small, not cut off
    }  # fmt: skip
    places = 0
    if figure.kind in ("number", "price"):
        places = 2
    elif figure.kind == "amount":
        places = target.data.currency_places
    code = number_format(figure.kind, target.data.language, places)
    if code:
        properties["num_format"] = code
    style = target.formats.get(**properties)
    formula = "=" + target.structured.formula(figure.formula)
    if last > col:
        done(sheet.merge_range(row, col, row, last, title, label), f"card {figure.key}")
        done(sheet.merge_range(row + 1, col, row + 1, last, "", style), f"card {figure.key}")
    else:
        sheet.write_string(row, col, title, label)
    sheet.write_formula(row + 1, col, formula, style, value)
    cell = xl_rowcol_to_cell(row + 1, col, row_abs=True, col_abs=True)
    tab = sheet.get_name().replace("'", "''")
    done(
        target.workbook.define_name(figure_name(figure.key), f"='{tab}'!{cell}"),
        f"name of figure {figure.key}",
    )
    _colour(target, sheet, figure, row + 1, col)


def _colour(target: Target, sheet: CheckedWorksheet, figure: Figure, row: int, col: int) -> None:
    if figure.list:
        for label, tone in target.toned(figure.list):
            rule: dict[str, Any] = {"type": "cell", "criteria": "==", "value": label,
                                    "format": tone}  # fmt: skip
            done(sheet.conditional_format(row, col, row, col, rule), figure.key)
    if figure.good_if:
        cell = xl_rowcol_to_cell(row, col)
        for test, tone in ((figure.good_if, "good"), (None, "bad")):
            condition = f"{cell}{figure.good_if}"
            formula = condition if test else f"NOT({condition})"
            rule = {"type": "formula", "criteria": f"=AND(ISNUMBER({cell}),{formula})",
                    "format": target.formats.tone(tone)}  # type: ignore[arg-type]  # fmt: skip
            done(sheet.conditional_format(row, col, row, col, rule), figure.key)


def _reach(target: Target, place: SheetPlace, col: int, width: float) -> int:
    """The last column of a span from `col` that is at least that wide."""
    widths = target.widths.get(place.tab, {})
    reached = 0.0
    last = col
    while True:
        reached += widths.get(last, place.widths.get(last, 9.0))
        if reached >= width:
            return last
        last += 1
