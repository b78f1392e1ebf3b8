"""main.py and requirements.txt of a workbook for xlwings Lite, written from the declarations."""

from __future__ import annotations

import base64
import bz2
import re
import textwrap
from dataclasses import dataclass
from typing import Literal

from xlevent import __version__
from xlevent.domain.language import Language, Text
from xlevent.errors import MisuseError
from xlevent_udfs.catalogue import CATALOGUE, Function
from xlevent_udfs.kernel.declaration import shown
from xlevent_udfs.lite.packing import PACKAGES, WHEEL, needed, packed
from xlevent_udfs.macros.catalogue import MACROS
from xlevent_udfs.macros.declaration import Macro

XLWINGS = "0.37.8"  # what tests/udfs/test_pyodide.py runs
# Excel for the web refused add-in settings of about 1 MB (OfficeDev/office-js issues 3957, 2408).
MAIN_LIMIT = 900_000  # bytes of main.py
MADE_BY = "xlevent addin lite"  # stands in every main.py of ours
Source = Literal["file", "url", "bundle"]  # how the package comes into the task pane

_HEADING = Text(
    "Excel 函數 =XLE_…() 與巨集。函數直接在儲存格輸入；巨集在「執行」清單，"
    "或按 Ctrl+Shift+M（Mac 為 Cmd+Shift+M）顯示按鈕。",
    "The functions =XLE_...() and the macros. Type a function into a cell; macros stand in the "
    "list of scripts, or as buttons after Ctrl+Shift+M (Cmd+Shift+M on a Mac).",
)
_MADE = Text(
    f"此檔由 `{MADE_BY}` 產生，請勿手動修改；更新套件後請重新產生。",
    f"Written by `{MADE_BY}`: do not edit it, write it anew after an update.",
)
_DROP = Text(
    f"將 {WHEEL} 放入選單 Files > Import/Export，再按 Restart。",
    f"Drop {WHEEL} on the menu Files > Import/Export, then choose Restart.",
)
_FROM_REQUIREMENTS = Text("套件由 requirements.txt 安裝。", "requirements.txt brings the package.")
_FROM_HERE = Text("套件壓縮在本檔最後。", "The package is packed at the end of this file.")
_FILE = Text(
    "file：先放入選單 Files > Import/Export 的檔名；空白則讀目前的工作表。",
    "file: the name of a file dropped on the menu Files > Import/Export; blank: the active sheet.",
)


@dataclass(frozen=True)
class Written:
    """The two files, as text."""

    main: str
    requirements: str


def written(language: Language, source: Source, *, url: str = "", alert: bool = True) -> Written:
    """main.py and requirements.txt; `url` is where the wheel is served (source "url")."""
    parts = [_docstring(_HEADING, _MADE, language=language), "", *_imports(source)]
    parts += _package(source, language)
    parts += [
        "",
        "from xlevent_udfs.lite.running import Lite",
        "",
        f'xlevent = Lite("{__version__}", language="{language}", alert={alert})',
    ]
    for macro in MACROS.values():
        parts += ["", "", *_script(macro, language)]
    for entry in CATALOGUE.values():
        parts += ["", "", *_function(entry, language)]
    main = "\n".join(parts) + "\n"
    if source == "bundle":
        main = main.replace(_PLACE, _text_of_package())
        _check_size(main)
    lines = [f"xlwings=={XLWINGS}  # required"]
    lines += [f"{PACKAGES[name][0]}  # {PACKAGES[name][1]}" for name in needed()]
    if source == "url":
        lines.append(address(url))
    return Written(main, "\n".join(lines) + "\n")


def _check_size(main: str) -> None:
    size = len(main.encode())
    if size > MAIN_LIMIT:
        raise MisuseError(
            Text(
                f"main.py 連同套件有 {size:,} 位元組；"
                f"網頁版 Excel 為增益集保存的不到 {MAIN_LIMIT:,}。",
                f"main.py with the package has {size:,} bytes; Excel for the web keeps less than "
                f"{MAIN_LIMIT:,} for an add-in.",
            ),
            mend=Text("請不要用 --bundle。", "Leave --bundle out."),
        )


def _imports(source: Source) -> list[str]:
    needed = {"file": ["sys"], "url": [], "bundle": ["base64", "bz2", "sys"]}[source]
    lines = [*(f"import {name}" for name in needed), ""] if needed else []
    return [*lines, "import xlwings as xw", "from xlwings import func, script"]


_PLACE = "<the package>"


def _package(source: Source, language: Language) -> list[str]:
    """How Python finds the package."""
    if source == "url":
        return ["", f"# {shown(_FROM_REQUIREMENTS, language)}"]
    if source == "file":
        return ["", f"# {shown(_DROP, language)}", f'sys.path.insert(0, "/data/{WHEEL}")']
    kept = f"/tmp/{WHEEL}"
    return [
        "",
        f'PACKAGE = """{_PLACE}"""',
        f'with open("{kept}", "wb") as file:',
        "    file.write(bz2.decompress(base64.b64decode(PACKAGE)))",
        f'sys.path.insert(0, "{kept}")',
    ]


def _text_of_package() -> str:
    text = base64.b64encode(bz2.compress(packed(), 9)).decode()
    return "\n" + "\n".join(textwrap.wrap(text, 120)) + "\n"


def _script(macro: Macro, language: Language) -> list[str]:
    file = ', file: str = ""' if macro.file else ""
    text = macro.help
    if macro.file:
        text = Text(text.zh + _FILE.zh, f"{text.en} {_FILE.en}")
    return [
        f"@script(name={_quoted(shown(macro.title, language))})",
        "@xlevent.macro",
        f"def {macro.name}(book: xw.Book{file}):",
        *_body(text, language),
    ]


def _function(entry: Function, language: Language) -> list[str]:
    names = [a.name + ("=None" if a.optional else "") for a in entry.arguments]
    line = f"def {entry.name}({', '.join(names)}):"
    return ["@func", "@xlevent.function", line, *_body(entry.help, language)]


def _body(text: Text, language: Language) -> list[str]:
    return [f"    {_docstring(text, language=language)}"]


def _docstring(*texts: Text, language: Language) -> str:
    said = [shown(text, language).replace("\\", "\\\\").replace('"""', "'''") for text in texts]
    if len(said) == 1:
        return f'"""{said[0]}"""' if not said[0].endswith('"') else f'"""{said[0]} """'
    return '"""\n# xlevent ' + "\n\n".join([__version__, *said]) + '\n"""'


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def address(given: str) -> str:
    """The address of the wheel, from its own or its folder's; MisuseError where it is none."""
    if not re.fullmatch(r"https://[^\s/]+(/\S*)?", given):
        raise MisuseError(
            Text(
                f"工作窗格無法從 {given!r} 載入。",
                f"{given!r} is no address that the task pane can load from.",
            ),
            mend=Text(
                "請給 https:// 開頭、放 wheel 檔的網址。",
                "Give one that begins with https://, where the wheel lies.",
            ),
        )
    if given.endswith(".whl"):
        if not given.endswith(f"/{WHEEL}"):
            raise MisuseError(
                Text(
                    f"{given!r} 的結尾不是 wheel 的檔名。",
                    f"{given!r} does not end with the wheel's name.",
                ),
                mend=Text(f"檔名是 {WHEEL}。", f"It is {WHEEL}."),
            )
        return given
    return f"{given.rstrip('/')}/{WHEEL}"
