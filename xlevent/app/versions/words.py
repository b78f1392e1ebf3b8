"""Words for kinds of changes, and changes as texts, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from xlevent.domain.language import Language, Text

if TYPE_CHECKING:
    from xlevent.app.diff import Difference
    from xlevent.app.versions.lines import Cells, Shapes

WORDS: Mapping[str, Text] = {
    "added": Text("新增", "added"),
    "removed": Text("刪除", "removed"),
    "renamed": Text("更名", "renamed"),
    "changed": Text("變更", "changed"),
    "follows": Text("隨之更新", "follows"),
    "moved": Text("移動", "moved"),
    "cell": Text("兩方都改", "changed twice"),
    "removed_by_mine": Text("我方刪除、對方變更", "removed by mine, changed by theirs"),
    "removed_by_theirs": Text("對方刪除、我方變更", "removed by theirs, changed by mine"),
    "same_key": Text("兩列同一編號", "one key for two rows"),
}


def texts(
    shapes: Shapes, one: Difference, language: Language, between: str = "; "
) -> tuple[str, str]:
    """What stood there before and what stands there now; `between` parts the cells of a row."""
    if one.kind in ("added", "removed"):
        text = row_text(shapes, one.table, one.cells, language, between)
        return ("", text) if one.kind == "added" else (text, "")
    old = shapes.shown(one.table, one.column or "", one.old, language)
    return old, shapes.shown(one.table, one.column or "", one.new, language)


def row_text(
    shapes: Shapes, table: str, cells: Cells, language: Language, between: str = "; "
) -> str:
    """The cells of a row with their titles, without its key."""
    key = shapes.key(table)
    return between.join(
        f"{shapes.title(table, name).show(language)}: {shapes.shown(table, name, cell, language)}"
        for name, cell in cells.items()
        if name != key and not shapes.is_computed(table, name)
    )
