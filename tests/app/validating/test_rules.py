"""What is declared about the rules holds together."""

from __future__ import annotations

from xlevent.app.validating.families import RULES
from xlevent.domain.problems import CODES
from xlevent.sheets.registry import registry


def test_codes_are_unique_and_of_the_rules() -> None:
    codes = [rule.code.code for rule in RULES]
    assert len(set(codes)) == len(codes)
    ranges = (("XL400", "XL499"), ("XL560", "XL579"), ("XL600", "XL629"),
              ("XL673", "XL679"))  # fmt: skip
    assert all(any(low <= code <= high for low, high in ranges) for code in codes)
    assert all(CODES[rule.code.code] is rule.code for rule in RULES)
    assert all(code in CODES for rule in RULES for code in rule.replaces)


def test_what_rules_read_exists() -> None:
    known = registry()
    for rule in RULES:
        assert rule.reads
        for table, columns in rule.reads.items():
            block = known.tables.get(table) or known.records[table]
            assert columns
            assert {c.key for c in block.columns} >= set(columns), (rule.code.code, table)


def test_every_rule_is_said_in_both_languages() -> None:
    for rule in RULES:
        assert rule.says.zh.endswith("。")
        assert rule.says.en.endswith(".")
        assert rule.code.hint.zh
        assert rule.code.hint.en
