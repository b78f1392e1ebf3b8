"""Tax numbers, invoices, business tax, premium, withholding, net pay, capital numerals."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.compute.golden import DAY, Vector, load, number, terms
from xlevent.compute.tax_tw import capital_numerals as capital
from xlevent.compute.tax_tw.business_tax import from_gross, from_net, tax_agrees
from xlevent.compute.tax_tw.income import KINDS, IncomeKind
from xlevent.compute.tax_tw.invoices import invoice_number, invoice_period
from xlevent.compute.tax_tw.payments import gross_up, net_pay
from xlevent.compute.tax_tw.premium import BonusBasis, premium
from xlevent.compute.tax_tw.terms import Terms
from xlevent.compute.tax_tw.ubn import check_ubn
from xlevent.compute.tax_tw.withholding import withholding
from xlevent.errors import MisuseError

GOLDEN = load("taiwan")
TERMS = Terms(DAY)
AMOUNTS = st.integers(0, 15_000_000)
PAID: list[IncomeKind] = [k for k in KINDS if k not in ("dividend", "interest")]


# --- tax numbers -----------------------------------------------------------------------------
@pytest.mark.parametrize("vector", GOLDEN["ubn"], ids=lambda v: v["ubn"])
def test_ubn(vector: Vector) -> None:
    found = check_ubn(vector["ubn"])
    assert found.valid == vector["valid"]
    assert found.valid_before_2023 == vector["valid_before_2023"]
    assert found.weak == (vector["valid"] and not vector["valid_before_2023"])


def test_ubn_names_what_is_wrong() -> None:
    assert check_ubn("00000000").problem == "all_zeros"
    assert check_ubn("0459525").problem == "not_eight_digits"
    assert check_ubn("１２３４５６７５").problem == "not_eight_digits"
    assert check_ubn("12345678").problem == "wrong_check_digit"
    assert check_ubn(" 04595257 ").number == "04595257"
    with pytest.raises(MisuseError, match="text, not a number"):
        check_ubn(4595257)  # type: ignore[arg-type]


def test_ubn_one_in_five_numbers_is_valid() -> None:
    weak = strong = 0
    for n in range(20_000_000, 20_010_000):
        found = check_ubn(str(n))
        weak += found.valid
        strong += found.valid_before_2023
    # A seventh digit of 7 has two chances.
    assert weak == pytest.approx(10_000 * 0.22, rel=0.01)
    assert strong == pytest.approx(10_000 * 0.11, rel=0.01)


# --- invoices --------------------------------------------------------------------------------
@pytest.mark.parametrize("vector", GOLDEN["invoice_number"], ids=lambda v: v["text"])
def test_invoice_number(vector: Vector) -> None:
    assert invoice_number(vector["text"]) == (vector["normal"] if vector["valid"] else None)


def test_invoice_number_of_other_widths() -> None:
    assert invoice_number(" ＡＢ－１２３４５６７８ ") == "AB12345678"
    assert invoice_number("AB--12345678") is None
    assert invoice_number("") is None


@given(st.dates(date(1912, 1, 1), date(2900, 1, 1)))
def test_invoice_period_holds_its_day(day: date) -> None:
    period = invoice_period(day)
    assert period.first_day <= day <= period.last_day
    assert period.first_month % 2 == 1
    assert invoice_period(period.last_day + timedelta(days=1)).first_day > period.last_day


def test_invoice_period_in_print() -> None:
    assert str(invoice_period(date(2026, 4, 30))) == "115-03/04"
    assert invoice_period(date(2026, 12, 1)).last_day == date(2026, 12, 31)
    assert invoice_period(date.max).last_day == date.max


# --- business tax ----------------------------------------------------------------------------
@pytest.mark.parametrize("vector", GOLDEN["vat_from_gross"], ids=lambda v: str(v["gross"]))
def test_tax_from_gross(vector: Vector) -> None:
    found = from_gross(vector["gross"], terms(vector))
    assert (found.net, found.tax) == (vector["net"], vector["tax"])
    assert tax_agrees(vector["net"], vector["tax"], terms(vector))


@pytest.mark.parametrize("vector", GOLDEN["vat_from_net"], ids=lambda v: str(v["net"]))
def test_tax_from_net(vector: Vector) -> None:
    assert from_net(vector["net"], terms(vector)).tax == vector["tax"]


@given(st.integers(-(10**10), 10**10))
def test_tax_forwards_and_backwards(net: int) -> None:
    forward = from_net(net, TERMS)
    back = from_gross(forward.gross, TERMS)
    assert (back.net, back.tax) == (forward.net, forward.tax)


@given(st.integers(0, 10**10))
def test_only_one_gross_in_21_cannot_be_reached_forwards(gross: int) -> None:
    apart = from_gross(gross, TERMS)
    assert apart.gross == gross
    assert tax_agrees(apart.net, apart.tax, TERMS)
    assert (from_net(apart.net, TERMS).gross == gross) == (gross % 21 != 10)


def test_tax_beyond_a_dollar_does_not_agree() -> None:
    assert tax_agrees(2550, 127, TERMS)
    assert not tax_agrees(2550, 126, TERMS)
    assert tax_agrees(2550, 126, TERMS, tolerance=2)


# --- premium ---------------------------------------------------------------------------------
def _basis(vector: Vector) -> BonusBasis | None:
    if vector["kind"] != "bonus":
        return None
    return BonusBasis(number(vector["insured_salary"]), number(vector["year_to_date_before"]))


@pytest.mark.parametrize(
    "vector", GOLDEN["nhi_supplementary"], ids=lambda v: f"{v['kind']}-{v['amount']}"
)
def test_premium(vector: Vector) -> None:
    found = premium(vector["kind"], vector["amount"], terms(vector), bonus=_basis(vector))
    assert found == vector["premium"]


def test_premium_kinds() -> None:
    for kind in (
        "professional_fee",
        "manuscript_fee",
        "commission",
        "dividend",
        "interest",
        "rent",
    ):
        assert premium(kind, 20_000, TERMS) == 422
        assert premium(kind, 19_999, TERMS) == 0
    for kind in ("none", "salary", "prize", "other_income"):
        assert premium(kind, 10**6, TERMS) == 0  # type: ignore[arg-type]


def test_a_bonus_needs_its_basis() -> None:
    with pytest.raises(MisuseError, match="insured salary"):
        premium("bonus", 50_000, TERMS)


@given(st.integers(0, 100_000), st.lists(st.integers(0, 300_000), max_size=8))
def test_bonuses_in_parts_count_once(salary: int, parts: list[int]) -> None:
    year, single = Decimal(0), Decimal(0)
    for part in parts:
        single += premium("bonus", part, TERMS, bonus=BonusBasis(Decimal(salary), year))
        year += part
    whole = max(0, int(year) - 4 * salary) * Decimal("0.0211")
    assert abs(single - whole) <= Decimal("0.5") * max(1, len(parts))


# --- withholding -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    "vector", GOLDEN["withholding"], ids=lambda v: f"{v['kind']}-{v['amount']}"
)
def test_withholding(vector: Vector) -> None:
    found = withholding(
        vector["kind"], vector["amount"], terms(vector), resident=vector["resident"]
    )
    assert found == vector["tax"]


@pytest.mark.parametrize(
    ("kind", "resident", "amount", "tax"),
    [
        ("professional_fee", True, 20_009, 0),  # 2,000.9 is cut off to 2,000, which is free
        ("part_time_wage", True, 90_500, 0),
        ("part_time_wage", True, 90_501, 4_525),
        ("bonus", True, 100_000, 5_000),
        ("rent", True, 50_000, 5_000),
        ("prize", True, 20_000, 0),
        ("other_income", True, 10**6, 0),
        ("none", False, 10**6, 0),
        ("salary", False, 44_250, 2_655),
        ("salary", False, 44_251, 7_965),
        ("professional_fee", False, 100, 20),
        ("manuscript_fee", False, 5_000, 0),
        ("manuscript_fee", False, 5_001, 1_000),
        ("other_income", False, 1_000, 200),
    ],
)
def test_withholding_by_hand(kind: IncomeKind, resident: bool, amount: int, tax: int) -> None:
    assert withholding(kind, amount, TERMS, resident=resident) == tax


def test_withholding_asks_for_what_it_does_not_know() -> None:
    with pytest.raises(MisuseError, match="dividend"):
        withholding("dividend", 1, TERMS, resident=True)
    with pytest.raises(MisuseError, match="no withholding_salary_from for 2025-06-01"):
        withholding("salary", 1, Terms(date(2025, 6, 1)), resident=True)
    with pytest.raises(MisuseError, match="cannot be negative"):
        withholding("rent", -1, TERMS, resident=True)
    with pytest.raises(MisuseError, match="no kind of income"):
        withholding("gift", 1, TERMS, resident=True)  # type: ignore[arg-type]


# --- net pay ---------------------------------------------------------------------------------
@pytest.mark.parametrize("vector", GOLDEN["net_pay"], ids=str)
def test_net_pay(vector: Vector) -> None:
    if "tax" in vector:
        paid = net_pay(vector["kind"], vector["gross"], terms(vector))
        assert (paid.tax, paid.premium, paid.net) == (
            vector["tax"], vector["premium"], vector["net"],
        )  # fmt: skip
    else:
        assert gross_up(vector["kind"], vector["net"], terms(vector)).gross == vector["gross"]


@given(st.sampled_from(PAID), AMOUNTS, st.booleans(), st.sampled_from((None, True, False)), AMOUNTS)
def test_gross_up_undoes_net_pay(
    kind: IncomeKind, net: int, resident: bool, insured: bool | None, salary: int
) -> None:
    basis = BonusBasis(Decimal(salary // 100))
    paid = gross_up(kind, net, TERMS, resident=resident, insured=insured, bonus=basis)
    assert paid.net == net
    assert paid == net_pay(kind, paid.gross, TERMS, resident=resident, insured=insured, bonus=basis)


@given(st.sampled_from(PAID), st.integers(15_000, 130_000), st.booleans())
def test_gross_up_finds_the_smallest(kind: IncomeKind, net: int, resident: bool) -> None:
    basis = BonusBasis(Decimal(5_000))
    found = gross_up(kind, net, TERMS, resident=resident, bonus=basis).gross
    # Smaller ones are at most the found one, at least the net: look at the nearest 300.
    for gross in range(max(net, int(found) - 300), int(found)):
        assert net_pay(kind, gross, TERMS, resident=resident, bonus=basis).net != net


def test_every_gross_between_the_thresholds_by_brute_force() -> None:
    by_net: dict[Decimal, int] = {}
    for gross in range(15_000, 26_000):
        by_net.setdefault(net_pay("professional_fee", gross, TERMS).net, gross)
    for net in range(15_000, 22_000):
        assert gross_up("professional_fee", net, TERMS).gross == by_net[Decimal(net)]


def test_a_rate_of_all_leaves_nothing() -> None:
    greedy = Terms(DAY, {"withholding_resident": Decimal(1)})
    with pytest.raises(MisuseError, match="no payment leaves"):
        gross_up("rent", 30_000, greedy)
    with pytest.raises(MisuseError, match="whole"):
        gross_up("rent", Decimal("0.5"), TERMS)


# --- capital numerals ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "零"),
        (10, "壹拾"),
        (101, "壹佰零壹"),
        (1_010, "壹仟零壹拾"),
        (10_500, "壹萬零伍佰"),
        (34_133, "參萬肆仟壹佰參拾參"),
        (105_000, "壹拾萬伍仟"),
        (100_000_001, "壹億零壹"),
        (100_050_000, "壹億零伍萬"),
        (10_020_030, "壹仟零貳萬零參拾"),
        (1_234_567_890, "壹拾貳億參仟肆佰伍拾陸萬柒仟捌佰玖拾"),
        (-26_367, "負貳萬陸仟參佰陸拾柒"),
    ],
)
def test_capital_numerals(value: int, text: str) -> None:
    assert capital.capital_number(value) == text


@given(st.integers(-(10**20) + 1, 10**20 - 1))
def test_capital_numerals_read_back(value: int) -> None:
    text = capital.capital_number(value)
    assert capital.read_capital_number(text) == value
    assert "零零" not in text
    assert not text.endswith("零") or value == 0


@given(st.integers(0, 10**7), st.integers(0, 8))
def test_round_amounts_read_back(value: int, zeros: int) -> None:
    amount = value * 10**zeros
    assert capital.as_decimal(capital.capital_amount(amount)) == amount


@pytest.mark.parametrize("text", ["", "拾", "壹壹", "壹零", "壹萬萬", "12", "壹佰壹", "壹伍拾"])
def test_what_is_no_capital_numeral_is_refused(text: str) -> None:
    with pytest.raises(MisuseError):
        capital.read_capital_number(text)


def test_an_amount_in_capitals_is_whole() -> None:
    assert capital.capital_amount(34_133) == "新臺幣參萬肆仟壹佰參拾參元整"
    with pytest.raises(MisuseError, match="whole"):
        capital.capital_amount(Decimal("0.5"))
    with pytest.raises(MisuseError, match="20 digits"):
        capital.capital_number(10**20)
