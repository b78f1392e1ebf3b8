"""The page of checks says what the code says."""

from __future__ import annotations

from tests.tools.programs import ROOT
from xlevent.app.validating import catalogue
from xlevent.app.validating.families import RULES

PAGE = ROOT / "docs" / "validation.md"


def test_the_page_is_of_today() -> None:
    text = PAGE.read_text("utf-8")
    assert catalogue.renewed(text) == text, "run `python3 dev.py generate`"


def test_every_rule_stands_on_it_once() -> None:
    text = PAGE.read_text("utf-8")
    for rule in RULES:
        assert text.count(f'<a id="{rule.code.code.lower()}"></a>') == 1
        assert rule.says.zh in text
        assert rule.code.hint.en.partition("{")[0] in text


def test_the_parts_around_the_table_stay() -> None:
    text = f"before\n{catalogue.BEGIN}\nyesterday\n{catalogue.END}\nafter\n"
    new = catalogue.renewed(text)
    assert new.startswith("before\n")
    assert new.endswith("\nafter\n")
    assert "yesterday" not in new
