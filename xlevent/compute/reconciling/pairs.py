"""One payment, one line: pairs of the same amount that can be told apart, or equal sets.

The candidates of a clue form a graph. A connected part of it with as many payments as lines is
settled: first whatever has a single partner left, and what remains as one set, because nobody
can tell which of them is which. A part with more of one side is left to people.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from xlevent.compute.reconciling.desk import Booked, Desk, Paid
from xlevent.compute.reconciling.nearby import connected
from xlevent.compute.reconciling.records import Clue

Edge = tuple[int, int]  # payment, line

_CONFIDENCE: dict[Clue, int] = {"reference": 100, "invoice": 98, "payee": 95, "amount": 85}
_INVOICE_WINDOWS = 4  # an invoice number in the text allows so many times the days
_REFERENCE_DAYS = 400
_MOST_EDGES = 60  # lines beside one payment that are looked at; more tell nothing


def by_reference(desk: Desk) -> None:
    """The same reference and the same amount."""
    _settle(desk, _edges(desk, _reference_keys, _line_reference_keys, _REFERENCE_DAYS), "reference")


def by_invoice(desk: Desk) -> None:
    """The number of the invoice in the text of the bank, and the same amount."""
    days = _INVOICE_WINDOWS * desk.options.window
    edges = _edges(desk, _invoice_keys, _line_invoice_keys, days)
    _settle(desk, (e for e in edges if _references_agree(desk, *e)), "invoice")


def by_payee(desk: Desk) -> None:
    """The same amount within the days, and the payee's name in the text of the bank."""
    edges = _edges(desk, _name_keys, _line_name_keys, desk.options.window)
    _settle(desk, (e for e in edges if not desk.torn(*e)), "payee", hold=True)


def by_amount(desk: Desk) -> None:
    """An amount that only one payment and one line have within the days, without any name.

    Those that were matched before count too: an amount that comes often tells nothing. Round
    amounts meet by chance, so they must be the only ones of the whole book.
    """
    window = desk.options.window
    payments, lines = _by_amount(desk)
    for amount, ps in payments.items():
        bs = lines.get(amount, [])
        if not bs or (is_round(desk, amount) and (len(ps) > 1 or len(bs) > 1)):
            continue
        for p in ps:
            if not desk.open_payments[p] or desk.payments[p].day < 0:
                continue
            mine = _within(desk.lines, bs, desk.payments[p].day, window)
            if len(mine) != 1:
                continue
            (b,) = mine
            line = desk.lines[b]
            if line.names or line.stranger or line.day < 0:
                continue
            others = _within(desk.payments, ps, line.day, window)
            if len(others) == 1 and desk.free(p, b) and not desk.torn(p, b):
                desk.join((p,), (b,), "one_to_one", "amount", _CONFIDENCE["amount"])


def _by_amount(desk: Desk) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """All payments and lines of the amounts that both sides have open."""
    still = {line.out for b, line in enumerate(desk.lines) if desk.open_lines[b]}
    still &= {paid.out for p, paid in enumerate(desk.payments) if desk.open_payments[p]}
    payments: dict[int, list[int]] = {}
    for p, paid in enumerate(desk.payments):
        if paid.out in still:
            payments.setdefault(paid.out, []).append(p)
    lines: dict[int, list[int]] = {}
    for b, line in enumerate(desk.lines):
        if line.out in still:
            lines.setdefault(line.out, []).append(b)
    return payments, lines


def _within(
    rows: Sequence[Paid] | Sequence[Booked], numbers: Sequence[int], day: int, window: int
) -> Sequence[int]:
    """Those at most so many days away, and those without a day, which stand first."""
    first = bisect_left(numbers, 0, key=lambda n: rows[n].day)
    at = bisect_left(numbers, day - window, key=lambda n: rows[n].day)
    end = bisect_right(numbers, day + window, key=lambda n: rows[n].day)
    return [*numbers[:first], *numbers[max(at, first) : end]]


def is_round(desk: Desk, amount: int) -> bool:
    """Two digits that are not zero at most, such as 12,000."""
    return len(str(abs(amount)).rstrip("0")) <= 2 and abs(desk.money(amount)) >= 100


# --- the candidates of a clue -------------------------------------------------------------------
def _reference_keys(desk: Desk, p: int) -> Iterator[object]:
    if desk.payments[p].reference:
        yield desk.payments[p].reference


def _line_reference_keys(desk: Desk, b: int) -> Iterator[object]:
    if desk.lines[b].reference:
        yield desk.lines[b].reference


def _invoice_keys(desk: Desk, p: int) -> Iterator[object]:
    if desk.payments[p].invoice:
        yield desk.payments[p].invoice


