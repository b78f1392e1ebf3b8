"""Functions answer what the core answers: golden vectors through the cells of Excel."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from xlevent_udfs.catalogue import CATALOGUE

from tests.compute.golden import DAY, load


def call(name: str, *given: Any) -> Any:
    return CATALOGUE[name].run(*given)


@pytest.mark.parametrize(
    ("call_of", "answer"),
    [
        (("XLE_UBN", "04595257"), ""),
        (("XLE_INVOICE", "ab-12345678"), "AB12345678"),
        (("XLE_INVOICE_PERIOD", date(2026, 4, 8)), "115-03/04"),
        (("XLE_VAT", 2550, date(2026, 3, 1)), 128),
        (("XLE_VAT_IN", 2677, date(2026, 3, 1)), 127),
        (("XLE_PREMIUM", "執行業務所得 9A", 30000, date(2026, 3, 1)), 633),
        (("XLE_WITHHOLDING", "professional_fee", 30000, date(2026, 3, 1)), 3000),
        (("XLE_NET_PAY", "Professional fee 9A", 30000, date(2026, 3, 1)),
         [[30000, 3000, 633, 26367]]),
        (("XLE_GROSS_UP", "professional_fee", 30000, date(2026, 3, 1)),
         [[34133, 3413, 720, 30000]]),
        (("XLE_CAPITALS", 34133), "新臺幣參萬肆仟壹佰參拾參元整"),
        (("XLE_AVAILABLE", 60000, 10000, 2000), 48000),
        (("XLE_BUDGET_STATUS", 50000, 5000, 30000, 10000, 4000),
         [[55000, 40000, 15000, 44000, 11000]]),
        (("XLE_SETTLEMENT", 500000, 300000, 300000, 450000),
         [[0.6, 50000, 30000, 270000, 180000]]),
        (("XLE_MARKET_VALUE", 500000, 15, "3%"), 225),
        (("XLE_SPONSOR_ROI", 60000, 20000), 2),
        (("XLE_SPONSOR_ROI", 60000, 0), ""),
        (("XLE_ORGANISER_ROI", 0, 0, 0), ""),
        (("XLE_FULFILMENT", 200000, 15000), 0.925),
        (("XLE_WORKDAY", date(2026, 3, 6), 1), datetime(2026, 3, 9)),
        (("XLE_WORKDAYS", date(2026, 3, 2), date(2026, 3, 15)), 10),
        (("XLE_WORKDAY", date(2025, 2, 7), 1, [["2025-02-08", "makeup"]]), datetime(2025, 2, 8)),
        (("XLE_RACI_CHECK", "甲", "乙"), ""),
        (("XLE_BUDGET_LOAD", [["A", 5000, None]], [[7000, "B"], [1000, "A"]]), 12000),
    ],
)  # fmt: skip
def test_known_answers(call_of: tuple[Any, ...], answer: Any) -> None:
    assert call(*call_of) == answer


def test_golden_vectors_of_taiwan() -> None:
    golden = load("taiwan")
    for vector in golden["ubn"]:
        told = call("XLE_UBN", vector["ubn"])
        assert (not told or told.startswith("有效")) == vector["valid"], vector
    for vector in golden["invoice_number"]:
        assert call("XLE_INVOICE", vector["text"]) == vector.get("normal", "")
    for vector in golden["vat_from_gross"]:
        assert call("XLE_VAT_IN", vector["gross"], DAY) == vector["tax"]
    for vector in golden["vat_from_net"]:
        assert call("XLE_VAT", vector["net"], DAY) == vector["tax"]
    for vector in golden["withholding"]:
        given = vector["kind"], vector["amount"], vector.get("date", DAY), vector["resident"]
        assert call("XLE_WITHHOLDING", *given) == vector["tax"], vector
    for vector in golden["settlement"]:
        keys = ("approved_cost", "approved_subsidy", "received_subsidy", "actual_cost")
        ((ratio, unspent, back, *_),) = call("XLE_SETTLEMENT", *(vector[key] for key in keys))
        assert (ratio, unspent, back) == (
            float(vector["ratio"]), vector["unspent"], vector["to_return"]
        )  # fmt: skip


def test_three_way_holds() -> None:
    assert "Hold" in call("XLE_THREE_WAY", 50, 47, 50, 100, 100, 0.05)
    assert "Hold" not in call("XLE_THREE_WAY", 50, 50, 50, 100, 100)


def test_duplicates_are_told_by_row() -> None:
    rows = [
        ["受款人", "發票號碼", "總計", "憑證日期"],
        ["甲", "INV-4021", 500, "2026-03-01"],
        ["乙", "X-1", 20, "2026-03-01"],
        ["甲", "4021-A", 500, "2026-03-09"],
    ]
    assert call("XLE_DUPLICATES", rows) == [[4, 2]]


def test_levelling_resolves_what_a_schedule_shows() -> None:
    tasks = [["A", 2, None], ["B", 2, None]]
    moved = call("XLE_LEVEL", tasks, 46083, [["R", 1]], [["R", "A", 1], ["R", "B", 1]])
    starts = sorted(row[2] for row in moved)
    assert starts == [datetime(2026, 3, 2, 9), datetime(2026, 3, 4, 9)]


def test_risk_needs_a_percentile_of_its_range() -> None:
    rows = [["ID", "Duration", "Predecessors", "Optimistic", "Likely", "Pessimistic"],
            ["A", 3, None, 2, 3, 9]]  # fmt: skip
    late = call("XLE_RISK_FINISH", rows, 46083, 90, 500, 7)
    assert late == call("XLE_RISK_FINISH", rows, 46083, 90, 500, 7)
    assert call("XLE_RISK_FINISH", rows, 46083, 10, 500, 7) < late
    assert call("XLE_RISK_FINISH", rows, 46083, 101).startswith("#XLE! ")


def test_run_of_show_and_risk_level() -> None:
    shown = call("XLE_RUN_OF_SHOW", [["09:00", 30, "x"], [None, 45, "y"], ["10:00", 5, "z"]])
    assert shown == [[0.375, pytest.approx(0.3958333), 0, -15], [pytest.approx(0.3958333),
                     pytest.approx(0.4270833), 15, -15], [pytest.approx(0.4166667),
                     pytest.approx(0.4201389), "", ""]]  # fmt: skip
    assert "High" in call("XLE_RISK_LEVEL", "likely", "major")


def test_indices_without_cost_are_blank() -> None:
    (row,) = call("XLE_EARNED_VALUE", 100000, 50000, 40000, 0)
    assert row[2] == ""
    (row,) = call("XLE_EARNED_VALUE", 100000, 50000, 40000, 50000)
    assert row[2:4] == [0.8, 0.8]


@pytest.mark.parametrize(
    ("call_of", "chinese", "english"),
    [
        (("XLE_VAT", 2550, date(2019, 3, 1)),
         "#XLE! 費率表沒有 2019-03-01 的營業稅率，只有 2021-01-01 起。請自訂營業稅率，或換",
         "#XLE! the table knows no business_tax for 2019-03-01, only for 2021-01-01 to now. Give"),
        (("XLE_WORKDAYS", date(2500, 1, 1), date(2026, 3, 1)),
         "#XLE! 2500-01-01 與 2026-03-01 相差超過",
         "#XLE! 2500-01-01 and 2026-03-01 lie more than"),
    ],
)  # fmt: skip
def test_what_the_core_refuses_is_said_in_the_language_of_the_cells(
    monkeypatch: pytest.MonkeyPatch, call_of: tuple[Any, ...], chinese: str, english: str
) -> None:
    monkeypatch.setenv("XLEVENT_LANG", "zh-TW")
    assert call(*call_of).startswith(chinese)
    monkeypatch.setenv("XLEVENT_LANG", "en")
    assert call(*call_of).startswith(english)
    monkeypatch.delenv("XLEVENT_LANG")
    assert call(*call_of).startswith(chinese)
    assert " / " + english.removeprefix("#XLE! ") in call(*call_of)
