"""The files that are compared: workbooks and plans, by their suffix or else by their content.

A version control program hands over temporary files without a suffix.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from xlevent.app.event import Event
from xlevent.app.versions.lines import DOCUMENTS, SETTINGS, Lines, Shapes, folded, lines_of
from xlevent.domain.language import LANGUAGES, Language, Text
from xlevent.errors import MisuseError, UnreadableFileError
from xlevent.interop import plan_json, plan_yaml
from xlevent.interop.files import SIZE_LIMIT, read_bytes
from xlevent.sheets.kernel.links import Declared
from xlevent.sheets.registry import registry as installed
from xlevent.sheets.registry import tab_name

Kind = Literal["book", "yaml", "json", "folder"]

_SUFFIXES: dict[str, Kind] = {
    ".xlsx": "book", ".xlsm": "book", ".xltx": "book", ".xltm": "book",
    ".yaml": "yaml", ".yml": "yaml", ".json": "json",
}  # fmt: skip
_ENOUGH = 3  # rows from which two events without a common one are different


def kind_of(path: Path) -> Kind:
    """What a file is; UnreadableFileError where it is neither a workbook nor a plan."""
    if path.is_dir():
        return "folder"
    known = _SUFFIXES.get(path.suffix.lower())
    if known is not None:
        return known
    head = read_bytes(path, limit=SIZE_LIMIT)[:4096]
    if head.startswith(b"PK\x03\x04"):
        return "book"
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFileError(
            Text("這既不是活頁簿，也不是計畫檔。", "this is neither a workbook nor a plan file."),
            where=str(path),
            mend=Text(
                "請用 .xlsx、.xlsm、.yaml、.json 檔，或放 .csv 檔的資料夾。",
                "Give .xlsx, .xlsm, .yaml or .json files, or folders of .csv files.",
            ),
        )
    return "json" if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" else "yaml"


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its event, and what its workbook has no cells for."""

    path: Path
    kind: Kind
    event: Event
    lines: Lines
    language: Language | None = None
    lacking: frozenset[tuple[str, str | None]] = frozenset()  # table, column; None: the table

    @property
    def shapes(self) -> Shapes:
        """The declarations that it was read by."""
        return Shapes(self.event.registry)


def load(path: Path, *, registry: Declared | None = None) -> Source:
    """The event in a workbook or plan, whatever the file is called."""
    kind = kind_of(path)
    declared = registry or installed()
    if kind == "book":
        return _load_book(path, declared)
    if path.suffix.lower() in _SUFFIXES or kind == "folder":
        event = Event.load(path, registry=declared)
    else:
        raw = plan_yaml.load(path) if kind == "yaml" else plan_json.load(path)
        event = Event.from_raw(raw, registry=declared)
        event.source = path
    return Source(path, kind, event, lines_of(event))


def _load_book(path: Path, declared: Declared) -> Source:
    from xlevent.workbook import reader

    book = reader.read(path, declared)
    event = Event.from_raw(book.plan, registry=declared)
    event.source = path
    lacking: set[tuple[str, str | None]] = set()
    for key in event.tables:
        place = book.places.get(key)
        if place is None:
            lacking.add((key, None))
        else:
            columns = {c.key for c in declared.tables[key].stored}
            lacking.update((key, column) for column in columns - place.columns.found.keys())
    for record in declared.records.values():
        fields = {c.key for c in record.columns if ("set", c.key) not in book.cells}
        lacking.update((SETTINGS, name) for name in fields)
    return Source(path, "book", event, lines_of(event), book.language, frozenset(lacking))


