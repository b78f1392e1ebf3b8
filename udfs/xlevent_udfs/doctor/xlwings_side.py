"""Checks of xlwings: the package, its add-in, its settings file, its server and the licence."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path, PurePath

from xlevent.domain.language import Text
from xlevent_udfs.doctor.checks import Check, same
from xlevent_udfs.doctor.machine import Machine
from xlevent_udfs.server import installation
from xlevent_udfs.server.licence import KEY_VARIABLE

_OLDEST = (0, 33)
_OLDEST_SERVER = (1, 20)  # pyproject.toml, extra server
_KEY = re.compile(rf"^\s*{KEY_VARIABLE}\s*=\s*['\"]?([^\s'\"]+)", re.MULTILINE)
_MAC_STARTUP = (
    "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
)
_MAC_SCRIPTS = "Library/Application Scripts/com.microsoft.Excel"
_MAC_SETTINGS = "Library/Containers/com.microsoft.Excel/Data/xlwings.conf"


def classic_checks(machine: Machine) -> Iterator[Check]:
    """What classic xlwings needs besides Excel and Python."""
    if machine.system not in ("win32", "darwin"):
        yield Check(
            "system", ("classic",), "missing", Text("作業系統", "Operating system"),
            same(machine.system),
            Text("經典 xlwings 只在 Windows 與 macOS；這裡可用 LibreOffice 或網頁版 Excel。",
                 "Classic xlwings runs on Windows and macOS only; here LibreOffice or Excel for "
                 "the web will do."),
        )  # fmt: skip
    yield from _package(machine)
    if machine.system == "win32":
        yield _bridge(machine, "pywin32", "pywin32")
    elif machine.system == "darwin":
        yield _bridge(machine, "appscript", "appscript psutil")
        yield Check(
            "mac-functions", ("classic",), "warning",
            Text("macOS 的函數", "Functions on macOS"),
            Text("經典 xlwings 在 macOS 只有巨集，沒有函數",
                 "classic xlwings has macros but no functions on macOS"),
            Text("要函數請用 xlwings Lite 或 Server。",
                 "For functions use xlwings Lite or Server."),
        )  # fmt: skip
        yield _script(machine)
    yield from _add_in(machine)
    yield from _settings(machine)


def _package(machine: Machine) -> Iterator[Check]:
    version = machine.package("xlwings")
    yield Check(
        "xlwings", ("classic", "server"), "fine" if _numbers(version) >= _OLDEST else "missing",
        same("xlwings"),
        same(version) if version else Text("未安裝", "not installed"),
        same('python -m pip install --upgrade "xlwings>=0.33"'),
    )  # fmt: skip


def _numbers(version: str | None) -> tuple[int, ...]:
    return tuple(int(part) for part in (version or "0").split(".")[:2] if part.isdecimal())


def _bridge(machine: Machine, package: str, wanted: str) -> Check:
    version = machine.package(package)
    return Check(
        package, ("classic",), "fine" if version else "missing", same(package),
        same(version) if version else Text("未安裝", "not installed"),
        same(f"python -m pip install {wanted}"),
    )  # fmt: skip


def _script(machine: Machine) -> Check:
    """The script by which Excel on macOS may start Python; its name tells xlwings' version."""
    name = f"xlwings-{machine.package('xlwings')}.applescript"
    path = machine.home / _MAC_SCRIPTS / name
    there = machine.exists(path)
    return Check(
        "runpython", ("classic",), "fine" if there else "missing",
        Text("啟動 Python 的指令稿", "Script that starts Python"),
        same(name) if there else Text(f"沒有 {name}", f"no {name}"),
        same("xlwings runpython install"),
    )  # fmt: skip


def _add_in(machine: Machine) -> Iterator[Check]:
    """xlwings' own add-in: `xlwings addin status` starts Excel to ask for the folder, we do not."""
    if machine.system == "win32":
        roaming = machine.environment.get("APPDATA") or str(machine.home / "AppData/Roaming")
        path = PurePath(roaming, "Microsoft", "Excel", "XLSTART", "xlwings.xlam")
    elif machine.system == "darwin":
        path = machine.home / _MAC_STARTUP / "xlwings.xlam"
    else:
        return
    there = machine.exists(path)
    yield Check(
        "xlwings-addin", ("classic",), "fine" if there else "notice",
        Text("xlwings 增益集", "xlwings' add-in"),
        same(path) if there else Text("未安裝", "not installed"),
        Text("我們的 .xlsm 自帶巨集模組，不一定需要；要 xlwings 索引標籤時：xlwings addin install",
             "Our .xlsm brings its own module and does without; for the tab xlwings in the ribbon: "
             "xlwings addin install"),
    )  # fmt: skip


