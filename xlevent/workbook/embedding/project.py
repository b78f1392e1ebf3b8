"""The macro project of a workbook (vbaProject.bin), written and read without Excel.

pyOpenVBA supplies the container as Excel writes it. The sources alone are stored: the compiled
code that may stand beside them is left out, as [MS-OVBA] 2.3.4.1 asks of writers, and the Office
program that opens the file compiles them.
"""

from __future__ import annotations

import importlib
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlevent.domain.language import Text
from xlevent.errors import MisuseError, UnreadableFileError

_PART = "xl/vbaProject.bin"
_NO_CACHE = bytes.fromhex("cc61ffff000000")  # version 0xFFFF: nothing is compiled yet
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class CodeName:
    """The name by which macros know a sheet, and its kind: worksheet or chartsheet."""

    name: str
    kind: str = "worksheet"


@dataclass(frozen=True, slots=True)
class Module:
    """A module that is not of a sheet: its name, its ASCII source, whether it is a class."""

    name: str
    source: str
    is_class: bool = False

    def __post_init__(self) -> None:
        if not self.source.isascii():
            # What other code pages than the project's would make of it nobody knows.
            raise ValueError(f"the source of {self.name} holds characters that are not ASCII")


def build_project(book: str, sheets: Sequence[CodeName], modules: Sequence[Module]) -> bytes:
    """A project with a module for the workbook and for each sheet, by their code names."""
    with tempfile.TemporaryDirectory() as folder:
        carrier = _carrier(Path(folder) / "book.xlsm", book, sheets, None)
        with _library().ExcelFile(carrier) as file:
            file.add_vba_project()
            _put(file.vba_project(), modules)
            file.save(carrier)
        return _finished(carrier)


def renew_project(
    old: bytes, book: str, sheets: Sequence[CodeName], modules: Sequence[Module]
) -> bytes:
    """The project with those modules in place of older ones; other people's code stays.

    A project without anything of theirs is written anew, with the sheets of today.
    """
    library = _library()
    ours = {module.name.casefold() for module in modules}
    with tempfile.TemporaryDirectory() as folder:
        carrier = _carrier(Path(folder) / "book.xlsm", book, sheets, old)
        with _opened(carrier) as file:
            project = file.vba_project()
            documents = _documents(file)
            if not file.forms() and not any(
                module.body.strip() if module.name.casefold() in documents
                else module.name.casefold() not in ours
                for module in project.modules
            ):  # fmt: skip
                return build_project(book, sheets, modules)
            known = {name.casefold() for name in (book, *(sheet.name for sheet in sheets))}
            for module in list(project.modules):
                name = module.name.casefold()
                if name in ours or (
                    name in documents and name not in known and not module.body.strip()
                ):
                    project.delete_module(module.name)
            _put(project, modules)
            try:
                file.save(carrier, allow_invalidate_signature=True)
            except library.VBAProjectError as error:
                raise MisuseError(
                    Text(
                        "活頁簿的巨集設有密碼。",
                        "the macros of the workbook are protected by a password.",
                    ),
                    mend=Text(
                        "請先在 Excel 取消密碼(Alt+F11 > 工具 > VBAProject 屬性)。",
                        "Take the password away in Excel (Alt+F11, Tools, VBAProject Properties).",
                    ),
                ) from error
        return _finished(carrier)


def read_project(data: bytes) -> dict[str, str]:
    """The source of each module; UnreadableFileError where it is no macro project."""
    with tempfile.TemporaryDirectory() as folder:
        carrier = _carrier(Path(folder) / "book.xlsm", "ThisWorkbook", (), data)
        with _opened(carrier) as file:
            return dict(file.vba_modules())


def _put(project: Any, modules: Sequence[Module]) -> None:
    kinds = importlib.import_module("pyopenvba").VBAModuleKind
    for module in modules:
        kind = kinds.other if module.is_class else kinds.standard
        project.add_module(module.name, module.source, kind=kind)


def _documents(file: Any) -> set[str]:
    """The modules of the workbook and of sheets, which are no module of their own."""
    text = importlib.import_module("pyopenvba.cfb").CFB.from_bytes(file.vba_project_bytes())
    lines = text.get_stream("PROJECT").decode("latin-1").splitlines()
    found = (line.partition("=") for line in lines)
    return {value.partition("/")[0].casefold() for key, _, value in found if key == "Document"}


def _opened(carrier: Path) -> Any:
    library = _library()
    try:
        file = library.ExcelFile(carrier)
        file.vba_modules()
    except library.PyOpenVBAError as error:
        raise UnreadableFileError(
            Text(
                f"活頁簿的巨集專案已損壞({error})。",
                f"the macro project of the workbook is damaged ({error}).",
            ),
            mend=Text(
                "請用 Excel 開啟並重新儲存。", "Open the workbook in Excel and save it anew."
            ),
        ) from error
    return file


def _finished(carrier: Path) -> bytes:
    with zipfile.ZipFile(carrier) as archive:
        data = archive.read(_PART)
    container = importlib.import_module("pyopenvba.cfb").CFB.from_bytes(data)
    container.write_stream_in_storage("VBA", "_VBA_PROJECT", _NO_CACHE)
    written: bytes = container.to_bytes()
    return written


def _carrier(path: Path, book: str, sheets: Sequence[CodeName], project: bytes | None) -> Path:
    """The least of a workbook in which pyOpenVBA finds code names and a project."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_KIND}/{sheet.kind}" Target="{sheet.kind}s/{n}.xml"/>'
        for n, sheet in zip(numbers, sheets, strict=True)
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_KIND}">'
            f'<workbookPr codeName="{book}"/><sheets>{listed}</sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_RELATIONSHIPS}">{links}</Relationships>',
        )
        for n, sheet in zip(numbers, sheets, strict=True):
            archive.writestr(
                f"xl/{sheet.kind}s/{n}.xml",
                f'<{sheet.kind} xmlns="{_MAIN}"><sheetPr codeName="{sheet.name}"/></{sheet.kind}>',
            )
        if project is not None:
            archive.writestr(_PART, project)
    return path


def _library() -> Any:
    try:
        return importlib.import_module("pyopenvba")
    except ModuleNotFoundError as error:
        raise MisuseError(
            Text(
                "寫入巨集需要 Python 套件 pyOpenVBA，這裡沒有安裝。",
                "macros are written by the Python package pyOpenVBA, which is not installed.",
            ),
            mend=Text('請執行：pip install "xlevent[excel]"', 'Run: pip install "xlevent[excel]"'),
        ) from error
