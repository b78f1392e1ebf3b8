"""Two versions of an event: what is called added, removed, renamed, changed, moved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies import SMALL, item, plans
from xlevent.app.diff import Difference, apply, diff
from xlevent.app.event import Event
from xlevent.errors import MisuseError

PLANS = plans(SMALL)
# Three versions of one event are rare among random ones: many inputs are filtered out.
MANY = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def event(picks: dict[str, str] | None = None, **tables: Any) -> Event:
    return Event({"event_name": "E"}, tables, picks, registry=SMALL)


def kinds(a: Event, b: Event) -> list[tuple[str, str, str | None]]:
    return [(d.kind, d.key, d.column) for d in diff(a, b).all]


@MANY
@given(PLANS)
def test_a_version_equals_itself(a: Event) -> None:
    assert diff(a, a).all == ()


@MANY
@given(PLANS, PLANS)
def test_applied_differences_give_the_other_version(a: Event, b: Event) -> None:
    assert apply(diff(a, b), a) == b


@MANY
@given(PLANS, st.data())
def test_applied_differences_give_an_edited_version(a: Event, data: st.DataObject) -> None:
    tables = {
        key: data.draw(st.permutations(rows))[data.draw(st.integers(0, 1)) :]
        for key, rows in a.tables.items()
    }
    b = Event(a.settings, tables, a.picks, registry=SMALL)
    found = diff(a, b)
    assert apply(found, a) == b
    assert not any(d.kind in ("changed", "added") for d in found.all if d.table != "notes")


@MANY
@given(PLANS, PLANS)
def test_the_way_back_mirrors_the_way_there(a: Event, b: Event) -> None:
    there, back = diff(a, b), diff(b, a)
    assert {t: (m, n) for t, (n, m) in there.rows.items()} == dict(back.rows)
    assert sum(d.kind == "added" for d in there.all) == sum(d.kind == "removed" for d in back.all)


def test_cells_rows_settings_and_choices() -> None:
    a = Event({"event_name": "E", "tax_rate": "5%"}, {"items": [item(), item(id="IT-2")]},
              {"order": "IT-1"}, registry=SMALL)  # fmt: skip
    b = Event({"event_name": "E"}, {"items": [item(cost=5), item(id="IT-3", name="C")]},
              {"order": "IT-3"}, registry=SMALL)  # fmt: skip
    found = diff(a, b)
    assert [(d.table, d.kind, d.key, d.column) for d in found.all] == [
        ("settings", "changed", "", "tax_rate"),
        ("documents", "changed", "", "order"),
        ("items", "changed", "IT-1", "cost"),
        ("items", "added", "IT-3", None),
        ("items", "removed", "IT-2", None),
    ]
    assert found.rows["items"] == (2, 2)
    assert found.counts()["items"] == {"changed": 1, "added": 1, "removed": 1}
    assert found.all[-1].cells == {"id": "IT-2", "name": "A"}


def test_spelling_of_values_is_no_difference() -> None:
    a = event(items=[item(cost="1,000.0", state="Done", day="115/3/1", pieces=1, urgent=True)])
    b = event(items=[item(cost=1000, state="完成", day="2026-03-01", pieces=1.0, urgent="是")])
    assert diff(a, b).all == ()
    lower = item(id="it-1", cost=1000, state="done", day="2026-03-01", pieces=1, urgent="yes")
    assert kinds(a, event(items=[lower])) == [("renamed", "it-1", "id")]


def test_a_renamed_key_is_followed_by_links() -> None:
    a = event(people=[{"name": "Ann", "email": "a@x"}],
              items=[item(owner="Ann"), item(id="IT-2", name="B", after="IT-1")],
              picks={"order": "IT-1"})  # fmt: skip
    b = event(people=[{"name": "Anne", "email": "a@x"}],
              items=[item(id="IT-9", owner="Anne"), item(id="IT-2", name="B", after="IT-9")],
              picks={"order": "IT-9"})  # fmt: skip
    assert kinds(a, b) == [
        ("follows", "", "order"),
        ("renamed", "Anne", "name"),
        ("renamed", "IT-9", "id"),
        ("follows", "IT-9", "owner"),
        ("follows", "IT-2", "after"),
    ]
    assert apply(diff(a, b), a) == b


def test_alike_rows_are_renamed_only_as_many_as_came() -> None:
    a = event(items=[item(id="A"), item(id="B")])
    assert {k for k, *_ in kinds(a, event(items=[item(id="C"), item(id="D")]))} == {"renamed"}
    assert sorted(k for k, *_ in kinds(a, event(items=[item(id="C")]))) == [
        "added", "removed", "removed"]  # fmt: skip


def test_order_is_noted_but_no_change() -> None:
    rows = [item(id=f"IT-{n}", name=str(n)) for n in range(5)]
    found = diff(event(items=rows), event(items=[rows[4], *rows[:4]]))
    assert [(d.kind, d.key, d.old_row, d.new_row) for d in found.all] == [("moved", "IT-4", 4, 0)]
    assert not found


def test_keys_that_stand_twice_lose_nothing() -> None:
    a = event(items=[item(name="x"), item(name="y"), item(id="IT-2")])
    b = event(items=[item(name="y"), item(name="z"), item(name="w"), item(id="IT-2")])
    found = diff(a, b)
    assert [(d.kind, d.old, d.new) for d in found.typed] == [
        ("changed", "x", "z"), ("added", None, None)]  # fmt: skip
    assert apply(found, a) == b


def test_rows_without_keys_are_aligned() -> None:
    clauses = ["Payment within thirty days of the invoice.", "The organiser owns all pictures.",
               "Disputes go to the court of Taipei."]  # fmt: skip
    a = event(notes=[{"text": t} for t in clauses])
    b = event(notes=[{"text": "A new first clause about force majeure!"},
                     {"text": "Payment within sixty days of the invoice."},
                     {"text": clauses[2]}, {"text": clauses[1]}])  # fmt: skip
    assert sorted(kinds(a, b)) == [
        ("added", "", None), ("changed", "", "text"), ("moved", "", None)]  # fmt: skip
    assert apply(diff(a, b), a) == b


def test_engine_columns_stand_apart() -> None:
    found = diff(event(items=[item(early="2026-01-01")]), event(items=[item(early="2026-01-02")]))
    assert not found
    assert [(d.column, d.computed) for d in found.computed] == [("early", True)]


def test_cells_that_could_not_be_read_compare_by_their_text() -> None:
    a = event(items=[item(cost="soon", bogus=1.0)])
    assert diff(a, event(items=[item(cost="soon", bogus=1)])).all == ()
    found = diff(
        a,
        event(
            items=[
                item(cost="later"),
            ]
        ),
    )
    assert [(d.column, str(getattr(d.old, "text", d.old))) for d in found.all] == [
        ("cost", "soon"), ("bogus", "1")]  # fmt: skip
    assert apply(found, a).outgoing().tables == event(items=[item(cost="later")]).outgoing().tables


def test_unknown_tables_and_documents_count() -> None:
    a = Event({"event_name": "E"}, {"itms": [{"a": 1}]}, {"ordr": "x"}, registry=SMALL)
    found = diff(a, event())
    assert [(d.table, d.kind) for d in found.all] == [("documents", "changed"), ("itms", "removed")]
    assert diff(a, a).all == ()


def test_places_of_both_files(tmp_path: Path) -> None:
    for name, cost in (("a", 1), ("b", 2)):
        (tmp_path / f"{name}.yaml").write_text(
            f"settings: {{event_name: E}}\n# {name}\nitems:\n- id: A\n  name: n\n  cost: {cost}\n"
        )
    a, b = (Event.load(tmp_path / f"{n}.yaml", registry=SMALL) for n in "ab")
    (one,) = diff(a, b).all
    assert isinstance(one, Difference)
    assert (one.old_place.line, one.new_place.line) == (6, 6)
    assert str(one.old_place.file).endswith("a.yaml")
    assert str(one.new_place.file).endswith("b.yaml")


def test_differences_belong_to_their_version() -> None:
    found = diff(event(items=[item()]), event())
    with pytest.raises(MisuseError, match="items"):
        apply(found, event())
