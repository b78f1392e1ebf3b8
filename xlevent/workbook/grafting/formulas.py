"""Formulas that people wrote, made to mean the same cells after our sheets were replaced."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from xlevent.workbook.contents import Area, area_of, column_letters

_TOKEN = re.compile(
    r"""
    (?P<text>"(?:[^"]|"")*")
  | (?P<sheet>'(?:[^']|'')*'|[\w.]+)!(?P<cells>
        \$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}(?::\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})?(?![\w.(]))?
  | (?P<table>[^\W\d][\w.]*)\[
  | (?P<word>[\w.\\?]+)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ITEM = re.compile(r"\[((?:[^\[\]']|'.)*)\]")
_CORNER = re.compile(r"(\$?)[A-Za-z]+(\$?)\d+")


@dataclass(slots=True)
class Rewriter:
    """How references to our sheets read now.

    `tabs`: old name of a tab to the new one, lower case; `columns`: old titles to new ones by
    table, lower case; `cells`: the new place of cells of a tab of ours, None if there is none.
    """

    tabs: Mapping[str, str]
    columns: Mapping[str, Mapping[str, str]]
    cells: Callable[[str, Area], Area | None]
    lost: list[str] = field(default_factory=list)  # formulas that lead nowhere any more

    def formula(self, text: str, where: str) -> str:
        """The formula with its references to our sheets as they read now."""
        before = len(self.lost)
        new = self._formula(text)
        if len(self.lost) > before:
            self.lost[before:] = [f"{where}: ={text}"]
        return new

    def _formula(self, text: str) -> str:
        pieces = []
        position = 0
        while position < len(text):
            token = _TOKEN.match(text, position)
            assert token is not None
            position = token.end()
            if token["sheet"] is not None:
                pieces.append(self._sheet(token))
            elif token["table"] is not None:
                end = _bracket_end(text, position)
                inside = text[position : end - 1]
                pieces.append(f"{token['table']}[{self._structured(token['table'], inside)}]")
                position = end
            else:
                pieces.append(token[0])
        return "".join(pieces)

    def _sheet(self, token: re.Match[str]) -> str:
        quoted = token["sheet"].startswith("'")
        name = token["sheet"][1:-1].replace("''", "'") if quoted else token["sheet"]
        new = self.tabs.get(name.casefold())
        if new is None:
            if ":" in name and {n.casefold() for n in name.split(":")} & set(self.tabs):
                self.lost.append(token[0])
            return token[0]
        cells = token["cells"] or ""
        if cells:
            place = self.cells(name, area_of(cells.replace("$", "")))
            if place is None:
                self.lost.append(token[0])
            else:
                cells = _like(cells, place)
        else:
            self.lost.append(token[0])  # whole rows and columns
        if new == name and cells == (token["cells"] or ""):
            return token[0]
        return f"'{new.replace(chr(39), chr(39) * 2)}'!{cells}"

    def _structured(self, table: str, inside: str) -> str:
        titles = self.columns.get(table.casefold())
        if titles is None or not inside or inside.startswith("#"):
            return inside

        def new(title: str) -> str:
            plain = re.sub(r"'(.)", r"\1", title).strip()
            if plain.startswith("#"):
                return title
            found = titles.get(plain.casefold())
            if found is None:
                self.lost.append(f"{table}[{plain}]")
                return title
            return title if found == plain else re.sub(r"([\[\]#'@])", r"'\1", found)

        if inside.lstrip().startswith("["):
            return _ITEM.sub(lambda item: f"[{new(item[1])}]", inside)
        return new(inside)


def _bracket_end(text: str, position: int) -> int:
    depth = 1
    while position < len(text) and depth:
        letter = text[position]
        depth += (letter == "[") - (letter == "]")
        position += 2 if letter == "'" else 1
    return min(position, len(text))


def _like(cells: str, place: Area) -> str:
    """The place written with the dollars of what stood there."""
    corners = ((place.top, place.left), (place.bottom, place.right))
    shown = []
    for one, (row, column) in zip(cells.split(":"), corners, strict=False):
        match = _CORNER.fullmatch(one)
        assert match is not None
        shown.append(f"{match[1]}{column_letters(column)}{match[2]}{row}")
    return ":".join(shown)
