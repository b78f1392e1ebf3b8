"""Checks of Excel: where it is, and what its trust settings let the add-in do (never changed)."""

from __future__ import annotations

import plistlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from xlevent.domain.language import Text
from xlevent_udfs.doctor.checks import Check, Runtime, same
from xlevent_udfs.doctor.machine import Machine

_EXCEL: tuple[Runtime, ...] = ("classic", "lite", "server")
_WEB: tuple[Runtime, ...] = ("lite", "server")  # add-ins of the web: they need Office 2021 or later
_CLICK_TO_RUN = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
_APP_PATH = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_BITNESS = r"HKLM\SOFTWARE\Microsoft\Office\16.0\Outlook"
_MAC = PurePosixPath("/Applications/Microsoft Excel.app/Contents/Info.plist")

# Where Excel looks for a setting: the company's policy decides before the person's choice.
_SECURITY = (
    r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security",
    r"HKLM\Software\Policies\Microsoft\Office\16.0\Excel\Security",
    r"HKCU\Software\Microsoft\Office\16.0\Excel\Security",
)
_CATALOGUES = tuple(
    rf"{hive}\Software\Policies\Microsoft\Office\16.0\WEF\TrustedCatalogs"
    for hive in ("HKCU", "HKLM")
)
_NOTIFY = 2  # of VBAWarnings, also where it is not set


def excel_checks(machine: Machine) -> Iterator[Check]:
    """Excel and its settings; on other systems only that Excel for the web remains."""
    version = _version(machine)
    if version:
        yield Check("excel", _EXCEL, "fine", Text("Excel", "Excel"), same(version))
    else:
        yield Check(
            "excel", ("classic",), "missing", Text("Excel", "Excel"),
            Text("這台電腦找不到", "not found on this machine"),
            Text("請安裝 Excel（Windows 或 macOS）。xlwings Lite 與 Server 也可用網頁版 Excel。",
                 "Install Excel (Windows or macOS). xlwings Lite and Server also work in Excel for "
                 "the web."),
        )  # fmt: skip
    if machine.system == "win32":
        yield from _edition(machine)
        yield from _trust(machine)
        yield from _web_add_ins(machine)


def _version(machine: Machine) -> str:
    if machine.system == "win32":
        number = machine.registry(_CLICK_TO_RUN, "VersionToReport")
        path = machine.registry(_APP_PATH)
        if not path:
            return ""
        bits = machine.registry(_CLICK_TO_RUN, "Platform") or machine.registry(_BITNESS, "Bitness")
        return ", ".join(str(part) for part in (number, bits, path) if part)
    if machine.system == "darwin":
        text = machine.text(_MAC)
        if text is None:
            return ""
        try:
            described = plistlib.loads(text.encode())
        except (plistlib.InvalidFileException, ValueError):
            return str(_MAC.parents[1])
        return f"{described.get('CFBundleShortVersionString', '')}, {_MAC.parents[1]}"
    return ""


def _edition(machine: Machine) -> Iterator[Check]:
    """Excel 2016 and 2019 show no add-ins of today's web: Lite and Server need a later one."""
    products = str(machine.registry(_CLICK_TO_RUN, "ProductReleaseIds") or "")
    old = next((year for year in ("2016", "2019") if year in products), None)
    if old is not None:
        yield Check(
            "edition", _WEB, "warning", Text("Excel 版本", "Edition of Excel"),
            Text(f"Office {old}：太舊，這台的 Excel 不能用 xlwings Lite 與 Server",
                 f"Office {old}: too old for xlwings Lite and Server in this Excel"),
            Text("請用網頁版 Excel（免費）或 Office 2021 以上；經典 xlwings 可用。",
                 "Use Excel for the web (free) or Office 2021 or later; classic xlwings works."),
        )  # fmt: skip


