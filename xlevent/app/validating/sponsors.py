"""Rules about sponsors: what is agreed, promised, delivered, given in kind and paid."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal

from xlevent.app.validating.books import WRONG, Books, Row, day, money, number, share, total
from xlevent.app.validating.rule import Hit, rule
from xlevent.domain import sponsor_codes as codes
from xlevent.domain.money import ZERO

_GONE = "withdrawn"
_SIGNED = ("signed", "completed")
_BY_THOUSAND = ("千次", "thousand impressions", "1,000 impressions", "cpm")
_MOST_THOUSANDS = Decimal(20_000)  # 20 million impressions: more is rather a count of single ones


def _agreement(books: Books, sponsor: object) -> Row | None:
    return next((r for _, r in books.of("sponsorship_agreements", "sponsor", sponsor)), None)


# --- agreement -------------------------------------------------------------------------------
def no_agreement(books: Books) -> Iterator[Hit]:
    """Sponsors with benefits and no agreement."""
    for index, row in enumerate(books.rows("sponsors")):
        key = row.get("id")
        count = sum(1 for _ in books.of("benefits", "sponsor", key))
        if key is not None and count and _agreement(books, key) is None:
            yield Hit("sponsors", index, "agreement", {"sponsor": key, "count": count})


def signed_undated(books: Books) -> Iterator[Hit]:
    """Sponsors who signed, as their state says, without a day in their agreement."""
    for row in books.rows("sponsors"):
        if row.get("state") not in _SIGNED:
            continue
        for index, agreement in books.of("sponsorship_agreements", "sponsor", row.get("id")):
            # An agreement that is still out is told where its state is wrong.
            if "signed" not in agreement and agreement.get("state") in _SIGNED:
                details = {"sponsor": row.get("id")}
                yield Hit("sponsorship_agreements", index, "signed", details)


def before_rights(books: Books) -> Iterator[Hit]:
    """Benefits delivered before the sponsor's rights begin."""
    for index, row in enumerate(books.rows("benefits")):
        agreement = _agreement(books, row.get("sponsor")) or {}
        done, first = day(row, "delivered_on"), day(agreement, "start")
        if done and first and done < first:
            details = {"benefit": row.get("id"), "day": done, "first": first}
            yield Hit("benefits", index, "delivered_on", details)


def due_before_signed(books: Books) -> Iterator[Hit]:
    """Benefits due before their agreement was signed."""
    for index, row in enumerate(books.rows("benefits")):
        agreement = _agreement(books, row.get("sponsor")) or {}
        due, first = day(row, "due"), day(agreement, "signed")
        if due and first and due < first:
            details = {"benefit": row.get("id"), "day": due, "first": first}
            yield Hit("benefits", index, "due", details)


def before_signed(books: Books) -> Iterator[Hit]:
    """Money and goods that came in before the agreement was signed."""
    for table in ("sponsor_payments", "in_kind_items"):
        for index, row in enumerate(books.rows(table)):
            agreement = _agreement(books, row.get("sponsor")) or {}
            got, first = day(row, "received_on"), day(agreement, "signed")
            if got and first and got < first:
                details = {"what": row.get("id"), "day": got, "first": first}
                yield Hit(table, index, "received_on", details)


def ends_first(books: Books) -> Iterator[Hit]:
    """Agreements whose rights end before they start."""
    for index, row in enumerate(books.rows("sponsorship_agreements")):
        start, end = day(row, "start"), day(row, "end")
        if start and end and end < start:
            details = {"agreement": row.get("id"), "start": start, "end": end}
            yield Hit("sponsorship_agreements", index, "end", details)


# --- packages --------------------------------------------------------------------------------
def _sponsors_of(books: Books, package: object) -> int:
    found = (row for _, row in books.of("sponsors", "package", package))
    return sum(row.get("state") != _GONE for row in found)


def oversold(books: Books) -> Iterator[Hit]:
    """Packages with more sponsors than places."""
    for index, row in enumerate(books.rows("packages")):
        slots, sold = number(row, "slots"), _sponsors_of(books, row.get("id"))
        if slots is not None and row.get("id") is not None and sold > slots:
            details = {"package": row.get("id"), "slots": slots, "sold": sold}
            yield Hit("packages", index, "slots", details)


def other_package(books: Books) -> Iterator[Hit]:
    """Benefits taken from a package that the sponsor does not have."""
    for index, row in enumerate(books.rows("benefits")):
        source = books.find("package_benefits", row.get("package_benefit"))
        sponsor = books.find("sponsors", row.get("sponsor"))
        if source is None or sponsor is None or WRONG in (
            row.get("package_benefit"), source.get("package"), sponsor.get("package")
        ):  # fmt: skip
            continue
        if source.get("package") != sponsor.get("package"):
            details = {
                "benefit": row.get("id"), "other": source.get("package"),
                "sponsor": sponsor.get("id"), "package": sponsor.get("package", "-"),
            }  # fmt: skip
            yield Hit("benefits", index, "package_benefit", details)


