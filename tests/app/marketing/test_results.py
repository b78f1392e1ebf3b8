"""What marketing brought: by hand, and as the sheets' formulas have it."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from xlevent import cli
from xlevent.app.evaluated import Evaluated
from xlevent.app.event import Event
from xlevent.app.marketing.results import Results, marketing_results
from xlevent.app.samples import sample
from xlevent.compute import marketing as compute
from xlevent.compute.marketing import Outcome
from xlevent.domain.values import Value

D = Decimal
Row = Mapping[str, Value]


# --- pure functions ------------------------------------------------------------------------------
def test_ratios_of_one_channel() -> None:
    one = Outcome(D(200_000), D(5_000), D(250), D(100), D(30_000), D(50_000), D(45_000))
    assert (one.cpm, one.cpc, one.cpl) == (D(150), D(6), D(120))
    assert (one.ctr, one.conversion_rate, one.cac, one.roas) == (
        D("0.025"), D("0.02"), D(500), D("1.5"),
    )  # fmt: skip


def test_what_cannot_be_divided_is_blank() -> None:
    free = Outcome(impressions=D(10), clicks=D(2), conversions=D(1), revenue=D(150))
    assert free.roas is None
    assert (free.cpm, free.cpc, free.cac) == (D(0), D(0), D(0))
    unseen = Outcome(cost=D(100), full_cost=D(100))
    assert [unseen.value(name) for name in compute.RATIOS] == [None] * 6 + [0]


def test_targets() -> None:
    one = Outcome(D(1000), D(50), D(10), D(5), D(100), D(100), D(90))
    targets = {"impressions": D(1000), "cpc": D(2), "cac": D(19), "roas": D(1), "leads": D(0)}
    assert compute.targets_met(one, targets) == (2, 4)
    assert compute.verdict(2, 4) == "partly"
    assert compute.targets_met(Outcome(), {"cpm": D(5)}) == (0, 1)  # a blank has met nothing
    assert [compute.verdict(0, 0), compute.verdict(0, 2), compute.verdict(2, 2)] == [
        "no_target", "missed", "met",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("reach", "cost", "revenue", "points"),
    [(0, 5, 5, None), (1, 0, 0, 1), (1, 0, 1, 5), (1, 100, 99, 1), (1, 100, 100, 2),
     (1, 100, 150, 3), (1, 100, 200, 4), (1, 100, 300, 5)],
)  # fmt: skip
def test_points_of_a_return(reach: int, cost: int, revenue: int, points: int | None) -> None:
    assert compute.return_points(D(reach), D(cost), D(revenue)) == points


def test_margins_of_error() -> None:
    both = compute.share_margin(D(200), D(400), D("1.96"))
    assert both == (D("0.5"), D("0.049"))
    assert compute.share_margin(D(0), D(0), D(2)) is None
    assert compute.largest_margin(D(400), D(0), D("1.96")) == D("0.049")
    assert compute.largest_margin(D(400), D(400), D("1.96")) == 0  # everybody was asked
    assert compute.largest_margin(D(0), D(9), D(2)) is None


amounts = st.integers(0, 10**9).map(D)
outcomes = st.builds(Outcome, *[amounts] * 7)


@given(st.lists(outcomes, max_size=4))
def test_all_channels_together(listed: list[Outcome]) -> None:
    whole = compute.together(listed)
    for name in ("impressions", "clicks", "leads", "conversions", "cost", "full_cost", "revenue"):
        assert whole.value(name) == sum(getattr(o, name) for o in listed)
    if whole.cpc is not None:
        assert abs(whole.cpc * whole.clicks - whole.cost) < D("1e-9")


# --- the sheets ----------------------------------------------------------------------------------
_RANDOM = ("marketing_log", "channels", "opportunities", "survey_answers", "survey_samples")
_NUMBERS = ("integer", "number", "amount", "price")


def shaken(event: Event, seed: int) -> None:
    """Other numbers in the marketing tables: zeros, blanks and large ones among them."""
    chance = random.Random(seed)
    for key in _RANDOM:
        for column in event.registry.tables[key].columns if key in event.tables else ():
            if column.role != "input" or column.kind not in _NUMBERS:
                continue
            for row in event.tables[key]:
                number = chance.choice((None, 0, chance.randint(1, 99), chance.randint(1, 10**6)))
                row.pop(column.key, None)
                if number is not None:
                    row[column.key] = number if column.kind == "integer" else D(number)


@pytest.fixture(
    scope="module", params=["demo", "ournetworks-2018", "g0v-summit-2014", "1", "2", "3"]
)
def both(request: pytest.FixtureRequest) -> tuple[Results, Evaluated]:
    seed = int(request.param) if request.param.isdecimal() else 0
    with sample("demo" if seed else request.param) as path:
        event = Event.load(path)
    if seed:
        shaken(event, seed)
    return marketing_results(event), Evaluated(event, "en")


def near(sheet: Value | None, core: Decimal | None) -> bool:
    if core is None or sheet is None:
        return (core or 0) == (sheet or 0) and (core is None) == (sheet is None)
    assert isinstance(sheet, Decimal | int)
    return abs(Decimal(sheet) - core) <= D("1e-8") * max(D(1), core.copy_abs())


def test_channels_as_in_o433(both: tuple[Results, Evaluated]) -> None:
    results, sheets = both
    rows = sheets.rows("channels")
    assert [row["channel"] for row in rows] == [c.name for c in results.channels]
    for row, channel in zip(rows, results.channels, strict=True):
        for name in (*compute.RATIOS, "impressions", "leads", "cost", "full_cost", "revenue"):
            assert near(row.get(name), channel.outcome.value(name)), (channel.name, name)
        assert row["verdict"] == channel.verdict
        assert (row["targets_set"], row["targets_met"]) == (len(channel.targets), channel.met)
    names = {"impressions", "clicks", "leads", "conversions", "revenue", "cpm", "cpc", "cpl",
             "cac", "conversion_rate", "roas"}  # fmt: skip
    found = {row["metric"]: row.get("result") for row in sheets.rows("marketing_scorecard")}
    assert set(found) == names
    for name in names:
        assert near(found[name], results.overall.value(name)), name


def test_opportunities_as_in_o411(both: tuple[Results, Evaluated]) -> None:
    results, sheets = both
    rows = {row["id"]: row for row in sheets.rows("opportunities")}
    assert set(rows) == {o.id for o in results.opportunities}
    for one in results.opportunities:
        row = rows[one.id]
        assert near(row.get("roi"), one.roi), one.id
        assert near(row.get("score"), one.score), one.id
        assert row.get("rank") == one.rank, one.id


def test_survey_as_in_o413(both: tuple[Results, Evaluated]) -> None:
    results, sheets = both
    rows = sheets.rows("survey_answers")
    assert len(rows) == len(results.answers)
    for row, answer in zip(rows, results.answers, strict=True):
        assert row["id"] == answer.id
        assert near(row.get("share"), answer.share), answer.id
        assert near(row.get("margin"), answer.margin), answer.id


def test_budget_and_gaps_as_in_o432_and_o422(both: tuple[Results, Evaluated]) -> None:
    results, sheets = both
    assert len(results.gaps) == (sheets.figure("marketing_resources_gaps") or 0)
    differing = [one for one in results.budget if one.state == "differs"]
    assert len(differing) == (sheets.figure("marketing_budget_differs") or 0)


def test_the_demo_has_something_to_compare() -> None:
    with sample("demo") as path:
        results = marketing_results(Event.load(path))
    assert len(results.channels) == 9
    assert len(results.opportunities) > 10
    assert len(results.answers) > 10
    assert results.overall.cost > 0
    assert results.overall.full_cost > results.overall.cost


def test_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XLEVENT_LANG", "en")
    monkeypatch.setenv("COLUMNS", "160")
    with sample("demo") as path:
        shown = CliRunner().invoke(cli.app, ["results", str(path)])
        given = CliRunner().invoke(cli.app, ["results", str(path), "--json"])
    assert shown.exit_code == given.exit_code == 0
    assert "Against target" in shown.stdout
    data = json.loads(given.stdout)
    facebook = next(c for c in data["channels"] if c["channel"] == "Facebook")
    assert facebook["cost"] == 81_000
    assert round(facebook["cpc"], 2) == 3.88
    site = next(c for c in data["channels"] if c["channel"] == "官方網站")
    assert site["roas"] is None  # it costs no media
