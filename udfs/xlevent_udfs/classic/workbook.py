"""A workbook of xlevent made macro-enabled: functions and buttons through classic xlwings."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from xlevent.domain.language import DEFAULT_LANGUAGE, Language, Text
from xlevent.errors import MisuseError
from xlevent.interop.locking import exclusive
from xlevent.interop.open_elsewhere import refuse_open
from xlevent.interop.replace import backup_path, refuse_existing, replacing
from xlevent.sheets.registry import registry
from xlevent.workbook.embedding.buttons import Button
from xlevent.workbook.embedding.embed import Macros, embed, is_marked, project_of
from xlevent.workbook.limits import Limits
from xlevent.workbook.package import open_package
from xlevent.workbook.package_source import PackageSource
from xlevent.workbook.reader import read_source
from xlevent_udfs.classic.settings import SHEET, settings, writer
from xlevent_udfs.classic.vba import MARK, modules, sub_name
from xlevent_udfs.macros.catalogue import MACROS

_BOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Enabled:
    """What was written, and whether macros of ours stood there before."""

    path: Path
    renewed: bool
    backup: Path | None = None


def enable(
    book: Path, output: Path | None = None, *, force: bool = False, interpreter: str | None = None,
    limits: Limits | None = None,
) -> Enabled:  # fmt: skip
    """Write a macro-enabled copy of a workbook of ours, beside it unless `output` is given.

    One that is macro-enabled by us gets today's modules, in place, the old file kept as backup.
    `interpreter` is the Python that Excel is to start; None: it finds one itself. MisuseError for
    a workbook with macros of other people; UnreadableFileError where it is none of ours.
    """
    if book.suffix.lower() not in _BOOKS:
        raise MisuseError(
            Text("巨集只能放進活頁簿(.xlsx 或 .xlsm)。",
                 "macros go into a workbook, a file that ends with .xlsx or .xlsm."),
            where=str(book),
            mend=Text("請先存成 Excel 活頁簿。", "Save it as an Excel workbook first."),
        )  # fmt: skip
    target = output or (book if book.suffix.lower() == ".xlsm" else book.with_suffix(".xlsm"))
    if target.suffix.lower() != ".xlsm":
        raise MisuseError(
            Text("只有 .xlsm 檔可以含巨集。", "only a file that ends with .xlsm may hold macros."),
            where=str(target),
            mend=Text(f"例如 {target.stem}.xlsm。", f"Try {target.stem}.xlsm."),
        )  # fmt: skip
    in_place = output is None and target == book
    if not in_place:
        refuse_existing(target, force)
    refuse_open(target)
    # The package is closed before the file is replaced: Windows replaces no open file.
    with (
        exclusive(target),
        replacing(target, backup=in_place) as temporary,
        open_package(book, limits) as package,
    ):
        read = read_source(PackageSource(package), registry())
        old = project_of(package)
        renewed = old is not None and is_marked(old, MARK)
        embed(package, macros(read.language or DEFAULT_LANGUAGE, interpreter), temporary)
    return Enabled(target, renewed, backup_path(target) if in_place else None)


def renew(path: Path, language: Language) -> None:
    """Give a workbook whose sheets were built anew its macros again, if it had ours."""
    second = path.with_name(f"{path.stem}-macros{path.suffix}")
    with open_package(path) as package:
        project = project_of(package)
        if project is None or not is_marked(project, MARK):
            return
        try:
            embed(package, macros(language), second)
        except BaseException:
            second.unlink(missing_ok=True)
            raise
    second.replace(path)  # after the package is closed: Windows replaces no open file


def macros(language: Language, interpreter: str | None = None) -> Macros:
    """All that goes into a workbook of that language."""
    windows, mac = "", ""
    if interpreter:
        windows, mac = ("", interpreter) if sys.platform == "darwin" else (interpreter, "")
    return Macros(
        modules(),
        tuple(_button(name, language) for name in MACROS),
        SHEET,
        writer(settings(windows, mac)),
        MARK,
    )


def _button(name: str, language: Language) -> Button:
    macro = MACROS[name]
    both = language == "both"
    lines = (macro.title.zh, macro.title.en) if both else (macro.title.show(language),)
    return Button(sub_name(name), lines, macro.help.show(language))