def beyond_package(books: Books) -> Iterator[Hit]:
    """More of a benefit than the package holds, all rows of the sponsor together."""
    promised: defaultdict[tuple[object, object], Decimal] = defaultdict(lambda: ZERO)
    for index, row in enumerate(books.rows("benefits")):
        source = books.find("package_benefits", row.get("package_benefit"))
        quantity, limit = number(row, "quantity"), number(source or {}, "quantity")
        if source is None or quantity is None or limit is None:
            continue
        name = row.get("sponsor"), source.get("id")
        before, promised[name] = promised[name], promised[name] + quantity
        if before <= limit < promised[name]:
            details = {
                "sponsor": row.get("sponsor"), "benefit": source.get("benefit"),
                "quantity": money(promised[name]), "limit": money(limit),
            }  # fmt: skip
            yield Hit("benefits", index, "quantity", details)


def below_price(books: Books) -> Iterator[Hit]:
    """Sponsors who pledge less cash than their package costs."""
    for index, row in enumerate(books.rows("sponsors")):
        package = books.find("packages", row.get("package")) or {}
        price = number(package, "price")
        payments = [r for _, r in books.of("sponsor_payments", "sponsor", row.get("id"))]
        if not price or row.get("state") == _GONE or any("amount" not in r for r in payments):
            continue
        amount = total(number(r, "amount") for r in payments)
        if amount < price:
            details = {"sponsor": row.get("id"), "amount": money(amount), "price": money(price)}
            yield Hit("sponsors", index, "cash_pledged", details)


# --- benefits --------------------------------------------------------------------------------
def no_proof(books: Books) -> Iterator[Hit]:
    """Benefits that are delivered, without a proof."""
    for index, row in enumerate(books.rows("benefits")):
        if row.get("state") == "completed" and "proof" not in row:
            yield Hit("benefits", index, "proof", {"benefit": row.get("id")})


def nothing_delivered(books: Books) -> Iterator[Hit]:
    """Benefits that are completed with nothing delivered."""
    for index, row in enumerate(books.rows("benefits")):
        wrong = row.get("delivered_quantity") is WRONG
        if row.get("state") == "completed" and not wrong and not number(row, "delivered_quantity"):
            yield Hit("benefits", index, "delivered_quantity", {"benefit": row.get("id")})


def waived_silently(books: Books) -> Iterator[Hit]:
    """Benefits that are waived without a reason."""
    for index, row in enumerate(books.rows("benefits")):
        if row.get("state") == "waived" and "reason" not in row:
            yield Hit("benefits", index, "reason", {"benefit": row.get("id")})


def made_good_for_nothing(books: Books) -> Iterator[Hit]:
    """Make-goods that were given and have no value."""
    for index, row in enumerate(books.rows("benefits")):
        given = day(row, "make_good_on")
        if given and row.get("make_good_value") is not WRONG and not number(row, "make_good_value"):
            details = {"benefit": row.get("id"), "day": given}
            yield Hit("benefits", index, "make_good_value", details)


def by_the_thousand(books: Books) -> Iterator[Hit]:
    """Impressions that seem to be counted one by one, while they are priced by the thousand."""
    for table, name, columns in (
        ("package_benefits", "benefit", ("quantity",)),
        ("benefits", "description", ("quantity", "delivered_quantity")),
        ("forecast_benefits", "benefit", ("quantity",)),
    ):
        for index, row in enumerate(books.rows(table)):
            metric = str(row.get("metric", "")).casefold()
            for column in columns if any(word in metric for word in _BY_THOUSAND) else ():
                quantity = number(row, column)
                if quantity is not None and quantity > _MOST_THOUSANDS:
                    details = {
                        "what": row.get(name), "quantity": money(quantity),
                        "impressions": money(quantity * 1000),
                    }  # fmt: skip
                    yield Hit(table, index, column, details)


# --- in-kind ---------------------------------------------------------------------------------
def without_evidence(books: Books) -> Iterator[Hit]:
    """In-kind items with a value and nothing that shows it."""
    for index, row in enumerate(books.rows("in_kind_items")):
        value = number(row, "value")
        if value and "evidence" not in row:
            details = {"item": row.get("id"), "amount": money(value)}
            yield Hit("in_kind_items", index, "evidence", details)


def relief_without_line(books: Books) -> Iterator[Hit]:
    """Budget-relieving items that say not which line they relieve."""
    for index, row in enumerate(books.rows("in_kind_items")):
        if row.get("kind") == "relieving" and "budget_line" not in row:
            yield Hit("in_kind_items", index, "budget_line", {"item": row.get("id")})


