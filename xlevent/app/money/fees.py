"""`xlevent fee`: one payment to a person, from its gross or from its net amount."""

from __future__ import annotations

from datetime import date

from xlevent.compute.tax_tw.income import KINDS
from xlevent.compute.tax_tw.payments import Payment, gross_up, net_pay
from xlevent.compute.tax_tw.terms import Terms
from xlevent.domain.language import Text
from xlevent.domain.problems import nearest
from xlevent.errors import MisuseError


def fee_of(kind: str, amount: int, on: date, *, net: bool, resident: bool) -> Payment:
    """Tax, premium and net of a payment (TWD) of that day.

    MisuseError for an unknown kind, a kind that is not computed here, a day without rates.
    """
    if kind not in KINDS:
        near = nearest(kind, KINDS)
        raise MisuseError(
            Text(f"沒有名為「{kind}」的所得類別。", f"no kind of income is called {kind!r}."),
            mend=Text(f"是否為「{near}」？", f"Did you mean {near!r}?")
            if near
            else Text(f"可用：{'、'.join(KINDS)}。", f"One of: {', '.join(KINDS)}."),
        )
    compute = gross_up if net else net_pay
    return compute(kind, amount, Terms(on), resident=resident)
