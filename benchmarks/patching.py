"""A large workbook that people have filled, and 100 of its cells changed in place."""

from __future__ import annotations

import random
from pathlib import Path

SHEETS, ROWS = 9, 20_000  # about 20 MB
CHANGES = 100
_STATES = ("open", "done", "cancelled")
_HEADERS = (
    "id", "name", "state", "day", "pieces", "price", "paid", "note", "amount", "left", "share",
)  # fmt: skip


def write_large(path: Path) -> None:
    """Nine sheets of 20,000 rows with eight inputs and three formulas each, and a summary."""
    from xlsxwriter import Workbook

    chance = random.Random(1)
    book = Workbook(str(path), {"constant_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    money = book.add_format({"num_format": "#,##0.00"})
    for number in range(1, SHEETS + 1):
        sheet = book.add_worksheet(f"Part {number}")
        sheet.write_row(0, 0, _HEADERS)
        for row in range(1, ROWS + 1):
            pieces, price = chance.randint(1, 900), chance.randint(1, 99_999) / 100
            paid = chance.randint(0, 9_000_000) / 100
            at = row + 1
            sheet.write_string(row, 0, f"R-{number}-{row:05d}")
            sheet.write_string(row, 1, f"{chance.getrandbits(48):012x}")
            sheet.write_string(row, 2, chance.choice(_STATES))
            sheet.write_number(row, 3, 46_000 + chance.randint(0, 700), day)
            sheet.write_number(row, 4, pieces)
            sheet.write_number(row, 5, price, money)
            sheet.write_number(row, 6, paid, money)
            sheet.write_string(row, 7, f"note {chance.getrandbits(64):016x}")
            amount = pieces * price
            sheet.write_formula(row, 8, f"=E{at}*F{at}", money, amount)
            sheet.write_formula(row, 9, f"=I{at}-G{at}", money, amount - paid)
            sheet.write_formula(row, 10, f"=IF(I{at}=0,0,G{at}/I{at})", None, paid / amount)
    summary = book.add_worksheet("Summary")
    for number in range(1, SHEETS + 1):
        for column, letter in enumerate("IJ"):
            area = f"'Part {number}'!{letter}$2:{letter}${ROWS + 1}"
            states = f"'Part {number}'!C$2:C${ROWS + 1}"
            summary.write_formula(number - 1, 2 * column, f"=SUM({area})", None, 1)
            text = f'=SUMIFS({area},{states},"open")'
            summary.write_formula(number - 1, 2 * column + 1, text, None, 1)
    book.close()


def changes() -> list[tuple[str, int, int, float]]:
    """Sheet, row, column and new value, on three of the sheets."""
    chance = random.Random(2)
    return [
        (f"Part {chance.randint(1, 3)}", chance.randint(2, ROWS + 1), 5, chance.randint(1, 900))
        for _ in range(CHANGES)
    ]


def by_openpyxl(source: Path, target: Path) -> None:
    """Load the workbook, change the cells, save it."""
    import openpyxl

    book = openpyxl.load_workbook(source)
    for sheet, row, column, value in changes():
        book[sheet].cell(row, column).value = value
    book.save(target)


def by_xlevent(source: Path, target: Path, *, stale: bool) -> None:
    """Patch the cells; `stale`: take away the stored values that are wrong then, too."""
    from xlevent.workbook.package import open_package
    from xlevent.workbook.patcher import Patch

    with open_package(source) as package:
        patch = Patch(package)
        for sheet, row, column, value in changes():
            patch.set_value(sheet, row, column, value)
        if stale:
            assert patch.drop_stale() >= 3 * CHANGES
        patch.write(target)
        patch.close()
