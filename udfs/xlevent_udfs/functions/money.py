"""Functions of money: budget lines, three-way match, duplicates, settlement."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from xlevent.compute import budget
from xlevent.compute.duplicates import Voucher, find_duplicates
from xlevent.compute.settlement import settle
from xlevent.compute.three_way_match import Invoiced, Ordered, Tolerance, three_way_match
from xlevent.domain.language import Text
from xlevent.domain.money import ZERO
from xlevent.domain.values import Value
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Table
from xlevent.sheets.registry import registry
from xlevent_udfs.kernel.answers import Spill
from xlevent_udfs.kernel.arguments import Scalar
from xlevent_udfs.kernel.declaration import function
from xlevent_udfs.kernel.rows import Listed, Rows
from xlevent_udfs.kernel.tables import shown


def _money(name: str, zh: str, en: str, *, optional: bool = False) -> Scalar:
    return Scalar(name, Text(zh, en), optional, ZERO if optional else None, kind="amount")


def _never_negative(name: str, zh: str, en: str) -> Scalar:
    return Scalar(name, Text(zh, en), kind="amount", least=0)


_REVISED = _money("revised", "修正預算。", "Revised budget.")
_ACTUAL = _money("actual", "實際支出。", "Actual spending.")
_COMMITTED = _money("committed", "未結承諾：已下訂未開發票。", "Ordered, not yet invoiced.")


@function(
    "money",
    Text("可用餘額 = 修正預算 - 實際支出 - 未結承諾。",
         "Available = revised - actual - open commitment."),
    _REVISED, _ACTUAL, _COMMITTED,
    result=Text("金額；負數為已超用。", "An amount; negative: more is promised than there is."),
    example="=XLE_AVAILABLE(60000, 10000, 2000)",
)  # fmt: skip
def available(revised: Decimal, actual: Decimal, committed: Decimal) -> Decimal:
    """See `compute.budget.available`."""
    return budget.available(revised, actual, committed)


_ORDERS = Table(
    "orders",
    Text("訂單", "Orders"),
    (
        c.key("id", "訂單編號", "Order"),
        c.amount("value", "訂單金額", "Value"),
        c.choice("closed", "已結案", "Closed", "yes_no"),
    ),
)
_INVOICES = Table(
    "invoices",
    Text("發票", "Invoices"),
    (c.amount("amount", "發票金額", "Amount"), c.text("order", "訂單編號", "Order")),
)


@function(
    "money",
    Text("預算負擔：無訂單的發票，加上每張未結訂單取訂單金額與發票合計之較大者。",
         "Budget load: invoices without order; of each open order its value, or its invoices."),
    Rows("orders", Text("訂單：編號、金額、是否結案。", "Orders: ID, value, closed."),
         table=_ORDERS, columns=("id", "value", "closed"), required=("id", "value"), unique="id",
         most=50_000),
    Rows("invoices", Text("發票：金額、訂單編號。", "Invoices: amount, order."),
         table=_INVOICES, columns=("amount", "order"), required=("amount",), optional=True,
         most=50_000),
    result=Text("金額。", "An amount."),
    example="=XLE_BUDGET_LOAD(A1:C5, E1:F9)",
)  # fmt: skip
def budget_load(orders: Listed, invoices: Listed) -> Decimal:
    """See `compute.budget.budget_load`."""
    billed: dict[str, list[Decimal]] = {_folded(order["id"]): [] for order in orders}
    single: list[Decimal] = []
    for invoice in invoices:
        billed.get(_folded(invoice.get("order")), single).append(cast(Decimal, invoice["amount"]))
    made = [
        budget.Order(
            cast(Decimal, order["value"]), tuple(billed[_folded(order["id"])]),
            order.get("closed") == "yes",
        )
        for order in orders
    ]  # fmt: skip
    return budget.budget_load(single, made)


def _folded(name: Value | None) -> str:
    return str(name or "").casefold()


@function(
    "money",
    Text("預算科目的狀態：修正預算、負擔、可用餘額、完工預估、差異。",
         "State of a budget line: revised, load, available, forecast, variance."),
    _money("baseline", "原編預算。", "Baseline."),
    _money("changes", "核准變更。", "Approved changes."),
    _ACTUAL, _COMMITTED,
    _money("remaining", "尚需估計。", "Remaining estimate.", optional=True),
    result=Text("一列 5 欄。", "One row of 5 columns."),
    example="=XLE_BUDGET_STATUS(50000, 5000, 30000, 10000, 4000, TRUE)",
    spills=True,
)  # fmt: skip
def budget_status(
    baseline: Decimal, changes: Decimal, actual: Decimal, committed: Decimal, remaining: Decimal
) -> Spill:
    """See `compute.budget.Line`."""
    line = budget.Line(baseline, changes, actual, committed, remaining)
    known = registry().tables["budget_control"]
    names = ("revised", "load", "available", "forecast", "variance")
    titles = tuple(known.column(name).title for name in names)
    return Spill(titles, [[getattr(line, name) for name in names]])


def _share(name: str, zh: str, en: str) -> Scalar:
    return Scalar(name, Text(zh, en), optional=True, default=ZERO, kind="percent", least=0, most=1)


@function(
    "money",
    Text("三方比對：發票數量與單價對訂單與驗收；付款、附註付款或暫緩。",
         "Three-way match of an invoice with order and acceptance: pay, pay with note, hold."),
    Scalar("ordered", Text("訂購數量。", "Quantity ordered."), kind="number"),
    Scalar("accepted", Text("驗收數量。", "Quantity accepted."), kind="number"),
    Scalar("invoiced", Text("發票數量。", "Quantity invoiced."), kind="number"),
    Scalar("order_price", Text("訂單單價。", "Unit price of the order."), kind="price"),
    Scalar("invoice_price", Text("發票單價。", "Unit price of the invoice."), kind="price"),
    _share("quantity_tolerance", "數量容差，如 2%。", "Tolerance of quantity, such as 2 %."),
    _share("price_tolerance", "單價容差。", "Tolerance of price."),
    Scalar("cap", Text("差額上限。", "Most money a difference may be."), optional=True,
           kind="amount", least=0),
    result=Text("結果文字。", "The outcome in words."),
    example="=XLE_THREE_WAY(50, 47, 50, 100, 100, 5%)",
)  # fmt: skip
def three_way(
    ordered: Decimal, accepted: Decimal, invoiced: Decimal, order_price: Decimal,
    invoice_price: Decimal, quantity_tolerance: Decimal, price_tolerance: Decimal,
    cap: Decimal | None,
) -> object:  # fmt: skip
    """See `compute.three_way_match.three_way_match`."""
    match = three_way_match(
        Ordered(ordered, order_price),
        accepted,
        Invoiced(invoiced, invoice_price),
        Tolerance(quantity_tolerance, price_tolerance, cap),
    )
    return shown(match.outcome, "three_way")


_BILLS = Rows(
    "invoices",
    Text("憑證：廠商、號碼、金額、日期；號碼須為文字。",
         "Vouchers: payee, number, amount, date; numbers as text."),
    table="expenses", columns=("payee", "invoice_number", "gross", "date", "id"),
    required=("payee", "gross"), needed=("invoice_number",), least_columns=3, most=10_000,
)  # fmt: skip


@function(
    "money",
    Text("找出可能重複的憑證：同廠商同號、號碼相近且金額相同，或四項中三項相同。",
         "Vouchers that may be entered twice: same number, near number, or three of four equal."),
    _BILLS,
    result=Text("每筆疑似重複一列：範圍中的列、與先前的哪一列相似。",
                "One row for each suspicion: row of the range, and the earlier row that it "
                "resembles."),
    example="=XLE_DUPLICATES(A1:D200)",
    spills=True,
)  # fmt: skip
def duplicates(invoices: Listed) -> Spill:
    """See `compute.duplicates.find_duplicates`."""
    vouchers = [
        Voucher(row.get("payee"), row.get("invoice_number"), row.get("gross"), row.get("date"))  # type: ignore[arg-type]
        for row in invoices
    ]
    found = find_duplicates(vouchers)
    return Spill(
        (Text("列", "Row"), Text("與此列相似", "Resembles row")),
        [[invoices.places[one.row], invoices.places[one.first]] for one in found],
    )


@function(
    "money",
    Text("補助結算(收支結算表)：補助比率、結餘、應繳回、補助負擔、自籌負擔。",
         "Settlement of a subsidy: ratio, unspent, to return, subsidy's share, own share."),
    _never_negative("approved_cost", "核定計畫經費 A。", "Approved cost A."),
    _never_negative("approved_subsidy", "核定補助金額 B。", "Approved subsidy B."),
    _never_negative("received", "撥付金額 C。", "Received C."),
    _never_negative("actual_cost", "實支總額 E。", "Actual cost E."),
    result=Text("一列 5 欄。", "One row of 5 columns."),
    example="=XLE_SETTLEMENT(500000, 300000, 300000, 450000, TRUE)",
    spills=True,
)  # fmt: skip
def settlement(
    approved_cost: Decimal, approved_subsidy: Decimal, received: Decimal, actual_cost: Decimal
) -> Spill:
    """See `compute.settlement.settle`."""
    found = settle(approved_cost, approved_subsidy, received, actual_cost)
    known = registry().tables["settlement"]
    names = ("ratio", "unspent", "to_return", "subsidy_share", "own_share")
    titles = tuple(known.column(name).title for name in names)
    return Spill(titles, [[getattr(found, name) for name in names]])
