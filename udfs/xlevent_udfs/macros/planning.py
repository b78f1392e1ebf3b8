"""Macros of the schedule: schedule, level, simulate."""

from __future__ import annotations

from collections.abc import Sequence

from xlevent.app.planning.scheduling import Scheduled
from xlevent.app.planning.writing import level_event, schedule_event, simulate_event
from xlevent.compute.levelling import Levelled
from xlevent.domain.finding import has_errors
from xlevent.domain.language import Text
from xlevent_udfs.macros.declaration import macro
from xlevent_udfs.macros.outcome import Outcome
from xlevent_udfs.macros.session import Session

_RUNS, _SEED = 10_000, 1
_SECONDS = 10.0


@macro(
    Text("排程", "Schedule"),
    Text("計算要徑、浮時、驅動原因與每日資源需求，寫入時程表。",
         "Compute critical path, floats, drivers and demand by day, and write them."),
)  # fmt: skip
def schedule(session: Session) -> Outcome:
    """See `app.planning.writing.schedule_event`."""
    kept = schedule_event()
    cells = session.change("schedule", kept.change)
    return _outcome(session, cells, kept.result, [])


@macro(
    Text("撫平資源", "Level"),
    Text("延後有浮時的工作，使資源不超過可用數量。",
         "Delay tasks until no resource is used beyond its capacity."),
)  # fmt: skip
def level(session: Session) -> Outcome:
    """The heuristic of `xlevent level`."""
    kept = level_event("heuristic", 0, _SECONDS)
    cells = session.change("level", kept.change)
    done, result = kept.result
    return _outcome(session, cells, done, [_moved(result)])


@macro(
    Text("模擬風險", "Simulate"),
    Text("以三點工期模擬一萬次，得出 P50、P80、P90 完成日與各工作成為要徑的機率。",
         "Simulate 10,000 schedules: P50, P80, P90 of the finish, chance to be critical."),
)  # fmt: skip
def simulate(session: Session) -> Outcome:
    """See `app.planning.writing.simulate_event`; the same seed gives the same result."""
    kept = simulate_event(_RUNS, _SEED, "pert", 0.0)
    cells = session.change("simulate", kept.change)
    done, result = kept.result
    lines = []
    if result.finishes:
        found = {p: result.percentile(p) for p in (50, 80, 90)}
        days = [f"P{p} {day:%Y-%m-%d}" for p, day in found.items() if day is not None]
        lines = [Text(f"完成日：{'、'.join(days)}。", f"Finish: {', '.join(days)}.")]
    return _outcome(session, cells, done, lines)


def _moved(result: Levelled) -> Text:
    count = len(result.delays)
    if result.backward:
        return Text(f"{count} 項工作提前。", f"{count} tasks are done earlier.")
    return Text(f"{count} 項工作延後。", f"{count} tasks are delayed.")


def _outcome(session: Session, cells: int, done: Scheduled, more: Sequence[Text]) -> Outcome:
    count, finish = len(done.schedule), done.schedule.finish
    critical = len(done.critical())
    when = f"{finish:%Y-%m-%d %H:%M}" if finish else "–"
    lines = [
        Text(
            f"{count} 項工作，{critical} 項在要徑上，完成於 {when}。",
            f"{count} tasks, {critical} critical, done {when}.",
        ),
        *more,
        written(cells),
    ]
    if has_errors(done.findings):
        lines.append(
            Text(
                "有工作無法排程，見下列發現。", "Some tasks cannot be scheduled: see the findings."
            )
        )
    return Outcome(True, lines, session.language, list(done.findings))


def written(cells: int) -> Text:
    """How many cells changed."""
    if not cells:
        return Text("結果與活頁簿相同，未變更。", "The workbook holds these results already.")
    return Text(f"已更新 {cells} 格。", f"{cells} cells updated.")
