"""A workbook in which the changes from one version to another are marked and listed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from xlevent.app.diff import Difference, Differences, compare
from xlevent.app.versions.lines import Shapes
from xlevent.app.versions.pairs import match
from xlevent.app.versions.sources import Source, load
from xlevent.app.versions.words import WORDS, texts
from xlevent.domain.finding import Place
from xlevent.domain.language import DEFAULT_LANGUAGE, Language, Text
from xlevent.errors import MisuseError
from xlevent.interop.replace import refuse_existing, replacing
from xlevent.workbook.change_marks import ChangeList, ListedChange, add_change_list, mark
from xlevent.workbook.package import open_package
from xlevent.workbook.patcher import Patch

Progress = Callable[[str, int, int], None]

SHEET = Text("變更", "Changes")
_COLOURS = {
    "added": "D9EEDD", "removed": "F6E0DE", "renamed": "DFE9F5", "changed": "FFEEB5",
    "follows": "EEF1F4", "moved": "EEF1F4",
}  # fmt: skip
_HEADERS = (
    Text("變更", "Change"), Text("表格", "Table"), Text("列", "Row"), Text("欄位", "Column"),
    Text("原值", "Old"), Text("新值", "New"), Text("位置", "Place"),
)  # fmt: skip
_WIDTHS = (12, 24, 16, 22, 44, 44, 34)


def write_marked(
    old: Source, new: Source, output: Path, *, computed: bool = False,
    language: Language | None = None, force: bool = False, progress: Progress | None = None,
) -> Differences:  # fmt: skip
    """Write `new` as a workbook whose changed cells are filled, with a list of all changes.

    A workbook is copied as it is; a plan is built, in `language`. MisuseError where `output` is no
    name for such a workbook.
    """
    refuse_existing(output, force)
    suffix = new.path.suffix.lower() if new.kind == "book" else ".xlsx"
    if output.suffix.lower() != suffix:
        raise MisuseError(
            Text(
                f"這個活頁簿的檔名必須以 {suffix} 結尾。",
                f"this workbook's name must end with {suffix}.",
            ),
            where=str(output),
            mend=Text(f"例如 {output.stem}{suffix}。", f"Try {output.stem}{suffix}."),
        )
    with tempfile.TemporaryDirectory() as folder:
        book = new
        if new.kind != "book":
            path = Path(folder) / "book.xlsx"
            new.event.build(
                path, language=language or old.language or DEFAULT_LANGUAGE,
                even_with_errors=True, progress=progress,
            )  # fmt: skip
            book = load(path, registry=new.event.registry)
        return _mark(old, book, output, computed, (old.path.name, new.path.name))


def _mark(
    old: Source, book: Source, output: Path, computed: bool, names: tuple[str, str]
) -> Differences:
    shapes = book.shapes
    found = compare(shapes, old.lines, book.lines, match(shapes, old.lines, book.lines))
    chosen = [*found.typed, *(found.computed if computed else ())]
    language = book.language or DEFAULT_LANGUAGE
    changes = [_listed(shapes, one, language) for one in chosen]
    about = Text(f"從 {names[0]} 到 {names[1]}", f"From {names[0]} to {names[1]}")
    listed = ChangeList(
        SHEET.show("both"), SHEET.show(language), f"{about.show(language)}: {len(chosen)}",
        [header.show(language) for header in _HEADERS], _WIDTHS, changes,
    )  # fmt: skip
    with replacing(output) as temporary, open_package(book.path) as package:
        patch = Patch(package)
        try:
            mark(patch, _cells(book, chosen))
            add_change_list(patch, listed)
            patch.write(temporary)
        finally:
            patch.close()
    return found


def _cells(book: Source, chosen: list[Difference]) -> Iterator[tuple[Place, str]]:
    for one in chosen:
        if one.kind == "added" and one.new_row is not None:
            line = book.lines[one.table][one.new_row]
            for column in line.cells:
                yield line.place(column), _COLOURS[one.kind]
        elif one.kind != "removed":
            yield one.new_place, _COLOURS[one.kind]


def _listed(shapes: Shapes, one: Difference, language: Language) -> ListedChange:
    old, new = texts(shapes, one, language, "\n")
    column = shapes.title(one.table, one.column).show(language) if one.column else ""
    place = Place() if one.kind == "removed" else one.new_place
    return ListedChange(
        (WORDS[one.kind].show(language), shapes.title(one.table).show(language), one.key, column,
         old, new, str(place)),
        _COLOURS[one.kind], place,
    )  # fmt: skip
