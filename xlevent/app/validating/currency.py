"""Rules about currencies: a rate where it is needed, and only there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from statistics import median_low

from xlevent.app.validating.books import WRONG, Books, Row, number
from xlevent.app.validating.rule import Hit, rule
from xlevent.domain import budget_codes as codes

_TABLES = ("budget_lines", "quotes", "order_lines", "expenses")
_READS = {**dict.fromkeys(_TABLES, ("currency", "rate")), "settings": ("base_currency",)}
_FACTOR = Decimal("1.5")  # no rate moves that much while one event is planned
_FEWEST = 3  # rows with a rate, to know what is usual


def _foreign(books: Books) -> Iterator[tuple[str, int, Row]]:
    for table in _TABLES:
        for index, row in enumerate(books.rows(table)):
            if row.get("currency") not in (None, WRONG, books.currency):
                yield table, index, row


def missing(books: Books) -> Iterator[Hit]:
    """Rows in another currency without a rate."""
    for table, index, row in _foreign(books):
        if "rate" not in row:
            yield Hit(table, index, "rate", {"currency": row["currency"]})


def not_needed(books: Books) -> Iterator[Hit]:
    """Rows in the base currency with a rate other than 1."""
    for table in _TABLES:
        for index, row in enumerate(books.rows(table)):
            rate = number(row, "rate")
            if row.get("currency") in (None, books.currency) and rate not in (None, 1):
                yield Hit(table, index, "rate", {"base": books.currency}, rate)


def unlikely(books: Books) -> Iterator[Hit]:
    """Rates far from the median of the same currency."""
    rates: defaultdict[object, list[tuple[str, int, Decimal]]] = defaultdict(list)
    for table, index, row in _foreign(books):
        rate = number(row, "rate")
        if rate is not None and rate > 0:
            rates[row["currency"]].append((table, index, rate))
    for currency, found in rates.items():
        usual = median_low(rate for _, _, rate in found)
        for table, index, rate in found if len(found) >= _FEWEST else ():
            if not usual / _FACTOR <= rate <= usual * _FACTOR:
                yield Hit(table, index, "rate", {"currency": currency, "usual": usual}, rate)


def undated(books: Books) -> Iterator[Hit]:
    """Budget lines with a rate and no date of it."""
    for table, index, row in _foreign(books):
        if table == "budget_lines" and "rate" in row and "rate_date" not in row:
            yield Hit(table, index, "rate_date", {"currency": row["currency"]})


RULES = (
    rule(
        codes.RATE_MISSING,
        ("外幣列必須有匯率。", "A row in another currency has a rate."), _READS, missing,
    ),
    rule(
        codes.RATE_NOT_NEEDED,
        ("本位幣的列不需要匯率。", "A row in the base currency needs no rate."),
        _READS, not_needed,
    ),
    rule(
        codes.RATE_UNLIKELY,
        ("同一幣別的匯率不應與常用值相差一半以上（至少三列才比較）。",
         "Rates of a currency stay within half of the usual one (of three rows or more)."),
        _READS, unlikely,
    ),
    rule(
        codes.RATE_UNDATED,
        ("預算科目的匯率註明日期。", "The rate of a budget line has a date."),
        {"budget_lines": ("currency", "rate", "rate_date")}, undated,
    ),
)  # fmt: skip