def setting(machine: Machine, keys: tuple[str, ...], name: str) -> tuple[int | None, bool]:
    """A setting, and whether a policy has made it; None where it is not set."""
    for key in keys:
        value = machine.registry(key, name)
        if isinstance(value, int):
            return value, "\\Policies\\" in key
    return None, False


def _trust(machine: Machine) -> Iterator[Check]:
    value, by_policy = setting(machine, _SECURITY, "VBAWarnings")
    yield _macros(_NOTIFY if value is None else value, by_policy)
    blocked, by_policy = setting(machine, _SECURITY[:2], "blockcontentexecutionfrominternet")
    if blocked != 0:
        yield Check(
            "internet-macros", ("classic",), "notice",
            Text("來自網路的檔案", "Files from the internet"),
            Text("Excel 封鎖其中的巨集" + ("（公司政策）" if blocked else ""),
                 "Excel blocks their macros" + (" (policy)" if blocked else "")),
            Text("收到的活頁簿：檔案總管 > 內容 > 解除封鎖，或存到信任位置。",
                 "For a workbook that you received: Explorer > Properties > Unblock, or keep it in "
                 "a trusted location."),
        )  # fmt: skip
    access, _ = setting(machine, _SECURITY, "AccessVBOM")
    yield Check(
        "vba-project", ("classic",), "fine" if access == 1 else "notice",
        Text("信任存取 VBA 專案", "Trust access to the VBA project"),
        Text("開啟", "on") if access == 1 else Text("關閉（預設）", "off (as Excel comes)"),
        Text("我們的活頁簿不需要；只有自己匯入函數（Import Functions）時才要開啟。",
             "Our workbook does not need it; only who imports functions by hand (Import Functions) "
             "turns it on."),
    )  # fmt: skip


def _macros(value: int, by_policy: bool) -> Check:
    meaning = {
        1: Text("全部執行", "all run"),
        2: Text("停用並通知：按「啟用內容」後執行", "off until you click Enable Content"),
        3: Text("只執行已簽章的；我們的未簽章", "only signed ones run; ours are not signed"),
        4: Text("全部停用，且不通知", "all off, without a word"),
    }.get(value, Text(f"未知的設定 {value}", f"an unknown setting, {value}"))
    policy = Text("（公司政策）", " (policy)") if by_policy else Text("", "")
    mend = (
        Text("由公司的 IT 設定：請他們允許，或改用 xlwings Lite。",
             "Your company decides it: ask to have it allowed, or use xlwings Lite.")
        if by_policy
        else Text("檔案 > 選項 > 信任中心：巨集設定選「停用所有巨集 (事先通知)」，"
                  "或把檔案放進信任位置。",
                  "File > Options > Trust Center: Macro Settings, Disable all with notification; "
                  "or keep the file in a trusted location.")
    )  # fmt: skip
    return Check(
        "macros", ("classic",),
        "fine" if value in (1, _NOTIFY) else "missing",
        Text("巨集設定", "Macro settings"),
        Text(meaning.zh + policy.zh, meaning.en + policy.en),
        mend,
    )  # fmt: skip


def _web_add_ins(machine: Machine) -> Iterator[Check]:
    everything, _ = setting(machine, _CATALOGUES, "disableallcatalogs")
    store, _ = setting(machine, _CATALOGUES, "disableomexcatalogs")
    closed = Text("公司政策封鎖", "a policy blocks them")
    mend = Text("請 IT 允許，或由系統管理中心集中部署。",
                "Ask to have them allowed, or deployed from the admin center.")  # fmt: skip
    yield Check(
        "web-add-ins", _WEB, "missing" if everything else "fine",
        Text("Office 增益集（網頁技術）", "Office add-ins (of the web)"),
        closed if everything else Text("允許", "allowed"), mend,
    )  # fmt: skip
    yield Check(
        "store", ("lite",), "missing" if store else "fine",
        Text("Office 增益集市集", "The store of Office add-ins"),
        closed if store else Text("允許", "allowed"), mend,
    )  # fmt: skip
