"""The planning commands as changes of an event, for workbooks and plan files alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from xlevent.app.event import Event
from xlevent.app.planning.baseline import set_baseline
from xlevent.app.planning.earning import Earned, earned, write_earned
from xlevent.app.planning.explaining import write_explanations
from xlevent.app.planning.levelling import clear_delays, levelled, write_delays
from xlevent.app.planning.resourcing import write_demand
from xlevent.app.planning.scheduling import Scheduled, scheduled, write_schedule
from xlevent.app.planning.simulating import simulated, write_risk
from xlevent.app.updating.change import Change
from xlevent.compute.levelling import Levelled
from xlevent.compute.simulation import Simulation, SimulationSettings
from xlevent.compute.three_points import Shape
from xlevent.domain.language import Text

Result = TypeVar("Result")
_SCHEDULE = ("schedule", "progress", "demand")


@dataclass(slots=True)
class Kept(Generic[Result]):
    """A change that keeps its result for who asked for it."""

    run: Callable[[Event], tuple[Result, Change]]
    _result: Result | None = None

    def change(self, event: Event) -> Change:
        """Do it."""
        self._result, change = self.run(event)
        return change

    @property
    def result(self) -> Result:
        """What came of it, once it was done."""
        if self._result is None:
            raise RuntimeError("the change was not made yet")
        return self._result


def schedule_event() -> Kept[Scheduled]:
    """Critical path, floats, drivers, explanations, deviations and demand."""
    return Kept(_schedule)


def level_event(method: str, seed: int, time_limit: float) -> Kept[tuple[Scheduled, Levelled]]:
    """Levelling delays, and the schedule that follows from them."""

    def run(event: Event) -> tuple[tuple[Scheduled, Levelled], Change]:
        _, result = levelled(event, method=method, seed=seed, time_limit=time_limit)
        write_delays(event, result)
        done, change = _schedule(event)
        moved = len(result.delays)
        what = Text(f"撫平資源：{moved} 項工作延後；", f"Levelling: {moved} tasks delayed; ")
        if result.backward:
            what = Text(
                f"撫平資源：{moved} 項工作提前；", f"Levelling: {moved} tasks done earlier; "
            )
        return (done, result), _and(change, what, "levelling")

    return Kept(run)


def clear_levelling() -> Kept[Scheduled]:
    """No levelling delays, and the schedule that follows."""

    def run(event: Event) -> tuple[Scheduled, Change]:
        clear_delays(event)
        done, change = _schedule(event)
        return done, _and(change, Text("取消資源撫平；", "Levelling taken away; "), "levelling")

    return Kept(run)


def simulate_event(
    runs: int, seed: int, shape: str, correlation: float
) -> Kept[tuple[Scheduled, Simulation]]:
    """Percentiles of the finish, the S-curve, chances to be critical."""
    settings = SimulationSettings(
        runs, seed, Shape.TRIANGULAR if shape == "triangular" else Shape.PERT, correlation
    )

    def run(event: Event) -> tuple[tuple[Scheduled, Simulation], Change]:
        done, result = simulated(event, settings)
        write_risk(event, done.project, result)
        what = Text(f"時程模擬 {runs} 次，種子 {seed}", f"{runs} simulated schedules, seed {seed}")
        return (done, result), Change(what, computed=("risk",))

    return Kept(run)


def baseline_event(replace: bool) -> Kept[tuple[Scheduled, int]]:
    """Today's schedule as the baseline."""

    def run(event: Event) -> tuple[tuple[Scheduled, int], Change]:
        done = scheduled(event)
        count = set_baseline(event, done, replace=replace)
        write_schedule(event, done)
        what = Text(f"設定 {count} 項工作的基準", f"Baseline of {count} tasks")
        return (done, count), Change(what, computed=("progress",))

    return Kept(run)


def earned_event() -> Kept[Earned]:
    """PV and EV of the periods of O2.4.1."""

    def run(event: Event) -> tuple[Earned, Change]:
        result = earned(event)
        write_earned(event, result)
        what = Text(
            f"實獲值 {len(result.periods)} 期", f"Earned value of {len(result.periods)} periods"
        )
        return result, Change(what, computed=("earned_value",))

    return Kept(run)


def _schedule(event: Event) -> tuple[Scheduled, Change]:
    done = scheduled(event)
    write_schedule(event, done)
    write_explanations(event, done)
    write_demand(event, done.schedule)
    count = len(done.schedule)
    finish = f"{done.schedule.finish:%Y-%m-%d %H:%M}" if done.schedule.finish else "–"
    what = Text(f"排程 {count} 項工作，完成於 {finish}", f"{count} tasks scheduled, done {finish}")
    return done, Change(what, computed=_SCHEDULE)


def _and(change: Change, what: Text, block: str) -> Change:
    return Change(
        Text(what.zh + change.what.zh, what.en + change.what.en),
        change.reports,
        (*change.computed, block),
    )
