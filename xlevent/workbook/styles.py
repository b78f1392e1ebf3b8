"""One design: colours, fonts and the formats of cells."""

from __future__ import annotations

import unicodedata
from typing import Any, Literal

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from xlevent.domain.language import Language
from xlevent.sheets.kernel.blocks import Phase
from xlevent.sheets.kernel.columns import Column, Kind, Role
from xlevent.sheets.kernel.design import ACCENT, FONT, INK, LINE, RESULT, SOFT_INK
from xlevent.sheets.kernel.lists import Tone

__all__ = ["ACCENT", "FONT", "INK", "LINE", "RESULT", "SOFT_INK", "Formats", "number_format"]

ENGINE = "#EEF0F7"
WHITE = "#FFFFFF"

PHASES: dict[Phase, str] = {
    "T1": "#4A6B82", "T2": "#3F5E8C", "T3": "#4D7562", "T4": "#80618A", "T5": "#9A6B3C",
    "T6": "#66606E", "support": "#37474F",
}  # fmt: skip
# (background, text) of a cell by its tone
TONES: dict[Tone, tuple[str, str]] = {
    "good": ("#E3F1E8", "#1F6B3D"), "warn": ("#FFF3D9", "#8A5A00"),
    "bad": ("#FBE4E2", "#A12B23"), "muted": ("#EDEFF2", "#6B7580"),
    "accent": ("#DFEFEF", "#0B5656"),
}  # fmt: skip
SERIES = ("#0F6E6E", "#8FA9B8", "#B98B4E", "#80618A", "#5B8C6E", "#A12B23")

DATE_FORMAT: dict[Language, str] = {"zh-TW": "yyyy/mm/dd", "en": "d mmm yyyy", "both": "yyyy-mm-dd"}

Look = Literal["input", "result", "engine"]
_LOOK: dict[Role, Look] = {"input": "input", "calc": "result", "engine": "engine"}
_FILL: dict[Look, str] = {"input": WHITE, "result": RESULT, "engine": ENGINE}


def number_format(kind: Kind, language: Language, places: int) -> str | None:
    """The number format of a kind; `places` are the decimals of amounts, prices and numbers."""
    decimals = "." + "0" * places if places else ""
    day = DATE_FORMAT[language]
    return {
        "amount": _signed(f"#,##0{decimals}"),
        "price": _signed(f"#,##0{decimals}"),
        "number": _signed(f"#,##0{decimals}"),
        "integer": _signed("#,##0"),
        "minutes": _signed("#,##0"),
        "percent": _signed("0.0%"),
        "date": day,
        "time": "hh:mm",
        "datetime": f"{day} hh:mm",
    }.get(kind)


def _signed(code: str) -> str:
    """Negative in red; the blank at the end keeps numbers off the next column's text."""
    return f"{code}_ ;[Red]-{code}_ "


def text_width(text: str) -> float:
    """Width in columns of Excel's default digit: a Han character counts nearly two."""
    if text.isascii():
        return float(len(text))
    return sum(1.9 if unicodedata.east_asian_width(char) in "WF" else 1.0 for char in text)


class Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook, language: Language) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}
        self.language = language

    def get(self, **properties: Any) -> Format:
        """A format with these XlsxWriter properties on top of the base font."""
        name = tuple(sorted(properties.items()))
        if name not in self._made:
            base = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
            self._made[name] = self._workbook.add_format({**base, **properties})
        return self._made[name]

    def cell(
        self, column: Column, places: int, *, quote: bool = False, given: bool = False
    ) -> Format:
        """The format of a data cell of that column; `given` cells are not for typing."""
        look = "result" if given else _LOOK[column.role]
        properties: dict[str, Any] = {
            "bg_color": _FILL[look], "border": 1, "border_color": LINE, "valign": "top",
            "locked": look != "input",
        }  # fmt: skip
        code = number_format(column.kind, self.language, places)
        if column.kind == "percent" and column.role == "calc" and column.places:
            code = f"0.{'0' * column.places}%"  # a ratio that is multiplied by, as on a form
        if code:
            properties["num_format"] = code
            if column.kind in ("date", "time", "datetime"):
                properties["align"] = "center"
        elif column.kind in ("key", "choice", "link"):
            properties |= {"num_format": "@" if look == "input" else "General", "indent": 1}
        elif column.kind == "goto":
            properties |= {"font_color": ACCENT, "text_wrap": True, "indent": 1}
        else:
            # An address has no place to break: wrapped, it would lie over the rows around it.
            properties |= {"text_wrap": column.kind != "url", "indent": 1}
            if look == "input":
                properties["num_format"] = "@"
        if quote:
            properties["quote_prefix"] = True
        return self.get(**properties)

    def header(self, column: Column, phase: Phase, *, given: bool = False) -> Format:
        """The format of a table header: filled for inputs, pale for results."""
        look = "result" if given else _LOOK[column.role]
        properties: dict[str, Any] = {
            "bold": True, "text_wrap": True, "align": "center", "border": 1, "border_color": LINE,
        }  # fmt: skip
        if look == "input":
            properties |= {"bg_color": PHASES[phase], "font_color": WHITE}
            if column.required:
                properties |= {"bottom": 5, "bottom_color": "#E0A93B"}
        else:
            properties |= {
                "bg_color": "#DDE2E7" if look == "result" else "#D9DCEC",
                "font_color": INK,
                "italic": look == "engine",
            }
        return self.get(**properties)

    def tone(self, tone: Tone) -> Format:
        """The conditional format of a tone."""
        background, ink = TONES[tone]
        name = (("tone", tone),)
        if name not in self._made:
            self._made[name] = self._workbook.add_format(
                {"bg_color": background, "font_color": ink}
            )
        return self._made[name]
