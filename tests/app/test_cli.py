"""The command as people and scripts use it: results, exit codes, files left alone."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner, Result

import xlevent.app.build
from xlevent import cli
from xlevent.app.event import Event

MINIMAL = "settings:\n  event_name: 春季晚會\ntasks:\n  - {id: T-001, name: 場勘, kind: task}\n"
BROKEN = (
    "settings: {event_name: E}\n"
    "tasks:\n"
    "  - {id: T-1, name: a, kind: task, duration: soon}\n"
    "  - {id: T-1, name: b, kind: task, owner: Nobody}\n"
    "tasx: [{id: 1}]\n"
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XLEVENT_LANG", "en")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(sys, "argv", ["xlevent"])
    return tmp_path


def run(*arguments: object, code: int = 0) -> Result:
    done = CliRunner().invoke(cli.app, list(map(str, arguments)))
    said = f"{done.output}\n{done.exception!r}"
    assert done.exit_code == code, said
    assert "Traceback" not in done.output, said
    return done


def process(*arguments: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "xlevent.cli", *map(str, arguments)],
        capture_output=True, check=False, timeout=120, **options,
    )  # fmt: skip


def left(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook of the minimal plan."""
    folder = tmp_path_factory.mktemp("book")
    (folder / "p.yaml").write_text(MINIMAL, encoding="utf-8")
    Event.load(folder / "p.yaml").build(folder / "p.xlsx")
    return (folder / "p.xlsx").read_bytes()


# --- wrong use -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "arguments",
    [["bogus"], ["build"], ["build", "p.yaml"], ["check", "p", "--bogus"],
     ["template", "-o", "t.xlsx", "-l", "fr"], ["schema", "--mode", "x"]],
)  # fmt: skip
def test_wrong_use(arguments: list[str], here: Path) -> None:
    run(*arguments, code=2)
    assert left(here) == []


def test_without_a_command_help_is_shown() -> None:
    assert "Usage" in run(code=2).output


# --- what the commands do ------------------------------------------------------------------------
def test_demo(here: Path) -> None:
    done = run("demo", "-o", "a/b", "-l", "zh-TW")
    assert left(here / "a/b") == ["demo.xlsx", "demo.yaml", "media"]
    assert all(str(Path("a/b") / name) in done.stdout for name in ("demo.xlsx", "demo.yaml"))
    assert Event.read(here / "a/b/demo.xlsx") == Event.load(here / "a/b/demo.yaml")
    before = (here / "a/b/demo.yaml").read_bytes()
    (here / "a/b/demo.xlsx").unlink()
    run("demo", "-o", "a/b", code=2)
    assert left(here / "a/b") == ["demo.yaml", "media"]
    assert (here / "a/b/demo.yaml").read_bytes() == before
    run("demo", "-o", "a/b/demo.yaml", code=2)


@pytest.mark.slow
def test_new_and_its_round_trip(here: Path) -> None:
    run("new", "春季晚會 🎪", "--start", "2027-04-10", "-o", "gala", "--currency", "EUR")
    assert left(here) == ["gala.xlsx", "gala.yaml"]
    event = Event.load("gala.yaml")
    assert event.settings["event_name"] == "春季晚會 🎪"
    assert str(event.settings["event_end"]) == "2027-04-10"
    assert event.settings["currency_decimals"] == 2
    assert Event.read("gala.xlsx") == event
    run("build", "gala.yaml", "-o", "again.xlsx", "-l", "en")
    assert Event.read("again.xlsx") == event


@pytest.mark.parametrize(
    ("options", "names"),
    [(["-o", "gala v2.5"], ["gala v2.5.xlsx", "gala v2.5.yaml"]),
     (["-o", "gala.xlsx"], ["gala.xlsx", "gala.yaml"]),
     ([], ["event.xlsx", "event.yaml"])],
)  # fmt: skip
def test_new_names_its_files(here: Path, options: list[str], names: list[str]) -> None:
    run("new", "Gala", *options)
    assert left(here) == names