def own_sheets(source: Source) -> list[str]:
    """The sheets of a workbook that people made: no merge takes them from one to another."""
    if source.kind != "book":
        return []
    from xlevent.workbook.contents_reader import read_contents
    from xlevent.workbook.package import open_package

    with open_package(source.path) as package:
        contents = read_contents(package)
    registry = source.event.registry
    ours = {
        tab_name(sheet, sheet.tab.show(language)).casefold()
        for sheet in getattr(registry, "sheets", ())
        for language in LANGUAGES
    }
    tables = {key.casefold() for key in registry.tables}
    filled = {t.sheet for t in contents.tables if t.name.casefold() in tables}
    return [
        sheet.name
        for sheet in contents.sheets
        if sheet.state == "visible" and sheet.name.casefold() not in ours | filled
    ]


def gaps(source: Source, others: Iterable[Source]) -> list[tuple[str, str | None]]:
    """What a workbook has no cells for though another version fills them, in order."""
    shapes = source.shapes
    filled = {
        (table, column)
        for other in others
        for table, rows in other.lines.items()
        for row in rows
        for column in row.cells
        if not shapes.is_computed(table, column)
    }
    tables = {table for table, _ in filled}
    found = [(t, c) for t, c in source.lacking if (t, c) in filled or (c is None and t in tables)]
    return sorted(found, key=lambda gap: (gap[0], gap[1] or ""))


def name_of_gap(shapes: Shapes, gap: tuple[str, str | None], language: Language = "en") -> str:
    """The title of a missing table, or of a missing column and its table."""
    table, column = gap
    title = shapes.title(table).show(language)
    return title if column is None else f"{title}: {shapes.title(table, column).show(language)}"


def are_unrelated(shapes: Shapes, a: Lines, b: Lines) -> bool:
    """Whether two versions look like two events: other names, and no row in common."""
    name_a, name_b = (
        next((row.cells.get("event_name") for row in side.get(SETTINGS, ())), None)
        for side in (a, b)
    )
    if name_a is None or name_b is None or folded(name_a) == folded(name_b):
        return False
    rows_a, rows_b = _rows(shapes, a), _rows(shapes, b)
    return min(len(rows_a), len(rows_b)) >= _ENOUGH and not rows_a & rows_b


def _rows(shapes: Shapes, lines: Lines) -> set[tuple[str, object]]:
    return {
        (table, frozenset(line.cells.items()))
        for table, rows in lines.items()
        if table not in (SETTINGS, DOCUMENTS) and shapes.grows(table)
        for line in rows
    }


def refuse_unrelated(mine: Source, theirs: Source) -> None:
    """MisuseError for versions of two different events."""
    if are_unrelated(mine.shapes, mine.lines, theirs.lines):
        names = [side.event.settings["event_name"] for side in (mine, theirs)]
        raise MisuseError(
            Text(
                f"這是兩個不同的活動，「{names[0]}」與「{names[1]}」，沒有共同的列。",
                f"these are two events, {names[0]!r} and {names[1]!r}, that share no row.",
            ),
            mend=Text(
                "請用同一活動的三個版本：共同的、我方的、對方的。",
                "Give three versions of one event: the common one, yours, and the other.",
            ),
        )


def refuse_gaps(versions: Sequence[Source]) -> None:
    """MisuseError where a workbook has no cells for what another version fills.

    A merge would take the missing part for one that was emptied.
    """
    for source in versions:
        missing = gaps(source, versions)
        if missing:
            names = "; ".join(name_of_gap(source.shapes, gap) for gap in missing[:5])
            names_zh = "；".join(name_of_gap(source.shapes, gap, "zh-TW") for gap in missing[:5])
            left = len(missing) - 5
            more = f" and {left} more" if left > 0 else ""
            more_zh = f"，另有 {left} 處" if left > 0 else ""
            raise MisuseError(
                Text(
                    f"活頁簿缺少其他版本填有資料的部分（{names_zh}{more_zh}）。",
                    f"the workbook lacks what another version fills ({names}{more}).",
                ),
                where=str(source.path),
                mend=Text(
                    "請以 `xlevent upgrade` 更新活頁簿，或把欄位放回去。",
                    "Bring it up to date with `xlevent upgrade`, or put the column back.",
                ),
            )
