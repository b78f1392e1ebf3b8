"""A journal as CSV for accounting programs, and as text for beancount."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from xlevent.compute.journal import Entry
from xlevent.domain.accounts import Account
from xlevent.domain.language import Language, Text
from xlevent.interop.plan_csv import protect

COLUMNS = (
    Text("日期", "Date"), Text("單據", "Document"), Text("科目代碼", "Account code"),
    Text("科目名稱", "Account name"), Text("借方", "Debit"), Text("貸方", "Credit"),
    Text("摘要", "Description"), Text("預算科目", "Budget line"), Text("財源", "Funding source"),
    Text("受款人", "Payee"), Text("統一編號", "UBN"), Text("幣別", "Currency"),
    Text("匯率", "Rate"),
)  # fmt: skip
_ROOTS = {
    "asset": "Assets", "liability": "Liabilities", "equity": "Equity", "income": "Income",
    "expense": "Expenses",
}  # fmt: skip
_NOT_IN_NAME = re.compile(r"[^0-9A-Za-z\u0080-\U0010ffff-]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\u2028\u2029]+")


def write_csv(entries: Iterable[Entry], base_currency: str, language: Language) -> bytes:
    """A row for each line, debit and credit apart, in the base currency.

    UTF-8 with a byte order mark, so that Excel shows Chinese; no text is taken for a formula.
    Currency and rate are those of the voucher.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(protect(title.show(language)) for title in COLUMNS)
    for entry in entries:
        texts = [protect(_line(t)) for t in (entry.description, entry.payee, entry.ubn)]
        rate = "" if entry.rate is None else f"{entry.rate:f}"
        for posting in entry.postings:
            debit, credit = max(posting.amount, Decimal(0)), max(-posting.amount, Decimal(0))
            writer.writerow((
                entry.day.isoformat(), protect(entry.document), protect(posting.account.code),
                protect(posting.account.name.show(language)),
                f"{debit:f}" if debit else "", f"{credit:f}" if credit else "", texts[0],
                protect(posting.budget_line), protect(posting.source), *texts[1:],
                protect(entry.currency or base_currency), rate,
            ))  # fmt: skip
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def write_beancount(
    entries: Sequence[Entry], base_currency: str, language: Language, title: str = ""
) -> bytes:
    """Text that beancount reads: accounts opened on the first day, then a transaction an entry.

    Amounts are in the base currency; a voucher in another one tells its currency and rate.
    """
    return "\n".join(_beancount(entries, base_currency, language, title)).encode("utf-8", "replace")


def _beancount(
    entries: Sequence[Entry], currency: str, language: Language, title: str
) -> Iterator[str]:
    yield f'option "title" {_quoted(title or "xlevent")}'
    yield f'option "operating_currency" "{currency}"'
    yield ""
    accounts = {p.account: None for entry in entries for p in entry.postings}
    names = {account: account_name(account, language) for account in accounts}
    first = min((entry.day for entry in entries), default=date(1970, 1, 1))
    for name in sorted(set(names.values())):
        yield f"{first.isoformat()} open {name} {currency}"
    for entry in entries:
        yield ""
        yield f"{entry.day.isoformat()} * {_quoted(entry.payee)} {_quoted(entry.description)}"
        if entry.document:
            yield f"  voucher: {_quoted(entry.document)}"
        if entry.ubn:
            yield f"  ubn: {_quoted(entry.ubn)}"
        if entry.currency and entry.currency != currency:
            rate = "" if entry.rate is None else f" @ {entry.rate:f}"
            yield f"  original: {_quoted(entry.currency + rate)}"
        for posting in entry.postings:
            yield f"  {names[posting.account]}  {posting.amount:f} {currency}"
            if posting.budget_line:
                yield f"    budget-line: {_quoted(posting.budget_line)}"
            if posting.source:
                yield f"    source: {_quoted(posting.source)}"
    yield ""


def account_name(account: Account, language: Language) -> str:
    """The account's name in beancount: its root, its code and its name."""
    one: Language = "en" if language == "en" else "zh-TW"
    parts = [_NOT_IN_NAME.sub("-", t).strip("-") for t in (account.code, account.name.show(one))]
    # A part begins with a capital, a digit or a character beyond ASCII.
    name = "-".join(filter(None, parts)) or "X"
    return f"{_ROOTS[account.kind]}:{name[0].upper()}{name[1:]}"


def _quoted(text: str) -> str:
    return '"' + _line(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _line(text: str) -> str:
    return _CONTROLS.sub(" ", text)
