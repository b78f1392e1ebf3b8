"""Every layout that comes with xlevent, read from a small file in the manner of its bank."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from xlevent.app.statements import read_statements
from xlevent.domain.bank import Statement
from xlevent.interop.statements.profile import automatic, bundled

FILES = Path(__file__).parent / "files"
# File; layout, account, currency; each line: date, amount, balance, counterparty, reference.
EXPECTED: dict[str, list[tuple[str, str, str, list[str]]]] = {
    "bank-of-taiwan.csv": [("bank-of-taiwan", "4567", "TWD", [
        "2025-03-03 300000 412500 環北科技股份有限公司 FT1140303001",
        "2025-03-05 -31500 381000 松風文創場館營運股份有限公司 FT1140305001",
        "2025-03-05 -30 380970 - FT1140305001",
        "2025-03-21 128 381098 - INT1140321",
    ])],
    "cathay.csv": [("cathay", "7890", "TWD", [
        "2026-03-02 120000 120000 文化局 -",
        "2026-03-05 -20000 100000 林佳穎 -",
        "2026-03-05 -15 99985 - -",
        "2026-03-10 -15000 84985 聲境視聽股份有限公司 -",
    ])],
    "ctbc.csv": [("ctbc", "", "TWD", [
        "2026-03-05 -3260 96740 ****5678_文淵文具 -",
        "2026-03-06 5000 101740 - -",
        "2026-03-06 5000 106740 - -",
    ])],
    "esun.csv": [("esun", "321", "TWD", [
        "2026-03-05 -1200 8800 陳冠宇 -",
        "2026-03-06 300 9100 - -",
    ])],
    "taishin.csv": [("taishin", "5678", "TWD", [
        "2026-03-05 -500 1500 黃思婷 A1",
        "2026-03-06 700 2200 鄭宇軒 A2",
        "2026-03-07 -200 2000 周子晴 A3",
    ])],
    "post.csv": [("post", "6789", "TWD", [
        "2025-03-05 -1000 9000 - 000123",
        "2025-03-06 -2000 7000 - 000123",
        "2025-03-21 12 7012 - 000123",
    ])],
    "mega.csv": [
        ("mega", "5678", "TWD", [
            "2026-03-05 -12000 88000 大岳展演 M001",
            "2026-03-06 500 88500 大岳展演 M002",
        ]),
        ("mega", "5678", "USD", ["2026-03-05 -120.50 879.50 StreamHarbor_Inc. M003"]),
    ],
    "first.csv": [("first", "", "TWD", [
        "2026-03-05 -8400 91600 朗聲公關 000001",
        "2026-03-06 1000 92600 張雅雯 000002",
    ])],
    "card.csv": [("credit-card", "", "TWD", [
        "2026-03-04 -1280 - - -",
        "2026-03-06 300 - - -",
        "2026-03-10 5000 - - -",
    ])],
    "vouchers.csv": [
        ("ledger", "1113", "", [
            "2026-03-05 -31500 - - A001",
            "2026-03-06 5000 - - A002",
        ]),
        ("ledger", "6110", "", ["2026-03-05 31500 - - A001"]),
    ],
    "wise.csv": [("wise", "", "USD", [
        "2026-03-05 -250 750 Jane_Speaker TRANSFER-1001",
        "2026-03-06 -20 730 Hosting.example CARD-1002",
    ])],
    "ledger.csv": [("ledger", "1113", "", [
        "2026-03-05 -31500 68500 松風文創 A11503050001",
        "2026-03-06 50000 118500 環北科技 A11503060001",
    ])],
    "german.csv": [("generic", "", "EUR", [
        "2026-03-05 -1234.50 - Bühne_GmbH -",
        "2026-03-31 2000 - Sponsor_AG -",
    ])],
    "old.xls": [("ctbc", "", "TWD", [
        "2026-03-05 -3260 96740 ****5678_文淵文具 -",
        "2026-03-06 5000 101740 - -",
        "2026-03-06 5000 106740 - -",
    ])],
    "one.ofx": [("", "6789", "USD", [
        "2026-03-05 -120.50 - StreamHarbor_&_Co F1",
        "2026-03-06 1000 - Sponsor F2",
    ])],
    "one.sta": [("", "9012", "TWD", [
        "2026-03-05 -31500 - SHENGJING_AV_CO FT260305001",
        "2026-03-06 250000 - - IN260306",
        "2026-03-07 500 - - RV1",
    ])],
    "batch.camt.xml": [("", "3000", "EUR", [
        "2026-03-05 -100 - Alpha_GmbH E1",
        "2026-03-05 -200 - Beta E2",
    ])],
}  # fmt: skip
# What is said of each file; nothing of the others.
SAID = {
    "bank-of-taiwan.csv": ["XL202", "XL519"],
    "taishin.csv": ["XL202"],
    "post.csv": ["XL202"],
    "first.csv": ["XL202"],
    "mega.csv": ["XL523"],
    "vouchers.csv": ["XL514"],
    "ledger.csv": ["XL202", "XL514"],
    "german.csv": ["XL511"],
    "batch.camt.xml": ["XL520"],
}


def shown(statement: Statement) -> tuple[str, str, str, list[str]]:
    lines = [
        " ".join(
            str("-" if v in ("", None) else v).replace(" ", "_")
            for v in (x.date, x.amount, x.balance, x.counterparty, x.reference)
        )
        for x in statement.lines
    ]
    return statement.profile, statement.account, statement.currency, lines


@pytest.mark.parametrize("name", EXPECTED)
def test_the_lines_of_a_layout(name: str) -> None:
    found = read_statements([FILES / name])
    assert [shown(s) for s in found] == EXPECTED[name]
    assert [f.code for s in found for f in s.findings] == SAID.get(name, [])


def test_every_automatic_layout_has_a_file() -> None:
    used = {layout for expected in EXPECTED.values() for layout, *_ in expected}
    assert {p.name for p in automatic()} <= used


def test_places_are_the_lines_of_the_file() -> None:
    for name in EXPECTED:
        if name.endswith(".xls"):
            continue
        text = (FILES / name).read_bytes()
        encoding = "utf-16" if text[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        try:
            rows = text.decode(encoding).splitlines()
        except UnicodeDecodeError:
            rows = text.decode("cp950").splitlines()
        for statement in read_statements([FILES / name]):
            for line in statement.lines:
                assert line.place.line is not None
                row = rows[line.place.line - 1]
                if statement.format == "csv":
                    assert line.raw.split(" | ")[0] in row
                else:
                    assert any(mark in row for mark in ("STMTTRN", ":61:", "Ntry"))


def test_an_expense_ledger_is_read_the_other_way_round() -> None:
    cash, costs = (
        read_statements([FILES / "ledger.csv"], profile=p)[0] for p in ("ledger", "ledger-expenses")
    )
    assert [x.amount for x in costs.lines] == [-x.amount for x in cash.lines]
    assert [x.amount for x in costs.lines] == [Decimal(31500), Decimal(-50000)]
    assert not any(f.code == "XL518" for f in costs.findings)


def test_bundled_profiles_say_that_layouts_change() -> None:
    folder = Path(__file__).parents[3] / "xlevent" / "interop" / "statements" / "profiles"
    for profile in bundled():
        text = (folder / f"{profile.name}.yaml").read_text("utf-8")
        assert text.startswith("# ")
        if "In the manner of" in text:
            assert "change" in text.split("name:")[0]
