"""Near matches for people to decide; nothing of it is ever applied by itself."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from xlevent.compute.reconciling.desk import Desk
from xlevent.compute.reconciling.joint import Claims
from xlevent.compute.reconciling.names import likeness
from xlevent.compute.reconciling.nearby import near_payments, open_by_name
from xlevent.compute.reconciling.records import Reason, Suggestion

_BANK_ITEM = re.compile(
    "利息|手續費|匯費|郵電費|年費|工本費|週轉金|撥入|撥補|interest|charge|fee|sweep", re.I
)
_MOST_RIVALS = 5  # more candidates of one amount tell nothing
_MOST_EACH = 5  # suggestions that one row appears in
_FAR_WINDOWS = 9
_NEAR_SHARE = 20  # a near amount differs by one part in so many


class _Found:
    """The best reason for each set of rows."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.best: dict[tuple[tuple[int, ...], tuple[int, ...]], tuple[int, Reason]] = {}

    def add(self, ps: Iterable[int], bs: Iterable[int], reason: Reason, score: int) -> None:
        key = (tuple(sorted(ps)), tuple(sorted(bs)))
        if any((p, b) in self.desk.rejected for p in key[0] for b in key[1]):
            return
        if key not in self.best or self.best[key][0] < score:
            self.best[key] = (score, reason)


def suggest(desk: Desk, joint: Claims, parts: Claims, blocked: set[int]) -> list[Suggestion]:
    """Suggestions in order of their score; `blocked` lines are in conflicting decisions."""
    payments = list(_left_payments(desk))
    lines = [b for b, is_open in enumerate(desk.open_lines) if is_open and b not in blocked]
    found = _Found(desk)
    _by_number(desk, payments, lines, found)
    _by_name(desk, payments, lines, found)
    _by_amount(desk, payments, lines, found)
    _unclaimed_together(desk, payments, lines, found)
    for target, sets in joint.items():
        for ps in sets:
            if desk.open_lines[target] and all(desk.open_payments[p] for p in ps):
                found.add(ps, (target,), "sums", 65)
    for target, sets in parts.items():
        for bs in sets:
            if desk.open_payments[target] and all(desk.open_lines[b] for b in bs):
                found.add((target,), bs, "sums", 63)
    for b in lines:
        source = desk.lines[b].source
        if _BANK_ITEM.search(f"{source.description} {source.counterparty}"):
            found.add((), (b,), "bank_item", 60)
    return list(_chosen(desk, found))


def _left_payments(desk: Desk) -> Iterator[int]:
    """Open payments and those that nobody claims to be paid, but no one decided about."""
    joined = {name for group in desk.groups for name in group.payments}
    for p, is_open in enumerate(desk.open_payments):
        source = desk.payments[p].source
        if is_open or (not source.claimed and source.id not in joined):
            yield p


def _days(desk: Desk, p: int, b: int) -> int:
    day, other = desk.payments[p].day, desk.lines[b].day
    return abs(day - other) if day >= 0 and other >= 0 else desk.options.window


def _by_number(desk: Desk, payments: list[int], lines: list[int], found: _Found) -> None:
    """The same reference or invoice number, whatever the amounts."""
    of_number: dict[str, list[int]] = {}
    for p in payments:
        paid = desk.payments[p]
        for number in {paid.reference, paid.invoice} - {""}:
            of_number.setdefault(number, []).append(p)
    for b in lines:
        line = desk.lines[b]
        for number in (line.reference, *line.invoices):
            for p in of_number.get(number, ())[:_MOST_RIVALS]:
                same = desk.payments[p].out == line.out
                found.add((p,), (b,), "several" if same else "same_reference", 90 if same else 85)


