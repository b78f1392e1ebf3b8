"""What goes into a reconciliation and what comes out: payments, bank lines, groups, suggestions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Literal

from xlevent.domain.money import ZERO

Verdict = Literal["confirm", "reject", "split", "ignore"]
GroupKind = Literal[
    "one_to_one",  # one payment, one line
    "joint",  # one line pays several payments
    "parts",  # one payment is paid by several lines
    "equal",  # as many equal payments as equal lines: which is which cannot be told
    "return",  # a transfer and its return in the bank
    "decided",  # several of both, as a person or a common reference says
    "one_sided",  # a person says that the other side has no row for it
]
Clue = Literal["decision", "reference", "invoice", "payee", "amount", "batch", "return"]
Why = Literal[
    "fee", "not_withheld", "withheld", "premium", "exchange", "rounding", "tolerance", "decision"
]
Reason = Literal[
    "same_reference",  # same reference, another amount
    "several",  # several fit equally well
    "not_claimed",  # the sheet does not say that it is paid
    "far_day",  # outside the window of days
    "other_name",  # amount and day fit, the name does not
    "typing",  # the amount differs as typing errors do
    "near_amount",  # same name, amount close
    "sums",  # several sums fit
    "bank_item",  # interest, fees: belongs to no payment
]


class State(Enum):
    """Where a payment or a bank line ends: in exactly one of these."""

    MATCHED = "matched"
    DIFFERENT = "matched_difference"
    SHEET_ONLY = "unmatched_sheet"
    BANK_ONLY = "unmatched_bank"


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment as the sheet tells it, in the base currency.

    Parameters
    ----------
    amount
        What leaves the account, tax and premium taken off; below zero it comes in.
    day
        The day of the payment; None: not known.
    names
        Everything the bank may call the other side: payee, who advanced it, a note.
    reference, invoice
        The bank's number of the transfer and the number on the invoice.
    gross, withheld, premium
        Before the deductions, and the two deductions; they explain differences.
    foreign
        Whether it was converted, so that the bank's rate may differ.
    batch
        What is paid in one go, such as "salary"; "" for payments on their own.
    claimed
        False: nobody says that it is paid; it is only proposed, never matched by the engine.
    """

    id: str
    amount: Decimal
    day: date | None = None
    names: tuple[str, ...] = ()
    reference: str = ""
    invoice: str = ""
    gross: Decimal | None = None
    withheld: Decimal = ZERO
    premium: Decimal = ZERO
    foreign: bool = False
    batch: str = ""
    claimed: bool = True


@dataclass(frozen=True, slots=True)
class BankLine:
    """One line of a statement: `amount` below zero leaves the account."""

    id: str
    amount: Decimal
    day: date | None = None
    counterparty: str = ""
    description: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about payments and bank lines; `amount` belongs to a split."""

    id: str
    verdict: Verdict
    payments: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """Limits of the engine.

    Parameters
    ----------
    window
        Days between a payment and its bank line, at most.
    parts_window
        Days between a payment and a line that pays a part of it, at most.
    tolerance
        Largest difference that is accepted without another reason.
    unit
        Smallest amount of the currency; differences up to it are rounding.
    fees
        Usual fees of a transfer.
    exchange
        Largest share by which the bank's rate may differ.
    withholding_rates, premium_rate
        Shares of the gross amount that may have been withheld without the sheet saying so.
    """

    window: int = 7
    parts_window: int = 62
    tolerance: Decimal = Decimal(30)
    unit: Decimal = Decimal(1)
    fees: tuple[Decimal, ...] = (Decimal(10), Decimal(15), Decimal(30))
    exchange: Decimal = Decimal("0.03")
    withholding_rates: tuple[Decimal, ...] = (Decimal("0.1"), Decimal("0.05"))
    premium_rate: Decimal = Decimal("0.0211")


@dataclass(frozen=True, slots=True)
class Explained:
    """A part of a difference and its cause; above zero the bank paid more than the sheet says."""

    why: Why
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Group:
    """Payments and bank lines that belong together.

    `difference` is what the bank paid less what the sheet says; `because` adds up to it.
    `confidence` runs from 0 to 100.
    """

    payments: tuple[str, ...]
    lines: tuple[str, ...]
    kind: GroupKind
    clue: Clue
    confidence: int
    difference: Decimal = ZERO
    because: tuple[Explained, ...] = ()
    decision: str = ""

    @property
    def state(self) -> State:
        """Matched, with or without a difference."""
        return State.DIFFERENT if self.difference else State.MATCHED


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What may belong together, for a person to decide; `score` runs from 0 to 99."""

    payments: tuple[str, ...]
    lines: tuple[str, ...]
    reason: Reason
    score: int
    difference: Decimal


@dataclass(frozen=True, slots=True)
class Conflict:
    """A decision that cannot be applied, and why."""

    decision: str
    why: Literal["unknown", "incomplete", "contradiction", "amounts"]
    about: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StateSum:
    """Rows and money in one state: what the sheet says and what the bank paid."""

    payments: int = 0
    paid: Decimal = ZERO
    lines: int = 0
    bank: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Groups, suggestions and the state of every payment that takes part and of every line."""

    groups: tuple[Group, ...]
    suggestions: tuple[Suggestion, ...]
    payments: dict[str, State]
    lines: dict[str, State]
    sums: dict[State, StateSum] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
