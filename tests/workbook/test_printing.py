"""Pages of wide tables: few, and about equally wide."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xlevent.workbook.printing import _filled, _page_ends

WIDEST = 210

WIDTHS = st.lists(st.floats(0, 60), min_size=1, max_size=60)


def pages(widths: list[float], ends: list[int]) -> list[float]:
    starts = [0, *(end + 1 for end in ends[:-1])]
    return [sum(widths[a : b + 1]) for a, b in zip(starts, ends, strict=True)]


@given(WIDTHS)
def test_every_column_is_on_one_page_and_no_page_is_too_wide(widths: list[float]) -> None:
    ends = _page_ends(widths, WIDEST)
    assert ends == sorted(set(ends))
    assert ends[-1] == len(widths) - 1
    assert len(ends) == len(_filled(widths, WIDEST))
    assert all(width <= WIDEST + 1e-6 for width in pages(widths, ends))


def test_no_page_has_only_the_last_column() -> None:
    widths = [15.0] * 15  # 225: one column too many for one page
    assert pages(widths, _page_ends(widths, WIDEST)) == [120, 105]
    assert _page_ends([10.0] * 3, WIDEST) == [2]
    assert _page_ends([300.0, 10.0], WIDEST) == [0, 1]