def _by_name(desk: Desk, payments: list[int], lines: list[int], found: _Found) -> None:
    """The payee's name, with an amount that fits, nearly fits, or fits on another day."""
    of_name = open_by_name(payments, desk.payments)
    exact: dict[tuple[int, int], list[int]] = {}
    for p in payments:
        for name in desk.payments[p].names:
            exact.setdefault((name, desk.payments[p].out), []).append(p)
    window = desk.options.window
    for b in lines:
        line = desk.lines[b]
        for name in line.names:
            same = exact.get((name, line.out), ())
            for p in sorted(same, key=lambda p: (_days(desk, p, b), p))[:_MOST_EACH]:
                days = _days(desk, p, b)
                if not desk.payments[p].source.claimed:
                    found.add((p,), (b,), "not_claimed", max(20, 88 - days))
                elif days <= window:
                    found.add((p,), (b,), "several", 80 - min(days, 20))
                elif days <= _FAR_WINDOWS * window:
                    found.add((p,), (b,), "far_day", max(20, 75 - days // 2))
        if line.day < 0:
            continue
        for p in near_payments(desk, of_name, line.names, line.day):
            difference = abs(line.out - desk.payments[p].out)
            if not difference or line.out * desk.payments[p].out <= 0:
                continue
            if is_slip(line.out, desk.payments[p].out):
                found.add((p,), (b,), "typing", 70 - _days(desk, p, b))
            elif difference * _NEAR_SHARE <= abs(line.out):
                found.add((p,), (b,), "near_amount", 50 - _days(desk, p, b))


def _by_amount(desk: Desk, payments: list[int], lines: list[int], found: _Found) -> None:
    """The amount and the day, where the name is another or none."""
    window = desk.options.window
    of_amount: dict[int, list[int]] = {}
    for p in payments:
        if desk.payments[p].day >= 0:
            of_amount.setdefault(desk.payments[p].out, []).append(p)
    for b in lines:
        line = desk.lines[b]
        ps = of_amount.get(line.out, [])
        if line.day < 0 or not ps or not line.out:
            continue
        at = bisect_left(ps, line.day - window, key=lambda p: desk.payments[p].day)
        end = bisect_right(ps, line.day + window, key=lambda p: desk.payments[p].day)
        if end - at > _MOST_RIVALS:
            continue
        for p in ps[at:end]:
            names = desk.payments[p].source.names
            other = line.source.counterparty
            alike = max((likeness(name, other) for name in names), default=0.0) if other else 0.4
            found.add((p,), (b,), "other_name", 35 + round(30 * alike) - _days(desk, p, b))


def _unclaimed_together(desk: Desk, payments: list[int], lines: list[int], found: _Found) -> None:
    """One transfer for all unpaid vouchers of a payee, or for all that are due on one day."""
    sets: dict[tuple[int, int | None], list[int]] = {}
    for p in payments:
        paid = desk.payments[p]
        if not paid.source.claimed and paid.day >= 0:
            for name in paid.names:
                sets.setdefault((name, None), []).append(p)
                sets.setdefault((name, paid.day), []).append(p)
    of_sum: dict[tuple[int, int], set[tuple[int, ...]]] = {}
    for (name, _), ps in sets.items():
        if len(ps) > 1:
            total = sum(desk.payments[p].out for p in ps)
            of_sum.setdefault((name, total), set()).add(tuple(ps))
    for b in lines:
        for name in desk.lines[b].names:
            for due in sorted(of_sum.get((name, desk.lines[b].out), ())):
                days = max(_days(desk, p, b) for p in due)
                found.add(due, (b,), "not_claimed", max(20, 84 - days))


def is_slip(one: int, other: int) -> bool:
    """Whether two amounts differ by neighbouring digits that changed places, or by one digit."""
    a, b = str(abs(one)), str(abs(other))
    if abs(len(a) - len(b)) == 1 and min(len(a), len(b)) >= 3:
        longer, shorter = (a, b) if len(a) > len(b) else (b, a)
        return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
    if len(a) != len(b) or len(a) < 3:
        return False
    unlike = [i for i in range(len(a)) if a[i] != b[i]]
    if len(unlike) == 1:
        return True
    return (
        len(unlike) == 2
        and unlike[1] == unlike[0] + 1
        and a[unlike[0]] == b[unlike[1]]
        and a[unlike[1]] == b[unlike[0]]
    )


def _chosen(desk: Desk, found: _Found) -> Iterator[Suggestion]:
    """The best of each row, no row in too many."""
    used_payments: dict[int, int] = {}
    used_lines: dict[int, int] = {}
    for (ps, bs), (score, reason) in sorted(found.best.items(), key=lambda e: (-e[1][0], e[0])):
        if any(used_payments.get(p, 0) >= _MOST_EACH for p in ps):
            continue
        if any(used_lines.get(b, 0) >= _MOST_EACH for b in bs):
            continue
        for p in ps:
            used_payments[p] = used_payments.get(p, 0) + 1
        for b in bs:
            used_lines[b] = used_lines.get(b, 0) + 1
        difference = sum(desk.lines[b].out for b in bs) - sum(desk.payments[p].out for p in ps)
        yield Suggestion(
            tuple(sorted(desk.payments[p].source.id for p in ps)),
            tuple(sorted(desk.lines[b].source.id for b in bs)),
            reason, max(1, min(99, score)), desk.money(difference),
        )  # fmt: skip
