"""xlwings' own code registers and calls the catalogue: the protocol of Lite and Server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from xlevent_udfs.catalogue import CATALOGUE

_ASK = """
import asyncio, json, sys
from xlwings import server
from xlevent_udfs.server import functions as module

class Searched:
    names = []

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        cls.names.append(name)


sys.meta_path.insert(0, Searched)
asked = json.load(sys.stdin)
answers = []
for data in asked:
    data.update(version="dev", client="Office.js", content_language="en-US",
                date_format="yyyy-mm-dd",
                caller_address="Sheet1!A1", runtime="1.4", culture_info_name="en-US")
    answers.append(asyncio.run(server.custom_functions_call(data, module)))
print(json.dumps({
    "meta": server.custom_functions_meta(module), "answers": answers, "searched": Searched.names,
}))
"""


# An error within a range, as Excel sends it.
_ERROR = {"type": "Error", "errorType": "NotAvailable", "basicType": "Error", "basicValue": "#N/A"}


def ask(*calls: tuple[str, list[Any]]) -> dict[str, Any]:
    environment = {
        **os.environ, "XLWINGS_LICENSE_KEY": "noncommercial", "XLWINGS_ON_SERVER": "true",
        "XLEVENT_LANG": "en",
    }  # fmt: skip
    asked = [{"func_name": name, "args": args} for name, args in calls]
    done = subprocess.run(
        [sys.executable, "-c", _ASK], input=json.dumps(asked), capture_output=True, text=True,
        env=environment, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    tasks = [["ID", "Duration", "Predecessors"], ["A", 3, ""], ["B", 2, "A"]]
    return ask(
        ("XLE_FINISH", [tasks, [[46083]], None, None]),
        ("XLE_UBN", [[["04595257"]]]),
        ("XLE_SCHEDULE", [tasks, [[46083]], [[""]], [[""]], [[True]]]),
        ("XLE_NET_PAY", [[["professional_fee"]], [[30000]], [[46083]], [[""]], [[""]]]),
        ("XLE_FINISH", [[["A", "x"]], [[46083]], None, None]),
        ("XLE_FINISH", [[["A", _ERROR, ""]], [[46083]], None, None]),
    )


def test_every_function_is_registered_with_its_texts(found: dict[str, Any]) -> None:
    listed = {entry["name"].upper(): entry for entry in found["meta"]["functions"]}
    assert set(listed) == set(CATALOGUE)
    for name, entry in CATALOGUE.items():
        meta = listed[name]
        assert meta["description"] == entry.help.en
        assert [p["name"] for p in meta["parameters"]] == [a.name for a in entry.arguments]
        assert [p["description"] for p in meta["parameters"]] == [
            a.help.en for a in entry.arguments
        ]
        assert not meta["options"].get("volatile", False)


def test_calls_answer_as_in_excel(found: dict[str, Any]) -> None:
    finish, ubn, dates, pay, wrong, error = found["answers"]
    assert ubn == [[""]]
    assert dates[0][0] == "Task ID"
    assert [row[0] for row in dates[1:]] == ["A", "B"]
    assert pay == [[30000, 3000, 633, 26367]]
    assert wrong[0][0].startswith("#XLE! argument tasks: row 1")
    assert "#N/A" in error[0][0]  # and no task without duration
    cell = finish[0][0]
    moment = cell["basicValue"] if isinstance(cell, dict) else cell
    assert moment == pytest.approx(46087.75)


def test_cells_cost_no_search_for_a_module(found: dict[str, Any]) -> None:
    again = [name for name in found["searched"] if found["searched"].count(name) > 1]
    assert not again