@pytest.mark.parametrize(
    "options",
    [["--start", "tomorrow"], ["--start", "2027-04-10", "--end", "2027-04-09"],
     ["--start", "2027-02-30"], ["-o", "none/gala"]],
)  # fmt: skip
def test_new_refuses(here: Path, options: list[str]) -> None:
    assert "xlevent: " in run("new", "Gala", *options, code=2).stderr
    assert left(here) == []


@pytest.mark.parametrize("there", ["gala.yaml", "gala.xlsx"])
def test_new_writes_both_files_or_none(here: Path, there: str) -> None:
    (here / there).write_bytes(b"mine")
    assert "exists already" in run("new", "Gala", "-o", "gala", code=2).stderr
    assert left(here) == [there]
    assert (here / there).read_bytes() == b"mine"


def test_template(here: Path) -> None:
    run("template", "-o", "master.xlsx", "-l", "en")
    event = Event.read("master.xlsx")
    assert "event_name" not in event.settings
    assert not any(event.tables.values())


@pytest.mark.slow
def test_read_keeps_the_comments_of_the_plan(here: Path) -> None:
    plan = here / "p.yaml"
    plan.write_text("# ours\n" + MINIMAL, encoding="utf-8")
    run("build", "p.yaml", "-o", "p.xlsx")
    edited = openpyxl.load_workbook("p.xlsx")
    for sheet in edited:
        if "tbl_tasks" in sheet.tables or "tasks" in sheet.tables:
            break
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == "場勘":
                cell.value = "場地勘查"
    edited.save("p.xlsx")
    assert "exists already" in run("read", "p.xlsx", "-o", "p.yaml", code=2).stderr
    run("read", "p.xlsx", "-o", "p.yaml", "--force")
    text = plan.read_text(encoding="utf-8")
    assert text.startswith("# ours\n")
    assert "場地勘查" in text
    for output in ("q.json", "folder"):
        run("read", "p.xlsx", "-o", output)
        assert Event.load(output).tables["tasks"] == Event.load("p.yaml").tables["tasks"]
    assert (here / "folder" / "tasks.csv").exists()
    run("read", "p.xlsx", "-o", "folder", code=2)
    run("read", "p.xlsx", "-o", "p.pdf", code=2)
    run("read", "p.xlsx", "-o", "p.xlsx", "--force", code=2)


@pytest.mark.slow
def test_schema_validates_a_generated_plan(here: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    run("new", "Gala", "--start", "2027-04-10", "-o", "gala")
    run("read", "gala.xlsx", "-o", "gala.json")
    with xlevent_sample() as source:
        Event.load(source).save("demo.json")
    plan = json.loads((here / "demo.json").read_text(encoding="utf-8"))
    for mode in ("serialization", "validation"):
        schema = json.loads(run("schema", "--mode", mode).stdout)
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        assert [e.message for e in validator.iter_errors(plan)][:3] == []
    assert list(validator.iter_errors({"tasks": [{"id": "A", "duration": []}]}))
    # A new event is valid but for the required settings that `check` names as well.
    plan = json.loads((here / "gala.json").read_text(encoding="utf-8"))
    missing = {f.column for f in Event.load("gala.json").findings}
    assert missing
    assert {e.validator for e in validator.iter_errors(plan)} == {"required"}
    assert {e.message.split("'")[1] for e in validator.iter_errors(plan)} == missing
    assert json.loads(run("schema").stdout) == json.loads(
        run("schema", "--mode", "validation").stdout
    )


def xlevent_sample() -> Any:
    from xlevent.app.samples import sample

    return sample("demo")


# --- describe ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "says"),
    [("O2.3.2", "# O2.3.2"), ("o2.3.2", "Event schedule"), ("tasks", "`tasks`"),
     ("tasks.duration", "`tasks.duration`"), ("settings.event_name", "`settings.event_name`")],
)  # fmt: skip
def test_describe(name: str, says: str) -> None:
    assert says in run("describe", name).stdout


def test_describe_lists_all_deliverables() -> None:
    codes = set(re.findall(r"\| (O\d\.\d\.\d) \|", run("describe").stdout))
    assert len(codes) == 41


