"""Tax and premium of payments to persons: what is due, what was withheld, by payee and month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from xlevent.app.event import Event
from xlevent.app.money.cells import Row, amount, base_currency, day, number, places, rate
from xlevent.app.money.cells import text as words
from xlevent.app.money.tax_terms import terms_on
from xlevent.app.planning.scheduling import put
from xlevent.compute.tax_tw.expected import (
    Expected,
    expected_deductions,
    premium_due_on,
    tax_due_on,
)
from xlevent.compute.tax_tw.income import IncomeKind
from xlevent.domain.money import ZERO, product, round_half_up
from xlevent.domain.values import Value

# Who issues a uniform invoice is a business, from which nothing is withheld.
_BUSINESS = frozenset(("e_invoice", "invoice"))


@dataclass(frozen=True, slots=True)
class PersonPayment:
    """A voucher that pays a person (or, a payroll list, many); `expected` None: not checked."""

    index: int
    row: Row
    gross: Decimal
    expected: Expected | None

    @property
    def resident(self) -> bool:
        """A blank cell counts as resident."""
        return words(self.row, "resident") != "no"

    @property
    def tax_gap(self) -> Decimal:
        """Tax withheld less what is due; 0 where that is not told."""
        if self.expected is None or self.expected.tax is None:
            return ZERO
        return amount(self.row, "withheld") - self.expected.tax

    @property
    def premium_gap(self) -> Decimal:
        """Premium withheld less what is due; 0 where that is not told."""
        if self.expected is None or self.expected.premium is None:
            return ZERO
        return amount(self.row, "premium") - self.expected.premium


def person_payments(event: Event) -> list[PersonPayment]:
    """The payments to persons in the order of the rows; the event stays as it is."""
    found = []
    for index, row in enumerate(event.tables["expenses"]):
        kind = words(row, "income_kind")
        if kind in ("", "none"):
            continue
        gross = _base_amount(event, row)
        if gross is None:
            found.append(PersonPayment(index, row, ZERO, None))
            continue
        found.append(PersonPayment(index, row, gross, _expected(event, row, gross)))
    return found


def write_withholding(event: Event, payments: Sequence[PersonPayment]) -> None:
    """Put what is due beside each payment, and the summary by payee and month."""
    due = {payment.index: payment.expected for payment in payments}
    for index, row in enumerate(event.tables["expenses"]):
        expected = due.get(index)
        put(row, "expected_tax", None if expected is None else expected.tax)
        put(row, "expected_premium", None if expected is None else expected.premium)
    event.tables["withholding_by_payee"] = list(summary_rows(payments))


def summary_rows(payments: Sequence[PersonPayment]) -> Iterator[dict[str, Value]]:
    """A row for each month, payee and kind of income that was paid, in that order."""
    groups: dict[tuple[str, str, str, bool], list[PersonPayment]] = {}
    for payment in payments:
        paid_on = day(payment.row, "paid_on")
        if paid_on is None:
            continue
        key = (
            f"{paid_on:%Y-%m}", words(payment.row, "payee"), words(payment.row, "income_kind"),
            payment.resident,
        )  # fmt: skip
        groups.setdefault(key, []).append(payment)
    for count, (key, mine) in enumerate(sorted(groups.items()), start=1):
        month, payee, kind, resident = key
        first = min(d for p in mine if (d := day(p.row, "paid_on")) is not None)
        yield _summary(f"WH-{count:03}", month, payee, kind, resident, first, mine)


def _summary(
    name: str,
    month: str,
    payee: str,
    kind: str,
    resident: bool,
    first: date,
    mine: Sequence[PersonPayment],
) -> dict[str, Value]:
    gross = sum((p.gross for p in mine), ZERO)
    withheld, premium, deducted = (
        sum((amount(p.row, column) for p in mine), ZERO)
        for column in ("withheld", "premium", "deducted")
    )
    tax_known = [p.expected.tax if p.expected else None for p in mine]
    premium_known = [p.expected.premium if p.expected else None for p in mine]
    cells: dict[str, Value | None] = {
        "id": name, "month": month, "payee": payee or "–", "income_kind": kind,
        "resident": "yes" if resident else "no", "payments": len(mine), "gross": gross,
        "withheld": withheld, "premium": premium, "net": gross - withheld - premium - deducted,
        "expected_tax": _sum(tax_known), "expected_premium": _sum(premium_known),
        "tax_due": tax_due_on(first, resident=resident), "premium_due": premium_due_on(first),
    }  # fmt: skip
    return {column: value for column, value in cells.items() if value is not None}


def _sum(parts: Sequence[Decimal | None]) -> Decimal | None:
    """None where a part is not known: a sum of the rest would look complete."""
    known = [part for part in parts if part is not None]
    return sum(known, ZERO) if len(known) == len(parts) else None


def _expected(event: Event, row: Row, gross: Decimal) -> Expected | None:
    """None for a list of many people, outside of Taiwan, and where no day tells the rates."""
    if words(row, "voucher_kind") == "payroll" or base_currency(event) != "TWD":
        return None
    if words(row, "voucher_kind") in _BUSINESS:
        return Expected(ZERO, ZERO)
    on = day(row, "paid_on") or day(row, "due") or day(row, "date")
    if on is None:
        return None
    kind = cast("IncomeKind", words(row, "income_kind"))
    resident = words(row, "resident") != "no"
    return expected_deductions(kind, gross, terms_on(event, on), resident=resident)


def _base_amount(event: Event, row: Row) -> Decimal | None:
    gross, factor = number(row, "gross"), rate(event, row)
    if gross is None or factor is None:
        return None
    return round_half_up(product(gross, factor), places(event))
