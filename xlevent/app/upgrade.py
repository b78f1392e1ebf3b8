"""Moves a workbook to the current template or another language; people's own things stay."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from xlevent.app.build import checked_data
from xlevent.app.carrying import Carrying, carry, find_additions
from xlevent.app.old_places import OldPlaces
from xlevent.app.own_columns import OwnColumns, own_columns, with_own_columns
from xlevent.app.updating.opened import Opened, opened
from xlevent.app.updating.write_log import LOG, entries, entry
from xlevent.domain.language import LANGUAGES, Language, Text
from xlevent.errors import MisuseError
from xlevent.interop.locking import exclusive
from xlevent.interop.open_elsewhere import refuse_open
from xlevent.interop.replace import refuse_existing, replacing
from xlevent.sheets import migrations
from xlevent.sheets.registry import Registry, registry, tab_name
from xlevent.workbook.book import BookData, Row
from xlevent.workbook.contents_reader import read_contents
from xlevent.workbook.grafting.additions import Addition, Side
from xlevent.workbook.grafting.formulas import Rewriter
from xlevent.workbook.grafting.graft import Grafted, graft
from xlevent.workbook.grafting.ours import Ours, find_ours
from xlevent.workbook.limits import Limits
from xlevent.workbook.names import METADATA_SHEET, TEMPLATE_VERSION
from xlevent.workbook.package import Package, open_package
from xlevent.workbook.package_source import PackageSource
from xlevent.workbook.writer import places, write_book

Finish = Callable[[Path, Language], None]


@dataclass(slots=True)
class Upgraded:
    """What an upgrade did, or with dry_run would do.

    Of what people put on our sheets, `carried` came over as it was, `as_values` are formulas of
    which the values came over, and `left` stays in the copy only.
    """

    path: Path
    version: int
    language: Language
    new_language: Language
    current: bool = False  # nothing was to be done
    copy: Path | None = None
    steps: list[Text] = field(default_factory=list)
    rows: int = 0
    sheets: Grafted = field(default_factory=Grafted)
    columns: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)  # own columns that keep values only
    carried: list[Addition] = field(default_factory=list)
    as_values: list[Addition] = field(default_factory=list)
    left: list[Addition] = field(default_factory=list)


def upgrade(
    path: Path,
    *,
    language: Language | None = None,
    output: Path | None = None,
    force: bool = False,
    dry_run: bool = False,
    finish: Finish | None = None,
    limits: Limits | None = None,
) -> Upgraded:
    """Bring a workbook to the current template, and to `language` where one is given.

    Our sheets are built anew from its data; everything else stays as it is in the file. In place,
    the old workbook is kept beside it (`gala.v1.xlsx`). A workbook that is current already is not
    touched; with `output`, its copy is written all the same. `finish` may change the written file
    before it takes its place. MisuseError for one of a later template; FileInUseError where it is
    open elsewhere.
    """
    target = output or path
    if output is not None and not dry_run:
        refuse_existing(output, force)
        if output.suffix.lower() != path.suffix.lower():
            raise MisuseError(
                Text(
                    f"{path.suffix} 的副本也要是 {path.suffix}。",
                    f"the copy of a {path.suffix} is a {path.suffix} too.",
                ),
                where=str(output),
                mend=Text(f"例如 {output.stem}{path.suffix}。", f"Try {output.stem}{path.suffix}."),
            )
    if dry_run:
        return _upgrade(path, target, language, limits, finish, dry_run=True, keep=False)
    refuse_open(target)
    with exclusive(target):
        return _upgrade(path, target, language, limits, finish, dry_run=False, keep=output is None)


def _upgrade(
    path: Path, target: Path, language: Language | None, limits: Limits | None,
    finish: Finish | None, *, dry_run: bool, keep: bool,
) -> Upgraded:  # fmt: skip
    # The file is replaced when it is closed again: Windows replaces no file that is open.
    with (
        contextlib.ExitStack() as afterwards,
        open_package(path, limits) as package,
        contextlib.ExitStack() as stack,
    ):
        book = opened(PackageSource(package), registry())
        version = _version(book, path)
        found = Upgraded(target, version, book.language, language or book.language)
        if version == TEMPLATE_VERSION and found.new_language == book.language:
            found.current = True
            if target != path and not dry_run:
                with replacing(target) as temporary:
                    shutil.copyfile(path, temporary)
            return found
        found.steps = [step.title for step in migrations.steps_from(version)]
        event = book.event
        if language is not None and "language" in event.settings:
            event.settings["language"] = language
        found.rows = sum(map(len, event.tables.values()))
        ours = find_ours(book.contents, book.registry, book.raw.places)
        own = own_columns(book.contents, book.raw.places, event, book.source.reader)
        log = _log(book, found)
        data, tabs = _data(book, own, ours, found.new_language, log)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        fresh = stack.enter_context(_written(data, folder / "fresh.xlsx", limits))
        new = Side.of(fresh, read_contents(fresh))
        old = OldPlaces(book, data.registry, new.contents)
        carrying = _carrying(package, book, own, ours, found, new, tabs, old, folder, limits)
        old.also(carrying.moved)
        rewriter = Rewriter(_new_tabs(ours, tabs), old.columns(), old.cells)
        found.columns = [
            f"{book.registry.tables[key].title.en}: {column.title.en}"
            for key, columns in own.columns.items()
            for column in columns
        ]
        found.formulas = own.formulas
        found.carried, found.as_values = carrying.carried, carrying.as_values
        found.left = own.left + carrying.left

        def write(to: Path) -> None:
            found.sheets = graft(
                package, book.contents, ours, fresh, tabs, rewriter, to, carrying.sheets
            )
            if finish is not None:
                finish(to, found.new_language)

        if dry_run:
            write(folder / "dry.xlsx")
            return found
        if keep:
            found.copy = _free_copy(path, version)
            with replacing(found.copy) as temporary:
                shutil.copyfile(path, temporary)
        write(afterwards.enter_context(replacing(target)))
    return found


@contextlib.contextmanager
def _written(data: BookData, path: Path, limits: Limits | None) -> Iterator[Package]:
    write_book(data, path)
    with open_package(path, limits) as package:
        yield package


def _carrying(
    package: Package, book: Opened, own: OwnColumns, ours: Ours, found: Upgraded, new: Side,
    tabs: dict[str, str], old: OldPlaces, folder: Path, limits: Limits | None,
) -> Carrying:  # fmt: skip
    """What goes over, found by comparing with a workbook of the old language."""
    before = Side.of(package, book.contents)
    if found.new_language == book.language:
        additions = find_additions(book, before, ours, new, tabs, old, found.version)
    else:
        data, old_tabs = _data(book, own, ours, book.language, [])
        with _written(data, folder / "untouched.xlsx", limits) as plain:
            untouched = Side.of(plain, read_contents(plain))
            places = OldPlaces(book, data.registry, untouched.contents)
            additions = find_additions(
                book, before, ours, untouched, old_tabs, places, found.version
            )
    return carry(additions, ours, new, tabs, old)


def _version(book: Opened, path: Path) -> int:
    text = book.raw.template or ""
    version = int(text) if text.isdecimal() else 1
    if version > TEMPLATE_VERSION:
        raise MisuseError(
            Text(
                f"活頁簿是範本第 {version} 版，這裡的 xlevent 只認得到第 {TEMPLATE_VERSION} 版。",
                f"the workbook is of template {version}, this xlevent knows up to "
                f"{TEMPLATE_VERSION}.",
            ),
            where=str(path),
            mend=Text("請更新 xlevent。", "Update xlevent."),
        )
    return version


def _data(
    book: Opened, own: OwnColumns, ours: Ours, language: Language, log: list[Row]
) -> tuple[BookData, dict[str, str]]:
    """What is built anew, and the code of each sheet by its tab."""
    data = checked_data(book.event, language, book.event.check())
    data = replace(data, tabs=_tabs(data.registry, ours, book, language))
    data = replace(data, tables={**data.tables, LOG: log})
    data = with_own_columns(data, book.event, own)
    tabs = {place.tab: place.sheet.code for place in places(data).sheets}
    return data, {**tabs, METADATA_SHEET: METADATA_SHEET}


def _log(book: Opened, found: Upgraded) -> list[Row]:
    """The write log with one more entry."""
    language = found.new_language
    log: list[Row] = [row for _, row in entries(book)] if LOG in book.raw.places else []
    what = Text(
        f"範本 {found.version} 升級為 {TEMPLATE_VERSION}，語言 {found.language} 改為 {language}",
        f"Template {found.version} to {TEMPLATE_VERSION}, language {found.language} to {language}",
    )
    log.append(entry("upgrade", what.show(language)))
    return log


def _tabs(known: Registry, ours: Ours, book: Opened, language: Language) -> dict[str, str]:
    """Tabs that people renamed keep their names; no name may be that of a sheet of theirs."""
    found: dict[str, str] = {}
    theirs = {s.name.casefold() for s in book.contents.sheets if s.name not in ours.sheets}
    by_code = {code: tab for tab, code in ours.sheets.items()}
    for sheet in known.sheets:
        tab = by_code.get(sheet.code)
        usual = {tab_name(sheet, sheet.tab.show(each)).casefold() for each in LANGUAGES}
        if tab is not None and tab.casefold() not in usual:
            found[sheet.code] = tab
            continue
        name = tab_name(sheet, sheet.tab.show(language))
        if name.casefold() in theirs:
            found[sheet.code] = next(_others(name, theirs))
    return found


def _others(name: str, taken: set[str]) -> Iterator[str]:
    for number in range(2, 1000):
        other = f"{name[:26]} ({number})"
        if other.casefold() not in taken:
            yield other


def _new_tabs(ours: Ours, tabs: Mapping[str, str]) -> dict[str, str]:
    by_code = {code: tab for tab, code in tabs.items()}
    return {tab.casefold(): by_code[c] for tab, c in ours.sheets.items() if c in by_code}


def _free_copy(path: Path, version: int) -> Path:
    """Where the old workbook is kept: gala.v1.xlsx, or gala.v1-2.xlsx if that is taken."""
    for number in range(1, 1000):
        more = "" if number == 1 else f"-{number}"
        kept = path.with_name(f"{path.stem}.v{version}{more}{path.suffix}")
        if not kept.exists():
            return kept
    raise MisuseError(
        Text("副本太多。", "there are too many copies."),
        where=str(path.parent),
        mend=Text("請移走一些。", "Move some away."),
    )
