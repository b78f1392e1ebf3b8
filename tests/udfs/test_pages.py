"""The pages of the functions: complete, true to what the functions answer, readable."""

from __future__ import annotations

import re
from datetime import date

import pytest
from xlevent_udfs.catalogue import CATALOGUE, Function
from xlevent_udfs.kernel.rows import Rows
from xlevent_udfs.pages.examples import EXAMPLES, Block
from xlevent_udfs.pages.prose import CATEGORIES
from xlevent_udfs.pages.writing import core_object, core_of, function_page, overview, pages

EACH = pytest.mark.parametrize("entry", CATALOGUE.values(), ids=CATALOGUE)


def test_every_function_has_a_page_and_a_line() -> None:
    names = {name.removeprefix("docs/functions/").removesuffix(".md") for name, _ in pages()}
    assert names == {*CATALOGUE, "README"}
    listed = re.findall(r"\[(XLE_\w+)\]\(XLE_\w+\.md\)", overview())
    assert sorted(listed) == sorted(CATALOGUE)
    assert {entry.category for entry in CATALOGUE.values()} == set(CATEGORIES)


@EACH
def test_the_example_is_answered(entry: Function) -> None:
    page = function_page(entry)
    example, _, rest = page.partition("## 例 Example")[2].partition("## 錯誤 Errors")
    assert "#XLE!" not in example
    assert f"={entry.name}(" in example
    assert "#XLE! 引數" in rest  # every function refuses something
    assert len(EXAMPLES[entry.name]) <= len(entry.arguments)
    for argument, one in zip(entry.arguments, EXAMPLES[entry.name], strict=False):
        assert isinstance(one, Block) == isinstance(argument, Rows) or one is None


@EACH
def test_the_page_names_arguments_columns_and_core(entry: Function) -> None:
    page = function_page(entry)
    for argument in entry.arguments:
        assert f"| `{argument.name}` |" in page
        if isinstance(argument, Rows):
            for column in argument.declared.columns:
                assert column.title.zh in page
    called = core_of(entry)
    assert called
    for name in called:
        target, _ = core_object(name)
        assert target.__doc__


def test_a_page_shows_what_excel_would() -> None:
    page = function_page(CATALOGUE["XLE_NET_PAY"])
    assert '`=XLE_NET_PAY("professional_fee", 30000, DATE(2026,3,2), , TRUE)`' in page
    assert "| 30000 | 3000 | 633 | 26367 |" in page
    page = function_page(CATALOGUE["XLE_WITHHOLDING"])
    assert "各類所得扣繳率標準" in page  # the source, from the core's docstring
    assert "→ **3000**" in page
    page = function_page(CATALOGUE["XLE_SCHEDULE"])
    assert "`=XLE_SCHEDULE(A1:D6, DATE(2027,3,1), , , TRUE)`" in page
    answer = CATALOGUE["XLE_FINISH"].run([["A", 1, None]], date(2027, 3, 1))
    assert f"{answer:%Y-%m-%d %H:%M}" == "2027-03-01 18:00"
