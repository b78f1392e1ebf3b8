"""The order of computation, cycles, and what cannot be computed because of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator

from xlevent.compute.network import Network

Neighbours = Callable[[int], Iterable[int]]


def sort_nodes(network: Network, broken: Iterable[int]) -> list[tuple[int, ...]]:
    """Fill in the order of a network and what is left out; the cycles found, each in order.

    Left out are the nodes in a cycle, the broken ones, and all that follow these; open-ended
    are the nodes that one of these follows.
    """
    count = len(network.ways)
    broken = set(broken)
    order = list(range(count)) if network.sorted_rows else _order(network)
    if len(order) == count and not broken:
        network.order = order
        return []
    stuck = set(range(count)).difference(order)
    left_out = _closure(stuck | broken, lambda node: _after(network, node))
    network.left_out = left_out
    network.order = [node for node in order if node not in left_out]
    network.open_ended = _closure(set(left_out), lambda node: _before(network, node)) - left_out
    return list(_cycles(network, stuck))


def _order(network: Network) -> list[int]:
    """Nodes after all their predecessors; those in cycles and behind them are missing."""
    into = network.into
    waiting = [len(edges) for edges in into]
    after: list[list[int]] = [[] for _ in into]
    for node, edges in enumerate(into):
        for edge in edges:
            after[edge[0]].append(node)
    for slow in network.slow_out.values():
        for link in slow:
            waiting[link.successor] += 1
            after[link.predecessor].append(link.successor)
    ready = [node for node, number in enumerate(waiting) if not number]
    order: list[int] = []
    while ready:
        node = ready.pop()
        order.append(node)
        for later in after[node]:
            waiting[later] -= 1
            if not waiting[later]:
                ready.append(later)
    return order


def _after(network: Network, node: int) -> Iterator[int]:
    yield from (edge[0] for edge in network.outgoing[node])
    yield from (edge.successor for edge in network.slow_out.get(node, ()))


def _before(network: Network, node: int) -> Iterator[int]:
    yield from (edge[0] for edge in network.into[node])
    yield from (edge.predecessor for edge in network.slow_in.get(node, ()))


def _closure(seeds: set[int], neighbours: Neighbours) -> set[int]:
    todo = list(seeds)
    while todo:
        for other in neighbours(todo.pop()):
            if other not in seeds:
                seeds.add(other)
                todo.append(other)
    return seeds


def _cycles(network: Network, stuck: set[int]) -> Iterator[tuple[int, ...]]:
    """One shortest cycle through the first node of each knot of cycles."""
    for knot in _knots(network, stuck):
        start = min(knot)
        came_from: dict[int, int] = {}
        todo = deque([start])
        while todo and start not in came_from:
            node = todo.popleft()
            for after in _after(network, node):
                if after in knot and after not in came_from:
                    came_from[after] = node
                    todo.append(after)
        cycle = [came_from[start]]
        while cycle[-1] != start:
            cycle.append(came_from[cycle[-1]])
        yield tuple(reversed(cycle))


def _knots(network: Network, stuck: set[int]) -> Iterator[set[int]]:
    """The sets of nodes that all lead to each other (Tarjan, without recursion)."""
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    path: list[int] = []
    on_path: set[int] = set()
    for root in sorted(stuck):
        if root in number:
            continue
        work = [(root, _after(network, root))]
        number[root] = low[root] = len(number)
        path.append(root)
        on_path.add(root)
        while work:
            node, rest = work[-1]
            for after in rest:
                if after not in stuck:
                    continue
                if after not in number:
                    number[after] = low[after] = len(number)
                    path.append(after)
                    on_path.add(after)
                    work.append((after, _after(network, after)))
                    break
                if after in on_path:
                    low[node] = min(low[node], number[after])
            else:
                work.pop()
                if work:
                    above = work[-1][0]
                    low[above] = min(low[above], low[node])
                if low[node] == number[node]:
                    knot: set[int] = set()
                    while node not in knot:
                        knot.add(path.pop())
                    on_path -= knot
                    if len(knot) > 1:
                        yield knot
