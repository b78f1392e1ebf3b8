"""Vouchers of an event that may have been entered twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlevent.app.event import Event
from xlevent.app.money.cells import Row, base_currency, day, number
from xlevent.app.money.cells import text as words
from xlevent.app.planning.scheduling import put
from xlevent.compute.duplicates import Suspicion, Voucher, find_duplicates, normal_vendor

# Numbers that our own office gives one after the other.
_RUNNING = frozenset(("payroll", "travel", "statement", "allocation", "fee_receipt"))


def find_expense_duplicates(event: Event) -> tuple[Suspicion, ...]:
    """Each suspicious voucher with the first row of its group; the event stays as it is."""
    expenses = event.tables["expenses"]
    vendors = _vendors(expenses)
    base = base_currency(event)
    return find_duplicates(
        [
            Voucher(
                vendor, words(row, "invoice_number") or None, number(row, "gross"),
                day(row, "date"), words(row, "currency") or base,
                running=words(row, "voucher_kind") in _RUNNING,
            )
            for row, vendor in zip(expenses, vendors, strict=True)
        ]
    )  # fmt: skip


def write_duplicates(event: Event, found: Sequence[Suspicion]) -> None:
    """Put the voucher that each suspicious one resembles beside it."""
    expenses = event.tables["expenses"]
    first = {suspicion.row: suspicion.first for suspicion in found}
    for index, row in enumerate(expenses):
        other = first.get(index)
        put(row, "duplicate_of", None if other is None else words(expenses[other], "id") or None)


def _vendors(rows: Sequence[Row]) -> list[str]:
    """One name for each vendor: rows that share supplier, tax number or name mean the same."""
    parent: dict[tuple[str, str], tuple[str, str]] = {}

    def root(key: tuple[str, str]) -> tuple[str, str]:
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    keys = [list(_names(row)) for row in rows]
    for mine in keys:
        for other in mine[1:]:
            parent[root(other)] = root(mine[0])
    return ["" if not mine else ":".join(root(mine[0])) for mine in keys]


def _names(row: Row) -> Iterator[tuple[str, str]]:
    for column in ("supplier", "payee_ubn"):
        if words(row, column):
            yield column, words(row, column)
    if name := normal_vendor(words(row, "payee")):
        yield "payee", name
