"""The results of marketing as a report: channels, opportunities, survey, gaps, budget."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xlevent.app.marketing.results import TARGETS, Channel, Results
from xlevent.app.reporting.model import Fact, Report, Section, Table, TableColumn, same
from xlevent.compute.marketing import AT_MOST, Outcome
from xlevent.domain.language import Text
from xlevent.domain.money import round_half_up
from xlevent.sheets.kernel.links import Declared

TITLES = {
    "impressions": Text("曝光", "Impressions"), "clicks": Text("點擊", "Clicks"),
    "leads": Text("名單", "Leads"), "conversions": Text("轉換", "Conversions"),
    "cost": Text("投放成本", "Media cost"), "full_cost": Text("總成本", "Full cost"),
    "revenue": Text("歸因收入", "Revenue"), "ctr": Text("點擊率", "CTR"),
    "conversion_rate": Text("轉換率", "Conversion"), "cpm": Text("CPM", "CPM"),
    "cpc": Text("CPC", "CPC"), "cpl": Text("CPL", "CPL"), "cac": Text("CAC", "CAC"),
    "roas": Text("ROAS", "ROAS"),
}  # fmt: skip
_SUMS = ("impressions", "clicks", "leads", "conversions", "cost", "full_cost", "revenue")
_RATIOS = ("cpm", "cpc", "cpl", "conversion_rate", "cac", "roas")
_PERCENT = ("ctr", "conversion_rate")
_AMOUNTS = ("cost", "full_cost", "revenue")
_ALL = Text("全部通路", "All channels")
_BLANK = Text("", "")


def results_report(results: Results, event: str, registry: Declared) -> Report:
    """Everything that `xlevent results` prints."""
    sections = (
        Section("channels", Text("通路成效", "Channels"),
                (_sums(results), _ratios(results), _targets(results, registry))),
        Section("opportunities", Text("行銷機會排序", "Opportunities by rank"),
                (_opportunities(results, registry),)),
        Section("survey", Text("調查占比與抽樣誤差", "Survey shares and margins of error"),
                (_survey(results),)),
        Section("gaps", Text("行銷資源缺口", "Resource gaps"), (_gaps(results, registry),)),
        Section("budget", Text("與全案預算核對", "Agreement with the budget"),
                (_budget(results, registry),)),
    )  # fmt: skip
    facts = (Fact(Text("本位幣", "Currency"), same(results.currency)),)
    return Report(Text("行銷成果", "Marketing results"), same(event), facts, sections)


def _scopes(results: Results) -> list[tuple[Text, Outcome]]:
    return [*((same(c.name), c.outcome) for c in results.channels), (_ALL, results.overall)]


def _columns(first: Text, names: Sequence[str]) -> tuple[TableColumn, ...]:
    return (TableColumn(first), *(TableColumn(TITLES[n], number=True) for n in names))


def _sums(results: Results) -> Table:
    rows = tuple(
        (name, *(same(_shown(n, outcome.value(n), results)) for n in _SUMS))
        for name, outcome in _scopes(results)
    )
    return Table(Text("成果", "Sums"), _columns(Text("通路", "Channel"), _SUMS), rows)


def _ratios(results: Results) -> Table:
    rows = tuple(
        (name, *(same(_shown(n, outcome.value(n), results)) for n in _RATIOS))
        for name, outcome in _scopes(results)
    )
    title = Text("比率（無法計算者空白）", "Ratios (blank where undefined)")
    return Table(title, _columns(Text("通路", "Channel"), _RATIOS), rows)


def _targets(results: Results, registry: Declared) -> Table:
    columns = (
        TableColumn(Text("通路", "Channel")), TableColumn(Text("結果", "Verdict")),
        TableColumn(Text("達成", "Met"), number=True),
        TableColumn(Text("未達目標（實際／目標）", "Missed (result / target)"), wide=True),
    )  # fmt: skip
    rows = tuple(
        (
            same(c.name), _label(registry, "target_verdict", c.verdict),
            same(f"{c.met}/{len(c.targets)}" if c.targets else ""), _missed(c, results),
        )
        for c in results.channels
    )  # fmt: skip
    return Table(Text("對照目標", "Against target"), columns, rows)


def _missed(channel: Channel, results: Results) -> Text:
    zh, en = [], []
    for name in TARGETS:
        target = channel.targets.get(name)
        if target is None:
            continue
        value = channel.outcome.value(name)
        if name in AT_MOST:
            kept = value is not None and value <= target
        else:
            kept = (value or Decimal(0)) >= target
        if not kept:
            pair = f"{_shown(name, value, results) or '–'}/{_shown(name, target, results)}"
            zh.append(f"{TITLES[name].zh} {pair}")
            en.append(f"{TITLES[name].en} {pair}")
    return Text("、".join(zh), ", ".join(en))


def _opportunities(results: Results, registry: Declared) -> Table:
    columns = (
        TableColumn(Text("名次", "Rank"), number=True), TableColumn(Text("編號", "ID")),
        TableColumn(Text("行銷機會", "Opportunity"), wide=True),
        TableColumn(Text("評分", "Score"), number=True),
        TableColumn(Text("ROI", "ROI"), number=True), TableColumn(Text("決策", "Decision")),
    )  # fmt: skip
    rows = tuple(
        (
            same("" if o.rank is None else str(o.rank)), same(o.id), same(o.name),
            same("" if o.score is None else f"{o.score:.2f}"), same(_share(o.roi)),
            _label(registry, "opportunity_decision", o.decision),
        )
        for o in results.opportunities
    )  # fmt: skip
    return Table(Text("行銷機會排序", "Opportunities by rank"), columns, rows)


def _survey(results: Results) -> Table:
    columns = (
        TableColumn(Text("題目", "Question"), wide=True), TableColumn(Text("區隔", "Segment")),
        TableColumn(Text("選項", "Answer"), wide=True),
        TableColumn(Text("樣本", "Sample"), number=True),
        TableColumn(Text("占比", "Share"), number=True),
        TableColumn(Text("誤差", "Margin"), number=True),
    )  # fmt: skip
    rows = tuple(
        (
            same(a.question), same(a.segment), same(a.answer), same(f"{a.sample:,f}"),
            same(_share(a.share)), same("" if a.margin is None else f"±{_share(a.margin)}"),
        )
        for a in results.answers
    )  # fmt: skip
    return Table(Text("調查占比與抽樣誤差", "Survey shares and margins of error"), columns, rows)


def _gaps(results: Results, registry: Declared) -> Table:
    columns = (
        TableColumn(Text("編號", "ID")), TableColumn(Text("行銷資源", "Resource"), wide=True),
        TableColumn(Text("缺口", "Gap")), TableColumn(Text("需求日", "Needed by")),
        TableColumn(Text("短缺", "Short"), number=True),
    )  # fmt: skip
    rows = tuple(
        (
            same(g.id), same(g.name), _label(registry, "asset_gap", g.gap),
            same(str(g.needed_by or "")), same(f"{g.shortfall:,f}" if g.shortfall else ""),
        )
        for g in results.gaps
    )  # fmt: skip
    return Table(Text("行銷資源缺口", "Resource gaps"), columns, rows)


def _budget(results: Results, registry: Declared) -> Table:
    columns = (
        TableColumn(Text("預算類別", "Category")),
        *(
            TableColumn(title, number=True)
            for title in (
                Text("修正預算", "Budget"), Text("行銷計畫", "Planned here"),
                Text("全案支用", "Actual in O2.4.1"), Text("行銷支用", "Actual here"),
            )
        ),
        TableColumn(Text("結果", "Result")),
    )  # fmt: skip
    rows = tuple(
        (
            same(b.category),
            *(same(_shown("cost", amount, results))
              for amount in (b.budget, b.planned, b.budget_actual, b.actual)),
            _label(registry, "budget_agreement", b.state),
        )
        for b in results.budget
    )  # fmt: skip
    return Table(Text("與全案預算核對", "Agreement with the budget"), columns, rows)


def _label(registry: Declared, name: str, key: str) -> Text:
    found = registry.lists[name]
    return Text(found.label(key, "zh-TW"), found.label(key, "en")) if key else _BLANK


def _share(share: Decimal | None) -> str:
    return "" if share is None else f"{round_half_up(share * 100, 1)}%"


def _shown(name: str, value: Decimal | None, results: Results) -> str:
    if value is None:
        return ""
    if name in _PERCENT:
        return f"{round_half_up(value * 100, 2)}%"
    if name in _AMOUNTS:
        return f"{round_half_up(value, results.places):,f}"
    if name in _RATIOS:
        return f"{round_half_up(value, 2):,f}"
    return f"{value:,f}"
