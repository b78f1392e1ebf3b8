"""The run sheet as a report: a table for each day, the shifts, or what one person has to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from xlevent.app.event import Event
from xlevent.app.onsite.run_sheet import Duty, RunSheet, duties_of
from xlevent.app.onsite.show import ShowRow
from xlevent.app.onsite.staffing import Rostered
from xlevent.app.reporting.model import Fact, Report, Section, Table, TableColumn, same
from xlevent.domain.language import Text

NONE = same("–")
_SHOW = (
    ("id", "編號", "ID", False), ("start", "開始", "Start", False), ("end", "結束", "End", False),
    ("minutes", "分鐘", "Min", True), ("activity", "流程內容", "Activity", False),
    ("place", "地點", "Place", False), ("lead", "負責人", "Lead", False),
    ("cue", "提示口令", "Cue", False), ("slack", "餘裕", "Slack", True),
    ("hit", "逾時", "Over", True), ("delay", "實際延遲", "Delay", True),
)  # fmt: skip
_SHIFTS = (
    ("id", "編號", "ID", False), ("person", "人員", "Person", False),
    ("role", "職務", "Role", False), ("start", "開始", "Start", False),
    ("end", "結束", "End", False), ("place", "地點", "Place", False),
    ("duties", "工作內容", "Duties", False),
)  # fmt: skip
_DUTIES = (
    ("start", "開始", "Start", False), ("end", "結束", "End", False),
    ("kind", "類別", "Kind", False), ("what", "內容", "What", False),
    ("place", "地點", "Place", False), ("note", "備註", "Note", False), ("id", "編號", "ID", False),
)  # fmt: skip
_WIDE = frozenset(("activity", "cue", "duties", "note", "what"))
_WEEKDAYS = Text("一二三四五六日", "Mon Tue Wed Thu Fri Sat Sun")


def run_report(event: Event, sheet: RunSheet, person: str | None = None) -> Report:
    """The report of the whole run sheet, or of one person. MisuseError for an unknown name."""
    name = str(event.settings.get("event_name") or "")
    venue = event.settings.get("venue")
    facts = (Fact(Text("場地", "Venue"), same(str(venue))),) if venue else ()
    if person is not None:
        return Report(
            Text(f"{person} 的班表", f"Schedule of {person}"), same(name), facts,
            tuple(_person(event, duties_of(event, sheet, person))),
        )  # fmt: skip
    sections = [
        Section(f"day-{day}", _day(datetime.combine(day, datetime.min.time())), (_show(rows),))
        for day, rows in sheet.days.items()
    ]
    if sheet.shifts:
        title = Text("人力配置", "Roster")
        sections.append(Section("roster", title, (_shifts(event, sheet.shifts),)))
    return Report(Text("活動流程表", "Run sheet"), same(name), facts, tuple(sections))


def _columns(given: Sequence[tuple[str, str, str, bool]]) -> tuple[TableColumn, ...]:
    return tuple(
        TableColumn(Text(zh, en), number, wide=key in _WIDE) for key, zh, en, number in given
    )


def _day(day: datetime) -> Text:
    zh = _WEEKDAYS.zh[day.weekday()]
    return Text(f"{day:%Y-%m-%d}（{zh}）", f"{_WEEKDAYS.en.split()[day.weekday()]} {day:%Y-%m-%d}")


def _show(rows: Sequence[ShowRow]) -> Table:
    lines = []
    for one in rows:
        row, slot = one.row, one.slot
        cells: dict[str, object] = {
            **row, "start": _time(one.start, one.start), "end": _time(one.end, one.start),
            "slack": slot.slack, "hit": slot.hit or None, "delay": one.delay,
        }  # fmt: skip
        lines.append(tuple(_cell(cells.get(key)) for key, *_ in _SHOW))
    return Table(Text("活動流程表", "Run of show"), _columns(_SHOW), tuple(lines))


def _shifts(event: Event, shifts: Sequence[Rostered]) -> Table:
    roles = event.registry.lists["onsite_role"].text
    lines = []
    for one in sorted(shifts, key=lambda s: (s.start, s.shift.person, s.id)):
        cells: dict[str, object] = {
            **one.row, "start": f"{one.start:%m-%d %H:%M}", "end": _time(one.end, one.start),
            "role": roles(one.shift.role),
            "person": one.shift.person if one.shift.staffed else Text("（無人）", "(nobody)"),
        }  # fmt: skip
        lines.append(tuple(_cell(cells.get(key)) for key, *_ in _SHIFTS))
    return Table(Text("人力配置表", "Roster"), _columns(_SHIFTS), tuple(lines))


def _person(event: Event, duties: Sequence[Duty]) -> list[Section]:
    days: dict[object, list[Duty]] = {}
    for duty in duties:
        days.setdefault(duty.start.date(), []).append(duty)
    sections = []
    for found in days.values():
        lines = []
        for duty in found:
            cells: dict[str, object] = {
                "start": f"{duty.start:%H:%M}", "end": _time(duty.end, duty.start),
                "kind": duty.kind, "what": duty.what, "place": duty.place, "note": duty.note,
                "id": duty.id,
            }  # fmt: skip
            lines.append(tuple(_cell(cells.get(key)) for key, *_ in _DUTIES))
        title = _day(found[0].start)
        table = Table(Text("工作時間", "Duties"), _columns(_DUTIES), tuple(lines))
        sections.append(Section(f"day-{found[0].start:%Y-%m-%d}", title, (table,)))
    return sections


def _time(moment: datetime | None, day: datetime | None) -> str | None:
    """The time of day; +1 where it falls on the day after the start."""
    if moment is None or day is None:
        return None
    days = (moment.date() - day.date()).days
    return f"{moment:%H:%M}" + (f" +{days}" if days else "")


def _cell(value: object) -> Text:
    if isinstance(value, Text):
        return value
    return NONE if value in (None, "") else same(str(value))
