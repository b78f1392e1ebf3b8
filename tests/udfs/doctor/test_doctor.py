"""xlevent doctor judges recorded machines: registries, files and packages as they are found."""

from __future__ import annotations

import json
import re
import sys
import tomllib
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from xlevent_udfs.doctor.book import book_checks, read_book
from xlevent_udfs.doctor.checks import RUNTIMES, Check
from xlevent_udfs.doctor.examining import as_json, examine, report, verdict
from xlevent_udfs.doctor.machine import ThisMachine
from xlevent_udfs.doctor.python_side import EXTRAS
from xlevent_udfs.doctor.xlwings_side import settings
from xlevent_udfs.lite.files import write

from tests.tools.programs import ROOT
from tests.udfs.doctor.recorded import Recorded, registry
from xlevent import __version__, cli
from xlevent.domain.language import Text
from xlevent.errors import MisuseError

SECURITY = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
CATALOGUES = r"HKLM\Software\Policies\Microsoft\Office\16.0\WEF\TrustedCatalogs"
CLICK_TO_RUN = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
EXCEL = (
    (r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe", "",
     r"C:\Program Files\Microsoft Office\Root\Office16\EXCEL.EXE"),
    (CLICK_TO_RUN, "VersionToReport", "16.0.19029.20136"),
    (CLICK_TO_RUN, "Platform", "x64"),
)  # fmt: skip
WINDOWS = Recorded(
    values=registry(*EXCEL),
    packages={"xlwings": "0.37.8", "pywin32": "311", "xlwings-server": "1.20.0"},
    environment={"APPDATA": "C:/Users/hsu/AppData/Roaming", "XLWINGS_LICENSE_KEY": "noncommercial"},
    files={"C:/Windows/Fonts/msjh.ttc": ""},
)
MAC = Recorded(
    system="darwin", executable="/usr/local/bin/python3", home=Path("/Users/hsu"),
    packages={"xlwings": "0.37.8", "appscript": "1.3.0"},
    files={
        "/Applications/Microsoft Excel.app/Contents/Info.plist":
            '<?xml version="1.0"?><plist version="1.0"><dict><key>CFBundleShortVersionString</key>'
            "<string>16.104</string></dict></plist>",
        "/Users/hsu/Library/Application Scripts/com.microsoft.Excel/xlwings-0.37.8.applescript": "",
    },
)  # fmt: skip


def with_registry(*lines: tuple[str, str, str | int]) -> Recorded:
    return replace(WINDOWS, values=registry(*EXCEL, *lines))


def found(machine: Any, code: str, book: Path | None = None) -> Check:
    (check,) = (check for check in examine(machine, book) if check.code == code)
    return check


def lacking(machine: Recorded) -> dict[str, list[str]]:
    described: Any = as_json(examine(machine))
    return {runtime: codes for runtime, codes in described["missing"].items() if codes}


def test_a_windows_machine_with_everything_but_libreoffice() -> None:
    assert lacking(WINDOWS) == {"libreoffice": ["libreoffice"]}
    assert found(WINDOWS, "excel").found.en.startswith("16.0.19029.20136, x64, C:\\Program Files")
    assert found(WINDOWS, "macros").found.en == "off until you click Enable Content"
    assert found(WINDOWS, "font").state == "fine"


def test_a_bare_windows_machine_can_use_lite_only() -> None:
    missing = lacking(Recorded())
    assert "lite" not in missing
    assert missing["classic"] == ["excel", "xlwings", "pywin32"]
    assert missing["server"] == ["xlwings", "xlwings-server", "licence"]


def test_a_mac_has_macros_but_no_functions_in_classic() -> None:
    assert "classic" not in lacking(MAC)
    assert found(MAC, "mac-functions").state == "warning"
    assert found(MAC, "excel").found.en == "16.104, /Applications/Microsoft Excel.app"
    updated = replace(MAC, packages={**MAC.packages, "xlwings": "0.38.0"})
    assert lacking(updated)["classic"] == ["runpython"]
    broken = replace(MAC, files={next(iter(MAC.files)): "bplist00"})
    assert found(broken, "excel").found.en == "/Applications/Microsoft Excel.app"


