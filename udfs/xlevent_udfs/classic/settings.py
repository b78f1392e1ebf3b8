"""The sheet xlwings.conf: where Python is, in which environment, which functions.

xlwings reads columns A and B from the first row down to the first empty cell of A, and a name
that stands there counts even where B is empty. So a name that nobody filled begins with a dash:
it matches nothing, and xlwings goes on to the settings of the ribbon.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from xlevent.domain.language import Text
from xlevent.sheets.kernel.design import ACCENT, FONT, INK, LINE, RESULT, SOFT_INK
from xlevent_udfs.classic.vba import FUNCTIONS_MODULE

SHEET = "xlwings.conf"
_UNSET = "– "
_TRUTH = ("TRUE", "FALSE")


@dataclass(frozen=True, slots=True)
class Setting:
    """A name that xlwings knows, its value in a new workbook, and what it is for."""

    name: str
    value: str | bool
    help: Text


def settings(interpreter_win: str = "", interpreter_mac: str = "") -> tuple[Setting, ...]:
    """The settings of a new workbook."""
    return (
        Setting("INTERPRETER_WIN", interpreter_win, Text(
            "Windows：python.exe 的完整路徑，例如 C:\\xlevent\\Scripts\\python.exe。"
            "空白時用 xlwings 功能區的設定，再來是 PATH 裡的 python。",
            "Windows: full path of python.exe, such as C:\\xlevent\\Scripts\\python.exe. "
            "Empty: what the xlwings ribbon says, else the python of PATH.",
        )),
        Setting("INTERPRETER_MAC", interpreter_mac, Text(
            "macOS：python 的完整路徑，例如 /Users/me/xlevent/bin/python。",
            "macOS: full path of python, such as /Users/me/xlevent/bin/python.",
        )),
        Setting("PYTHONPATH", "", Text(
            "通常空白。xlevent 不是用 pip 安裝時，填它所在的資料夾；多個以分號分隔。",
            "Usually empty. Folders, with semicolons between them, where xlevent lies if it "
            "was not installed with pip.",
        )),
        Setting("CONDA PATH", "", Text(
            "用 Anaconda 時：其資料夾。此時 INTERPRETER 兩格請留空。",
            "With Anaconda: its folder. Leave both INTERPRETER cells empty then.",
        )),
        Setting("CONDA ENV", "", Text(
            "用 Anaconda 時：環境名稱，例如 base。",
            "With Anaconda: the name of the environment, such as base.",
        )),
        Setting("UDF MODULES", FUNCTIONS_MODULE, Text(
            "函數 =XLE_...() 所在的 Python 模組；請勿更改。",
            "The Python module of the functions =XLE_...(); leave it as it is.",
        )),
        Setting("USE UDF SERVER", False, Text(
            "FALSE：每按一次按鈕啟動一次 Python。TRUE：與函數共用，較快；更新 xlevent 後須執行 "
            "KillPy(僅 Windows)。",
            "FALSE: each click starts a Python of its own. TRUE: it shares that of the functions, "
            "which is faster; run KillPy after an update (Windows only).",
        )),
        Setting("ADD_WORKBOOK_TO_PYTHONPATH", False, Text(
            "FALSE：不執行活頁簿所在資料夾裡的 Python 檔案，較安全。",
            "FALSE: Python files beside the workbook are not run, which is safer.",
        )),
        Setting("SHOW CONSOLE", False, Text(
            "TRUE：顯示 Python 的視窗，用於找出問題(僅 Windows)。",
            "TRUE: show Python's window, to find out what is wrong (Windows only).",
        )),
        Setting("ONEDRIVE_CONSUMER_WIN", "", Text(
            "活頁簿放在個人 OneDrive 時：該資料夾在這台電腦的路徑(macOS 用 …_MAC)。",
            "For a workbook in a personal OneDrive: its folder on this computer "
            "(on macOS use ..._MAC).",
        )),
        Setting("ONEDRIVE_COMMERCIAL_WIN", "", Text(
            "活頁簿放在公司 OneDrive 時：該資料夾在這台電腦的路徑。",
            "For a workbook in a company's OneDrive: its folder on this computer.",
        )),
        Setting("SHAREPOINT_WIN", "", Text(
            "活頁簿放在 SharePoint 時：同步資料夾在這台電腦的路徑。",
            "For a workbook in SharePoint: the synchronised folder on this computer.",
        )),
    )  # fmt: skip


def writer(listed: tuple[Setting, ...]) -> Callable[[Any], None]:
    """Fills an XlsxWriter workbook with the sheet."""

    def write(book: Any) -> None:
        base = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "top"}
        frame = {"border": 1, "border_color": LINE}
        name = book.add_format({**base, **frame, "bold": True, "bg_color": RESULT})
        given = book.add_format({**base, **frame, "num_format": "@", "text_wrap": True})
        truth = book.add_format({**base, **frame, "align": "left"})
        note = book.add_format({**base, "font_color": SOFT_INK, "text_wrap": True, "indent": 1})
        sheet = book.add_worksheet(SHEET)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 52)
        sheet.set_column(2, 3, 84)
        sheet.hide_gridlines(2)
        sheet.set_tab_color(ACCENT)
        for row, setting in enumerate(listed):
            shown = setting.name if setting.value != "" else _UNSET + setting.name
            formula = f'=IF(B{row + 1}="","{_UNSET}","")&"{setting.name}"'
            sheet.set_row(row, 30)
            sheet.write_formula(row, 0, formula, name, shown)
            if isinstance(setting.value, bool):
                sheet.write_boolean(row, 1, setting.value, truth)
                sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": list(_TRUTH)})
            elif setting.value:
                sheet.write_string(row, 1, setting.value, given)
            else:
                sheet.write_blank(row, 1, None, given)
            sheet.write_string(row, 2, setting.help.zh, note)
            sheet.write_string(row, 3, setting.help.en, note)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    return write
