"""Transfers that the bank sent back: the transfer and its return cancel each other."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from xlevent.compute.reconciling.desk import Booked, Desk
from xlevent.compute.reconciling.names import name_key

_MARKS = re.compile(r"退匯|退回|退款|退票|沖正|沖銷|更正|return|revers|refund|reject|bounced", re.I)
_DAYS = 21


def by_return(desk: Desk) -> None:
    """Each return with the only earlier transfer of its amount that shares name or reference.

    A return of money that the sheet expects back (a payment below zero) is no such case.
    """
    sent: dict[int, list[int]] = {}
    for b in desk.open_line_numbers():
        if desk.lines[b].day >= 0:
            sent.setdefault(desk.lines[b].out, []).append(b)
    expected = {
        (p.out, name) for i, p in enumerate(desk.payments) if desk.open_payments[i]
        for name in p.names
    }  # fmt: skip
    claims: dict[int, list[int]] = {}
    for back in desk.open_line_numbers():
        line = desk.lines[back]
        if line.day < 0 or not line.out or any((line.out, name) in expected for name in line.names):
            continue
        marked = bool(_MARKS.search(f"{line.source.description} {line.source.counterparty}"))
        if not marked:
            continue
        earlier = sent.get(-line.out, [])
        at = bisect_left(earlier, line.day - _DAYS, key=lambda n: desk.lines[n].day)
        end = bisect_right(earlier, line.day, key=lambda n: desk.lines[n].day)
        near = [b for b in earlier[at:end] if b != back]
        claims[back] = _best(desk, line, near)
    wanted: dict[int, int] = {}
    for pair in {frozenset((back, b)) for back, found in claims.items() for b in found}:
        for b in pair:
            wanted[b] = wanted.get(b, 0) + 1
    for back, found in sorted(claims.items()):
        if not desk.open_lines[back]:  # two lines that are each other's return
            continue
        if len(found) == 1 and wanted[found[0]] == wanted[back] == 1:
            desk.join((), (found[0], back), "return", "return", 95)
        elif found and not _sent_again(desk, back, found, wanted):
            for b in (back, *found):  # which of them came back cannot be told
                desk.held_lines[b] = 1


def _sent_again(desk: Desk, back: int, sent: list[int], wanted: dict[int, int]) -> bool:
    """One more transfer than payments: the return and all of them belong together."""
    if any(wanted[b] > 1 for b in sent):
        return False
    out, names = desk.lines[sent[0]].out, set(desk.lines[sent[0]].names)
    ps = [
        p for p in desk.open_payment_numbers()
        if desk.payments[p].out == out
        and names & set(desk.payments[p].names)
        and any(desk.near(p, b, desk.options.window) for b in sent)
    ]  # fmt: skip
    return len(ps) == len(sent) - 1 and desk.join(ps, (*sent, back), "return", "return", 88)


def _best(desk: Desk, back: Booked, near: list[int]) -> list[int]:
    """Those of the same reference, else those of the same name, else all of them."""
    reference = back.source.reference.strip()
    same = [b for b in near if reference and desk.lines[b].source.reference.strip() == reference]
    if same:
        return same
    name = name_key(back.source.counterparty)
    if back.names:
        return [b for b in near if set(desk.lines[b].names) & set(back.names)]
    if name:
        return [b for b in near if name_key(desk.lines[b].source.counterparty) == name]
    return near
