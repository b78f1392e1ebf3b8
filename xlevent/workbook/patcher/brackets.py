"""Structured references: tbl[col], tbl[[#This Row],[col]], [@col], tbl[[a]:[b]]."""

from __future__ import annotations

import re
from functools import lru_cache

from xlevent.workbook.patcher.reference_kinds import Structured

_ITEM = re.compile(r"\s*(?:\[((?:'.|[^]['])*)\]|((?:'.|[^][',:])+))\s*(?:([,:])|\Z)", re.DOTALL)
_ESCAPED = re.compile(r"'(.)", re.DOTALL)
_SECTIONS = frozenset(("all", "data", "headers", "totals", "this row"))
_THIS_ROW = frozenset(("this row",))


@lru_cache(maxsize=4096)
def structured(table: str | None, brackets: str) -> Structured:
    """The reference of a table's name (None: the table around) and what follows in brackets.

    ValueError where it is none.
    """
    inside = brackets[1:-1]
    plain = inside.strip()
    sections: frozenset[str] = frozenset()
    if plain.startswith("@"):
        sections = _THIS_ROW
        inside = plain[1:]
        if not inside.strip():
            return Structured(table, sections, None, None)
    if not inside.strip():
        return Structured(table, sections, None, None)
    if not inside.lstrip().startswith("["):
        return _alone(table, sections, inside)
    named, columns = _items(inside)
    if not 0 <= len(columns) <= 2:
        raise ValueError(f"{brackets} names too many columns")
    first = columns[0] if columns else None
    return Structured(table, sections | named, first, columns[-1] if columns else None)


def _alone(table: str | None, sections: frozenset[str], inside: str) -> Structured:
    if inside.strip().startswith("#"):
        return Structured(table, sections | {_section(inside)}, None, None)
    column = _ESCAPED.sub(r"\1", inside)
    return Structured(table, sections, column, column)


def _items(inside: str) -> tuple[frozenset[str], list[str]]:
    """Sections and columns of a list of items."""
    sections, columns = set(), []
    position = 0
    while position < len(inside):
        item = _ITEM.match(inside, position)
        if item is None:
            raise ValueError(f"[{inside}] is no structured reference")
        position = item.end()
        text = item[1] if item[1] is not None else item[2].strip()
        if text.lstrip().startswith("#"):
            sections.add(_section(text))
        else:
            columns.append(_ESCAPED.sub(r"\1", text))
    return frozenset(sections), columns


def _section(text: str) -> str:
    name = text.strip()[1:].lower()
    if name not in _SECTIONS:
        raise ValueError(f"#{name} is no part of a table")
    return name
