"""The calls of the add-in's benchmark: cells as Excel hands them over, and the bare core's work.

The core gets typed rows and gives Python values: what a cell costs on top of that is reading,
converting and answering cells.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

Cell = str | float | bool | None
Grid = list[list[Cell]]
SIZES = (10, 1_000, 10_000)
FUNCTIONS = {
    "schedule": SIZES, "float": (10_000,), "duplicates": SIZES, "reconcile": SIZES, "ubn": (1,),
}  # fmt: skip
NAMES = {
    "schedule": "XLE_SCHEDULE", "float": "XLE_FLOAT", "duplicates": "XLE_DUPLICATES",
    "reconcile": "XLE_RECONCILE", "ubn": "XLE_UBN",
}  # fmt: skip
COLUMN = 100  # cells that ask for a float, each of another task of the same plan
_START = 46083.0  # 2026-03-02
_SUPPLIERS = 60


def cases() -> list[tuple[str, int]]:
    """Every function with every number of rows."""
    return [(name, rows) for name, sizes in FUNCTIONS.items() for rows in sizes]


def title(name: str) -> str:
    """What is measured."""
    return f"{COLUMN} cells of {NAMES[name]}" if name == "float" else NAMES[name]


def memo(name: str) -> str:
    """XLEVENT_MEMO for a case: the same call is made again and again, and is to be computed."""
    return "1" if name == "float" else "0"


def rounds(name: str, rows: int) -> Iterator[list[list[Grid]]]:
    """The arguments of the calls that are timed together, for ever.

    A column of floats is about a plan that no round before has asked for.
    """
    made = {
        "schedule": _tasks, "float": _tasks, "duplicates": _vouchers, "reconcile": _payments,
        "ubn": _number,
    }  # fmt: skip
    given = made[name](rows)
    day = _START
    while name == "float":
        day += 7
        yield [[given[0], [[day]], [[f"T{n % rows}"]]] for n in range(COLUMN)]
    while True:
        yield [given]


def bodies(name: str, rows: int) -> Iterator[list[str]]:
    """What Excel sends for these calls, as JSON."""
    turns = rounds(name, rows)
    sent = [_body(name, given) for given in next(turns)]
    yield sent
    while name != "float":
        yield sent
    # Of a column only the small arguments change, and the large one is not written again.
    large = json.dumps(_blank_as_text(next(turns)[0][0]))
    for calls in turns:
        yield [_body(name, [[["@"]], *given[1:]]).replace('[["@"]]', large, 1) for given in calls]


def _body(name: str, given: list[Grid]) -> str:
    return json.dumps({
        "func_name": NAMES[name], "args": list(map(_blank_as_text, given)), "version": "dev",
        "client": "Office.js", "content_language": "en-US", "date_format": "yyyy-mm-dd",
        "caller_address": "Sheet1!A1", "runtime": "1.4", "culture_info_name": "en-US",
    })  # fmt: skip


def _blank_as_text(grid: Grid) -> Grid:
    return [["" if cell is None else cell for cell in row] for row in grid]


def core(name: str, rows: int) -> Callable[[], object]:
    """The work without cells; its inputs are made before."""
    made = {
        "schedule": _scheduling, "float": _planning, "duplicates": _comparing,
        "reconcile": _matching, "ubn": _checking,
    }  # fmt: skip
    return made[name](rows)


def _tasks(rows: int) -> list[Grid]:
    """Tasks with two predecessors each from the 20 rows before, a header above."""
    dice = random.Random(rows)
    found: Grid = [["ID", "Duration", "Predecessors"]]
    for number in range(rows):
        before = {f"T{max(0, number - dice.randint(1, 20))}" for _ in range(2)} if number else ()
        found.append([f"T{number}", float(dice.randint(1, 10)), ", ".join(sorted(before)) or None])
    return [found, [[_START]]]


def _vouchers(rows: int) -> list[Grid]:
    """Vouchers of 60 suppliers over a year; one of fifty is there twice, spelt otherwise."""
    dice = random.Random(rows)
    found: Grid = [["Payee", "Invoice number", "Gross", "Date"]]
    for number in range(rows):
        if number and number % 50 == 0:
            payee, invoice, amount, day = dice.choice(found[1:])
            found.append([payee, f"{str(invoice)[:2]}-{str(invoice)[2:]}", amount, day])
            continue
        invoice = f"AB{dice.randint(10_000_000, 99_999_999)}"
        amount = float(dice.randint(100, 90_000))
        found.append([f"S{dice.randint(1, _SUPPLIERS)}", invoice, amount,
                      _START + dice.randint(0, 364)])  # fmt: skip
    return [found]


def _payments(rows: int) -> list[Grid]:
    """Payments, and the lines of the bank: nine of ten are there, up to two days later."""
    dice = random.Random(rows)
    paid: Grid = [["Voucher ID", "Payee", "Gross", "Paid on", "Bank reference"]]
    lines: Grid = [["Date", "Amount", "Counterparty", "Description", "Reference"]]
    for number in range(rows):
        payee, amount = f"S{dice.randint(1, _SUPPLIERS)}", float(dice.randint(100, 900_000))
        day = _START + dice.randint(0, 364)
        paid.append([f"E-{number:05}", payee, amount, day, None])
        if dice.random() < 0.9:
            lines.append([day + dice.randint(0, 2), -amount, payee, "transfer", None])
    dice.shuffle(body := lines[1:])
    return [paid, [lines[0], *body]]


def _number(_: int) -> list[Grid]:
    return [[["04595257"]]]


def _scheduling(rows: int) -> Callable[[], object]:
    from xlevent.app.event import Event
    from xlevent.app.planning.scheduling import scheduled, write_schedule

    tasks = _typed_tasks(rows)

    def work() -> object:
        event = Event({"planning_start": date(2026, 3, 2)}, {"tasks": tasks})
        write_schedule(event, scheduled(event))
        return event

    return work


def _planning(rows: int) -> Callable[[], object]:
    """One schedule, from which all cells of the column can be told."""
    from xlevent.app.event import Event
    from xlevent.app.planning.scheduling import scheduled

    tasks = _typed_tasks(rows)

    def work() -> object:
        done = scheduled(Event({"planning_start": date(2026, 3, 2)}, {"tasks": tasks}))
        return [done.schedule[f"T{n % rows}"].total_float for n in range(COLUMN)]

    return work


def _typed_tasks(rows: int) -> list[dict[str, Any]]:
    given, _ = _tasks(rows)
    return [
        {"id": str(name), "duration": Decimal(str(days)), "predecessors": str(before or "")}
        for name, days, before in given[1:]
    ]


def _comparing(rows: int) -> Callable[[], object]:
    from xlevent.compute.duplicates import Voucher, find_duplicates
    from xlevent.domain.values import parse

    (given,) = _vouchers(rows)
    vouchers = [
        Voucher(str(payee), str(invoice), Decimal(str(amount)), parse("date", day)[0])  # type: ignore[arg-type]
        for payee, invoice, amount, day in given[1:]
    ]
    return lambda: find_duplicates(vouchers)


def _matching(rows: int) -> Callable[[], object]:
    from xlevent.app.event import Event
    from xlevent.app.money.reconciled import reconciled
    from xlevent.domain.values import parse

    paid, lines = _payments(rows)
    expenses = [
        {"id": name, "payee": payee, "gross": Decimal(str(amount)),
         "paid_on": parse("date", day)[0]}
        for name, payee, amount, day, _ in paid[1:]
    ]  # fmt: skip
    bank = [
        {"date": parse("date", day)[0], "amount": Decimal(str(amount)), "counterparty": payee,
         "description": said}
        for day, amount, payee, said, _ in lines[1:]
    ]  # fmt: skip

    def work() -> object:
        return reconciled(Event({}, {"expenses": expenses, "bank_lines": bank}))  # type: ignore[dict-item]

    return work


def _checking(_: int) -> Callable[[], object]:
    from xlevent.compute.tax_tw.ubn import check_ubn

    return lambda: check_ubn("04595257")
