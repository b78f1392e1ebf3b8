"""Instances with known makespans: from XLEVENT_TRUTH when set, else tests/data/schedule/rcpsp."""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path

from xlevent.compute.levelling.problem import Before, Problem, renewable

_COPIES = Path(__file__).parents[2] / "data" / "schedule"
FOLDER = Path(os.environ.get("XLEVENT_TRUTH") or _COPIES) / "rcpsp"


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance; `needs[activity][resource]`."""

    name: str
    group: str
    best_known: int
    proved: bool
    durations: list[int]
    before: Before
    needs: list[list[int]]
    capacities: list[int]

    @property
    def problem(self) -> Problem:
        """The instance as levelling sees it."""
        return renewable(self.durations, self.before, self.needs, self.capacities)


def read_instances() -> list[Instance]:
    """All instances of the index."""
    with (FOLDER / "index.csv").open(newline="") as file:
        return [_read(row) for row in csv.DictReader(file)]


def _read(row: dict[str, str]) -> Instance:
    text = (FOLDER / "instances" / row["instance"]).read_text("ascii")
    words = iter(int(word) for word in text.split())
    count, resources = next(words), next(words)
    capacities = [next(words) for _ in range(resources)]
    durations: list[int] = []
    needs: list[list[int]] = []
    before: Before = [[] for _ in range(count)]
    for activity in range(count):
        durations.append(next(words))
        needs.append([next(words) for _ in range(resources)])
        for _ in range(next(words)):
            before[next(words) - 1].append((activity, durations[activity]))
    return Instance(
        row["instance"].removesuffix(".txt"), row["set"], int(row["bks"]),
        row["proved_optimal"] == "1", durations, before, needs, capacities,
    )  # fmt: skip
