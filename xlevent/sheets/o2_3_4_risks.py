"""O2.3.4: risks, their level from a matrix, responses, backup plans, reserve, schedule risk."""

from __future__ import annotations

from xlevent.compute.risk_matrix import MATRIX
from xlevent.domain.language import Text
from xlevent.sheets.deadlines import due_state
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import ByList, Chart, Figure, Fixed, Series, Sheet, Table
from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.kernel.expressions import count, look, ratio, total
from xlevent.standard import output_title

_IMPACTS = {
    "negligible": ("輕微", "Negligible"),
    "minor": ("小", "Minor"),
    "moderate": ("中等", "Moderate"),
    "major": ("重大", "Major"),
    "severe": ("災難性", "Severe"),
}


def _agreed(impact: str) -> str:
    *lower, last = (f"{{risk_level.{level}}}" for level in MATRIX[impact])
    steps = "".join(f"IF(#row={row},{label}," for row, label in enumerate(lower, start=1))
    return steps + last + ")" * len(lower)


_AGREED = Table(
    "risk_matrix",
    Text("風險矩陣", "Risk matrix"),
    (
        c.choice("likelihood", "可能性", "Likelihood", "likelihood", width=16),
        *(
            c.calc(impact, zh, en, "choice", _agreed(impact), list="risk_level", width=16)
            for impact, (zh, en) in _IMPACTS.items()
        ),
    ),
    rows=ByList("likelihood"),
    hint=Text("等級查表而得，不以數字相乘", "Levels are looked up, never multiplied"),
)

_HEAT = Table(
    "risk_heat",
    Text("風險熱圖(未結件數)", "Heat map (open risks)"),
    (
        c.choice("likelihood", "可能性", "Likelihood", "likelihood", width=16),
        *(
            c.calc(impact, zh, en, "integer",
                   count("risks", likelihood="[likelihood]", impact=f"{{impact.{impact}}}",
                         is_open="1"), width=13, tint=f"risk_matrix.{impact}")
            for impact, (zh, en) in _IMPACTS.items()
        ),
        c.calc("all", "合計", "All", "integer",
               "+".join(f"N([{impact}])" for impact in _IMPACTS)),
    ),
    rows=ByList("likelihood"),
)  # fmt: skip


def _level(likelihood: str, impact: str) -> str:
    by_impact = "".join(
        f"IF([{impact}]={{impact.{key}}},{look('risk_matrix', key, f'[{likelihood}]', 'likelihood')},"
        for key in _IMPACTS
    )
    return by_impact + '""' + ")" * len(_IMPACTS)


def _level_column(key: str, zh: str, en: str, likelihood: str, impact: str) -> Column:
    return c.calc(key, zh, en, "choice", _level(likelihood, impact), list="risk_level", width=15)


_RISKS = Table(
    "risks",
    Text("風險登錄與備案", "Risk register"),
    (
        c.key("id", "風險編號", "Risk ID", prefix="RK"),
        c.text("risk", "風險", "Risk", required=True, width=28),
        c.choice("category", "類別", "Category", "risk_category", required=True, width=16),
        c.note("cause", "成因", "Cause", width=28),
        c.note("consequence", "後果", "Consequence", width=28),
        c.choice("likelihood", "可能性", "Likelihood", "likelihood", required=True),
        c.choice("impact", "衝擊程度", "Impact", "impact", required=True),
        _level_column("level", "風險等級", "Level", "likelihood", "impact"),
        c.choice("response", "因應策略", "Response", "risk_response"),
        c.note("action", "因應措施", "Action"),
        c.note("trigger", "觸發徵兆", "Trigger", width=28),
        c.note("backup_plan", "備案", "Backup plan"),
        c.link("owner", "負責人", "Owner", "people", required=True),
        c.date("due", "辦理期限", "Due"),
        c.percent("probability", "發生機率", "Probability", ge=0, le=1, width=12,
                  help=("金額化估計，與可能性等級分開填", "For money; apart from the likelihood")),
        c.amount("exposure", "損失金額", "Exposure", ge=0,
                 help=("發生時的損失或額外成本", "Loss or extra cost if it happens")),
        c.calc("expected_loss", "期望損失", "Expected loss", "amount",
               "ROUND([probability]*[exposure],settings.currency_decimals)"),
        c.amount("cost", "因應成本", "Response cost", ge=0),
        c.link("budget_line", "預算科目", "Budget line", "budget_lines"),
        c.choice("residual_likelihood", "殘餘可能性", "Residual likelihood", "likelihood"),
        c.choice("residual_impact", "殘餘衝擊", "Residual impact", "impact"),
        _level_column("residual_level", "殘餘等級", "Residual level", "residual_likelihood",
                      "residual_impact"),
        c.choice("state", "風險狀態", "State", "risk_state", required=True),
        c.date("reviewed_on", "檢視日期", "Reviewed on"),
        c.link("task", "相關工作", "Task", "tasks"),
        c.text("legal_basis", "相關法規", "Legal basis", width=20),
        c.calc("is_open", "未結", "Is open", "integer",
               "IF(OR([state]={risk_state.closed},[state]={risk_state.occurred}),0,1)",
               hidden=True),
        c.calc("due_state", "期限狀況", "Due state", "choice",
               due_state("[is_open]=0", "[due]"), list="action_due"),
    ),
    blank=20,
)  # fmt: skip

