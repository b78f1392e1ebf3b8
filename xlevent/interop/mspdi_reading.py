"""Reading Microsoft Project XML; what cannot be held is told, with the task named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from xlevent.domain import interop_codes as codes
from xlevent.domain.language import Text
from xlevent.domain.problems import Code, Problem
from xlevent.interop.files import read_bytes
from xlevent.interop.mspdi import (
    ALIAS,
    CONSTRAINTS,
    LINK_KINDS,
    UNITS,
    WORK,
    FileAssignment,
    FileCalendar,
    FileLink,
    FileProject,
    FileResource,
    FileTask,
)
from xlevent.interop.mspdi_calendars import read_calendar
from xlevent.interop.mspdi_xml import (
    LONGEST,
    Wrong,
    children,
    decimal,
    elements,
    fields,
    flag,
    length,
    moment,
    number,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

FILE_LIMIT = 200 * 1024 * 1024
_LISTED = ("ExtendedAttribute", "Calendar", "Task", "Resource", "Assignment")
_T = TypeVar("_T")

_COSTS = Text("成本", "its cost")
_NOT_HELD = {
    "Recurring": Text("週期性標記", "the mark of a recurring task"),
    "IsSubproject": Text("子專案", "the inserted project"),
}


def read_mspdi(path: Path, *, limit: int = FILE_LIMIT) -> tuple[FileProject, list[Problem]]:
    """Read a file of at most `limit` bytes; UnreadableFileError where it is none."""
    return parse_mspdi(read_bytes(path, limit=limit), str(path))


def parse_mspdi(content: bytes, where: str = "<xml>") -> tuple[FileProject, list[Problem]]:
    """Read the content of a file."""
    reader = _Reader()
    root = elements(content, _LISTED, where, reader.take)
    return reader.project(fields(root)), reader.problems


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._ours = False
        self._aliases: dict[str, str] = {}
        self._custom: dict[str, list[str]] = {}
        self._calendars: list[FileCalendar] = []
        self._tasks: list[FileTask] = []
        self._resources: list[FileResource] = []
        self._assignments: list[FileAssignment] = []
        self._uids: set[int] = set()
        self._resource_uids: set[int] = set()
        self._skipped: set[int] = set()
        self._next_uid = 10**9  # for elements without a UID of their own

    def take(self, name: str, element: _Element) -> None:
        """One element of the file."""
        given = fields(element)
        if name == "ExtendedAttribute":
            field = given.get("FieldID", "")
            self._aliases[field] = given.get("Alias") or given.get("FieldName") or field
            self._ours = self._ours or given.get("Alias") == ALIAS
        elif name == "Calendar":
            self._calendars.append(read_calendar(element, given, self))
        elif flag(given, "IsNull"):
            return
        elif name == "Task":
            self._task(element, given)
        elif name == "Resource":
            self._resource(element, given)
        else:
            self._assignment(given)

    def note(self, code: Code, owner: str, **details: object) -> None:
        """Something that is not as it should be."""
        self.problems.append(Problem(code, {"task": owner, **details}))

    def value(
        self,
        read: Callable[[str | None], _T | None],
        given: Mapping[str, str],
        name: str,
        owner: str,
    ) -> _T | None:
        """A value, or None with a note."""
        try:
            return read(given.get(name))
        except Wrong:
            self.note(codes.NOT_READ, owner, what=name, value=given.get(name))
            return None

    # --- tasks -------------------------------------------------------------------------------
    def _task(self, element: _Element, given: Mapping[str, str]) -> None:
        owner = given.get("Name") or f"ID {given.get('ID', '?')}"
        level = self.value(number, given, "OutlineLevel", owner)
        if given.get("UID") == "0" or level == 0:
            return  # the project itself
        uid = self._uid(given, owner)
        if not flag(given, "Active", True):
            self._leave_out(uid, owner, Text("停用的工作", "an inactive task"))
            return
        if flag(given, "ExternalTask"):
            self._leave_out(uid, owner, Text("其他專案的工作", "a task of another project"))
            return
        for name, what in _NOT_HELD.items():
            # A recurring task is the summary of its dates; each of these is a task like others.
            if flag(given, name) and (name != "Recurring" or flag(given, "Summary")):
                self.note(codes.NOT_HELD, owner, what=what, value=given.get("SubprojectName", "✓"))
        self._costs(given, owner)
        baselines = [fields(found) for found in children(element, "Baseline")]
        others = [b.get("Number", "0") for b in baselines if b.get("Number", "0") != "0"]
        if others:
            what = Text("其他基準", "further baselines")
            self.note(codes.NOT_HELD, owner, what=what, value=", ".join(others))
        baseline = next((b for b in baselines if b.get("Number", "0") == "0"), {})
        unit, elapsed = self._unit(given.get("DurationFormat"))
        kind = self.value(number, given, "ConstraintType", owner)
        if kind is not None and not 0 <= kind < len(CONSTRAINTS):
            self.note(codes.NOT_READ, owner, what="ConstraintType", value=kind)
            kind = None

        def when(name: str, among: Mapping[str, str] = given) -> datetime | None:
            return self.value(moment, among, name, owner)

        self._tasks.append(
            FileTask(
                uid=uid,
                name=given.get("Name", ""),
                id=self._id(element, owner),
                level=max(1, level or 1),
                wbs=given.get("WBS", ""),
                outline_number=given.get("OutlineNumber", ""),
                milestone=flag(given, "Milestone"),
                summary=flag(given, "Summary"),
                duration=self.value(length, given, "Duration", owner) or 0,
                unit=unit,
                elapsed=elapsed,
                calendar=self._reference(given, "CalendarUID", owner),
                links=tuple(self._links(element, owner)),
                constraint=None if kind is None else CONSTRAINTS[kind],
                constraint_date=when("ConstraintDate"),
                deadline=when("Deadline"),
                baseline_start=when("Start", baseline),
                baseline_finish=when("Finish", baseline),
                percent=self._percent(given, owner),
                actual_start=when("ActualStart"),
                actual_finish=when("ActualFinish"),
                remaining=self.value(length, given, "RemainingDuration", owner),
                note=given.get("Notes", ""),
                contact=given.get("Contact", ""),
                manual=flag(given, "Manual"),
                start=when("Start"),
                finish=when("Finish"),
            )
        )

    def _uid(self, given: Mapping[str, str], owner: str) -> int:
        try:
            uid = number(given.get("UID"), 0)
        except Wrong:
            uid = None
        if uid is None or uid in self._uids:
            self.note(codes.WRONG_UID, owner, value=given.get("UID", ""))
            uid = self._next_uid
            self._next_uid += 1
        self._uids.add(uid)
        return uid

    def _leave_out(self, uid: int, owner: str, what: Text) -> None:
        self._skipped.add(uid)
        value = Text("未匯入", "left out with its links")
        self.note(codes.NOT_HELD, owner, what=what, value=value)

    def _costs(self, given: Mapping[str, str], owner: str) -> None:
        for name in ("Cost", "FixedCost"):
            cost = self.value(decimal, given, name, owner)
            if cost:
                self.note(codes.NOT_HELD, owner, what=_COSTS, value=f"{name} {cost / 100:.2f}")
                return

    @staticmethod
    def _unit(text: str | None) -> tuple[str, bool]:
        try:
            found = number(text)
        except Wrong:
            found = None
        if found is None:
            return "days", False
        return UNITS.get(found, UNITS.get(found - 32, ("days", False)))

    def _reference(self, given: Mapping[str, str], name: str, owner: str) -> int | None:
        found = self.value(number, given, name, owner)
        return None if found is None or found < 0 else found

    def _percent(self, given: Mapping[str, str], owner: str) -> Decimal:
        found = self.value(decimal, given, "PercentComplete", owner) or Decimal(0)
        if not 0 <= found <= 100:
            self.note(codes.NOT_READ, owner, what="PercentComplete", value=found)
            return Decimal(0)
        return found

    def _links(self, element: _Element, owner: str) -> Iterator[FileLink]:
        for found in children(element, "PredecessorLink"):
            given = fields(found)
            uid = self.value(number, given, "PredecessorUID", owner)
            kind = self.value(number, given, "Type", owner)
            lag = self.value(number, given, "LinkLag", owner) or 0
            if flag(given, "CrossProject"):
                what = Text("跨專案的前置關係", "a link to another project")
                value = given.get("CrossProjectName") or given.get("PredecessorUID", "?")
                self.note(codes.NOT_HELD, owner, what=what, value=value)
            elif uid is None:
                self.note(codes.UNKNOWN_PREDECESSOR, owner, value="?")
            elif abs(lag) > LONGEST * 10:
                self.note(codes.NOT_READ, owner, what="LinkLag", value=lag)
            else:
                known = kind if kind in (0, 1, 2, 3) else 1
                unit, elapsed = self._unit(given.get("LagFormat"))
                if unit == "percent":
                    yield FileLink(uid, LINK_KINDS[known], percent=lag, elapsed=elapsed)
                else:
                    minutes = (abs(lag) + 5) // 10 * (-1 if lag < 0 else 1)
                    yield FileLink(
                        uid, LINK_KINDS[known], minutes, elapsed=elapsed and minutes != 0
                    )

    def _id(self, element: _Element, owner: str) -> str:
        """Our id, if the file is ours; other custom fields are remembered."""
        found = ""
        for attribute in children(element, "ExtendedAttribute"):
            given = fields(attribute)
            field, value = given.get("FieldID", ""), given.get("Value", "")
            if self._aliases.get(field) == ALIAS:
                found = value
            elif value:
                self._custom.setdefault(self._aliases.get(field, field), []).append(owner)
        return found

    # --- resources ---------------------------------------------------------------------------
    def _resource(self, element: _Element, given: Mapping[str, str]) -> None:
        owner = given.get("Name") or f"ID {given.get('ID', '?')}"
        uid = self.value(number, given, "UID", owner)
        if uid is None or not given.get("Name"):  # 0 stands for "nobody"
            return
        if uid in self._resource_uids:
            self.note(codes.WRONG_UID, owner, value=uid)
            return
        self._resource_uids.add(uid)
        periods = [
            fields(f) for f in children(element, "AvailabilityPeriods", "AvailabilityPeriod")
        ]
        if len(periods) > 1:
            what = Text("多段可用期間", "availability in several periods")
            self.note(codes.NOT_HELD, owner, what=what, value=len(periods))
        for name in ("StandardRate", "OvertimeRate", "CostPerUse"):
            rate = self.value(decimal, given, name, owner)
            if rate:
                self.note(codes.NOT_HELD, owner, what=_COSTS, value=f"{name} {rate:.2f}")
        first = self.value(moment, given, "AvailableFrom", owner)
        last = self.value(moment, given, "AvailableTo", owner)
        kind = self.value(number, given, "Type", owner)
        self._resources.append(
            FileResource(
                uid=uid,
                name=given["Name"],
                id=self._id(element, owner),
                type=2 if flag(given, "IsCostResource") else WORK if kind is None else kind,
                group=given.get("Group", ""),
                unit=given.get("MaterialLabel", ""),
                max_units=self.value(decimal, given, "MaxUnits", owner),
                available_from=first.date() if first and first.year > 1984 else None,
                available_to=last.date() if last and last.year < 2049 else None,
                calendar=self._reference(given, "CalendarUID", owner),
                note=given.get("Notes", ""),
            )
        )

    def _assignment(self, given: Mapping[str, str]) -> None:
        owner = f"Assignment {given.get('UID', '?')}"
        task = self.value(number, given, "TaskUID", owner)
        resource = self._reference(given, "ResourceUID", owner)
        if task is None or resource is None or resource == 65535 * 65536:
            return
        units = self.value(decimal, given, "Units", owner)
        self._assignments.append(
            FileAssignment(
                uid=self.value(number, given, "UID", owner) or 0,
                task=task,
                resource=resource,
                units=Decimal(1) if units is None else max(units, Decimal(0)),
                start=self.value(moment, given, "Start", owner),
                finish=self.value(moment, given, "Finish", owner),
            )
        )

    # --- the whole ---------------------------------------------------------------------------
    def project(self, given: Mapping[str, str]) -> FileProject:
        """What was read, with the project's own fields."""
        owner = given.get("Title") or given.get("Name") or "Project"
        for field, owners in self._custom.items():
            what = Text(f"自訂欄位 {field}", f"the custom field {field}")
            value = Text(f"共 {len(owners)} 項", f"{len(owners)} in all")
            self.note(codes.NOT_HELD, owners[0], what=what, value=value)
        per_day = self.value(number, given, "MinutesPerDay", owner)
        if per_day is not None and not 0 < per_day <= 1440:
            self.note(codes.NOT_READ, owner, what="MinutesPerDay", value=per_day)
            per_day = None
        return FileProject(
            title=(given.get("Title") or given.get("Name", "")).removesuffix(".xml"),
            start=self.value(moment, given, "StartDate", owner),
            finish=self.value(moment, given, "FinishDate", owner),
            status_date=self.value(moment, given, "StatusDate", owner),
            backward=not flag(given, "ScheduleFromStart", True),
            minutes_per_day=per_day or 480,
            minutes_per_week=self.value(number, given, "MinutesPerWeek", owner) or 2400,
            calendar=self._reference(given, "CalendarUID", owner),
            calendars=tuple(self._calendars),
            tasks=tuple(self._known_links()),
            resources=tuple(self._resources),
            assignments=tuple(self._assignments),
            ours=self._ours,
        )

    def _known_links(self) -> Iterator[FileTask]:
        """The tasks without links to tasks that are not there."""
        known = {task.uid for task in self._tasks}
        for task in self._tasks:
            lost = [link for link in task.links if link.predecessor not in known]
            for link in lost:
                if link.predecessor not in self._skipped:
                    self.note(codes.UNKNOWN_PREDECESSOR, task.name, value=link.predecessor)
            if lost:
                kept = tuple(link for link in task.links if link.predecessor in known)
                task = replace(task, links=kept)
            yield task
