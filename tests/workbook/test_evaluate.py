"""The values of formulas, against numbers worked out by hand."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from tests.workbook.small_books import SHOP, shop
from xlevent.domain.language import LANGUAGES, Language
from xlevent.sheets.kernel.stale import snapshot_key
from xlevent.workbook.book import BookData, serial
from xlevent.workbook.document_writer import formulas
from xlevent.workbook.documents import compose
from xlevent.workbook.evaluate import Evaluator, Values, column_values
from xlevent.workbook.layout import SPARE, row_counts
from xlevent.workbook.structured import column_formula

ORDERS = [{"id": "O1", "name": "舞台"}, {"id": "O2", "name": "=燈光"}, {"id": "O3", "name": "無"}]
LINES = [
    {"id": "L1", "order": "O1", "pieces": Decimal("2.5"), "price": 10, "state": "done"},
    {"id": "L2", "order": "O1", "pieces": 3, "price": Decimal("0.333333"), "state": "open"},
    {"id": "L3", "order": "O2", "pieces": 4, "price": 100},
    {"id": "L4", "order": "O2", "pieces": 1, "price": 7, "state": "done"},
]


def run(data: BookData) -> Values:
    texts = {
        key: formulas(compose(document, data.registry, data.language))
        for key, document in data.registry.documents.items()
    }
    return Evaluator(data, row_counts(data), texts).run()


@pytest.fixture(scope="module")
def found() -> Values:
    budgets = [{"kind": "done", "budget": 40}]
    settings = {"tax_rate": Decimal("0.05"), "currency_decimals": 2}
    return run(shop(ORDERS, LINES, settings=settings, picks={"letter": "O1"}, by_state=budgets))


def test_products_of_a_row(found: Values) -> None:
    assert found.columns["lines", "amount"][:4] == pytest.approx([25, 0.999999, 400, 7])


def test_sums_over_another_table(found: Values) -> None:
    assert found.columns["orders", "total"][:3] == pytest.approx([25.999999, 407, 0])


def test_settings_in_formulas(found: Values) -> None:
    # 27.29999895 rounds to 27.3; 427.35 stays.
    assert found.columns["orders", "taxed"][:3] == pytest.approx([27.3, 427.35, 0])


def test_blank_rows_stay_blank_unless_unguarded(found: Values) -> None:
    assert found.columns["orders", "total"][3:] == [""] * SPARE
    assert found.columns["lines", "amount"][4:] == [""] * SPARE
    assert found.columns["orders", "number"] == list(range(1, 3 + SPARE + 1))


def test_a_mirror_follows_by_position(found: Values) -> None:
    rows = 3 + SPARE + SPARE
    assert found.columns["seen", "order"] == ["O1", "O2", "O3"] + [""] * (rows - 3)
    assert found.columns["seen", "lines"] == [2, 2, 0] + [""] * (rows - 3)


def test_rows_by_list(found: Values) -> None:
    assert found.columns["by_state", "spent"] == pytest.approx([0.999999, 32])
    assert found.columns["by_state", "left"] == pytest.approx([-0.999999, 8])


def test_fixed_rows_have_formulas_of_their_own(found: Values) -> None:
    assert found.columns["topics", "value"][:2] == pytest.approx([432.999999, 10.5])
    assert found.columns["topics", "value"][2] == ""
    assert ("topics", "label") not in found.columns  # given texts are no formulas


def test_figures(found: Values) -> None:
    assert found.figures["shop_total"] == pytest.approx(432.999999)
    assert found.figures["shop_share"] == pytest.approx(32 / 432.999999)
    assert found.figures["shop_lines"] == 4


@pytest.mark.parametrize(
    ("language", "yes", "no"),
    [("zh-TW", "是", "否"), ("en", "Yes", "No"), ("both", "是 Yes", "否 No")],
)
def test_labels_and_texts_follow_the_language(language: Language, yes: str, no: str) -> None:
    values = run(shop(ORDERS, LINES, language))
    assert values.columns["lines", "done"][:4] == [yes, no, no, yes]
    assert values.columns["by_state", "spent"] == pytest.approx([0.999999, 32])


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_book_has_no_errors(language: Language) -> None:
    values = run(shop(language=language))
    cells = [v for column in values.columns.values() for v in column]
    cells += [*values.figures.values(), *values.documents["letter"]]
    assert not [v for v in cells if isinstance(v, str) and v.startswith("#")]
    assert values.figures["shop_share"] == ""
    assert values.figures["stale_early"] == {
        "zh-TW": "尚未計算", "en": "Not computed", "both": "尚未計算 Not computed",
    }[language]  # fmt: skip


# --- documents -----------------------------------------------------------------------------------
def letter(pick: str | None, language: Language = "en") -> list[object]:
    lines = [*LINES, {"id": "L0", "order": "O1", "remark": "=備註"}]
    picks = {"letter": pick} if pick else {}
    return list(run(shop(ORDERS, lines, language, picks=picks)).documents["letter"])


def test_a_document_shows_the_row_that_was_picked() -> None:
    assert letter("O1") == [
        "Order 舞台: 25.999999.", 2,
        "L1", 2.5, "", "",
        "L2", 3, "", "",
        "L0", "", "", "=備註",
        "",  # all lines have room
        "Open", pytest.approx(0.999999), "Done", 32,
        "",
    ]  # fmt: skip


def test_a_document_of_another_row() -> None:
    shown = letter("O2")
    assert shown[0] == "Order =燈光: 407."
    assert shown[2:14] == ["L3", 4, "", "", "L4", 1, "", "", "", "", "", ""]


@pytest.mark.parametrize("pick", [None, "gone"])
def test_a_document_without_a_row(pick: str | None) -> None:
    shown = letter(pick)
    assert shown[0] == "Order : 0."
    assert shown[2:14] == [""] * 12


def test_both_languages_follow_each_other() -> None:
    assert letter("O1", "both")[:2] == ["訂單 舞台 共 25.999999 元。", "Order 舞台: 25.999999."]


# --- values that are no formulas -----------------------------------------------------------------
def values_of(table: str, column: str, data: BookData) -> list[Any]:
    return list(column_values(data, SHOP.tables[table], column))


def test_rows_of_fixed_tables_meet_their_values() -> None:
    rows = [{"topic": "C", "comment": "末"}, {"topic": "A", "comment": "首"}]
    data = shop(topics=rows)
    assert values_of("topics", "topic", data) == ["A", "B", "C"]
    assert values_of("topics", "comment", data) == ["首", None, "末"]
    assert values_of("topics", "label", data) == ["總額 Total", "件數 Pieces", None]
    rows = [{"kind": "done", "budget": Decimal("1.5")}]
    data = shop(by_state=rows, language="zh-TW")
    assert values_of("by_state", "kind", data) == ["待辦", "完成"]
    assert values_of("by_state", "budget", data) == [None, 1.5]


def test_cells_hold_labels_and_serials() -> None:
    line = {"id": "L1", "state": "done", "due": date(2026, 1, 1), "at": time(18),
            "sent": datetime(2026, 1, 1, 6)}  # fmt: skip
    data = shop(lines=[line, {"id": "L2", "state": "odd"}], language="en")
    assert values_of("lines", "state", data) == ["Done", "odd"]
    assert values_of("lines", "due", data) == [46023, None]
    assert values_of("lines", "at", data) == [0.75, None]
    assert values_of("lines", "sent", data) == [46023.25, None]
    assert serial(date(1900, 3, 1)) == 61


def test_the_copy_of_inputs_and_its_flag() -> None:
    lines = [{**LINES[0], "early": date(2026, 1, 1)}, LINES[1]]
    listed = [{"block": "early", "state": "stale"}]
    fresh, stale = shop(ORDERS, lines), shop(ORDERS, lines, computations=listed)
    key = snapshot_key("early", "lines")
    assert values_of(key, "id", fresh) == ["L1", "L2"]
    assert values_of(key, "pieces", fresh) == [2.5, 3]
    assert values_of(key, "id", stale) == []
    assert run(fresh).figures["stale_early"] == "最新 Up to date"
    assert run(stale).figures["stale_early"] == "已過期 Out of date"
    assert run(shop(ORDERS, LINES)).figures["stale_early"] == "尚未計算 Not computed"


def test_formulas_have_their_guard() -> None:
    data = shop()
    tables = SHOP.tables
    assert (
        column_formula(data.registry, tables["lines"], "amount")
        == 'IF([id]="","",[pieces]*[price])'
    )
    assert column_formula(data.registry, tables["orders"], "number") == "#row"
    assert (
        column_formula(data.registry, tables["seen"], "order")
        == 'IFERROR(INDEX(orders[id],#row)&"","")'
    )
    assert column_formula(data.registry, tables["topics"], "value") == [
        "SUM(lines[amount])", "SUM(lines[pieces])", '""',
    ]  # fmt: skip
    assert column_formula(data.registry, tables["lines"], "pieces") is None


def test_the_numbers_of_rows() -> None:
    counts = row_counts(shop(ORDERS, []))
    assert counts["orders"] == 3 + SPARE
    assert counts["lines"] == counts[snapshot_key("early", "lines")] == 6  # blank ones
    assert counts["seen"] == counts["orders"] + SPARE
    assert (counts["by_state"], counts["topics"]) == (2, 3)
