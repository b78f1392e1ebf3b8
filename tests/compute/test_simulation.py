"""Schedule risk: distributions against closed forms, definitions, and what does not matter."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import pytest

from tests.compute.office_projects import CALENDARS, DAY, MONDAY, day
from xlevent.compute.simulation import Simulation, SimulationSettings, simulate
from xlevent.compute.three_points import Estimate, Shape, normal_to_uniform, quantiles
from xlevent.domain.task import ConstraintKind, Link, ScheduleSettings, Task
from xlevent.errors import MisuseError

SHAPES = list(Shape)
POINTS = [(1000, 4000, 9000), (0, 0, 600), (480, 960, 960), (100, 101, 5000)]


def run(
    tasks: list[Task],
    links: list[Link],
    estimates: list[Estimate],
    *,
    calendar: str | None = None,
    choices: dict[str, Any] | None = None,
    **options: Any,
) -> Simulation:
    settings = ScheduleSettings(start=MONDAY, calendar=calendar, **(choices or {}))
    options = {"runs": 20_000, **options}
    return simulate(tasks, links, CALENDARS, settings, estimates, SimulationSettings(**options))


def minutes(simulation: Simulation, percent: float) -> int:
    found = simulation.working_minutes(percent)
    assert found is not None
    return found


def moments(shape: Shape, low: float, middle: float, high: float) -> tuple[float, float]:
    """Mean and variance in closed form."""
    if shape == Shape.TRIANGULAR:
        squares = low**2 + middle**2 + high**2 - low * middle - low * high - middle * high
        return (low + middle + high) / 3, squares / 18
    mean = (low + 4 * middle + high) / 6
    return mean, (mean - low) * (high - mean) / 7


def triangular_quantile(low: float, middle: float, high: float, share: float) -> float:
    if share < (middle - low) / (high - low):
        return low + math.sqrt(share * (high - low) * (middle - low))
    return high - math.sqrt((1 - share) * (high - low) * (high - middle))


# --- distributions -----------------------------------------------------------------------------
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("points", POINTS)
def test_quantiles_have_the_mean_and_variance_of_the_distribution(
    shape: Shape, points: tuple[int, int, int]
) -> None:
    u = (np.arange(200_000) + 0.5) / 200_000
    drawn = quantiles(shape, *points)(u)
    mean, variance = moments(shape, *points)
    width = points[2] - points[0]
    assert abs(drawn.mean() - mean) < 1e-4 * width
    # The table of beta-PERT is coarse in the last thousandth of a steep end.
    assert abs(drawn.var() - variance) < 0.01 * variance
    assert (np.diff(drawn) >= 0).all()
    assert points[0] <= drawn[0]
    assert drawn[-1] <= points[2]


def test_quantiles_of_a_known_beta_distribution() -> None:
    """Mode 1/2: alpha = beta = 3, whose distribution function is 10x^3 - 15x^4 + 6x^5."""
    u = np.linspace(0.002, 0.998, 999)
    x = quantiles(Shape.PERT, 0, 0.5, 1)(u)
    assert np.abs(10 * x**3 - 15 * x**4 + 6 * x**5 - u).max() < 1e-4


def test_normal_scores() -> None:
    assert np.abs(normal_to_uniform(np.array([-9, 0, 1.959964, 9])) - [0, 0.5, 0.975, 1]).max() < (
        1e-6
    )


# --- the finish --------------------------------------------------------------------------------
@pytest.mark.parametrize("shape", SHAPES)
def test_one_task_has_the_distribution_of_its_duration(shape: Shape) -> None:
    points = (1000, 4000, 9000)
    found = run([Task("A", 4000)], [], [Estimate("A", 1000, 9000)], shape=shape, runs=100_000)
    mean, variance = moments(shape, *points)
    risk = found.tasks["A"]
    deviation = math.sqrt(variance)
    assert risk.mean is not None
    assert risk.deviation is not None
    assert abs(risk.mean - mean) < 4 * deviation / math.sqrt(100_000)
    assert abs(risk.deviation - deviation) < 0.01 * deviation
    assert abs(found.deviation - deviation) < 0.01 * deviation
    assert risk.criticality == 1
    assert risk.correlation == pytest.approx(1)
    assert risk.sensitivity == pytest.approx(1)
    if shape == Shape.TRIANGULAR:
        for percent in (10, 50, 80, 90, 99):
            expected = triangular_quantile(*points, percent / 100)
            assert abs(minutes(found, percent) - expected) < 0.01 * 8000


def test_of_two_parallel_tasks_the_longer_one_counts() -> None:
    """P(max <= x) = F(x)^2: the median is the quantile of sqrt(1/2), each is critical half the
    time, and a deadline at the single median is met in a quarter of the runs."""
    points = (1000, 4000, 9000)
    median = triangular_quantile(*points, 0.5)
    deadline = MONDAY + timedelta(minutes=round(median))
    found = run(
        [Task("A", 4000, deadline=deadline), Task("B", 4000)], [],
        [Estimate("A", 1000, 9000), Estimate("B", 1000, 9000)],
        shape=Shape.TRIANGULAR, runs=100_000,
    )  # fmt: skip
    assert abs(minutes(found, 50) - triangular_quantile(*points, math.sqrt(0.5))) < 60
    assert found.tasks["B"].criticality == pytest.approx(0.5, abs=0.01)
    # A is critical too where it misses its deadline (a half) though B is longer (an eighth).
    assert found.tasks["A"].criticality == pytest.approx(0.625, abs=0.01)
    assert found.tasks["A"].chance == pytest.approx(0.5, abs=0.01)
    assert found.chance(deadline) == pytest.approx(0.25, abs=0.01)
    assert found.tasks["B"].chance is None


def test_a_chain_adds_means_and_variances() -> None:
    names = [f"T{i}" for i in range(20)]
    found = run(
        [Task(name, 600) for name in names],
        [Link(a, b) for a, b in pairwise(names)],
        [Estimate(name, 300, 1500) for name in names],
    )
    mean, variance = moments(Shape.PERT, 300, 600, 1500)
    assert found.mean_work - minutes_of_start(found) == pytest.approx(20 * mean, rel=0.002)
    assert found.deviation == pytest.approx(math.sqrt(20 * variance), rel=0.02)
    for risk in found.tasks.values():
        assert risk.criticality == 1
        assert risk.correlation == pytest.approx(1 / math.sqrt(20), abs=0.03)


def minutes_of_start(found: Simulation) -> int:
    from xlevent.domain.work_calendar import to_minutes

    assert found.calendar is not None
    return found.calendar.work_at(to_minutes(MONDAY))


def test_a_common_factor_spreads_the_finish() -> None:
    names = [f"T{i}" for i in range(20)]
    given = (
        [Task(name, 600) for name in names],
        [Link(a, b) for a, b in pairwise(names)],
        [Estimate(name, 300, 1500) for name in names],
    )
    _, variance = moments(Shape.PERT, 300, 600, 1500)
    alone, half, whole = (run(*given, correlation=c) for c in (0.0, 0.5, 1.0))
    assert whole.deviation == pytest.approx(20 * math.sqrt(variance), rel=0.02)
    assert alone.deviation < half.deviation < whole.deviation
    assert half.tasks["T3"].mean == pytest.approx(alone.tasks["T3"].mean, rel=0.01)


# --- working time, facts -----------------------------------------------------------------------
def test_finishes_are_working_time_and_elapsed_tasks_are_not() -> None:
    found = run(
        [Task("A", 2 * DAY)], [], [Estimate("A", DAY, 6 * DAY)], calendar="office", runs=2000
    )
    for percent in range(5, 101, 5):
        finish = found.percentile(percent)
        assert finish is not None
        assert finish.weekday() < 5
        assert 8 <= finish.hour <= 17
    curing = Task("E", 3000, elapsed=True)
    found = run([curing], [], [Estimate("E", 2000, 9000)], calendar="office", runs=2000)
    hours = {f % 1440 // 60 for f in found.finishes}
    assert len(hours) == 24


def test_what_is_done_is_a_fact_and_the_rest_varies() -> None:
    done = Task("done", DAY, actual_start=day(5), actual_finish=day(6, 17), percent_complete=100)
    going = Task("going", 4 * DAY, actual_start=day(6), percent_complete=50)
    found = run(
        [done, going], [], [Estimate("done", 1, 9999), Estimate("going", 2 * DAY, 10 * DAY)],
        calendar="office", choices={"data_date": day(12)}, runs=4000,
    )  # fmt: skip
    assert found.tasks["done"].mean is None
    assert found.tasks["done"].criticality == 0
    assert found.tasks["going"].criticality == 1
    earliest, latest = found.percentile(0.001), found.percentile(100)
    assert earliest is not None
    assert latest is not None
    assert earliest >= day(12, 17)  # one day is left at least, from the data date on
    assert latest <= day(19, 17)  # ten days from its actual start


def test_backward_projects_start_when_their_plan_does() -> None:
    settings = ScheduleSettings(finish=day(16, 17), backward=True, calendar="office")
    tasks, links = [Task("A", 2 * DAY), Task("B", DAY)], [Link("A", "B")]
    found = simulate(tasks, links, CALENDARS, settings, [Estimate("A", DAY, 6 * DAY)])
    assert found.schedule.start == day(14)
    chance = found.chance(day(16, 17))
    assert chance is not None
    assert 0.05 < chance < 0.4
    sure = simulate(tasks, links, CALENDARS, settings, [Estimate("A", 2 * DAY, 2 * DAY)])
    assert {sure.percentile(1), sure.percentile(100), sure.mean} == {day(16, 17)}
    assert sure.chance(day(16, 17)) == 1
    assert sure.deviation == 0
    assert sure.tasks["A"].correlation is None
    assert sure.tasks["A"].sensitivity is None


def test_deadlines_of_summaries_and_constraints() -> None:
    tasks = [
        Task("S", deadline=day(8, 17)),
        Task("A", 2 * DAY, parent="S"),
        Task("B", 2 * DAY, parent="S"),
        Task("M", constraint=ConstraintKind.MSO, constraint_date=day(8)),
    ]
    estimates = [Estimate("A", DAY, 8 * DAY), Estimate("B", DAY, 8 * DAY)]
    found = run(tasks, [Link("A", "M")], estimates, calendar="office")
    alone = run(tasks[:2], [], estimates[:1], calendar="office")
    single, both = alone.tasks["S"].chance, found.tasks["S"].chance
    assert single is not None
    assert both == pytest.approx(single**2, abs=0.02)
    assert found.tasks["S"].criticality is None


# --- definitions -------------------------------------------------------------------------------
def test_percentiles_are_order_statistics() -> None:
    found = run([Task("A", 600)], [], [Estimate("A", 300, 3000)], runs=30)
    plain = sorted(found.finishes)
    for percent, place in ((0.1, 1), (10, 3), (10.1, 4), (50, 15), (80, 24), (90, 27), (100, 30)):
        assert found.percentile(percent) == datetime(1, 1, 1) + timedelta(minutes=plain[place - 1])
    for percent in (0, -1, 100.1, float("nan")):
        with pytest.raises(MisuseError):
            found.percentile(percent)


def test_the_curve_rises_from_nothing_to_all() -> None:
    found = run([Task("A", 9000)], [], [Estimate("A", 3000, 90_000)], runs=5000)
    for most in (2, 10, 1000):
        curve = found.curve(most)
        assert len(curve) <= most
        assert (curve[0].share, curve[-1].share) == (0, 1)
        assert sorted(point.day for point in curve) == [point.day for point in curve]
        assert sorted(point.share for point in curve) == [point.share for point in curve]
    days = found.curve(1000)
    assert all(b.day - a.day == timedelta(1) for a, b in pairwise(days))
    after = datetime.combine(days[20].day, datetime.min.time()) + timedelta(days=1, minutes=-1)
    assert days[20].share == found.chance(after)


def test_the_seed_decides_and_the_order_of_rows_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    from xlevent.compute import run_totals

    random = Random(7)
    names = [f"T{i}" for i in range(30)]
    tasks = [Task(name, 600 + 10 * i) for i, name in enumerate(names)]
    links = [Link(names[random.randrange(i)], names[i]) for i in range(1, 30) for _ in range(2)]
    estimates = [Estimate(name, 300, 2000) for name in names]

    def once(**options: Any) -> tuple[Any, ...]:
        found = run(tasks, links, estimates, calendar="office", **{"runs": 3000, **options})
        return found.finishes, {name: found.tasks[name].criticality for name in names}

    first = once()
    assert once() == first
    assert once(seed=2) != first
    for rows in (tasks, links, estimates):
        random.shuffle(rows)
    assert once() == first
    monkeypatch.setattr(run_totals, "_CELLS", 1)  # blocks of 64 runs
    assert once() == first
    assert (
        run(tasks, links, estimates, calendar="office", runs=3000, criticality=False)
        .tasks["T1"]
        .criticality
        is None
    )


def test_the_other_tasks_draw_the_same_when_one_is_added() -> None:
    one = run([Task("A", 600)], [], [Estimate("A", 300, 3000)])
    two = run([Task("A", 600), Task("B", 1)], [], [Estimate("A", 300, 3000), Estimate("B", 1, 2)])
    assert one.finishes == two.finishes


# --- bad input ---------------------------------------------------------------------------------
def test_estimates_that_cannot_be_used_are_named() -> None:
    tasks = [Task("S"), *(Task(name, 600, parent="S") for name in "ABCD")]
    found = run(
        tasks, [],
        [Estimate("nobody", 1, 2), Estimate("S", 1, 2), Estimate("A", 700, 900),
         Estimate("B", -5, 900), Estimate("C", 500, 900), Estimate("C", 100, 900),
         Estimate("D", 5, 3, likely=4)],
        runs=100,
    )  # fmt: skip
    assert [(fault.task, fault.kind.name) for fault in found.faults] == [
        ("nobody", "UNKNOWN_TASK"), ("S", "SUMMARY"), ("A", "ORDER"), ("B", "NEGATIVE"),
        ("C", "TWICE"), ("D", "ORDER"),
    ]  # fmt: skip
    assert found.tasks["A"].mean is None
    assert found.tasks["C"].mean is not None


def test_what_follows_a_cycle_is_left_out() -> None:
    found = run(
        [Task(name, 600) for name in "ABCD"], [Link("A", "B"), Link("B", "A"), Link("C", "A")],
        [Estimate(name, 300, 900) for name in "ABCD"], runs=100,
    )  # fmt: skip
    assert found.schedule.problems
    assert found.tasks.keys() == {"C", "D"}
    assert found.tasks["C"].criticality is None
    nothing = run([Task("A", 1)], [Link("A", "A")], [])
    assert nothing.finishes == ()
    assert (nothing.percentile(80), nothing.mean, nothing.chance(MONDAY)) == (None, None, None)
    assert nothing.curve() == ()


@pytest.mark.parametrize(
    "options", [{"runs": 0}, {"runs": 10**7}, {"seed": -1}, {"correlation": 1.5}]
)
def test_settings_out_of_range_are_misuse(options: dict[str, Any]) -> None:
    with pytest.raises(MisuseError):
        run([Task("A", 1)], [], [], **options)


def test_durations_of_zero_minutes_stay_milestones() -> None:
    found = run([Task("A"), Task("B", 600)], [Link("B", "A")], [Estimate("A", 0, 0)], runs=10)
    assert found.tasks["A"].mean is None
    assert date(2026, 1, 5) == (found.mean or MONDAY).date()
