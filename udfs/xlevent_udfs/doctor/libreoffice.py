"""Checks of LibreOffice: the program, its Python, and our extension in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from xlevent import __version__
from xlevent.domain.language import Text
from xlevent_udfs.doctor.checks import Check, same
from xlevent_udfs.doctor.machine import Machine

_OLDEST = (7, 4)
_WINDOWS_PATH = r"HKLM\SOFTWARE\LibreOffice\UNO\InstallPath"
_MAC = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
# Debian keeps the bridge apart from the program's folder.
_DEBIAN_UNO = Path("/usr/lib/python3/dist-packages/uno.py")
_OURS = re.compile(r'<identifier value="[^"]*xlevent[^"]*"')
_VERSION = re.compile(r'<version value="([^"]+)"')


def libreoffice_checks(machine: Machine) -> Iterator[Check]:
    """LibreOffice, Python-UNO and the extension."""
    program = _program(machine)
    version = _version(machine, program) if program else ""
    new_enough = tuple(map(int, version.split(".")[:2])) >= _OLDEST if version else True
    yield Check(
        "libreoffice", ("libreoffice",), "fine" if program and new_enough else "missing",
        same("LibreOffice"),
        same(", ".join(part for part in (version, str(program)) if part))
        if program else Text("找不到", "not found"),
        Text("請安裝 LibreOffice 7.4 以上：https://zh-tw.libreoffice.org",
             "Install LibreOffice 7.4 or later: https://www.libreoffice.org"),
    )  # fmt: skip
    if program is None:
        return
    yield _bridge(machine, program)
    yield _extension(machine, program)


def _program(machine: Machine) -> Path | None:
    if machine.system == "win32":
        folder = machine.registry(_WINDOWS_PATH)
        return Path(str(folder), "soffice.exe") if folder else None
    if machine.system == "darwin":
        return _MAC if machine.exists(_MAC) else None
    return machine.program("soffice") or machine.program("libreoffice")


def _version(machine: Machine, program: Path) -> str:
    # On Windows soffice.exe prints nothing; soffice.com does.
    asked = program.with_suffix(".com") if program.suffix == ".exe" else program
    found = re.search(r"LibreOffice (\d+\.\d+[\d.]*)", machine.says(str(asked), "--version") or "")
    return found[1] if found else ""


def _folder(machine: Machine, program: Path) -> Path:
    """Where LibreOffice's libraries lie."""
    if machine.system == "darwin":
        return program.parents[1] / "Frameworks"
    return program.resolve().parent if machine.system == "linux" else program.parent


def _bridge(machine: Machine, program: Path) -> Check:
    there = machine.exists(_DEBIAN_UNO) if machine.system == "linux" else False
    there = there or bool(machine.found(_folder(machine, program), "*pyuno*"))
    return Check(
        "python-uno", ("libreoffice",), "fine" if there else "missing",
        Text("LibreOffice 的 Python", "Python in LibreOffice"),
        Text("有", "there") if there else Text("沒有", "not there"),
        Text("Debian、Ubuntu：apt-get install python3-uno；"
             "其他系統請重新安裝 LibreOffice，並勾選 Python。",
             "On Debian and Ubuntu: apt-get install python3-uno; elsewhere install LibreOffice "
             "anew, with Python ticked."),
    )  # fmt: skip


def _profile(machine: Machine) -> Path:
    if machine.system == "win32":
        roaming = machine.environment.get("APPDATA") or str(machine.home / "AppData/Roaming")
        return Path(roaming, "LibreOffice", "4", "user")
    if machine.system == "darwin":
        return machine.home / "Library/Application Support/LibreOffice/4/user"
    return machine.home / ".config/libreoffice/4/user"


def _extension(machine: Machine, program: Path) -> Check:
    """Our extension: LibreOffice unpacks each into a folder of its profile."""
    kept = "uno_packages/cache/uno_packages"
    folders = [_profile(machine) / kept]
    if machine.system != "darwin":  # for all users of the computer
        folders.append(_folder(machine, program).parent / "share" / kept)
    texts = [
        machine.text(path) or ""
        for folder in folders
        for path in machine.found(folder, "*/*.oxt/description.xml")
    ]
    found = [text for text in texts if _OURS.search(text)]
    versions = [match[1] for text in found if (match := _VERSION.search(text))]
    mend = Text(
        "xlevent addin libreoffice 產生 .oxt，再按兩下安裝。",
        "xlevent addin libreoffice writes the .oxt; a double click installs it.",
    )
    subject = Text("LibreOffice 擴充套件", "Extension of LibreOffice")
    if not found:
        return Check("oxt", ("libreoffice",), "missing", subject,
                     Text("未安裝", "not installed"), mend)  # fmt: skip
    version = versions[-1] if versions else "?"
    same_version = version == __version__
    return Check(
        "oxt", ("libreoffice",), "fine" if same_version else "warning", subject,
        same(version) if same_version
        else Text(f"{version}，這裡的 xlevent 是 {__version__}", f"{version}, this xlevent is "
                  f"{__version__}"),
        mend,
    )  # fmt: skip
