"""The functions in LibreOffice itself: the extension installed, every function calculated."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from xlevent_udfs.catalogue import CATALOGUE
from xlevent_udfs.libreoffice.calc_addins import described
from xlsxwriter.utility import xl_range, xl_range_abs

from tests.tools.calc import Calc, calc
from tests.udfs.calls import CALLS

pytestmark = [pytest.mark.office, pytest.mark.slow]
_ODS, _XLSX = "calc8", "Calc MS Excel 2007 XML"
_NEED_NUMPY = {"XLE_RISK_FINISH"}  # LibreOffice's Python brings none, Debian's may have it
_EPOCH = datetime(1899, 12, 30)


class Sheet:
    """The calls of `calls.py` with their arguments in cells, and where the answers go."""

    def __init__(self) -> None:
        self.cells: list[list[Any]] = []
        self.places: dict[str, str] = {}
        self.formulas: dict[str, str] = {}
        line = 0
        for name, call in CALLS.items():
            answer = rows(CATALOGUE[name].run(*call))
            self.places[name] = xl_range(line, 0, line + len(answer) - 1, len(answer[0]) - 1)
            line += len(answer)
            self.formulas[name] = f"{name}({', '.join(map(self._argument, call))})"

    def _argument(self, value: Any) -> str:
        """Its reference; blank where it is left out."""
        if value is None:
            return ""
        block = rows(value)
        top = len(self.cells)
        self.cells.extend([*block, []])
        width = max(map(len, block))
        return "D!" + xl_range_abs(top, 0, top + len(block) - 1, width - 1)

    def calc(self, name: str) -> str:
        """The formula as Calc's interface for programs takes it."""
        return "=" + self.formulas[name].replace(",", ";").replace("D!", "$D.")


def rows(value: Any) -> list[list[Any]]:
    if not isinstance(value, list):
        return [[value]]
    return value if any(isinstance(row, list) for row in value) else [value]


def plain(value: Any) -> Any:
    """As a cell holds it."""
    if isinstance(value, datetime):
        return pytest.approx((value - _EPOCH).total_seconds() / 86_400, abs=1e-9)
    return pytest.approx(value, abs=1e-9) if isinstance(value, int | float) else value


def wanted(name: str) -> list[list[Any]]:
    return [list(map(plain, row)) for row in rows(CATALOGUE[name].run(*CALLS[name]))]


def compare(answers: dict[str, list[list[Any]]]) -> None:
    assert set(answers) == set(CATALOGUE)
    for name, found in answers.items():
        if name in _NEED_NUMPY and str(found[0][0]).startswith("#XLE!"):
            assert "numpy" in str(found[0][0])
        else:
            assert found == wanted(name), name


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return Sheet()


@pytest.fixture(scope="module")
def typed(office: Calc, sheet: Sheet) -> dict[str, Any]:
    """Every function typed into a new document, and saved."""
    places = [["R", place] for place in sheet.places.values()]
    return office.ask(
        cells={"D": sheet.cells},
        formulas=[["R", sheet.places[name], sheet.calc(name)] for name in CALLS],
        read=places,
        save=[[str(office.folder / "typed.ods"), _ODS], [str(office.folder / "typed.xlsx"), _XLSX]],
    )


def test_answers_are_those_of_the_core(typed: dict[str, Any]) -> None:
    compare(dict(zip(CALLS, typed["read"], strict=True)))


@pytest.mark.parametrize("file", ["typed.ods", "typed.xlsx"])
@pytest.mark.usefixtures("typed")
def test_saved_and_opened_they_answer_again(office: Calc, sheet: Sheet, file: str) -> None:
    places = [["R", place] for place in sheet.places.values()]
    found = office.ask(file=str(office.folder / file), read=places)
    compare(dict(zip(CALLS, found["read"], strict=True)))


def test_a_workbook_of_excel_is_recognised(office: Calc, sheet: Sheet) -> None:
    path = office.folder / "excel.xlsx"
    book = xlsxwriter.Workbook(path)
    answers, data = book.add_worksheet("R"), book.add_worksheet("D")
    for y, row in enumerate(sheet.cells):
        for x, value in enumerate(row):
            if isinstance(value, str):
                data.write_string(y, x, value)
            elif value is not None:
                data.write(y, x, value)
    for name, place in sheet.places.items():
        if ":" in place:
            answers.write_array_formula(place, "{=" + sheet.formulas[name] + "}")
        else:
            answers.write_formula(place, "=" + sheet.formulas[name])
    book.close()
    places = [["R", place] for place in sheet.places.values()]
    found = office.ask(file=str(path), jobs=[{"macro": "recognise"}], read=places)
    assert found["jobs"][0]["done"] is True
    compare(dict(zip(CALLS, found["read"], strict=True)))


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        (
            "=XLE_AVAILABLE(1;2)",
            "#XLE! 引數 committed：未填。 / argument committed: it is missing.",
        ),
        ('=XLE_VAT("twelve";46083)', "#XLE! 引數 net"),
        ("=XLE_VAT(100;$D.$Z$99)", "#XLE! 引數 day：未填。 / argument day: it is missing."),
        ('=XLE_RISK_LEVEL("likely";"huge")', "#XLE! 引數 impact：「huge」不在選項中"),
        ("=XLE_FINISH($D.$Y$1:$Z$9;46083)", "#XLE! 引數 tasks"),
        ("=XLE_UBN()", "#XLE! 引數 number：未填。 / argument number: it is missing."),
    ],
)
def test_errors_are_one_line_in_the_cell(wrong: dict[str, str], formula: str, line: str) -> None:
    said = wrong[formula]
    assert said.startswith(line)
    assert "\n" not in said


