"""O3.1.2: what a package would cost and bring, before anybody signs."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Chart, Figure, Series, Sheet, Table
from xlevent.sheets.kernel.expressions import count, look, look_number, ratio, total
from xlevent.standard import output_title


def _actual(of_sponsor: str, *of_organiser: str) -> str:
    """What came of it, from the point of view of the row; blank while there is no sponsor."""

    def found(column: str) -> str:
        return look_number("sponsor_value", column, "[sponsor]", key="sponsor")

    organiser = "+".join(map(found, of_organiser))
    return (
        f'IF([sponsor]="","",IF([viewpoint]={{viewpoint.sponsor}},{found(of_sponsor)},{organiser}))'
    )


# The benefits of one candidate; each is worth its quantity x unit value x probability.
_FORECASTS = Table(
    "forecasts",
    Text("候選組合預估", "Candidates"),
    (
        c.key("id", "預估編號", "Forecast ID", prefix="FC"),
        c.text("name", "候選組合", "Candidate", required=True, width=26),
        c.choice("viewpoint", "評估觀點", "Point of view", "viewpoint", required=True, width=14,
                 help=("誰付出成本、誰取得效益", "Whose costs and whose benefits are counted")),
        c.link("prospect", "潛在對象", "Prospect", "prospects"),
        c.calc("prospect_name", "對象名稱", "Prospect name", "text",
               look("prospects", "name", "[prospect]"), width=22),
        c.link("package", "方案", "Package", "packages"),
        c.amount("fee", "費用或權利金", "Cost or fee", ge=0,
                 help=("贊助商觀點為權利金；主辦觀點為取得成本", "Sponsor: fee; organiser: cost to obtain")),
        c.amount("activation", "活化或服務成本", "Activation or service", ge=0,
                 help=("落實權益另需投入的成本", "What it takes besides the fee to use the rights")),
        c.calc("cost", "成本合計", "Total cost", "amount", "[fee]+[activation]"),
        c.calc("low", "保守效益", "Low value", "amount",
               total("forecast_benefits", "low_value", forecast="[id]")),
        c.calc("expected", "期望效益", "Expected value", "amount",
               total("forecast_benefits", "expected", forecast="[id]")),
        c.calc("high", "樂觀效益", "High value", "amount",
               total("forecast_benefits", "high_value", forecast="[id]")),
        c.calc("net", "期望淨效益", "Expected net", "amount", "N([expected])-N([cost])"),
        c.calc("bcr", "益本比", "BCR", "number", ratio("N([expected])", "[cost]"),
               help=("效益除以成本；成本為零時空白", "Benefits / cost; blank without a cost")),
        c.calc("roi_low", "保守報酬率", "ROI low", "percent",
               ratio("N([low])-N([cost])", "[cost]")),
        c.calc("roi", "期望報酬率", "ROI", "percent", ratio("N([expected])-N([cost])", "[cost]"),
               help=("（效益－成本）÷成本", "(benefits - cost) / cost")),
        c.calc("roi_high", "樂觀報酬率", "ROI high", "percent",
               ratio("N([high])-N([cost])", "[cost]")),
        c.calc("break_even", "損益兩平達成率", "Break-even share", "percent",
               ratio("N([cost])", "[expected]"),
               help=("期望效益達成多少即回本", "Share of the expected value that pays the cost")),
        c.calc("sponsor", "贊助商", "Sponsor", "text", look("prospects", "sponsor", "[prospect]"),
               width=11, help=("潛在對象成交後的名冊編號", "The prospect's row in the roster")),
        c.calc("actual_cost", "實際成本", "Actual cost", "amount", _actual("sponsor_cost", "servicing"),
               help=("贊助商：權利金與活化；主辦：服務成本",
                     "Sponsor: fee and activation; organiser: servicing")),
        c.calc("actual_value", "實際效益", "Actual value", "amount",
               _actual("value_delivered", "cash_received", "relief"),
               help=("贊助商：履行價值；主辦：現金與抵充實物",
                     "Sponsor: value delivered; organiser: cash and budget relief")),
        c.calc("actual_roi", "實際報酬率", "Actual ROI", "percent",
               ratio("N([actual_value])-N([actual_cost])", "[actual_cost]"),
               help=("無成本者空白", "Blank without a cost")),
        c.calc("roi_gap", "報酬率差異", "ROI against forecast", "percent",
               'IF(OR([actual_roi]="",[roi]=""),"",[actual_roi]-[roi])'),
        c.choice("decision", "評估結論", "Conclusion", "forecast_decision"),
        c.link("owner", "負責人", "Owner", "people"),
        c.note("assumptions", "假設與依據", "Assumptions"),
    ),
    blank=8,
)  # fmt: skip

_BENEFITS = Table(
    "forecast_benefits",
    Text("預期效益", "Expected benefits"),
    (
        c.key("id", "效益編號", "Benefit ID", prefix="FB"),
        c.link("forecast", "預估編號", "Forecast", "forecasts", required=True),
        c.calc("forecast_name", "候選組合", "Candidate", "text",
               look("forecasts", "name", "[forecast]"), width=24),
        c.text("benefit", "效益", "Benefit", required=True, width=24),
        c.choice("kind", "權益類別", "Kind", "benefit_kind", open=True),
        c.choice("nature", "效益性質", "Nature", "benefit_nature"),
        c.text("metric", "衡量單位", "Metric", required=True, width=18,
               help=("例如千次曝光、名單數、張", "Such as thousand impressions, leads, tickets")),
        c.number("low_quantity", "保守數量", "Low quantity", ge=0,
                 help=("空白視同最可能數量", "Blank: the likely quantity")),
        c.number("quantity", "最可能數量", "Likely quantity", required=True, ge=0),
        c.number("high_quantity", "樂觀數量", "High quantity", ge=0,
                 help=("空白視同最可能數量", "Blank: the likely quantity")),
        c.price("unit_value", "單位價值", "Unit value", required=True, ge=0,
                help=("曝光以每千次成本 (CPM) 計", "Impressions count by the thousand (CPM)")),
        c.percent("probability", "實現機率", "Probability", required=True, ge=0, le=1),
        c.calc("low_value", "保守價值", "Low value", "amount",
               'ROUND(IF([low_quantity]="",[quantity],[low_quantity])*[unit_value]'
               "*[probability],settings.currency_decimals)"),
        c.calc("expected", "期望價值", "Expected value", "amount",
               "ROUND([quantity]*[unit_value]*[probability],settings.currency_decimals)"),
        c.calc("high_value", "樂觀價值", "High value", "amount",
               'ROUND(IF([high_quantity]="",[quantity],[high_quantity])*[unit_value]'
               "*[probability],settings.currency_decimals)"),
        c.text("basis", "價值依據", "Basis of value", width=26),
    ),
    blank=24,
)  # fmt: skip

SHEET = Sheet(
    "O3.1.2",
    tab=Text("績效預估", "Forecast"),
    title=output_title("O3.1.2"),
    phase="T3",
    about=Text(
        "簽約前估算各組合的成本、期望效益、益本比與投資報酬率，含保守與樂觀情境。",
        "Estimates cost, expected value, benefit-cost ratio and ROI of each candidate package.",
    ),
    figures=(
        Figure("candidates_cost", Text("候選成本", "Cost of candidates"), "amount",
               "SUM(forecasts[cost])"),
        Figure("candidates_expected", Text("期望效益", "Expected value"), "amount",
               "SUM(forecasts[expected])"),
        Figure("candidates_roi", Text("整體預估報酬率", "Forecast ROI"), "percent",
               ratio("SUM(forecasts[expected])-SUM(forecasts[cost])", "SUM(forecasts[cost])"),
               good_if=">=0"),
        Figure("candidates_sponsor_roi", Text("實際贊助商報酬率", "Sponsors ROI so far"), "percent",
               "fig.sponsor_roi_total", good_if=">=0"),
        Figure("candidates_organiser_roi", Text("實際主辦報酬率", "Organiser ROI so far"), "percent",
               "fig.organiser_roi_total", good_if=">=0"),
        Figure("candidates_pursued", Text("積極爭取", "Pursued"), "integer",
               count("forecasts", decision="{forecast_decision.pursue}")),
    ),
    blocks=(
        _FORECASTS,
        Chart("column", Text("成本與效益", "Cost and value"), "forecasts[name]", (
            Series("forecasts[cost]", Text("成本", "Cost"), tone="muted"),
            Series("forecasts[low]", Text("保守", "Low"), tone="warn"),
            Series("forecasts[expected]", Text("期望", "Expected"), tone="accent"),
            Series("forecasts[high]", Text("樂觀", "High"), tone="good"),
        )),
        _BENEFITS,
    ),
)  # fmt: skip