@pytest.mark.parametrize(
    ("name", "near"),
    [("task", "tasks"), ("tasks.durations", "tasks.duration"), ("O2.3.9", "O2.3."),
     ("", "`xlevent describe`"), ("💥", "`xlevent describe`"),],
)  # fmt: skip
def test_describe_of_something_unknown_names_the_nearest(name: str, near: str) -> None:
    done = run("describe", name, code=2)
    assert near in done.stderr
    assert done.stdout == ""


# --- check ---------------------------------------------------------------------------------------
def test_check_as_a_table(here: Path) -> None:
    (here / "bad.yaml").write_text(BROKEN, encoding="utf-8")
    done = run("check", "bad.yaml", code=1)
    for part in ("XL111", "XL140", "XL141", "bad.yaml:3:", "soon", "Nobody", "tasx"):
        assert part in done.stdout
    assert re.search(r"Findings: \d errors, \d warnings", done.stderr)
    (here / "good.yaml").write_text(MINIMAL, encoding="utf-8")
    assert "error" not in run("check", "good.yaml").stdout


def test_check_speaks_the_language_of_the_terminal(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "bad.yaml").write_text(BROKEN, encoding="utf-8")
    monkeypatch.setenv("XLEVENT_LANG", "zh_TW")
    done = run("check", "bad.yaml", code=1)
    for word in ("工作", "代碼", "位置", "處理方式", "錯誤"):
        assert word in done.stdout
    assert "error" not in done.stdout
    assert re.search(r"發現：錯誤 \d、警告 \d", done.stderr)


def test_a_value_of_a_list_is_proposed_as_it_is_written(here: Path) -> None:
    """A Chinese slip was answered with the key of plan files, which no drop-down shows."""
    row = "  - {id: %s, date: 2026-05-01, payee: A, gross: 5, method: %s, voucher_kind: receipt}\n"
    rows = row % ("EX-1", "匯款款") + row % ("EX-2", "transfr")
    (here / "bad.yaml").write_text(
        "settings: {event_name: E}\nexpenses:\n" + rows, encoding="utf-8"
    )
    found = json.loads(run("check", "bad.yaml", "--json", code=1).stdout)
    label, key = (f["hint"] for f in found if f["code"] == "XL132")
    assert "是否為「匯款」" in label["zh-TW"]
    assert "Did you mean 'Bank transfer'" in label["en"]
    assert "是否為「transfer」" in key["zh-TW"]


def test_check_as_json(here: Path) -> None:
    (here / "bad.yaml").write_text(BROKEN, encoding="utf-8")
    found = json.loads(run("check", "bad.yaml", "--json", code=1).stdout)
    first = next(f for f in found if f["code"] == "XL111")
    assert (first["severity"], first["table"], first["column"], first["row"]) == (
        "error", "tasks", "duration", 0,
    )  # fmt: skip
    assert first["place"].startswith("bad.yaml:3:")
    assert set(first["message"]) == set(first["hint"]) == {"zh-TW", "en"}


def test_check_without_findings(here: Path) -> None:
    with xlevent_sample() as source:
        assert "No findings." in run("check", source).stdout
        assert json.loads(run("check", source, "--json").stdout) == []


@pytest.mark.slow
def test_check_fills_the_findings_sheet(here: Path) -> None:
    (here / "bad.yaml").write_text(BROKEN, encoding="utf-8")
    done = run("check", "bad.yaml", "--json", "--book", "f.xlsx", "-l", "en", code=1)
    found = json.loads(done.stdout)
    sheet = openpyxl.load_workbook("f.xlsx")["Findings"]
    cells = [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]
    assert sum(c.startswith("XL") for c in cells) == len(found)
    assert all(any(f["message"]["en"] == c for c in cells) for f in found)
    assert any("soon" in c for c in cells)
    event = Event.read("f.xlsx")  # what could not be read is still there
    assert {"XL111", "XL140", "XL141"} <= {f.code for f in event.findings}


