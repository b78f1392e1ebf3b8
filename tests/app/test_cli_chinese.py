"""What commands refuse they refuse in the terminal's language, with the same exit code."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from xlevent import cli
from xlevent.app.event import Event

CHINESE = re.compile("[\u4e00-\u9fff]")
# Names, paths, options, settings, commands and codes are alike in both languages; so are what
# stands in brackets or behind a colon from a library (YAML, JSON, XML).
QUOTED = re.compile(
    r"`[^`]*`|「[^」]*」|（[^（）]*）|[^\s，；。：（）「」、]*[-_./=<>*'\d][^\s，；。：（）「」、]*"
)
ENGLISH = re.compile(r"[A-Za-z]{2,}[ ,]+(?:[A-Za-z]+ )*[a-z]{2,}")
LIBRARY = re.compile(r"(YAML|JSON|CSV|XML|已損壞)[^：。]*：[^。]*。")

MINIMAL = "settings: {event_name: 春季晚會}\ntasks:\n  - {id: T-001, name: 場勘, kind: task}\n"
DATED = MINIMAL.replace("春季晚會", "春季晚會, event_start: 2027-04-10, planning_start: 2027-01-04")
SHOW = "run_of_show:\n  - {id: RS-001, day: 2027-04-10, seq: 10, title: 開場}\n"
PEOPLE = "people:\n  - {name: 林怡君}\n"


def zipped(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return buffer.getvalue()


class Case(NamedTuple):
    code: int
    command: str
    files: dict[str, str | bytes] = {}  # noqa: RUF012 (never changed)


PLAN: dict[str, str | bytes] = {"p.yaml": MINIMAL}
CASES = [
    # files that are none, or are something else
    Case(3, "check none.xlsx"),
    Case(3, "check none.yaml"),
    Case(3, "check p.txt", {"p.txt": "hello"}),
    Case(3, "check p.xlsx", {"p.xlsx": b""}),
    Case(3, "check p.xlsx", {"p.xlsx": "編號,名稱\nT-1,舞台\n"}),
    Case(3, "check p.xlsx", {"p.xlsx": b"\x89PNG\r\n\x1a\n" + bytes(100)}),
    Case(3, "check p.xlsx", {"p.xlsx": zipped(word__document_xml="<a/>")}),
    Case(3, "check p.xlsx", {"p.xlsx": zipped(a_txt="a")}),
    Case(3, "check p.xlsx", {"p.xlsx": b"PK\x03\x04" + bytes(300)}),
    Case(3, "check p.xlsx", {
        "p.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
        + "EncryptionInfo".encode("utf-16-le"),
    }),
    Case(3, "check p.yaml", {"p.yaml": "tasks: ["}),
    Case(3, "check p.yaml", {"p.yaml": "- a\n- b\n"}),
    Case(3, "check p.yaml", {"p.yaml": b"\xff\xfe\xff"}),
    Case(3, "check p.yaml", {"p.yaml": "a: *b\n"}),
    Case(3, "check p.yaml", {"p.yaml": "xlevent: 99\n"}),
    Case(3, "check p.json", {"p.json": "{"}),
    Case(3, "check p.json", {"p.json": "[]"}),
    Case(3, "check p.json", {"p.json": '{"a": NaN}'}),
    Case(3, "import p.xml -o q.yaml", {"p.xml": "<a>"}),
    Case(3, "import p.xml -o q.yaml", {"p.xml": "<a/>"}),
    Case(2, "import p.doc -o q.yaml", {"p.doc": "a"}),
    # files that are there, or cannot be
    Case(2, "build p.yaml -o p.yaml", PLAN),
    Case(2, "build p.yaml -o q.xlsx", {**PLAN, "q.xlsx": b"mine"}),
    Case(2, "build p.yaml -o none/q.xlsx", PLAN),
    Case(4, "build p.yaml -o q.xlsx -f", {**PLAN, "q.xlsx": b"mine", "~$q.xlsx": b""}),
    Case(1, "build p.yaml -o q.xlsx", {"p.yaml": MINIMAL.replace("task}", "task, duration: a}")}),
    Case(2, "new Gala --start tomorrow"),
    Case(2, "new Gala --start 2027-04-10 --end 2027-04-09"),
    Case(2, "read book.xlsx -o p.pdf"),
    # words that are not known
    Case(2, "describe sponsers"),
    Case(2, "describe qqqqqq"),
    Case(2, "addin functions XLE_CRITICAL_PASS"),
    Case(2, "explain p.yaml T-002", PLAN),
    Case(2, "export p.yaml -o p.doc", PLAN),
    Case(2, "export p.yaml -o p.xml --person 林怡君", PLAN),
    Case(2, "export p.yaml -o p.ics --what tasks", PLAN),
    Case(2, "export p.yaml -o p.ics --timezone Taipei/Asia", {"p.yaml": DATED}),
    Case(2, "export p.yaml -o p.ics --person 王小明", {"p.yaml": DATED + PEOPLE}),
    Case(2, "runsheet p.yaml --over RS-009=5", {"p.yaml": DATED + SHOW}),
    Case(2, "runsheet p.yaml --over a", PLAN),
    Case(2, "runsheet p.yaml --format ics", PLAN),
    Case(2, "rollup p.yaml --trace cash", PLAN),
    Case(2, "rollup p.yaml --trace SP-9.cash_received", PLAN),
    Case(2, "document p.yaml letter", PLAN),
    Case(2, "document p.yaml sponsorship", PLAN),
    Case(2, "fee 30000 --kind salery"),
    Case(2, "fee 30000 --kind dividend"),
    Case(2, "calendar p.yaml --years soon", PLAN),
    Case(2, "calendar p.yaml", PLAN),
    Case(2, "statement"),
    Case(2, "statement a.csv --dates mdyy", {"a.csv": "a"}),
    Case(2, "statement a.csv --profile cathy", {"a.csv": "a"}),
    Case(3, "statement a.csv", {"a.csv": "a,b\n1,2\n"}),
    Case(3, "statement a.csv", {"a.csv": b"%PDF-1.7"}),
    Case(2, "statement a.csv --profile b.yaml", {"a.csv": "a", "b.yaml": "columns: {dat: 日期}"}),
    Case(3, "statement book.xlsx"),
    Case(2, "results", {}),
    Case(2, "results p.yaml --channel 電視", PLAN),
    Case(2, "merge p.yaml p.yaml p.yaml --ours --theirs", PLAN),
    Case(2, "diff p.yaml q.yaml -o r.doc", {**PLAN, "q.yaml": MINIMAL}),
    Case(3, "log p.yaml", PLAN),
    Case(2, "validate p.yaml --write", PLAN),
    Case(2, "journal p.yaml -o p.pdf", PLAN),
    Case(2, "journal p.yaml -o p.csv --chart c.yaml", {**PLAN, "c.yaml": "cost: {}"}),
    Case(2, "todo p.yaml --until soon", PLAN),
    Case(2, "todo p.yaml --format ics", PLAN),
    Case(2, "report p.yaml -o p.png", PLAN),
    Case(2, "report p.yaml -o p.html --pictures none", PLAN),
    Case(2, "addin lite -o lite --bundle --wheel-url https://example.org/"),
]  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A workbook of ours."""
    folder = tmp_path_factory.mktemp("book")
    (folder / "p.yaml").write_text(MINIMAL, encoding="utf-8")
    Event.load(folder / "p.yaml").build(folder / "book.xlsx")
    return (folder / "book.xlsx").read_bytes()


