"""The runs of a simulation, a block of them at a time, and what is added up over all."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from xlevent.compute.network import is_finished
from xlevent.compute.run_dates import RunDates, RunNetwork
from xlevent.compute.run_passes import critical_runs, forward_pass, project_finish, run_passes
from xlevent.compute.three_points import Shape, normal_to_uniform, quantiles

if TYPE_CHECKING:
    from xlevent.compute.array_calendar import Minutes

_CELLS = 2_000_000
"""Tasks x runs of a block: each of the five arrays of dates then takes 16 MB at most."""
_LEAST = 64
_MOST = 4096


class RunSettings(Protocol):
    """What the runs need of `SimulationSettings`."""

    @property
    def runs(self) -> int: ...
    @property
    def seed(self) -> int: ...
    @property
    def shape(self) -> Shape: ...
    @property
    def correlation(self) -> float: ...
    @property
    def criticality(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Varying:
    """A leaf whose duration is drawn."""

    node: int
    id: str
    low: int
    middle: int
    high: int


@dataclass(slots=True)
class Moments:
    """Sums over the runs, of differences from `origin` so that they stay exact."""

    origin: float
    count: int = 0
    total: float = 0.0
    squares: float = 0.0
    products: float = 0.0
    """With the project's finish."""

    @property
    def mean(self) -> float:
        return self.origin + self.total / self.count

    @property
    def deviation(self) -> float:
        """Standard deviation of the sample (divisor n - 1); 0 for a single run."""
        if self.count < 2:
            return 0.0
        square = self.squares - self.total * self.total / self.count
        return math.sqrt(max(square, 0.0) / (self.count - 1))

    def correlation(self, other: Moments) -> float | None:
        """Pearson's, with the other as the finish; None where either never varied."""
        both = self.deviation * other.deviation
        if not both:
            return None
        together = self.products - self.total * other.total / self.count
        return max(-1.0, min(1.0, together / (self.count - 1) / both))


@dataclass(slots=True)
class RunTotals:
    """What all runs gave: counts of runs by leaf or by name of a deadline's task."""

    finish: Moments
    durations: list[Moments]
    critical: dict[int, int] = field(default_factory=dict)
    met: dict[str, int] = field(default_factory=dict)
    finishes: Sequence[int] = ()


def run_all(
    network: RunNetwork,
    varying: Sequence[Varying],
    deadlines: Mapping[str, tuple[int, list[int]]],
    settings: RunSettings,
) -> RunTotals:
    """Simulate all runs. Draws depend on the seed and the ids only, not on blocks or order."""
    import numpy as np

    draws = _Draws(varying, settings)
    size = max(_LEAST, min(_MOST, _CELLS // max(1, len(network.network.order))))
    calendar = network.calendar(network.network.project_calendar)
    start = int(calendar.work_at(np.array([network.start]))[0])
    totals = RunTotals(Moments(start), [Moments(one.middle) for one in varying])
    counted = _counted(network) if settings.criticality else []
    totals.critical = dict.fromkeys(counted, 0)
    totals.met = dict.fromkeys(deadlines, 0)
    blocks: list[Any] = []
    for done in range(0, settings.runs, size):
        count = min(size, settings.runs - done)
        durations = draws.block(count)
        dates = RunDates(network, dict(zip((v.node for v in varying), durations, strict=True)))
        if counted or network.network.late_starters:
            run_passes(dates)
        else:
            forward_pass(dates)
            dates.finish = project_finish(dates)
        finish = np.broadcast_to(dates.finish, (count,))
        blocks.append(finish)
        for node in counted:
            totals.critical[node] += _count(critical_runs(dates, node), count)
        for name, (moment, nodes) in deadlines.items():
            totals.met[name] += _count(_in_time(dates, moment, nodes), count)
        _add(totals, durations, calendar.work_at(finish))
    totals.finishes = np.sort(np.concatenate(blocks)).tolist()
    return totals


class _Draws:
    """Durations of runs; every task has a stream of random numbers of its own."""

    def __init__(self, varying: Sequence[Varying], settings: RunSettings) -> None:
        self._streams = [_stream(settings.seed, one.id) for one in varying]
        self._quantiles = [
            quantiles(settings.shape, one.low, one.middle, one.high) for one in varying
        ]
        self._own = math.sqrt(1 - settings.correlation)
        self._shared = math.sqrt(settings.correlation)
        self._common = _stream(settings.seed, None) if settings.correlation else None

    def block(self, runs: int) -> list[Minutes]:
        """Whole minutes of every varying task, at least one."""
        import numpy as np

        common = None if self._common is None else self._common.standard_normal(runs)
        found = []
        for stream, quantile in zip(self._streams, self._quantiles, strict=True):
            if common is None:
                uniform = stream.random(runs)
            else:
                score = self._own * stream.standard_normal(runs) + self._shared * common
                uniform = normal_to_uniform(score)
            minutes = quantile(uniform)
            minutes += 0.5
            drawn = minutes.astype(np.int64)
            found.append(np.maximum(drawn, 1, out=drawn))
        return found


def _stream(seed: int, name: str | None) -> Any:
    import numpy as np

    # 64 bits of a hash: whichever rows there are, a task has the same stream.
    own = [] if name is None else [*hashlib.sha256(name.encode()).digest()[:8]]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *own])))


def _counted(network: RunNetwork) -> list[int]:
    """Leaves that may be critical: what is finished never is."""
    plan = network.network
    return [
        node
        for node in plan.order
        if node < len(plan.leaves)
        and node not in plan.open_ended
        and not is_finished(plan.leaves[node])
        and plan.leaves[node].percent_complete < 100
    ]


def _in_time(dates: RunDates, moment: int, nodes: Sequence[int]) -> Any:
    import numpy as np

    result: Any = np.ones(1, bool)
    network = dates.network
    for node in nodes:
        late = node in network.late_starters and node not in network.open_ended
        ends = dates.late_ends if late else dates.early_ends
        limit = dates.calendars[node].work_at(np.array([moment]))
        result = result & (ends[node] <= limit)
    return result


def _count(where: Any, runs: int) -> int:
    return int(where.sum()) if len(where) == runs else runs * int(where[0])


def _add(totals: RunTotals, durations: Sequence[Minutes], finish: Minutes) -> None:
    import numpy as np

    end = totals.finish
    late = (finish - end.origin).astype(np.float64)
    end.count += len(late)
    end.total += float(late.sum())
    end.squares += float(late @ late)
    for moments, minutes in zip(totals.durations, durations, strict=True):
        longer = minutes - moments.origin
        moments.count += len(longer)
        moments.total += float(longer.sum())
        moments.squares += float(longer @ longer)
        moments.products += float(longer @ late)
