"""Run of show: each row starts when the one before ends, unless it has a hard start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlevent.domain.language import Text
from xlevent.errors import MisuseError


@dataclass(frozen=True, slots=True)
class Segment:
    """One row of a day, in minutes; `hard_start` counts from midnight and may pass 1440.

    `extra` is what it runs over its planned time (negative: under).
    """

    minutes: int
    hard_start: int | None = None
    extra: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """When a row takes place, minutes from midnight; all None before the first hard start.

    `overrun`: minutes by which its own end passes the next hard start, at least 0.
    `slack`: minutes left before the next hard start after all rows between; negative: too full.
    `hit`: minutes by which the row before ends after this hard start, at least 0; None where
    this row has none. Overrun and slack are None where no hard start follows.
    """

    start: int | None
    end: int | None
    overrun: int | None = None
    slack: int | None = None
    hit: int | None = None


def cascade(rows: Sequence[Segment]) -> tuple[Slot, ...]:
    """The times of one day's rows, in their order.

    A hard start stands, whatever runs over before it; the collision is shown instead. MisuseError
    for a row that would last less than no time.
    """
    spans: list[tuple[int, int] | None] = []
    clock: int | None = None
    for number, row in enumerate(rows, start=1):
        lasts = row.minutes + row.extra
        if lasts < 0:
            raise MisuseError(
                Text(f"長度為 {lasts} 分鐘。", f"it lasts {lasts} minutes."),
                where=Text(f"第 {number} 列", f"row {number}"),
            )
        start = clock if row.hard_start is None else row.hard_start
        spans.append(None if start is None else (start, start + lasts))
        clock = None if start is None else start + lasts
    return _with_gaps(rows, spans)


def _with_gaps(
    rows: Sequence[Segment], spans: Sequence[tuple[int, int] | None]
) -> tuple[Slot, ...]:
    """From the last row up: the next hard start, and when the rows before it have ended."""
    slots: list[Slot] = []
    hard: int | None = None
    block_end = 0  # end of the last row before that hard start
    for i in range(len(rows) - 1, -1, -1):
        span = spans[i]
        if i + 1 < len(rows) and rows[i + 1].hard_start is not None:
            hard, block_end = rows[i + 1].hard_start, span[1] if span else 0
        hit: int | None = None
        if rows[i].hard_start is not None:
            before = spans[i - 1] if i else None
            hit = max(0, before[1] - span[0]) if before and span else 0
        if span is None:
            slots.append(Slot(None, None, hit=hit))
        elif hard is None:
            slots.append(Slot(*span, hit=hit))
        else:
            slots.append(Slot(*span, max(0, span[1] - hard), hard - block_end, hit))
    return tuple(reversed(slots))
