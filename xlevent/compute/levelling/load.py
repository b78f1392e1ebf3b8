"""What the tasks of a schedule use: who can move, and what stays where it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from xlevent.compute.levelling.problem import FAR, Packing
from xlevent.compute.network import FIXED, LAST_GATE, Network
from xlevent.compute.occupation import Pieces, assignment_pieces, day_start, worked_pieces
from xlevent.compute.pass_dates import Dates
from xlevent.compute.schedule import Schedule
from xlevent.domain.resource import Assignment, Resource
from xlevent.domain.task import ConstraintKind
from xlevent.domain.work_calendar import DAY

Profile = tuple[list[int], list[int]]
"""Times and what is free from each on, packed; as in a `Problem`."""


@dataclass(slots=True)
class Load:
    """Amounts are whole numbers: quantities in units small enough for all of them.

    Parameters
    ----------
    resources
        Those with a limit; other places count them by their position here.
    needs
        By node and resource, of leaves that follow their links; `movable` are those of them that
        levelling may delay.
    held
        Nodes whose dates are known before anything is placed.
    booked
        Resource, amount and pieces of what stays.
    oversized
        Task and resource where the task needs more than there ever is; not in `needs`.
    """

    resources: list[Resource]
    capacities: list[int]
    packing: Packing
    needs: dict[int, dict[int, int]] = field(default_factory=dict)
    movable: set[int] = field(default_factory=set)
    held: set[int] = field(default_factory=set)
    booked: list[tuple[int, int, Pieces]] = field(default_factory=list)
    oversized: set[tuple[str, str]] = field(default_factory=set)

    def packed(self, node: int) -> int:
        """What a node needs, packed."""
        return self.packing.pack(self.needs.get(node, {}))

    def changes(self) -> list[tuple[int, int, int]]:
        """Moments at which what is free changes, each with its resource and the difference."""
        found: list[tuple[int, int, int]] = []
        for number, (resource, capacity) in enumerate(
            zip(self.resources, self.capacities, strict=True)
        ):
            first, last = resource.available_from, resource.available_to
            found.append((-FAR if first is None else day_start(first), number, capacity))
            if last is not None:
                found.append((day_start(last) + DAY, number, -capacity))
        for number, amount, pieces in self.booked:
            for start, end in pieces:
                found += [(start, number, -amount), (end, number, amount)]
        return found


def profile(packing: Packing, changes: Iterable[tuple[int, int, int]]) -> Profile:
    """What is free over time; where more is booked than there is, nothing is free."""
    free = [0] * len(packing.offsets)
    at: dict[int, list[tuple[int, int]]] = {-FAR: []}
    for time, resource, difference in changes:
        at.setdefault(time, []).append((resource, difference))
    times: list[int] = []
    values: list[int] = []
    for time in sorted(at):
        for resource, difference in at[time]:
            free[resource] += difference
        times.append(time)
        values.append(packing.free([max(0, amount) for amount in free]))
    return [*times, FAR], [*values, packing.everything]


def find_load(
    schedule: Schedule, dates: Dates, resources: Sequence[Resource], uses: Sequence[Assignment]
) -> Load:
    """What a schedule uses of the resources that have a limit.

    Assignments with both dates of their own and those of summary tasks stay where they are, as do
    finished, started, manual and must-start tasks, and those as late as possible (scheduled
    backward: as soon as possible).
    """
    network = dates.network
    uses = [use for use in uses if use.quantity > 0]
    limited = [r for r in {r.id: r for r in resources}.values() if _is_limited(r)]
    unit = _unit([*(use.quantity for use in uses), *(r.capacity or Decimal(0) for r in limited)])
    total = sum(int(use.quantity * unit) for use in uses)
    capacities = [total if r.capacity is None else int(r.capacity * unit) for r in limited]
    load = Load(limited, capacities, Packing(capacities))
    position = {resource.id: number for number, resource in enumerate(limited)}
    load.held = {node for node in network.order if _is_held(network, node)}
    stays: set[int] = set()
    for use in uses:
        number = position.get(use.resource)
        if number is None:
            continue
        amount = int(use.quantity * unit)
        if amount > capacities[number]:
            load.oversized.add((use.task, use.resource))
        node = network.index.get(use.task)
        own = (use.start is not None, use.finish is not None)
        if node is None or node in network.left_out or all(own):
            load.booked.append((number, amount, assignment_pieces(schedule, use) or []))
            continue
        if any(own):
            stays.add(node)
        if node in load.held:
            first, last = dates.planned_start(node), dates.planned_finish(node)
            load.booked.append((number, amount, worked_pieces(network, node, first, last)))
            continue
        needs = load.needs.setdefault(node, {})
        needs[number] = needs.get(number, 0) + amount
    for node, needs in load.needs.items():
        task = network.leaves[node]
        for number in [n for n, amount in needs.items() if amount > capacities[n]]:
            del needs[number]
            load.oversized.add((task.id, limited[number].id))
        guard = network.guards.get(node)
        must = guard is not None and guard.on is not None
        if node not in stays and not must and not task.percent_complete:
            load.movable.add(node)
    return load


def _is_limited(resource: Resource) -> bool:
    return not (
        resource.capacity is None
        and resource.available_from is None
        and resource.available_to is None
    )


def _is_held(network: Network, node: int) -> bool:
    if network.ways[node] >= LAST_GATE:
        return False
    guard = network.guards.get(node)
    early = network.settings.backward and (
        network.leaves[node].constraint == ConstraintKind.ASAP or node in network.open_ended
    )
    return (
        network.ways[node] == FIXED
        or node in network.late_starters
        or early
        or (guard is not None and guard.on is not None and network.settings.honor_constraints)
    )


def _unit(amounts: Iterable[Decimal]) -> int:
    """By what to multiply amounts to make all of them whole."""
    places = 0
    for amount in amounts:
        exponent = amount.as_tuple().exponent
        if isinstance(exponent, int):
            places = max(places, -exponent)
    return int(10**places)
