"""Cells as blocks: each cell once, nothing else, and few blocks where columns reach alike."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from xlevent_udfs.macros.blocks import blocks

CELLS = st.dictionaries(
    st.tuples(st.integers(1, 12), st.integers(1, 8)), st.integers(), max_size=60
)


@given(CELLS)
def test_every_cell_is_written_once(cells: dict[tuple[int, int], int]) -> None:
    found: dict[tuple[int, int], object] = {}
    for block in blocks(cells):
        for down, row in enumerate(block.values):
            for along, value in enumerate(row):
                at = block.row + down, block.column + along
                assert at not in found
                found[at] = value
        assert block.last == at
    assert found == cells


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 5), st.integers(1, 5))
def test_a_rectangle_is_one_block(top: int, left: int, height: int, width: int) -> None:
    cells = {
        (row, column): 0 for row in range(top, top + height) for column in range(left, left + width)
    }
    assert len(list(blocks(cells))) == 1
