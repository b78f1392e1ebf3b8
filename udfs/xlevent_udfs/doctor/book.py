"""Checks of a workbook: is it ours, of which template, and what it lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from xlevent import __version__
from xlevent.domain.language import Text
from xlevent.domain.values import Typed
from xlevent.errors import XleventError
from xlevent.workbook.contents_reader import read_contents
from xlevent.workbook.embedding.embed import project_of
from xlevent.workbook.embedding.project import read_project
from xlevent.workbook.names import METADATA_SHEET, TEMPLATE_VERSION
from xlevent.workbook.package import Package, open_package
from xlevent.workbook.texts import shared_texts
from xlevent.workbook.xml_reader import SheetReader
from xlevent_udfs.doctor.checks import RUNTIMES, Check, State, same
from xlevent_udfs.doctor.machine import Machine
from xlevent_udfs.doctor.xlwings_side import interpreter_check
from xlevent_udfs.lite.embedding import lite_version

SETTINGS_SHEET = "xlwings.conf"
_VERSIONS = re.compile(r"^'xlevent (\S+), xlwings (\S+?)\s*$", re.MULTILINE)
_FROM_INTERNET = re.compile(r"^ZoneId=([34])", re.MULTILINE)


@dataclass
class Book:
    """What a workbook tells of itself."""

    facts: dict[str, str] = field(default_factory=dict)  # of the hidden sheet; empty: not ours
    settings: dict[str, str] = field(default_factory=dict)  # of its sheet xlwings.conf
    modules: str | None = None  # the VBA source of all modules; None: no macros
    unread: XleventError | None = None  # why they could not be read
    lite: str | None = None  # the xlevent that wrote its main.py for xlwings Lite


def read_book(path: Path) -> Book:
    """Look into a workbook; UnreadableFileError where it is none."""
    with open_package(path) as package:
        contents = read_contents(package)
        shared = shared_texts(package, contents.shared_strings)
        project = project_of(package)
        book = Book(lite=lite_version(package))
        if project is not None:
            try:
                book.modules = "\n".join(read_project(project).values())
            except XleventError as error:  # damaged, or nothing here that reads it
                book.modules, book.unread = "", error
        for sheet in contents.sheets:
            if sheet.name == METADATA_SHEET:
                book.facts = _pairs(
                    package, sheet.part, shared, ("xlevent", "template", "language")
                )
            elif sheet.name.casefold() == SETTINGS_SHEET:
                book.settings = _pairs(package, sheet.part, shared, None)
    return book


def _pairs(
    package: Package, part: str, shared: list[Typed], wanted: tuple[str, ...] | None
) -> dict[str, str]:
    """Name and value of each row, as texts; only the wanted names, which stand first."""
    found: dict[str, str] = {}
    for row in SheetReader(package, part, shared, date1904=False).rows((1, 2)):
        name = str(row.cells.get(1) or "").strip()
        if wanted is not None and name not in wanted:
            break
        found[name if wanted else name.upper()] = str(row.cells.get(2) or "").strip()
    return found


def book_checks(machine: Machine, path: Path) -> Iterator[Check]:
    """What a workbook needs before the add-in works with it."""
    book = read_book(path)
    subject = Text(f"活頁簿 {path.name}", f"Workbook {path.name}")
    if not book.facts:
        yield Check(
            "book", RUNTIMES, "missing", subject,
            Text("不是 xlevent 的活頁簿；函數可用，巨集不行",
                 "not a workbook of xlevent; functions work in it, macros do not"),
            Text("xlevent template -o master.xlsx 產生空白活頁簿。",
                 "xlevent template -o master.xlsx writes an empty one."),
        )  # fmt: skip
        return
    yield _template(subject, path, book.facts)
    if path.suffix.lower() == ".xlsm" or book.modules is not None:
        yield from _macros(machine, subject, path, book)
        yield from _blocked(machine, subject, path)
    if book.lite is not None:
        yield _lite(subject, path, book.lite)
    if book.settings:
        yield from interpreter_check(
            machine, "book-settings",
            Text(f"{path.name} 的 {SETTINGS_SHEET}", f"{SETTINGS_SHEET} of {path.name}"),
            book.settings,
        )  # fmt: skip


def _template(subject: Text, path: Path, facts: dict[str, str]) -> Check:
    text = facts.get("template", "1")
    version = int(text) if text.isdecimal() else 1
    written = facts.get("xlevent", "?")
    found = Text(
        f"範本 {version}，由 xlevent {written} 寫成"
        f"（這裡：範本 {TEMPLATE_VERSION}，{__version__}）",
        f"template {version}, written by xlevent {written} (here: template {TEMPLATE_VERSION}, "
        f"{__version__})",
    )
    if version > TEMPLATE_VERSION:
        return Check("book", RUNTIMES, "missing", subject, found,
                     Text("請更新 xlevent。", "Update xlevent."))  # fmt: skip
    old = version < TEMPLATE_VERSION
    return Check(
        "book", RUNTIMES, "warning" if old else "fine", subject, found,
        same(f"xlevent upgrade {path}"),
    )  # fmt: skip


def _lite(subject: Text, path: Path, version: str) -> Check:
    found = Text(
        f"main.py 由 xlevent {version} 產生（這裡：{__version__}）",
        f"main.py of xlevent {version} (here: {__version__})",
    )
    return Check(
        "book-lite", ("lite",), "fine" if version == __version__ else "warning", subject, found,
        same(f"xlevent addin lite -o lite --book {path}"),
    )  # fmt: skip


def _macros(machine: Machine, subject: Text, path: Path, book: Book) -> Iterator[Check]:
    """The VBA module: Excel's side of xlwings works with Python's side of the same version only."""
    renew = same(f"xlevent addin classic {path}")
    if book.modules is None:
        yield Check(
            "book-macros", ("classic",), "missing", subject,
            Text("沒有巨集模組", "has no module with macros"), renew,
        )  # fmt: skip
        return
    if book.unread is not None:
        yield Check(
            "book-macros", ("classic",), "warning", subject,
            Text("巨集無法讀取", "macros could not be read"),
            Text(book.unread.show("zh-TW"), book.unread.show("en")),
        )  # fmt: skip
        return
    told = _VERSIONS.search(book.modules)
    if told is None:
        yield Check(
            "book-macros", ("classic",), "missing", subject,
            Text("有別人的巨集，沒有我們的", "has macros of others and none of ours"), renew,
        )  # fmt: skip
        return
    written, link = told.groups()
    here = machine.package("xlwings") or "–"
    found = Text(
        f"巨集由 xlevent {written}、xlwings {link} 寫成（這裡：{__version__}、{here}）",
        f"macros of xlevent {written}, xlwings {link} (here: {__version__}, {here})",
    )
    old: State = "missing" if link != here else "warning" if written != __version__ else "fine"
    yield Check("book-macros", ("classic",), old, subject, found, renew)


def _blocked(machine: Machine, subject: Text, path: Path) -> Iterator[Check]:
    """Whether Windows has marked the file as coming from the internet (Mark of the Web)."""
    mark = machine.text(f"{path}:Zone.Identifier") if machine.system == "win32" else None
    if mark is not None and _FROM_INTERNET.search(mark):
        yield Check(
            "book-internet", ("classic",), "missing", subject,
            Text("標記為來自網路：Excel 會封鎖其中的巨集",
                 "marked as coming from the internet: Excel blocks its macros"),
            Text("檔案總管 > 內容 > 解除封鎖。", "Explorer > Properties > Unblock."),
        )  # fmt: skip
