"""The task pane in Chromium on a server that runs: each button, both languages, what goes wrong."""

from __future__ import annotations

import copy
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from xlevent_udfs.macros.catalogue import MACROS

from tests.tools.programs import ROOT
from tests.udfs.macros import excel
from tests.udfs.server.pane import Pane
from tests.udfs.server.running import Server
from xlevent import __version__

pytestmark = [pytest.mark.slow, pytest.mark.browser]
_STATEMENT = "日期,摘要,支出,存入,餘額\n2027/03/05,匯款 Ann Lee,1200,,8800\n".encode("utf-8-sig")


@pytest.fixture(scope="module")
def demo() -> dict[str, Any]:
    return excel.payload(ROOT / "workbooks" / "demo.xlsx")


@pytest.fixture(autouse=True)
def nothing_is_thrown(pane: Pane) -> Iterator[None]:
    yield
    messages = pane.do("seen")["messages"]
    # What the browser itself says of answers that are no success is meant to be there.
    wrong = [m for m in messages if m.startswith("error") and "Failed to load resource" not in m]
    assert not wrong


# --- every button --------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_a_button_runs_its_macro(
    server: Server, pane: Pane, gala: dict[str, Any], language: str
) -> None:
    pane.open(server.url, gala)
    pane.language(language)
    for name, macro in MACROS.items():
        before = pane.cells()
        pane.eval("book.log.length = 0")
        pane.macro(name)
        if macro.file:
            pane.click("#choice-run")
        title, lines = pane.outcome()
        assert title in (f"{macro.title.en}: done", f"{macro.title.zh}：完成")
        assert macro.title.show(language) in title  # type: ignore[arg-type]
        assert lines
        assert all(lines)
        writes = [entry for entry in pane.book("log") if entry[0] in ("write", "add", "resize")]
        if not writes:
            assert pane.cells() == before, name
        assert pane.eval("return document.activeElement.id") == "outcome-title"
        assert pane.eval("return book.changed.length") == 0  # nothing listens any more


def test_the_workbook_is_read_as_it_is_sheet_by_sheet_and_in_parts(
    server: Server, pane: Pane, demo: dict[str, Any]
) -> None:
    pane.open(server.url, demo)
    for size in (40_000, 700):
        read = pane.eval(
            "const { readWorkbook } = await import('/static/xlevent/excel.js');"
            f"return readWorkbook({{}}, () => true, {size})"
        )
        assert [s["name"] for s in read["sheets"]] == [s["name"] for s in demo["sheets"]]
        for sheet, wanted in zip(read["sheets"], demo["sheets"], strict=True):
            assert sheet["values"] == wanted["values"], wanted["name"]
            areas = [table["range_address"] for table in wanted["tables"]]
            assert [table["range_address"] for table in sheet["tables"]] == areas
        assert {n["name"]: n["address"] for n in read["names"]} == {
            n["name"]: n["address"] for n in demo["names"]
        }


def test_what_is_written_is_what_the_macro_asked_for_and_nothing_else(
    server: Server, pane: Pane, gala: dict[str, Any]
) -> None:
    pane.open(server.url, gala)
    before = pane.cells()
    pane.macro("schedule")
    assert pane.outcome()[0] == "Schedule: done"
    asked: dict[tuple[int, int, int], Any] = {}
    for action in server.macro("schedule", gala)[1]["actions"]:
        for down, row in enumerate(action["values"] or ()):
            for along, value in enumerate(row):
                place = action["start_row"] + down, action["start_column"] + along
                asked[action["sheet_position"], *place] = value
    assert asked
    for number, (name, rows, _) in enumerate(pane.cells()):
        for down, row in enumerate(rows):
            for along, value in enumerate(row):
                old = before[number][1]
                kept = old[down][along] if down < len(old) and along < len(old[down]) else ""
                wanted = asked.get((number, down, along), kept)
                wanted = wanted.removeprefix("'") if isinstance(wanted, str) else wanted
                same = is_now(wanted) or (value or "") == (wanted or "")
                assert same, (name, down, along)


