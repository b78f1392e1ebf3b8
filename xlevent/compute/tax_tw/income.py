"""Kinds of income that a payer must know to withhold; the keys of the expense sheet's list."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, get_args

from xlevent.domain.language import Text
from xlevent.domain.money import Number, exact
from xlevent.errors import MisuseError

IncomeKind = Literal[
    "none",  # no income of a person
    "professional_fee",  # 9A
    "manuscript_fee",  # 9B
    "salary",  # 50, from the payee's own employer
    "part_time_wage",  # 50, from anybody else
    "bonus",  # 50
    "rent",  # 51
    "commission",
    "prize",  # 91
    "other_income",  # 92
    "dividend",  # 54
    "interest",  # 5A, 5B, 5C
]
KINDS: tuple[IncomeKind, ...] = get_args(IncomeKind)


def payment(kind: IncomeKind, amount: Number) -> Decimal:
    """The amount of one payment, TWD; MisuseError if it is negative or the kind is unknown."""
    if kind not in KINDS:
        raise MisuseError(
            Text(f"沒有名為「{kind}」的所得類別。", f"no kind of income is called {kind!r}."),
            mend=Text(f"可用：{'、'.join(KINDS)}。", f"One of {KINDS}."),
        )
    number = exact(amount)
    if number < 0:
        raise MisuseError(
            Text("給付金額不可為負數。", "a payment cannot be negative."),
            where=str(number),
            mend=Text("請改為更正原來的給付。", "Correct the original payment instead."),
        )
    return number