@pytest.mark.parametrize(
    ("lines", "state", "said"),
    [
        ([(SECURITY, "VBAWarnings", 1)], "fine", "all run"),
        ([(SECURITY, "VBAWarnings", 2)], "fine", "Enable Content"),
        ([(SECURITY, "VBAWarnings", 3)], "missing", "only signed"),
        ([(SECURITY, "VBAWarnings", 4)], "missing", "all off"),
        ([(SECURITY, "VBAWarnings", 9)], "missing", "unknown setting, 9"),
        ([(SECURITY, "VBAWarnings", 1), (POLICY, "VBAWarnings", 4)], "missing", "(policy)"),
    ],
)
def test_macro_settings(lines: list[Any], state: str, said: str) -> None:
    check = found(with_registry(*lines), "macros")
    assert check.state == state
    assert said in check.found.en


def test_who_decides_the_macro_settings_is_told_apart() -> None:
    own = found(with_registry((SECURITY, "VBAWarnings", 4)), "macros").mend
    company = found(with_registry((POLICY, "VBAWarnings", 4)), "macros").mend
    assert own is not None
    assert company is not None
    assert "Trust Center" in own.en
    assert "Your company" in company.en


def test_files_from_the_internet_and_access_to_the_project() -> None:
    policy = with_registry((POLICY, "blockcontentexecutionfrominternet", 1))
    assert "(policy)" in found(policy, "internet-macros").found.en
    off = examine(with_registry((POLICY, "blockcontentexecutionfrominternet", 0)))
    assert not [check for check in off if check.code == "internet-macros"]
    assert found(with_registry((SECURITY, "AccessVBOM", 1)), "vba-project").state == "fine"
    assert found(WINDOWS, "vba-project").state == "notice"


def test_policies_on_web_add_ins() -> None:
    everything = lacking(with_registry((CATALOGUES, "disableallcatalogs", 1)))
    assert everything["lite"] == everything["server"] == ["web-add-ins"]
    store = lacking(with_registry((CATALOGUES, "disableomexcatalogs", 1)))
    assert store["lite"] == ["store"]
    assert "server" not in store


def test_an_old_office_is_told_apart() -> None:
    old = with_registry((CLICK_TO_RUN, "ProductReleaseIds", "ProPlus2019Volume"))
    assert "2019" in found(old, "edition").found.en
    new = with_registry((CLICK_TO_RUN, "ProductReleaseIds", "O365ProPlusRetail"))
    assert not [check for check in examine(new) if check.code == "edition"]


def test_settings_that_name_a_python_that_is_not_there() -> None:
    conf = '"INTERPRETER_WIN","C:\\old\\python.exe"\n"PYTHONPATH",""\n'
    machine = replace(WINDOWS, files={"C:/Users/hsu/.xlwings/xlwings.conf": conf})
    check = found(machine, "settings")
    assert check.state == "missing"
    assert check.mend is not None
    assert r"C:\xlevent\python.exe" in check.mend.en
    there = replace(machine, files={**machine.files, "C:/old/python.exe": ""})
    assert found(there, "settings").state == "fine"
    variables = replace(
        WINDOWS,
        files={"C:/Users/hsu/.xlwings/xlwings.conf": '"INTERPRETER_WIN","%LOCALAPPDATA%\\p.exe"'},
    )
    assert not [check for check in examine(variables) if check.code == "settings"]


@pytest.mark.parametrize("text", ["", '"A"', "\x00\x01", '"A","b"\n\n"c","d","e"\n', '"unclosed'])
def test_settings_of_any_kind_are_read(text: str) -> None:
    assert all(isinstance(value, str) for value in settings(text).values())


def test_the_addin_of_xlwings_is_looked_for_without_starting_excel() -> None:
    path = "C:/Users/hsu/AppData/Roaming/Microsoft/Excel/XLSTART/xlwings.xlam"
    assert found(replace(WINDOWS, files={path: ""}), "xlwings-addin").state == "fine"
    assert found(WINDOWS, "xlwings-addin").state == "notice"


def test_the_licence_is_never_shown() -> None:
    secret = "eyJsaWNlbnNl-secret"
    machine = replace(WINDOWS, environment={"XLWINGS_LICENSE_KEY": secret})
    checks = examine(machine)
    assert secret not in json.dumps(as_json(checks))
    assert found(machine, "licence").state == "fine"
    kept = replace(
        WINDOWS, environment={},
        files={"C:/Users/hsu/.xlwings/xlwings.conf": f'"LICENSE_KEY","{secret}"'},
    )  # fmt: skip
    assert found(kept, "licence").state == "fine"
    assert secret not in json.dumps(as_json(examine(kept)))
    folder = "C:/Users/hsu/AppData/Roaming/xlevent/server"
    ours = replace(
        WINDOWS, environment={"APPDATA": "C:/Users/hsu/AppData/Roaming"},
        files={f"{folder}/settings.env": f"PORT=1\nXLWINGS_LICENSE_KEY={secret}\n"},
    )  # fmt: skip
    assert found(ours, "licence").state == "fine"
    assert secret not in json.dumps(as_json(examine(ours)))
    old = replace(ours, files={}, packages={"xlwings": "0.37.8", "xlwings-server": "1.12.0"})
    assert lacking(old)["server"] == ["xlwings-server", "licence"]


