"""Commands of the schedule: schedule, explain, level, simulate, baseline, calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from xlevent.cli import panels
from xlevent.cli.applying import DryRunOption, OutputOption, apply_change, finish
from xlevent.cli.frame import AnyPath, ForceOption, JsonOption, app
from xlevent.cli.output import print_json, say, tell, terminal_language
from xlevent.cli.planning_output import (
    earned_json,
    explanation_json,
    levelling_json,
    print_earned,
    print_levelling,
    print_schedule,
    print_simulation,
    schedule_json,
    simulation_json,
)

if TYPE_CHECKING:
    pass


@app.command(epilog="Example: xlevent schedule gala.xlsx", rich_help_panel=panels.PLANNING)
def schedule(
    file: AnyPath,
    output: OutputOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    force: ForceOption = False,
) -> None:
    """Compute critical path, floats, drivers and demand, and write them into the file.

    In a workbook only these cells change. Tasks that cannot be scheduled are listed and left
    blank; exit code 1 says that there were errors.
    """
    from xlevent.app.planning.writing import schedule_event

    kept = schedule_event()
    written = apply_change(file, "schedule", kept.change, output, force, dry_run)
    done = kept.result
    if as_json:
        print_json(schedule_json(done))
    else:
        print_schedule(done)
    finish(done.findings, as_json, written)


@app.command(epilog="Example: xlevent explain gala.xlsx T-017", rich_help_panel=panels.PLANNING)
def explain(
    file: AnyPath,
    task: Annotated[str, typer.Argument(help="ID of the task.")],
    as_json: JsonOption = False,
) -> None:
    """Tell why a task is where it is: driver, float, critical or not, deadlines it breaks."""
    from xlevent.app.event import Event
    from xlevent.app.planning.explaining import explained
    from xlevent.app.planning.scheduling import scheduled

    done = scheduled(Event.load(file))
    found, lines = explained(done, task)
    if as_json:
        print_json(explanation_json(found, lines))
        return
    for line in lines:
        say(line.show(terminal_language()))


@app.command(
    epilog="Example: xlevent level gala.xlsx --method optimal --time-limit 30",
    rich_help_panel=panels.PLANNING,
)
def level(
    file: AnyPath,
    method: Annotated[
        Literal["heuristic", "optimal"],
        typer.Option(help='"optimal" asks OR-Tools: pip install "xlevent[level]".'),
    ] = "heuristic",
    time_limit: Annotated[float, typer.Option(min=0.1, help="Seconds to search.")] = 10.0,
    seed: Annotated[int, typer.Option(min=0, help="The same seed, the same result.")] = 0,
    clear: Annotated[bool, typer.Option("--clear", help="Take all delays away again.")] = False,
    output: OutputOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    force: ForceOption = False,
) -> None:
    """Delay tasks until no resource is used beyond its capacity; tell what moved and the cost.

    In a plan that goes back from the event, tasks are done earlier instead.
    """
    from xlevent.app.planning.writing import clear_levelling, level_event

    if clear:
        kept = clear_levelling()
        written = apply_change(file, "level", kept.change, output, force, dry_run)
        print_schedule(kept.result)
        finish(kept.result.findings, as_json, written)
        return
    levelling = level_event(method, seed, time_limit)
    written = apply_change(file, "level", levelling.change, output, force, dry_run)
    done, result = levelling.result
    if as_json:
        print_json(levelling_json(done, result))
    else:
        print_levelling(done, result)
    finish(done.findings, as_json, written)


@app.command(
    epilog="Example: xlevent simulate gala.xlsx --runs 10000 --seed 7",
    rich_help_panel=panels.PLANNING,
)
def simulate(
    file: AnyPath,
    runs: Annotated[int, typer.Option(min=1, max=1_000_000, help="Number of runs.")] = 10_000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed, the same result.")] = 1,
    shape: Annotated[
        Literal["pert", "triangular"], typer.Option(help="Distribution between the three points.")
    ] = "pert",
    correlation: Annotated[
        float, typer.Option(min=0, max=1, help="How much all tasks vary together, 0 to 1.")
    ] = 0.0,
    output: OutputOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    force: ForceOption = False,
) -> None:
    """Simulate the schedule from three-point durations: P50, P80, P90, chance to be critical."""
    from xlevent.app.planning.writing import simulate_event

    kept = simulate_event(runs, seed, shape, correlation)
    written = apply_change(file, "simulate", kept.change, output, force, dry_run)
    done, result = kept.result
    if as_json:
        print_json(simulation_json(done, result))
    else:
        print_simulation(done, result)
    finish(done.findings, as_json, written)


@app.command(epilog="Example: xlevent evm gala.xlsx", rich_help_panel=panels.PLANNING)
def evm(
    file: AnyPath,
    output: OutputOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    force: ForceOption = False,
) -> None:
    """Compute planned and earned value of each period in O2.4.1, with indices and forecasts."""
    from xlevent.app.planning.writing import earned_event

    kept = earned_event()
    written = apply_change(file, "evm", kept.change, output, force, dry_run)
    if as_json:
        print_json(earned_json(kept.result))
    else:
        print_earned(kept.result)
    finish(kept.result.findings, as_json, written)


baseline = typer.Typer(no_args_is_help=True, help="The dates to which progress is compared.")
app.add_typer(baseline, name="baseline", rich_help_panel=panels.PLANNING)


@baseline.command("set", epilog="Example: xlevent baseline set gala.xlsx")
def baseline_set(file: AnyPath, output: OutputOption = None, force: ForceOption = False) -> None:
    """Take today's schedule as the baseline; --force replaces one that is there."""
    from xlevent.app.planning.writing import baseline_event

    kept = baseline_event(force)
    written = apply_change(file, "baseline set", kept.change, output, force, False)
    tell(f"設定 {kept.result[1]} 項工作的基準。", f"Baseline of {kept.result[1]} tasks.")
    finish(kept.result[0].findings, False, written)


@app.command(
    epilog="Example: xlevent calendar gala.xlsx --years 2026-2027", rich_help_panel=panels.PLANNING
)
def calendar(
    file: AnyPath,
    country: Annotated[
        str | None, typer.Option(help="Two letters, such as TW; else that of the settings.")
    ] = None,
    years: Annotated[
        str | None, typer.Option(help="2027 or 2026-2027; else those of the event.")
    ] = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Add public holidays and make-up days to the Calendar sheet; its own rows go first."""
    from xlevent.app.planning.holidays import add_holidays

    kept = add_holidays(country, years)
    written = apply_change(file, "calendar", kept.change, output, force, False)
    added, findings = kept.result
    tell(f"新增 {added} 日。", f"{added} days added.")
    finish(findings, False, written)
