"""The harness sees what it is there to see."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from tests.tools import cells, validator
from tests.tools.libreoffice import LibreOffice
from tests.tools.programs import ROOT


def book(path: Path, formula_values: list[tuple[str, object]]) -> Path:
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("表 A")
        day = made.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(0, 0, [2, 3, "文字"])
        sheet.write_datetime(0, 3, datetime(2026, 11, 20, 9, 0), day)
        for row, (formula, value) in enumerate(formula_values, start=1):
            sheet.write_formula(row, 0, formula, day if "D1" in formula else None, value)
    return path


RIGHT: list[tuple[str, object]] = [
    ("=A1+B1", 5),
    ("=A1/B1", 2 / 3),
    ('=C1&"!"', "文字!"),
    ('=IF(A1=2,"",1)', ""),
    ("=A1=2", True),
    ("=D1+1", 46347.375),
]


@pytest.mark.office
def test_right_values_show_no_difference(libreoffice: LibreOffice, tmp_path: Path) -> None:
    path = book(tmp_path / "right.xlsx", RIGHT)
    assert cells.compare(path, libreoffice.recalculate([path])[0]) == []


@pytest.mark.office
def test_wrong_values_are_recalculated_and_reported(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    wrong: list[tuple[str, object]] = [
        ("=A1+B1", 6),
        ("=A1/B1", 0.666),
        ('=C1&"!"', "文字?"),
        ('=IF(A1=2,"",1)', 0),
        ("=A1=2", False),
        ("=D1+1", 46347.375 + 1 / 1440),
        ("=1/0", "#DIV/0!"),
    ]
    (tmp_path / "other").mkdir()
    paths = [
        book(tmp_path / "same.xlsx", wrong),
        book(tmp_path / "other" / "same.xlsx", RIGHT),
    ]
    first, second = libreoffice.recalculate(paths)
    assert [d.cell for d in cells.compare(paths[0], first)] == [f"A{n}" for n in range(2, 9)]
    assert cells.compare(paths[1], second) == []


@pytest.mark.office
def test_pages_become_pictures(libreoffice: LibreOffice, tmp_path: Path) -> None:
    pdf = libreoffice.to_pdf(book(tmp_path / "page.xlsx", RIGHT))
    (picture,) = libreoffice.to_png(pdf)
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.validator
def test_sound_file_passes(assert_sound: Callable[[Path], None], tmp_path: Path) -> None:
    assert_sound(book(tmp_path / "sound.xlsx", RIGHT))


@pytest.mark.validator
def test_validator_sees_a_wrong_element(tmp_path: Path) -> None:
    path = damaged(tmp_path, b"<sheetData>", b"<wrong/><sheetData>")
    assert any("wrong" in defect.detail for defect in validator.validate(path))


def test_lint_sees_a_formula_that_excel_repairs(tmp_path: Path) -> None:
    path = damaged(tmp_path, b"<f>A1+B1</f>", b"<f>A1+</f>")
    assert [defect.code for defect in validator.lint(path)] == ["formula_dangling_operator"]


@pytest.mark.parametrize(("ci", "outcome"), [("true", "1 failed"), ("", "1 skipped")])
def test_missing_program_skips_but_fails_in_ci(tmp_path: Path, ci: str, outcome: str) -> None:
    test = tmp_path / "test_missing.py"
    test.write_text(
        "from tests.tools.programs import program\n"
        "def test_it():\n    program('no-such-program', bringer='nobody')\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", tmp_path, test],
        env={"CI": ci, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome in done.stdout
    assert "no-such-program is missing: nobody" in done.stdout or not ci


def damaged(folder: Path, old: bytes, new: bytes) -> Path:
    sound = book(folder / "sound.xlsx", RIGHT)
    path = folder / "damaged.xlsx"
    with zipfile.ZipFile(sound) as source, zipfile.ZipFile(path, "w") as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename == "xl/worksheets/sheet1.xml":
                assert old in content
                content = content.replace(old, new)
            target.writestr(item, content)
    return path
