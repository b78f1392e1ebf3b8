"""What is wrong with the data of a schedule; returned, never raised."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from xlevent.domain.language import Text


class ScheduleProblemKind(StrEnum):
    """Kinds of problems. A cycle of one task is a link from a task to itself."""

    CYCLE = "cycle"
    UNKNOWN_PREDECESSOR = "unknown predecessor"
    UNKNOWN_SUCCESSOR = "unknown successor"
    OWN_SUMMARY = "link with own summary"
    DUPLICATE_TASK = "duplicate task"
    UNKNOWN_PARENT = "unknown parent"
    PARENT_CIRCLE = "circle of parents"
    NEGATIVE_DURATION = "negative duration"
    ABSURD_DURATION = "duration or lag of more than a hundred years"
    WRONG_PERCENT = "percent outside 0 to 100"
    UNUSABLE_CALENDAR = "unusable calendar"
    NO_WORKING_TIME = "calendar without working time"
    WRONG_SHIFTS = "wrong shifts of a calendar"
    CALENDAR_PARENT = "wrong parent of a calendar"
    DUPLICATE_CALENDAR = "duplicate calendar"
    NO_CONSTRAINT_DATE = "constraint without date"
    NO_DATES = "task without its given dates"
    FINISH_BEFORE_START = "finish before start"
    NO_PROJECT_DATE = "no date to schedule from"
    DATA_DATE_BEFORE_START = "data date before the start"
    DATE_OUTSIDE_CALENDAR = "date of a task outside the calendar"
    OUTSIDE_CALENDAR = "dates outside the calendar"
    CONFLICT = "conflicting constraints"


@dataclass(frozen=True, slots=True)
class ScheduleProblem:
    """One problem.

    Parameters
    ----------
    kind
        What is wrong.
    tasks
        Ids of the tasks concerned: of a cycle all tasks in the order of its links; of a link its
        predecessor and its successor; of a conflict the chain from one constraint to the other.
        None where it is about a calendar or the whole project.
    detail
        A value that the message repeats, such as the id of a calendar; of a conflict the working
        minutes that are missing.
    more
        Further values: what is wrong with a calendar; both constraints of a conflict.
    about
        The detail in both languages, where it is a sentence and not a value.
    """

    kind: ScheduleProblemKind
    tasks: tuple[str, ...] = ()
    detail: str = ""
    more: tuple[str, ...] = ()
    about: Text | None = None