def line_without_relief(books: Books) -> Iterator[Hit]:
    """Items with a budget line that do not relieve the budget."""
    for index, row in enumerate(books.rows("in_kind_items")):
        if row.get("kind") in ("enhancing", "donation") and "budget_line" in row:
            details = {"item": row.get("id"), "line": row.get("budget_line")}
            yield Hit("in_kind_items", index, "kind", details)


def relief_beyond_line(books: Books) -> Iterator[Hit]:
    """Lines relieved of more than was budgeted on them."""
    for line in books.lines:
        relief = total(
            number(row, "value")
            for _, row in books.of("in_kind_items", "budget_line", line.id)
            if row.get("kind") == "relieving"
        )
        if line.known and relief > max(line.state.revised, ZERO):
            details = {
                "line": line.id, "amount": money(relief), "revised": money(line.state.revised)
            }  # fmt: skip
            yield Hit("budget_control", line.row, "relief_pledged", details)


# --- money -----------------------------------------------------------------------------------
def paid_too_much(books: Books) -> Iterator[Hit]:
    """Instalments of which more came in, or was written off, than was pledged."""
    for index, row in enumerate(books.rows("sponsor_payments")):
        pledged = number(row, "amount")
        settled = total((number(row, "received"), number(row, "written_off")))
        if pledged is not None and settled > pledged:
            details = {
                "payment": row.get("id"), "amount": money(settled), "pledged": money(pledged)
            }  # fmt: skip
            yield Hit("sponsor_payments", index, "received", details)


def written_off_silently(books: Books) -> Iterator[Hit]:
    """Cash written off without a reason."""
    for index, row in enumerate(books.rows("sponsor_payments")):
        amount = number(row, "written_off")
        if amount and "write_off_reason" not in row:
            details = {"payment": row.get("id"), "amount": money(amount)}
            yield Hit("sponsor_payments", index, "write_off_reason", details)


def servicing_twice(books: Books) -> Iterator[Hit]:
    """Expenses of which more than all is a cost of servicing sponsors."""
    shares: Counter[object] = Counter()
    for index, row in enumerate(books.rows("servicing_costs")):
        expense = row.get("expense")
        if expense in (None, WRONG) or row.get("share") is WRONG:
            continue
        own = number(row, "share")
        before = shares[expense]
        shares[expense] += Decimal(1) if own is None else own  # type: ignore[assignment]
        if before <= 1 < shares[expense]:
            details = {"expense": expense, "share": share(Decimal(shares[expense]))}
            yield Hit("servicing_costs", index, "share", details)


# --- prospects and forecasts -----------------------------------------------------------------
def won_without_sponsor(books: Books) -> Iterator[Hit]:
    """Sponsors who were won and do not lead to the roster."""
    for index, row in enumerate(books.rows("prospects")):
        if row.get("stage") == "won" and row.get("role") == "sponsor" and "sponsor" not in row:
            yield Hit("prospects", index, "sponsor", {"prospect": row.get("id")})


def estimates_cross(books: Books) -> Iterator[Hit]:
    """Low, likely and high quantities that are not in this order."""
    for index, row in enumerate(books.rows("forecast_benefits")):
        likely = number(row, "quantity")
        if likely is None or WRONG in (row.get("low_quantity"), row.get("high_quantity")):
            continue
        low, high = number(row, "low_quantity"), number(row, "high_quantity")
        low, high = likely if low is None else low, likely if high is None else high
        if not low <= likely <= high:
            details = {
                "benefit": row.get("id"), "low": money(low), "likely": money(likely),
                "high": money(high),
            }  # fmt: skip
            yield Hit("forecast_benefits", index, "quantity", details)


_AGREED = {"sponsorship_agreements": ("sponsor", "signed")}

