# ruff: noqa: E501
"""Every format gives back the event that it was given, whatever the texts."""

from __future__ import annotations

import copy
import shutil
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies import AWKWARD, SMALL, cell, item, plans
from xlevent.app.event import Event
from xlevent.domain.values import present
from xlevent.interop import plan_csv
from xlevent.sheets.kernel.columns import Column

slow = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def saved(event: Event, name: str) -> Event:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        event.save(path)
        return Event.load(path, registry=event.registry)


@slow
@given(plans(SMALL), st.sampled_from(["plan.yaml", "plan.json", "plan"]))
def test_files(event: Event, name: str) -> None:
    assert [f for f in event.findings if f.severity == "error" and f.column != "event_name"] == []
    again = saved(event, name)
    assert again == event
    # Nothing is said about the file that was not said before.
    assert {f.code for f in again.findings} <= {f.code for f in event.findings}


@slow
@given(plans(SMALL))
def test_frames(event: Event) -> None:
    frames = {key: event.frame(key) for key in event.tables}
    exact = {key: event.frame(key, exact=True) for key in event.tables}
    again = Event.from_frames(exact, settings=event.settings, picks=event.picks, registry=SMALL)
    assert again == event
    # float64 holds 15 digits: the strategies stay below.
    again = Event.from_frames(frames, settings=event.settings, picks=event.picks, registry=SMALL)
    assert again == event


@slow
@given(plans(SMALL), st.data())
def test_patching_yaml_gives_the_changed_event(event: Event, data: st.DataObject) -> None:
    """Random changes, saved over the file: it says the new event and keeps its comments."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "plan.yaml")
        event.save(path)
        marked = "# kept at the top\n" + path.read_text(encoding="utf-8")
        path.write_bytes(marked.encode())
        event = Event.load(path, registry=SMALL)
        for table in ("items", "people", "notes"):
            _change(data, event, table)
        event.settings["event_name"] = data.draw(st.sampled_from(AWKWARD)).strip() or "x"
        event = Event(event.settings, event.tables, event.picks, registry=SMALL)
        event.save(path, force=True)
        assert path.read_text(encoding="utf-8").startswith("# kept at the top\n")
        assert Event.load(path, registry=SMALL) == event


def _change(data: st.DataObject, event: Event, table: str) -> None:
    columns: list[Column] = [
        c for c in SMALL.tables[table].columns if c.role == "input" and not c.link
    ]
    rows = event.tables[table]
    for row in rows:
        column = data.draw(st.sampled_from(columns[1:] if len(columns) > 1 else columns))
        if data.draw(st.booleans()):
            row[column.key] = data.draw(cell(column, SMALL.lists))
        elif not column.required:
            row.pop(column.key, None)
    if data.draw(st.booleans()) and rows:
        del rows[data.draw(st.integers(0, len(rows) - 1))]
    if data.draw(st.booleans()) and rows:
        rows.insert(0, rows.pop())
    if data.draw(st.booleans()):
        first = columns[0].key
        rows.insert(data.draw(st.integers(0, len(rows))), {first: "NEW-1", "name": "new"})


@slow
@given(plans(SMALL))
def test_other_yaml_readers_see_the_same_texts(event: Event) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "plan.yaml")
        event.save(path)
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    for row, other in zip(event.tables["items"], loaded.get("items", []), strict=True):
        for column in SMALL.tables["items"].columns:
            value = row.get(column.key)
            if isinstance(value, str) or (column.kind in ("integer", "date") and value is not None):
                assert other[column.key] == value
            elif column.key == "cost" and value is not None:
                assert str(other["cost"]).rstrip("0").rstrip(".") == present(
                    "amount", value
                ).rstrip("0").rstrip(".") or float(other["cost"]) == float(str(value))


@pytest.mark.parametrize("text", AWKWARD)
@pytest.mark.parametrize("name", ["plan.yaml", "plan.json", "plan"])
def test_awkward_texts(text: str, name: str) -> None:
    event = Event({"event_name": text}, {"items": [item(remark=text)]}, registry=SMALL)
    assert saved(event, name) == event


@given(st.text(max_size=6, alphabet="'=+-@\t\ra1"))
def test_protecting_csv_texts(text: str) -> None:
    protected = plan_csv.protect(text)
    assert plan_csv.restore(protected) == text
    assert not protected.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_copies_keep_origins(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("items:\n- {id: A, name: a, cost: many}\n", encoding="utf-8")
    event = copy.deepcopy(Event.load(path, registry=SMALL))
    assert [f.code for f in event.check()] == ["XL110", "XL111"]
    assert event.findings[1].place.line == 2


def test_folder_keeps_each_table_in_its_part(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    folder.mkdir()
    (folder / "a.yaml").write_text(
        "settings: {event_name: E}\n# mine\nitems:\n- {id: A, name: a}  # first\n- {id: B, name: b}\n",
        encoding="utf-8",
    )
    (folder / "b.yaml").write_text("items:\n- {id: C, name: c}\n", encoding="utf-8")
    (folder / "people.csv").write_text("name,email\nBob,-b@x\n", encoding="utf-8")
    event = Event.load(folder, registry=SMALL)
    assert [r["id"] for r in event.tables["items"]] == ["A", "B", "C"]
    event.tables["items"][2]["cost"] = 5
    event.tables["items"].insert(2, {"id": "N-1", "name": "n"})
    event.tables["notes"].append({"text": "=x"})
    event = Event(event.settings, event.tables, event.picks, registry=SMALL)
    event.save(folder, force=True)
    assert Event.load(folder, registry=SMALL) == event
    assert "# first" in (folder / "a.yaml").read_text(encoding="utf-8")
    assert "cost: 5" in (folder / "b.yaml").read_text(encoding="utf-8")
    assert "id: N-1" in (folder / "a.yaml").read_text(encoding="utf-8")
    assert "'=x" in (folder / "notes.csv").read_text(encoding="utf-8-sig")
    assert "'-b@x" in (folder / "people.csv").read_text(encoding="utf-8-sig")
    shutil.rmtree(folder)
