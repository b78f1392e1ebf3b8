"""The table of codes and the findings made from it."""

from __future__ import annotations

import re
from string import Formatter

from xlevent.domain import codes, schedule_codes
from xlevent.domain.finding import Place


def test_every_code_has_both_languages_and_formats() -> None:
    assert len(codes.CODES) > 30
    assert schedule_codes.CYCLE in codes.CODES.values()
    for name, code in codes.CODES.items():
        assert re.fullmatch(r"XL\d{3}", name)
        details = {
            field: "p{2}"
            for text in (*code.message, *code.hint)
            for _, field, _, _ in Formatter().parse(text)
            if field not in (None, "table", "column", "value")
        }
        found = codes.finding(codes.Problem(code, details), table="t", column="c", value="{v}")
        assert found.message.zh
        assert found.message.en
        assert "{value" not in found.message.zh + found.message.en


def test_values_in_messages_are_short_and_printable() -> None:
    found = codes.finding(codes.Problem(codes.NOT_A_NUMBER), column="c", value="a\nb" * 100)
    assert "\n" not in found.message.en
    assert len(found.message.en) < 120


def test_nearest() -> None:
    assert codes.nearest("predecesors", ["predecessors", "owner"]) == "predecessors"
    assert codes.nearest("Owner", ["predecessors", "owner"]) == "owner"
    assert codes.nearest("zzz", ["predecessors", "owner"]) == ""
    assert codes.nearest("x" * 10_000, ["x" * 9_999]) == ""


def test_places() -> None:
    assert str(Place("a.yaml", 3, 5)) == "a.yaml:3:5"
    assert str(Place("a.json", 3, 5, pointer="/tasks/0/id")) == "a.json:3:5:/tasks/0/id"
    assert str(Place("a.xlsx", sheet="Bob's", cell="C4")) == "'Bob''s'!C4"
    assert str(Place()) == ""
