"""Plan files that are meant to harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbook.books import DECLARED
from xlevent.app.event import Event
from xlevent.errors import UnreadableFileError
from xlevent.interop import files, plan_csv, plan_json, plan_yaml


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same with a limit that needs no file of 64 MB."""
    for module in (plan_yaml, plan_json, plan_csv, files):
        monkeypatch.setattr(module, "CELLS_LIMIT", 1_000)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tasks.csv", "id\n" + "1\n" * 300),
        ("tasks.csv", "id\n" + ",,,,,\n" * 200),
        ("p.json", '{"tasks": [' + "{}," * 3000 + "{}]}"),
        ("p.json", '{"tasks": [{"id": [' + "[]," * 3000 + "[]]}]}"),
        ("p.yaml", "tasks:\n" + "- {}\n" * 300),
        ("p.yaml", "tasks:\n- id: [" + "a," * 1001 + "a]\n"),
        ("p.yaml", "a: &a\n" + "- {x: 1}\n" * 50 + "tasks: *a\nb: *a\nc: *a\nd: *a\n"),
        ("p.yaml", "a:\n- &r {x: 1}\ntasks:\n- <<: [" + "*r," * 1001 + "*r]\n"),
    ],
)
def test_plans_that_fill_the_memory(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(UnreadableFileError, match="more than 1,000 cells") as caught:
        Event.load(tmp_path if name.endswith(".csv") else tmp_path / name, registry=DECLARED)
    assert name in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.yaml", "tasks:\n- <<: " + "[" * 5000 + "]" * 5000 + "\n"),
        ("p.yaml", "tasks: " + "[" * 5000 + "]" * 5000 + "\n"),
        ("p.yaml", "tasks:\n- id: " + "{a: " * 5000 + "}" * 5000 + "\n"),
        ("p.yaml", "tasks:\n- &a {<<: *a, id: T-1}\n"),
        ("p.yaml", "tasks:\n- !!python/object/apply:os.system [true]\n"),
        ("p.json", "[" * 100_000),
        ("p.json", '{"tasks": ' + "[" * 100_000 + "]" * 100_000 + "}"),
        ("p.json", '{"tasks": [{"id": "T-1", "cost": 1e99999999999999999999}]}'),
        ("p.json", '{"tasks": [{"id": "T-1", "cost": ' + "9" * 100_000 + "}]}"),
        ("p.json", '{"tasks": [{"id": "\\ud800", "cost": -0.0e-99999}]}'),
        ("tasks.csv", 'id,name\n"T-1' + "x" * 200_000),
        ("tasks.csv", "id\n\0\n"),
    ],
)
def test_plans_of_strange_shapes(tmp_path: Path, name: str, text: str) -> None:
    """An event or an error of ours."""
    (tmp_path / name).write_text(text)
    try:
        event = Event.load(
            tmp_path if name.endswith(".csv") else tmp_path / name, registry=DECLARED
        )
    except UnreadableFileError as error:
        told = str(error)
    else:
        told = name if isinstance(event.check(), list) else ""
    assert name in told
