"""Differences between the bank and the sheet that have a known cause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xlevent.compute.reconciling.desk import Desk
from xlevent.compute.reconciling.nearby import MOST_NAMES, near_payments, open_by_name
from xlevent.compute.reconciling.records import Explained, Options, Payment, Why
from xlevent.domain.money import ZERO, product, round_half_up

_SMALL = 4  # a fee is at most this part of the amount
_ROUNDS = 4


def explain(
    payments: Sequence[Payment], difference: Decimal, options: Options
) -> tuple[Explained, ...] | None:
    """Why the bank paid `difference` more than these payments say; None: no known cause.

    A difference that is nothing has no cause and is explained by nothing: ().
    """
    if not difference:
        return ()
    total = abs(sum((p.amount for p in payments), ZERO))
    small = _SMALL * abs(difference) <= total
    if abs(difference) <= options.unit and small:
        return (Explained("rounding", difference),)
    if abs(difference) in options.fees and small:
        return (Explained("fee", difference),)
    for why, amount in _deductions(payments, options):
        rest = difference - amount
        if not rest:
            return (Explained(why, amount),)
        if abs(rest) in options.fees:
            return (Explained(why, amount), Explained("fee", rest))
    if any(p.foreign for p in payments):
        most = product(total, options.exchange)
        if abs(difference) <= most:
            return (Explained("exchange", difference),)
    if abs(difference) <= options.tolerance and small:
        return (Explained("tolerance", difference),)
    return None


def _deductions(payments: Sequence[Payment], options: Options) -> Iterator[tuple[Why, Decimal]]:
    """Tax and premium that the sheet takes off and the bank did not, or the other way round."""
    withheld = sum((p.withheld for p in payments), ZERO)
    premium = sum((p.premium for p in payments), ZERO)
    if withheld:
        yield "not_withheld", withheld
    if premium:
        yield "premium", premium
    if withheld and premium:
        yield "not_withheld", withheld + premium
    if withheld or premium or len(payments) != 1 or payments[0].amount <= 0:
        return
    gross = payments[0].gross or payments[0].amount
    places = max(0, -int(options.unit.as_tuple().exponent))
    share = round_half_up(product(gross, options.premium_rate), places)
    for rate in options.withholding_rates:
        tax = round_half_up(product(gross, rate), places)
        yield "withheld", -tax
        yield "withheld", -tax - share
    yield "premium", -share


def by_difference(desk: Desk) -> None:
    """One payment and one line of the same name whose difference has a cause, and no other."""
    for _ in range(_ROUNDS):
        edges = list(_edges(desk))
        of_payment: dict[int, int] = {}
        of_line: dict[int, int] = {}
        for p, b, _ in edges:
            of_payment[p] = of_payment.get(p, 0) + 1
            of_line[b] = of_line.get(b, 0) + 1
        joined = [
            desk.join((p,), (b,), "one_to_one", "payee", 85, because)
            for p, b, because in edges
            if of_payment[p] == of_line[b] == 1
        ]
        if not any(joined):
            break


def by_joint_difference(desk: Desk) -> None:
    """All open payments of one day to the payee whom a line names, less or plus a fee."""
    of_name = open_by_name(desk.open_payment_numbers(), desk.payments)
    claims: list[tuple[tuple[int, ...], int, tuple[Explained, ...]]] = []
    wanted: dict[int, int] = {}
    for b in desk.open_line_numbers():
        line = desk.lines[b]
        if not 0 < len(line.names) <= MOST_NAMES or line.day < 0:
            continue
        days: dict[int, list[int]] = {}
        for p in near_payments(desk, of_name, line.names, line.day):
            if desk.free(p, b) and desk.payments[p].reference == line.reference:
                days.setdefault(desk.payments[p].day, []).append(p)
        found = []
        for ps in days.values():
            because = _fee(desk, ps, line.out)
            named = set(line.invoices) <= {desk.payments[p].invoice for p in ps}
            if len(ps) > 1 and named and because:
                found.append((tuple(ps), b, because))
        if len(found) == 1:
            claims.append(found[0])
            for p in found[0][0]:
                wanted[p] = wanted.get(p, 0) + 1
    for joint, b, because in claims:
        if all(wanted[p] == 1 for p in joint):
            desk.join(joint, (b,), "joint", "payee", 82, because)


def _fee(desk: Desk, ps: Sequence[int], out: int) -> tuple[Explained, ...]:
    difference = desk.money(out - sum(desk.payments[p].out for p in ps))
    if abs(difference) in desk.options.fees:
        return (Explained("fee", difference),)
    return ()


def _edges(desk: Desk) -> Iterator[tuple[int, int, tuple[Explained, ...]]]:
    of_name = open_by_name(desk.open_payment_numbers(), desk.payments)
    for b in desk.open_line_numbers():
        line = desk.lines[b]
        if not 0 < len(line.names) <= MOST_NAMES or line.day < 0:
            continue
        for p in near_payments(desk, of_name, line.names, line.day):
            if not desk.free(p, b) or desk.torn(p, b):
                continue
            paid = desk.payments[p]
            because = explain((paid.source,), desk.money(line.out - paid.out), desk.options)
            if because:
                yield p, b, because
