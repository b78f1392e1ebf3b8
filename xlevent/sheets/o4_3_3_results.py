"""O4.3.3: what each channel brought against its target, and what to do better."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.follow_up import days_overdue, due_state
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import ByList, Chart, Figure, Series, Sheet, Table
from xlevent.sheets.kernel.expressions import count, ratio, total
from xlevent.standard import output_title


def _logged(column: str) -> str:
    return total("marketing_log", column, channel="[channel]")


# (target, result): more is better in the first group, less is better in the second.
_AT_LEAST = (
    ("target_impressions", "impressions"), ("target_leads", "leads"),
    ("target_conversions", "conversions"), ("target_conversion_rate", "conversion_rate"),
    ("target_roas", "roas"),
)  # fmt: skip
_AT_MOST = (
    ("target_cpm", "cpm"), ("target_cpc", "cpc"), ("target_cpl", "cpl"), ("target_cac", "cac"),
)  # fmt: skip
_TARGETS_SET = "+".join(f"([{target}]>0)" for target, _ in (*_AT_LEAST, *_AT_MOST))
_TARGETS_MET = "+".join(
    [f"([{target}]>0)*(N([{result}])>=[{target}])" for target, result in _AT_LEAST]
    # A blank result (nothing came) has met no ceiling.
    + [f'([{target}]>0)*([{result}]<>"")*(N([{result}])<=[{target}])'
       for target, result in _AT_MOST]
)  # fmt: skip

CHANNELS = Table(
    "channels",
    Text("各通路目標與成效", "Targets and results by channel"),
    (
        c.key("channel", "通路", "Channel", width=20),
        c.choice("kind", "媒體類型", "Media type", "channel_kind"),
        c.link("segment", "主要客群", "Main audience", "segments", width=14),
        c.link("owner", "負責人", "Owner", "people"),
        c.integer("target_impressions", "目標曝光", "Target impressions", ge=0, width=19),
        c.integer("target_leads", "目標名單", "Target leads", ge=0, width=14),
        c.integer("target_conversions", "目標轉換", "Target conversions", ge=0, width=19),
        c.percent("target_conversion_rate", "目標轉換率", "Target conversion rate", ge=0, le=1,
                  width=23),
        c.price("target_cpm", "目標 CPM", "Target CPM", ge=0,
                help=("每千次曝光成本上限", "Most that 1,000 impressions may cost")),
        c.price("target_cpc", "目標 CPC", "Target CPC", ge=0,
                help=("每次點擊成本上限", "Most that a click may cost")),
        c.price("target_cpl", "目標 CPL", "Target CPL", ge=0,
                help=("每筆名單成本上限", "Most that a lead may cost")),
        c.price("target_cac", "目標 CAC", "Target CAC", ge=0,
                help=("顧客取得成本上限", "Most that a new customer may cost")),
        c.number("target_roas", "目標 ROAS", "Target ROAS", ge=0, unit=("倍", "x"), width=13),
        c.calc("impressions", "曝光次數", "Impressions", "integer", _logged("impressions"),
               width=13),
        c.calc("clicks", "點擊次數", "Clicks", "integer", _logged("clicks")),
        c.calc("leads", "名單數", "Leads", "integer", _logged("leads")),
        c.calc("conversions", "轉換數", "Conversions", "integer", _logged("conversions"),
               width=13),
        c.calc("cost", "投放成本", "Media cost", "amount", _logged("cost")),
        c.calc(
            "full_cost", "總成本", "Full cost", "amount",
            f"MAX([cost],{total('marketing_budget', 'actual', channel='[channel]')})",
            help=("O4.3.2 本通路已支用（含製作費）與投放成本之較大者",
                  "The larger of spend in O4.3.2, with production, and media cost"),
        ),
        c.calc("revenue", "歸因收入", "Revenue", "amount", _logged("revenue")),
        c.calc("ctr", "點擊率 CTR", "Click rate CTR", "percent",
               ratio("[clicks]", "[impressions]"), places=2, width=16),
        c.calc("conversion_rate", "轉換率 CVR", "Conversion rate CVR", "percent",
               ratio("[conversions]", "[clicks]"), places=2, width=20),
        c.calc("cpm", "每千次曝光成本 CPM", "CPM", "price", ratio("[cost]*1000", "[impressions]"),
               places=1, width=20, help=("投放成本 ÷ 曝光 × 1,000", "Media cost / impressions x 1,000")),
        c.calc("cpc", "每次點擊成本 CPC", "CPC", "price", ratio("[cost]", "[clicks]"), places=1,
               width=18),
        c.calc("cpl", "每筆名單成本 CPL", "CPL", "price", ratio("[cost]", "[leads]"), places=1,
               width=18),
        c.calc("cac", "顧客取得成本 CAC", "CAC", "price", ratio("[full_cost]", "[conversions]"),
               places=1, width=18, help=("總成本 ÷ 轉換數", "Full cost / conversions")),
        c.calc("roas", "廣告投資報酬率 ROAS", "ROAS", "number", ratio("[revenue]", "[cost]"),
               places=2, unit=("倍", "x"), width=21),
        c.calc("attained", "轉換達成率", "Conversions attained", "percent",
               ratio("[conversions]", "[target_conversions]"), width=21, bar=True),
        c.calc("targets_set", "已訂目標數", "Targets set", "integer", _TARGETS_SET, width=13),
        c.calc("targets_met", "達成目標數", "Targets met", "integer", _TARGETS_MET, width=13),
        c.calc(
            "verdict", "目標達成情形", "Against target", "choice",
            "IF([targets_set]=0,{target_verdict.no_target},"
            "IF([targets_met]=[targets_set],{target_verdict.met},"
            "IF([targets_met]=0,{target_verdict.missed},{target_verdict.partly})))",
            list="target_verdict", width=16,
        ),
    ),
    blank=8,
    hint=Text(
        "一列一通路，名稱即為各表的通路選項；成效取自 O4.3.1，製作費取自 O4.3.2。",
        "One row per channel; its name is what other sheets choose. Results from O4.3.1 and O4.3.2.",
    ),
)  # fmt: skip


def _choose(values: dict[str, str]) -> str:
    """The value that belongs to the metric of the row."""
    formula = '""'
    for metric, value in values.items():
        formula = f"IF([metric]={{marketing_metric.{metric}}},{value},{formula})"
    return formula


_SUM = {
    key: total("channels", key)
    for key in ("impressions", "clicks", "leads", "conversions", "revenue", "cost", "full_cost")
}
_OVERALL = {
    **{key: _SUM[key] for key in ("impressions", "clicks", "leads", "conversions", "revenue")},
    "cpm": ratio(f"{_SUM['cost']}*1000", _SUM["impressions"]),
    "cpc": ratio(_SUM["cost"], _SUM["clicks"]),
    "cpl": ratio(_SUM["cost"], _SUM["leads"]),
    "cac": ratio(_SUM["full_cost"], _SUM["conversions"]),
    "conversion_rate": ratio(_SUM["conversions"], _SUM["clicks"]),
    "roas": ratio(_SUM["revenue"], _SUM["cost"]),
}
_LESS_IS_BETTER = ",".join(
    f"[metric]={{marketing_metric.{metric}}}" for metric in ("cpm", "cpc", "cpl", "cac")
)

SCORECARD = Table(
    "marketing_scorecard",
    Text("整體行銷成效", "Overall results"),
    (
        c.choice("metric", "行銷指標", "Measure", "marketing_metric", width=28),
        c.number("target", "目標值", "Target", ge=0, width=13),
        c.calc("result", "實際值", "Result", "number", _choose(_OVERALL), places=2, width=14),
        c.calc(
            "attained", "達成率", "Attained", "percent",
            f"IF(OR([target]=0,N([result])=0),\"\",IF(OR({_LESS_IS_BETTER}),"
            "[target]/[result],[result]/[target]))",
            width=12, bar=True,
            help=("成本類指標以目標 ÷ 實際計算", "For costs: target / result"),
        ),
        c.calc(
            "verdict", "目標達成情形", "Against target", "choice",
            'IF([target]=0,{target_verdict.no_target},IF(N([attained])>=1,'
            "{target_verdict.met},IF(N([attained])>=0.8,{target_verdict.partly},"
            "{target_verdict.missed})))",
            list="target_verdict", width=16,
        ),
        c.note("comment", "說明", "Comment"),
    ),
    rows=ByList("marketing_metric"),
)  # fmt: skip

REVIEWS = Table(
    "marketing_reviews",
    Text("檢討與改善", "Review and improvements"),
    (
        c.key("id", "編號", "ID", prefix="MV"),
        c.date("date", "檢討日期", "Reviewed on", width=13),
        c.link("channel", "通路", "Channel", "channels", width=16),
        c.choice("aspect", "檢討面向", "Aspect", "review_aspect", width=18),
        c.note("finding", "成效與問題", "Result or problem", required=True),
        c.note("cause", "原因分析", "Cause"),
        c.choice("choice", "後續做法", "Next step", "review_choice"),
        c.note("improvement", "改善措施", "Improvement", required=True),
        c.text("effect", "預期效益", "Expected effect", width=22),
        c.link("evidence", "佐證紀錄", "Log entry", "marketing_log"),
        c.link("owner", "負責人", "Owner", "people"),
        c.date("due", "期限", "Due"),
        c.choice("state", "辦理狀態", "State", "action_state"),
        c.note("outcome", "改善結果", "Outcome", width=28),
        due_state(),
        days_overdue(),
    ),
)  # fmt: skip

SHEET = Sheet(
    "O4.3.3",
    tab=Text("行銷成效", "Results"),
    title=output_title("O4.3.3"),
    blocks=(
        SCORECARD,
        CHANNELS,
        Chart(
            "column",
            Text("各通路目標與實際轉換", "Conversions by channel against target"),
            categories="channels[channel]",
            series=(
                Series("channels[target_conversions]", Text("目標", "Target"), tone="muted"),
                Series("channels[conversions]", Text("實際", "Result"), tone="accent"),
            ),
            number_format="#,##0",
        ),
        Chart(
            "bar",
            Text("各通路 ROAS", "ROAS by channel"),
            categories="channels[channel]",
            series=(
                Series("channels[target_roas]", Text("目標", "Target"), tone="muted"),
                Series("channels[roas]", Text("實際", "Result"), tone="good"),
            ),
            number_format="0.0",
        ),
        REVIEWS,
    ),
    figures=(
        Figure("marketing_roas", Text("整體 ROAS（倍）", "ROAS (x)"), "number",
               ratio(total("marketing_log", "revenue"), total("marketing_log", "cost"))),
        Figure(
            "marketing_romi", Text("行銷投資報酬率", "Marketing ROI"), "percent",
            ratio(f"{total('marketing_log', 'revenue')}-fig.marketing_spend",
                  "fig.marketing_spend"),
            good_if=">=0",
        ),
        Figure("marketing_cac", Text("整體 CAC", "CAC"), "amount",
               ratio(_SUM["full_cost"], _SUM["conversions"])),
        Figure("channels_met", Text("全部達標通路", "Channels on target"), "integer",
               count("channels", verdict="{target_verdict.met}")),
        Figure("improvements_overdue", Text("逾期改善事項", "Overdue improvements"), "integer",
               count("marketing_reviews", due_state="{action_due.overdue}"), good_if="=0"),
    ),
    phase="T4",
    about=Text(
        "以 CPM、CPC、CPL、轉換率、CAC、ROAS 對照目標檢視各通路成效，並追蹤改善。",
        "Results of each channel by CPM, CPC, CPL, conversion, CAC and ROAS against target, and "
        "the improvements that follow.",
    ),
)  # fmt: skip