def is_now(value: Any) -> bool:
    """The moment of a run, which the log of writes keeps and which differs between two runs."""
    now = (datetime.now(UTC).replace(tzinfo=None) - datetime(1899, 12, 30)).total_seconds() / 86_400
    return isinstance(value, float) and abs(value - now) < 1


def test_the_ribbons_buttons_show_the_pane_and_run_there(
    server: Server, pane: Pane, gala: dict[str, Any]
) -> None:
    pane.open(server.url, gala)
    named = {f"xlevent.{name}" for name in MACROS}
    assert set(pane.eval("return Object.keys(book.commands)")) == named
    asked = [e.text for e in server.manifest().iter() if e.tag.endswith("FunctionName")]
    assert set(asked) == named
    pane.eval(
        "window.completed = 0;"
        "await book.commands['xlevent.schedule']({completed: () => { window.completed += 1 }})"
    )
    assert pane.outcome()[0] == "Schedule: done"
    assert pane.eval("return window.completed") == 1
    assert ["show"] in pane.book("log")


# --- files ---------------------------------------------------------------------------------------
def test_a_statement_is_chosen_and_taken_in(
    server: Server, pane: Pane, gala: dict[str, Any]
) -> None:
    pane.open(server.url, gala)
    pane.macro("reconcile")
    assert pane.eval("return document.activeElement.id") == "file"
    assert pane.text("#choice-run") == "Run without a file"
    pane.choose("bank.csv", _STATEMENT)
    assert pane.text("#choice-run") == "Run Reconcile"
    pane.click("#choice-run")
    title, lines = pane.outcome()
    assert title.startswith("Reconcile")
    assert not any("does not understand" in line for line in lines)


def test_the_choice_of_a_file_can_be_left(server: Server, pane: Pane, gala: dict[str, Any]) -> None:
    pane.open(server.url, gala)
    pane.macro("reconcile")
    pane.press("Escape")
    assert pane.eval("return document.getElementById('choice').hidden")
    assert pane.eval("return document.activeElement.dataset.macro") == "reconcile"


def test_a_file_that_is_too_large_is_not_sent(
    server: Server, pane: Pane, gala: dict[str, Any]
) -> None:
    pane.open(server.url, gala)
    pane.macro("reconcile")
    pane.eval(
        "Object.defineProperty(document.getElementById('file'), 'files',"
        " {value: [{name: 'big.csv', size: 9e9}], configurable: true})"
    )
    pane.click("#choice-run")
    title, (line,) = pane.outcome()
    assert title == "Reconcile: not done"
    assert line.startswith("The file big.csv is too large")
    assert pane.book("log") == []


@pytest.mark.parametrize(
    ("name", "begins"), [("closing_report", "<!DOCTYPE html>"), ("export", "{")]
)
def test_a_file_that_was_made_can_be_kept_or_copied(
    server: Server, pane: Pane, gala: dict[str, Any], name: str, begins: str
) -> None:
    pane.open(server.url, gala)
    pane.macro(name)
    pane.outcome()
    kept = pane.do("download", selector="#download-link")
    content = Path(kept["path"]).read_text("utf-8")
    assert kept["name"].startswith("gala-en")
    assert content.startswith(begins)
    pane.click("#copying summary")
    pane.click("#copy")
    pane.wait("document.getElementById('copied').innerText")
    assert "Copied" in pane.text("#copied")
    assert pane.eval("return await navigator.clipboard.readText()") == content.replace("\r", "")


