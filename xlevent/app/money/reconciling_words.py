"""How a match is said in words: by which clue, and why the amounts differ."""

from __future__ import annotations

from decimal import Decimal

from xlevent.compute.reconciling import Explained, Group, State
from xlevent.domain.language import Text

CLUES = {
    "decision": Text("人工決定", "decided"),
    "reference": Text("序號相符", "same reference"),
    "invoice": Text("發票號碼相符", "invoice number"),
    "payee": Text("戶名與金額相符", "name and amount"),
    "amount": Text("金額唯一", "only such amount"),
    "batch": Text("同批付款", "paid in one batch"),
    "return": Text("匯出與退回", "sent and returned"),
}
CAUSES = {
    "fee": Text("匯費", "transfer fee"),
    "not_withheld": Text("銀行未扣所得稅或保費", "tax or premium not withheld"),
    "withheld": Text("扣繳所得稅或保費", "tax or premium withheld"),
    "premium": Text("補充保費", "NHI premium"),
    "exchange": Text("匯率差", "rate of exchange"),
    "rounding": Text("尾差", "rounding"),
    "tolerance": Text("容差內", "within tolerance"),
    "decision": Text("人工決定", "as decided"),
}
STATES = {
    State.MATCHED: Text("相符", "Matched"),
    State.DIFFERENT: Text("有差額相符", "Matched with a difference"),
    State.SHEET_ONLY: Text("帳列未對到", "Not found in the bank"),
    State.BANK_ONLY: Text("銀行未對到", "Not found in the sheet"),
}


def money(amount: Decimal) -> str:
    """An amount as people read it."""
    return f"{amount.normalize():,f}"


def reason(group: Group) -> Text:
    """The clue of a match, and each part of its difference."""
    if group.kind == "one_sided":
        return Text("人工決定免配對", "put aside by a decision")
    parts = [CLUES[group.clue], *map(_cause, group.because)]
    if len(group.payments) > 1 or len(group.lines) > 1:
        count = f"{len(group.payments)}:{len(group.lines)}"
        parts.insert(1, Text(count, count))
    return Text("；".join(p.zh for p in parts), "; ".join(p.en for p in parts))


def _cause(part: Explained) -> Text:
    title, amount = CAUSES[part.why], money(part.amount)
    return Text(f"{title.zh} {amount}", f"{title.en} {amount}")
