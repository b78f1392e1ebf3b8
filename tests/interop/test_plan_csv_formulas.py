"""What a spreadsheet would take for a formula is text in a CSV file, and comes back as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workbook.books import DECLARED
from xlevent.interop import plan_csv
from xlevent.interop.outgoing import Kept, Outgoing

STARTS = "=+-@＝＋－＠\t\r\n"
TEXTS = st.builds(
    str.__add__, st.sampled_from(["", *STARTS, "'", "''", "'=", "'＝", " =", '"=']),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=8),
)  # fmt: skip


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@given(TEXTS)
def test_texts_come_back(text: str) -> None:
    assert plan_csv.restore(plan_csv.protect(text)) == text
    assert not plan_csv.protect(text).startswith(tuple(STARTS))


@given(st.dictionaries(TEXTS.map(str.strip).filter(bool), TEXTS.filter(bool), max_size=4))
def test_names_of_columns_too(row: dict[str, str]) -> None:
    plan = Outgoing(DECLARED, tables={"unknown": [{k: Kept(v) for k, v in row.items()}]})
    text = plan_csv.dumps(plan, "unknown")
    assert not any(cell.startswith(tuple(STARTS)) for line in cells(text) for cell in line)
    # A delimiter is guessed from the first line, which holds a comma only from two columns on.
    if len(row) > 1 and not any(sign in name for name in row for sign in ";\t\n\r"):
        assert plan_csv.loads(text, "unknown").tables["unknown"].rows == [row]


def test_names_of_settings_too() -> None:
    plan = Outgoing(DECLARED, settings={"=key": Kept("=1"), "event_name": "＝1"})
    text = plan_csv.dumps(plan, "settings")
    assert "'=key,'=1" in text
    assert plan_csv.loads(text, "settings").settings.rows == [{"=key": "=1", "event_name": "＝1"}]


@pytest.mark.parametrize("number", [-5, -1.5, "-12"])
def test_numbers_stay_numbers(number: object) -> None:
    plan = Outgoing(DECLARED, tables={"tasks": [{"id": "T-1", "cost": Kept(number)}]})
    written = cells(plan_csv.dumps(plan, "tasks"))[1]
    assert written[-1] == (f"'{number}" if isinstance(number, str) else str(number))
