"""Resources and their assignments to tasks, as a person states them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Resource:
    """People, halls or equipment of one kind.

    Parameters
    ----------
    id
        Unique text.
    capacity
        How many can be used at one time; None when nobody has said it: then there is no limit.
    available_from, available_to
        First and last day of availability, both included; on other days the capacity is 0.
    """

    id: str
    capacity: Decimal | None = None
    available_from: date | None = None
    available_to: date | None = None

    def capacity_on(self, day: date) -> Decimal | None:
        """How many can be used at one time on a day."""
        if (self.available_from is not None and day < self.available_from) or (
            self.available_to is not None and day > self.available_to
        ):
            return Decimal(0)
        return self.capacity


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a task uses of a resource, all the time that it works.

    Parameters
    ----------
    id
        Unique text.
    resource, task
        Ids; a summary task counts from its start to its finish.
    quantity
        How many are used at one time.
    start, finish
        Own first and last day; where None, the task's own. Of these days the working time of the
        task's calendar counts, or each day as a whole when they have no working time at all.
    """

    id: str
    resource: str
    task: str
    quantity: Decimal
    start: date | None = None
    finish: date | None = None
