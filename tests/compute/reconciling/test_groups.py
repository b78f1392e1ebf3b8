"""What is matched, by which clue, and what is left to people: small cases with known answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from xlevent.compute.reconciling import (
    BankLine,
    Decision,
    Explained,
    Options,
    Payment,
    Reconciled,
    State,
    reconcile,
)
from xlevent.errors import MisuseError

VENUE, PRINTER = "松風文創場館營運股份有限公司", "青禾環保印刷有限公司"


def pay(name: str, amount: object, day: int | None = 1, payee: str = "", **more: object) -> Payment:
    when = None if day is None else date(2026, 5, day)
    names = (payee,) if payee else ()
    return Payment(name, Decimal(str(amount)), when, names, **more)  # type: ignore[arg-type]


def line(
    name: str, amount: object, day: int = 1, who: str = "", text: str = "轉帳支出", ref: str = ""
) -> BankLine:
    return BankLine(name, Decimal(str(amount)), date(2026, 5, day), who, text, ref)


def found(result: Reconciled) -> set[tuple[str, str, str, str]]:
    return {(" ".join(g.payments), " ".join(g.lines), g.kind, g.clue) for g in result.groups}


def test_a_reference_ties_over_any_days() -> None:
    result = reconcile(
        [pay("P1", 500, 1, reference="FT-1001")], [line("B1", -500, 28, ref="ft1001")]
    )
    assert found(result) == {("P1", "B1", "one_to_one", "reference")}
    assert result.groups[0].confidence == 100


def test_one_transfer_with_one_reference_for_two_invoices() -> None:
    payments = [pay("P1", 138000, reference="FT2601"), pay("P2", 93600, reference="FT2601")]
    result = reconcile(payments, [line("B1", -231600, 2, VENUE, ref="FT2601")])
    assert found(result) == {("P1 P2", "B1", "joint", "reference")}


def test_an_invoice_number_in_the_text() -> None:
    result = reconcile(
        [pay("P1", 700, 1, invoice="AB-12345678"), pay("P2", 700, 1, invoice="AB12345679")],
        [line("B1", -700, 20, text="貨款AB12345678")],
    )
    assert found(result) == {("P1", "B1", "one_to_one", "invoice")}


@pytest.mark.parametrize(
    "shown",
    [VENUE, "松風文創場館營運", "松風文創", "匯予松風文創場館營運股份有限公司", "松風文創場舘營運",
     "松風文創場館營運（股）公司"],
)  # fmt: skip
def test_names_as_banks_write_them(shown: str) -> None:
    result = reconcile(
        [pay("P1", 12000, 1, VENUE), pay("P2", 12000, 1, PRINTER)], [line("B1", -12000, 4, shown)]
    )
    assert found(result) == {("P1", "B1", "one_to_one", "payee")}


def test_a_masked_name_and_variants_of_signs() -> None:
    payments = [pay("P1", 3000, 1, "王大明"), pay("P2", 3000, 1, "臺灣音樂")]
    lines = [line("B1", -3000, 2, "王○明"), line("B2", -3000, 2, "台灣音樂")]
    assert {g.lines + g.payments for g in reconcile(payments, lines).groups} == {
        ("B1", "P1"), ("B2", "P2")
    }  # fmt: skip


def test_who_advanced_it_is_a_name_too() -> None:
    payment = Payment("P1", Decimal(3960), date(2026, 5, 1), ("臺灣高鐵", "林佳穎"))
    assert found(reconcile([payment], [line("B1", -3960, 1, "林佳穎", "代墊歸還")]))


def test_another_name_is_only_proposed() -> None:
    result = reconcile([pay("P1", 41234, 1, VENUE)], [line("B1", -41234, 1, "大岳展演")])
    assert not result.groups
    assert [(s.reason, s.payments) for s in result.suggestions] == [("other_name", ("P1",))]


def test_a_lone_amount_without_any_name() -> None:
    assert found(reconcile([pay("P1", 41234, 1, VENUE)], [line("B1", -41234, 3)])) == {
        ("P1", "B1", "one_to_one", "amount")
    }
    twice = [pay("P1", 41234, 1, VENUE), pay("P2", 41234, 4, PRINTER)]
    assert not reconcile(twice, [line("B1", -41234, 3)]).groups
    assert not reconcile([pay("P1", 41234, 1, VENUE)], [line("B1", -41234, 12)]).groups


def test_round_amounts_must_be_the_only_ones_of_the_book() -> None:
    payments = [pay("P1", 12000, 1, VENUE), pay("P2", 12000, 25, PRINTER)]
    assert not reconcile(payments, [line("B1", -12000, 2)]).groups
    assert reconcile(payments[:1], [line("B1", -12000, 2)]).groups


def test_two_of_one_kind_for_one_line_are_left_to_people() -> None:
    payments = [pay("P1", 500, 1, VENUE), pay("P2", 500, 1, VENUE)]
    result = reconcile(payments, [line("B1", -500, 1, VENUE)])
    assert not result.groups
    assert {s.payments for s in result.suggestions} == {("P1",), ("P2",)}
    assert {s.reason for s in result.suggestions} == {"several"}


def test_equal_payments_and_equal_lines_are_one_set() -> None:
    payments = [pay("P1", 500, 1, VENUE), pay("P2", 500, 1, VENUE)]
    result = reconcile(payments, [line("B1", -500, 1, VENUE), line("B2", -500, 2, VENUE)])
    assert found(result) == {("P1 P2", "B1 B2", "equal", "payee")}


def test_dates_tell_equal_payments_apart_where_they_can() -> None:
    payments = [pay("P1", 500, 1, VENUE), pay("P2", 500, 9, VENUE)]
    result = reconcile(payments, [line("B1", -500, 2, VENUE), line("B2", -500, 10, VENUE)])
    assert {g.lines for g in result.groups if g.payments == ("P1",)} == {("B1",)}
    # P1 fits only B1, so B2 is left for P2, though P2 fits both.
    near = [pay("P1", 500, 1, VENUE), pay("P2", 500, 8, VENUE)]
    result = reconcile(near, [line("B1", -500, 2, VENUE), line("B2", -500, 12, VENUE)])
    assert {(g.payments, g.lines) for g in result.groups} == {
        (("P1",), ("B1",)), (("P2",), ("B2",))
    }  # fmt: skip


def test_a_joint_transfer_to_one_payee() -> None:
    payments = [
        pay("P1", 25480, 3, PRINTER),
        pay("P2", 38880, 3, PRINTER),
        pay("P3", 999, 3, VENUE),
    ]
    result = reconcile(payments, [line("B1", -64360, 4, "青禾環保印刷")])
    assert found(result) == {("P1 P2", "B1", "joint", "payee")}
    assert result.payments["P3"] is State.SHEET_ONLY


def test_a_joint_transfer_less_a_credit_note_and_with_a_fee() -> None:
    payments = [pay("P1", 25480, 3, PRINTER), pay("P2", -1480, 3, PRINTER)]
    assert found(reconcile(payments, [line("B1", -24000, 4, PRINTER)])) == {
        ("P1 P2", "B1", "joint", "payee")
    }
    payments = [pay("P1", 25480, 3, PRINTER), pay("P2", 38880, 3, PRINTER)]
    (group,) = reconcile(payments, [line("B1", -64390, 4, PRINTER)]).groups
    assert group.because == (Explained("fee", Decimal(30)),)


def test_sums_that_several_sets_give_are_only_proposed() -> None:
    amounts = (10101, 20203, 10101, 20203, 7)
    payments = [pay(f"P{i}", a, 3, PRINTER) for i, a in enumerate(amounts)]
    result = reconcile(payments, [line("B1", -30304, 4, PRINTER)])
    assert not result.groups
    assert {s.reason for s in result.suggestions} >= {"sums"}


def test_one_invoice_paid_in_parts() -> None:
    lines = [line("B1", -40000, 1, VENUE), line("B2", -60000, 28, VENUE)]
    assert found(reconcile([pay("P1", 100000, 2, VENUE)], lines)) == {
        ("P1", "B1 B2", "parts", "payee")
    }


def test_wages_of_a_day_in_one_transfer() -> None:
    payments = [
        pay(f"P{i}", amount, 5, who, batch="salary")
        for i, (who, amount) in enumerate((("陳一", 8500), ("林二", 31200), ("王三", 12000)))
    ]
    result = reconcile(payments, [line("B1", -51700, 6, "", "薪資轉帳")])
    assert found(result) == {("P0 P1 P2", "B1", "joint", "batch")}


def test_a_transfer_and_its_return_cancel_each_other() -> None:
    lines = [line("B1", -8000, 1, VENUE), line("B2", 8000, 3, VENUE, "退匯"),
             line("B3", -8000, 5, VENUE)]  # fmt: skip
    result = reconcile([pay("P1", 8000, 1, VENUE)], lines)
    assert found(result) == {("", "B1 B2", "return", "return"), ("P1", "B3", "one_to_one", "payee")}
    assert set(result.lines.values()) == {State.MATCHED}


def test_which_transfer_came_back_does_not_matter() -> None:
    lines = [line("B1", -8000, 1, VENUE), line("B2", -8000, 3, VENUE),
             line("B3", 8000, 3, VENUE, "退匯")]  # fmt: skip
    result = reconcile([pay("P1", 8000, 1, VENUE)], lines)
    assert found(result) == {("P1", "B1 B2 B3", "return", "return")}


def test_a_refund_that_the_sheet_expects_is_no_return() -> None:
    payments = [pay("P1", 8000, 1, VENUE), pay("P2", -8000, 5, VENUE)]
    lines = [line("B1", -8000, 1, VENUE), line("B2", 8000, 5, VENUE, "退款")]
    result = reconcile(payments, lines)
    assert {(g.payments, g.lines) for g in result.groups} == {
        (("P1",), ("B1",)), (("P2",), ("B2",))
    }  # fmt: skip


def test_money_that_comes_in() -> None:
    sponsor = Payment("S1", Decimal(-300000), date(2026, 5, 12), ("沛然儲能科技",))
    (group,) = reconcile([sponsor], [line("B1", 299970, 13, "沛然儲能科技", "匯入匯款")]).groups
    assert group.because == (Explained("fee", Decimal(30)),)


@pytest.mark.parametrize(
    ("paid", "because"),
    [
        (24624, [("fee", 15)]),
        (24599, [("fee", -10)]),
        (24610, [("rounding", 1)]),
        (27409, [("not_withheld", 2800)]),
        (25200, [("premium", 591)]),
        (28000, [("not_withheld", 3391)]),
        (28015, [("not_withheld", 3391), ("fee", 15)]),
        (24632, [("tolerance", 23)]),
        (24700, None),
    ],
)
def test_differences_and_their_causes(paid: int, because: list[tuple[str, int]] | None) -> None:
    payment = pay(
        "P1", 24609, 1, "方婉如", gross=Decimal(28000), withheld=Decimal(2800),
        premium=Decimal(591), reference="FT5555",
    )  # fmt: skip
    result = reconcile([payment], [line("B1", -paid, 2, "方婉如", ref="FT5555")])
    if because is None:
        assert not result.groups
        assert result.suggestions[0].reason == "same_reference"
    else:
        assert result.groups[0].because == tuple(Explained(w, Decimal(a)) for w, a in because)  # type: ignore[arg-type]
        assert result.groups[0].state is State.DIFFERENT


def test_tax_that_the_sheet_does_not_mention_and_exchange() -> None:
    fee = pay("P1", 28000, 1, "方婉如", gross=Decimal(28000))
    (group,) = reconcile([fee], [line("B1", -24609, 2, "方婉如")]).groups
    assert group.because == (Explained("withheld", Decimal(-3391)),)
    abroad = pay("P1", 31858, 1, "StreamHarbor Inc.", foreign=True)
    (group,) = reconcile([abroad], [line("B1", -32135, 2, "StreamHarbor")]).groups
    assert group.because == (Explained("exchange", Decimal(277)),)
    assert not reconcile([abroad], [line("B1", -33000, 2, "StreamHarbor")]).groups


def test_slips_of_typing_are_only_proposed() -> None:
    result = reconcile([pay("P1", 12340, 1, VENUE)], [line("B1", -13240, 1, VENUE)])
    assert not result.groups
    assert [s.reason for s in result.suggestions] == ["typing"]
    assert result.suggestions[0].difference == 900


def test_unpaid_vouchers_are_proposed_and_have_no_state() -> None:
    due = pay("P1", 12340, 1, VENUE, claimed=False)
    result = reconcile([due], [line("B1", -12340, 1, VENUE)])
    assert not result.groups
    assert result.payments == {}
    assert [s.reason for s in result.suggestions] == ["not_claimed"]
    sure = reconcile(
        [due], [line("B1", -12340, 1, VENUE)], [Decision("D", "confirm", ("P1",), ("B1",))]
    )
    assert sure.payments == {"P1": State.MATCHED}


def test_unpaid_vouchers_of_a_payee_are_proposed_together() -> None:
    """One transfer for two vouchers that are not entered as paid yet had no suggestion."""
    due = [pay("P1", 20800, 7, VENUE, claimed=False), pay("P2", 30500, 7, VENUE, claimed=False)]
    joint = line("B1", -51300, 7, VENUE)
    result = reconcile(due, [joint])
    assert not result.groups
    assert [(s.payments, s.lines, s.reason) for s in result.suggestions] == [
        (("P1", "P2"), ("B1",), "not_claimed")
    ]
    later = pay("P3", 900, 20, VENUE, claimed=False)
    assert reconcile([later, *due], [joint]).suggestions[0].payments == ("P1", "P2")
    assert not reconcile(due, [line("B1", -51301, 7, "")]).suggestions


def test_interest_and_fees_belong_to_no_payment() -> None:
    result = reconcile([], [line("B1", 318, 21, "", "活存利息")])
    assert [(s.reason, s.payments) for s in result.suggestions] == [("bank_item", ())]


def test_what_has_no_date_needs_more_than_an_amount() -> None:
    assert not reconcile([pay("P1", 41234, None)], [line("B1", -41234)]).groups
    assert reconcile([pay("P1", 41234, None, VENUE)], [line("B1", -41234, 9, VENUE)]).groups


def test_decimals_are_exact() -> None:
    result = reconcile(
        [pay("P1", "1234.10", 1, VENUE), pay("P2", "0.2", 1, VENUE)],
        [line("B1", "-1234.30", 2, VENUE)],
        options=Options(unit=Decimal("0.01")),
    )
    assert found(result) == {("P1 P2", "B1", "joint", "payee")}
    assert result.sums[State.MATCHED].paid == Decimal("1234.30")


def test_the_same_name_twice_is_misuse() -> None:
    with pytest.raises(MisuseError, match="'P1'"):
        reconcile([pay("P1", 1), pay("P1", 2)], [])


def test_two_lines_that_are_each_others_return() -> None:
    lines = [line("B1", -100, 1, VENUE, "退匯"), line("B2", 100, 1, VENUE, "退匯")]
    assert found(reconcile([], lines)) == {("", "B1 B2", "return", "return")}


@pytest.mark.parametrize("text", ["轉帳 王○明", "跨行轉帳 松風文創場館", "匯款松風文創場舘營運"])
def test_names_that_only_the_description_shows(text: str) -> None:
    payments = [pay("P1", 3000, 1, "王大明"), pay("P2", 4000, 1, VENUE)]
    lines = [line("B1", -3000, 2, "", text), line("B2", -4000, 2, "", text)]
    result = reconcile(payments, lines)
    expected = ("P1", "B1") if "王" in text else ("P2", "B2")
    assert expected in {(g.payments[0], g.lines[0]) for g in result.groups if g.clue == "payee"}


def test_all_of_a_day_is_no_proof_for_a_round_sum() -> None:
    payments = [pay("P1", 34000, 5, "陳一"), pay("P2", 48000, 5, "林二")]
    assert not reconcile(payments, [line("B1", -82000, 6, "", "轉帳支出")]).groups
    payments = [pay("P1", 34010, 5, "陳一"), pay("P2", 48050, 5, "林二")]
    assert reconcile(payments, [line("B1", -82060, 6, "", "轉帳支出")]).groups
