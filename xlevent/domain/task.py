"""Tasks, links and constraints of a schedule, as a person states them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LinkKind(StrEnum):
    """Which end of the predecessor drives which end of the successor."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


class ConstraintKind(StrEnum):
    """The eight constraints of Microsoft Project."""

    ASAP = "ASAP"
    ALAP = "ALAP"
    SNET = "SNET"
    SNLT = "SNLT"
    FNET = "FNET"
    FNLT = "FNLT"
    MSO = "MSO"
    MFO = "MFO"


@dataclass(frozen=True, slots=True)
class Link:
    """A successor that waits for a predecessor.

    Parameters
    ----------
    predecessor, successor
        Ids of tasks; summary tasks are allowed.
    kind
        FS, SS, FF or SF.
    lag
        Minutes between the two ends, negative for a lead; working minutes on the successor's
        calendar, or minutes on the clock where `elapsed`.
    percent
        Instead of `lag`: percent of the predecessor's duration.
    elapsed
        Whether the lag runs through nights and holidays.
    """

    predecessor: str
    successor: str
    kind: LinkKind = LinkKind.FS
    lag: int = 0
    percent: float | None = None
    elapsed: bool = False


@dataclass(frozen=True, slots=True)
class WorkPart:
    """Work of one resource on a task, done on the resource's own calendar.

    Parameters
    ----------
    calendar
        Id of the resource's calendar.
    minutes
        Working minutes from its start to its end (work divided by units).
    remaining
        Working minutes still to do; all of them when None.
    """

    calendar: str
    minutes: int
    remaining: int | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A task, milestone (duration 0) or summary task (one that others name as parent).

    Parameters
    ----------
    id
        Unique text.
    duration
        Working minutes on the task's calendar; minutes on the clock where `elapsed`.
    parent
        Id of the summary task above.
    calendar
        Id of the task's calendar; the project's when None.
    elapsed
        Whether the task runs through nights and holidays.
    constraint
        None: as soon as possible, or as late as possible when scheduling from the finish.
    constraint_date
        For the six constraints with a date.
    deadline
        Limits the late finish only.
    active
        An inactive task is left out, with its links.
    manual, start, finish
        A manual task stays where `start` and `finish` put it.
    external
        A task of another project: its start and finish are given, it has no float and does not
        count for the project's finish.
    actual_start, actual_finish
        Facts.
    percent_complete
        Of the duration, 0 to 100.
    remaining
        Working minutes still to do; by default what `percent_complete` leaves.
    delay
        Levelling delay, minutes on the clock. Below zero, and only when scheduling backward: how
        much earlier the task is done than what follows it asks for.
    parts
        Where given, the span of the task follows from the work of its resources on their
        calendars; the duration then only serves for percentages.
    """

    id: str
    duration: int = 0
    name: str = ""
    parent: str | None = None
    calendar: str | None = None
    elapsed: bool = False
    constraint: ConstraintKind | None = None
    constraint_date: datetime | None = None
    deadline: datetime | None = None
    active: bool = True
    manual: bool = False
    external: bool = False
    start: datetime | None = None
    finish: datetime | None = None
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    percent_complete: float = 0
    remaining: int | None = None
    delay: int = 0
    parts: tuple[WorkPart, ...] = ()


@dataclass(frozen=True, slots=True)
class ScheduleSettings:
    """How a project is scheduled.

    Parameters
    ----------
    start
        The project's start; needed when scheduling forward.
    finish
        The event's date and time, from which `backward` schedules.
    backward
        Schedule back from `finish`; the start then follows.
    calendar
        Id of the project's calendar; elapsed time when None.
    data_date
        Unfinished work starts here at the earliest; None leaves it where the links put it.
    honor_constraints
        Whether a constraint goes before a link that contradicts it (the float then shows the
        conflict), as Microsoft Project does unless told otherwise.
    bounded
        Whether leads may not pull a task before the project's start by FF links, and no late
        date lies after the project's finish, as in Microsoft Project; text-book networks
        without bounds use False.
    critical_limit
        Tasks with at most this total float (working minutes) are critical.
    """

    start: datetime | None = None
    finish: datetime | None = None
    backward: bool = False
    calendar: str | None = None
    data_date: datetime | None = None
    honor_constraints: bool = True
    bounded: bool = True
    critical_limit: int = 0
