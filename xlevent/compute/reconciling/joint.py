"""One transfer for several payments, several transfers for one payment, batches of one day.

Every candidate sum is found first; one is taken only where it is the only one for its target and
none of its parts is wanted by another.
"""

from __future__ import annotations

from xlevent.compute.reconciling.desk import Desk
from xlevent.compute.reconciling.nearby import MOST_NAMES, near_lines, near_payments, open_by_name
from xlevent.compute.reconciling.pairs import is_round
from xlevent.compute.reconciling.sums import Item, sets_for

_ROUNDS = 3  # what was taken may leave others unique
Claims = dict[int, list[tuple[int, ...]]]  # target -> the sets that make it up


def by_joint(desk: Desk) -> Claims:
    """Lines that pay several payments to the payee whom they name; the claims left undecided."""
    return _repeat(desk, _joint_claims, lambda b, ps: desk.join(ps, (b,), "joint", "payee", 90))


def by_parts(desk: Desk) -> Claims:
    """Payments that several lines with the payee's name make up; the claims left undecided."""
    return _repeat(desk, _part_claims, lambda p, bs: desk.join((p,), bs, "parts", "payee", 88))


def by_batch(desk: Desk) -> None:
    """Lines without a name that pay all of what is left of one batch, or of one day."""
    for batched in (True, False):
        sets = _batches(desk, batched)
        wanted: dict[tuple[int, ...], list[int]] = {}
        lone: dict[int, list[tuple[int, ...]]] = {}
        for b in desk.open_line_numbers():
            line = desk.lines[b]
            if line.names or line.invoices or line.reference or line.day < 0:
                continue
            if not batched and is_round(desk, line.out):
                continue  # sums of round amounts meet by chance
            for day, ps in sets.get(line.out, ()):
                near = abs(line.day - day) <= desk.options.window
                if near and (not line.stranger or (batched and len(ps) > 2)):
                    wanted.setdefault(ps, []).append(b)
                    lone.setdefault(b, []).append(ps)
        for b, found in sorted(lone.items()):
            if len(found) == 1 and len(wanted[found[0]]) == 1:
                desk.join(found[0], (b,), "joint", "batch", 80)


def _batches(desk: Desk, batched: bool) -> dict[int, list[tuple[int, tuple[int, ...]]]]:
    """What is left of each batch (or day), by its sum."""
    groups: dict[tuple[int, str], list[int]] = {}
    for p in desk.open_payment_numbers():
        paid = desk.payments[p]
        if paid.day >= 0 and not paid.reference and (paid.batch or not batched):
            groups.setdefault((paid.day, paid.batch if batched else ""), []).append(p)
    sets: dict[int, list[tuple[int, tuple[int, ...]]]] = {}
    for (day, _), ps in groups.items():
        if len(ps) > 1:
            total = sum(desk.payments[p].out for p in ps)
            sets.setdefault(total, []).append((day, tuple(ps)))
    return sets


def _repeat(desk: Desk, claims_of, join) -> Claims:  # type: ignore[no-untyped-def]
    claims: Claims = {}
    for _ in range(_ROUNDS):
        claims = claims_of(desk)
        wanted: dict[int, int] = {}
        for found in claims.values():
            for part in {part for marks in found for part in marks}:
                wanted[part] = wanted.get(part, 0) + 1
        taken = [
            target for target, found in sorted(claims.items())
            if len(found) == 1
            and all(wanted[part] == 1 for part in found[0])
            and join(target, found[0])
        ]  # fmt: skip
        for target in taken:
            del claims[target]
        if not taken:
            break
    return claims


def _joint_claims(desk: Desk) -> Claims:
    of_name = open_by_name(desk.open_payment_numbers(), desk.payments)
    naming: dict[str, list[int]] = {}
    for b in desk.open_line_numbers():
        for invoice in desk.lines[b].invoices:
            naming.setdefault(invoice, []).append(b)
    by_invoice = {
        desk.payments[p].invoice: p for p in desk.open_payment_numbers() if desk.payments[p].invoice
    }
    claims: Claims = {}
    for b in desk.open_line_numbers():
        line = desk.lines[b]
        if not 0 < len(line.names) <= MOST_NAMES or line.day < 0:
            continue
        required = {by_invoice.get(invoice) for invoice in line.invoices}
        if None in required:
            continue
        items = [
            Item(p, desk.payments[p].out, desk.payments[p].day)
            for p in near_payments(desk, of_name, line.names, line.day)
            if desk.free(p, b)
            and desk.payments[p].reference == line.reference
            and naming.get(desk.payments[p].invoice, [b]) == [b]
        ]
        must = frozenset(p for p in required if p is not None)
        if len(items) > 1 and must <= {item.mark for item in items}:
            found = sets_for(line.out, items, must)
            if found:
                claims[b] = found
    return claims


def _part_claims(desk: Desk) -> Claims:
    of_name = open_by_name(desk.open_line_numbers(), desk.lines)
    claims: Claims = {}
    for p in desk.open_payment_numbers():
        paid = desk.payments[p]
        if not paid.names or paid.day < 0:
            continue
        near = near_lines(desk, of_name, paid.names, paid.day, desk.options.parts_window)
        items = [
            Item(b, desk.lines[b].out, desk.lines[b].day)
            for b in near
            if desk.free(p, b)
            and not desk.torn(p, b)
            and len(desk.lines[b].names) <= MOST_NAMES
            and 0 < desk.lines[b].out * (1 if paid.out > 0 else -1) < abs(paid.out)
        ]
        if len(items) < 2:
            continue
        found = [
            marks for marks in sets_for(paid.out, items)
            if any(desk.near(p, b, desk.options.window) for b in marks)
        ]  # fmt: skip
        if found:
            claims[p] = found
    return claims
