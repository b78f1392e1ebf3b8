"""An event with its formulas computed: typed like what people type."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from xlevent.app.evaluated import Evaluated
from xlevent.app.event import Event
from xlevent.app.samples import sample
from xlevent.sheets.registry import registry


@pytest.fixture(scope="module")
def event() -> Event:
    with sample("demo") as path:
        return Event.load(path)


@pytest.fixture(scope="module")
def evaluated(event: Event) -> Evaluated:
    return Evaluated(event, "zh-TW")


def test_what_people_typed_comes_back_as_it_is(event: Event, evaluated: Evaluated) -> None:
    compared = 0
    for key, table in registry().tables.items():
        if table.is_computed or table.rows is not None or key == "computations":
            continue
        typed = [column.key for column in table.columns if column.role != "calc"]
        for row, found in zip(event.tables[key], evaluated.rows(key), strict=True):
            assert {k: found[k] for k in typed if k in found} == dict(row), key
            compared += 1
    assert compared > 1000


def test_tables_with_given_rows_have_all_of_them(event: Event, evaluated: Evaluated) -> None:
    indicators = evaluated.rows("indicators")
    assert len(indicators) == 68
    assert {row["code"]: row["state"] for row in event.tables["indicators"]} == {
        row["code"]: row["state"] for row in indicators
    }
    sections = [option.key for option in registry().lists["report_section"].options]
    assert [row["section"] for row in evaluated.rows("report_sections")] == sections
    assert len(evaluated.rows("deliverables")) == 41


def test_formulas_are_typed_by_their_columns(evaluated: Evaluated) -> None:
    goal = evaluated.rows("goal_results")[0]
    assert goal["status"] == "met"
    assert isinstance(goal["achievement"], Decimal)
    assert evaluated.figure("as_of") == date(2026, 12, 4)
    assert evaluated.figure("attendance_total") == 8323
    assert isinstance(evaluated.figure("attendance_total"), int)
    assert isinstance(evaluated.figure("goals_met_share"), Decimal)


def test_blank_stays_blank_and_an_error_is_no_number() -> None:
    found = Evaluated(Event({"event_name": "E"}), "en")
    assert found.figure("goals_met_share") is None
    assert found.figure("cpi") is None
    assert found.rows("goal_results") == ()
