"""Money: exact decimals, rounded half-up to what the currency has.

Sources: ISO 4217 (list one, minor units); Taiwan's tax rules for half-up and whole dollars.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal

from xlevent.domain.failure import MisuseError
from xlevent.domain.language import Text

Number = Decimal | int

ZERO = Decimal(0)
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)

# ISO 4217 gives TWD two decimals, but amounts in law, on invoices and in books are whole dollars.
_OWN = {"TWD": 0}
_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_TWO = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD "
    "CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS "
    "GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD "
    "LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB "
    "PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP "
    "SZL THB TJS TMT TOP TRY TTD TZS UAH USD USN UYU UZS VED VES WST XCD YER ZAR ZMW"
)
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_FOUR = "CLF UYW"
_DECIMALS = {
    code: places
    for places, codes in ((0, _NONE), (2, _TWO), (3, _THREE), (4, _FOUR))
    for code in codes.split()
} | _OWN


def decimals(currency: str) -> int:
    """Decimals of an amount in that currency (ISO 4217 code); TWD has none.

    MisuseError where the code is not one of ISO 4217.
    """
    try:
        return _DECIMALS[currency]
    except KeyError:
        raise MisuseError(
            Text(
                f"「{currency}」不是 ISO 4217 的幣別，例如 TWD 或 USD。",
                f"{currency!r} is no currency of ISO 4217, such as TWD or USD.",
            )
        ) from None


def exact(value: Number | str | float) -> Decimal:
    """The number as a Decimal; a float by its shortest decimal text (0.1 is 0.1).

    MisuseError for a truth value, a text that is no number, infinity and NaN.
    """
    if not isinstance(value, bool):
        try:
            number = value if isinstance(value, Decimal) else Decimal(str(value))
        except ArithmeticError:
            pass
        else:
            if number.is_finite():
                return number
    raise MisuseError(Text(f"「{value}」不是數字。", f"{value!r} is no number."))


def round_half_up(value: Number, places: int = 0) -> Decimal:
    """The number rounded to so many decimals; half a unit goes away from zero."""
    rounded = exact(value).quantize(Decimal(1).scaleb(-places), context=_EXACT)
    return _EXACT.add(rounded, ZERO)  # never -0


def round_money(value: Number, currency: str = "TWD") -> Decimal:
    """The amount rounded half-up to the decimals of its currency."""
    return round_half_up(value, decimals(currency))


def truncate(value: Number, places: int = 0) -> Decimal:
    """The number cut off after so many decimals, towards zero."""
    unit = Decimal(1).scaleb(-places)
    return _EXACT.add(exact(value).quantize(unit, rounding=ROUND_DOWN, context=_EXACT), ZERO)


def quotient(top: Number, bottom: Number) -> Decimal | None:
    """top / bottom to 60 digits, never rounded further; None where the divisor is zero."""
    return _EXACT.divide(exact(top), exact(bottom)) if bottom else None


def product(*factors: Number) -> Decimal:
    """The product to 60 digits, whatever the caller's decimal context."""
    result = Decimal(1)
    for factor in factors:
        result = _EXACT.multiply(result, exact(factor))
    return result


def allocate(amount: Number, weights: Sequence[Number], currency: str = "TWD") -> list[Decimal]:
    """Shares of an amount by weight, each in whole units of the currency; they sum to it exactly.

    What rounding down leaves goes one unit each to the largest remainders, then to the first.
    MisuseError where a weight is negative, all are zero, or the amount has a fraction of a unit.
    """
    places = decimals(currency)
    given, parts = exact(amount), [exact(w) for w in weights]
    whole = sum(parts, ZERO)
    if min(parts, default=ZERO) < 0 or whole <= 0:
        raise MisuseError(
            Text(
                "權數不可為負，且至少一個大於 0。",
                "weights must not be negative, and one must be above zero.",
            )
        )
    if given != round_half_up(given, places):
        raise MisuseError(
            Text(
                f"{given} 含有 {currency} 最小單位以下的小數。",
                f"{given} has a fraction of the smallest unit of {currency}.",
            )
        )
    ideal = [_EXACT.divide(_EXACT.multiply(given, w), whole) for w in parts]
    return whole_shares(ideal, given, places)


def whole_shares(ideals: Sequence[Decimal], amount: Decimal, places: int) -> list[Decimal]:
    """Shares in whole units of so many decimals that sum to the amount exactly.

    `ideals` are the shares before rounding, of the sign of the amount. What cutting them off
    leaves of it goes one unit each to the largest remainders, then to the first.
    """
    unit = Decimal(1).scaleb(-places).copy_sign(amount)
    shares = [truncate(x, places) for x in ideals]
    rest = int((amount - sum(shares, ZERO)) / unit)
    order = sorted(range(len(shares)), key=lambda i: (-abs(ideals[i] - shares[i]), i))
    for i in order[:rest]:
        shares[i] += unit
    return shares
