"""Decisions of people: they go first, hold whatever the engine would say, and may conflict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from xlevent.compute.reconciling.desk import Desk
from xlevent.compute.reconciling.differences import explain
from xlevent.compute.reconciling.records import Conflict, Decision, Explained, GroupKind
from xlevent.domain.money import ZERO


@dataclass(slots=True)
class _Wish:
    """Rows that one decision, or several splits of the same row, put together."""

    decisions: list[str]
    payments: set[int]
    lines: set[int]
    parts: list[tuple[set[int], set[int], int]] = field(default_factory=list)  # of splits

    def touches(self, other: _Wish) -> bool:
        return bool(self.payments & other.payments or self.lines & other.lines)


def decide(desk: Desk, decisions: Iterable[Decision]) -> list[Conflict]:
    """Apply what people decided; conflicts are told and neither side of one is applied.

    Rows of a conflict are kept from the engine too: nobody's decision is undone silently.
    """
    conflicts: list[Conflict] = []
    payments = {p.source.id: i for i, p in enumerate(desk.payments)}
    lines = {b.source.id: i for i, b in enumerate(desk.lines)}
    wishes: list[_Wish] = []
    splits: list[_Wish] = []
    refusals: list[tuple[str, int, int]] = []
    for one in sorted(decisions, key=lambda d: (d.id, d.verdict, d.payments, d.lines)):
        unknown = [x for x in one.payments if x not in payments]
        unknown += [x for x in one.lines if x not in lines]
        if unknown:
            conflicts.append(Conflict(one.id, "unknown", "; ".join(unknown)))
            continue
        if not _complete(one):
            conflicts.append(Conflict(one.id, "incomplete"))
            continue
        ps, bs = {payments[x] for x in one.payments}, {lines[x] for x in one.lines}
        if one.verdict == "reject":
            refusals.extend((one.id, p, b) for p in sorted(ps) for b in sorted(bs))
        elif one.verdict == "split":
            amount = desk.whole(abs(one.amount or ZERO))
            splits.append(_Wish([one.id], ps, bs, [(ps, bs, amount)]))
        elif one.verdict == "ignore":  # each row by itself
            wishes += [_Wish([one.id], {p}, set()) for p in sorted(ps)]
            wishes += [_Wish([one.id], set(), {b}) for b in sorted(bs)]
        else:
            wishes.append(_Wish([one.id], ps, bs))
    desk.rejected.update((p, b) for _, p, b in refusals)
    wishes = _merged(splits) + _once(wishes)
    bad = _contradictions(desk, wishes, refusals, conflicts)
    for number, wish in enumerate(wishes):
        if number in bad:
            continue
        over = _overspent(desk, wish)
        if over:
            conflicts.append(Conflict(wish.decisions[0], "amounts", over))
            bad.add(number)
        else:
            _apply(desk, wish)
    for number in sorted(bad):
        for p in wishes[number].payments:
            desk.open_payments[p] = 0
        for b in wishes[number].lines:
            desk.open_lines[b] = 0
    return sorted(conflicts, key=lambda c: (c.decision, c.why, c.about))


def _complete(one: Decision) -> bool:
    if one.verdict == "ignore":
        return bool(one.payments) != bool(one.lines)
    if one.verdict == "confirm":
        return len(one.payments) + len(one.lines) > 1
    return bool(one.payments and one.lines) and (one.verdict == "reject" or one.amount is not None)


def _merged(splits: Sequence[_Wish]) -> list[_Wish]:
    """Splits of the same line or payment are one group."""
    found: list[_Wish] = []
    for split in splits:
        rest = []
        for other in found:
            if split.touches(other):
                split = _Wish(
                    other.decisions + split.decisions, other.payments | split.payments,
                    other.lines | split.lines, other.parts + split.parts,
                )  # fmt: skip
            else:
                rest.append(other)
        found = [*rest, split]
    return found


def _once(wishes: Sequence[_Wish]) -> list[_Wish]:
    """The same decision made twice is one."""
    found: dict[tuple[frozenset[int], frozenset[int]], _Wish] = {}
    for wish in wishes:
        key = (frozenset(wish.payments), frozenset(wish.lines))
        if key in found:
            found[key].decisions.extend(wish.decisions)
        else:
            found[key] = wish
    return list(found.values())


def _contradictions(
    desk: Desk,
    wishes: Sequence[_Wish],
    refusals: Sequence[tuple[str, int, int]],
    conflicts: list[Conflict],
) -> set[int]:
    """Numbers of the wishes that claim a row of another, or a pair that somebody refused."""
    bad: set[int] = set()
    owners: dict[tuple[str, int], list[int]] = {}
    for number, wish in enumerate(wishes):
        for p in wish.payments:
            owners.setdefault(("p", p), []).append(number)
        for b in wish.lines:
            owners.setdefault(("b", b), []).append(number)
    told: set[tuple[str, ...]] = set()
    for (side, row), numbers in sorted(owners.items()):
        if len(numbers) > 1:
            bad.update(numbers)
            names = sorted({name for n in numbers for name in wishes[n].decisions})
            if tuple(names) not in told:
                told.add(tuple(names))
                source = (desk.payments[row] if side == "p" else desk.lines[row]).source
                conflicts.append(Conflict(names[0], "contradiction", source.id, tuple(names[1:])))
    for name, p, b in refusals:
        for number in owners.get(("p", p), ()):
            if b in wishes[number].lines:
                bad.add(number)
                first, *rest = sorted({*wishes[number].decisions, name})
                about = f"{desk.payments[p].source.id}; {desk.lines[b].source.id}"
                conflicts.append(Conflict(first, "contradiction", about, tuple(rest)))
    return bad


def _overspent(desk: Desk, wish: _Wish) -> str:
    """The row of which splits give away more than it has; "" if there is none."""
    for side, rows in (("p", desk.payments), ("b", desk.lines)):
        used: dict[int, int] = {}
        for ps, bs, amount in wish.parts:
            of = ps if side == "p" else bs
            if len(of) == 1:
                row = next(iter(of))
                used[row] = used.get(row, 0) + amount
        for row, amount in sorted(used.items()):
            if amount > abs(rows[row].out):
                return rows[row].source.id
    return ""


def _apply(desk: Desk, wish: _Wish) -> None:
    ps, bs = sorted(wish.payments), sorted(wish.lines)
    difference = desk.money(
        sum(desk.lines[b].out for b in bs) - sum(desk.payments[p].out for p in ps)
    )
    because: tuple[Explained, ...] | None = None
    if ps and bs:
        because = explain([desk.payments[p].source for p in ps], difference, desk.options)
    if because is None:
        because = (Explained("decision", difference),) if difference else ()
    kind = _kind(len(ps), len(bs))
    desk.join(ps, bs, kind, "decision", 100, because, "; ".join(sorted(wish.decisions)))


def _kind(payments: int, lines: int) -> GroupKind:
    if not payments or not lines:
        return "one_sided"
    if payments == 1:
        return "one_to_one" if lines == 1 else "parts"
    return "joint" if lines == 1 else "decided"
