"""What a person is paid out of a gross payment, and the gross that pays out a promised net."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xlevent.compute.tax_tw.income import IncomeKind, payment
from xlevent.compute.tax_tw.premium import BonusBasis, premium
from xlevent.compute.tax_tw.terms import Terms
from xlevent.compute.tax_tw.withholding import withholding
from xlevent.domain.language import Text
from xlevent.domain.money import ZERO, Number, exact
from xlevent.errors import MisuseError

_MOST_STEPS = 10_000
_MOST_DIGITS = 30


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment to a person, TWD; net = gross - tax - premium - deducted."""

    gross: Decimal
    tax: Decimal
    premium: Decimal
    deducted: Decimal = ZERO

    @property
    def net(self) -> Decimal:
        """What is paid out."""
        return self.gross - self.tax - self.premium - self.deducted


def net_pay(
    kind: IncomeKind,
    gross: Number,
    terms: Terms,
    *,
    resident: bool = True,
    insured: bool | None = None,
    bonus: BonusBasis | None = None,
) -> Payment:
    """Tax, premium and net of one gross payment.

    `insured`: whether the person is insured with the NHI; left out, residents are and others are
    not. MisuseError as in `withholding` and `premium`.
    """
    paid = payment(kind, gross)
    tax = withholding(kind, paid, terms, resident=resident)
    covered = resident if insured is None else insured
    due = premium(kind, paid, terms, bonus=bonus) if covered else ZERO
    return Payment(paid, tax, due)


def gross_up(
    kind: IncomeKind,
    net: Number,
    terms: Terms,
    *,
    resident: bool = True,
    insured: bool | None = None,
    bonus: BonusBasis | None = None,
) -> Payment:
    """The smallest payment in whole TWD that pays out exactly `net`.

    Deductions never fall as the payment rises, so climbing by what is deducted ends at the
    smallest. MisuseError for a net with a fraction, and where the rates take all that is added.
    """
    target = payment(kind, net)
    if target != target.to_integral_value():
        raise MisuseError(
            Text("新臺幣實付金額為整數。", "a net payment in TWD is whole."), where=str(net)
        )
    gross = target
    for _ in range(_MOST_STEPS):
        found = net_pay(kind, gross, terms, resident=resident, insured=insured, bonus=bonus)
        missing = target - found.net
        if missing <= 0:
            return found
        gross += missing
        if gross.adjusted() > _MOST_DIGITS:
            break
    raise MisuseError(
        Text(
            "依這些費率，沒有任何給付金額能實付這麼多。",
            "at these rates no payment leaves that much.",
        ),
        where=str(exact(net)),
    )
