"""A workbook of each earlier template becomes one of today's without losing a value."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from xlevent.app.event import Event
from xlevent.app.upgrade import upgrade
from xlevent.sheets.kernel.stale import COMPUTATIONS
from xlevent.workbook.grafting.former import former
from xlevent.workbook.names import TEMPLATE_VERSION

OLD = Path(__file__).parents[1] / "data"


@pytest.mark.slow
@pytest.mark.parametrize("version", range(2, TEMPLATE_VERSION))  # of 1: test_upgrade.py
def test_the_demo_of_an_earlier_template_keeps_its_values(
    version: int, tmp_path: Path, assert_sound: Callable[[Path], None]
) -> None:
    path = tmp_path / "demo.xlsx"
    shutil.copyfile(OLD / f"template-{version}/demo.xlsx", path)
    before = Event.read(path)
    done = upgrade(path)
    assert not done.current
    after = Event.read(path)
    assert not [f.show() for f in after.findings if f.code in ("XL164", "XL165", "XL173")]
    assert {k: v for k, v in after.settings.items() if k in before.settings} == before.settings
    for key, rows in before.tables.items():
        if key not in (COMPUTATIONS, "write_log"):
            assert after.tables[key] == rows, key
    assert upgrade(path).current
    assert_sound(path)


def test_there_is_a_workbook_of_each_earlier_template() -> None:
    known = {int(folder.name.rpartition("-")[2]) for folder in OLD.glob("template-*")}
    assert known == set(range(1, TEMPLATE_VERSION))
    assert all(former(version) for version in known)
