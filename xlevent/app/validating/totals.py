"""Rules about results as the file shows them: amounts and totals are what their parts give."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from xlevent.app.validating.books import Books, Row, money, number, total
from xlevent.app.validating.rule import Hit, rule
from xlevent.domain import codes as plain
from xlevent.domain import total_codes as codes
from xlevent.domain.values import Raw, parse
from xlevent.sheets.registry import Registry

_PARTS = ("quantity", "unit_price", "currency", "rate", "tax_kind")

_Amount = Callable[[Books, Row], Decimal | None]
_AMOUNTS: dict[str, tuple[str, _Amount]] = {
    "budget_lines": ("amount", Books.planned),
    "quotes": ("amount", Books.priced),
    "order_lines": ("amount", Books.priced),
    "expenses": ("base_amount", Books.spent),
}
_TABLE_OF = {
    "budget_total": "budget_lines", "income_planned": "funding_sources",
    "income_total": "funding_sources", "actual_total": "expenses", "expenses_total": "expenses",
    "ordered_total": "order_lines",
}  # fmt: skip


def _number(raw: Raw) -> Decimal | None:
    value, _ = parse("number", raw)
    return value if isinstance(value, Decimal) else None


def _same(books: Books, shown: Decimal, amount: Decimal) -> bool:
    return abs(shown - amount) * 2 < Decimal(1).scaleb(-books.places)


def amounts(books: Books) -> Iterator[Hit]:
    """Rows whose amount, as the file shows it, is not what its parts give."""
    for table, (column, work_out) in _AMOUNTS.items():
        for index, row in enumerate(books.rows(table)):
            shown = _number(books.shown(table, index, column))
            amount = work_out(books, row)
            if shown is not None and amount is not None and not _same(books, shown, amount):
                details = {"shown": money(shown), "amount": money(amount)}
                yield Hit(table, index, column, details, shown)


def _sums(books: Books) -> Iterator[tuple[str, Decimal | None]]:
    """Each figure that is a sum, and what its rows give; None where a row is not known."""
    lines = books.lines
    known = all(line.known for line in lines)

    def of(amounts: list[Decimal | None]) -> Decimal | None:
        return None if None in amounts else total(amounts)

    sources = books.rows("funding_sources")
    promised = [number(row, "amount") for row in sources]
    confirmed = [
        amount for row, amount in zip(sources, promised, strict=True)
        if row.get("certainty") == "confirmed"
    ]  # fmt: skip
    spent = [books.spent(row) for row in books.rows("expenses")]
    yield "budget_total", total(line.state.baseline for line in lines) if known else None
    yield "income_planned", of(promised)
    yield "income_total", of(confirmed)
    yield "actual_total", of(spent)
    yield "expenses_total", of(spent)
    ordered = [books.priced(r) for r in books.rows("order_lines") if r.get("state") != "cancelled"]
    yield "ordered_total", of(ordered)


def figures(books: Books) -> Iterator[Hit]:
    """Totals on the cards above the tables that are not the sum of their rows."""
    known = books.event.registry
    if not isinstance(known, Registry):
        return
    for key, amount in _sums(books):
        figure = books.event.figures.get(key)
        shown = _number(figure.value) if figure is not None else None
        if figure is None or shown is None or amount is None or _same(books, shown, amount):
            continue
        title = known.figures[key].title
        details = {"title": title, "shown": money(shown), "amount": money(amount)}
        yield Hit(_TABLE_OF[key], None, None, details, shown, figure.place)


def categories(books: Books) -> Iterator[Hit]:
    """Subtotals of categories that are not the sum of their lines."""
    for index, row in enumerate(books.rows("budget_categories")):
        shown = _number(books.shown("budget_categories", index, "planned"))
        lines = books.by_category.get(str(row.get("category")), [])
        amount = total(line.state.baseline for line in lines)
        known = all(line.known for line in lines)
        if shown is not None and known and not _same(books, shown, amount):
            title = books.event.registry.tables["budget_categories"].column("planned").title
            details = {"title": title, "shown": money(shown), "amount": money(amount)}
            yield Hit("budget_categories", index, "planned", details, shown)


def all_totals(books: Books) -> Iterator[Hit]:
    """Totals and subtotals."""
    yield from figures(books)
    yield from categories(books)


RULES = (
    rule(
        codes.AMOUNT_DIFFERS,
        ("檔案顯示的金額等於數量乘單價（含匯率與稅）。",
         "An amount that the file shows is quantity x price, with rate and tax."),
        {**dict.fromkeys(("budget_lines", "quotes", "order_lines"), (*_PARTS, "amount")),
         "expenses": ("gross", "currency", "rate", "base_amount")},
        amounts, replaces=(plain.RESULT_OVERWRITTEN, plain.RESULT_GIVEN),
    ),
    rule(
        codes.TOTAL_DIFFERS,
        ("檔案顯示的總計與小計等於各列合計。",
         "Totals and subtotals that the file shows are the sums of their rows."),
        {"budget_lines": ("amount",), "budget_categories": ("planned",),
         "funding_sources": ("amount", "certainty"), "expenses": ("base_amount",),
         "order_lines": ("amount", "state")},
        all_totals, replaces=(plain.RESULT_OVERWRITTEN, plain.RESULT_GIVEN),
    ),
)  # fmt: skip