def test_where_copying_is_forbidden_all_is_selected(
    server: Server, pane: Pane, gala: dict[str, Any]
) -> None:
    pane.open(server.url, gala)
    pane.eval("navigator.clipboard.writeText = async () => { throw new Error('no') };"
              "document.execCommand = () => false")  # fmt: skip
    pane.macro("export")
    pane.outcome()
    pane.click("#copying summary")
    pane.click("#copy")
    pane.wait("document.getElementById('copied').innerText")
    assert "Ctrl+C" in pane.text("#copied")
    length = pane.eval("return document.getElementById('copy-text').value.length")
    assert pane.eval("return document.getElementById('copy-text').selectionEnd") == length > 100


# --- findings ------------------------------------------------------------------------------------
def test_findings_are_grouped_filtered_and_lead_to_their_cells(
    server: Server, pane: Pane, demo: dict[str, Any]
) -> None:
    pane.open(server.url, demo)
    pane.language("en")
    pane.macro("validate")
    pane.outcome()
    heads = "return [...document.querySelectorAll('#groups h3')].map(h => h.innerText)"
    shown = pane.eval(heads)
    assert [head.split()[0] for head in shown][:2] == ["Errors", "Warnings"]
    buttons = "#groups .findings button.where"
    first = pane.text(buttons)
    pane.click(buttons)
    pane.wait("book.log.some(entry => entry[0] === 'select')")
    place = next(entry[1] for entry in pane.book("log") if entry[0] == "select")
    sheet, cell = place[1:].split("'!")
    assert first == f"{sheet} {cell}"
    pane.click(".filter.error")
    assert pane.eval(heads) == shown[1:]
    assert pane.eval("return document.activeElement.getAttribute('aria-pressed')") == "false"
    for severity in ("warning", "notice"):
        if pane.eval(f"return Boolean(document.querySelector('.filter.{severity}'))"):
            pane.click(f".filter.{severity}")
    assert "leaves nothing" in pane.text("#groups")


def test_a_sheet_that_is_gone_or_hidden_is_said(
    server: Server, pane: Pane, demo: dict[str, Any]
) -> None:
    pane.open(server.url, demo)
    pane.language("en")
    pane.macro("validate")
    pane.outcome()
    name = pane.text("#groups button.where").rpartition(" ")[0]
    pane.eval(f"book.sheets.find(s => s.name === {name!r}).visibility = 'Hidden'")
    pane.click("#groups button.where")
    pane.wait("!document.getElementById('notice').hidden")
    assert "unhide" in pane.text("#notice")
    pane.eval(f"book.sheets.splice(book.sheets.findIndex(s => s.name === {name!r}), 1)")
    pane.click("#groups button.where")
    pane.wait("document.getElementById('notice').innerText.includes('no sheet')")
    pane.language("zh-TW")
    assert "已沒有工作表" in pane.text("#notice")


def test_thousands_of_findings_come_a_hundred_at_a_time(
    server: Server, pane: Pane, gala: dict[str, Any]
) -> None:
    pane.open(server.url, gala)
    found = pane.eval(
        "const { Findings } = await import('/static/xlevent/findings.js');"
        "const [filters, groups] = [document.createElement('div'), document.createElement('div')];"
        "document.getElementById('main').append(filters, groups);"
        "const text = {'zh-TW': 'x', en: 'x'};"
        "const list = new Findings(filters, groups, () => {});"
        "list.set(Array.from({length: 2500}, (_, n) => ({severity: 'error', sheet: 'S',"
        " cell: `A${n + 1}`, message: text, hint: text, code: 'XL1'})));"
        "const first = groups.querySelectorAll('li').length;"
        "groups.querySelector('section > button').click();"
        "return [first, groups.querySelectorAll('li').length, document.activeElement.innerText]"
    )
    assert found == [100, 200, "S A101"]


# --- languages -----------------------------------------------------------------------------------
def test_the_language_is_the_workbooks_until_chosen_then_remembered(
    server: Server, pane: Pane, gala: dict[str, Any], gala_zh: dict[str, Any]
) -> None:
    pane.open(server.url, gala_zh)
    pane.wait("document.documentElement.lang === 'zh-Hant-TW'")
    assert pane.text("nav h2") == "巨集"
    pane.open(server.url, gala, locale="zh-TW")
    pane.wait("document.documentElement.lang === 'en'")
    pane.language("zh-TW")
    pane.do("reload")
    pane.wait("document.querySelectorAll('.macro').length")
    assert pane.text("nav h2") == "巨集"
    assert pane.eval("return document.querySelector('[data-language=zh-TW]').ariaPressed") == "true"