def test_check_refuses_the_book_before_it_works(here: Path, book: bytes) -> None:
    (here / "p.xlsx").write_bytes(book)
    assert run("check", "p.xlsx", "--json", "--book", "p.xlsx", code=2).stdout == ""
    assert (here / "p.xlsx").read_bytes() == book
    run("check", "p.xlsx", "--book", "p.xlsx", "--force")
    assert Event.read("p.xlsx").settings["event_name"] == "春季晚會"


# --- errors of data ------------------------------------------------------------------------------
def test_a_plan_with_errors_builds_nothing_and_lists_all(here: Path) -> None:
    (here / "bad.yaml").write_text(BROKEN, encoding="utf-8")
    (here / "old.xlsx").write_bytes(b"old")
    done = run("build", "bad.yaml", "-o", "old.xlsx", "--force", code=1)
    assert all(code in done.stdout for code in ("XL111", "XL140", "XL141"))
    assert "no workbook was written" in done.stderr
    assert (here / "old.xlsx").read_bytes() == b"old"
    run("build", "bad.yaml", "-o", "new.xlsx", code=1)
    assert left(here) == ["bad.yaml", "old.xlsx"]


# --- files that cannot be read -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("csv.xlsx", "編號,名稱\nT-1,舞台\n".encode()),
        ("empty.xlsx", b""),
        ("encrypted.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
         + "EncryptionInfo\0EncryptedPackage".encode("utf-16-le")),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("plan.yaml", b"tasks: ["),
        ("plan.yaml", b"\xff\xfe\xff"),
        ("plan.json", b"{"),
        ("plan.txt", b"hello"),
        ("plan", b"hello"),
    ],
)  # fmt: skip
def test_unreadable_files(here: Path, name: str, content: bytes) -> None:
    (here / name).write_bytes(content)
    assert name in run("check", name, code=3).stderr
    run("build", name, "-o", "out.xlsx", code=3)
    if name.endswith(".xlsx"):
        run("read", name, "-o", "out.yaml", code=3)
    assert left(here) == [name]
    assert (here / name).read_bytes() == content


