"""The commands diff and merge on files: what is printed, written and returned."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.app.test_cli import here, run  # noqa: F401  (here is a fixture)
from xlevent.app.diff import diff
from xlevent.app.event import Event

pytestmark = pytest.mark.slow  # whole workbooks are built and changed

BASE = """\
# the gala
settings: {event_name: Gala}
people:
  - {name: Ann Lee, role: Producer}
tasks:
  - {id: T-001, name: Visit the hall, kind: task, duration: 2, owner: Ann Lee}  # first
  - {id: T-002, name: Doors open, kind: milestone, predecessors: T-001}
"""
MINE = BASE.replace("duration: 2", "duration: 3").replace("# the gala", "# mine")
THEIRS = BASE.replace("Ann Lee", "Ann Li").replace("Doors open", "Doors open at six") + (
    "  - {id: T-003, name: Order flowers, kind: task}\n"
)
CONFLICT = BASE.replace("duration: 2", "duration: 4")
Books = Callable[[str], Path]


def plan(name: str, text: str) -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    (folder / "p.yaml").write_text(BASE, encoding="utf-8")
    Event.load(folder / "p.yaml").build(folder / "p.xlsx", language="en")
    return folder / "p.xlsx"


def edited(source: Path, name: str, **cells: object) -> str:
    """A copy of the workbook in which someone typed: table__key__column=value."""
    book = openpyxl.load_workbook(source)
    for where, value in cells.items():
        table, key, title = where.split("__")
        sheet, area = next((s, s.tables[table].ref) for s in book if table in s.tables)
        assert isinstance(sheet, Worksheet)
        header, *rows = sheet[area]
        name_of_row = {"T_001": "T-001", "T_002": "T-002", "Ann_Lee": "Ann Lee"}[key]
        row = next(r for r in rows if r[0].value == name_of_row)
        column = next(n for n, c in enumerate(header) if str(c.value).lower() == title)
        row[column].value = value
    book.save(name)
    return name


# --- diff ----------------------------------------------------------------------------------------
def test_no_differences() -> None:
    a, b = plan("a.yaml", BASE), plan("b.yaml", BASE)
    assert "No differences." in run("diff", a, b).stdout
    assert json.loads(run("diff", a, b, "--json").stdout) == {
        "equal": True, "tables": {}, "computed": 0, "moved": 0, "differences": []}  # fmt: skip


def test_differences_of_plans() -> None:
    a, b = plan("a.yaml", BASE), plan("b.yaml", THEIRS)
    done = run("diff", a, b, code=1)
    assert "renamed" in done.stdout
    assert "b.yaml:8:5" in done.stdout
    assert "Tasks: 1 added, 1 changed, 1 follows (2 → 3 rows)" in re.sub("[│ ]+", " ", done.output)
    told = json.loads(run("diff", a, b, "--json", code=1).stdout)
    assert [(d["kind"], d["key"], d["column"], d["new"]) for d in told["differences"]] == [
        ("renamed", "Ann Li", "name", "Ann Li"),
        ("follows", "T-001", "owner", "Ann Li"),
        ("changed", "T-002", "name", "Doors open at six"),
        ("added", "T-003", None, None),
    ]
    assert told["differences"][3]["cells"]["name"] == "Order flowers"
    assert told["differences"][2]["old_place"] == "a.yaml:7:23"


def test_moved_rows_and_computed_values_on_demand() -> None:
    early = "kind: task, early_start: 2027-04-0"
    a = plan("a.yaml", BASE.replace("kind: task", early + "1"))
    head, one, two = a_rows = BASE.replace("kind: task", early + "2").rpartition("  - {id: T-001")
    assert len(a_rows) == 3
    first, second = (one + two).splitlines()
    b = plan("b.yaml", f"{head}{second}\n{first}\n")
    done = run("diff", a, b)
    assert "1 computed values differ too" in done.output
    assert "1 rows were moved" in done.output
    assert "moved" in run("diff", a, b, "--order", code=1).stdout
    assert "Early start" in run("diff", a, b, "--computed", code=1).stdout


def test_a_workbook_and_a_plan(built: Path) -> None:
    assert "No differences." in run("diff", plan("a.yaml", BASE), built).stdout
    book = edited(built, "b.xlsx", tasks__T_001__duration=5)
    told = json.loads(run("diff", "a.yaml", book, "--json", code=1).stdout)
    (one,) = told["differences"]
    assert (one["old"], one["new"]) == ("2", "5")
    assert re.fullmatch(r"b\.xlsx:'O2\.3\.2 .*'![A-Z]+11", one["new_place"])


def test_marked_copy_of_a_workbook(built: Path) -> None:
    book = edited(built, "b.xlsx", tasks__T_001__duration=5, people__Ann_Lee__role="Director")
    before = Path(book).read_bytes()
    told = json.loads(
        run("diff", built, book, "--json", "-o", "changes.xlsx", code=1).stdout
    )["differences"]  # fmt: skip
    assert Path(book).read_bytes() == before
    marked, plain = openpyxl.load_workbook("changes.xlsx"), openpyxl.load_workbook(book)
    assert marked.sheetnames == ["變更 Changes", *plain.sheetnames]
    for one in told:
        sheet, _, cell = one["new_place"].partition(":")[2].rpartition("!")
        name = sheet.strip("'")
        assert marked[name][cell].value == plain[name][cell].value
        assert marked[name][cell].fill.fgColor.rgb == "FFFFEEB5"
        assert marked[name][cell].number_format == plain[name][cell].number_format
    listed = marked[marked.sheetnames[0]]
    texts = [[cell.value for cell in row] for row in listed.iter_rows(min_row=4)]
    assert texts[0] == ["Change", "Table", "Row", "Column", "Old", "New", "Place"]
    assert [row[2:6] for row in texts[1:]] == [
        ["Ann Lee", "Role", "Producer", "Director"], ["T-001", "Duration", "2", "5"]]  # fmt: skip
    link = listed["G6"].hyperlink
    assert link is not None
    assert link.location == texts[2][6]
    assert diff(Event.read("changes.xlsx"), Event.read(book)).all == ()


def test_marked_workbook_of_a_plan(built: Path) -> None:
    b = plan("b.yaml", THEIRS)
    run("diff", built, b, "-o", "changes.xlsx", code=1)
    marked = openpyxl.load_workbook("changes.xlsx")
    sheet = next(s for s in marked if "tasks" in s.tables)
    row = next(r for r in sheet.iter_rows() if any(c.value == "T-003" for c in r))
    fills = {c.value: c.fill.fgColor.rgb for c in row if c.value in ("T-003", "Order flowers")}
    assert set(fills.values()) == {"FFD9EEDD"}
    height = marked.worksheets[0].row_dimensions[8].height
    assert height is not None
    assert height >= 30  # the cells of the new row below each other
    assert Event.read("changes.xlsx").tables == Event.load(b).tables
    run("diff", built, b, "-o", "changes.xlsx", code=2)
    run("diff", built, b, "-o", "changes.yaml", code=2)


@pytest.mark.validator
def test_marked_workbook_is_sound(built: Path, assert_sound: Callable[[Path], None]) -> None:
    run("diff", built, plan("b.yaml", THEIRS), "-o", "changes.xlsx", code=1)
    assert_sound(Path("changes.xlsx"))


def test_trouble_is_told_from_differences() -> None:
    a = plan("a.yaml", BASE)
    run("diff", a, "none.yaml", code=3)
    run("diff", a, plan("copy", BASE))  # no suffix: a plan by its content
    run("diff", a, plan("b.pdf", "x"), code=3)
    Path("c.bin").write_bytes(b"\x00\x01\x02")
    assert "neither a workbook nor a plan" in run("diff", a, "c.bin", code=3).output
    run("diff", a, code=2)


def test_two_events_are_told() -> None:
    rows = "".join(f"  - {{id: X-{n}, name: {n}}}\n" for n in range(3))
    a = plan("a.yaml", BASE)
    b = plan("b.yaml", f"settings: {{event_name: Fair}}\ntasks:\n{rows}")
    assert "two different events" in run("diff", a, b, code=1).output
    assert "share no row" in run("merge", a, a, b, code=2).output


# --- merge ---------------------------------------------------------------------------------------
def three(theirs: str = THEIRS) -> list[str]:
    return [plan("base.yaml", BASE), plan("mine.yaml", MINE), plan("theirs.yaml", theirs)]


def test_merged_plan_keeps_comments() -> None:
    run("merge", *three(), "-o", "out.yaml")
    text = Path("out.yaml").read_text("utf-8")
    assert text.startswith("# mine\n")
    assert "duration: 3, owner: Ann Li}  # first" in text
    assert "Doors open at six" in text
    assert "Order flowers" in text
    run("merge", *three(), "-o", "out.yaml", code=2)
    assert "Nothing was written" in run("merge", *three()).output


def test_conflicts_leave_mine_and_tell() -> None:
    versions = three(CONFLICT)
    done = run("merge", *versions, "-o", "out.yaml", code=1)
    assert "1 conflict: mine was kept." in done.output
    assert Path("out.yaml").read_text("utf-8") == MINE
    told = json.loads(run("merge", *versions, "--json", code=1).stdout)
    (one,) = told["conflicts"]
    assert [one[side] for side in ("key", "column", "base", "mine", "theirs")] == [
        "T-001", "duration", "2", "3", "4"]  # fmt: skip
    assert one["places"]["mine"].startswith("mine.yaml:6:")
    run("merge", *versions, "--ours", "-o", "ours.yaml")
    assert Path("ours.yaml").read_text("utf-8") == MINE
    run("merge", *versions, "--theirs", "-o", "theirs-won.yaml")
    assert Event.load("theirs-won.yaml") == Event.load("theirs.yaml")
    run("merge", *versions, "--ours", "--theirs", code=2)


def test_merged_workbook(built: Path) -> None:
    mine = edited(built, "mine.xlsx", tasks__T_001__duration=5)
    theirs = edited(built, "theirs.xlsx", tasks__T_002__task="Doors open at six")
    book = openpyxl.load_workbook(theirs)
    book.create_sheet("My notes")["A1"] = "x"
    book.save(theirs)
    own = openpyxl.load_workbook(mine)
    own.create_sheet("Mine alone")["A1"] = "kept"
    own.save(mine)
    done = run("merge", built, mine, theirs, "-o", "out.xlsx")
    assert "My notes" in done.output
    assert "Mine alone" not in done.output
    assert openpyxl.load_workbook("out.xlsx")["Mine alone"]["A1"].value == "kept"
    rows = Event.read("out.xlsx").tables["tasks"]
    assert [(r["name"], r.get("duration")) for r in rows] == [
        ("Visit the hall", 5), ("Doors open at six", None)]  # fmt: skip


def test_a_deleted_column_is_no_edit(built: Path) -> None:
    book = openpyxl.load_workbook(built)
    sheet = next(s for s in book if "people" in s.tables)
    table = sheet.tables["people"]
    column = next(c for c in table.tableColumns if c.name == "Role")
    column.name, column.id = "Something else", 99  # what a deleted and a new column leave
    for row in sheet[table.ref][:1]:
        next(c for c in row if c.value == "Role").value = "Something else"
    book.save("theirs.xlsx")
    done = run("merge", built, built, "theirs.xlsx", "-o", "out.xlsx", code=2)
    assert "People: Role" in done.output
    assert "compared as empty" in run("diff", built, "theirs.xlsx", code=1).output


def test_as_a_merge_driver_of_git(here: Path) -> None:  # noqa: F811
    def git(*arguments: str, code: int = 0) -> str:
        done = subprocess.run(
            ["git", "-c", "user.name=n", "-c", "user.email=e", *arguments],
            capture_output=True, text=True, check=False, cwd=here,
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    assert shutil.which("git")
    git("init", "-q", "-b", "main")
    root = Path(sys.modules["xlevent"].__file__ or "").parents[1]
    command = f"env PYTHONPATH='{root}' '{sys.executable}' -m xlevent.cli merge %O %A %B"
    git("config", "merge.xlevent.driver", f"{command} -o %A --force")
    plan(".gitattributes", "gala.yaml merge=xlevent\n")
    plan("gala.yaml", BASE)
    git("add", ".")
    git("commit", "-qm", "base")
    for branch, text in (("theirs", THEIRS), ("conflict", CONFLICT)):
        git("checkout", "-qb", branch, "main")
        plan("gala.yaml", text)
        git("commit", "-qam", branch)
    git("checkout", "-q", "main")
    plan("gala.yaml", MINE)
    git("commit", "-qam", "mine")
    git("merge", "-q", "theirs", "-m", "merged")
    text = Path("gala.yaml").read_text("utf-8")
    assert "duration: 3, owner: Ann Li}  # first" in text
    assert "CONFLICT" in git("merge", "conflict", code=1)
    assert Path("gala.yaml").read_text("utf-8") == text
