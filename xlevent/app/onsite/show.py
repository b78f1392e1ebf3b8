"""The run of show of an event: each row's start and end, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from xlevent.app.event import Event
from xlevent.app.planning.notes import Notes
from xlevent.compute.run_of_show import Segment, Slot, cascade
from xlevent.domain import onsite_codes as codes
from xlevent.domain.language import Text
from xlevent.domain.values import Value
from xlevent.errors import MisuseError

Row = Mapping[str, Value]
CUT = "cut"


@dataclass(frozen=True, slots=True)
class ShowRow:
    """A row of the run of show; `index` is its place in the table, `slot` its times of the day."""

    index: int
    row: Row
    day: date
    slot: Slot

    @property
    def id(self) -> str:
        """The row's identifier."""
        return str(self.row.get("id") or "?")

    @property
    def start(self) -> datetime | None:
        """When it starts; None before the first hard start of its day."""
        return self.moment(self.slot.start)

    @property
    def end(self) -> datetime | None:
        """When it ends."""
        return self.moment(self.slot.end)

    @property
    def delay(self) -> int | None:
        """Minutes by which it really started later than planned; None where it has not."""
        actual = self.row.get("actual_start")
        if not isinstance(actual, time) or self.slot.start is None:
            return None
        return actual.hour * 60 + actual.minute - self.slot.start

    def moment(self, minute: int | None) -> datetime | None:
        """A minute of its day as a moment."""
        if minute is None:
            return None
        return datetime.combine(self.day, time()) + timedelta(minutes=minute)


def show_days(
    event: Event, extra: Mapping[str, int] | None = None
) -> dict[date, tuple[ShowRow, ...]]:
    """The rows of each day in their order, with their times; rows without a day are left out.

    `extra` gives by ID the minutes that a row runs over (or under, negative). MisuseError for an
    ID that does not exist, or more minutes under than the row lasts.
    """
    extra = dict(extra or {})
    days: dict[date, list[tuple[int, Row]]] = {}
    for index, row in enumerate(event.tables["run_of_show"]):
        day, seq = row.get("day"), row.get("seq")
        if isinstance(day, date) and isinstance(seq, int):
            days.setdefault(day, []).append((index, row))
    known = {str(row.get("id")) for rows in days.values() for _, row in rows}
    for name in extra:
        if name not in known:
            raise MisuseError(
                Text(f"現場流程沒有 {name} 這一列。", f"the run of show has no row {name!r}."),
                mend=Text("請填有日期的列的編號。", "Name the ID of a row with a day."),
            )
    found: dict[date, tuple[ShowRow, ...]] = {}
    for day in sorted(days):
        rows = sorted(days[day], key=lambda one: int(str(one[1]["seq"])))
        segments = [_segment(row, extra.get(str(row.get("id")), 0)) for _, row in rows]
        found[day] = tuple(
            ShowRow(index, row, day, slot)
            for (index, row), slot in zip(rows, cascade(segments), strict=True)
        )
    return found


def unplaced(event: Event) -> list[tuple[int, Row]]:
    """The rows that no day's order can hold: without a day or a number."""
    return [
        (index, row) for index, row in enumerate(event.tables["run_of_show"])
        if not (isinstance(row.get("day"), date) and isinstance(row.get("seq"), int))
    ]  # fmt: skip


def note_show(days: Mapping[date, Sequence[ShowRow]], notes: Notes) -> None:
    """What collides: over-runs, rows without a time, numbers used twice, leads in two places."""
    for rows in days.values():
        seen: dict[int, ShowRow] = {}
        for before, row in zip((None, *rows), rows, strict=False):
            _note_times(before, row, notes)
            seq = int(str(row.row["seq"]))
            first = seen.setdefault(seq, row)
            if first is not row:
                notes.cell("run_of_show", row.index, "seq", codes.SHOW_SEQ_TWICE,
                           row=row.id, first=first.id)  # fmt: skip
    for one, other in _led_twice(row for rows in days.values() for row in rows):
        begin, finish = max(_start(one), _start(other)), min(_end(one), _end(other))
        notes.cell(
            "run_of_show", other.index, "lead", codes.LEAD_TWICE, person=other.row["lead"],
            first=one.id, second=other.id, start=clock(begin), end=clock(finish),
        )  # fmt: skip


def clock(moment: datetime) -> str:
    """A moment as findings and tables show it."""
    return f"{moment:%Y-%m-%d %H:%M}"


def _note_times(before: ShowRow | None, row: ShowRow, notes: Notes) -> None:
    start = row.start
    if start is None:
        notes.cell("run_of_show", row.index, "hard_start", codes.SHOW_NO_START, row=row.id)
    elif row.slot.hit and before is not None and before.end is not None:
        notes.cell(
            "run_of_show", row.index, "hard_start", codes.SHOW_OVERRUN, row=row.id,
            start=clock(start), end=clock(before.end), minutes=row.slot.hit,
        )  # fmt: skip


def _led_twice(rows: Iterable[ShowRow]) -> Iterator[tuple[ShowRow, ShowRow]]:
    led: dict[str, list[ShowRow]] = {}
    for row in rows:
        if row.row.get("lead") and row.start is not None and row.row.get("state") != CUT:
            led.setdefault(str(row.row["lead"]), []).append(row)
    for own in led.values():
        own.sort(key=_start)
        for i, one in enumerate(own):
            for other in own[i + 1 :]:
                if _start(other) >= _end(one):
                    break
                apart = one.row.get("place") != other.row.get("place")
                if apart and _end(other) > _start(other):
                    yield one, other


def _start(row: ShowRow) -> datetime:
    return row.start or datetime.max


def _end(row: ShowRow) -> datetime:
    return row.end or datetime.min


def _segment(row: Row, extra: int) -> Segment:
    hard, minutes = row.get("hard_start"), row.get("minutes")
    start = hard.hour * 60 + hard.minute if isinstance(hard, time) else None
    return Segment(minutes if isinstance(minutes, int) and minutes >= 0 else 0, start, extra)
