"""The tables of an event as payments, bank lines and decisions of a reconciliation.

A row is known by a mark: its table and ID, and its number where an ID is missing or used twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from xlevent.app.event import Event
from xlevent.app.money.cells import Row, amount, base_currency, day, number, places, rate, setting
from xlevent.app.money.cells import text as words
from xlevent.compute.reconciling import BankLine, Decision, Options, Payment
from xlevent.domain.money import ZERO, product, round_half_up
from xlevent.domain.values import split_links

NEVER_BANK = frozenset(("cash", "offset"))
_FEES = {"TWD": (Decimal(10), Decimal(15), Decimal(30))}
_WAGES = frozenset(("salary", "part_time_wage", "bonus"))


@dataclass(slots=True)
class Marks:
    """Rows by their marks; of an ID that is used twice, decisions mean the first row."""

    rows: dict[str, tuple[str, int]] = field(default_factory=dict)

    def add(self, table: str, index: int, row: Row) -> str:
        """The mark of a row."""
        name = words(row, "id")
        mark = mark_of(table, name)
        if not name or mark in self.rows:
            mark = f"{mark}#{index + 1}"
        self.rows[mark] = (table, index)
        return mark


def mark_of(table: str, name: str) -> str:
    """The mark of an ID."""
    return f"{table}:{name}"


def name_of(mark: str) -> str:
    """The ID that a mark tells."""
    return mark.partition(":")[2]


def payments_of(event: Event, marks: Marks) -> list[Payment]:
    """Vouchers paid by bank, what may have been, and the cash that sponsors paid."""
    return [*_vouchers(event, marks), *_receipts(event, marks)]


def _vouchers(event: Event, marks: Marks) -> Iterator[Payment]:
    suppliers = _names(event, "suppliers", "name")
    decided = _decided(event, "vouchers")
    for index, row in enumerate(event.tables["expenses"]):
        paid = paid_net(event, row)
        named = words(row, "id") in decided
        if not paid or (not _by_bank(row) and not named):
            continue
        gross = number(row, "gross")
        reference = words(row, "bank_reference")
        names = (
            words(row, "payee"), words(row, "advanced_by"),
            suppliers.get(words(row, "supplier"), ("",))[0], _as_name(reference),
        )  # fmt: skip
        base = not in_other_currency(event, row)
        yield Payment(
            marks.add("expenses", index, row), paid,
            day(row, "paid_on") or day(row, "due"),
            tuple(dict.fromkeys(name for name in names if name)),
            reference, words(row, "invoice_number"),
            gross if base else None, amount(row, "withheld"), amount(row, "premium"),
            foreign=not base, batch=_batch(row),
            claimed=row.get("paid_on") is not None and _by_bank(row),
        )  # fmt: skip


def _receipts(event: Event, marks: Marks) -> Iterator[Payment]:
    sponsors = _names(event, "sponsors", "name", "name_en")
    decided = _decided(event, "receipts")
    for index, row in enumerate(event.tables["sponsor_payments"]):
        received = amount(row, "received")
        claimed = row.get("received_on") is not None
        if not received or (not claimed and words(row, "id") not in decided):
            continue
        reference = words(row, "bank_reference")
        names = (*sponsors.get(words(row, "sponsor"), ()), _as_name(reference))
        yield Payment(
            marks.add("sponsor_payments", index, row), -received,
            day(row, "received_on") or day(row, "due"),
            tuple(dict.fromkeys(name for name in names if name)),
            reference, words(row, "invoice_number"), claimed=claimed,
        )  # fmt: skip


def paid_net(event: Event, row: Row) -> Decimal:
    """What the bank should pay for a voucher, in the base currency; 0 without a rate."""
    factor, gross = rate(event, row), amount(row, "gross")
    base = round_half_up(product(gross, factor), places(event)) if factor else ZERO
    return base - amount(row, "withheld") - amount(row, "premium") - amount(row, "deducted")


def lines_of(event: Event, marks: Marks) -> list[BankLine]:
    """Every bank line in the base currency that says anything."""
    return [
        BankLine(
            marks.add("bank_lines", index, row), amount(row, "amount"), day(row, "date"),
            words(row, "counterparty"), words(row, "description"), words(row, "reference"),
        )
        for index, row in enumerate(event.tables["bank_lines"])
        if row and not in_other_currency(event, row)
    ]  # fmt: skip


def in_other_currency(event: Event, row: Row) -> bool:
    """Whether a row is in another currency than the event's."""
    return words(row, "currency") not in ("", base_currency(event))


def decisions_of(event: Event) -> list[Decision]:
    """What people decided; a row without a decision says nothing."""
    found = []
    for index, row in enumerate(event.tables["match_decisions"]):
        verdict = words(row, "decision")
        if verdict in ("confirm", "reject", "split", "ignore"):
            payments = (
                *(mark_of("expenses", x) for x in _list(row, "vouchers")),
                *(mark_of("sponsor_payments", x) for x in _list(row, "receipts")),
            )
            lines = tuple(mark_of("bank_lines", x) for x in _list(row, "bank_lines"))
            found.append(
                Decision(
                    words(row, "id") or f"#{index + 1}", verdict,  # type: ignore[arg-type]
                    payments, lines, number(row, "amount"),
                )
            )  # fmt: skip
    return found


def options_of(event: Event, window: int | None, tolerance: Decimal | None) -> Options:
    """The limits of the settings, or those given instead."""
    days = int(setting(event, "bank_date_window")) if window is None else window
    least = setting(event, "bank_amount_tolerance") if tolerance is None else tolerance
    return Options(
        window=days,
        parts_window=max(62, days),
        tolerance=least,
        unit=Decimal(1).scaleb(-places(event)),
        fees=_FEES.get(base_currency(event), ()),
    )


def _by_bank(row: Row) -> bool:
    method = words(row, "method")
    if method == "petty_cash":
        return bool(words(row, "bank_reference"))
    return method not in NEVER_BANK


def _batch(row: Row) -> str:
    """What is paid in one go."""
    if words(row, "voucher_kind") == "payroll" or words(row, "income_kind") in _WAGES:
        return "salary"
    method = words(row, "method")
    return method if method in ("petty_cash", "card") else ""


def _as_name(reference: str) -> str:
    """A note such as a name in the field of the reference; "" for a number."""
    return reference if any(ord(sign) > 0x2E80 for sign in reference) else ""


def _names(event: Event, table: str, *columns: str) -> dict[str, tuple[str, ...]]:
    return {
        words(row, "id"): tuple(words(row, column) for column in columns)
        for row in event.tables[table]
    }


def _decided(event: Event, column: str) -> frozenset[str]:
    """IDs that decisions other than refusals name: they take part, whatever their method."""
    return frozenset(
        name
        for row in event.tables["match_decisions"]
        if words(row, "decision") in ("confirm", "split", "ignore")
        for name in _list(row, column)
    )


def _list(row: Row, column: str) -> Sequence[str]:
    return split_links(words(row, column))