def test_old_python_and_old_xlwings() -> None:
    old = replace(WINDOWS, python=(3, 10, 1), bits=32, packages={"xlwings": "0.30.2"})
    assert lacking(old)["classic"] == ["python", "xlwings", "pywin32"]
    assert found(old, "python-bits").state == "warning"


def test_libreoffice_its_python_and_our_extension() -> None:
    folder = "C:/Program Files/LibreOffice/program"
    kept = (
        "C:/Users/hsu/AppData/Roaming/LibreOffice/4/user/uno_packages/cache/uno_packages/lu1.tmp_"
    )
    machine = replace(
        WINDOWS,
        values=registry((r"HKLM\SOFTWARE\LibreOffice\UNO\InstallPath", "", folder)),
        files={f"{folder}/pyuno.pyd": ""},
        printed={f"{folder}/soffice.com --version": "LibreOffice 24.8.2.1 abc"},
    )
    assert found(machine, "libreoffice").found.en.startswith("24.8.2.1, ")
    assert found(machine, "python-uno").state == "fine"
    assert found(machine, "oxt").state == "missing"
    others = {f"{kept}/other.oxt/description.xml": '<identifier value="org.other"/>'}
    assert found(replace(machine, files={**machine.files, **others}), "oxt").state == "missing"
    cases = (("xlevent.oxt", __version__, "fine"), ("calc.oxt", "0.0.9", "warning"))
    for name, version, state in cases:
        told = f'<identifier value="org.xlevent.calc"/><version value="{version}"/>'
        unpacked = {f"{kept}/{name}/description.xml": told}
        there = replace(machine, files={**machine.files, **unpacked})
        assert found(there, "oxt").state == state
    old = replace(machine, printed={f"{folder}/soffice.com --version": "LibreOffice 6.4.7.2"})
    assert found(old, "libreoffice").state == "missing"


def test_folders_fonts_and_terminals() -> None:
    poor = replace(WINDOWS, closed={"C:/Users/hsu"}, files={}, encoding="cp1252", locale="")
    assert "folder-home" in lacking(poor)["classic"]
    assert found(poor, "font").state == "warning"
    assert found(poor, "encoding").state == "warning"
    assert found(replace(WINDOWS, encoding="cp950"), "encoding").state == "fine"


def test_extras_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {
        extra: {re.split(r"[^\w.-]", line)[0] for line in lines}
        for extra, lines in project["optional-dependencies"].items()
        if extra not in ("bench", "dev", "server")
    }
    assert set(EXTRAS) == set(declared)
    for extra, (packages, _) in EXTRAS.items():
        assert set(packages) <= declared[extra]


def test_every_check_says_how_to_mend_what_is_missing() -> None:
    checks = examine(Recorded(python=(3, 9, 0), closed={"C:/Users/hsu"}))
    assert all(check.mend for check in checks if check.state in ("missing", "warning"))
    codes = [check.code for check in checks]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("language", ["zh-TW", "en", "both"])
def test_the_report_gives_a_verdict_for_each_way(language: Any) -> None:
    lines = list(report(examine(WINDOWS), RUNTIMES, language))
    assert sum(" — " in line for line in lines) == len(RUNTIMES)
    assert verdict(examine(WINDOWS), "classic").en == "ready"
    assert verdict(examine(WINDOWS), "libreoffice").zh == "還缺：LibreOffice"


# --- a workbook ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "gala.xlsx"
    path.write_bytes((ROOT / "workbooks/xlevent-master-en.xlsx").read_bytes())
    return path


def test_our_workbook_is_known(book: Path) -> None:
    check = found(WINDOWS, "book", book)
    assert check.state == "fine"
    assert __version__ in check.found.en


def test_an_xlsm_without_macros_and_from_the_internet(book: Path) -> None:
    path = book.with_suffix(".xlsm")
    path.write_bytes(book.read_bytes())
    machine = replace(WINDOWS, files={f"{path}:Zone.Identifier": "[ZoneTransfer]\nZoneId=3\n"})
    codes = {check.code: check.state for check in book_checks(machine, path)}
    assert codes == {"book": "fine", "book-macros": "missing", "book-internet": "missing"}


