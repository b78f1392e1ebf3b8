"""Functions of earned value and of what sponsorship returns."""

from __future__ import annotations

from decimal import Decimal

from xlevent.compute import sponsor_value
from xlevent.compute.earned_value import EarnedValue
from xlevent.domain.language import Text
from xlevent_udfs.kernel.answers import Spill
from xlevent_udfs.kernel.arguments import Scalar
from xlevent_udfs.kernel.declaration import function


def _money(name: str, zh: str, en: str, *, optional: bool = False) -> Scalar:
    default = Decimal(0) if optional else None
    return Scalar(name, Text(zh, en), optional, default, kind="amount", least=0)


_INDICES = (
    ("cv", Text("成本差異 CV", "Cost variance CV")),
    ("sv", Text("時程差異 SV", "Schedule variance SV")),
    ("cpi", Text("成本績效 CPI", "Cost index CPI")),
    ("spi", Text("時程績效 SPI", "Schedule index SPI")),
    ("eac", Text("完工估算 EAC", "Estimate EAC")),
    ("etc", Text("尚需成本 ETC", "To complete ETC")),
    ("vac", Text("完工差異 VAC", "Variance VAC")),
    ("tcpi", Text("待完成績效 TCPI", "To-complete TCPI")),
)


@function(
    "value",
    Text("實獲值指標：CV、SV、CPI、SPI、EAC、ETC、VAC、TCPI；無法定義者為空白。",
         "Earned value indices: CV, SV, CPI, SPI, EAC, ETC, VAC, TCPI; blank where undefined."),
    _money("bac", "完工預算 BAC。", "Budget at completion."),
    _money("pv", "計畫值 PV。", "Planned value."),
    _money("ev", "實獲值 EV。", "Earned value."),
    _money("ac", "實際成本 AC。", "Actual cost."),
    result=Text("一列 8 欄。", "One row of 8 columns."),
    example="=XLE_EARNED_VALUE(100000, 50000, 40000, 45000, TRUE)",
    spills=True,
)  # fmt: skip
def earned_value(bac: Decimal, pv: Decimal, ev: Decimal, ac: Decimal) -> Spill:
    """See `compute.earned_value.EarnedValue`."""
    found = EarnedValue(bac, ev, ac, pv)
    return Spill(
        tuple(title for _, title in _INDICES), [[getattr(found, key) for key, _ in _INDICES]]
    )


@function(
    "value",
    Text("贊助商的投資報酬率：(實現價值 - 全部成本) / 全部成本；沒有成本時空白。",
         "The sponsor's ROI: (value - all costs) / all costs; blank without cost."),
    _money("value", "已實現的權益價值。", "Value of the benefits delivered."),
    _money("fee", "贊助金。", "The fee."),
    _money("activation", "活化費用。", "Cost of activation.", optional=True),
    _money("in_kind", "計入的實物贊助。", "Goods in kind that count.", optional=True),
    result=Text("比率，1 為 100%。", "A share, 1 is 100 %."),
    example="=XLE_SPONSOR_ROI(750000, 400000, 25000)",
)  # fmt: skip
def sponsor_roi(
    value: Decimal, fee: Decimal, activation: Decimal, in_kind: Decimal
) -> Decimal | None:
    """See `compute.sponsor_value.sponsor_return`."""
    return sponsor_value.sponsor_return(value, fee, activation, in_kind)


@function(
    "value",
    Text("主辦單位的報酬率：(已收現金 + 抵減預算的實物 - 服務成本) / 服務成本。",
         "The organiser's ROI: (cash received + budget relief - servicing) / servicing."),
    _money("cash", "已收現金。", "Cash received."),
    _money("relief", "抵減預算的實物。", "In-kind that replaced a planned purchase."),
    _money("servicing", "服務贊助商的成本。", "Cost of servicing the sponsor."),
    result=Text("比率；沒有成本時空白。", "A share; blank without cost."),
    example="=XLE_ORGANISER_ROI(300000, 50000, 70000)",
)  # fmt: skip
def organiser_roi(cash: Decimal, relief: Decimal, servicing: Decimal) -> Decimal | None:
    """See `compute.sponsor_value.organiser_return`."""
    return sponsor_value.organiser_return(cash, relief, servicing)


@function(
    "value",
    Text("曝光的市場價值：曝光數 / 1000 × CPM × 採計比率。",
         "Market value of impressions: impressions / 1000 x CPM x share counted."),
    Scalar("impressions", Text("曝光次數。", "Impressions."), kind="number", least=0),
    _money("cpm", "每千次曝光成本。", "Cost of a thousand impressions."),
    Scalar("share", Text("採計比率，標誌露出為 5% 至 10%，預設 100%。",
                         "Share counted, 5 to 10 % for a logo; 100 % if left out."),
           optional=True, default=Decimal(1), kind="percent", least=0, most=1),
    result=Text("金額。", "An amount."),
    example="=XLE_MARKET_VALUE(500000, 15, 3%)",
)  # fmt: skip
def market_value(impressions: Decimal, cpm: Decimal, share: Decimal) -> Decimal:
    """See `compute.sponsor_value.impressions_value`."""
    return sponsor_value.impressions_value(impressions, cpm, share)


@function(
    "value",
    Text("權益履行率：(承諾 - 短少) / 承諾；超額不抵短少。",
         "Fulfilment: (promised - shortfall) / promised; surplus elsewhere does not count."),
    _money("promised", "承諾價值。", "Value promised."),
    _money("shortfall", "短少價值。", "Value not delivered."),
    result=Text("比率；沒有承諾時空白。", "A share; blank where nothing was promised."),
    example="=XLE_FULFILMENT(200000, 15000)",
)  # fmt: skip
def fulfilment(promised: Decimal, shortfall: Decimal) -> Decimal | None:
    """See `compute.sponsor_value.fulfilment`."""
    return sponsor_value.fulfilment(promised, shortfall)