def test_an_outcome_changes_its_language(server: Server, pane: Pane, gala: dict[str, Any]) -> None:
    pane.open(server.url, gala)
    pane.macro("schedule")
    english = pane.outcome()
    pane.language("zh-TW")
    chinese = pane.outcome()
    assert english[0] == "Schedule: done"
    assert chinese[0] == "排程：完成"
    assert english[1] != chinese[1]


def test_no_text_is_missing_in_either_language(
    server: Server, pane: Pane, gala: dict[str, Any]
) -> None:
    pane.open(server.url, gala)
    for language in ("en", "zh-TW"):
        pane.language(language)
        empty = pane.eval(
            "return [...document.querySelectorAll('[data-text]')].filter(e => !e.textContent)"
            ".concat([...document.querySelectorAll('[data-label]')].filter(e => !e.ariaLabel))"
            ".map(e => e.outerHTML)"
        )
        assert empty == []


# --- what goes wrong -----------------------------------------------------------------------------
def test_a_slow_server_shows_progress_and_can_be_cancelled(
    server: Server, pane: Pane, gala: dict[str, Any]
) -> None:
    pane.open(server.url, gala)
    before = pane.cells()
    server.macro("export", gala)
    server.signal_workers(signal.SIGSTOP)
    stopped = set(server.workers())
    pane.macro("schedule")
    pane.wait("document.querySelector('#steps .now')?.innerText.includes('Compute')")
    assert pane.eval("return document.querySelector('#steps .now').ariaCurrent") == "step"
    assert pane.text("#step")
    assert pane.eval("return document.activeElement.id") == "cancel"
    pane.eval("document.querySelector('[data-macro=export]').click()")  # one at a time
    assert pane.eval("return document.querySelector('[data-macro=export]').ariaDisabled") == "true"
    assert "Schedule" in pane.text("#work-title")
    pane.press("Enter")
    title, lines = pane.outcome()
    assert title == "Schedule: not done"
    assert lines == ["Cancelled; the workbook is unchanged."]
    assert pane.cells() == before
    for _ in range(1200):  # two minutes
        if not stopped <= set(server.workers()):
            break
        pane.wait("new Promise(resolve => setTimeout(() => resolve(1), 100))")
    assert not stopped <= set(server.workers())  # the server stopped computing, too
    server.signal_workers(signal.SIGCONT)
    pane.macro("schedule")
    assert pane.outcome()[0] == "Schedule: done"


def test_escape_cancels(server: Server, pane: Pane, gala: dict[str, Any]) -> None:
    pane.open(server.url, gala)
    server.macro("export", gala)
    server.signal_workers(signal.SIGSTOP)
    pane.macro("level")
    pane.wait("document.querySelector('#steps .now')?.innerText.includes('Compute')")
    pane.press("Escape")
    assert pane.outcome()[1] == ["Cancelled; the workbook is unchanged."]
    server.signal_workers(signal.SIGCONT)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Server]:
    """A server that a test may stop."""
    running = Server(tmp_path).start()
    yield running
    running.stop(signal.SIGKILL)


def test_a_server_that_is_down_and_restarted(own: Server, pane: Pane, gala: dict[str, Any]) -> None:
    pane.open(own.url, gala)
    before = pane.cells()
    own.stop()
    pane.macro("schedule")
    title, (line,) = pane.outcome()
    assert title == "Schedule: not done"
    assert line.startswith("The server does not answer; the workbook is unchanged.")
    assert pane.cells() == before
    own.start()
    pane.macro("schedule")
    assert pane.outcome()[0] == "Schedule: done"


