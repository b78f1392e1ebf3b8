"""XLE_RECONCILE answers what the core finds."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from xlevent_udfs.catalogue import CATALOGUE

from xlevent.app.money.reconciling_words import STATES
from xlevent.compute.reconciling import BankLine, Options, Payment, reconcile

DAY = date(2026, 3, 2)
PAYMENTS = [
    ["憑證編號", "受款人", "總計", "付款日期"],
    ["A", "王小明", 1000, "2026-03-02"],
    ["B", "甲公司", 5000, "115/3/3"],
    ["C", "乙公司", 7, None],
    ["D", "丙公司", 9, "2026-03-04"],
]
BANK = [["2026-03-02", -1015, "王小明"], ["2026-03-04", "(5,000)", "甲公司"], [46090, 12, "利息"]]


def ask(*arguments: Any) -> Any:
    return CATALOGUE["XLE_RECONCILE"].run(*arguments)


def test_state_partner_difference_reason() -> None:
    first, second, third, fourth = ask(PAYMENTS, BANK)
    assert first[:4] == ["A", "有差額相符", "#1", 15]
    assert "匯費 15" in first[4]
    assert second[:4] == ["B", "相符", "#2", 0]
    assert third == ["C", "未付款", "", "", ""]
    assert fourth == ["D", "帳列未對到", "", "", ""]


def test_bank_lines_are_named_by_id_or_by_their_row() -> None:
    head = ["交易日期", "金額", "對方戶名", "編號"]
    answer = ask(PAYMENTS, [head, *([*row, f"BK-{i}"] for i, row in enumerate(BANK))])
    assert [row[2] for row in answer[:2]] == ["BK-0", "BK-1"]
    answer = ask(PAYMENTS, [head[:3], *BANK])
    assert [row[2] for row in answer[:2]] == ["#2", "#3"]


def test_window_and_tolerance() -> None:
    late = [["2026-03-20", -1000, "王小明"]]
    payments = [["A", "王小明", 1000, "2026-03-02"]]
    assert "not found" in str(ask(payments, late)).casefold()
    assert "Matched" in str(ask(payments, late, 30))
    odd = [["2026-03-02", -1007, "王小明"]]
    assert "difference" in str(ask(payments, odd, None, 10))
    assert "Not found" in str(ask(payments, odd, None, 0))


def test_cash_takes_no_part() -> None:
    head = ["憑證編號", "受款人", "總計", "付款日期", "付款方式"]
    ((_, state, *_),) = ask([head, ["A", "王小明", 1000, "2026-03-02", "cash"]], BANK)
    assert state == "不經銀行或無匯率"


_PAID = st.lists(
    st.tuples(st.sampled_from(["甲公司", "乙公司", "丙公司"]), st.integers(100, 120),
              st.integers(0, 9)),
    min_size=1, max_size=8,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(payments=_PAID, lines=_PAID)
def test_states_and_partners_are_those_of_the_core(
    payments: list[tuple[str, int, int]], lines: list[tuple[str, int, int]]
) -> None:
    days = [DAY + timedelta(days=n) for n in range(10)]
    answer = ask(
        [[f"P{i}", name, amount, days[d]] for i, (name, amount, d) in enumerate(payments)],
        [
            [days[d], -amount, name, None, None, f"B{i}"]
            for i, (name, amount, d) in enumerate(lines)
        ],
    )
    core = reconcile(
        [Payment(f"P{i}", Decimal(amount), days[d], (name,), gross=Decimal(amount))
         for i, (name, amount, d) in enumerate(payments)],
        [BankLine(f"B{i}", Decimal(-amount), days[d], name)
         for i, (name, amount, d) in enumerate(lines)],
        (), Options(),
    )  # fmt: skip
    assert [row[1] for row in answer] == [
        STATES[core.payments[f"P{i}"]].show("both") for i in range(len(payments))
    ]
    partners = {p: "; ".join(group.lines) for group in core.groups for p in group.payments}
    assert {row[0]: row[2] for row in answer if row[2]} == {p: b for p, b in partners.items() if b}
