"""Readers are shared by all events of the same declarations, and by those only."""

from __future__ import annotations

from dataclasses import replace

from xlevent.app.event import Event
from xlevent.app.readers import readers
from xlevent.sheets.registry import registry


def test_readers_are_made_once_for_the_same_declarations() -> None:
    assert readers(registry()) is readers(registry())
    other = replace(registry(), tables=dict(list(registry().tables.items())[:3]))
    assert set(readers(other).tables) <= set(other.tables)
    assert set(readers(registry()).tables) > set(readers(other).tables)


def test_dates_of_1904_have_readers_of_their_own() -> None:
    usual, old = (readers(registry(), date1904=kind).tables["holidays"] for kind in (False, True))
    days = [reader.convert("date", 40_000.0)[0] for reader in (usual, old)]
    assert [str(day) for day in days] == ["2009-07-06", "2013-07-07"]
    assert readers(registry()).tables["holidays"].convert("date", 40_000.0)[0] == days[0]


def test_events_share_nothing_but_readers() -> None:
    first = Event({}, {"tasks": [{"id": "A", "duration": 1, "nane": "x"}]})
    second = Event({}, {"tasks": [{"id": "B"}]})
    assert [row["id"] for row in first.tables["tasks"]] == ["A"]
    assert [row["id"] for row in second.tables["tasks"]] == ["B"]
    assert "nane" in str([finding.value for finding in first.findings])
    assert not [finding for finding in second.findings if finding.value == "nane"]
    second.tables["people"].append({"name": "Ann"})
    assert Event().tables["people"] == []
