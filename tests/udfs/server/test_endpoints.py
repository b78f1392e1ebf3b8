"""Macros over HTTP: what the task pane sends and hears, without the pane."""

from __future__ import annotations

import base64
import http.client
import json
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from xlevent_udfs.macros.catalogue import MACROS

from tests.udfs.macros import excel
from tests.udfs.server.running import LICENCE, Server, environment
from xlevent import __version__

pytestmark = pytest.mark.slow


def asked(name: str, payload: dict[str, Any]) -> Any:
    """What the macro asks for when it runs here; run apart, xlwings keeps a key for the process."""
    from xlevent_udfs.macros.running import run

    book = excel.open_book(payload)
    outcome = run(name, book)
    return outcome, excel.actions(book) if outcome.done else []


def places(actions: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """What is done where; values differ, because the log of writes tells the time."""
    keys = ("func", "sheet_position", "start_row", "start_column", "row_count", "column_count")
    return [tuple(action[key] for key in keys) for action in actions]


@pytest.fixture(scope="module")
def payload(books: dict[str, Path]) -> dict[str, Any]:
    return excel.payload(books["en"])


@pytest.mark.parametrize("name", MACROS)
def test_a_macro_answers_steps_and_the_actions_of_a_run_here(
    server: Server, payload: dict[str, Any], name: str
) -> None:
    steps, end = server.macro(name, payload)
    outcome, actions = asked(name, payload)
    assert all(set(step["step"]) == {"zh-TW", "en"} for step in steps)
    assert end["done"] == outcome.done
    assert [line["en"] for line in end["lines"]] == [line.en for line in outcome.lines]
    assert places(end["actions"]) == places(actions)
    if outcome.download is None:
        assert end["download"] is None
    else:
        assert base64.b64decode(end["download"]["content"]).startswith((b"<!DOCTYPE html>", b"{"))


def test_a_chosen_file_reaches_the_macro(server: Server, payload: dict[str, Any]) -> None:
    content = base64.b64encode("日期,摘要\n".encode()).decode()
    given = {**payload, "xlevent": {"file": {"name": "bank.csv", "content": content}}}
    _, end = server.macro("reconcile", given)
    assert not end["done"]
    assert "bank.csv" in end["lines"][0]["en"]
    broken = {**payload, "xlevent": {"file": {"name": "bank.csv", "content": "*"}}}
    _, end = server.macro("reconcile", broken)
    assert not end["done"]
    assert end["actions"] == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"sheets": 1, "book": {}}', b"\xff"])
def test_what_is_no_workbook_is_refused_in_one_sentence(server: Server, body: bytes) -> None:
    _, end = server.macro("schedule", body)
    assert not end["done"]
    assert len(end["lines"]) == 1
    assert "does not understand" in end["lines"][0]["en"]


def test_a_workbook_that_is_not_ours_is_left_alone(server: Server) -> None:
    sheet = {"name": "Sheet1", "visibility": "Visible", "values": [[1, "x"]], "tables": [],
             "pictures": [], "shapes": [], "charts": []}  # fmt: skip
    foreign = {"client": "Office.js", "version": "dev", "names": [], "sheets": [sheet],
               "book": {"name": "b.xlsx", "active_sheet_index": 0, "selection": None}}  # fmt: skip
    for name in MACROS:
        _, end = server.macro(name, foreign)
        assert not end["done"], name
        assert end["actions"] == []


def test_another_version_of_the_pane_and_unknown_macros(
    server: Server, payload: dict[str, Any]
) -> None:
    _, (status, told) = server.macro("schedule", payload, pane="0.0.1")
    assert status == 409
    assert __version__ in told["detail"]["en"]
    _, (status, told) = server.macro("nothing", payload)
    assert status == 404
    assert "nothing" in told["detail"]["zh-TW"]


def test_the_server_answers_others_while_a_macro_computes(
    server: Server, payload: dict[str, Any]
) -> None:
    server.macro("export", payload)  # a process is ready
    with ThreadPoolExecutor(1) as pool:
        server.signal_workers(signal.SIGSTOP)
        waiting = pool.submit(server.macro, "schedule", payload)
        time.sleep(0.5)
        began = time.monotonic()
        assert server.get("/")[0] == 200
        assert time.monotonic() - began < 1
        assert not waiting.done()
        server.signal_workers(signal.SIGCONT)
        assert waiting.result(60)[1]["done"]


def test_two_workbooks_at_a_time_do_not_mix(
    server: Server, payload: dict[str, Any], books: dict[str, Path]
) -> None:
    other = excel.payload(books["zh-TW"])
    with ThreadPoolExecutor(4) as pool:
        ends = list(pool.map(lambda p: server.macro("schedule", p)[1], [payload, other] * 2))
    assert [end["language"] for end in ends] == ["en", "zh-TW"] * 2
    apart = [server.macro("schedule", one)[1] for one in (payload, other)]
    for end, alone in zip(ends, apart * 2, strict=True):
        assert end["lines"] == alone["lines"]
        assert places(end["actions"]) == places(alone["actions"])


