"""Microsoft Project XML (MSPDI): what a file holds, as read and as written.

Lengths are whole minutes: of working time, or on the clock where a task or lag is elapsed. UIDs
are those of the file. `mspdi_reading` and `mspdi_writing` do the work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from xlevent.domain.calendar_definition import DayException, Shifts, Week
from xlevent.domain.task import ConstraintKind, LinkKind

NAMESPACE = "http://schemas.microsoft.com/project"
ALIAS = "xlevent ID"
"""The alias of the custom field Text1, in which our ids travel."""
TASK_TEXT1, RESOURCE_TEXT1 = "188743731", "205520904"

LINK_KINDS = (LinkKind.FF, LinkKind.FS, LinkKind.SF, LinkKind.SS)
CONSTRAINTS = (
    ConstraintKind.ASAP, ConstraintKind.ALAP, ConstraintKind.MSO, ConstraintKind.MFO,
    ConstraintKind.SNET, ConstraintKind.SNLT, ConstraintKind.FNET, ConstraintKind.FNLT,
)  # fmt: skip
MATERIAL, WORK, COST = 0, 1, 2  # types of resources

UNITS: Mapping[int, tuple[str, bool]] = {
    3: ("minutes", False), 4: ("minutes", True), 5: ("hours", False), 6: ("hours", True),
    7: ("days", False), 8: ("days", True), 9: ("weeks", False), 10: ("weeks", True),
    11: ("months", False), 12: ("months", True), 19: ("percent", False), 20: ("percent", True),
}  # fmt: skip
"""Unit and whether it is elapsed time, by the file's number; 32 more where it is estimated."""
NUMBERS = {unit: number for number, unit in UNITS.items()}

HALF_OFFICE: Shifts = ((480, 720), (780, 1020))
"""The hours of a working day for which a file gives none."""


@dataclass(frozen=True, slots=True)
class FileLink:
    """A predecessor of a task; `percent` stands instead of the lag."""

    predecessor: int
    kind: LinkKind = LinkKind.FS
    lag: int = 0
    percent: float | None = None
    elapsed: bool = False


@dataclass(frozen=True, slots=True)
class FileTask:
    """A task, in the order of the outline; level 1 is the top.

    `id` is ours, or "" where the file does not come from us. `unit` is the name in `UNITS`.
    `percent` runs from 0 to 100. `start` and `finish` are as the file's program computed them.
    """

    uid: int
    name: str = ""
    id: str = ""
    level: int = 1
    wbs: str = ""
    outline_number: str = ""
    milestone: bool = False
    summary: bool = False
    duration: int = 0
    unit: str = "days"
    elapsed: bool = False
    calendar: int | None = None
    links: tuple[FileLink, ...] = ()
    constraint: ConstraintKind | None = None
    constraint_date: datetime | None = None
    deadline: datetime | None = None
    baseline_start: datetime | None = None
    baseline_finish: datetime | None = None
    percent: Decimal = Decimal(0)
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    remaining: int | None = None
    note: str = ""
    contact: str = ""
    manual: bool = False
    start: datetime | None = None
    finish: datetime | None = None
    early_start: datetime | None = None
    early_finish: datetime | None = None
    late_start: datetime | None = None
    late_finish: datetime | None = None
    total_float: int | None = None
    free_float: int | None = None
    critical: bool = False


@dataclass(frozen=True, slots=True)
class FileCalendar:
    """A calendar; days of the week that are None follow the parent."""

    uid: int
    name: str
    week: Week
    exceptions: tuple[DayException, ...] = ()
    parent: int | None = None
    base: bool = True


@dataclass(frozen=True, slots=True)
class FileResource:
    """A resource; `max_units` 1 is one whole of it."""

    uid: int
    name: str
    id: str = ""
    type: int = WORK
    group: str = ""
    unit: str = ""
    max_units: Decimal | None = None
    available_from: date | None = None
    available_to: date | None = None
    calendar: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FileAssignment:
    """What a task uses of a resource."""

    uid: int
    task: int
    resource: int
    units: Decimal
    start: datetime | None = None
    finish: datetime | None = None
    work: int = 0


@dataclass(frozen=True, slots=True)
class FileProject:
    """Everything that is exchanged. `ours`: written by xlevent."""

    title: str = ""
    start: datetime | None = None
    finish: datetime | None = None
    status_date: datetime | None = None
    backward: bool = False
    minutes_per_day: int = 480
    minutes_per_week: int = 2400
    calendar: int | None = None
    calendars: tuple[FileCalendar, ...] = ()
    tasks: tuple[FileTask, ...] = ()
    resources: tuple[FileResource, ...] = ()
    assignments: tuple[FileAssignment, ...] = ()
    ours: bool = False
