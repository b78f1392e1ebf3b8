"""Macros that look at the whole: refresh dashboard, closing report, export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from xlevent.app.event import Event
from xlevent.app.money.checked import check_expenses
from xlevent.app.money.reconciled import reconcile_event
from xlevent.app.onsite.staffing import write_roster
from xlevent.app.planning.writing import earned_event, schedule_event, simulate_event
from xlevent.app.updating.change import Change
from xlevent.domain.language import Text
from xlevent.interop import plan_json
from xlevent.sheets.kernel.stale import COMPUTATIONS
from xlevent_udfs.macros.declaration import macro
from xlevent_udfs.macros.outcome import Download, Outcome
from xlevent_udfs.macros.planning import written
from xlevent_udfs.macros.session import Session

Step = Callable[[Event], Change]
# What computes the blocks anew, in the order in which one reads the results of another.
# Levelling moves tasks, which is a decision: it is never repeated unasked.
_STEPS: tuple[tuple[frozenset[str], Callable[[], Step]], ...] = (
    (frozenset(("schedule", "progress", "demand")), lambda: schedule_event().change),
    (frozenset(("risk",)), lambda: simulate_event(10_000, 1, "pert", 0.0).change),
    (frozenset(("earned_value",)), lambda: earned_event().change),
    (frozenset(("three_way", "duplicates", "withholding")), lambda: check_expenses().change),
    (frozenset(("reconciliation",)), lambda: reconcile_event().change),
    (frozenset(("roster",)), lambda: write_roster),
)


@macro(
    Text("更新儀表板", "Refresh dashboard"),
    Text("重新計算所有過期的結果，使儀表板反映目前資料。",
         "Compute every stale result anew, so that the dashboard shows today's data."),
)  # fmt: skip
def refresh_dashboard(session: Session) -> Outcome:
    """Compute the blocks anew that are stale, then let the program calculate."""
    registry = session.opened.registry
    stale = {
        str(row["block"])
        for row in session.event.tables.get(COMPUTATIONS, ())
        if row.get("state") == "stale"
    }
    due = stale - {"levelling"}
    steps = [make() for blocks, make in _STEPS if blocks & due]
    cells = session.change("refresh", *steps) if steps else 0
    session.book.app.calculate()
    titles = [block.title for block in registry.computed if block.key in due]
    lines = [
        Text(
            f"已重新計算：{'、'.join(title.zh for title in titles)}。",
            f"Computed anew: {', '.join(title.en for title in titles)}.",
        )
        if titles
        else Text("所有結果都是最新的。", "All results are up to date."),
        written(cells),
    ]
    if "levelling" in stale:
        lines.append(
            Text(
                "資源撫平已過期：它會移動工作，請自行按「撫平資源」。",
                "Levelling is stale: it moves tasks, so press Level yourself.",
            )
        )
    return Outcome(True, lines, session.language)


@macro(
    Text("結案報告", "Closing report"),
    Text("將結案報告寫成網頁檔(HTML)，可列印或轉成 PDF。",
         "Write the closing report as a web page (HTML) to print or keep."),
)  # fmt: skip
def closing_report(session: Session) -> Outcome:
    """The report of `xlevent report`, from the values that the workbook shows.

    Pictures are read from the workbook's folder, if any.
    """
    from xlevent.app.reporting.closing import closing_report as report_of
    from xlevent.app.reporting.html import report_html
    from xlevent.app.reporting.media import media_of
    from xlevent.app.updating.shown_sides import shown_sides

    language = session.language
    media = media_of(session.event, _folder(session))
    report = report_of(
        session.event, language, media, shown_sides(session.opened, "closing_report")
    )
    content = report_html(report, language).encode()
    name = f"{_stem(session)}-closing-report.html"
    lines = [
        Text(
            f"結案報告 {len(report.sections)} 章：{name}",
            f"Closing report, {len(report.sections)} chapters: {name}",
        )
    ]
    made = Download(name, content, "text/html")
    return Outcome(True, lines, language, list(media.findings), made)


@macro(
    Text("匯出計畫", "Export plan"),
    Text("將活頁簿的資料寫成計畫檔(JSON)，供 xlevent 其他工具使用。",
         "Write the data of the workbook as a plan file (JSON) for other tools."),
)  # fmt: skip
def export(session: Session) -> Outcome:
    """What `xlevent read` writes, as JSON."""
    content = plan_json.dumps(session.event.outgoing()).encode()
    name = f"{_stem(session)}.json"
    rows = sum(map(len, session.event.tables.values()))
    lines = [Text(f"計畫檔 {rows} 列：{name}", f"Plan of {rows} rows: {name}")]
    return Outcome(True, lines, session.language, [], Download(name, content, "application/json"))


def _stem(session: Session) -> str:
    return Path(session.source.name).stem or "event"


def _folder(session: Session) -> Path:
    """The folder of the workbook; a workbook on the web has none that can be read."""
    nowhere = Path(".xlevent-no-folder")
    try:
        path = Path(str(session.book.fullname))
    except Exception:  # noqa: BLE001 - xlwings raises where OneDrive keeps the workbook
        return nowhere
    return path.parent if path.is_absolute() else nowhere