RULES = (
    rule(codes.NO_AGREEMENT,
         ("有回饋權益的贊助商有贊助協議。", "A sponsor with benefits has an agreement."),
         {"benefits": ("sponsor",), "sponsorship_agreements": ("sponsor",)}, no_agreement),
    rule(codes.SIGNED_WITHOUT_DATE,
         ("已簽約者有立約日。", "Who has signed has a date of signature."),
         {"sponsors": ("state",), "sponsorship_agreements": ("sponsor", "state", "signed")},
         signed_undated),
    rule(codes.BEFORE_RIGHTS,
         ("權益在協議期間開始後履行。", "Benefits are delivered once the rights have begun."),
         {"benefits": ("sponsor", "delivered_on"), "sponsorship_agreements": ("sponsor", "start")},
         before_rights),
    rule(codes.DUE_BEFORE_SIGNED,
         ("權益期限不早於立約日。", "No benefit is due before its agreement was signed."),
         {"benefits": ("sponsor", "due"), **_AGREED}, due_before_signed),
    rule(codes.MONEY_BEFORE_SIGNED,
         ("款物在簽約後收到。", "Money and goods come in after the signature."),
         {"sponsor_payments": ("sponsor", "received_on"),
          "in_kind_items": ("sponsor", "received_on"), **_AGREED}, before_signed),
    rule(codes.RIGHTS_END_FIRST,
         ("權益迄日不早於起日。", "Rights do not end before they start."),
         {"sponsorship_agreements": ("start", "end")}, ends_first),
    rule(codes.OVERSOLD,
         ("方案的贊助商不超過名額。", "A package has no more sponsors than places."),
         {"packages": ("slots",), "sponsors": ("package", "state")}, oversold),
    rule(codes.OTHER_PACKAGE,
         ("權益屬於贊助商自己的方案。", "Benefits are of the sponsor's own package."),
         {"benefits": ("sponsor", "package_benefit"), "package_benefits": ("package",),
          "sponsors": ("package",)}, other_package),
    rule(codes.BEYOND_PACKAGE,
         ("承諾數量不超過方案所含。", "No more is promised than the package holds."),
         {"benefits": ("sponsor", "package_benefit", "quantity"),
          "package_benefits": ("quantity",)}, beyond_package),
    rule(codes.BELOW_PRICE,
         ("承諾現金不低於方案定價。", "The cash pledged is not below the price of the package."),
         {"sponsors": ("package", "state"), "packages": ("price",),
          "sponsor_payments": ("sponsor", "amount")}, below_price),
    rule(codes.NO_PROOF,
         ("已履行的權益有佐證。", "A delivered benefit has a proof."),
         {"benefits": ("state", "proof")}, no_proof),
    rule(codes.NOTHING_DELIVERED,
         ("已履行的權益有履行數量。", "A completed benefit has a delivered quantity."),
         {"benefits": ("state", "delivered_quantity")}, nothing_delivered),
    rule(codes.WAIVED_WITHOUT_REASON,
         ("免除的權益有原因。", "A waived benefit has a reason."),
         {"benefits": ("state", "reason")}, waived_silently),
    rule(codes.MADE_GOOD_FOR_NOTHING,
         ("已補償者有補償價值。", "What was made good has a value."),
         {"benefits": ("make_good_on", "make_good_value")}, made_good_for_nothing),
    rule(codes.BY_THE_THOUSAND,
         ("以千次計價的曝光以千次填寫。", "Impressions priced by the thousand are counted so."),
         {"package_benefits": ("metric", "quantity"),
          "benefits": ("metric", "quantity", "delivered_quantity"),
          "forecast_benefits": ("metric", "quantity")}, by_the_thousand),
    rule(codes.IN_KIND_WITHOUT_EVIDENCE,
         ("實物的價值有佐證。", "The value of in-kind has evidence."),
         {"in_kind_items": ("value", "evidence")}, without_evidence),
    rule(codes.RELIEF_WITHOUT_LINE,
         ("抵充預算的實物指定科目。", "Budget-relieving in-kind names its line."),
         {"in_kind_items": ("kind", "budget_line")}, relief_without_line),
    rule(codes.LINE_WITHOUT_RELIEF,
         ("只有抵充預算的實物填科目。", "Only budget-relieving in-kind names a line."),
         {"in_kind_items": ("kind", "budget_line")}, line_without_relief),
    rule(codes.RELIEF_BEYOND_LINE,
         ("實物抵充不超過科目預算。", "A line is not relieved of more than its budget."),
         {"in_kind_items": ("kind", "budget_line", "value"), "budget_lines": ("unit_price",)},
         relief_beyond_line),
    rule(codes.PAID_TOO_MUCH,
         ("實收與沖銷不超過承諾。", "No more is received and written off than was pledged."),
         {"sponsor_payments": ("amount", "received", "written_off")}, paid_too_much),
    rule(codes.WRITTEN_OFF_WITHOUT_REASON,
         ("沖銷有原因。", "A write-off has a reason."),
         {"sponsor_payments": ("written_off", "write_off_reason")}, written_off_silently),
    rule(codes.SERVICING_TWICE,
         ("費用分攤不超過全額。", "Shares of an expense are at most all of it."),
         {"servicing_costs": ("expense", "share")}, servicing_twice),
    rule(codes.WON_WITHOUT_SPONSOR,
         ("成交的贊助商連到名冊。", "A sponsor who was won leads to the roster."),
         {"prospects": ("role", "stage", "sponsor")}, won_without_sponsor),
    rule(codes.ESTIMATES_CROSS,
         ("保守、最可能、樂觀數量由小到大。", "Low, likely and high quantity are in order."),
         {"forecast_benefits": ("low_quantity", "quantity", "high_quantity")}, estimates_cross),
)  # fmt: skip