def test_a_truncated_workbook(here: Path, book: bytes) -> None:
    for length in (10, len(book) // 2, len(book) - 1):
        (here / "cut.xlsx").write_bytes(book[:length])
        run("check", "cut.xlsx", code=3)


def test_missing_files_and_folders(here: Path) -> None:
    for name in ("none.xlsx", "none.yaml", "none"):
        run("check", name, code=3)
    (here / "folder.xlsx").mkdir()
    run("check", "folder.xlsx", code=3)
    run("read", "folder.xlsx", "-o", "p.yaml", code=3)


# --- files that cannot be written ----------------------------------------------------------------
def writes(target: str) -> Iterator[list[str]]:
    yield ["build", "p.yaml", "-o", target]
    yield ["template", "-o", target]
    yield ["check", "p.yaml", "--book", target]


@pytest.mark.parametrize("command", range(3))
def test_existing_files_are_replaced_only_by_force(here: Path, command: int, book: bytes) -> None:
    (here / "p.yaml").write_text(MINIMAL, encoding="utf-8")
    arguments = list(writes("out.xlsx"))[command]
    (here / "out.xlsx").write_bytes(b"mine")
    os.utime("out.xlsx", (1_000_000_000, 1_000_000_000))
    assert "--force" in run(*arguments, code=2).stderr
    assert (here / "out.xlsx").read_bytes() == b"mine"
    assert (here / "out.xlsx").stat().st_mtime == 1_000_000_000
    run(*arguments, "--force")
    assert (here / "out.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    "target", ["none/out.xlsx", "folder.xlsx", "out.xls", "out", "p.yaml/o.xlsx"]
)
def test_wrong_targets(here: Path, target: str) -> None:
    (here / "p.yaml").write_text(MINIMAL, encoding="utf-8")
    (here / "folder.xlsx").mkdir()
    for arguments in writes(target):
        run(*arguments, "--force", code=2)
    assert left(here) == ["folder.xlsx", "p.yaml"]


@pytest.mark.parametrize("mark", ["~$out.xlsx", ".~lock.out.xlsx#"])
def test_a_workbook_that_is_open_is_refused(here: Path, mark: str) -> None:
    (here / "p.yaml").write_text(MINIMAL, encoding="utf-8")
    (here / "out.xlsx").write_bytes(b"mine")
    (here / mark).touch()
    for arguments in writes("out.xlsx"):
        done = run(*arguments, "--force", code=4)
        assert "open in another program" in done.stderr
        assert mark in done.stderr
    assert (here / "out.xlsx").read_bytes() == b"mine"


def test_a_closed_folder(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "p.yaml").write_text(MINIMAL, encoding="utf-8")

    opened = os.open

    def refuse(name: str, flags: int, *options: Any, **others: Any) -> int:
        if flags & os.O_CREAT:
            raise PermissionError(13, "Permission denied")
        return opened(name, flags, *options, **others)

    monkeypatch.setattr("os.open", refuse)  # root may write everywhere
    for arguments in writes("out.xlsx"):
        assert "Permission denied" in run(*arguments, code=4).stderr
    assert left(here) == ["p.yaml"]


@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
def test_a_full_disk(here: Path) -> None:
    import resource

    (here / "p.yaml").write_text(MINIMAL, encoding="utf-8")
    (here / "out.xlsx").write_bytes(b"mine")

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    done = process("build", here / "p.yaml", "-o", here / "out.xlsx", "-f", preexec_fn=small)
    assert done.returncode == 4, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert left(here) == ["out.xlsx", "p.yaml"]
    assert (here / "out.xlsx").read_bytes() == b"mine"


def test_build_onto_itself(here: Path, book: bytes) -> None:
    (here / "p.xlsx").write_bytes(book)
    run("build", "p.xlsx", "-o", "p.xlsx", code=2)
    (here / "p.yaml").write_text(MINIMAL, encoding="utf-8")
    run("build", "p.yaml", "-o", "p.yaml", "--force", code=2)
    assert (here / "p.yaml").read_text(encoding="utf-8") == MINIMAL
    assert (here / "p.xlsx").read_bytes() == book
    before = Event.read("p.xlsx")
    run("build", "p.xlsx", "-o", "p.xlsx", "--force")
    assert Event.read("p.xlsx") == before


def test_someone_who_can_answer_is_asked(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "t.xlsx").write_bytes(b"mine")
    monkeypatch.setattr(cli.frame, "sys", _Terminal())
    declined = CliRunner().invoke(cli.app, ["template", "-o", "t.xlsx"], input="n\n")
    assert "t.xlsx exists. Replace it?" in declined.output
    assert (here / "t.xlsx").read_bytes() == b"mine"
    assert declined.exit_code == 2
    assert CliRunner().invoke(cli.app, ["template", "-o", "t.xlsx"], input="y\n").exit_code == 0
    assert (here / "t.xlsx").read_bytes()[:2] == b"PK"


class _Stream:
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


class _Terminal:
    """`sys` with streams that say that they are a terminal, and a silent progress bar."""

    stdin = stdout = _Stream()
    exit = staticmethod(sys.exit)

    @property
    def stderr(self) -> object:
        return sys.stderr


# --- Ctrl-C --------------------------------------------------------------------------------------
def test_stopped_in_the_middle(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "p.yaml").write_text(MINIMAL, encoding="utf-8")
    (here / "out.xlsx").write_bytes(b"mine")

    def stop(data: object, path: Path, progress: object) -> None:
        path.write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr("xlevent.workbook.writer.write_book", stop)
    for arguments in writes("out.xlsx"):
        assert "Stopped" in run(*arguments, "--force", code=130).stderr
    assert left(here) == ["out.xlsx", "p.yaml"]
    assert (here / "out.xlsx").read_bytes() == b"mine"


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("delay", [0.3, 1.0, 2.0])
def test_ctrl_c_leaves_nothing(here: Path, delay: float) -> None:
    with xlevent_sample() as source:
        command = [sys.executable, "-m", "xlevent.cli", "build", str(source), "-o", "out.xlsx"]
        running = subprocess.Popen(command, stderr=subprocess.PIPE)
        time.sleep(delay)
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=60)
    if running.returncode == 0:  # a fast machine
        assert left(here) == ["out.xlsx"]
    else:
        assert left(here) == []


