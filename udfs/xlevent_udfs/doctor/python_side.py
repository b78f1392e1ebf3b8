"""Checks of Python itself, xlevent and its optional packages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePath

from xlevent import __version__
from xlevent.domain.language import Text
from xlevent_udfs.doctor.checks import RUNTIMES, Check, Runtime, same
from xlevent_udfs.doctor.machine import Machine

_LOCAL: tuple[Runtime, ...] = ("classic", "server")  # they run this Python
_MINIMUM = (3, 11)

# Extra of pyproject.toml -> the packages that it brings, and what they give.
EXTRAS: dict[str, tuple[tuple[str, ...], Text]] = {
    "bank": (
        ("mt-940", "ofxtools", "xlrd"),
        Text("銀行明細 MT940、OFX、.xls", "bank statements as MT940, OFX, .xls"),
    ),
    "documents": (("docxtpl", "pillow"), Text("Word 文件、報告圖片", "Word documents, pictures")),
    "excel": (("xlwings", "pyOpenVBA"), Text("經典 xlwings", "classic xlwings")),
    "frames": (("pandas",), Text("pandas 表格", "tables of pandas")),
    "level": (("ortools",), Text("資源撫平求最佳解", "levelling to the optimum")),
    "mpp": (
        ("mpxj", "JPype1"),
        Text("讀 .mpp 與 .xer（另需 Java）", "reading .mpp and .xer (needs Java, too)"),
    ),
    "reconcile": (("rapidfuzz",), Text("對帳建議的名稱相似度", "likeness of names in suggestions")),
}


def python_checks(machine: Machine) -> Iterator[Check]:
    """Python and xlevent."""
    number = ".".join(map(str, machine.python))
    new_enough = machine.python[:2] >= _MINIMUM
    yield Check(
        "python", _LOCAL, "fine" if new_enough else "missing",
        Text("Python", "Python"),
        same(f"{number}, {machine.bits} bit, {machine.processor}, {machine.executable}"),
        Text("請安裝 Python 3.11 以上：https://www.python.org/downloads/",
             "Install Python 3.11 or later: https://www.python.org/downloads/"),
    )  # fmt: skip
    if machine.bits == 32:
        yield Check(
            "python-bits", ("classic",), "warning",
            Text("Python 位元數", "Bits of Python"),
            Text("32 位元；numpy 已不再提供。", "32; numpy no longer comes for it."),
            Text("請改裝 64 位元的 Python；Excel 是 32 位元也能用。",
                 "Install Python of 64 bits; it also serves an Excel of 32."),
        )  # fmt: skip
    yield Check("xlevent", _LOCAL, "fine", Text("xlevent", "xlevent"), same(__version__))


def extras(machine: Machine) -> Iterator[Check]:
    """Optional packages: what is there, and what the others would give."""
    for extra, (packages, gives) in EXTRAS.items():
        versions = {package: machine.package(package) for package in packages}
        lacking = [package for package, version in versions.items() if version is None]
        there = ", ".join(f"{package} {version}" for package, version in versions.items())
        yield Check(
            f"extra-{extra}", (), "notice" if lacking else "fine",
            same(f"xlevent[{extra}]"),
            Text(f"未安裝：{gives.zh}", f"not installed: {gives.en}") if lacking else same(there),
            same(f"python -m pip install {' '.join(lacking)}"),
        )  # fmt: skip


def surroundings(machine: Machine) -> Iterator[Check]:
    """Fonts, folders and what a terminal can print."""
    font = _chinese_font(machine)
    yield Check(
        "font", RUNTIMES, "fine" if font else "warning",
        Text("中文字型", "Font with Chinese"),
        Text("有", "there is one") if font else Text("找不到", "none found"),
        Text("Debian、Ubuntu：apt-get install fonts-noto-cjk。", "On Debian and Ubuntu: apt-get "
             "install fonts-noto-cjk.")
        if machine.system == "linux" else
        Text("Windows：設定 > 應用程式 > 選用功能 > 中文 (繁體) 補充字型。",
             "Windows: Settings > Apps > Optional features > Chinese (Traditional) fonts."),
    )  # fmt: skip
    for code, folder in (("folder-home", machine.home), ("folder-temp", _temporary(machine))):
        fine = machine.writable(folder)
        yield Check(
            code, _LOCAL, "fine" if fine else "missing",
            Text("可寫入的資料夾", "Folder that can be written to"), same(folder),
            Text("不能寫入：請檢查權限或磁碟空間。",
                 "Nothing can be written: look at rights and at space on the disk."),
        )  # fmt: skip
    utf = machine.encoding.lower().replace("-", "").startswith("utf")
    chinese = utf or machine.encoding.lower() in ("cp950", "big5", "gbk", "cp936", "gb18030")
    yield Check(
        "encoding", RUNTIMES, "fine" if chinese else "warning",
        Text("終端機編碼", "Encoding of the terminal"),
        same(f"{machine.encoding or '?'}, {machine.locale or 'C'}"),
        Text("終端機無法顯示中文：Windows 請設 PYTHONUTF8=1，其他請用 UTF-8 的 locale。"
             "檔案不受影響。",
             "Chinese cannot be printed: set PYTHONUTF8=1 on Windows, elsewhere a locale of UTF-8. "
             "Files are not affected."),
    )  # fmt: skip


def _temporary(machine: Machine) -> Path:
    names = ("TEMP", "TMP") if machine.system == "win32" else ("TMPDIR",)
    given = next((machine.environment[name] for name in names if name in machine.environment), "")
    return Path(given or ("C:\\Windows\\Temp" if machine.system == "win32" else "/tmp"))


def _chinese_font(machine: Machine) -> bool:
    if machine.system == "darwin":
        return True  # every macOS brings PingFang
    if machine.system == "win32":
        windows = PurePath(machine.environment.get("SystemRoot", "C:\\Windows"), "Fonts")
        return any(machine.exists(windows / name) for name in ("msjh.ttc", "mingliu.ttc"))
    return bool(machine.says("fc-list", ":lang=zh-tw"))
