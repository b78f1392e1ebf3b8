"""Transfers that the bank sent back: the transfer and its return cancel each other."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from xlevent.compute.reconciling.desk import Booked, Desk
from xlevent.compute.reconciling.names import name_key

_MARKS = re.compile(r"退匯|退回|退款|退票|沖正|沖銷|更正|return|revers|refund|reject|bounced", re.I)
_DAYS = 21
Key = tuple[int, object]  # amount, and the reference, the name or what else a line shows


def by_return(desk: Desk) -> None:
    """Each return with the only earlier transfer of its amount that shares name or reference.

    A return of money that the sheet expects back (a payment below zero) is no such case.
    """
    backs = list(_returns(desk))
    amounts = {-desk.lines[b].out for b in backs}
    sent: dict[Key, list[int]] = {}
    for b in desk.open_line_numbers():
        line = desk.lines[b]
        if line.out in amounts and line.day >= 0:
            for sign in _signs(line):
                sent.setdefault((line.out, sign), []).append(b)
    waiting: dict[int, list[int]] = {}
    for p in desk.open_payment_numbers():
        if desk.payments[p].out in amounts:
            waiting.setdefault(desk.payments[p].out, []).append(p)
    claims = {back: _sent(desk, sent, back) for back in backs}
    wanted: dict[int, int] = {}
    for pair in {frozenset((back, b)) for back, found in claims.items() for b in found}:
        for b in pair:
            wanted[b] = wanted.get(b, 0) + 1
    for back, found in sorted(claims.items()):
        if not desk.open_lines[back]:  # two lines that are each other's return
            continue
        if len(found) == 1 and wanted[found[0]] == wanted[back] == 1:
            desk.join((), (found[0], back), "return", "return", 95)
        elif found and not _sent_again(desk, back, found, wanted, waiting):
            for b in (back, *found):  # which of them came back cannot be told
                desk.held_lines[b] = 1


def _returns(desk: Desk) -> Iterator[int]:
    """Lines that say that money came back, and that no payment of the sheet waits for."""
    expected = {
        (p.out, name) for i, p in enumerate(desk.payments) if desk.open_payments[i]
        for name in p.names
    }  # fmt: skip
    for b in desk.open_line_numbers():
        line = desk.lines[b]
        text = f"{line.source.description} {line.source.counterparty}"
        if line.day < 0 or not line.out or not _MARKS.search(text):
            continue
        if not any((line.out, name) in expected for name in line.names):
            yield b


def _signs(line: Booked) -> list[object]:
    """All by which a return may name the line: its reference, its names, and nothing at all."""
    signs: list[object] = [None, *line.names]
    reference = line.source.reference.strip()
    if reference:
        signs.append(("reference", reference))
    if line.source.counterparty:
        signs.append(("name", name_key(line.source.counterparty)))
    return signs


def _sent(desk: Desk, sent: dict[Key, list[int]], back: int) -> list[int]:
    """Transfers of the same reference, else of the same name, else of the amount."""
    line = desk.lines[back]
    out, reference = -line.out, line.source.reference.strip()
    if reference:
        same = _earlier(desk, sent.get((out, ("reference", reference)), []), back)
        if same:
            return same
    if line.names:
        found = {b for name in line.names for b in _earlier(desk, sent.get((out, name), []), back)}
        return sorted(found)
    name = name_key(line.source.counterparty)
    sign = ("name", name) if name else None
    return _earlier(desk, sent.get((out, sign), []), back)


def _earlier(desk: Desk, lines: list[int], back: int) -> list[int]:
    """Those at most so many days before the return."""
    day = desk.lines[back].day
    at = bisect_left(lines, day - _DAYS, key=lambda n: desk.lines[n].day)
    end = bisect_right(lines, day, key=lambda n: desk.lines[n].day)
    return [b for b in lines[at:end] if b != back]


def _sent_again(
    desk: Desk,
    back: int,
    sent: list[int],
    wanted: dict[int, int],
    waiting: dict[int, list[int]],
) -> bool:
    """One more transfer than payments: the return and all of them belong together."""
    near = desk.lines[back].day - desk.options.window
    if any(wanted[b] > 1 or desk.lines[b].day < near for b in sent):
        return False
    out, names = desk.lines[sent[0]].out, set(desk.lines[sent[0]].names)
    if not names:
        return False
    ps = [
        p for p in waiting.get(out, ())
        if desk.open_payments[p]
        and names.intersection(desk.payments[p].names)
        and any(desk.near(p, b, desk.options.window) for b in sent)
    ]  # fmt: skip
    return len(ps) == len(sent) - 1 and desk.join(ps, (*sent, back), "return", "return", 88)
