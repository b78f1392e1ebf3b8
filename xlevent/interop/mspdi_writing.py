"""Writing Microsoft Project XML; the elements stand in the order of its schema."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from xlevent.domain.calendar_definition import Shifts
from xlevent.domain.task import ConstraintKind
from xlevent.interop.mspdi import (
    ALIAS,
    CONSTRAINTS,
    COST,
    LINK_KINDS,
    MATERIAL,
    NAMESPACE,
    NUMBERS,
    RESOURCE_TEXT1,
    TASK_TEXT1,
    WORK,
    FileAssignment,
    FileCalendar,
    FileLink,
    FileProject,
    FileResource,
    FileTask,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DATED = frozenset(ConstraintKind) - {ConstraintKind.ASAP, ConstraintKind.ALAP}


def write_mspdi(project: FileProject) -> bytes:
    """The file; the same project gives the same bytes."""
    from lxml import etree

    root = etree.Element("Project", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    _head(root, project)
    _calendars(_add(root, "Calendars"), project)
    tasks = _add(root, "Tasks")
    for number, task in enumerate(project.tasks, start=1):
        _task(_add(tasks, "Task"), number, task)
    resources = _add(root, "Resources")
    for number, resource in enumerate(project.resources, start=1):
        _resource(_add(resources, "Resource"), number, resource)
    assignments = _add(root, "Assignments")
    for assignment in project.assignments:
        _assignment(_add(assignments, "Assignment"), assignment)
    written: bytes = etree.tostring(
        root, encoding="UTF-8", xml_declaration=True, standalone=True, pretty_print=True
    )
    return written


def _head(root: _Element, project: FileProject) -> None:
    _put(root, "SaveVersion", 14)
    _put(root, "Title", project.title)
    _put(root, "ScheduleFromStart", not project.backward)
    _put(root, "StartDate", project.start)
    _put(root, "FinishDate", project.finish)
    _put(root, "CalendarUID", project.calendar)
    _put(root, "MinutesPerDay", project.minutes_per_day)
    _put(root, "MinutesPerWeek", project.minutes_per_week)
    _put(root, "HonorConstraints", True)
    _put(root, "StatusDate", project.status_date)
    attributes = _add(root, "ExtendedAttributes")
    for field in (TASK_TEXT1, RESOURCE_TEXT1):
        attribute = _add(attributes, "ExtendedAttribute")
        _put(attribute, "FieldID", field)
        _put(attribute, "FieldName", "Text1")
        _put(attribute, "Alias", ALIAS)


def _calendars(parent: _Element, project: FileProject) -> None:
    for calendar in project.calendars:
        element = _add(parent, "Calendar")
        _put(element, "UID", calendar.uid)
        _put(element, "Name", calendar.name)
        _put(element, "IsBaseCalendar", calendar.base)
        _put(element, "BaseCalendarUID", -1 if calendar.parent is None else calendar.parent)
        _week(element, calendar)
        if calendar.exceptions:
            exceptions = _add(element, "Exceptions")
            for found in calendar.exceptions:
                one = _add(exceptions, "Exception")
                _put(one, "EnteredByOccurrences", False)
                _period(one, found.first, found.last)
                _put(one, "Occurrences", (found.last - found.first).days + 1)
                _put(one, "Name", found.name)
                _put(one, "Type", 1)
                _hours(one, found.shifts)


def _week(element: _Element, calendar: FileCalendar) -> None:
    if all(shifts is None for shifts in calendar.week):
        return
    days = _add(element, "WeekDays")
    for kind in range(1, 8):  # 1 is Sunday
        shifts = calendar.week[(kind - 2) % 7]
        if shifts is not None:
            day = _add(days, "WeekDay")
            _put(day, "DayType", kind)
            _hours(day, shifts)


def _period(element: _Element, first: date, last: date) -> None:
    period = _add(element, "TimePeriod")
    _put(period, "FromDate", f"{first}T00:00:00")
    _put(period, "ToDate", f"{last}T23:59:00")


def _hours(element: _Element, shifts: Shifts) -> None:
    _put(element, "DayWorking", bool(shifts))
    if shifts:
        times = _add(element, "WorkingTimes")
        for start, end in shifts:
            time = _add(times, "WorkingTime")
            _put(time, "FromTime", _clock(start))
            _put(time, "ToTime", _clock(end))


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}:00"


def _task(element: _Element, number: int, task: FileTask) -> None:
    _put(element, "UID", task.uid)
    _put(element, "ID", number)
    _put(element, "Name", task.name)
    _put(element, "Active", True)
    _put(element, "Manual", False)
    _put(element, "Type", 1)  # fixed duration: units never change a duration of ours
    _put(element, "IsNull", False)
    _put(element, "Contact", task.contact)
    _put(element, "WBS", task.wbs)
    _put(element, "OutlineNumber", task.outline_number)
    _put(element, "OutlineLevel", task.level)
    _put(element, "Priority", 500)
    _put(element, "Start", task.start)
    _put(element, "Finish", task.finish)
    _put(element, "Duration", _length(task.duration))
    _put(element, "DurationFormat", NUMBERS[task.unit, task.elapsed])
    _put(element, "EffortDriven", False)
    _put(element, "Estimated", False)
    _put(element, "Milestone", task.milestone)
    _put(element, "Summary", task.summary)
    _put(element, "Critical", task.critical)
    _put(element, "EarlyStart", task.early_start)
    _put(element, "EarlyFinish", task.early_finish)
    _put(element, "LateStart", task.late_start)
    _put(element, "LateFinish", task.late_finish)
    _put(element, "FreeSlack", _tenths(task.free_float))
    _put(element, "TotalSlack", _tenths(task.total_float))
    _put(element, "PercentComplete", f"{task.percent.quantize(Decimal(1))}")
    _put(element, "ActualStart", task.actual_start)
    _put(element, "ActualFinish", task.actual_finish)
    if task.remaining is not None:
        _put(element, "ActualDuration", _length(max(0, task.duration - task.remaining)))
        _put(element, "RemainingDuration", _length(task.remaining))
    constraint = task.constraint or ConstraintKind.ASAP
    _put(element, "ConstraintType", CONSTRAINTS.index(constraint))
    _put(element, "CalendarUID", -1 if task.calendar is None else task.calendar)
    if constraint in _DATED:
        _put(element, "ConstraintDate", task.constraint_date)
    _put(element, "Deadline", task.deadline)
    # Ours is one calendar for each task, whoever does it.
    _put(element, "IgnoreResourceCalendar", task.calendar is not None)
    _put(element, "Notes", task.note)
    for link in task.links:
        _link(_add(element, "PredecessorLink"), link)
    if task.id:
        _our_id(element, TASK_TEXT1, task.id)
    if task.baseline_start or task.baseline_finish:
        baseline = _add(element, "Baseline")
        _put(baseline, "Number", 0)
        _put(baseline, "Start", task.baseline_start)
        _put(baseline, "Finish", task.baseline_finish)


def _our_id(element: _Element, field: str, value: str) -> None:
    attribute = _add(element, "ExtendedAttribute")
    _put(attribute, "FieldID", field)
    _put(attribute, "Value", value)


def _link(element: _Element, link: FileLink) -> None:
    _put(element, "PredecessorUID", link.predecessor)
    _put(element, "Type", LINK_KINDS.index(link.kind))
    _put(element, "CrossProject", False)
    if link.percent is not None:
        _put(element, "LinkLag", round(link.percent))
        _put(element, "LagFormat", NUMBERS["percent", link.elapsed])
        return
    unit = "days" if link.elapsed and link.lag % 1440 == 0 else "hours"
    _put(element, "LinkLag", link.lag * 10)
    _put(element, "LagFormat", NUMBERS[unit if link.lag % 60 == 0 else "minutes", link.elapsed])


def _resource(element: _Element, number: int, resource: FileResource) -> None:
    _put(element, "UID", resource.uid)
    _put(element, "ID", number)
    _put(element, "Name", resource.name)
    _put(element, "Type", MATERIAL if resource.type == MATERIAL else WORK)
    _put(element, "IsNull", False)
    _put(element, "MaterialLabel", resource.unit)
    _put(element, "Group", resource.group)
    _put(element, "MaxUnits", resource.max_units)
    _put(element, "AvailableFrom", _midnight(resource.available_from))
    _put(element, "AvailableTo", _midnight(resource.available_to))
    _put(element, "CalendarUID", resource.calendar)
    _put(element, "Notes", resource.note)
    if resource.id:
        _our_id(element, RESOURCE_TEXT1, resource.id)
    if resource.type == COST:
        _put(element, "IsCostResource", True)
    if resource.available_from or resource.available_to:
        period = _add(_add(element, "AvailabilityPeriods"), "AvailabilityPeriod")
        first = resource.available_from or date(1984, 1, 1)
        last = resource.available_to or date(2049, 12, 31)
        _put(period, "AvailableFrom", _midnight(first))
        _put(period, "AvailableTo", f"{last}T23:59:00")
        _put(period, "AvailableUnits", resource.max_units or Decimal(1))


def _assignment(element: _Element, assignment: FileAssignment) -> None:
    _put(element, "UID", assignment.uid)
    _put(element, "TaskUID", assignment.task)
    _put(element, "ResourceUID", assignment.resource)
    _put(element, "Finish", assignment.finish)
    _put(element, "Start", assignment.start)
    _put(element, "Units", assignment.units)
    _put(element, "Work", _length(assignment.work))


def _midnight(day: date | None) -> str | None:
    return None if day is None else f"{day}T00:00:00"


def _tenths(minutes: int | None) -> int | None:
    return None if minutes is None else minutes * 10


def _length(minutes: int) -> str:
    return f"PT{minutes // 60}H{minutes % 60}M0S"


def _add(parent: _Element, name: str) -> _Element:
    from lxml import etree

    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")


def _put(parent: _Element, name: str, value: str | int | bool | Decimal | datetime | None) -> None:
    """A child with a text; none where there is no value."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        text = str(int(value))
    elif isinstance(value, datetime):
        text = f"{value:%Y-%m-%dT%H:%M:%S}"
    elif isinstance(value, Decimal):
        text = f"{value:f}"
    else:
        text = _NOT_XML.sub("", str(value))
    _add(parent, name).text = text
