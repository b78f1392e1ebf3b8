"""The reasons of a three-way match in words, for the expense sheet."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from xlevent.compute.three_way_match import Cause, Match, Reason
from xlevent.domain.language import Text
from xlevent.domain.money import product, quotient, round_half_up

_SENTENCES: dict[Cause, Text] = {
    "not_accepted": Text("尚未驗收合格", "nothing is accepted yet"),
    "more_than_ordered": Text(
        "累計請款 {found} 多於訂購 {allowed}{share}",
        "{found} invoiced so far, {allowed} ordered{share}",
    ),
    "more_than_accepted": Text(
        "累計請款 {found} 多於驗收合格 {allowed}{share}",
        "{found} invoiced so far, {allowed} accepted{share}",
    ),
    "price_higher": Text(
        "單價 {found} 高於訂單 {allowed}{share}", "price {found} above the order's {allowed}{share}"
    ),
    "price_lower": Text(
        "單價 {found} 低於訂單 {allowed}{share}", "price {found} below the order's {allowed}{share}"
    ),
    "negative_quantity": Text("數量為負", "the quantity is negative"),
    "credit_note": Text("折讓或退款，減少已請款", "a credit: it lowers what was invoiced"),
    "credit_above_invoices": Text(
        "折讓 {found} 多於該訂單的請款 {allowed}", "credit of {found} on invoices of {allowed} only"
    ),
    "not_signed_off": Text(
        "驗收合格 {found}，已核准僅 {allowed}", "{found} accepted, only {allowed} of it signed off"
    ),
    "reduction_not_taken": Text(
        "減價後應為 {allowed}，請款 {found}", "at the lower price {allowed}, invoiced {found}"
    ),
    "sum_wrong": Text(
        "數量 × 單價為 {allowed}，憑證金額 {found}",
        "quantity x price is {allowed}, the voucher says {found}",
    ),
    "other_supplier": Text("供應商與訂單不同", "the supplier is not the order's"),
    "other_acceptance": Text("所列驗收不屬於此訂單", "the acceptance named is of another order"),
    "order_cancelled": Text("訂單已取消", "the order is cancelled"),
    "order_incomplete": Text("訂單缺數量或單價", "the order lacks quantity or price"),
    "nothing_stated": Text("憑證缺金額", "the voucher states no amount"),
    "no_rate": Text("外幣缺匯率", "no rate for the other currency"),
    "unknown_order": Text("查無此訂單", "there is no such order"),
}
_BOTH = Text(
    "累計請款 {found} 多於訂購與驗收合格 {allowed}{share}",
    "{found} invoiced so far, {allowed} ordered and accepted{share}",
)
_SPEAKING = ("credit_note",)  # within tolerance by their nature; saying so would be noise


def reason_texts(match: Match) -> list[Text]:
    """One sentence for each reason, without full stop; two that say the same are one."""
    by_cause = {reason.cause: reason for reason in match.reasons}
    ordered, accepted = by_cause.get("more_than_ordered"), by_cause.get("more_than_accepted")
    same = (
        ordered is not None
        and accepted is not None
        and replace(ordered, cause=accepted.cause) == accepted
    )
    return [
        _sentence(reason, _BOTH if same and reason is ordered else _SENTENCES[reason.cause])
        for reason in match.reasons
        if not (same and reason is accepted)
    ]


def match_text(match: Match) -> Text:
    """All reasons on one line; blank where there are none."""
    said = reason_texts(match)
    return Text("；".join(text.zh for text in said), "; ".join(text.en for text in said))


def _sentence(reason: Reason, form: Text) -> Text:
    details = {
        "found": plain(reason.found),
        "allowed": plain(reason.allowed),
        "share": _share(reason),
    }
    zh, en = form.zh.format_map(details), form.en.format_map(details)
    if reason.within and reason.cause not in _SPEAKING:
        return Text(f"{zh}，在容差內", f"{en}, within tolerance")
    return Text(zh, en)


def _share(reason: Reason) -> str:
    part = quotient(product(reason.found - reason.allowed, 100), reason.allowed)
    if part is None:
        return ""
    rounded = round_half_up(part, 1)
    return f" ({plain(rounded) if rounded < 0 else '+' + plain(rounded)} %)"


def plain(number: Decimal) -> str:
    """The number as people write it: thousands apart, at most four decimals."""
    rounded = round_half_up(number, 4).normalize()
    if rounded == rounded.to_integral_value():
        return f"{int(rounded):,}"
    return f"{rounded:,f}"
