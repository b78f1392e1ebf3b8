"""Payments and lines that share a reference or an invoice number, however many they are."""

from __future__ import annotations

from xlevent.compute.reconciling.desk import Desk
from xlevent.compute.reconciling.differences import explain
from xlevent.compute.reconciling.nearby import connected
from xlevent.compute.reconciling.records import Clue, GroupKind


def by_common_reference(desk: Desk) -> None:
    """All of one reference, where the sums agree or differ for a known cause."""
    payments: dict[str, list[int]] = {}
    for p in desk.open_payment_numbers():
        if desk.payments[p].reference:
            payments.setdefault(desk.payments[p].reference, []).append(p)
    lines: dict[str, list[int]] = {}
    for b in desk.open_line_numbers():
        if desk.lines[b].reference in payments:
            lines.setdefault(desk.lines[b].reference, []).append(b)
    for reference, bs in lines.items():
        _join(desk, payments[reference], bs, "reference", 97)


def by_common_invoice(desk: Desk) -> None:
    """Lines and the payments whose invoice numbers they name, where the sums agree."""
    days = desk.options.parts_window
    by_number: dict[str, list[int]] = {}
    for p in desk.open_payment_numbers():
        if desk.payments[p].invoice:
            by_number.setdefault(desk.payments[p].invoice, []).append(p)
    of_payment: dict[int, set[int]] = {}
    of_line: dict[int, set[int]] = {}
    for b in desk.open_line_numbers():
        line = desk.lines[b]
        for invoice in line.invoices:
            for p in by_number.get(invoice, ()):
                agree = desk.payments[p].reference == line.reference
                if agree and desk.near(p, b, days):
                    of_payment.setdefault(p, set()).add(b)
                    of_line.setdefault(b, set()).add(p)
    for ps, bs in connected(of_payment, of_line):
        numbers = [desk.payments[p].invoice for p in ps]
        if len(set(numbers)) == len(numbers):  # the same invoice entered twice: for people
            _join(desk, ps, bs, "invoice", 94)


def _join(desk: Desk, ps: list[int], bs: list[int], clue: Clue, confidence: int) -> None:
    difference = sum(desk.lines[b].out for b in bs) - sum(desk.payments[p].out for p in ps)
    because = explain([desk.payments[p].source for p in ps], desk.money(difference), desk.options)
    if because is None or (because and len(bs) > 1):
        return
    desk.join(ps, bs, _kind(ps, bs), clue, confidence - (5 if because else 0), because)


def _kind(ps: list[int], bs: list[int]) -> GroupKind:
    if len(ps) == 1:
        return "one_to_one" if len(bs) == 1 else "parts"
    return "joint" if len(bs) == 1 else "decided"
