"""Commands about marketing: results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlevent.cli import panels
from xlevent.cli.applying import DryRunOption, OutputOption, apply_change, finish
from xlevent.cli.frame import ForceOption, JsonOption, app
from xlevent.cli.output import finding_json, print_json, say, tell
from xlevent.domain.language import Text

if TYPE_CHECKING:
    from decimal import Decimal

    from xlevent.app.event import Event
    from xlevent.app.marketing.results import Results
    from xlevent.app.updating.change import Change
    from xlevent.compute.marketing import Outcome
    from xlevent.domain.values import Value


@app.command(
    epilog="Example: xlevent results gala.xlsx --import meta.csv --import kktix.xlsx --dry-run",
    rich_help_panel=panels.REPORTS,
)
def results(
    file: Annotated[
        Path | None, typer.Argument(help="Workbook (.xlsx, .xlsm) or plan file.")
    ] = None,
    files: Annotated[
        list[Path] | None,
        typer.Option("--import", help="CSV or Excel export of a service; also several times."),
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option("--profile", help="Layout of columns: a bundled name or a .yaml file."),
    ] = None,
    channel: Annotated[
        str, typer.Option("--channel", help="The channel of O4.3.3 that all rows belong to.")
    ] = "",
    dates: Annotated[
        str | None,
        typer.Option("--dates", help="How ambiguous dates are written: ymd, roc, dmy or mdy."),
    ] = None,
    example: Annotated[
        str | None,
        typer.Option("--example", help="Print a bundled layout, to copy and change."),
    ] = None,
    output: OutputOption = None,
    dry_run: DryRunOption = False,
    force: ForceOption = False,
    as_json: JsonOption = False,
) -> None:
    """Show what marketing brought, by channel against target; --import takes exports into the log.

    CPM, CPC, CPL, conversion, CAC and ROAS are blank where nothing can be divided by. Then
    opportunities by rank, survey shares with margins of error, resource gaps and the budget.
    """
    from xlevent.errors import MisuseError

    if example is not None:
        from xlevent.interop.results.profile import example as text_of_profile

        say(text_of_profile(example).rstrip())
        return
    if file is None:
        raise MisuseError(
            Text("沒有指定檔案。", "no file was named."),
            mend=Text("請指定活頁簿或計畫檔。", "Name a workbook or plan file."),
        )
    if files:
        _import(file, files, profile, channel, dates, output, dry_run, force, as_json)
        return
    if profile or channel or dates or output or dry_run:
        raise MisuseError(
            Text("這個選項只用於 --import。", "this option belongs to --import."),
            mend=Text("請指定匯出檔：--import FILE。", "Name an export: --import FILE."),
        )
    _show(file, as_json)


def _import(
    file: Path, files: list[Path], profile: str | None, channel: str, dates: str | None,
    output: Path | None, dry_run: bool, force: bool, as_json: bool,
) -> None:  # fmt: skip
    from xlevent.app.marketing.importing import Imported, import_results, read_exports

    exports = read_exports(files, profile, dates=dates)
    kept: list[Imported] = []

    def change(event: Event) -> Change:
        kept.append(import_results(event, exports, channel))
        return kept[-1].change

    written = apply_change(file, "results", change, output, force, dry_run)
    done = kept[-1]
    if as_json:
        print_json({
            "profiles": [e.profile.name for e in exports], "added": done.added,
            "known": done.known, "changed": done.changed, "left_out": done.left_out,
            "written": written is not None,
            "rows": [{k: _plain(v) for k, v in row.items()} for row in done.rows],
            "findings": [finding_json(f) for f in done.findings],
        })  # fmt: skip
    else:
        layouts = ", ".join(dict.fromkeys(e.profile.name for e in exports))
        tell(
            f"匯入 O4.3.1（{layouts}）：新增 {done.added} 筆，已有 {done.known} 筆"
            f"（其中 {done.changed} 筆不同），未匯入 {done.left_out} 筆",
            f"Into O4.3.1 ({layouts}): {done.added} added, {done.known} known already "
            f"({done.changed} of them differ), {done.left_out} left out",
        )
    finish(done.findings, as_json, written)


def _show(file: Path, as_json: bool) -> None:
    from xlevent.app.event import Event
    from xlevent.app.marketing.report import results_report
    from xlevent.app.marketing.results import marketing_results
    from xlevent.cli.report_text import print_report

    event = Event.load(file)
    found = marketing_results(event)
    if as_json:
        print_json(_json(found))
    else:
        name = str(event.settings.get("event_name") or "")
        print_report(results_report(found, name, event.registry))


def _plain(value: Value) -> int | float | str | None:
    """A cell for JSON."""
    from decimal import Decimal

    if isinstance(value, Decimal | int):
        return _number(Decimal(value))
    return str(value)


def _json(found: Results) -> dict[str, object]:
    return {
        "currency": found.currency,
        "channels": [
            {
                "channel": c.name, **_outcome(c.outcome), "verdict": c.verdict,
                "targets": {name: _number(target) for name, target in c.targets.items()},
                "targets_met": c.met,
            }
            for c in found.channels
        ],
        "overall": _outcome(found.overall),
        "opportunities": [
            {
                "id": o.id, "name": o.name, "rank": o.rank, "score": _number(o.score),
                "roi": _number(o.roi), "decision": o.decision or None,
            }
            for o in found.opportunities
        ],
        "survey": [
            {
                "id": a.id, "question": a.question, "segment": a.segment, "answer": a.answer,
                "count": _number(a.count), "sample": _number(a.sample),
                "share": _number(a.share), "margin": _number(a.margin),
            }
            for a in found.answers
        ],
        "gaps": [
            {
                "id": g.id, "name": g.name, "gap": g.gap, "shortfall": _number(g.shortfall),
                "needed_by": None if g.needed_by is None else str(g.needed_by),
            }
            for g in found.gaps
        ],
        "budget": [
            {
                "category": b.category, "budget": _number(b.budget), "planned": _number(b.planned),
                "budget_actual": _number(b.budget_actual), "actual": _number(b.actual),
                "state": b.state,
            }
            for b in found.budget
        ],
    }  # fmt: skip


def _outcome(outcome: Outcome) -> dict[str, int | float | None]:
    names = (
        "impressions", "clicks", "leads", "conversions", "cost", "full_cost", "revenue", "ctr",
        "cpm", "cpc", "cpl", "conversion_rate", "cac", "roas",
    )  # fmt: skip
    return {name: _number(outcome.value(name)) for name in names}


def _number(value: Decimal | None) -> int | float | None:
    """JSON has no decimals: whole numbers stay exact."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
