"""The closing report O6.1.1 as a model: what stands in each chapter.

The sentences are those of the sheet, the tables and charts follow from the declarations, the
remarks are the author's own and stand after the sentences, as they were written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from xlevent.app.evaluated import Evaluated
from xlevent.app.event import Event
from xlevent.app.reporting.facts import Evaluate, Facts
from xlevent.app.reporting.media import Media
from xlevent.app.reporting.model import (
    Block,
    Fact,
    Gallery,
    Paragraph,
    Report,
    Section,
    Signatures,
    same,
)
from xlevent.domain.language import Language, Text
from xlevent.sheets.kernel.blocks import Document
from xlevent.sheets.kernel.blocks import Signatures as DeclaredSignatures

_DOCUMENT = "closing_report"
_HEAD = (
    "goals_met_share", "attendance_total", "satisfaction_mean", "expenses_total",
    "sponsor_cash_received", "fulfilment_share", "cpi", "issues_open",
)  # fmt: skip
_ABOUT = (
    (Text("委託單位", "Client"), "client_name"), (Text("執行單位", "Organiser"), "organiser_name"),
    (Text("專案負責人", "Project manager"), "project_manager"), (Text("場地", "Venue"), "venue"),
)  # fmt: skip


def closing_report(
    event: Event, language: Language, media: Media, evaluate: Evaluate = Evaluated
) -> Report:
    """The report in that language (a model of both has both sides of every sentence).

    `evaluate` gives the values of formulas; without it all are computed anew.
    """
    facts = Facts(event, language, evaluate)
    sections = event.registry.lists["report_section"].options
    written = {row.get("section"): row for row in facts.rows("report_sections")}
    said = facts.paragraphs(_DOCUMENT)
    chapters = []
    # The document has an annex after its chapters; its heading says nothing in sentences.
    for option, (title, sentences) in zip(sections, said, strict=False):
        blocks: list[Block] = [Paragraph(one) for one in sentences]
        blocks += _remarks(str(written.get(option.key, {}).get("body") or ""))
        blocks += [b for make in _CHAPTERS.get(option.key, ()) if (b := make(facts)) is not None]
        pictures = media.of(option.key)
        if pictures:
            blocks.append(Gallery(tuple(pictures)))
        chapters.append(Section(option.key, title, tuple(blocks)))
    annex = _annex(media)
    if annex is not None:
        chapters.append(annex)
    chapters.append(Section("signatures", Text("簽核", "Signatures"), (_parties(facts),)))
    about = [Fact(t, same(v)) for t, key in _ABOUT if (v := facts.setting(key)) != "–"]
    start, end = facts.setting("event_start"), facts.setting("event_end")
    if start != "–":
        days = start if end in (start, "–") else f"{start} – {end}"
        about.append(Fact(Text("活動期間", "Event days"), same(days)))
    as_of = facts.figure("as_of")
    if as_of is not None:
        about.append(Fact(Text("資料日期", "Data date"), as_of.value))
    name = facts.setting("event_name")
    english = facts.setting("event_name_en")
    return Report(
        Text("專案結案報告", "Closing report"),
        Text(name, english if english != "–" else name), tuple(about), tuple(chapters),
        tuple(f for key in _HEAD if (f := facts.figure(key)) is not None),
    )  # fmt: skip


def _remarks(body: str) -> list[Paragraph]:
    """The author's own paragraphs: a line each."""
    lines = (line.strip() for line in body.replace("\r", "\n").split("\n"))
    return [Paragraph(same(line), author=True) for line in lines if line]


def _annex(media: Media) -> Section | None:
    blocks: list[Block] = []
    rest = media.of(None)
    if rest:
        blocks.append(Gallery(tuple(rest)))
    if media.links.items:
        blocks.append(media.links)
    title = Text("附件：影音圖片", "Annex: pictures, audio and video")
    return Section("annex", title, tuple(blocks)) if blocks else None