# --- texts ---------------------------------------------------------------------------------------
INJECTED = ["=1+1", '=HYPERLINK("http://evil","x")', "@SUM(A1)", "+1", "-1+2|cmd", "\t=1+9",
            "=cmd|' /C calc'!A0", "{=1}", "http://evil.example", "'quoted"]  # fmt: skip


@pytest.mark.slow
def test_texts_are_never_formulas(here: Path) -> None:
    event = Event({"event_name": "=2+2"})
    event.tables["tasks"] = [
        {"id": f"T-{n}", "name": text, "kind": "task"} for n, text in enumerate(INJECTED)
    ]
    event.save("p.yaml")
    run("build", "p.yaml", "-o", "p.xlsx")
    book = openpyxl.load_workbook("p.xlsx")
    formulas = [
        cell.value
        for sheet in book for row in sheet.iter_rows() for cell in row
        if cell.data_type == "f"
    ]  # fmt: skip
    assert formulas
    assert not {text.strip() for text in [*INJECTED, "=2+2"]} & {str(f).strip() for f in formulas}
    assert not any(sheet._hyperlinks and any("evil" in str(h.target) for h in sheet._hyperlinks)
                   for sheet in book)  # fmt: skip
    back = Event.read("p.xlsx")
    assert back.settings["event_name"] == "=2+2"
    assert [r["name"] for r in back.tables["tasks"]] == [
        r["name"] for r in Event.load("p.yaml").tables["tasks"]
    ]


LONG = ["x" * 10_000, "字" * 10_000, "🎪" * 5_000, "𠮷" * 5_000, "𠮷野家 👩‍👩‍👧 🇹🇼",
        "line\nline", "a\u200bb", "שלום"]  # fmt: skip


def test_long_texts_and_rare_characters(here: Path) -> None:
    event = Event({"event_name": "𠮷 🎪"})
    event.tables["tasks"] = [
        {"id": f"T-{n}", "name": "n", "kind": "task", "note": text} for n, text in enumerate(LONG)
    ]
    event.save("𠮷🎪.yaml")
    run("build", "𠮷🎪.yaml", "-o", "𠮷🎪.xlsx")
    run("read", "𠮷🎪.xlsx", "-o", "back.json")
    back = Event.load("back.json")
    assert back.settings["event_name"] == "𠮷 🎪"
    assert [r["note"] for r in back.tables["tasks"]] == [
        r["note"] for r in Event.load("𠮷🎪.yaml").tables["tasks"]
    ]
    run("check", "𠮷🎪.xlsx", "--json")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp950"])
def test_any_output_encoding(here: Path, encoding: str) -> None:
    (here / "𠮷.yaml").write_text(BROKEN.replace("Nobody", "𠮷野🎪"), encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "XLEVENT_LANG": "zh-TW"}
    done = process("check", "𠮷.yaml", "--json", env=environment)
    assert done.returncode == 1, done.stderr.decode(encoding)
    assert any("𠮷野🎪" in f["message"]["zh-TW"] for f in json.loads(done.stdout))
    for arguments in (
        ["check", "𠮷.yaml"],
        ["describe", "O2.3.2"],
        ["build", "𠮷.yaml", "-o", "o"],
    ):
        assert b"Traceback" not in process(*arguments, env=environment).stderr


def test_pipes_are_utf_8_and_may_close_early(here: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONIOENCODING"}
    environment |= {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    assert "活動管理時程表" in process("describe", "O2.3.2", env=environment).stdout.decode("utf-8")
    command = [sys.executable, "-m", "xlevent.cli", "schema"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.read(1)
        running.stdout.close()
        assert b"Traceback" not in running.stderr.read()


def test_progress_is_shown_on_a_terminal_only(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[tuple[str, int, int]] = []
    with xlevent_sample() as source:
        xlevent.app.build.build(
            Event.load(source), here / "d.xlsx", language="en",
            progress=lambda *step: steps.append(step),
        )  # fmt: skip
    assert [n for _, n, _ in steps] == list(range(1, steps[0][2] + 1))
    assert run("template", "-o", "t.xlsx").stderr == ""