@pytest.fixture(scope="module")
def wrong(office: Calc, request: pytest.FixtureRequest) -> dict[str, str]:
    """What cells with wrong formulas show, from one start of LibreOffice."""
    mark = next(
        m
        for m in test_errors_are_one_line_in_the_cell.pytestmark
        if m.name == "parametrize"  # type: ignore[attr-defined]
    )
    formulas = [formula for formula, _ in mark.args[1]]
    places = [["R", f"A{n}"] for n in range(1, len(formulas) + 1)]
    found = office.ask(
        cells={"D": []},
        formulas=[[*place, formula] for place, formula in zip(places, formulas, strict=True)],
        texts=places,
    )
    return {formula: text[0][0] for formula, text in zip(formulas, found["texts"], strict=True)}


def test_a_document_of_another_first_day_is_told(office: Calc) -> None:
    found = office.ask(
        formulas=[["R", "A1", "=XLE_WORKDAY(46083;3)"], ["R", "A2", "=XLE_AVAILABLE(5;1;1)"]],
        day_zero=[1, 1, 1904],
        texts=[["R", "A1"], ["R", "A2"]],
    )
    assert "1899-12-30" in found["texts"][0][0][0]
    assert found["texts"][1][0][0] == "3"


@pytest.mark.parametrize(("locale", "language"), [("en-US", "en"), ("zh-TW", "zh-TW")])
def test_the_wizard_speaks_the_language_of_libreoffice(
    office: Calc, locale: str, language: Any
) -> None:
    office.ask(settings=[["/org.openoffice.Office.Linguistic/General", "UILocale", locale]])
    found = office.ask(descriptions="XLE_")["descriptions"]
    assert set(found) == set(CATALOGUE)
    required = {"en": "Required: ", "zh-TW": "必填："}[language]
    for name, entry in CATALOGUE.items():
        assert found[name]["help"] == described(entry).show(language)
        arguments = [
            [a.name, ("" if a.optional else required) + a.help.show(language), True]
            for a in entry.arguments
        ]
        assert found[name]["arguments"] == arguments, name


def test_functions_are_not_volatile(office: Calc) -> None:
    """A change elsewhere calls nothing: UNO's own log tells of every call."""
    office.ask(
        cells={"D": [[5.0, 1.0, 1.0]]},
        formulas=[
            ["D", "A5", "=XLE_AVAILABLE(A1;B1;C1)"],
            ["D", "A6", "=XLE_FULFILMENT(10+0*RAND();1)"],  # volatile by its argument
            ["D", "C9", "=1"],
        ],
        read=[["D", "A5:A6"]],
        seconds=[["D", "C9"]],  # typed anew
        save=[[str(office.folder / "calm.ods"), _ODS]],  # calculates all that is due
        log=str(office.folder / "calls.log"),
    )
    logs = [path.read_text("utf-8") for path in office.folder.glob("calls.log*")]  # by process
    lines = [line for said in logs for line in said.splitlines() if " try " in line]
    assert sum("XLE_FULFILMENT" in line for line in lines) > 1
    assert sum("XLE_AVAILABLE" in line for line in lines) == 1


def test_removed_it_leaves_nothing(oxt: Path) -> None:
    with calc() as office:
        office.install(oxt)
        kept = office.profile / "user/uno_packages/cache/uno_packages"
        assert list(kept.rglob("component.py"))
        office.extension("remove", "org.xlevent.calc")
        assert "org.xlevent.calc" not in office.extension("list")
        found = office.ask(formulas=[["R", "A1", "=XLE_AVAILABLE(5;1;1)"]], texts=[["R", "A1"]])
        assert found["texts"] == [[["#NAME?"]]]
        assert not list(kept.rglob("component.py"))
        profile = office.profile.rglob("*")
        assert not [p for p in profile if p.is_file() and b"xlevent.calc" in p.read_bytes()]
