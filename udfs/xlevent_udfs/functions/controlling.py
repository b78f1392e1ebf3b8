"""The budget check: what a careful controller would say of lines, changes, orders and bills."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from xlevent.domain import budget_codes, codes
from xlevent.domain.finding import Finding
from xlevent.domain.language import Text
from xlevent.domain.values import Value
from xlevent_udfs.kernel.answers import Given, Spill
from xlevent_udfs.kernel.arguments import Scalar
from xlevent_udfs.kernel.declaration import function
from xlevent_udfs.kernel.rows import Listed, Rows
from xlevent_udfs.kernel.tables import event_of

if TYPE_CHECKING:
    from xlevent.app.validating.rule import Rule

MOST = 5_000  # rows of a range that are answered within seconds


_LINES = Rows(
    "lines",
    Text("預算科目：科目編號、本幣含稅金額；或連標題選取數量、單價、幣別、匯率、稅別。",
         "Budget lines: ID, amount incl tax; or with headers: quantity, unit price, currency, "
         "rate, tax."),
    table="budget_lines",
    columns=("id", "amount", "category", "item", "quantity", "unit_price", "currency", "rate",
             "tax_kind"),
    typed=("amount",),  # many a budget has no quantity and price
    required=("id",), unique="id", least_columns=2, most=MOST,
)  # fmt: skip
_EXPENSES = Rows(
    "expenses",
    Text("支出：預算科目、總計、訂單、幣別、匯率。",
         "Expenses: budget line, gross, order, currency, rate."),
    table="expenses",
    columns=("budget_line", "gross", "order_line", "currency", "rate", "id"),
    required=("budget_line", "gross"), optional=True, most=MOST,
)  # fmt: skip
_ORDERS = Rows(
    "orders",
    Text("訂單：編號、預算科目、數量、單價、狀態、幣別、匯率、稅別。",
         "Orders: ID, budget line, quantity, unit price, state, currency, rate, tax."),
    table="order_lines",
    columns=("id", "budget_line", "quantity", "unit_price", "state", "currency", "rate",
             "tax_kind"),
    required=("id", "budget_line", "quantity", "unit_price"), unique="id", optional=True,
    most=MOST,
)  # fmt: skip
_CHANGES = Rows(
    "changes",
    Text("預算變更：預算科目、增減金額、核准狀態；沒有狀態欄時視為已核准。",
         "Changes: budget line, amount, approval; all approved where there is no such column."),
    table="budget_changes", columns=("budget_line", "amount", "state", "id"),
    required=("budget_line", "amount"), optional=True, most=MOST,
)  # fmt: skip
_REMAINING = Rows(
    "remaining",
    Text("尚需估計：預算科目、金額。", "Estimates still to come: budget line, amount."),
    table="remaining_estimates", columns=("budget_line", "amount", "id"),
    required=("budget_line", "amount"), optional=True, most=MOST,
)  # fmt: skip
_RANGES = {
    "budget_lines": _LINES, "expenses": _EXPENSES, "order_lines": _ORDERS,
    "budget_changes": _CHANGES, "remaining_estimates": _REMAINING,
}  # fmt: skip
_SETTINGS = ("overspend_tolerance", "approved_total")
_SEVERITY = {
    "error": Text("錯誤", "error"),
    "warning": Text("警告", "warning"),
    "notice": Text("提示", "notice"),
}


def _can_be_asked(reads: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether all that a rule decides by is among the arguments."""
    return all(
        set(columns) <= set(_SETTINGS if table == "settings" else _columns(table))
        for table, columns in reads.items()
    )


def _columns(table: str) -> tuple[str, ...]:
    return _RANGES[table].columns if table in _RANGES else ()


@cache
def asked() -> tuple[Rule, ...]:
    """The rules that read nothing but the arguments.

    A missing rate too, though it is asked of other tables as well: without it no amount is known.
    """
    from xlevent.app.validating.families import RULES  # the add-in must start within seconds

    rate = budget_codes.RATE_MISSING
    return tuple(r for r in RULES if _can_be_asked(r.reads) or r.code is rate)