@pytest.fixture
def refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Callable[[Case, str], tuple[int, str]]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["xlevent"])

    def run(case: Case, language: str) -> tuple[int, str]:
        monkeypatch.setenv("XLEVENT_LANG", language)
        for name, content in case.files.items():
            (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        if "book.xlsx" in case.command:
            (tmp_path / "book.xlsx").write_bytes(request.getfixturevalue("book"))
        done = CliRunner().invoke(cli.app, case.command.split())
        lines = [line for line in done.stderr.splitlines() if line.startswith("xlevent: ")]
        assert len(lines) == 1, (done.stderr, done.output, done.exception)
        return done.exit_code, lines[0].removeprefix("xlevent: ")

    return run


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.command.replace(" ", "_"))
def test_a_refusal_is_in_the_language_of_the_terminal(
    refused: Callable[[Case, str], tuple[int, str]], case: Case
) -> None:
    code, english = refused(case, "en")
    assert code == case.code, english
    assert not CHINESE.search(re.sub("[“「'\"].*?['\"”」]", "", english).replace("新臺幣", "")), (
        english
    )
    code, chinese = refused(case, "zh-TW")
    assert code == case.code, chinese
    assert CHINESE.search(chinese)
    assert not ENGLISH.search(QUOTED.sub("", LIBRARY.sub("", chinese))), chinese
