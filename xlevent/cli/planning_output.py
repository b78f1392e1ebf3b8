"""How the planning commands show their results: tables on a terminal, JSON for scripts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from xlevent.cli.output import say, tell, terminal_language
from xlevent.domain.language import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from xlevent.app.planning.earning import Earned
    from xlevent.app.planning.scheduling import Scheduled
    from xlevent.compute.explain import Explanation
    from xlevent.compute.levelling import Levelled
    from xlevent.compute.simulation import Simulation

_NEAR = 3  # paths that are shown
_PERCENTILES = (10, 50, 80, 90, 95)
_EARNED = ("", "PV", "EV", "AC", "EAC", "VAC", "CPI", "SPI", "TCPI", "SPI(t)")
_EARNED_WIDTH = 118  # cut-off numbers would be worse than long lines
_INDICES = (
    "cv", "sv", "cpi", "spi", "eac", "eac_as_planned", "eac_composite", "etc", "vac", "tcpi",
)  # fmt: skip
_REASONS = {
    "a task needs more than there ever is": Text(
        "單項工作需求即超過可用量", "a task needs more than there ever is"
    ),
    "only tasks that must stay are involved": Text(
        "相關工作皆不可移動", "only tasks that must stay are involved"
    ),
    "no other time has enough": Text("沒有其他足夠的時段", "no other time has enough"),
}


def _when(moment: datetime | None) -> str:
    return "–" if moment is None else f"{moment:%Y-%m-%d %H:%M}"


def print_schedule(done: Scheduled) -> None:
    """Finish, critical tasks and the paths that are next to be critical."""
    schedule, project = done.schedule, done.project
    critical = sum(1 for task in schedule.values() if task.critical and not task.summary)
    tell(
        f"排程 {len(schedule)} 項工作：{_when(schedule.start)} 至 {_when(schedule.finish)}，"
        f"要徑工作 {critical} 項。",
        f"{len(schedule)} tasks, {_when(schedule.start)} to {_when(schedule.finish)}, "
        f"{critical} critical.",
    )
    for number, path in enumerate(done.paths(_NEAR), start=1):
        days = project.days(path.total_float)
        names = " → ".join(path.tasks)
        tell(f"  {number}. 浮時 {days} 天：{names}", f"  {number}. float {days} d: {names}")


def schedule_json(done: Scheduled) -> object:
    """Dates of all tasks, the ranked paths, what was left out, findings."""
    from xlevent.cli.output import finding_json

    return {
        "start": _iso(done.schedule.start),
        "finish": _iso(done.schedule.finish),
        "tasks": [
            {
                "id": task.id, "start": _iso(task.start), "finish": _iso(task.finish),
                "early_start": _iso(task.early_start), "early_finish": _iso(task.early_finish),
                "late_start": _iso(task.late_start), "late_finish": _iso(task.late_finish),
                "total_float_minutes": task.total_float, "free_float_minutes": task.free_float,
                "critical": task.critical, "summary": task.summary,
            }
            for task in done.schedule.values()
        ],
        "paths": [
            {"float_minutes": path.total_float, "tasks": list(path.tasks)}
            for path in done.paths(10)
        ],
        "left_out": list(done.schedule.left_out),
        "findings": [finding_json(finding) for finding in done.findings],
    }  # fmt: skip


def explanation_json(found: Explanation, lines: Sequence[Text]) -> object:
    """An explanation in both languages."""
    return {
        "task": found.task,
        "start": _iso(found.start),
        "finish": _iso(found.finish),
        "critical": found.critical,
        "sentences": {"zh-TW": [line.zh for line in lines], "en": [line.en for line in lines]},
    }


def print_levelling(done: Scheduled, result: Levelled) -> None:
    """What moved, by how much, the cost, and what is still too much."""
    side = 0 if result.backward else 1
    old, new = _when(result.before[side]), _when(result.after[side])
    # A plan that goes back from the event starts earlier by its cost, any other ends later.
    zh, what, en, cost = "延後", "完成", "delayed; the finish", result.cost_days
    if result.backward:
        zh, what, en, cost = "提前", "開始", "done earlier; the start", -cost
    tell(
        f"{zh} {len(result.delays)} 項工作；{what}由 {old} 到 {new}（{cost:+} 天）"
        + ("，已證明最佳。" if result.optimal else "。"),
        f"{len(result.delays)} tasks {en} goes from {old} to {new} ({cost:+} days)"
        + (", proved to be the best." if result.optimal else "."),
    )
    for move in result.moves:
        say(
            f"  {move.task}: {_when(move.start_before)} → {_when(move.start_after)}"
            f"  ({done.project.days(move.minutes):+} d)"
        )
    for open_ in result.unresolved:
        why = _REASONS[str(open_.reason)].show(terminal_language())
        days = f"{open_.dates[0]}" + (f" … {open_.dates[-1]}" if len(open_.dates) > 1 else "")
        much = f"+{open_.excess.normalize():f}"
        say(f"  ! {open_.resource} {days}: {much} ({why}; {', '.join(open_.tasks)})")
    for missed in result.missed:
        if missed.new:
            tell(
                f"  ! {missed.task} 因此晚於期限 {_when(missed.deadline)}",
                f"  ! {missed.task} now misses its deadline {_when(missed.deadline)}",
            )


def levelling_json(done: Scheduled, result: Levelled) -> object:
    """Moves, cost and what is unresolved."""
    return {
        "start_before": _iso(result.before[0]),
        "start_after": _iso(result.after[0]),
        "finish_before": _iso(result.finish_before),
        "finish_after": _iso(result.finish_after),
        "cost_days": result.cost_days,
        "optimal": result.optimal,
        "moves": [
            {
                "task": move.task, "from": _iso(move.start_before), "to": _iso(move.start_after),
                "delay_minutes": move.delay, "working_minutes": move.minutes,
                "was_critical": move.was_critical,
            }
            for move in result.moves
        ],
        "unresolved": [
            {
                "resource": one.resource, "reason": str(one.reason), "tasks": list(one.tasks),
                "dates": [day.isoformat() for day in one.dates], "excess": str(one.excess),
            }
            for one in result.unresolved
        ],
        "missed_deadlines": [
            {"task": one.task, "deadline": _iso(one.deadline), "finish": _iso(one.finish),
             "new": one.new}
            for one in result.missed
        ],
        "left_out": list(done.schedule.left_out),
    }  # fmt: skip


def print_simulation(done: Scheduled, result: Simulation) -> None:
    """Percentiles and the tasks most likely to be critical."""
    if not result.finishes:
        tell("無法模擬：請先處理問題。", "Nothing could be simulated: mend the findings first.")
        return
    tell(
        f"模擬 {result.settings.runs:,} 次（種子 {result.settings.seed}）；"
        f"排程完成 {_when(done.schedule.finish)}",
        f"{result.settings.runs:,} runs (seed {result.settings.seed}); "
        f"planned finish {_when(done.schedule.finish)}",
    )
    for share in _PERCENTILES:
        say(f"  P{share}: {_when(result.percentile(share))}")
    likely = sorted(
        (task for task in result.tasks.values() if task.criticality),
        key=lambda task: -(task.criticality or 0),
    )
    for task in likely[:10]:
        tell(
            f"  {task.id} 成為要徑機率 {task.criticality:.0%}",
            f"  {task.id} critical in {task.criticality:.0%} of the runs",
        )


def simulation_json(done: Scheduled, result: Simulation) -> object:
    """Percentiles, S-curve and the measures of each task."""
    return {
        "runs": result.settings.runs,
        "seed": result.settings.seed,
        "planned_finish": _iso(done.schedule.finish),
        "percentiles": {
            f"P{share}": _iso(result.percentile(share)) for share in _PERCENTILES
        },
        "curve": [
            {"day": point.day.isoformat(), "share": point.share} for point in result.curve()
        ],
        "tasks": [
            {
                "id": task.id, "criticality": task.criticality, "sensitivity": task.sensitivity,
                "correlation": task.correlation, "deadline": _iso(task.deadline),
                "chance_of_deadline": task.chance,
            }
            for task in result.tasks.values()
        ],
    }  # fmt: skip


def print_earned(result: Earned) -> None:
    """A table of the periods; what is undefined is blank."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    if not result.periods:
        tell("O2.4.1 的實獲值表沒有期別。", "The table of earned value in O2.4.1 has no periods.")
        return
    table = Table(box=SIMPLE_HEAD, header_style="bold", title=f"BAC {result.bac:,.0f}")
    for number, title in enumerate(_EARNED):
        table.add_column(title, justify="left" if number == 0 else "right", no_wrap=True)
    for period in result.periods:
        now = period.now
        amounts = [period.pv, period.ev, period.ac, *((now.eac, now.vac) if now else ())]
        ratios = [now.cpi, now.spi, now.tcpi, period.spi_t] if now else []
        table.add_row(
            period.end.isoformat(),
            *("" if value is None else f"{value:,.0f}" for value in amounts),
            *("" if value is None else f"{value:.3f}" for value in ratios),
        )
    console = Console()
    Console(width=max(_EARNED_WIDTH, console.width)).print(table)


def earned_json(result: Earned) -> object:
    """All indices and forecasts by period; amounts and ratios as texts, null where undefined."""
    return {
        "bac": str(result.bac),
        "data_date": None if result.data_date is None else result.data_date.isoformat(),
        "periods": [
            {
                "end": period.end.isoformat(),
                "pv": _number(period.pv), "ev": _number(period.ev), "ac": _number(period.ac),
                "es": _number(period.es), "spi_t": _number(period.spi_t),
                **{name: _number(getattr(period.now, name, None)) for name in _INDICES},
            }
            for period in result.periods
        ],
    }  # fmt: skip


def _number(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="minutes")
