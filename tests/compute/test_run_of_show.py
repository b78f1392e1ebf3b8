"""The cascade of a run of show, against a clock that ticks minute by minute."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlevent.compute.run_of_show import Segment, Slot, cascade
from xlevent.errors import MisuseError

SEGMENTS = st.builds(
    Segment,
    st.integers(0, 90),
    st.none() | st.integers(0, 600),
    st.integers(0, 30),
)
DAYS = st.lists(SEGMENTS, max_size=12)


def simulate(rows: list[Segment]) -> list[tuple[int, int] | None]:
    """Every row waits for its cue and then runs until its minutes are used up."""
    found: list[tuple[int, int] | None] = []
    for i, row in enumerate(rows):
        before = found[i - 1] if i else None
        if row.hard_start is None and before is None:
            found.append(None)
            continue
        clock = 0
        while True:
            cue = row.hard_start == clock if row.hard_start is not None else before[1] == clock  # type: ignore[index]
            if cue:
                break
            clock += 1
        start, left = clock, row.minutes + row.extra
        while left:
            clock += 1
            left -= 1
        found.append((start, clock))
    return found


def next_hard(rows: list[Segment], i: int) -> int | None:
    return next((k for k in range(i + 1, len(rows)) if rows[k].hard_start is not None), None)


@given(DAYS)
def test_cascade_is_what_the_clock_does(rows: list[Segment]) -> None:
    slots = cascade(rows)
    spans = [None if s.start is None or s.end is None else (s.start, s.end) for s in slots]
    assert spans == simulate(rows)


@given(DAYS)
def test_overrun_and_hit_by_definition(rows: list[Segment]) -> None:
    slots, spans = cascade(rows), simulate(rows)
    for i, slot in enumerate(slots):
        span, k = spans[i], next_hard(rows, i)
        if span is None or k is None:
            assert slot.overrun is None
            assert slot.slack is None
        else:
            late = set(range(rows[k].hard_start or 0, span[1]))
            assert slot.overrun == len(late)
        before = spans[i - 1] if i else None
        hard = rows[i].hard_start
        if hard is None:
            assert slot.hit is None
        else:
            assert slot.hit == (max(0, before[1] - hard) if before else 0)


@given(DAYS, st.data())
def test_slack_is_what_can_be_added_before_the_next_hard_start_is_hit(
    rows: list[Segment], data: st.DataObject
) -> None:
    slots = cascade(rows)
    known = [i for i, slot in enumerate(slots) if slot.slack is not None]
    if not known:
        return
    i = data.draw(st.sampled_from(known))
    slack, k = slots[i].slack, next_hard(rows, i)
    assert slack is not None
    assert k is not None

    def hit(more: int) -> int | None:
        changed = [*rows[:i], replace(rows[i], extra=rows[i].extra + more), *rows[i + 1 :]]
        return cascade(changed)[k].hit

    if slack >= 0:
        assert hit(slack) == 0
        assert hit(slack + 1) == 1
    else:
        assert hit(0) == -slack


@given(DAYS)
def test_a_hard_start_shields_what_follows(rows: list[Segment]) -> None:
    """What runs over before a hard start changes nothing after it but the collision."""
    hard = [i for i, row in enumerate(rows) if row.hard_start is not None]
    if not hard or not hard[-1]:
        return
    last = hard[-1]
    late = [replace(row, extra=row.extra + 7) for row in rows[:last]]
    before, after = cascade(rows), cascade([*late, *rows[last:]])
    assert [(s.start, s.end) for s in before[last:]] == [(s.start, s.end) for s in after[last:]]


def test_by_hand() -> None:
    rows = [Segment(30, 600), Segment(10, extra=25), Segment(5, 660), Segment(5)]
    assert cascade(rows) == (
        Slot(600, 630, 0, -5, 0),
        Slot(630, 665, 5, -5),
        Slot(660, 665, None, None, 5),
        Slot(665, 670),
    )


def test_before_the_first_hard_start_nothing_is_known() -> None:
    assert cascade([Segment(5), Segment(5, 60)])[0] == Slot(None, None)
    assert cascade([]) == ()


def test_a_row_cannot_last_less_than_no_time() -> None:
    with pytest.raises(MisuseError, match=r"row 2.*-5 minutes"):
        cascade([Segment(5, 60), Segment(5, extra=-10)])
