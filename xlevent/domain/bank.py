"""What a bank statement or a ledger export says, whatever file it came in."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from xlevent.domain.finding import NOWHERE, Finding, Place
from xlevent.domain.money import ZERO

Kind = Literal["bank", "ledger"]


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement. Payments are negative, receipts positive, in the account's currency."""

    date: datetime.date
    amount: Decimal
    currency: str = ""  # ISO 4217; "": the file does not say
    account: str = ""  # the last four digits
    value_date: datetime.date | None = None
    balance: Decimal | None = None  # after this line
    description: str = ""
    counterparty: str = ""
    reference: str = ""
    place: Place = NOWHERE  # file and line, or sheet and cell
    raw: str = field(default="", repr=False)  # the line as it stands, its cells joined by " | "


@dataclass(frozen=True, slots=True)
class Statement:
    """The lines of one account in one file, in the order of the file, oldest first."""

    source: str  # the file
    format: str  # csv, xlsx, xls, ofx, camt.053, mt940
    lines: tuple[StatementLine, ...] = ()
    account: str = ""  # the last four digits
    currency: str = ""
    opening: Decimal | None = None
    closing: Decimal | None = None
    begin: datetime.date | None = None
    end: datetime.date | None = None
    kind: Kind = "bank"
    profile: str = ""  # which layout of columns, for csv and sheets
    findings: tuple[Finding, ...] = ()
    number: str = field(default="", repr=False)  # the whole account number; never written down

    @property
    def paid(self) -> Decimal:
        """The sum of all payments, zero or negative."""
        return sum((x.amount for x in self.lines if x.amount < 0), ZERO)

    @property
    def received(self) -> Decimal:
        """The sum of all receipts."""
        return sum((x.amount for x in self.lines if x.amount > 0), ZERO)


def last_four(number: str) -> str:
    """The end of an account number, which is all that is kept: "0123-456-789012" gives "9012".

    Of one that is masked, what is shown of its end: "0808-***-***321" gives "321".
    """
    kept = "".join(c for c in number if c.isalnum() or c in "*•●")
    return kept[-4:].lstrip("*•●")
