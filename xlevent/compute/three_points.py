"""Three-point durations and their draws: triangular and beta-PERT, by inverse distribution.

A draw is the quantile of a uniform number, so that a common factor can tie tasks together.
Source of beta-PERT: Malcolm, Roseboom, Clark, Fazar 1959, in the form with weight 4 for the
likely value: a beta distribution on [o, p] with alpha = 1 + 4 (m - o)/(p - o) and
beta = 1 + 4 (p - m)/(p - o), whose mean is (o + 4 m + p)/6.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from xlevent.domain.task import Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Quantiles = Callable[["Floats"], "Floats"]
_CELLS = 1024  # of a table of quantiles
_FINE = 4096  # cells of the integral behind it


class Shape(StrEnum):
    """How durations are spread between the three points."""

    PERT = "beta-PERT"
    TRIANGULAR = "triangular"


@dataclass(frozen=True, slots=True)
class Estimate:
    """Three durations of a task, in minutes as `Task.duration`; likely: that duration when None."""

    task: str
    optimistic: int
    pessimistic: int
    likely: int | None = None


class EstimateFaultKind(StrEnum):
    """Why an estimate is not used; the task keeps its duration."""

    UNKNOWN_TASK = "unknown task"
    SUMMARY = "summary task"
    TWICE = "second estimate for a task"
    ORDER = "not optimistic <= likely <= pessimistic"
    NEGATIVE = "negative duration"


@dataclass(frozen=True, slots=True)
class EstimateFault:
    """An estimate that is not used, and why."""

    kind: EstimateFaultKind
    task: str


def check_estimate(
    estimate: Estimate, tasks: Mapping[str, Task], summaries: frozenset[str], seen: set[str]
) -> EstimateFaultKind | None:
    """What is wrong with an estimate, if anything."""
    if estimate.task not in tasks:
        return EstimateFaultKind.UNKNOWN_TASK
    if estimate.task in summaries:
        return EstimateFaultKind.SUMMARY
    if estimate.task in seen:
        return EstimateFaultKind.TWICE
    low, middle, high = points(estimate, tasks[estimate.task])
    if low < 0:
        return EstimateFaultKind.NEGATIVE
    return None if low <= middle <= high else EstimateFaultKind.ORDER


def points(estimate: Estimate, task: Task) -> tuple[int, int, int]:
    """Optimistic, likely and pessimistic minutes."""
    likely = task.duration if estimate.likely is None else estimate.likely
    return estimate.optimistic, likely, estimate.pessimistic


def quantiles(shape: Shape, low: float, middle: float, high: float) -> Quantiles:
    """The inverse distribution function of a duration, for arrays of numbers from 0 to 1."""
    if low == high:
        return lambda u: u * 0 + low
    if shape == Shape.TRIANGULAR:
        return _triangular(low, middle, high)
    return _pert(low, middle, high)


def normal_to_uniform(z: Floats) -> Floats:
    """The normal distribution function, from a table (error below 1e-6)."""
    import numpy as np

    return np.asarray(np.interp(z, *_normal()))


@lru_cache(maxsize=1)
def _normal() -> tuple[Any, Any]:
    import numpy as np

    grid = np.linspace(-8, 8, 16_001)
    return grid, np.array([0.5 * math.erfc(-x / math.sqrt(2)) for x in grid])


def _triangular(low: float, middle: float, high: float) -> Quantiles:
    import numpy as np

    width = high - low
    bend = (middle - low) / width
    left, right = width * (middle - low), width * (high - middle)

    def quantile(u: Floats) -> Floats:
        rising = low + np.sqrt(u * left)
        return np.where(u < bend, rising, high - np.sqrt((1 - u) * right))

    return quantile


def _pert(low: float, middle: float, high: float) -> Quantiles:
    """By a table of quantiles at equal steps of u, linear between them (`_beta_quantiles`).

    Its mean is exact to 1e-4 of the width; its variance to 1e-3, to 1e-2 where the likely value
    is at one end.
    """
    import numpy as np

    width = high - low
    table = low + width * np.array(_beta_quantiles((middle - low) / width))
    steps = np.append(np.diff(table), 0.0)

    def quantile(u: Floats) -> Floats:
        x = u * _CELLS
        cell = x.astype(np.int64)
        x -= cell
        x *= steps.take(cell)
        x += table.take(cell)
        return np.asarray(x)

    return quantile


@lru_cache(maxsize=4096)
def _beta_quantiles(mode: float) -> Any:
    """Quantiles of the beta-PERT distribution on [0, 1], at u = 0, 1/1024, ... 1.

    Its distribution function is the running integral of its density, with x = sin^2 so that
    the cells are narrow at both ends.
    """
    import numpy as np

    edges, log_sine, log_cosine = _grid()
    # alpha - 1 = 4 mode, beta - 1 = 4 (1 - mode); one more of both from dx = 2 sin cos dt
    mass = np.exp((8 * mode + 1) * log_sine + (9 - 8 * mode) * log_cosine)
    below = np.concatenate(([0.0], np.cumsum(mass)))
    return np.interp(np.linspace(0, 1, _CELLS + 1), below / below[-1], edges)


@lru_cache(maxsize=1)
def _grid() -> tuple[Any, Any, Any]:
    import numpy as np

    angles = np.linspace(0, np.pi / 2, _FINE + 1)
    centres = (angles[:-1] + angles[1:]) / 2
    return np.sin(angles) ** 2, np.log(np.sin(centres)), np.log(np.cos(centres))
