"""Random plans come back from a workbook as they went in, in every language."""

from __future__ import annotations

import tempfile
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.strategies import AWKWARD, item, plans
from tests.workbook.small_books import SMALL_BOOK, edit
from xlevent.app.event import Event
from xlevent.domain import values
from xlevent.domain.language import LANGUAGES, Language
from xlevent.sheets.kernel.blocks import ByList, Fixed, Table
from xlevent.sheets.kernel.stale import COMPUTATIONS
from xlevent.sheets.registry import registry

_UNHURRIED = [
    HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example,
    HealthCheck.filter_too_much,
]  # fmt: skip
many = settings(max_examples=40, deadline=None, suppress_health_check=_UNHURRIED)
few = settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a whole plan takes minutes
    suppress_health_check=_UNHURRIED,
)
languages = st.sampled_from(LANGUAGES)


def sayable(event: Event) -> Event:
    """The event without what no cell can hold.

    A row of fixed rows that says nothing but its key is the sheet's own, and the states of
    computations are found, not typed.
    """
    for key, rows in event.tables.items():
        table = event.registry.tables[key]
        if isinstance(table.rows, ByList | Fixed):
            rows[:] = [row for row in rows if _says_more(table, row)]
    event.tables.get(COMPUTATIONS, []).clear()
    return event


def _says_more(table: Table, row: dict[str, values.Value]) -> bool:
    return any(key != table.key_column.key for key in row)


def through_workbook(event: Event, language: Language) -> Event:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsx")
        event.build(path, language=language)
        return Event.read(path, registry=event.registry)


def through_yaml(event: Event) -> Event:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "plan.yaml")
        event.save(path)
        return Event.load(path, registry=event.registry)


def assert_same(after: Event, before: Event) -> None:
    assert after.settings == before.settings
    assert after.picks == before.picks
    for key, rows in before.tables.items():
        assert after.tables[key] == rows, key


def codes(event: Event) -> set[str]:
    return {finding.code for finding in event.findings}


def small_plans() -> st.SearchStrategy[Event]:
    return plans(SMALL_BOOK).map(sayable).filter(_without_errors)


def _without_errors(event: Event) -> bool:
    return not any(f.severity == "error" for f in event.check())


@many
@given(small_plans(), languages)
def test_small_plans_through_a_workbook(event: Event, language: Language) -> None:
    again = through_workbook(event, language)
    assert_same(again, event)
    # Nothing is said about the workbook that was not said before.
    assert codes(again) <= codes(event)


@many
@given(small_plans(), languages)
def test_small_plans_through_yaml_and_workbook(event: Event, language: Language) -> None:
    assert_same(through_workbook(through_yaml(event), language), event)
    assert_same(through_yaml(through_workbook(event, language)), event)


@settings(many, max_examples=20)
@given(small_plans())
def test_a_change_of_language_changes_no_value(event: Event) -> None:
    found = event
    for language in LANGUAGES:
        found = through_workbook(found, language)
    assert_same(found, event)


@pytest.mark.slow
@few
@given(plans(registry(), max_rows=2).map(sayable), languages)
def test_plans_of_all_sheets(event: Event, language: Language) -> None:
    again = through_workbook(through_yaml(event), language)
    assert_same(again, event)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_of_all_sheets_twice_through_workbooks(language: Language) -> None:
    @settings(few, max_examples=1)
    @given(plans(registry(), max_rows=2).map(sayable))
    def check(event: Event) -> None:
        once = through_workbook(event, language)
        assert_same(once, event)
        assert_same(through_workbook(once, language), event)

    check()


# --- texts, one by one ---------------------------------------------------------------------------
TEXTS = (
    *AWKWARD, "x" * 32_767, "長" * 32_767, "😀" * 16_383, "𠮷", "_x000D_", "_x_", "_X0041_",
    "&amp;", "]]>", "<!--", "a\tb", "'=1", "TRUE", "#N/A?", "1/2", "3-4", "00:00", "%d", "{=1}",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_awkward_texts(language: Language) -> None:
    texts = [str(values.parse("text", text)[0] or "-") for text in TEXTS]
    rows = [item(id=f"IT-{n}", remark=text) for n, text in enumerate(texts)]
    event = Event({"event_name": "x"}, {"items": rows}, registry=SMALL_BOOK)
    again = through_workbook(event, language)
    assert [row.get("remark") for row in again.tables["items"]] == texts
    assert codes(again) <= codes(event)


def test_awkward_names_of_events() -> None:
    for name in ("=1+1", "+886", "@x", "&&R", '"', "𠮷野家 & 😀", "x" * 300, "-"):
        event = Event({"event_name": name}, registry=SMALL_BOOK)
        assert through_workbook(event, "both").settings["event_name"] == name


def test_awkward_identifiers_and_links() -> None:
    people = [{"name": name} for name in ("=B", "-3", "01", "@x", "+1", "#REF!x", "a & b", "<a>")]
    people += [{"name": "x", "reports_to": one["name"]} for one in people[:1]]
    people += [{"name": f"y{n}", "reports_to": one["name"]} for n, one in enumerate(people[:8])]
    event = Event({"event_name": "x"}, {"people": people}, registry=SMALL_BOOK)
    assert not [f.show() for f in event.findings if f.severity == "error"]
    assert_same(through_workbook(event, "en"), event)


@pytest.mark.parametrize("text", ["", "x"])
def test_an_empty_shared_text_is_an_empty_cell(text: str, tmp_path: Path) -> None:
    event = Event({"event_name": "x"}, {"items": [item(remark="leer")]}, registry=SMALL_BOOK)
    event.build(tmp_path / "book.xlsx")
    emptied = edit(
        tmp_path / "book.xlsx", tmp_path / "less.xlsx",
        {"xl/sharedStrings.xml": lambda x: x.replace(b">leer<", f">{text}<".encode())},
    )  # fmt: skip
    again = Event.read(emptied, registry=SMALL_BOOK)
    assert again.tables["items"] == [item(remark=text) if text else item()]


def test_the_ends_of_what_numbers_and_days_can_be() -> None:
    rows = [
        item(id="A", cost=Decimal("99999999999.9999"), price=Decimal("0.000001")),
        item(id="B", hours=Decimal("-12345678.123456"), share=Decimal("0.333333"), pieces=0),
        item(id="C", day=date(1900, 3, 1), start=time(0, 0), opened=datetime(1900, 3, 1, 0, 0, 1)),
        item(id="D", day=date(9999, 12, 31), start=time(23, 59, 59),
             opened=datetime(9999, 12, 31, 23, 59, 59)),
        item(id="E", length=0, cost=Decimal(0), share=Decimal(1)),
    ]  # fmt: skip
    event = Event({"event_name": "x"}, {"items": rows}, registry=SMALL_BOOK)
    again = through_workbook(event, "both")
    assert_same(again, event)
    assert codes(again) <= codes(event)
