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
    waiting = [len(edges) for edges in network.fast_in]
    for node, edges in network.slow_in.items():
        waiting[node] += len(edges)
    ready = [node for node in range(count) if not waiting[node]]
    order: list[int] = []
    fast_out, slow_out = network.fast_out, network.slow_out
    while ready:
        node = ready.pop()
        order.append(node)
        for _, after, _, _ in fast_out[node]:
            waiting[after] -= 1
            if not waiting[after]:
                ready.append(after)
        if node in slow_out:
            for edge in slow_out[node]:
                after = edge.successor
                waiting[after] -= 1
                if not waiting[after]:
                    ready.append(after)
    broken = set(broken)
    if len(order) == count and not broken:
        network.order = order
        return []
    stuck = set(range(count)).difference(order)
    left_out = _closure(stuck | broken, lambda node: _after(network, node))
    network.left_out = left_out
    network.order = [node for node in order if node not in left_out]
    network.open_ended = _closure(set(left_out), lambda node: _before(network, node)) - left_out
    return list(_cycles(network, stuck))


def _after(network: Network, node: int) -> Iterator[int]:
    yield from (edge[1] for edge in network.fast_out[node])
    yield from (edge.successor for edge in network.slow_out.get(node, ()))


def _before(network: Network, node: int) -> Iterator[int]:
    yield from (edge[0] for edge in network.fast_in[node])
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
