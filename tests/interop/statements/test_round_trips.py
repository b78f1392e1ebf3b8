"""Lines written in the layout of any profile, formatted at random, are read back as they were."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xlevent.app.statements import read_statements
from xlevent.interop.statements.profile import Profile, bundled

WORDS = ("轉帳", "Hosting", "場地 訂金", "EX-014", "a,b", 'say "x"', "費用;三月", "50%", "Ünlü")
NAMES = ("環北科技股份有限公司", "Jane Speaker", "林佳穎", "A|B Ltd")


@dataclass(frozen=True)
class Movement:
    """What goes into a row."""

    day: date
    amount: Decimal
    text: str
    name: str
    reference: str


def movements() -> st.SearchStrategy[list[Movement]]:
    money = st.integers(-10_000_000_00, 10_000_000_00).filter(bool)
    row = st.tuples(
        st.integers(0, 40), money, st.booleans(), st.sampled_from(WORDS), st.sampled_from(NAMES),
        st.sampled_from(("", "FT{}", "{:09}")),
    )  # fmt: skip

    def made(rows: list[tuple[int, int, bool, str, str, str]]) -> list[Movement]:
        day = date(2024, 12, 20)
        found = []
        for number, (later, cents, is_whole, text, name, form) in enumerate(rows):
            day += timedelta(days=later)
            amount = Decimal(cents) / 100
            amount = (amount.to_integral_value() or Decimal(1)) if is_whole else amount
            found.append(Movement(day, amount, text, name, form.format(number + 1)))
        return found

    return st.lists(row, min_size=1, max_size=15).map(made)


@dataclass(frozen=True)
class Form:
    """How a file is written."""

    dates: str
    grouped: bool
    minus: str
    encoding: str
    separator: str
    newest_first: bool
    preamble: int
    repeat: int  # the header again after so many lines; 0: never
    total: bool


FORMS = st.builds(
    Form, st.sampled_from(("{y}/{m:02}/{d:02}", "{r}/{m:02}/{d:02}", "{r}{m:02}{d:02}",
                           "{y}-{m:02}-{d:02} 09:30:00", "民國{r}年{m}月{d}日")),
    st.booleans(), st.sampled_from(("-{}", "{}-", "({})", "▲{}")),
    st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "utf-16-le")),
    st.sampled_from((",", ";", "\t")), st.booleans(), st.integers(0, 3), st.integers(0, 5),
    st.booleans(),
)  # fmt: skip


def header_of(profile: Profile) -> dict[str, str]:
    """A header for each field, those that the profile is recognised by among them."""
    asked = {name for given in profile.recognise for name in given.split("|")}
    named = {}
    for field, headers in profile.columns.items():
        if field in ("account", "currency", "value_date"):
            continue
        named[field] = next((h for h in headers if h in asked), headers[0])
    if "debit" in named:
        named.pop("amount", None)
        named.pop("mark", None)
    return named


def number(amount: Decimal, form: Form) -> str:
    text = f"{abs(amount):,f}" if form.grouped else f"{abs(amount):f}"
    return form.minus.format(text) if amount < 0 else text


def cells(
    move: Movement, balance: Decimal, fields: Mapping[str, str], profile: Profile, form: Form
) -> list[str]:
    if profile.date == "dmy":
        day = f"{move.day:%d-%m-%Y}"
    else:
        day = form.dates.format(
            y=move.day.year, r=move.day.year - 1911, m=move.day.month, d=move.day.day
        )
    sign = -1 if profile.sign == "reversed" else 1
    flow = move.amount if profile.kind == "bank" else -sign * move.amount
    values = {
        "date": day, "amount": number(sign * move.amount, form),
        "debit": number(-flow, form) if flow < 0 else "",
        "credit": number(flow, form) if flow > 0 else "",
        "balance": number(sign * balance, form), "description": move.text,
        "counterparty": move.name, "reference": move.reference,
    }  # fmt: skip
    if "mark" in fields:
        values["mark"] = next(k for k, v in profile.marks.items() if v == (1 if flow > 0 else -1))
        values["amount"] = number(abs(move.amount), form)
    return [values[field] for field in fields]


def table(profile: Profile, moves: list[Movement], form: Form) -> list[list[str]]:
    fields = header_of(profile)
    extra = [
        name.split("|")[0] for name in profile.recognise
        if not any(part in fields.values() for part in name.split("|"))
    ]  # fmt: skip
    head = [*fields.values(), *extra]
    rows: list[list[str]] = [["某銀行　交易明細"] for _ in range(form.preamble)]
    lines = []
    balance = Decimal(12_345)
    for move in moves:
        balance += move.amount
        lines.append(cells(move, balance, fields, profile, form) + [""] * len(extra))
    if form.newest_first:
        lines.reverse()
    for at, line in enumerate(lines):
        if at == 0 or (form.repeat and at % form.repeat == 0):
            rows.append(head)
        rows.append(line)
    if form.total and "debit" in fields:
        index = {f: i for i, f in enumerate(fields)}
        sums = ["合計"] + [""] * (len(head) - 1)
        for side in ("debit", "credit"):
            column = index[side]
            total = sum(
                (abs(m.amount) for m, line in zip(
                    reversed(moves) if form.newest_first else moves, lines, strict=True
                ) if line[column]), Decimal(0),
            )  # fmt: skip
            if column:
                sums[column] = f"{total:,f}"
        rows.append(sums)
    return rows


QUICK = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def check(path: Path, profile: Profile, moves: list[Movement], form: Form) -> None:
    (found,) = read_statements([path], profile)
    expected, balance = [], Decimal(12_345)
    fields = header_of(profile)
    for move in moves:
        balance += move.amount
        expected.append(
            (
                move.day, move.amount, balance if "balance" in fields else None,
                " ".join(move.text.split("\n")) if "description" in fields else "",
                move.name if "counterparty" in fields else "",
                move.reference if "reference" in fields else "",
            )
        )  # fmt: skip
    read = [
        (x.date, x.amount, x.balance, x.description, x.counterparty, x.reference)
        for x in found.lines
    ]
    same_day = form.newest_first and moves[0].day == moves[-1].day
    assert read == expected or (same_day and "balance" not in fields and read == expected[::-1])
    problems = [f for f in found.findings if f.severity != "notice"]
    assert not problems, [f.show() for f in problems]


@QUICK
@given(profile=st.sampled_from(bundled()), moves=movements(), form=FORMS)
def test_text_files(tmp_path: Path, profile: Profile, moves: list[Movement], form: Form) -> None:
    if profile.header_rows == 2:
        return  # its header has two rows; test_layouts reads one
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=form.separator).writerows(table(profile, moves, form))
    path = tmp_path / "a.csv"
    path.write_bytes(out.getvalue().encode(form.encoding))
    check(path, profile, moves, form)


@QUICK
@given(profile=st.sampled_from(bundled()), moves=movements(), form=FORMS)
def test_workbooks(tmp_path: Path, profile: Profile, moves: list[Movement], form: Form) -> None:
    if profile.header_rows == 2:
        return
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_numbers": True}) as made:
        sheet = made.add_worksheet()
        for at, row in enumerate(table(profile, moves, form)):
            for column, text in enumerate(row):
                if text.startswith("0"):
                    sheet.write_string(at, column, text)
                elif text:
                    sheet.write(at, column, text)
    check(path, profile, moves, form)
