"""Every function through a server that runs: over HTTP, and through the script Excel loads."""

from __future__ import annotations

import json
import signal
from typing import Any

import pytest
from xlevent_udfs.catalogue import CATALOGUE

from tests.udfs.server.asked import arguments, expected, received, request
from tests.udfs.server.pane import Pane
from tests.udfs.server.running import Server

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XLEVENT_LANG", "en")  # as the server runs


def agree(found: Any, name: str) -> None:
    rows, wanted = received(found), expected(name)
    assert [len(row) for row in rows] == [len(row) for row in wanted], name
    for row, wanted_row in zip(rows, wanted, strict=True):
        for cell, value in zip(row, wanted_row, strict=True):
            number = isinstance(value, int | float) and not isinstance(value, bool)
            assert cell == (pytest.approx(value) if number else value), name


def test_the_list_is_that_of_the_catalogue(server: Server) -> None:
    status, answer = server.get("/xlwings/custom-functions-meta.json")
    assert status == 200
    listed = {entry["name"].upper(): entry for entry in json.loads(answer)["functions"]}
    assert set(listed) == set(CATALOGUE)
    for name, entry in CATALOGUE.items():
        assert [p["name"] for p in listed[name]["parameters"]] == [a.name for a in entry.arguments]


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_call_over_http_answers_as_the_core(server: Server, name: str) -> None:
    status, answer = server.post("/xlwings/custom-functions-call", request(name))
    assert status == 200, answer
    agree(answer["result"], name)


@pytest.mark.parametrize(
    "args",
    [
        [[["A", "x"]], [[46083]], None, None], [[[""]], [[""]], None, None],
        [[["#REF!"]], [["soon"]], [[1, 2], [3, 4]], [[True]]],
    ],
)  # fmt: skip
def test_wrong_arguments_answer_one_line(server: Server, args: list[Any]) -> None:
    status, answer = server.post("/xlwings/custom-functions-call", request("XLE_FINISH", args))
    assert status == 200
    assert answer["result"][0][0].startswith("#XLE! ")
    assert "\n" not in answer["result"][0][0]


def call(pane: Pane, name: str) -> Any:
    """What Excel does with =XLE_...(): the result, or the text of the error in the cell."""
    given = json.dumps([*arguments(name), {"address": "Sheet1!A1"}])
    return pane.eval(
        f"try {{ return await book.functions[{json.dumps(name)}](...{given}) }}"
        " catch (error) { return {cell: error.code, said: error.message} }"
    )


@pytest.mark.browser
def test_every_function_through_the_script_that_excel_loads(
    server: Server, pane: Pane, gala: dict[str, Any]
) -> None:
    pane.open(server.url, gala)
    assert set(pane.eval("return Object.keys(book.functions)")) == set(CATALOGUE)
    for name in CATALOGUE:
        agree(call(pane, name), name)


@pytest.mark.browser
def test_a_server_that_is_down_gone_in_mid_call_and_back(
    tmp_path_factory: pytest.TempPathFactory, pane: Pane, gala: dict[str, Any]
) -> None:
    server = Server(tmp_path_factory.mktemp("down")).start()
    try:
        pane.open(server.url, gala)
        agree(call(pane, "XLE_NET_PAY"), "XLE_NET_PAY")
        process = server.process
        assert process is not None
        process.send_signal(signal.SIGSTOP)  # it has the call and does not answer
        given = json.dumps([*arguments("XLE_UBN"), {"address": "Sheet1!A1"}])
        pane.eval(
            f"window.ended = null; book.functions.XLE_UBN(...{given})"
            ".then(() => { window.ended = 'answered' }, (error) => { window.ended = error.code })"
        )
        server.stop(signal.SIGKILL)
        assert pane.wait("window.ended", 30) == "#VALUE!"
        gone = call(pane, "XLE_NET_PAY")
        assert gone["cell"] == "#VALUE!"
        assert gone["said"] == "Error: Network error"
        server.start()
        agree(call(pane, "XLE_NET_PAY"), "XLE_NET_PAY")
    finally:
        server.stop()
