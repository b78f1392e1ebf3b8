"""The chart of accounts that a journal books on, and its policies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from xlevent.domain.language import Text

AccountKind = Literal["asset", "liability", "equity", "income", "expense"]
ACCOUNT_KINDS: tuple[AccountKind, ...] = get_args(AccountKind)
InputTax = Literal["invoice", "cost"]
INPUT_TAX: tuple[InputTax, ...] = get_args(InputTax)
InKind = Literal["outside", "memo"]
IN_KIND: tuple[InKind, ...] = get_args(InKind)


@dataclass(frozen=True, slots=True)
class Account:
    """One account: its code is text."""

    code: str
    name: Text
    kind: AccountKind


# What a journal needs an account for, beside costs, income and means of payment.
ROLES = (
    "bank", "receivable", "input_tax", "payable", "advances", "withheld_tax", "premium",
    "output_tax", "own_funds", "other_income", "other_expense", "penalty_income", "exchange_gain",
    "exchange_loss", "bank_fee", "bad_debt", "in_kind_given", "in_kind_received",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chart:
    """Accounts by role, category, kind of income and method of payment.

    Parameters
    ----------
    roles
        An account for each of ROLES.
    by_category, by_section
        Accounts of costs: by the budget category, else by its section, else `other_expense`.
    income
        Accounts by kind of funding source; others go to `other_income`.
    methods
        Accounts by method of payment; others go to `bank`.
    input_tax
        "invoice": the tax of invoices that name the organiser's number is deducted; "cost": none.
    output_tax
        Kinds of funding sources whose receipts include business tax.
    in_kind
        "outside": no entries for goods and services given; "memo": on two accounts beside.
    """

    roles: Mapping[str, Account]
    by_category: Mapping[str, Account] = field(default_factory=dict)
    by_section: Mapping[str, Account] = field(default_factory=dict)
    income: Mapping[str, Account] = field(default_factory=dict)
    methods: Mapping[str, Account] = field(default_factory=dict)
    input_tax: InputTax = "invoice"
    output_tax: frozenset[str] = frozenset()
    in_kind: InKind = "outside"

    def cost(self, category: str, section: str) -> Account:
        """The account of a cost."""
        found = self.by_category.get(category) or self.by_section.get(section)
        return found or self.roles["other_expense"]

    def receipt(self, kind: str) -> Account:
        """The account of an income of that kind of funding source."""
        return self.income.get(kind) or self.roles["other_income"]

    def means(self, method: str) -> Account:
        """The account from which that method pays."""
        return self.methods.get(method) or self.roles["bank"]