def test_a_server_that_is_gone_in_mid_call(own: Server, pane: Pane, gala: dict[str, Any]) -> None:
    pane.open(own.url, gala)
    before = pane.cells()
    own.macro("export", gala)
    own.signal_workers(signal.SIGSTOP)
    pane.macro("schedule")
    pane.wait("document.querySelector('#steps .now')?.innerText.includes('Compute')")
    own.signal_workers(signal.SIGKILL)
    own.stop(signal.SIGKILL)
    _, lines = pane.outcome()
    assert len(lines) == 1
    assert "the workbook is unchanged" in lines[0]
    assert pane.cells() == before


def test_a_server_that_falls_silent_is_given_up(
    own: Server, pane: Pane, gala: dict[str, Any]
) -> None:
    pane.open(own.url, gala)
    assert own.process is not None
    own.process.send_signal(signal.SIGSTOP)
    # The clock of the page runs a hundred times as fast.
    pane.eval(
        "const set = window.setTimeout;"
        "window.setTimeout = (work, time) => set(work, time > 1000 ? time / 100 : time)"
    )
    pane.macro("schedule")
    assert "has been silent" in pane.outcome()[1][0]
    own.process.send_signal(signal.SIGCONT)


def test_a_pane_of_another_version_offers_to_reload(
    server: Server, pane: Pane, gala: dict[str, Any]
) -> None:
    pane.open(server.url, gala)
    pane.eval(
        "const set = XMLHttpRequest.prototype.setRequestHeader;"
        "XMLHttpRequest.prototype.setRequestHeader = function (name, value) {"
        " return set.call(this, name, name === 'X-Xlevent-Pane' ? '0.0.1' : value) }"
    )
    pane.macro("schedule")
    _, (line,) = pane.outcome()
    assert "0.0.1" in line
    assert __version__ in line
    pane.click("#reload")
    pane.wait("document.getElementById('outcome').hidden")
    pane.macro("schedule")
    assert pane.outcome()[0] == "Schedule: done"


@pytest.mark.parametrize("status", [401, 403, 500, 502])
def test_what_a_proxy_says_becomes_one_sentence(
    server: Server, pane: Pane, gala: dict[str, Any], status: int
) -> None:
    pane.open(server.url, gala)
    pane.eval(
        "const get = Object.getOwnPropertyDescriptor(XMLHttpRequest.prototype, 'status').get;"
        "Object.defineProperty(XMLHttpRequest.prototype, 'status', {get() {"
        f" return get.call(this) === 200 ? {status} : get.call(this) }}}});"
        "Object.defineProperty(XMLHttpRequest.prototype, 'responseText', {get: () => '<html>'})"
    )
    pane.macro("schedule")
    _, (line,) = pane.outcome()
    assert "the workbook is unchanged" in line
    assert "html" not in line


def test_a_workbook_that_is_not_ours(server: Server, pane: Pane, gala: dict[str, Any]) -> None:
    foreign = copy.deepcopy(gala)
    foreign["sheets"] = [{**gala["sheets"][0], "name": "Sheet1", "values": [["a"]], "tables": []}]
    foreign["names"] = []
    pane.open(server.url, foreign)
    before = pane.cells()
    for name in MACROS:
        pane.macro(name)
        if MACROS[name].file:
            pane.click("#choice-run")
        title, lines = pane.outcome()
        assert title.endswith(": not done"), name
        assert len(lines) == 1
        pane.click("#outcome-close")
    assert pane.cells() == before


def test_no_selection_is_no_hindrance(server: Server, pane: Pane, gala: dict[str, Any]) -> None:
    shape = copy.deepcopy(gala)
    shape["book"]["selection"] = None
    pane.open(server.url, shape)
    pane.macro("schedule")
    assert pane.outcome()[0] == "Schedule: done"