def test_the_macros_of_a_workbook_fit_this_xlwings() -> None:
    master = ROOT / "workbooks/xlevent-master.xlsm"

    def state(machine: Recorded) -> str:
        return next(c.state for c in book_checks(machine, master) if c.code == "book-macros")

    assert state(WINDOWS) == "fine"
    assert state(replace(WINDOWS, packages={"xlwings": "0.37.9"})) == "missing"
    assert state(replace(WINDOWS, packages={})) == "missing"


def test_macros_of_others_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    master = ROOT / "workbooks/xlevent-master.xlsm"
    for source, said in (("Sub A()", "none of ours"), ("'xlevent 0.0.9, xlwings 0.37.8", "0.0.9")):
        monkeypatch.setattr("xlevent_udfs.doctor.book.read_project", lambda _, s=source: {"A": s})
        (check,) = (c for c in book_checks(WINDOWS, master) if c.code == "book-macros")
        assert said in check.found.en
        assert check.state == ("missing" if source.startswith("Sub") else "warning")


def test_macros_that_nothing_here_can_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(_: bytes) -> dict[str, str]:
        raise MisuseError(Text("缺套件。", "a package is missing."))

    monkeypatch.setattr("xlevent_udfs.doctor.book.read_project", nothing)
    checks = book_checks(WINDOWS, ROOT / "workbooks/xlevent-master.xlsm")
    (check,) = (c for c in checks if c.code == "book-macros")
    assert check.state == "warning"
    assert check.mend == Text("缺套件。", "a package is missing.")


def test_the_main_of_lite_in_a_workbook(book: Path, tmp_path: Path) -> None:
    write(tmp_path / "lite", "en", "bundle", book=book)
    copy = tmp_path / "lite" / book.name
    assert read_book(book).lite is None
    assert read_book(copy).lite == __version__
    with zipfile.ZipFile(copy) as source, zipfile.ZipFile(tmp_path / "old.xlsx", "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"Lite(\\&quot;0", b"Lite(\\&quot;9"))
    states = {c.code: c.state for c in book_checks(WINDOWS, tmp_path / "old.xlsx")}
    assert states == {"book": "fine", "book-lite": "warning"}


def test_a_workbook_of_others(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "other.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("xlwings.conf")
        sheet.write_row(0, 0, ["INTERPRETER_WIN", "C:/none/python.exe"])
    (check,) = book_checks(WINDOWS, path)
    assert check.state == "missing"


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> Recorded:
    machine = replace(WINDOWS)
    monkeypatch.setattr("xlevent_udfs.doctor.machine.ThisMachine", lambda: machine)
    monkeypatch.setenv("XLEVENT_LANG", "en")
    return machine


@pytest.mark.parametrize(
    ("arguments", "code"),
    [([], 0), (["--for", "libreoffice"], 1), (["--for", "libreoffice", "--for", "classic"], 0),
     (["--for", "excel"], 2), (["none.xlsx"], 3)],
)  # fmt: skip
def test_exit_codes(recorded: Recorded, arguments: list[str], code: int) -> None:
    assert CliRunner().invoke(cli.app, ["doctor", *arguments]).exit_code == code


def test_json_for_scripts(recorded: Recorded) -> None:
    done = CliRunner().invoke(cli.app, ["doctor", "--json", "--for", "classic"])
    told = json.loads(done.stdout)
    assert told["ready"] == {"classic": True}
    assert {check["state"] for check in told["checks"]} <= {"fine", "notice", "warning", "missing"}


def test_this_machine_answers_whatever_is_asked(tmp_path: Path) -> None:
    machine = ThisMachine()
    assert machine.package("pytest")
    assert machine.package("no-such-package") is None
    assert machine.program(Path(sys.executable).name) is not None or machine.program("sh")
    assert machine.text(tmp_path / "none") is None
    assert machine.text(tmp_path) is None
    assert machine.says("no-such-program") is None
    assert machine.says(sys.executable, "-c", "print(7)") == "7"
    assert machine.says(sys.executable, "-c", "raise SystemExit(1)") is None
    assert machine.writable(tmp_path)
    assert not machine.writable(tmp_path / "none")
    assert machine.found(tmp_path / "none", "*") == []
    if sys.platform != "win32":
        assert machine.registry(SECURITY, "VBAWarnings") is None
    assert examine(machine)
