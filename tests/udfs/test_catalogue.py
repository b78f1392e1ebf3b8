"""The catalogue fits Excel: names, texts, arguments; every example is a call that answers."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from datetime import date

import pytest
from xlevent_udfs.catalogue import CATALOGUE, functions
from xlevent_udfs.kernel.declaration import PREFIX, TEXT_LIMIT, Function, shown

from xlevent.domain.language import LANGUAGES

EACH = pytest.mark.parametrize("entry", CATALOGUE.values(), ids=CATALOGUE)
_NAME = re.compile(r"XLE_[A-Z][A-Z_]*\Z")
# The macro editor keeps these words for itself; "caller" is xlwings' own.
_RESERVED = {"date", "end", "next", "loop", "optional", "type", "caller", "as", "set", "name"}


@EACH
def test_texts_fit_excel(entry: Function) -> None:
    assert _NAME.match(entry.name)
    for text in (entry.help, *(argument.help for argument in entry.arguments)):
        assert text.zh
        assert text.en
        for language in LANGUAGES:
            assert len(shown(text, language)) <= TEXT_LIMIT
    assert entry.example.startswith(f"={entry.name}(")


@EACH
def test_excel_takes_so_many_arguments_and_such_a_name(entry: Function) -> None:
    assert len(entry.arguments) <= 30  # of a function of VBA or of an add-in
    assert len(entry.name) <= 31
    # The function wizard shows names of arguments up to 255 characters together.
    assert len(",".join(argument.name for argument in entry.arguments)) <= TEXT_LIMIT


@EACH
def test_the_example_is_a_call_with_arguments_that_there_are(entry: Function) -> None:
    inside = re.sub(r"\([^()]*\)|\"[^\"]*\"", "", entry.example.partition("(")[2][:-1])
    given = inside.split(",")
    required = [argument for argument in entry.arguments if not argument.optional]
    assert len(required) <= len(given) <= len(entry.arguments)


def test_what_the_add_in_must_answer_is_there() -> None:
    """Issue 7 names them."""
    named = """BUDGET_CHECK BUDGET_STATUS BUDGET_LOAD AVAILABLE SCHEDULE CRITICAL_PATH FINISH FLOAT
    EXPLAIN WORKDAY WORKDAYS LEVEL RISK_FINISH EARNED_VALUE SPONSOR_ROI MARKET_VALUE FULFILMENT UBN
    INVOICE VAT PREMIUM WITHHOLDING NET_PAY CAPITALS DUPLICATES THREE_WAY RECONCILE SETTLEMENT
    RISK_LEVEL RUN_OF_SHOW RACI_CHECK"""
    assert {PREFIX + name for name in named.split()} <= set(CATALOGUE)


@EACH
def test_arguments_are_names_that_vba_takes_and_optional_ones_come_last(entry: Function) -> None:
    names = [argument.name for argument in entry.arguments]
    assert all(re.fullmatch("[a-z][a-z_]*", name) for name in names)
    assert not _RESERVED & set(names)
    optional = [argument.optional for argument in entry.arguments]
    assert optional == sorted(optional)
    assert ("headers" in names) == entry.spills


@EACH
def test_nothing_given_is_one_clear_line(entry: Function) -> None:
    answer = entry.run()
    assert isinstance(answer, str)
    if any(not argument.optional for argument in entry.arguments):
        assert answer.startswith("#XLE! ")
        assert entry.arguments[0].name in answer
    assert "\n" not in answer


def test_a_runtime_gets_functions_of_its_own() -> None:
    made = functions(lambda **_: lambda f: f, "en")
    assert set(made) == set(CATALOGUE)
    parameters = inspect.signature(made["XLE_SCHEDULE"]).parameters
    assert list(parameters) == ["tasks", "start", "calendars", "holidays", "headers"]
    assert made["XLE_SCHEDULE"].__doc__ == CATALOGUE["XLE_SCHEDULE"].help.en
    assert made["XLE_UBN"]("04595257") == CATALOGUE["XLE_UBN"].run("04595257")


def test_names_begin_alike() -> None:
    assert all(name.startswith(PREFIX) for name in CATALOGUE)


def test_the_catalogue_starts_without_heavy_libraries() -> None:
    code = "import sys, xlevent_udfs.catalogue; print(*{m.partition('.')[0] for m in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"ironcalc", "lxml", "numpy", "openpyxl", "pandas", "xlsxwriter", "xlwings", "yaml"}
    assert not heavy & set(done.stdout.split())


def test_a_day_may_come_as_a_serial_a_text_or_a_moment() -> None:
    finish = CATALOGUE["XLE_FINISH"]
    rows = [["T-1", 2, ""]]
    answers = {finish.run(rows, day) for day in (46083, 46083.0, "2026/3/2", date(2026, 3, 2))}
    assert len(answers) == 1
