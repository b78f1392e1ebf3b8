"""How the checks of the expense sheet are shown: lines on a terminal, JSON for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlevent.cli.output import say, terminal_language
from xlevent.domain.language import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from xlevent.app.money.checked import Checked
    from xlevent.app.money.withholding import PersonPayment
    from xlevent.compute.tax_tw.payments import Payment
    from xlevent.compute.three_way_match import Outcome

_OUTCOMES: tuple[tuple[Outcome, Text], ...] = (
    ("pay", Text("可付款", "pay")), ("pay_with_note", Text("附註付款", "pay with a note")),
    ("hold", Text("暫緩", "on hold")), ("no_order", Text("無訂單", "no order")),
)  # fmt: skip


def print_checked(done: Checked) -> None:
    """Counts, then each voucher that a person should look at."""
    from xlevent.compute.match_text import match_text, plain

    language = terminal_language()
    counts = done.outcomes
    parts = [f"{title.show(language)} {counts[key]}" for key, title in _OUTCOMES]
    said = Text(f"{len(done.matches)} 張憑證：", f"{len(done.matches)} vouchers: ")
    say(said.show(language) + ("、" if language == "zh-TW" else ", ").join(parts))
    for outcome, title in _OUTCOMES:
        for index, found in enumerate(done.matches):
            reason = match_text(found).show(language)
            if found.outcome == outcome and reason:
                say(f"  {done.name(index)} {title.show(language)}: {reason}")
    for suspicion in done.duplicates:
        a, b = done.name(suspicion.row), done.name(suspicion.first)
        say("  " + Text(f"{a} 疑似與 {b} 重複", f"{a} may be {b} entered twice").show(language))
    for payment in done.wrongly_withheld():
        for title, gap, due in _gaps(payment):
            zh = f"{title.zh}應扣 {plain(due)}，差 {plain(gap)}"
            en = f"{title.en}: {plain(due)} due, off by {plain(gap)}"
            say(f"  {done.name(payment.index)} {Text(zh, en).show(language)}")


def _gaps(payment: PersonPayment) -> Iterator[tuple[Text, Decimal, Decimal]]:
    expected = payment.expected
    if expected is None:
        return
    if payment.tax_gap and expected.tax is not None:
        yield Text("所得稅", "income tax"), payment.tax_gap, expected.tax
    if payment.premium_gap and expected.premium is not None:
        yield Text("補充保費", "premium"), payment.premium_gap, expected.premium


def checked_json(done: Checked) -> object:
    """Every voucher with its outcome and reasons, the suspicions, the wrong deductions."""
    from xlevent.compute.match_text import match_text

    return {
        "outcomes": {key: done.outcomes[key] for key, _ in _OUTCOMES},
        "vouchers": [
            {
                "id": done.name(index), "outcome": found.outcome,
                "causes": [
                    {"cause": r.cause, "allowed": str(r.allowed), "found": str(r.found),
                     "within": r.within}
                    for r in found.reasons
                ],
                "reason": {"zh-TW": match_text(found).zh, "en": match_text(found).en},
            }
            for index, found in enumerate(done.matches)
        ],
        "duplicates": [
            {"id": done.name(s.row), "of": done.name(s.first), "rules": list(s.rules)}
            for s in done.duplicates
        ],
        "withholding": [
            {
                "id": done.name(payment.index), "gross": str(payment.gross),
                "tax_due": _text(payment.expected.tax if payment.expected else None),
                "premium_due": _text(payment.expected.premium if payment.expected else None),
                "tax_gap": str(payment.tax_gap), "premium_gap": str(payment.premium_gap),
            }
            for payment in done.payments
        ],
    }  # fmt: skip


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def print_fee(paid: Payment) -> None:
    """Gross, deductions, net, and the net in capitals."""
    from xlevent.compute.match_text import plain
    from xlevent.compute.tax_tw.capital_numerals import capital_amount

    language = terminal_language()
    for title, number in (
        (Text("給付總額", "Gross"), paid.gross), (Text("代扣所得稅", "Tax withheld"), paid.tax),
        (Text("補充保費", "NHI premium"), paid.premium), (Text("實付金額", "Paid out"), paid.net),
    ):  # fmt: skip
        say(f"{title.show(language)}: {plain(number)}")
    say(capital_amount(paid.net))


def fee_json(paid: Payment) -> object:
    """The same for scripts."""
    from xlevent.compute.tax_tw.capital_numerals import capital_amount

    return {
        "gross": str(paid.gross), "tax": str(paid.tax), "premium": str(paid.premium),
        "net": str(paid.net), "net_in_capitals": capital_amount(paid.net),
    }  # fmt: skip
