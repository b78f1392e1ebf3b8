"""Cell styles appended to a workbook, each like another one but for what is named."""

from __future__ import annotations

import copy
import re

from lxml import etree

from xlevent.domain.language import Text
from xlevent.errors import MisuseError
from xlevent.workbook.patcher.cells import namespace, number_in
from xlevent.workbook.patcher.parts import Parts

_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})\Z")
_LIMIT = 65_430  # cell styles in one workbook
_FIRST_FORMAT = 164  # numbers below are built in


class Styles:
    """The cell styles of a workbook."""

    def __init__(self, parts: Parts, workbook: str) -> None:
        self._parts = parts
        self._part = next(iter(parts.linked(workbook, "styles")), "xl/styles.xml")
        self._made: dict[tuple[int, str | None, str | None, bool], int] = {}

    @property
    def count(self) -> int:
        """Number of cell styles."""
        return 1 if self._part not in self._parts else len(self._list("cellXfs"))

    def check(self, style: int) -> None:
        """MisuseError for a style that there is not."""
        if not 0 <= style < self.count:
            raise MisuseError(
                Text(
                    f"沒有儲存格樣式 {style}；活頁簿有 {self.count} 種。",
                    f"there is no cell style {style}; the workbook has {self.count}.",
                ),
                where=str(self._parts.package.path),
                mend=Text(
                    "請取用其他儲存格的樣式，或新增一種。",
                    "Take the style of another cell, or add one.",
                ),
            )

    def add(
        self, base: int, *, fill: str | None, number_format: str | None, wrap: bool = False
    ) -> int:
        """The index of a style like `base` with that fill (RRGGBB) and number format.

        `wrap` breaks long texts into lines that begin at the top of the cell.
        """
        self.check(base)
        key = base, fill, number_format, wrap
        if key not in self._made:
            self._made[key] = self._add(base, fill, number_format, wrap)
        return self._made[key]

    def _add(self, base: int, fill: str | None, number_format: str | None, wrap: bool) -> int:
        self._parts.touch(self._part)
        formats = self._list("cellXfs")
        if len(formats) >= _LIMIT:
            raise MisuseError(
                Text(
                    f"活頁簿已有 {len(formats):,} 種儲存格樣式，Excel 不允許更多。",
                    f"the workbook already has {len(formats):,} cell styles, and Excel allows "
                    "no more.",
                ),
                where=str(self._parts.package.path),
                mend=Text("請移除沒有使用的樣式。", "Remove styles that nothing uses."),
            )
        style = copy.deepcopy(formats[base])
        if fill is not None:
            style.set("fillId", str(self._fill(fill)))
            style.set("applyFill", "1")
        if number_format is not None:
            style.set("numFmtId", str(self._number_format(number_format)))
            style.set("applyNumberFormat", "1")
        if wrap:
            found = style.find("{*}alignment")
            if found is None:
                found = style.makeelement(f"{namespace(style)}alignment", {})
                style.insert(0, found)
            found.set("vertical", "top")
            found.set("wrapText", "1")
            style.set("applyAlignment", "1")
        return _append(formats, style)

    def _fill(self, colour: str) -> int:
        match = _COLOUR.match(colour)
        if match is None:
            raise MisuseError(
                Text(f"「{colour}」不是顏色。", f"{colour!r} is no colour."),
                mend=Text("請寫成 RRGGBB。", "Write it as RRGGBB."),
            )
        fills = self._list("fills")
        space = namespace(fills)
        element = fills.makeelement(f"{space}fill", {})
        pattern = etree.SubElement(element, f"{space}patternFill", patternType="solid")
        etree.SubElement(pattern, f"{space}fgColor", rgb="FF" + match[1].upper())
        etree.SubElement(pattern, f"{space}bgColor", indexed="64")
        return _append(fills, element)

    def _number_format(self, code: str) -> int:
        root = self._parts.tree(self._part)
        space = namespace(root)
        formats = root.find(f"{space}numFmts")
        if formats is None:
            formats = root.makeelement(f"{space}numFmts", {})
            root.insert(0, formats)
        numbers = {number_in(one.get("numFmtId")): one.get("formatCode") for one in formats}
        for number, known in numbers.items():
            if known == code:
                return number
        number = max([_FIRST_FORMAT - 1, *numbers]) + 1
        element = formats.makeelement(
            f"{space}numFmt", {"numFmtId": str(number), "formatCode": code}
        )
        _append(formats, element)
        return number

    def _list(self, name: str) -> etree._Element:
        found = self._parts.tree(self._part).find(f"{{*}}{name}")
        if found is None:
            raise self._parts.package.damaged(self._part, Text(f"缺少 {name}", f"it has no {name}"))
        return found


def _append(parent: etree._Element, element: etree._Element) -> int:
    parent.append(element)
    parent.set("count", str(len(parent)))
    return len(parent) - 1
