"""Reconciliation: payments of a sheet against the lines of a bank statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from xlevent.domain.language import Text
from xlevent.sheets.registry import registry
from xlevent_udfs.kernel.answers import Given, Spill
from xlevent_udfs.kernel.arguments import Scalar
from xlevent_udfs.kernel.declaration import function
from xlevent_udfs.kernel.rows import Listed, Rows
from xlevent_udfs.kernel.tables import event_of

if TYPE_CHECKING:
    from xlevent.compute.reconciling import Group

MOST = 10_000  # rows of a range that are answered within seconds
_COLUMNS = ("match_state", "matched_lines", "match_difference", "match_reason")
_NOT_PAID = Text("未付款", "not paid yet")
_APART = Text("不經銀行或無匯率", "not by bank, or without a rate")
_PAYMENTS = Rows(
    "payments",
    Text("付款：憑證編號、受款人、總計、付款日期、交易序號、發票號碼、代扣稅、補充保費、扣款。",
         "Payments: ID, payee, gross, paid on, reference, invoice number, tax withheld, premium, "
         "deducted."),
    table="expenses",
    columns=("id", "payee", "gross", "paid_on", "bank_reference", "invoice_number", "withheld",
             "premium", "deducted", "method", "due", "currency", "rate"),
    required=("id", "gross"), needed=("paid_on",), unique="id", least_columns=4, most=MOST,
)  # fmt: skip
_BANK = Rows(
    "bank",
    Text("銀行交易：交易日期、金額(支出為負)、對方戶名、摘要、交易序號、編號。",
         "Bank lines: date, amount (out is negative), counterparty, description, reference, ID."),
    table="bank_lines",
    columns=("date", "amount", "counterparty", "description", "reference", "id", "currency"),
    required=("date", "amount"), unique="id", most=MOST,
)  # fmt: skip


@function(
    "money",
    Text("對帳：每筆付款在銀行交易中的對應、狀態、差額與原因。",
         "Reconcile: the bank line of each payment, its state, difference and reason."),
    _PAYMENTS, _BANK,
    Scalar("window", Text("付款與入帳最多相差天數；省略時依範本。",
                          "Days between payment and bank line at most; left out: the template's."),
           optional=True, kind="integer", least=0, most=366),
    Scalar("tolerance", Text("無其他原因時可接受的差額；省略時依範本。",
                             "Difference taken without a cause; left out: the template's."),
           optional=True, kind="amount", least=0),
    result=Text("每筆付款一列：編號、狀態、對應交易(編號，或 # 與列次)、差額、說明。",
                "A row for each payment: ID, state, bank lines (ID, or # and row), "
                "difference, reason."),
    example="=XLE_RECONCILE(A1:E40, G1:K90)",
    spills=True,
)  # fmt: skip
def reconcile(
    payments: Listed, bank: Listed, window: int | None, tolerance: Decimal | None
) -> Spill:
    """See `app.money.reconciled.reconciled` and `compute.reconciling.reconcile`.

    The difference of payments that a line pays together stands at the last of them.
    """
    from xlevent.app.money.reconciled import reconciled  # the add-in must start within seconds
    from xlevent.app.money.reconciling_words import STATES

    event = event_of({}, expenses=payments, bank_lines=bank)
    done = reconciled(event, window=window, tolerance=tolerance)
    marks = {row: mark for mark, (table, row) in done.marks.rows.items() if table == "expenses"}
    groups = {mark: group for group in done.result.groups for mark in group.payments}
    names = {mark: _name(mark, row, bank) for mark, (_, row) in done.marks.rows.items()}
    rows: list[Sequence[Given]] = []
    for index, row in enumerate(payments):
        mark = marks.get(index, "")
        state = done.result.payments.get(mark)
        apart = _APART if "paid_on" in row else _NOT_PAID
        words = apart if state is None else STATES[state]
        rows.append([row["id"], words, *_partner(mark, groups.get(mark), names)])
    table = registry().tables["expenses"]
    titles = tuple(table.column(name).title for name in ("id", *_COLUMNS))
    return Spill(titles, rows)


def _name(mark: str, row: int, bank: Listed) -> str:
    """The ID of a bank line; where it has none, the row in which it stands."""
    from xlevent.app.money.reconciling_rows import name_of

    named = not mark.startswith("bank_lines:") or "id" in bank[row]
    return name_of(mark) if named else f"#{bank.places[row]}"


def _partner(mark: str, group: Group | None, names: Mapping[str, str]) -> list[Given]:
    from xlevent.app.money.reconciling_words import reason

    if group is None:
        return [None, None, None]
    lines = "; ".join(names[line] for line in group.lines)
    last = mark == group.payments[-1]
    return [lines, group.difference if last else None, reason(group)]