def _line_invoice_keys(desk: Desk, b: int) -> Iterable[object]:
    return desk.lines[b].invoices


def _name_keys(desk: Desk, p: int) -> Iterable[object]:
    return desk.payments[p].names


def _line_name_keys(desk: Desk, b: int) -> Iterable[object]:
    return desk.lines[b].names


def _references_agree(desk: Desk, p: int, b: int) -> bool:
    return desk.payments[p].reference == desk.lines[b].reference


def _edges(desk: Desk, of_payment, of_line, days: int) -> Iterator[Edge]:  # type: ignore[no-untyped-def]
    """Open pairs that share a key and the amount, at most so many days apart."""
    lines: dict[tuple[object, int], list[int]] = {}
    for b in desk.open_line_numbers():
        for key in of_line(desk, b):
            lines.setdefault((key, desk.lines[b].out), []).append(b)
    booked = desk.lines
    for p in desk.open_payment_numbers():
        paid = desk.payments[p]
        seen: set[int] = set()
        for key in of_payment(desk, p):
            bs = lines.get((key, paid.out))
            if not bs:
                continue
            if paid.day >= 0 and len(bs) > 4:  # lines stand in the order of their days
                at = bisect_left(bs, paid.day - days, key=lambda b: booked[b].day)
                end = bisect_right(bs, paid.day + days, key=lambda b: booked[b].day)
                near = bs[at:end]
            else:
                near = [b for b in bs if desk.near(p, b, days)]
            for b in near:
                if b not in seen and (p, b) not in desk.rejected:
                    seen.add(b)
                    yield p, b


# --- the decision -------------------------------------------------------------------------------
def _settle(desk: Desk, edges: Iterable[Edge], clue: Clue, *, hold: bool = False) -> None:
    """Join what can be told; `hold` back what several fit."""
    of_payment: dict[int, set[int]] = {}
    of_line: dict[int, set[int]] = {}
    for p, b in edges:
        of_payment.setdefault(p, set()).add(b)
        of_line.setdefault(b, set()).add(p)
    for ps, bs in connected(of_payment, of_line):
        if len(ps) == len(bs) == 1:
            desk.join(ps, bs, "one_to_one", clue, _CONFIDENCE[clue])
        elif len(ps) == len(bs) and _can_pair(ps, of_payment):
            _join_equal(desk, ps, bs, of_payment, of_line, clue)
        elif hold:
            for p in ps:
                desk.held_payments[p] = 1
            for b in bs:
                desk.held_lines[b] = 1


def _can_pair(ps: list[int], of_payment: dict[int, set[int]]) -> bool:
    """Whether every payment can have a line of its own (augmenting paths)."""
    owner: dict[int, int] = {}

    def find(p: int, tried: set[int]) -> bool:
        for b in sorted(of_payment[p]):
            if b in tried:
                continue
            tried.add(b)
            if b not in owner or find(owner[b], tried):
                owner[b] = p
                return True
        return False

    if len(ps) > _MOST_EDGES:
        return all(of_payment[p] for p in ps)
    return all(find(p, set()) for p in ps)


def _join_equal(
    desk: Desk,
    ps: list[int],
    bs: list[int],
    of_payment: dict[int, set[int]],
    of_line: dict[int, set[int]],
    clue: Clue,
) -> None:
    """Pairs where only one partner is left, and the rest as sets of equals."""
    mine = {p: set(of_payment[p]) for p in ps}
    its = {b: set(of_line[b]) for b in bs}
    pairs: list[Edge] = []
    todo = [("p", p) for p in ps if len(mine[p]) == 1] + [("b", b) for b in bs if len(its[b]) == 1]
    while todo:
        side, one = todo.pop()
        if side == "p":
            if one not in mine or len(mine[one]) != 1:
                continue
            p, b = one, next(iter(mine[one]))
        else:
            if one not in its or len(its[one]) != 1:
                continue
            p, b = next(iter(its[one])), one
        pairs.append((p, b))
        for other in mine.pop(p):
            if other != b:
                its[other].discard(p)
                if len(its[other]) == 1:
                    todo.append(("b", other))
        for other in its.pop(b):
            if other != p:
                mine[other].discard(b)
                if len(mine[other]) == 1:
                    todo.append(("p", other))
    for p, b in sorted(pairs):
        desk.join((p,), (b,), "one_to_one", clue, _CONFIDENCE[clue] - 2)
    for some, others in connected(mine, its):
        if some and len(some) == len(others):
            desk.join(some, others, "equal", clue, _CONFIDENCE[clue] - 5)