def settings_file(machine: Machine) -> Path:
    """xlwings' settings of the person."""
    if machine.system == "darwin":
        return machine.home / _MAC_SETTINGS
    return machine.home / ".xlwings" / "xlwings.conf"


def settings(text: str) -> dict[str, str]:
    """The settings of a file xlwings.conf: "NAME","value" in each line."""
    rows = csv.reader(text.splitlines(), skipinitialspace=True)
    return {row[0].strip().upper(): row[1].strip() for row in rows if len(row) > 1 and row[0]}


def interpreter_check(
    machine: Machine, code: str, subject: Text, given: dict[str, str]
) -> Iterator[Check]:
    """Whether the Python that settings name is there."""
    name = "INTERPRETER_MAC" if machine.system == "darwin" else "INTERPRETER_WIN"
    path = given.get(name) or given.get("INTERPRETER") or ""
    if not path or "%" in path or "$" in path:  # Excel fills in variables, we need not
        return
    there = machine.exists(PurePath(path)) or machine.program(path) is not None
    yield Check(
        code, ("classic",), "fine" if there else "missing", subject, same(f"{name} = {path}"),
        Text(f"沒有這個檔案。請改為 {machine.executable}", f"There is no such file. Change it to "
             f"{machine.executable}"),
    )  # fmt: skip


def _settings(machine: Machine) -> Iterator[Check]:
    path = settings_file(machine)
    text = machine.text(path)
    if text is not None:
        yield from interpreter_check(
            machine, "settings", Text(f"設定 {path}", f"Settings {path}"), settings(text)
        )


def server_checks(machine: Machine) -> Iterator[Check]:
    """xlwings Server, and whether its licence is there; the key itself is never shown."""
    version = machine.package("xlwings-server")
    yield Check(
        "xlwings-server", ("server",),
        "fine" if _numbers(version) >= _OLDEST_SERVER else "missing", same("xlwings-server"),
        same(version) if version else Text("未安裝", "not installed"),
        same('python -m pip install "xlwings-server>=1.20,<2"'),
    )  # fmt: skip
    key = _licence(machine)
    kind = (
        Text("noncommercial：只限非商業使用", "noncommercial: for noncommercial use only")
        if key == "noncommercial"
        else Text("有", "there is one")
    )
    yield Check(
        "licence", ("server",), "fine" if key else "missing",
        Text("xlwings 授權", "Licence of xlwings"),
        kind if key else Text("沒有", "none"),
        Text("非商業：XLWINGS_LICENSE_KEY=noncommercial（PolyForm Noncommercial）；公司請購買："
             "https://www.xlwings.org/pricing",
             "Noncommercial: XLWINGS_LICENSE_KEY=noncommercial (PolyForm Noncommercial); companies "
             "buy one: https://www.xlwings.org/pricing"),
    )  # fmt: skip


def _licence(machine: Machine) -> str:
    """The key, from where xlwings and our server look for it."""
    if key := machine.environment.get(KEY_VARIABLE):
        return key
    kept = (
        settings_file(machine),
        installation.settings_file(
            installation.usual_folder(machine.environment, machine.home, machine.system)
        ),
    )
    own = settings(machine.text(kept[0]) or "").get("LICENSE_KEY", "")
    found = _KEY.search(machine.text(kept[1]) or "")
    return own or (found[1] if found else "")


def lite_checks() -> Iterator[Check]:
    """xlwings Lite needs nothing of this machine but Excel or a browser."""
    yield Check(
        "lite", ("lite",), "fine", same("xlwings Lite"),
        Text("不必安裝 Python：Excel 2021 以上、Microsoft 365 或網頁版 Excel 的增益集市集。",
             "no Python needed: from the store of add-ins in Excel 2021 or later, Microsoft 365, "
             "or Excel for the web."),
    )  # fmt: skip
