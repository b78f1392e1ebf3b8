"""All sheets together: found and ordered.

Whether they agree with each other is asked by `consistency`, when xlevent is tested and published,
not each time when it starts.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from xlevent.sheets import choices
from xlevent.sheets.computed import BLOCKS
from xlevent.sheets.kernel.blocks import Document, Figure, Record, Sheet, Table
from xlevent.sheets.kernel.lists import ChoiceList
from xlevent.sheets.kernel.stale import Computed, with_stale_flags

_FIRST = ("Home", "Dashboard", "Settings", "Calendar")
_LAST = ("Indicators", "Findings", "Lists")
_NO_SHEETS = ("registry", "consistency")


class DeclarationError(Exception):
    """Sheets that declare something twice or contradict each other; lists every problem."""


@dataclass(frozen=True, slots=True)
class Registry:
    """Everything that is declared, by key."""

    sheets: tuple[Sheet, ...]
    tables: dict[str, Table]
    sheet_of: dict[str, Sheet]  # table, record, document or figure key -> its sheet
    records: dict[str, Record]
    documents: dict[str, Document]
    figures: dict[str, Figure]
    lists: dict[str, ChoiceList]
    computed: tuple[Computed, ...] = ()

    def sheet(self, code: str) -> Sheet:
        """The sheet with that code; KeyError if there is none."""
        for sheet in self.sheets:
            if sheet.code == code:
                return sheet
        raise KeyError(code)


@cache
def registry() -> Registry:
    """The registry of this installation; DeclarationError lists what is declared twice."""
    sheets = with_stale_flags(_ordered(_declared()), BLOCKS)
    problems: list[str] = []
    built = assemble(sheets, _lists(), problems, BLOCKS)
    if problems:
        raise DeclarationError("\n".join(problems))
    return built


def _declared() -> list[Sheet]:
    package = importlib.import_module("xlevent.sheets")
    found = []
    for module in pkgutil.iter_modules(package.__path__):
        if not module.ispkg and module.name not in _NO_SHEETS:
            sheet = getattr(importlib.import_module(f"xlevent.sheets.{module.name}"), "SHEET", None)
            if isinstance(sheet, Sheet):
                found.append(sheet)
    from xlevent.sheets.home import home_sheet

    return [home_sheet(found), *found]


def _lists() -> list[ChoiceList]:
    found: list[ChoiceList] = []
    for module in pkgutil.iter_modules(choices.__path__):
        found.extend(importlib.import_module(f"xlevent.sheets.choices.{module.name}").LISTS)
    return found


def _ordered(sheets: list[Sheet]) -> tuple[Sheet, ...]:
    def place(sheet: Sheet) -> tuple[int, str]:
        if sheet.code in _FIRST:
            return (_FIRST.index(sheet.code) - 100, "")
        if sheet.code in _LAST:
            return (_LAST.index(sheet.code) + 100, "")
        return (0, sheet.code)

    return tuple(sorted(sheets, key=place))


def assemble(
    sheets: tuple[Sheet, ...],
    lists: Iterable[ChoiceList],
    problems: list[str],
    blocks: tuple[Computed, ...] = (),
) -> Registry:
    """The registry of these sheets; what is declared twice joins `problems`."""
    built = Registry(sheets, {}, {}, {}, {}, {}, {}, blocks)

    def add(kind: dict[str, object], key: str, item: object, sheet: Sheet, what: str) -> None:
        if key in kind:
            problems.append(f"{sheet.code}: {what} {key!r} is declared twice")
        elif key in built.sheet_of:
            problems.append(f"{sheet.code}: {what} {key!r} has the key of something else")
        kind[key] = item
        built.sheet_of[key] = sheet

    for sheet in sheets:
        for block in sheet.blocks:
            if isinstance(block, Table):
                add(built.tables, block.key, block, sheet, "table")  # type: ignore[arg-type]
            elif isinstance(block, Record):
                add(built.records, block.key, block, sheet, "record")  # type: ignore[arg-type]
            elif isinstance(block, Document):
                add(built.documents, block.key, block, sheet, "document")  # type: ignore[arg-type]
        for figure in sheet.figures:
            add(built.figures, figure.key, figure, sheet, "figure")  # type: ignore[arg-type]
    for declared in lists:
        if declared.name in built.lists:
            problems.append(f"list {declared.name!r} is declared twice")
        built.lists[declared.name] = declared
    return built


def tab_name(sheet: Sheet, title: str) -> str:
    """The name of the tab: the code before the title, except on support sheets."""
    return title if sheet.phase == "support" else f"{sheet.code} {title}"
