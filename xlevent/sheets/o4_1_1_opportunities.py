"""O4.1.1: which markets to aim at, and which marketing opportunities are worth their cost."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.choices.marketing import FACTORS
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import ByList, Chart, Figure, Series, Sheet, Table
from xlevent.sheets.kernel.expressions import look, look_number, ratio, rows, total
from xlevent.standard import output_title

_DECIMALS = "settings.currency_decimals"
_ADOPTED = "{opportunity_decision.adopt}"

TARGET_MARKETS = Table(
    "target_markets",
    Text("目標市場確認", "Target markets"),
    (
        c.key("id", "編號", "ID", prefix="TM"),
        c.link("segment", "市場區隔", "Segment", "segments", required=True),
        c.calc("segment_name", "區隔名稱", "Segment name", "text",
               look("segments", "name", "[segment]"), width=20),
        c.note(
            "intelligence", "行銷部門市場情報", "Market intelligence", required=True, width=40,
            help=("行銷部門提供的銷售、會員、媒體或調查資料重點",
                  "What marketing knows from sales, members, media or surveys"),
        ),
        c.link("provided_by", "提供人", "Provided by", "people", width=13),
        c.link("information", "資訊來源", "Information", "information_items", width=13),
        c.calc(
            "addressable", "可觸及市場", "Addressable market", "amount",
            look_number("segments", "addressable", "[segment]"), width=20,
        ),
        c.calc(
            "sample", "調查有效樣本", "Survey sample", "integer",
            total("survey_samples", "valid", segment="[segment]"), width=15,
        ),
        c.integer(
            "fit", "契合度", "Fit", ge=1, le=5,
            help=("與活動目標及內容的契合，1 至 5", "Fit with the goals and content, 1 to 5"),
        ),
        c.choice("role", "市場定位", "Role", "target_role", width=17),
        c.note("message", "定位與主訴求", "Position and message"),
        c.link("goal", "對應目標", "Goal", "goals"),
    ),
    blank=6,
)  # fmt: skip

WEIGHTS = Table(
    "opportunity_weights",
    Text("評估權重", "Weights of the assessment"),
    (
        c.choice("factor", "評估構面", "Factor", "opportunity_factor", width=24),
        c.number("weight", "權重", "Weight", ge=0),
        c.calc(
            "share", "權重占比", "Weight share", "percent",
            f"IF(SUM(opportunity_weights[weight])=0,1/{len(FACTORS)},"
            "[weight]/SUM(opportunity_weights[weight]))",
            width=13, bar=True,
        ),
    ),
    rows=ByList("opportunity_factor"),
    hint=Text("未填權重時五個構面等權。", "Without weights, all five factors count the same."),
)  # fmt: skip


def _weighted(factor: str, points: str) -> str:
    label = f"{{opportunity_factor.{factor}}}"
    return f"{points}*{look_number('opportunity_weights', 'share', label, 'factor')}"


# What the rows of `opportunities` score on each factor; the return follows from the ROI.
_SCORE = "+".join(_weighted(key, f"N([{key}])") for key in FACTORS)

OPPORTUNITIES = Table(
    "opportunities",
    Text("行銷機會比較", "Comparison of opportunities"),
    (
        c.key("id", "編號", "ID", prefix="OP"),
        c.text("name", "行銷機會", "Opportunity", required=True, width=26),
        c.choice("kind", "行銷方式", "Approach", "opportunity_kind", width=20),
        c.link("channel", "通路", "Channel", "channels", required=True, width=16),
        c.link("segment", "目標客群", "Audience", "segments"),
        c.calc("segment_name", "客群名稱", "Audience name", "text",
               look("segments", "name", "[segment]"), width=18),
        c.note("description", "做法與合作條件", "What is done, on what terms"),
        c.date("start", "開始日期", "Start"),
        c.date("finish", "結束日期", "Finish"),
        c.integer("reach", "預估觸及人數", "Expected reach", ge=0, unit=("人", "people"),
                  width=16),
        c.amount("cost", "預估成本", "Expected cost", ge=0, width=15),
        c.percent(
            "response", "回應率", "Response rate", ge=0, le=1, width=14,
            help=("觸及者中點擊或留下資料的比率", "Share of those reached who click or respond"),
        ),
        c.percent(
            "conversion", "轉換率", "Conversion rate", ge=0, le=1, width=16,
            help=("回應者中完成報名或購票的比率", "Share of those who responded that register or buy"),
        ),
        c.price("value", "每筆轉換收入", "Revenue per conversion", ge=0, width=22),
        c.calc(
            "leads", "預估名單數", "Expected leads", "number", "ROUND([reach]*[response],1)",
            places=1, width=16,
        ),
        c.calc(
            "conversions", "預估轉換數", "Expected conversions", "number",
            "ROUND([reach]*[response]*[conversion],1)", places=1, width=21,
        ),
        c.calc(
            "revenue", "預估收入", "Expected revenue", "amount",
            f"ROUND([reach]*[response]*[conversion]*[value],{_DECIMALS})", width=17,
        ),
        c.calc(
            "cost_per_conversion", "每筆轉換成本", "Cost per conversion", "price",
            ratio("[cost]", "[reach]*[response]*[conversion]"), places=1, width=20,
        ),
        c.calc("roi", "投資報酬率 ROI", "ROI", "percent", ratio("[revenue]-[cost]", "[cost]"),
               width=16),
        c.calc(
            "return", "報酬分數", "Return points", "integer",
            'IF([reach]=0,"",IF([cost]=0,IF([revenue]>0,5,1),IF([roi]<0,1,IF([roi]<0.5,2,'
            "IF([roi]<1,3,IF([roi]<2,4,5))))))",
            width=14,
            help=("由 ROI 換算：負 1、未滿50% 2、未滿100% 3、未滿200% 4、其餘 5",
                  "From ROI: negative 1, below 50% 2, below 100% 3, below 200% 4, above 5"),
        ),
        c.integer("fit", "客群契合", "Audience fit", ge=1, le=5, width=13,
                  help=("1 至 5，5 最佳", "1 to 5, 5 is best")),
        c.integer("timing", "時機", "Timing", ge=1, le=5,
                  help=("1 至 5，5 最佳", "1 to 5, 5 is best")),
        c.integer("feasibility", "執行可行性", "Feasibility", ge=1, le=5, width=13,
                  help=("1 至 5，5 最佳", "1 to 5, 5 is best")),
        c.integer("brand", "品牌與永續契合", "Brand fit", ge=1, le=5, width=16,
                  help=("1 至 5，5 最佳", "1 to 5, 5 is best")),
        c.calc(
            "score", "綜合評分", "Score", "number",
            'IF(OR([return]="",[fit]="",[timing]="",[feasibility]="",[brand]=""),"",'
            f"ROUND({_SCORE},2))",
            places=2, bar=True,
            help=("滿分 5 分；填妥預估觸及與四項評分後計算", "Out of 5, once reach and all four ratings are given"),
        ),
        c.calc(
            "rank", "名次", "Rank", "integer",
            'IF([score]="","",COUNTIFS(opportunities[score],">"&[score])+1)',
        ),
        c.calc(
            "cost_to_rank", "依名次累計成本", "Cost down to this rank", "amount",
            'IF([rank]="","",SUMIFS(opportunities[cost],opportunities[rank],"<="&[rank]))',
            width=23,
            help=("由第一名採用到本項所需的總成本，可對照行銷預算",
                  "What it costs to take everything from rank 1 to here; compare with the budget"),
        ),
        c.choice("decision", "決策", "Decision", "opportunity_decision"),
        c.note("reason", "決策理由", "Reason"),
        c.link("owner", "負責人", "Owner", "people"),
    ),
)  # fmt: skip

_COST = total("opportunities", "cost", decision=_ADOPTED)
_REVENUE = total("opportunities", "revenue", decision=_ADOPTED)

SHEET = Sheet(
    "O4.1.1",
    tab=Text("行銷機會", "Opportunities"),
    title=output_title("O4.1.1"),
    blocks=(
        OPPORTUNITIES,
        Chart(
            "column",
            Text("各機會的成本與預估收入", "Cost and expected revenue by opportunity"),
            categories="opportunities[name]",
            series=(
                Series("opportunities[cost]", Text("預估成本", "Expected cost"), tone="soft"),
                Series(
                    "opportunities[revenue]", Text("預估收入", "Expected revenue"), tone="accent"
                ),
            ),
            number_format="#,##0",
        ),
        Chart(
            "bar",
            Text("各機會的投資報酬率", "ROI by opportunity"),
            categories="opportunities[name]",
            series=(Series("opportunities[roi]", Text("ROI", "ROI"), tone="good"),),
            number_format="0%",
        ),
        WEIGHTS,
        TARGET_MARKETS,
    ),
    figures=(
        Figure(
            "opportunities_total", Text("評估機會數", "Opportunities"), "integer",
            rows("opportunities"),
        ),
        Figure(
            "opportunity_best", Text("評分最高", "Highest score"), "text",
            'IFERROR(INDEX(opportunities[name],MATCH(1,opportunities[rank],0)),"")',
        ),
        Figure("opportunity_cost", Text("採用案成本", "Cost of those adopted"), "amount", _COST),
        Figure(
            "opportunity_revenue", Text("採用案預估收入", "Revenue expected of them"), "amount",
            _REVENUE,
        ),
        Figure(
            "opportunity_roi", Text("採用案 ROI", "ROI of those adopted"), "percent",
            ratio("fig.opportunity_revenue-fig.opportunity_cost", "fig.opportunity_cost"),
            good_if=">=0",
        ),
    ),
    phase="T4",
    about=Text(
        "以行銷部門情報確認目標市場，並依觸及、成本、轉換、ROI 與契合度比較行銷機會。",
        "Confirms the target markets and compares opportunities by reach, cost, conversion, ROI "
        "and fit.",
    ),
)  # fmt: skip
