"""Two copies of an event made one: nothing is lost, and nobody is asked without need."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.strategies import SMALL, item, plans
from xlevent.app.event import Event
from xlevent.app.merge import Merged, merge

PLANS = plans(SMALL)
# Three versions of one event are rare among random ones: many inputs are filtered out.
MANY = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TYPED = ("name", "remark", "state", "pieces", "cost", "day")


def event(picks: dict[str, str] | None = None, **tables: Any) -> Event:
    return Event({"event_name": "E"}, tables, picks, registry=SMALL)


def copy(source: Event, **tables: Any) -> Event:
    rows = {key: [dict(row) for row in rows] for key, rows in {**source.tables, **tables}.items()}
    return Event(dict(source.settings), rows, dict(source.picks), registry=SMALL)


def clean(merged: Merged) -> Event:
    assert merged.conflicts == ()
    assert merged.renumbered == ()
    return merged.event


@st.composite
def edits(draw: st.DrawFn, base: Event) -> Event:
    """The event after a person worked on it: cells changed, rows gone, new and moved."""
    other = draw(PLANS)
    tables: dict[str, Any] = {}
    for key, rows in base.tables.items():
        left = [dict(row) for row in rows if draw(st.integers(0, 5))]
        for row in left:
            source = draw(st.sampled_from(other.tables[key])) if other.tables[key] else {}
            first = SMALL.tables[key].key_column
            for name in draw(st.lists(st.sampled_from(sorted({*row, *source})), max_size=3)):
                if name == first.key and (key != "items" or draw(st.booleans())):
                    continue
                row.pop(name, None)
                if name in source:
                    row[name] = source[name]
        if SMALL.tables[key].rows is None:
            left += [dict(row) for row in other.tables[key] if draw(st.booleans())]
            left = draw(st.permutations(left)) if draw(st.booleans()) else left
        tables[key] = [row for row in left if row]
    chosen = {**base.settings, **(other.settings if draw(st.booleans()) else {})}
    return Event(chosen, tables, draw(st.sampled_from([base.picks, other.picks])), registry=SMALL)


@st.composite
def versions(draw: st.DrawFn) -> tuple[Event, Event, Event]:
    base = draw(PLANS)
    return base, draw(edits(base)), draw(edits(base))


@MANY
@given(versions())
def test_a_side_that_changed_nothing_changes_nothing(three: tuple[Event, Event, Event]) -> None:
    base, mine, theirs = three
    assert clean(merge(base, mine, base)) == mine
    assert clean(merge(base, base, theirs)) == theirs
    assert clean(merge(base, mine, mine)) == mine


@MANY
@given(PLANS, PLANS)
def test_unrelated_versions_too(base: Event, other: Event) -> None:
    assert clean(merge(base, other, base)) == other
    assert clean(merge(base, base, other)) == other
    assert clean(merge(base, other, other)) == other
    assert clean(merge(Event(registry=SMALL), other, other)) == other


@MANY
@given(versions())
def test_the_merge_can_be_made_in_mine(three: tuple[Event, Event, Event]) -> None:
    _, mine, _ = three
    merged = merge(*three)
    again = copy(mine)
    before = {key: list(rows) for key, rows in again.tables.items()}
    merged.put_into(again)
    assert again == merged.event
    for key, rows in again.tables.items():
        if again.registry.tables[key].anonymous:
            continue  # rows without a key are found again by what they hold
        kept = sum(any(row is old for old in before[key]) for row in rows)
        assert kept >= len(rows) - sum(
            d.kind in ("added", "renamed") for d in merged.taken.all if d.table == key
        )


@MANY
@given(versions())
def test_every_cell_is_somebodys(three: tuple[Event, Event, Event]) -> None:
    merged = merge(*three)
    assume(not merged.renumbered)
    for key, rows in merged.event.tables.items():
        known = {
            (name, str(value).casefold())
            for side in three
            for row in side.tables[key]
            for name, value in row.items()
        }
        for row in rows:
            for name, value in row.items():
                column = next(c for c in SMALL.tables[key].columns if c.key == name)
                assert column.kind == "links" or (name, str(value).casefold()) in known


@pytest.mark.slow
@MANY
@given(versions())
def test_sides_are_equal_where_they_agree(three: tuple[Event, Event, Event]) -> None:
    base, mine, theirs = three
    one, two = merge(base, mine, theirs), merge(base, theirs, mine)
    assert bool(one.conflicts) == bool(two.conflicts)
    assume(not one.conflicts and not one.renumbered and not two.renumbered)
    assert one.event.settings == two.event.settings
    assert one.event.picks == two.event.picks
    for key in one.event.tables:
        rows = [
            Counter(
                frozenset((k, str(v).casefold()) for k, v in row.items() if k != "early")
                for row in merged.event.tables[key]
            )
            for merged in (one, two)
        ]
        assert rows[0] == rows[1]


@MANY
@given(versions())
def test_preferred_sides_mirror_each_other(three: tuple[Event, Event, Event]) -> None:
    base, mine, theirs = three
    one, two = merge(base, mine, theirs), merge(base, theirs, mine, prefer="theirs")
    assume(not one.renumbered and not two.renumbered)
    assert one.event.settings == two.event.settings
    assert len(one.conflicts) == len(two.conflicts)


@MANY
@given(PLANS, st.data())
def test_separate_edits_both_survive(base: Event, data: st.DataObject) -> None:
    rows = base.tables["items"]
    assume(len(rows) >= 2 and len({str(r["id"]).casefold() for r in rows}) == len(rows))
    mine, theirs = copy(base), copy(base)
    for n in range(len(rows)):
        side = data.draw(st.sampled_from([mine, theirs]))
        for name in data.draw(st.sets(st.sampled_from(TYPED))):
            text = data.draw(st.sampled_from(["x", "y"]))
            value = {"pieces": 7, "cost": 8, "day": "2026-05-05", "state": "open"}.get(name, text)
            side.tables["items"][n][name] = value
    mine, theirs = copy(mine), copy(theirs)
    merged = clean(merge(base, mine, theirs))
    for n, row in enumerate(rows):
        for name in {*row, *TYPED}:
            was, a, b = row.get(name), *(e.tables["items"][n].get(name) for e in (mine, theirs))
            assert merged.tables["items"][n].get(name) == (b if a == was else a)


# --- what planners do ----------------------------------------------------------------------------
def test_cells_of_one_row_and_new_rows() -> None:
    base = event(items=[item(), item(id="IT-2", name="B")])
    mine = event(items=[item(cost=5), item(id="IT-2", name="B"), item(id="IT-3", name="mine")])
    theirs = event(items=[item(id="IT-9", name="theirs"), item(pieces=2),
                          item(id="IT-2", name="B")])  # fmt: skip
    found = merge(base, mine, theirs)
    assert clean(found).tables["items"] == [
        item(id="IT-9", name="theirs"), item(cost=5, pieces=2), item(id="IT-2", name="B"),
        item(id="IT-3", name="mine"),
    ]  # fmt: skip
    assert [(d.kind, d.key, d.column) for d in found.taken.all] == [
        ("added", "IT-9", None), ("changed", "IT-1", "pieces")]  # fmt: skip


def test_a_cell_changed_twice_is_a_conflict() -> None:
    base, mine, theirs = (event(items=[item(cost=n, pieces=9)]) for n in (1, 2, 3))
    found = merge(base, mine, theirs)
    (one,) = found.conflicts
    assert (one.kind, one.table, one.key, one.column) == ("cell", "items", "IT-1", "cost")
    assert (one.base, one.mine, one.theirs) == (1, 2, 3)
    assert found.event == mine
    assert merge(base, mine, theirs, prefer="theirs").event == theirs


def test_settings_and_choices_of_documents() -> None:
    def made(picks: dict[str, str], **values: Any) -> Event:
        return Event({"event_name": "E", **values}, {"items": [item(), item(id="IT-2")]}, picks,
                     registry=SMALL)  # fmt: skip

    base, mine = made({"order": "IT-1"}), made({"order": "IT-2"}, tax_rate="5%")
    found = merge(base, mine, made({"order": "IT-1"}, event_start="2026-05-05"))
    assert set(clean(found).settings) == {"event_name", "tax_rate", "event_start"}
    assert found.event.picks == {"order": "IT-2"}
    both = merge(base, mine, made({}, tax_rate="6%"))
    assert [(c.table, c.column) for c in both.conflicts] == [
        ("settings", "tax_rate"), ("documents", "order")]  # fmt: skip


def test_a_row_removed_here_and_changed_there() -> None:
    base, changed = event(items=[item(cost=1)]), event(items=[item(cost=2)])
    found = merge(base, event(), changed)
    assert [(c.kind, c.key, dict(c.row)) for c in found.conflicts] == [
        ("removed_by_mine", "IT-1", {"cost": 2})]  # fmt: skip
    assert found.event.tables["items"] == []
    assert merge(base, event(), changed, prefer="theirs").event == changed
    kept = merge(base, changed, event())
    assert [c.kind for c in kept.conflicts] == ["removed_by_theirs"]
    assert kept.event == changed
    assert merge(base, changed, event(), prefer="theirs").event == event()


def test_one_new_row_filled_in_twice() -> None:
    found = merge(event(), event(items=[item(name="Visit the hall", cost=1, pieces=2)]),
                  event(items=[item(name="Visit the hall", cost=3, hours=4)]))  # fmt: skip
    assert [(c.column, c.base, c.mine, c.theirs) for c in found.conflicts] == [
        ("cost", None, 1, 3)]  # fmt: skip
    assert found.event.tables["items"] == [item(name="Visit the hall", cost=1, pieces=2, hours=4)]


def test_one_number_for_two_things() -> None:
    base = event(items=[item(id="IT-001")])
    mine = event(items=[item(id="IT-001"), item(id="IT-002", name="Book the band"),
                        item(id="IT-003", name="Sound check", after="IT-002")])  # fmt: skip
    theirs = event(items=[item(id="IT-001", after="IT-002"),
                          item(id="IT-002", name="Order flowers"),
                          item(id="IT-004", name="Water them", after="IT-002; IT-001")],
                   picks={"order": "IT-002"})  # fmt: skip
    found = merge(base, mine, theirs)
    assert [(r.table, r.old, r.new) for r in found.renumbered] == [("items", "IT-002", "IT-005")]
    assert found.conflicts == ()
    rows = {str(row["id"]): row for row in found.event.tables["items"]}
    assert rows["IT-002"]["name"] == "Book the band"
    assert rows["IT-005"]["name"] == "Order flowers"
    assert rows["IT-003"]["after"] == "IT-002"
    assert rows["IT-001"]["after"] == "IT-005"
    assert rows["IT-004"]["after"] == "IT-005; IT-001"
    assert found.event.picks == {"order": "IT-005"}
    assert found.new_findings == []


def test_names_are_not_numbers() -> None:
    base = event(people=[{"name": "Bo", "email": "b@x"}])
    mine = event(people=[{"name": "Ann", "email": "b@x"}])
    theirs = event(people=[{"name": "Bo", "email": "b@x"}, {"name": "Ann", "email": "a@x"}])
    found = merge(base, mine, theirs)
    assert [(c.kind, c.key) for c in found.conflicts] == [("same_key", "Ann")]
    assert [dict(r) for r in found.event.tables["people"]] == [
        {"name": "Ann", "email": "b@x"}, {"name": "Ann", "email": "a@x"}]  # fmt: skip


def test_a_renamed_key_is_renamed_for_the_other_side() -> None:
    base = event(people=[{"name": "Ann", "email": "a"}], items=[item(owner="Ann")])
    mine = event(people=[{"name": "Ann Lee", "email": "a"}], items=[item(owner="Ann Lee")])
    theirs = event(
        people=[{"name": "Ann", "email": "a2"}],
        items=[item(owner="Ann", cost=1), item(id="IT-2", name="B", owner="ann")],
    )
    expected = event(people=[{"name": "Ann Lee", "email": "a2"}],
                     items=[item(owner="Ann Lee", cost=1),
                            item(id="IT-2", name="B", owner="Ann Lee")])  # fmt: skip
    assert clean(merge(base, mine, theirs)) == expected
    assert clean(merge(base, theirs, mine)) == expected
    other = event(people=[{"name": "Anna", "email": "a"}], items=[item(owner="Anna")])
    both = merge(base, mine, other)
    assert [(c.table, c.column, c.mine, c.theirs) for c in both.conflicts] == [
        ("people", "name", "Ann Lee", "Anna")]  # fmt: skip
    assert both.event == mine
    assert merge(base, mine, other, prefer="theirs").event == other


def test_rows_without_keys() -> None:
    base = event(notes=[{"text": "Payment within thirty days."}, {"text": "Court of Taipei."}])
    mine = event(notes=[{"text": "Payment within sixty days."}, {"text": "Court of Taipei."}])
    theirs = event(notes=[{"text": "Pictures belong to the organiser."},
                          {"text": "Payment within thirty days.", "amount": 5},
                          {"text": "Court of Taipei."}])  # fmt: skip
    assert [dict(r) for r in clean(merge(base, mine, theirs)).tables["notes"]] == [
        {"text": "Pictures belong to the organiser."},
        {"text": "Payment within sixty days.", "amount": 5},
        {"text": "Court of Taipei."},
    ]


def test_order_of_the_side_that_moved_rows() -> None:
    rows = [item(id=f"A{n}", name=str(n)) for n in range(4)]
    moved = [rows[3], *rows[:3]]
    changed = [{**row, "cost": 1} for row in rows]
    assert clean(merge(event(items=rows), event(items=changed), event(items=moved))) == event(
        items=[{**row, "cost": 1} for row in moved]
    )
    assert clean(merge(event(items=rows), event(items=moved), event(items=changed))) == event(
        items=[{**row, "cost": 1} for row in moved]
    )


def test_engine_values_are_no_conflict() -> None:
    base, mine, theirs = (event(items=[item(early=f"2026-01-0{n}")]) for n in (1, 2, 3))
    assert clean(merge(base, mine, theirs)) == mine
    assert clean(merge(base, base, theirs)) == theirs


def test_cells_that_could_not_be_read_are_kept() -> None:
    base = event(items=[item(cost="x")])
    mine = event(items=[item(cost="x", pieces=1)])
    theirs = event(items=[item(cost="x", bogus="b", day="soon")], itms=[{"a": "1"}])
    found = clean(merge(base, mine, theirs)).outgoing()
    (row,) = found.tables["items"]
    expected = item(pieces=1, cost="x", bogus="b", day="soon")
    assert {k: getattr(v, "raw", v) for k, v in row.items()} == expected
    assert len(found.tables["itms"]) == 1


def test_links_to_what_the_other_side_removed_are_told() -> None:
    base = event(items=[item(), item(id="IT-2", name="B")])
    found = merge(base, event(items=[item()]),
                  event(items=[item(after="IT-2"), item(id="IT-2", name="B")]))  # fmt: skip
    assert found.conflicts == ()
    assert [(f.code, f.value) for f in found.new_findings] == [("XL141", "IT-2")]


def test_values_computed_from_other_inputs_are_stale() -> None:
    def made(duration: int, owner: str | None = None) -> Event:
        task = {"id": "T-1", "name": "a", "kind": "task", "duration": duration,
                "early_start": "2027-04-01", "owner": owner}  # fmt: skip
        other = {"id": "T-2", "name": "b", "kind": "task", "duration": 10 - duration}
        return Event({"event_name": "E"}, {"tasks": [task, other]})

    def stale(found: Merged) -> list[object]:
        rows = found.event.tables["computations"]
        return [row["state"] for row in rows if "state" in row]

    base, mine = made(1), made(2)
    assert stale(merge(base, mine, made(1, "Ann"))) == []
    theirs = made(1)
    theirs.tables["tasks"][1]["predecessors"] = "T-1"
    assert "stale" in stale(merge(base, mine, theirs))
