"""Taiwan's rates and thresholds: one dated table, looked up by the day of the payment.

`valid_from` is the first day for which this table vouches for a value; some were in force before.
`valid_until` is given for values that an authority announces anew for each year: later days are
unknown here, not unchanged. Amounts are in TWD. Not legal advice; a workbook's settings win.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from xlevent.domain.failure import MisuseError, XleventError
from xlevent.domain.language import Text

RateName = Literal[
    "business_tax",
    "premium",
    "premium_cap",
    "premium_from",
    "premium_bonus_multiple",
    "minimum_wage",
    "withholding_resident",
    "withholding_salary",
    "withholding_salary_from",
    "withholding_exempt_to",
    "withholding_non_resident",
    "withholding_non_resident_salary",
    "withholding_non_resident_low_salary",
    "withholding_low_salary_multiple",
    "withholding_non_resident_manuscript_exempt_to",
    "procurement_small",
    "procurement_announcement",
]
RATE_NAMES: tuple[RateName, ...] = get_args(RateName)
TITLES: dict[RateName, Text] = {
    "business_tax": Text("營業稅率", "Business tax"),
    "premium": Text("補充保費率", "Supplementary premium"),
    "premium_cap": Text("補充保費單次給付上限", "Premium: most of one payment"),
    "premium_from": Text("補充保費單次給付下限", "Premium: from a payment of"),
    "premium_bonus_multiple": Text(
        "獎金補充保費投保薪資倍數", "Premium: bonus above so many salaries"
    ),
    "minimum_wage": Text("每月基本工資", "Monthly minimum wage"),
    "withholding_resident": Text("居住者扣繳率", "Withholding, residents"),
    "withholding_salary": Text("薪資扣繳率(非每月給付)", "Withholding, pay that is not monthly"),
    "withholding_salary_from": Text("薪資起扣標準", "Withholding: pay from"),
    "withholding_exempt_to": Text("免予扣繳稅額", "Withholding: tax not withheld up to"),
    "withholding_non_resident": Text("非居住者扣繳率", "Withholding, non-residents"),
    "withholding_non_resident_salary": Text(
        "非居住者薪資扣繳率", "Withholding, pay of non-residents"
    ),
    "withholding_non_resident_low_salary": Text(
        "非居住者低薪扣繳率", "Withholding, low pay of non-residents"
    ),
    "withholding_low_salary_multiple": Text(
        "低薪上限基本工資倍數", "Low pay: up to so many minimum wages"
    ),
    "withholding_non_resident_manuscript_exempt_to": Text(
        "非居住者稿費免扣上限", "Manuscript fees of non-residents free up to"
    ),
    "procurement_small": Text("小額採購門檻", "Small purchase up to"),
    "procurement_announcement": Text("公告金額", "Announcement from"),
}


@dataclass(frozen=True, slots=True)
class Rate:
    """One value of the table and the days for which it is known."""

    name: RateName
    valid_from: date
    value: Decimal
    source: str
    valid_until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the value is known for that day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class NoRateError(XleventError, LookupError):
    """The table knows no value for that day; the message names the days that it does know."""


_NHI = "全民健康保險法第31條、扣取及繳納補充保險費辦法"
_NHI_RATE = "衛生福利部公告補充保險費率 2.11 %（2021 年起）"
_WAGE = "勞動部公告每月基本工資、最低工資"
_STANDARD = "各類所得扣繳率標準"
_VAT = "加值型及非加值型營業稅法第10條"
_BUY = "工程企字第1110100798號令：公告金額及中央機關小額採購金額（2023 年起）"
_BUY_BEFORE = "(88)工程企字第8804490號函：公告金額及中央機關小額採購金額（至 2022 年）"
_SALARY = "財政部公告薪資所得扣繳稅額表起扣標準"


def _annual(name: RateName, value: str, year: int, source: str) -> Rate:
    return Rate(name, date(year, 1, 1), Decimal(value), source, date(year, 12, 31))


def _since(name: RateName, value: str, first: date, source: str) -> Rate:
    return Rate(name, first, Decimal(value), source)


_2021 = date(2021, 1, 1)
_2023 = date(2023, 1, 1)

RATES: tuple[Rate, ...] = (
    _since("business_tax", "0.05", _2021, _VAT),
    _since("premium", "0.0211", _2021, _NHI_RATE),
    _since("premium_cap", "10000000", _2021, _NHI),
    _since("premium_from", "20000", _2021, _NHI),
    _since("premium_bonus_multiple", "4", _2021, _NHI),
    _annual("minimum_wage", "27470", 2024, _WAGE),
    _annual("minimum_wage", "28590", 2025, _WAGE),
    _annual("minimum_wage", "29500", 2026, _WAGE),
    _since("withholding_resident", "0.10", _2021, f"{_STANDARD}第2條"),
    _since("withholding_salary", "0.05", _2021, f"{_STANDARD}第2條"),
    _annual("withholding_salary_from", "90501", 2026, _SALARY),
    _since("withholding_exempt_to", "2000", _2021, f"{_STANDARD}免予扣繳之規定"),
    _since("withholding_non_resident", "0.20", _2021, f"{_STANDARD}第3條"),
    _since("withholding_non_resident_salary", "0.18", _2021, f"{_STANDARD}第3條"),
    _since("withholding_non_resident_low_salary", "0.06", _2021, f"{_STANDARD}第3條"),
    _since("withholding_low_salary_multiple", "1.5", _2021, f"{_STANDARD}第3條"),
    _since("withholding_non_resident_manuscript_exempt_to", "5000", _2021, f"{_STANDARD}第3條"),
    Rate("procurement_small", _2021, Decimal(100_000), _BUY_BEFORE, date(2022, 12, 31)),
    Rate("procurement_announcement", _2021, Decimal(1_000_000), _BUY_BEFORE, date(2022, 12, 31)),
    _since("procurement_small", "150000", _2023, _BUY),
    _since("procurement_announcement", "1500000", _2023, _BUY),
)


def rate(name: RateName, on: date) -> Rate:
    """The value of that name on that day: the latest row that covers it.

    NoRateError where the day lies outside of what the table knows, MisuseError for another name.
    """
    rows = [row for row in RATES if row.name == name]
    if not rows:
        raise MisuseError(
            Text(
                f"沒有名為「{name}」的費率；可用：{', '.join(RATE_NAMES)}。",
                f"no rate is called {name!r}; known: {', '.join(RATE_NAMES)}.",
            )
        )
    found = [row for row in rows if row.covers(on)]
    if found:
        return max(found, key=lambda row: row.valid_from)
    known = "; ".join(f"{r.valid_from} to {r.valid_until or 'now'}" for r in rows)
    known_zh = "、".join(
        f"{r.valid_from} 至 {r.valid_until}" if r.valid_until else f"{r.valid_from} 起"
        for r in rows
    )
    raise NoRateError(
        Text(
            f"費率表沒有 {on} 的{TITLES[name].zh}，只有 {known_zh}。",
            f"the table knows no {name} for {on}, only for {known}.",
        )
    )