_TITLES = (
    Text("代碼", "Code"), Text("等級", "Severity"), Text("引數", "Argument"), Text("列", "Row"),
    Text("說明", "Message"),
)  # fmt: skip


@function(
    "money",
    Text("預算檢核：超支、超出訂單承諾、完工將超支、總額超過核定、編號不存在等，每項發現一列。",
         "Budget check: overspent, overcommitted, will exceed, above the approved total, unknown "
         "IDs: a row each."),
    _LINES, _EXPENSES, _ORDERS, _CHANGES, _REMAINING,
    Scalar("tolerance", Text("科目容許超支率；省略時依範本。",
                             "Overspending tolerated on a line; left out: the template's."),
           optional=True, kind="percent", least=0, most=1),
    Scalar("approved_total", Text("核定總經費；省略時不檢核總額。",
                                  "Approved total; left out: the total is not checked."),
           optional=True, kind="amount", least=0),
    result=Text("每項發現一列：代碼、等級、引數、列、說明；沒有發現時空白。",
                "A row for each finding: code, severity, argument, row, message; empty if none."),
    example="=XLE_BUDGET_CHECK(A1:B9, D1:F40, H1:L12, N1:P5, , 5%)",
    spills=True,
)  # fmt: skip
def budget_check(
    lines: Listed, expenses: Listed, orders: Listed, changes: Listed, remaining: Listed,
    tolerance: Decimal | None, approved_total: Decimal | None,
) -> Spill:  # fmt: skip
    """See `app.validating.running.validate`: the rules that read nothing else, dangling links."""
    from xlevent.app.validating.running import validate

    _refuse_unpriced(lines)
    given = dict(zip(_RANGES, (lines, expenses, orders, changes, remaining), strict=True))
    event = event_of(
        {"overspend_tolerance": tolerance, "approved_total": approved_total},
        budget_lines=[_priced(row) for row in lines],
        expenses=expenses,
        order_lines=orders,
        budget_changes=[_approved(row, changes) for row in changes],
        remaining_estimates=remaining,
    )
    known = {rule.code.code for rule in asked()} | {codes.MORE_OF_THE_SAME.code}
    told = [
        finding for finding in validate(event, asked()).findings
        if finding.code in known or (finding.severity == "error" and finding.table in given)
    ]  # fmt: skip
    return Spill(_TITLES, [_told(finding, given) for finding in told])


def _refuse_unpriced(lines: Listed) -> None:
    for place, row in zip(lines.places, lines, strict=True):
        if not ("amount" in row or {"quantity", "unit_price"} <= row.keys()):
            raise _LINES.wrong(
                f"第 {place} 列沒有金額，也沒有數量與單價；請填入。",
                f"row {place} has neither an amount nor quantity and unit price; fill one in.",
            )


def _priced(row: Mapping[str, Value]) -> dict[str, Value]:
    """A line that tells its amount only: one piece of it, tax included."""
    cells = dict(row)
    amount = cells.pop("amount", None)
    if not {"quantity", "unit_price"} <= cells.keys() and isinstance(amount, Decimal):
        cells.update(quantity=Decimal(1), unit_price=amount, tax_kind="included")
        for column in ("currency", "rate"):  # the amount is in the base currency
            cells.pop(column, None)
    return cells


def _approved(row: Mapping[str, Value], changes: Listed) -> dict[str, Value]:
    return dict(row) if "state" in changes.columns else {"state": "approved", **row}


def _told(finding: Finding, given: Mapping[str, Listed]) -> list[Given]:
    table = "budget_lines" if finding.table == "budget_control" else finding.table or ""
    listed, row = given.get(table), finding.row
    placed = listed is not None and row is not None and row < len(listed.places)
    return [
        finding.code,
        _SEVERITY[finding.severity],
        listed.argument if listed is not None else None,
        listed.places[row] if placed and listed is not None and row is not None else None,
        Text(f"{finding.message.zh}{finding.hint.zh}", f"{finding.message.en} {finding.hint.en}"),
    ]
