"""The page on updating tells the truth about both programs."""

from __future__ import annotations

from pathlib import Path

from tests.workbook.patcher import features


def test_the_page_shows_what_both_programs_do(tmp_path: Path) -> None:
    found = features.compared(tmp_path)
    assert [one.feature for one in found if not one.xlevent] == []
    assert any(not one.openpyxl for one in found)
    assert features.shown_table() == features.table(found), (
        "python -m tests.workbook.patcher.features writes the table anew"
    )
