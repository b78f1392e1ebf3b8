"""The commands import and export: files, findings, exit codes, nothing overwritten."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import icalendar
import pytest
from typer.testing import CliRunner, Result

from tests.tools.programs import ROOT
from xlevent import cli
from xlevent.app.event import Event

pytestmark = pytest.mark.slow  # whole workbooks are built and changed

PLAN = (
    "settings: {event_name: Gala, planning_start: 2026-03-02}\n"
    "people: [{name: 林怡君, role: PM}]\n"
    "tasks:\n"
    "  - {id: A, name: Book, kind: task, duration: 2}\n"
    "  - {id: B, name: Booked, kind: milestone, predecessors: A, owner: 林怡君}\n"
)
CYCLE = "tasks:\n  - {id: A, name: a, kind: task, duration: 1, predecessors: A}\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XLEVENT_LANG", "en")
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "gala.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def run(*arguments: object, code: int = 0) -> Result:
    done = CliRunner().invoke(cli.app, list(map(str, arguments)))
    said = f"{done.output}\n{done.exception!r}"
    assert done.exit_code == code, said
    assert "Traceback" not in done.output, said
    return done


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_there_and_back(suffix: str, here: Path) -> None:
    run("export", "gala.yaml", "-o", "gala.xml")
    done = run("import", "gala.xml", "-o", f"back{suffix}")
    assert "contact (owner) cannot be kept" in done.output
    back = Event.load(here / f"back{suffix}")
    assert [(r["id"], r.get("predecessors")) for r in back.tables["tasks"]] == [
        ("A", None), ("B", "A"),
    ]  # fmt: skip


def test_import_into_a_workbook(here: Path) -> None:
    run("export", "gala.yaml", "-o", "gala.xml")
    run("import", "gala.xml", "-o", "back.xlsx", "-l", "en")
    assert [r["name"] for r in Event.load(here / "back.xlsx").tables["tasks"]] == ["Book", "Booked"]


def test_export_of_a_calendar(here: Path) -> None:
    run("export", "gala.yaml", "-o", "g.ics", "--what", "milestones, shifts", "--person", "林怡君")
    found = icalendar.Calendar.from_ical((here / "g.ics").read_bytes())
    assert [str(e["SUMMARY"]) for e in found.walk("VEVENT")] == ["里程碑 Milestone: Booked"]


def test_export_of_a_table(here: Path) -> None:
    run("export", "gala.yaml", "-o", "g.csv")
    assert "2026-03-02 09:00" in (here / "g.csv").read_text("utf-8-sig")


def test_files_that_exist_are_kept(here: Path) -> None:
    run("export", "gala.yaml", "-o", "gala.xml")
    (here / "kept.csv").write_text("mine")
    run("export", "gala.yaml", "-o", "kept.csv", code=2)
    run("import", "gala.xml", "-o", "gala.yaml", code=2)
    assert (here / "kept.csv").read_text() == "mine"
    assert (here / "gala.yaml").read_text("utf-8") == PLAN
    run("export", "gala.yaml", "-o", "kept.csv", "--force")
    assert (here / "kept.csv").read_text("utf-8-sig") != "mine"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("export", "gala.yaml", "-o", "x.pdf"), 2, "no format for export"),
        (("export", "gala.yaml", "-o", "x.csv", "--person", "A"), 2, "belong to a calendar"),
        (("export", "gala.yaml", "-o", "x.ics", "--what", "party"), 2, "no part"),
        (("export", "gala.yaml", "-o", "x.ics", "--person", "A"), 2, "nobody called"),
        (("export", "gala.yaml", "-o", "x.ics", "--timezone", "Mars"), 2, "no time zone"),
        (("export", "none.yaml", "-o", "x.xml"), 3, "no such file"),
        (("import", "none.xml", "-o", "x.yaml"), 3, "no such file"),
        (("import", "gala.yaml", "-o", "x.yaml"), 2, "no kind of project file"),
    ],
)  # fmt: skip
def test_wrong_use(arguments: tuple[str, ...], code: int, said: str, here: Path) -> None:
    assert said in run(*arguments, code=code).output
    assert not list(here.glob("x.*"))


def test_a_schedule_with_errors_is_exported_and_told(here: Path) -> None:
    (here / "cycle.yaml").write_text(CYCLE)
    run("export", "cycle.yaml", "-o", "c.xml", code=1)
    assert (here / "c.xml").exists()


def test_the_examples_of_the_guide_run(here: Path) -> None:
    guide = (ROOT / "docs" / "exchange.md").read_text("utf-8")
    (here / "gala.yaml").write_text(PLAN.replace("林怡君", "Ann Lee"), encoding="utf-8")
    lines = re.findall(r"^xlevent (.*)", guide, re.M)
    assert len(lines) >= 5
    for line in lines:
        words = shlex.split(line)
        run(*words)
        assert (here / words[words.index("-o") + 1]).exists()