def test_whoever_hangs_up_stops_the_computation(server: Server, payload: dict[str, Any]) -> None:
    server.macro("export", payload)
    server.signal_workers(signal.SIGSTOP)
    stopped = set(server.workers())
    body = json.dumps(payload).encode()
    head = (
        f"POST /xlevent/macros/schedule HTTP/1.1\r\nHost: localhost\r\n"
        f"X-Xlevent-Pane: {__version__}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("localhost", server.port)) as link:
        link.sendall(head.encode() + body)
        assert b"200 OK" in link.recv(200)
    end = time.monotonic() + 20
    while stopped <= set(server.workers()) and time.monotonic() < end:
        time.sleep(0.1)
    assert not stopped <= set(server.workers())
    server.signal_workers(signal.SIGCONT)
    assert server.macro("schedule", payload)[1]["done"]


def test_a_process_that_dies_is_told_and_replaced(server: Server, payload: dict[str, Any]) -> None:
    server.macro("export", payload)
    with ThreadPoolExecutor(1) as pool:
        server.signal_workers(signal.SIGSTOP)
        waiting = pool.submit(server.macro, "schedule", payload)
        time.sleep(0.5)
        server.signal_workers(signal.SIGKILL)
        _, end = waiting.result(60)
    assert not end["done"]
    assert "ended unexpectedly" in end["lines"][0]["en"]
    assert server.macro("schedule", payload)[1]["done"]


def test_a_workbook_beyond_the_limit_is_refused(tmp_path: Path, payload: dict[str, Any]) -> None:
    server = Server(tmp_path, XLEVENT_SERVER_MEGABYTES="1").start()
    try:
        big = {**payload, "padding": "x" * 1_100_000}
        _, (status, told) = server.macro("schedule", big)
        assert status == 413
        assert "XLEVENT_SERVER_MEGABYTES" in told["detail"]["en"]
    finally:
        server.stop()


def test_100_000_rows_of_people_beside_ours(server: Server, payload: dict[str, Any]) -> None:
    rows = [[number, f"row {number}", number / 7, "2027-03-01", ""] for number in range(100_000)]
    own = {"name": "Own", "visibility": "Visible", "values": rows, "tables": [],
           "pictures": [], "shapes": [], "charts": []}  # fmt: skip
    _, end = server.macro("schedule", {**payload, "sheets": [*payload["sheets"], own]})
    assert end["done"], end["lines"]


def test_scripts_of_xlwings_do_the_same_and_say_so(server: Server, payload: dict[str, Any]) -> None:
    status, answer = server.get("/xlwings/custom-scripts-meta.json")
    assert status == 200
    assert {entry["function_name"] for entry in json.loads(answer)} == set(MACROS)
    status, told = server.post("/xlwings/custom-scripts-call/schedule", payload)
    assert status == 200
    _, end = server.macro("schedule", payload)
    *actions, alert = told["actions"]
    assert places(actions) == places(end["actions"])
    assert alert["func"] == "alert"
    assert alert["args"][0] == "\n".join(line["en"] for line in end["lines"])
    status, told = server.post("/xlwings/custom-scripts-call/export", payload)
    assert "task pane" in told["actions"][-1]["args"][0]


def test_other_sites_may_read_the_list_of_functions_and_run_nothing(
    server: Server, payload: dict[str, Any]
) -> None:
    link = http.client.HTTPConnection("localhost", server.port, timeout=30)
    link.request(
        "GET", "/xlwings/custom-functions-meta.json",
        headers={"Origin": "https://euc-excel.officeapps.live.com"},
    )  # fmt: skip
    assert link.getresponse().getheader("Access-Control-Allow-Origin") == "*"
    link.close()
    body = json.dumps(payload).encode()
    headers = {"X-Xlevent-Pane": __version__, "Sec-Fetch-Site": "cross-site"}
    status, _ = server.ask("POST", "/xlevent/macros/schedule", body, headers)
    assert status == 403


def test_pages_carry_a_policy_and_load_nothing_from_elsewhere(server: Server) -> None:
    status, page = server.get("/taskpane.html")
    assert status == 200
    assert b"https://" not in page.replace(
        b"https://cdn.jsdelivr.net/pyodide/", b""
    )  # xlwings' own
    status, page = server.get("/xlevent/about")
    assert status == 200
    assert b"PolyForm Noncommercial" in page


@pytest.mark.parametrize("key", [None, "not-a-key"])
def test_no_start_without_a_valid_licence_key(tmp_path: Path, key: str | None) -> None:
    settings = environment(HOME=str(tmp_path))
    del settings[next(iter(LICENCE))]
    if key is not None:
        settings["XLWINGS_LICENSE_KEY"] = key
    done = subprocess.run(
        [sys.executable, "-m", "xlevent.cli", "addin", "server", "--folder", str(tmp_path)],
        env=settings, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert "XLWINGS_LICENSE_KEY" in done.stderr
    assert "noncommercial" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_licence_is_said_at_the_start(server: Server) -> None:
    told = server.log.read_text("utf-8")
    assert "PolyForm Noncommercial" in told
    assert "Licence in use: noncommercial." in told
