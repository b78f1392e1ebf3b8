"""Profiles of users: what they can say, and what is said of a wrong one."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from xlevent.app.statements import read_statements
from xlevent.errors import MisuseError
from xlevent.interop.statements.profile import FIELDS, KEYS, bundled, find_profile, parse_profile

GOOD = "columns: {date: 日期, amount: 金額}\n"


def test_a_profile_of_my_own(tmp_path: Path) -> None:
    profile = tmp_path / "my-bank.yaml"
    profile.write_text(
        """
encoding: gb18030
delimiter: ";"
date: dmy
decimal: comma
currency: CNY
columns:
  date: [日期]
  mark: [方向]
  amount: [金额]
  description: [用途, 附言]
marks: {debit: [付], credit: [收]}
preamble:
  account: ['卡号 (\\d+)']
  period: ['从(\\S+)到(\\S+)']
footer: [总数]
""",
        encoding="utf-8",
    )
    path = tmp_path / "a.txt"
    path.write_bytes(
        "卡号 6222000012345;;;;\n从2026/03/01到2026/03/31;;;;\n日期;方向;金额;用途;附言\n"
        "05/03/2026;付;1.234,50;房租;三月\n06/03/2026;收;2,00;;\n总数;;9;;\n".encode("gb18030")
    )
    (found,) = read_statements([path], profile)
    assert [(x.amount, x.description) for x in found.lines] == [
        (Decimal("-1234.50"), "房租 三月"), (Decimal(2), ""),
    ]  # fmt: skip
    assert (found.account, found.currency, found.profile) == ("2345", "CNY", "my-bank")
    assert str(found.begin) == "2026-03-01"
    assert not found.findings


def test_a_file_without_a_header_has_columns_by_number(tmp_path: Path) -> None:
    profile = tmp_path / "p.yaml"
    profile.write_text('columns: {date: "#1", debit: "#3", credit: "#4", description: "#2"}\n')
    path = tmp_path / "a.csv"
    path.write_text("1150305,a,5,\n1150306,b,,6\n")
    (found,) = read_statements([path], profile)
    assert [(x.amount, x.description) for x in found.lines] == [(-5, "a"), (6, "b")]


def test_dates_that_are_carried_down(tmp_path: Path) -> None:
    profile = tmp_path / "p.yaml"
    profile.write_text("date_carries: true\n" + GOOD, encoding="utf-8")
    path = tmp_path / "a.csv"
    path.write_text("日期,金額\n2026/03/05,5\n,6\n2026/03/06,7\n", encoding="utf-8")
    (found,) = read_statements([path], profile)
    assert [x.date.day for x in found.lines] == [5, 5, 6]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("columns: {date: a, amount: b}\nfoo: 1", "no key 'foo'"),
        ("columns: {date: a, amount: b}\nencodin: x", "Did you mean 'encoding'"),
        ("columns: {amount: b}", "columns.date is missing"),
        ("columns: {date: a, debit: b}", "columns.amount is missing"),
        ("columns: {date: a, amount: b, colour: c}", "columns has no key 'colour'"),
        ("columns: [a]", "columns should be keys"),
        ("columns: {date: 3, amount: b}", "columns.date should be a list of texts"),
        (GOOD + "date: german", "date cannot be 'german'.*ymd, roc"),
        (GOOD + "sign: minus", "sign cannot be 'minus'"),
        (GOOD + "encoding: utf-99", "encoding 'utf-99' is unknown"),
        (GOOD + "currency: NTX", "NTX.*currency"),
        (GOOD + 'delimiter: "x"', "delimiter cannot be used"),
        (GOOD + "date_carries: 1", "date_carries cannot be '1'"),
        (GOOD + "preamble: {account: '('}", "preamble.account is no regular expression"),
        (GOOD + "preamble: {account: 'abc'}", "preamble.account has 0 groups, not 1"),
        (GOOD + "preamble: {period: '(a)'}", "preamble.period has 1 groups, not 2"),
        (GOOD + "preamble: {balance: '(a)'}", "preamble has no key 'balance'"),
        ("columns: {date: a, amount: b, mark: c}", "columns.mark needs marks"),
        (GOOD + "marks: {debit: []}", "marks.debit should be a list"),
        ("a: [", "not valid YAML"),
        ("- 1", "the profile should be keys"),
        ("a: &a [1]\nb: *a", "anchors"),
        ("a" * 300_000, "anchors|large|keys"),
        ("!!python/object/apply:os.system [ls]", "not valid YAML"),
    ],
)
def test_a_wrong_profile_names_the_key(text: str, said: str) -> None:
    with pytest.raises(MisuseError, match=said) as caught:
        parse_profile(text, "p.yaml")
    assert "p.yaml" in str(caught.value)
    assert caught.value.mend.en or "TWD" in str(caught.value)


def test_mixed_numbers_and_headers(tmp_path: Path) -> None:
    profile = parse_profile('columns: {date: "#1", amount: b}', "p.yaml")
    path = tmp_path / "a.csv"
    path.write_text("1150305,5\n")
    with pytest.raises(MisuseError, match=r"columns\.amount names a header"):
        read_statements([path], profile)


def test_unknown_profiles_are_told_from_known_ones() -> None:
    assert find_profile("esun").name == "esun"
    with pytest.raises(MisuseError, match=r"Did you mean 'cathay'\?"):
        find_profile("cathy")
    with pytest.raises(Exception, match="no such file"):
        find_profile("nowhere.yaml")


def test_the_guide_lists_every_profile_key_and_field() -> None:
    page = (Path(__file__).parents[3] / "docs" / "bank-statements.md").read_text("utf-8")
    for name in (*(p.name for p in bundled()), *FIELDS, *KEYS):
        assert f"`{name}`" in page, name