def test_a_protected_sheet_is_named_and_nothing_is_written(
    server: Server, pane: Pane, gala: dict[str, Any]
) -> None:
    pane.open(server.url, gala)
    pane.macro("schedule")
    pane.outcome()
    written = {entry[1].split("'")[1] for entry in pane.book("log") if entry[0] == "write"}
    for name in written:
        pane.open(server.url, gala)
        pane.eval(f"book.sheets.find(s => s.name === {name!r}).protected = true")
        before = pane.cells()
        pane.macro("schedule")
        title, (line,) = pane.outcome()
        assert title == "Schedule: not done"
        assert name in line
        assert "Unprotect" in line
        assert pane.cells() == before
    pane.open(server.url, gala)
    other = next(s["name"] for s in gala["sheets"] if s["name"] not in written)
    pane.eval(f"book.sheets.find(s => s.name === {other!r}).protected = true")
    pane.macro("schedule")
    assert pane.outcome()[0] == "Schedule: done"


def test_a_protected_structure_refuses_a_new_sheet(
    server: Server, pane: Pane, gala: dict[str, Any]
) -> None:
    pane.open(server.url, gala)
    pane.eval("book.structure = true")
    pane.macro("roll_up")
    assert "structure of the workbook is protected" in pane.outcome()[1][0]
    assert pane.book("log") == []


@pytest.mark.parametrize(
    "change",
    [
        "book.changed.forEach(handler => handler({}))",
        "book.sheets.reverse()",
        "book.sheets.find(s => s.tables.length).name += 'x'",
        "book.sheets.forEach(s => s.tables.forEach(t => { t.range_address = 'B2:C3' }))",
    ],
)
def test_a_workbook_that_changes_meanwhile_is_not_written_to(
    server: Server, pane: Pane, gala: dict[str, Any], change: str
) -> None:
    pane.open(server.url, gala)
    server.macro("export", gala)
    server.signal_workers(signal.SIGSTOP)
    pane.macro("schedule")
    pane.wait("document.querySelector('#steps .now')?.innerText.includes('Compute')")
    pane.eval(change)
    server.signal_workers(signal.SIGCONT)
    title, lines = pane.outcome()
    assert title == "Schedule: not done"
    assert lines[0].startswith("The workbook was changed while the server computed.")
    assert pane.book("log") == []


def test_a_cell_that_is_being_edited_is_said(
    server: Server, pane: Pane, gala: dict[str, Any]
) -> None:
    pane.open(server.url, gala)
    pane.eval("book.editing = true")
    pane.macro("schedule")
    assert pane.outcome()[1][0].startswith("A cell is being edited")


@pytest.mark.parametrize("name", ["schedule", "validate", "roll_up"])
def test_a_write_that_excel_refuses_takes_back_the_others(
    server: Server, pane: Pane, gala: dict[str, Any], name: str
) -> None:
    pane.open(server.url, gala)
    pane.macro(name)
    pane.outcome()
    writes = pane.book("writes")
    assert writes >= 3
    for number in (1, 2, writes):
        pane.open(server.url, gala)
        before = pane.cells()
        pane.eval(f"book.failAt = {number}")
        pane.macro(name)
        _, (line,) = pane.outcome()
        assert line.startswith("Excel refused a write (The sheet does not take this).")
        assert trimmed(pane.cells()) == trimmed(before), number


def trimmed(cells: Any) -> Any:
    """Rows and cells that were only touched are as empty as before."""
    made = []
    for name, rows, tables in cells:
        kept = ["\t".join(map(str, row)).rstrip() for row in rows]
        while kept and not kept[-1]:
            kept.pop()
        made.append((name, kept, tables))
    return made


def test_outside_of_excel_it_says_where_it_belongs(
    server: Server, pane: Pane, gala: dict[str, Any]
) -> None:
    pane.do("open", url=f"{server.url}/taskpane.html", payload=gala, host=None)
    pane.wait("!document.getElementById('notice').hidden")
    assert "open it in Excel" in pane.text("#notice")
