"""Events: what they are made of, checks, equality, saving."""

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.strategies import SMALL, item
from xlevent.app.event import Event
from xlevent.errors import MisuseError


def event(**tables: list[dict[str, object]]) -> Event:
    return Event({"event_name": "E"}, tables, registry=SMALL)


def codes(found: Event) -> list[str]:
    return [f.code for f in found.findings]


def test_plain_values_are_typed() -> None:
    made = event(
        items=[item(cost="1,234", day="114/3/1", state="完成", urgent=True, after=["IT-1"])]
    )
    assert made.tables["items"] == [
        item(cost=Decimal(1234), day=date(2025, 3, 1), state="done", urgent="yes", after="IT-1")
    ]
    assert made.findings == []


def test_one_bad_cell_costs_nothing_else() -> None:
    made = event(items=[item(cost="x", day="y", hours=2), item(id="IT-2", hours="z")])
    assert made.tables["items"] == [item(hours=Decimal(2)), item(id="IT-2")]
    assert codes(made) == ["XL111", "XL113", "XL111"]
    assert [(f.row, f.column) for f in made.findings] == [(0, "cost"), (0, "day"), (1, "hours")]


def test_required_bounds_patterns_lists() -> None:
    made = event(
        items=[{"id": "A", "pieces": 1001, "cost": -1, "share": "5", "ubn": "123", "state": "dne",
                "colour": "green"}]
    )  # fmt: skip
    assert sorted(codes(made)) == ["XL110", "XL130", "XL131", "XL131", "XL132", "XL133"]
    listed = next(f for f in made.findings if f.code == "XL132")
    assert "done" in listed.hint.en
    assert made.tables["items"][0]["state"] == "dne"  # kept, so that it can be seen and mended


def test_duplicates_and_links() -> None:
    made = event(
        people=[{"name": "Ann"}, {"name": "ann"}],
        items=[item(owner="ANN", after="IT-1; IT-2; it-1"), item(id="IT-3", owner="Anne")],
    )
    assert codes(made) == ["XL142", "XL142", "XL140", "XL141", "XL141"]
    assert made.tables["items"][0]["owner"] == "Ann"
    assert made.tables["items"][0]["after"] == "IT-1; IT-2; IT-1"
    assert [f.value for f in made.findings[-2:]] == ["Anne", "IT-2"]
    assert "Ann'" in made.findings[-2].hint.en


def test_keys_of_anonymous_tables_may_repeat() -> None:
    assert codes(event(notes=[{"text": "a"}, {"text": "a"}])) == []


def test_results_are_not_taken() -> None:
    made = event(items=[item(total=5), item(id="B", total=6)], mirror=[{"x": 1}])
    assert codes(made) == ["XL105", "XL107"]


def test_check_follows_changes() -> None:
    made = event(items=[item(cost="x")])
    assert codes(made) == ["XL111"]
    made.tables["items"][0]["cost"] = Decimal(1)
    made.tables["items"].append({"id": "IT-1", "name": "B", "pieces": -1})
    assert [f.code for f in made.check()] == ["XL130", "XL140"]
    assert codes(made) == ["XL130", "XL140"]


def test_warnings_of_reading_stay_until_the_cell_changes(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_text("settings: {event_name: E}\nitems:\n- {id: A, name: a, cost: NT$5}\n", "utf-8")
    made = Event.load(path, registry=SMALL)
    assert [f.code for f in made.check()] == ["XL122"]
    made.tables["items"][0]["cost"] = Decimal(6)
    assert made.check() == []


def test_settings() -> None:
    assert [f.code for f in Event(registry=SMALL).findings] == ["XL110"]
    made = Event({"Event name": "E", "tax_rat": 1}, {}, {"ordr": "x", "order": "y"}, registry=SMALL)
    assert made.settings == {"event_name": "E"}
    assert made.picks == {"order": "y"}
    assert codes(made) == ["XL103", "XL104", "XL143"]
    assert "order" in made.findings[1].hint.en


def test_equality() -> None:
    assert event(items=[item()]) == event(items=[item()], people=[])
    assert event(items=[item()]) != event()
    assert event() != Event({"event_name": "F"}, registry=SMALL)
    assert event() != 5


def test_a_flood_is_cut_short() -> None:
    made = event(items=[item(id=f"A{n}", cost="x", foo=1) for n in range(3000)])
    assert codes(made).count("XL111") == 1000
    assert codes(made).count("XL199") == 2
    assert "2000" in made.findings[-1].message.en


def test_saving_does_not_replace_other_files(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    event().save(path)
    with pytest.raises(MisuseError):
        event().save(path)
    event().save(path, force=True)
    mine = Event.load(path, registry=SMALL)
    mine.save(path)
    broken = tmp_path / "q.yaml"
    broken.write_text("a: [", "utf-8")
    event().save(broken, force=True)
    assert Event.load(broken, registry=SMALL) == event()
    with pytest.raises(MisuseError):
        event().save(tmp_path / "p.pdf")


def test_frame_of_an_unknown_table() -> None:
    with pytest.raises(MisuseError, match="items"):
        event().frame("itmes")


def test_pickling() -> None:
    made = event(items=[item(cost="x")])
    row = pickle.loads(pickle.dumps(made.tables["items"]))[0]
    assert row.origin.unread == {"cost": "x"}


@pytest.mark.slow
def test_a_large_table_is_read_whole() -> None:
    rows = [
        item(id=f"IT-{n}", cost=f"{n}.5", pieces=n % 1000, day="2026-11-20", start="09:30",
             state="open", remark="some text 說明", hours="1.25", share="0.5", page="http://x")
        for n in range(50_000)
    ]  # fmt: skip
    made = event(items=rows)
    assert made.findings == []
    assert len(made.tables["items"]) == 50_000