_BY_CATEGORY = Table(
    "risks_by_category",
    Text("風險準備", "Reserve by category"),
    (
        c.choice("category", "風險類別", "Risk category", "risk_category", width=18),
        c.calc("open", "未結", "Open", "integer",
               count("risks", category="[category]", is_open="1")),
        c.calc("high", "高以上", "High or extreme", "integer",
               count("risks", category="[category]", is_open="1", level="{risk_level.high}") + "+"
               + count("risks", category="[category]", is_open="1",
                       level="{risk_level.extreme}")),
        c.calc("expected_loss", "期望損失", "Expected loss", "amount",
               total("risks", "expected_loss", category="[category]", is_open="1")),
        c.calc("cost", "因應成本", "Response cost", "amount",
               total("risks", "cost", category="[category]", is_open="1")),
    ),
    rows=ByList("risk_category"),
)  # fmt: skip

_SCHEDULE = Table(
    "schedule_risk",
    Text("時程風險(模擬)", "Schedule risk (simulated)"),
    (
        c.key("percentile", "信心水準", "Confidence", width=12),
        c.engine(c.datetime("finish", "完成時間", "Finish")),
        c.engine(c.number("working_days", "總工期", "Working days", unit=("工作天", "days"))),
        c.calc("delay", "較排程延後", "Later than plan", "integer",
               'IF(OR([finish]="",fig.schedule_finish=""),"",INT([finish])-fig.schedule_finish)',
               unit=("天", "days"), width=12),
        c.engine(c.integer("runs", "模擬次數", "Runs")),
        c.engine(c.integer("seed", "亂數種子", "Seed")),
    ),
    rows=Fixed(tuple({"percentile": f"P{share}"} for share in (10, 50, 80, 90, 95))),
    hint=Text("由三點工期模擬", "Simulated from the three durations of each task"),
)  # fmt: skip

_CURVE = Table(
    "finish_curve",
    Text("完成日 S 曲線", "S-curve of the finish"),
    (
        c.engine(c.date("day", "完成於此日前", "Finished by")),
        c.engine(c.percent("share", "累積機率", "Share of the runs", width=12)),
    ),
    blank=3,
    anonymous=True,
    hint=Text("由 xlevent simulate 寫入", "Written by xlevent simulate"),
)

_HIGH = "+".join(
    count("risks", is_open="1", level=f"{{risk_level.{level}}}") for level in ("high", "extreme")
)

SHEET = Sheet(
    "O2.3.4",
    tab=Text("風險備案", "Risks"),
    title=output_title("O2.3.4"),
    phase="T2",
    about=Text(
        "辨識風險、查表定級、擬訂因應與備案，估算風險準備金與時程風險。",
        "Risks with levels from a matrix, responses and backup plans, reserve and schedule risk.",
    ),
    blocks=(
        _RISKS, _HEAT, _AGREED, _BY_CATEGORY, _SCHEDULE, _CURVE,
        Chart("bar", Text("各類別未結風險", "Open risks by category"),
              "risks_by_category[category]", (
                  Series("risks_by_category[open]", Text("未結", "Open"), tone="accent"),
                  Series("risks_by_category[high]", Text("高以上", "High or extreme"), tone="bad"),
              )),
        Chart("line", Text("完成日累積機率", "Chance to be finished by a day"), "finish_curve[day]",
              (Series("finish_curve[share]", Text("累積機率", "Share of the runs"), tone="accent"),),
              number_format="0%"),
    ),
    figures=(
        Figure("risks_open", Text("未結風險", "Open risks"), "integer", total("risks", "is_open")),
        Figure("risks_high", Text("高風險以上", "High or extreme"), "integer", _HIGH,
               good_if="=0"),
        Figure("risk_reserve", Text("期望損失", "Expected loss"), "amount",
               total("risks", "expected_loss", is_open="1")),
        Figure("reserve_cover", Text("預備金支應率", "Contingency to expected loss"), "percent",
               ratio("fig.contingency_total", "fig.risk_reserve"), good_if=">=1"),
        Figure("finish_p50", Text("P50 完成日", "P50 finish"), "date",
               'IFERROR(IF(INDEX(schedule_risk[finish],2)="","",INT(INDEX(schedule_risk[finish],2))),"")'),
        Figure("finish_p80", Text("P80 完成日", "P80 finish"), "date",
               'IFERROR(IF(INDEX(schedule_risk[finish],3)="","",INT(INDEX(schedule_risk[finish],3))),"")'),
    ),
)  # fmt: skip
