"""How differences and conflicts are printed: as tables and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from xlevent.app.versions.words import WORDS, row_text, texts
from xlevent.cli.output import finding_json, note, report_summary, terminal_language
from xlevent.domain.finding import Place
from xlevent.domain.language import Language, Text

if TYPE_CHECKING:
    from xlevent.app.diff import Difference, Differences
    from xlevent.app.merge import Merged
    from xlevent.app.versions.lines import Cell, Cells, Shapes
    from xlevent.app.versions.three_way import Conflict

_COLOURS = {
    "added": "green", "removed": "red", "renamed": "cyan", "changed": "yellow",
    "follows": "dim", "moved": "dim",
}  # fmt: skip
_SHOWN = 160  # characters of a cell
_LINES = 400  # lines of a table on the terminal


# --- differences ---------------------------------------------------------------------------------
def show(
    shapes: Shapes, found: Differences, chosen: Sequence[Difference], hides: tuple[bool, bool]
) -> None:
    """A table on the terminal, and what it leaves out."""
    language = terminal_language()
    if chosen:
        titles = Text("表格,,列,欄位,原值,新值,位置", "Table,,Row,Column,Old,New,Where")
        rows = [(_COLOURS[d.kind], _line(shapes, d, language)) for d in chosen[:_LINES]]
        _print_table(titles.show(language).split(","), rows)
        if len(chosen) > _LINES:
            note(f"另有 {len(chosen) - _LINES} 項。", f"{len(chosen) - _LINES} more; see --json.")
        _summary(shapes, found, language)
    else:
        print("沒有差異。" if language == "zh-TW" else "No differences.")
    if hides[0] and found.computed:
        count = len(found.computed)
        note(f"另有 {count} 個計算值不同（--computed）。",
             f"{count} computed values differ too: --computed.")  # fmt: skip
    if hides[1] and found.moved:
        count = len(found.moved)
        note(f"另有 {count} 列換了位置（--order）。", f"{count} rows were moved: --order.")


def _line(shapes: Shapes, one: Difference, language: Language) -> list[str]:
    old, new = texts(shapes, one, language)
    place = one.old_place if one.kind == "removed" else one.new_place
    column = shapes.title(one.table, one.column).show(language) if one.column else ""
    return [
        shapes.title(one.table).show(language), WORDS[one.kind].show(language), one.key, column,
        old, new, str(place),
    ]  # fmt: skip


def _summary(shapes: Shapes, found: Differences, language: Language) -> None:
    for table, counts in found.counts().items():
        before, after = found.rows[table]
        parts = [f"{count} {WORDS[kind].show(language)}" for kind, count in counts.items()]
        name = shapes.title(table).show(language)
        rows = f"{before} → {after} 列" if language == "zh-TW" else f"{before} → {after} rows"
        note(f"{name}：{'、'.join(parts)}（{rows}）", f"{name}: {', '.join(parts)} ({rows})")


def as_json(shapes: Shapes, found: Differences, chosen: Iterable[Difference]) -> dict[str, object]:
    """What `diff --json` prints."""
    return {
        "equal": not found,
        "tables": {
            table: {"rows_before": found.rows[table][0], "rows_after": found.rows[table][1],
                    **counts}
            for table, counts in found.counts().items()
        },
        "computed": len(found.computed),
        "moved": len(found.moved),
        "differences": [_difference(shapes, one) for one in chosen],
    }  # fmt: skip


def _difference(shapes: Shapes, one: Difference) -> dict[str, object]:
    return {
        "kind": one.kind, "table": one.table, "key": one.key, "column": one.column,
        "old": _plain(shapes, one.table, one.column, one.old),
        "new": _plain(shapes, one.table, one.column, one.new),
        "old_row": one.old_row, "new_row": one.new_row,
        "old_place": _place(one.old_place), "new_place": _place(one.new_place),
        "computed": one.computed, "cells": _row(shapes, one.table, one.cells),
    }  # fmt: skip


def _plain(shapes: Shapes, table: str, column: str | None, cell: Cell | None) -> str | None:
    return None if cell is None else shapes.shown(table, column or "", cell)


def _row(shapes: Shapes, table: str, cells: Cells) -> dict[str, str | None]:
    return {name: _plain(shapes, table, name, cell) for name, cell in cells.items()}


def _place(place: Place) -> str | None:
    where = str(place)
    return f"{place.file}:{where}" if place.sheet and place.file else where or None


# --- merges --------------------------------------------------------------------------------------
def show_merge(shapes: Shapes, merged: Merged, settled: str | None) -> None:
    """What was taken, what is in conflict, what got another identifier."""
    language = terminal_language()
    if merged.conflicts:
        titles = Text(
            "表格,,列,欄位,原版,我方,對方,位置", "Table,,Row,Column,Base,Mine,Theirs,Where"
        )
        rows = [("red", _conflict_line(shapes, one, language)) for one in merged.conflicts]
        _print_table(titles.show(language).split(","), rows)
    for one in merged.renumbered:
        title = shapes.title(one.table).show(language)
        note(f"{title}：對方的 {one.old} 改編為 {one.new}，連結一併更新。",
             f"{title}: {one.old} of theirs is now {one.new}; links to it followed.")  # fmt: skip
    _summary(shapes, merged.taken, language)
    count = len(merged.conflicts)
    if count and settled is None:
        note(f"{count} 個衝突：保留我方的值。", f"{_conflicts(count)}: mine was kept.")
    elif count:
        side = {"mine": Text("我方", "mine"), "theirs": Text("對方", "theirs")}[settled or "mine"]
        note(f"{count} 個衝突以{side.zh}為準。", f"{_conflicts(count)} settled by {side.en}.")
    elif not merged.taken:
        note("對方沒有要取用的變更。", "Theirs has no changes to take.")
    if merged.new_findings:
        note("合併後新出現的問題：", "Problems that the merge brought:")
        for finding in merged.new_findings:
            note(finding.show("zh-TW"), finding.show("en"))
        report_summary(merged.new_findings)


def _conflicts(count: int) -> str:
    return f"{count} conflict" if count == 1 else f"{count} conflicts"


def _conflict_line(shapes: Shapes, one: Conflict, language: Language) -> list[str]:
    values = [
        shapes.shown(one.table, one.column or "", cell, language)
        for cell in (one.base, one.mine, one.theirs)
    ]
    if one.row:
        text = row_text(shapes, one.table, one.row, language)
        values = ["", text, "—"] if one.kind == "removed_by_theirs" else ["", "—", text]
    sides = [one.place(side) for side in ("mine", "theirs")]
    column = shapes.title(one.table, one.column).show(language) if one.column else ""
    return [
        shapes.title(one.table).show(language), WORDS[one.kind].show(language), one.key, column,
        *values, "\n".join(filter(None, map(str, sides))),
    ]  # fmt: skip


def merge_as_json(shapes: Shapes, merged: Merged, settled: str | None) -> dict[str, object]:
    """What `merge --json` prints."""
    return {
        "conflicts": [_conflict(shapes, one) for one in merged.conflicts],
        "settled_by": settled,
        "renumbered": [
            {"table": one.table, "old": one.old, "new": one.new} for one in merged.renumbered
        ],
        "taken": [_difference(shapes, one) for one in merged.taken.all if one.kind != "moved"],
        "new_findings": [finding_json(finding) for finding in merged.new_findings],
    }


def _conflict(shapes: Shapes, one: Conflict) -> dict[str, object]:
    values = {"base": one.base, "mine": one.mine, "theirs": one.theirs}
    return {
        "kind": one.kind, "table": one.table, "key": one.key, "column": one.column,
        **{side: _plain(shapes, one.table, one.column, cell) for side, cell in values.items()},
        "places": {side: _place(place) for side, place in one.places.items()},
        "row": _row(shapes, one.table, one.row),
    }  # fmt: skip


def _print_table(titles: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(show_lines=False, header_style="bold", expand=True)
    for title in titles:
        table.add_column(title, overflow="fold")
    before = ""
    for colour, cells in rows:
        first = "" if cells[0] == before else cells[0]
        before = cells[0]
        table.add_row(*(escape(_short(cell)) for cell in (first, *cells[1:])), style=colour)
    Console().print(table)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
