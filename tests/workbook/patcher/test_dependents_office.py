"""Every formula whose value LibreOffice finds changed was told to be stale, and not all were."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.tools.cells import formulas, values
from tests.tools.libreoffice import LibreOffice
from tests.workbook.edits import Edits
from xlevent.workbook.contents import column_letters
from xlevent.workbook.contents_reader import read_contents
from xlevent.workbook.package import open_package
from xlevent.workbook.patcher.dependents import Dependents

pytestmark = [pytest.mark.office, pytest.mark.slow]
DEMO = Path("workbooks/demo.xlsx")
Cell = tuple[str, int, int]
ROWS = 40


def chained(path: Path, chance: random.Random) -> Path:
    """Sheets of inputs and of formulas of many forms upon them, two of them independent."""
    book = xlsxwriter.Workbook(str(path))
    names = ("First", "Second's", "Apart", "Apart too")
    sheets = {name: book.add_worksheet(name) for name in names}
    book.define_name("rate", "=First!$A$3")
    book.define_name("moving", "='First'!$A1")
    book.define_name("sums", "=SUM(First!$A$1:$A$5)+rate")
    for name, sheet in sheets.items():
        for row in range(ROWS):
            for column in range(2):
                sheet.write_number(row, column, chance.randint(1, 99))
        source = "Apart" if name.startswith("Apart") else "First"
        for row in range(ROWS):
            text = chance.choice(_forms(source, row + 1, chance))
            sheet.write_formula(row, 3, f"={text}")
            sheet.write_formula(row, 4, f"=SUM(D$1:D{row + 1})+{chance.randint(1, 9)}")
        sheet.write_array_formula(0, 6, 4, 6, "{=A1:A5*2}")
        sheet.write_formula(9, 6, "=G5+1")
    table = sheets["First"]
    table.add_table(
        49, 0, 59, 2,
        {"name": "items", "total_row": True, "columns": [
            {"header": "no", "total_function": "sum"},
            {"header": "more"},
            {"header": "double", "formula": "=items[[#This Row],[no]]*2+items[[#This Row],[more]]"},
        ]},
    )  # fmt: skip
    for row in range(50, 59):
        table.write_number(row, 0, row)
        table.write_number(row, 1, row * 3)
    sheets["Second's"].write_formula(60, 0, "=SUM(items[double])+items[[#Totals],[no]]")
    sheets["Second's"].write_formula(61, 0, '=INDEX(items[no],3)+SUMIF(items[no],">52",First!B51)')
    book.close()
    return path


def _forms(source: str, row: int, chance: random.Random) -> list[str]:
    first, last = sorted((chance.randint(1, ROWS), chance.randint(1, ROWS)))
    forms = [
        f"{source}!A{row}+{source}!$B$1",
        f"SUM({source}!A{first}:B{last})",
        f"SUM({source}!A{first}:INDEX({source}!A:A,{last}))",
        f'SUMIF({source}!A{first}:A{last},">50",{source}!B1)',
        f"IF(A{row}>50,B{row},{source}!A{first})",
        f"VLOOKUP(A{row},{source}!A:B,2,FALSE)",
        f'COUNTIF({source}!{first}:{last},">50")',
        f"MAX(A{first},B{last})",
    ]
    if source == "First":
        forms += [
            f"SUM(OFFSET(A1,{first},0))",
            "rate*2",
            "moving+1",
            "sums",
            "SUM('First:Second''s'!A1:A3)",
        ]
    return forms


def compare(
    path: Path, edited: Path, changed: set[Cell], office: LibreOffice
) -> tuple[set[Cell], set[Cell], int]:
    """Cells whose value differs, cells told to be stale, number of formulas."""
    before, after = (values(found) for found in office.recalculate([path, edited]))
    cells: dict[str, set[tuple[int, int]]] = {}
    for sheet, row, column in changed:
        cells.setdefault(sheet, set()).add((row, column))
    with open_package(path) as package:
        found = Dependents(package, read_contents(package)).of(cells, volatile=False)
    told = {(sheet, row, column) for sheet, places in found.items() for row, column in places}
    every = formulas(path)
    names = {(s, f"{column_letters(c)}{r}"): (s, r, c) for s, r, c in told}
    different = {place for place in every if before.get(place) != after.get(place)}
    missed = different - names.keys()
    assert not missed, [
        (place, every[place], before.get(place), after.get(place)) for place in missed
    ]
    return {names[place] for place in different}, told, len(every)


@pytest.mark.parametrize("seed", range(3))
def test_formulas_of_many_forms(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    path = chained(tmp_path / "book.xlsx", chance)
    edits = Edits(path)
    changed: set[Cell] = set()
    for _ in range(3):
        cell = ("First", chance.randint(1, ROWS), chance.randint(1, 2))
        edits.put(*cell, chance.randint(100, 999))
        changed.add(cell)
    cell = ("First", 53, 1)
    edits.put(*cell, 1000)
    office = LibreOffice(tmp_path)
    different, told, count = compare(
        path, edits.save(tmp_path / "new.xlsx"), {*changed, cell}, office
    )
    assert len(different) > 10
    assert len(told) < count
    assert not any(sheet.startswith("Apart") for sheet, _, _ in told)


def test_the_demo(tmp_path: Path) -> None:
    chance = random.Random(1)
    edits = Edits(DEMO)
    every = formulas(DEMO)
    known = values(DEMO)
    inputs: list[Any] = [
        (sheet, cell, value)
        for (sheet, cell), value in known.items()
        if isinstance(value, float) and (sheet, cell) not in every and not sheet.startswith("_")
    ]
    changed: set[Cell] = set()
    for sheet, address, value in chance.sample(inputs, 12):
        letters = address.rstrip("0123456789")
        row, column = int(address[len(letters) :]), _number(letters)
        edits.put(sheet, row, column, value + 1)
        changed.add((sheet, row, column))
    new = edits.save(tmp_path / "new.xlsx")
    different, told, count = compare(DEMO, new, changed, LibreOffice(tmp_path))
    assert different
    assert len(told) < count / 3


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
