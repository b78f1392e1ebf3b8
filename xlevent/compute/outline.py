"""The outline of a project: which tasks are summaries, and what lies below them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xlevent.compute.schedule_problem import ScheduleProblem, ScheduleProblemKind
from xlevent.domain.task import ConstraintKind, Task
from xlevent.domain.work_calendar import to_minutes


@dataclass(frozen=True, slots=True)
class SummaryLimits:
    """Dates (moments) that summaries set for all their leaves."""

    start: int | None
    finish: int | None


class Outline:
    """Active leaves in the order of their rows, and the active summary tasks by id."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self.problems: list[ScheduleProblem] = []
        known: dict[str, Task] = {}
        for task in tasks:
            if task.id in known:
                self._problem(ScheduleProblemKind.DUPLICATE_TASK, task.id)
            else:
                known[task.id] = task
        self.inactive = {task.id for task in known.values() if not task.active}
        parents = {t.parent for t in known.values() if t.parent is not None and t.active}
        self.parents: dict[str, str] = {}
        if parents:
            self._read_parents(known)
        self.summaries = {
            name: task for name, task in known.items() if name in parents and task.active
        }
        self.leaves = [task for name, task in known.items() if name not in parents and task.active]
        self._leaves_below: dict[str, list[int]] | None = None

    def is_below(self, name: str, summary: str) -> bool:
        """Whether a task lies anywhere below a summary task."""
        while (above := self.parents.get(name)) is not None:
            if above == summary:
                return True
            name = above
        return False

    def above(self, name: str) -> Iterator[str]:
        """The summary tasks above a task, the nearest first."""
        while (name := self.parents.get(name, "")) in self.summaries:
            yield name

    def leaves_below(self, summary: str) -> list[int]:
        """Numbers of the leaves below a summary task."""
        if self._leaves_below is None:
            self._leaves_below = {}
            for node, task in enumerate(self.leaves):
                above = self.parents.get(task.id)
                while above is not None:
                    self._leaves_below.setdefault(above, []).append(node)
                    above = self.parents.get(above)
        return self._leaves_below.get(summary, [])

    def limits(self) -> dict[str, SummaryLimits]:
        """What each summary task and those above it set; empty when none sets anything."""
        if not any(task.constraint or task.deadline for task in self.summaries.values()):
            return {}
        result: dict[str, SummaryLimits] = {}
        for name in self.summaries:
            starts: list[int] = []
            finishes: list[int] = []
            above: str | None = name
            while above is not None:
                task = self.summaries[above]
                if task.constraint_date is not None:
                    moment = to_minutes(task.constraint_date)
                    if task.constraint == ConstraintKind.SNET:
                        starts.append(moment)
                    elif task.constraint == ConstraintKind.FNLT:
                        finishes.append(moment)
                if task.deadline is not None:
                    finishes.append(to_minutes(task.deadline))
                above = self.parents.get(above)
            if starts or finishes:
                result[name] = SummaryLimits(max(starts, default=None), min(finishes, default=None))
        return result

    def _read_parents(self, known: dict[str, Task]) -> None:
        for task in known.values():
            if task.parent is None:
                continue
            if task.parent not in known:
                self._problem(ScheduleProblemKind.UNKNOWN_PARENT, task.id, detail=task.parent)
            elif known[task.parent].active:
                self.parents[task.id] = task.parent
        safe: set[str] = set()
        for name in list(self.parents):
            path = [name]
            while (above := self.parents.get(path[-1])) is not None and above not in safe:
                if above in path:
                    circle = path[path.index(above) :]
                    self._problem(ScheduleProblemKind.PARENT_CIRCLE, *circle)
                    del self.parents[path[-1]]
                    break
                path.append(above)
            safe.update(path)

    def _problem(self, kind: ScheduleProblemKind, *tasks: str, detail: str = "") -> None:
        self.problems.append(ScheduleProblem(kind, tasks, detail))
