"""The macro-enabled master: valid for Excel, and LibreOffice holds and calculates all of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook
from xlevent_udfs.classic.settings import SHEET
from xlevent_udfs.classic.vba import modules, sub_name
from xlevent_udfs.macros.catalogue import MACROS

from tests.tools.libreoffice import LibreOffice
from tests.tools.programs import ROOT

MASTER = ROOT / "workbooks" / "xlevent-master.xlsm"
PLAIN = ROOT / "workbooks" / "xlevent-master.xlsx"


@pytest.mark.validator
def test_master_is_sound(assert_sound: Callable[[Path], None]) -> None:
    assert_sound(MASTER)


def test_macros_take_little_room() -> None:
    assert MASTER.stat().st_size < PLAIN.stat().st_size + 100_000


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_calculates_it_like_the_workbook_without_macros(
    libreoffice: LibreOffice,
) -> None:
    with_macros, without = map(_values, libreoffice.recalculate([MASTER, PLAIN]))
    assert with_macros.pop(SHEET)
    assert with_macros == without


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_holds_every_module_and_binds_every_button(libreoffice: LibreOffice) -> None:
    made = libreoffice.to_ods(MASTER)
    with ZipFile(made) as archive:
        names = set(archive.namelist())
        content = archive.read("content.xml").decode()
        macros = archive.read("Basic/VBAProject/xlevent_macros.xml").decode()
    assert {f"Basic/VBAProject/{module.name}.xml" for module in modules()} <= names
    bound = re.findall(r"VBAProject\.xlevent_macros\.(\w+)\?language=Basic", content)
    assert sorted(bound) == sorted(map(sub_name, MACROS))
    for name in MACROS:
        assert f"Public Sub {sub_name(name)}()" in macros


def _values(path: Path) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