def _parties(facts: Facts) -> Signatures:
    document: Document = facts.zh.event.registry.documents[_DOCUMENT]
    return next(Signatures(p.parties) for p in document.parts if isinstance(p, DeclaredSignatures))


Maker = Callable[[Facts], Block | None]


def _table(key: str, *columns: str, by: str | None = None, title: Text | None = None) -> Maker:
    return lambda facts: facts.table(key, columns, by=by, title=title)


def _serious(facts: Facts) -> Block | None:
    columns = ("opened", "place", "severity", "description", "action", "state")
    return facts.table(
        "issues", columns, where=lambda row: row.get("severity") in ("critical", "major"),
        title=Text("重大與危急問題", "Major and critical issues"),
    )  # fmt: skip


_CHAPTERS: Mapping[str, Sequence[Maker]] = {
    "goals": (
        lambda facts: facts.chart(
            "bars", "goal_results", "measure", (("achievement", "accent"),),
            Text("各目標達成率", "Achievement by goal"), percent=True, mark=1.0,
        ),
        _table("goal_results", "goal_text", "target", "unit", "result", "achievement", "status",
               "explanation"),
        lambda facts: facts.chart(
            "bars", "satisfaction", "group", (("score", "accent"),),
            Text("各對象滿意度（5 分為滿分）", "Satisfaction by group, of 5"),
        ),
    ),
    "execution": (
        lambda facts: facts.chart(
            "columns", "attendance_log", "session",
            (("registered", "muted"), ("attended", "accent")),
            Text("各場次報名與實到", "Registered and attended by session"), most=8,
        ),
        _table("attendance_log", "date", "session", "registered", "attended", "online",
               "show_rate"),
        _table("checks_by_category", "category", "total", "passed", "failed", "pending"),
    ),
    "finance": (
        lambda facts: facts.chart(
            "bars", "budget_by_category", "category",
            (("revised", "muted"), ("actual", "accent")),
            Text("各類別預算與實支", "Budget and actual cost by category"),
        ),
        _table("benefit_analysis", "measure", "planned", "actual", "difference", "rate"),
        _table("budget_by_category", "category", "baseline", "revised", "actual", "variance"),
        _table("funding_sources", "name", "kind", "amount", "received", "state"),
        lambda facts: facts.chart(
            "line", "earned_value", "period_end",
            (("pv", "muted"), ("ev", "accent"), ("ac", "warn")),
            Text("計畫值、實獲值與實際成本", "Planned value, earned value and actual cost"),
            most=60,
        ),
    ),
    "sponsors": (
        lambda facts: facts.chart(
            "bars", "sponsorship_by_tier", "name",
            (("cash_pledged", "muted"), ("cash_received", "accent")),
            Text("各級別現金承諾與實收", "Cash pledged and received by tier"),
        ),
        _table("sponsor_value", "name", "tier", "cash_received", "in_kind_received",
               "fulfilment", "sponsor_roi", "organiser_roi"),
    ),
    "suppliers": (
        _table("purchases_by_supplier", "name", "ordered", "accepted", "paid", "outstanding",
               by="ordered"),
    ),
    "marketing": (
        lambda facts: facts.chart(
            "bars", "channels", "channel", (("cost", "muted"), ("revenue", "accent")),
            Text("各通路支出與可歸因收入", "Cost and traced income by channel"),
        ),
        _table("channels", "channel", "cost", "impressions", "clicks", "leads", "conversions",
               "roas", "verdict"),
    ),
    "issues": (
        lambda facts: facts.chart(
            "bars", "issues_by_severity", "severity", (("total", "muted"), ("resolved", "good")),
            Text("各嚴重度問題件數", "Issues by severity"),
        ),
        _serious,
    ),
    "lessons": (_table("lessons", "area", "event", "lesson", "improvement", "adopted"),),
    "sustainability": (
        _table("sustainability_measures", "measure", "indicator", "target", "result", "achieved"),
    ),
    "recommendations": (
        _table("recommendations", "area", "finding", "recommendation", "priority", "owner"),
    ),
}  # fmt: skip
