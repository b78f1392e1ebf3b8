"""The search on integers: valid, deterministic, near the best known makespans."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.compute.levelling.instances import Instance, read_instances
from xlevent.compute.levelling.optimal import optimize
from xlevent.compute.levelling.problem import FAR, Before, Packing, generate, renewable, topological
from xlevent.compute.levelling.rules import find_windows, resource_bound
from xlevent.compute.levelling.search import search

INSTANCES = read_instances()


def assert_valid(instance: Instance, starts: list[int]) -> None:
    for activity, links in enumerate(instance.before):
        for earlier, lag in links:
            assert starts[activity] >= starts[earlier] + lag
    for resource, capacity in enumerate(instance.capacities):
        level: dict[int, int] = {}
        for activity, start in enumerate(starts):
            for time in range(start, start + instance.durations[activity]):
                level[time] = level.get(time, 0) + instance.needs[activity][resource]
        assert max(level.values(), default=0) <= capacity


def gaps(group: str, passes: int) -> list[float]:
    found = []
    for instance in INSTANCES:
        if instance.group == group:
            outcome = search(instance.problem, passes=passes, time_limit=600)
            assert_valid(instance, outcome.best[0].starts)
            finish = outcome.best[0].cost[1]
            assert outcome.bound <= instance.best_known
            if instance.proved:
                assert finish >= instance.best_known
            found.append(100 * (finish / instance.best_known - 1))
    return found


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def test_small_instances_are_near_their_best_known_makespan() -> None:
    assert mean(gaps("J30", 500)) <= 1.5


@pytest.mark.slow
@pytest.mark.parametrize(
    ("group", "aim"), [("J60", 4.0), ("J90", 4.0), ("J120", 5.0), ("RG300", 10.0)]
)
def test_large_instances_are_near_their_best_known_makespan(group: str, aim: float) -> None:
    assert mean(gaps(group, 2000 if group == "J120" else 600)) <= aim


def test_the_same_seed_gives_the_same_schedule() -> None:
    problem = INSTANCES[0].problem
    first, second, other = (
        search(problem, seed=seed, passes=400, time_limit=600) for seed in (1, 1, 2)
    )
    assert first == second
    assert first.best[0].starts != other.best[0].starts


def test_no_time_still_gives_a_schedule() -> None:
    outcome = search(INSTANCES[0].problem, time_limit=0)
    assert outcome.passes == 3
    assert_valid(INSTANCES[0], outcome.best[0].starts)


def test_an_empty_project_ends_where_it_starts() -> None:
    assert search(renewable([], [], [], [])).best[0].cost == (0, 0, 0)


def test_what_fits_nowhere_stands_where_its_links_put_it() -> None:
    problem = renewable([2, 3], [[], [(0, 2)]], [[1], [2]], [2])
    packing = problem.packing
    gone = [packing.free([2]), packing.free([1]), packing.everything]
    limited = type(problem)(
        problem.durations, problem.before, problem.needs, packing, [-FAR, 4, FAR], gone, [0, 0]
    )
    assert generate(limited, [0, 1], 0) == ([0, 2], 1)


def test_packing_keeps_its_fields_apart() -> None:
    packing = Packing([3, 0, 10])
    assert packing.unpack(packing.pack({0: 3, 2: 7})) == [3, 0, 7]
    assert packing.unpack(packing.free([1, 0, 10])) == [1, 0, 10]


@st.composite
def small(draw: st.DrawFn) -> Instance:
    count = draw(st.integers(1, 6))
    durations = draw(st.lists(st.integers(0, 4), min_size=count, max_size=count))
    before: Before = [[] for _ in range(count)]
    for activity in range(1, count):
        for earlier in draw(st.sets(st.integers(0, activity - 1), max_size=2)):
            lag = durations[earlier] + draw(st.integers(-2, 2))
            before[activity].append((earlier, lag))
    capacities = draw(st.lists(st.integers(1, 3), min_size=1, max_size=2))
    needs = [[draw(st.integers(0, capacity)) for capacity in capacities] for _ in range(count)]
    return Instance("", "", 0, False, durations, before, needs, capacities)


# A heuristic: that it is optimal here is an observation, so the instances stay the same.
@settings(max_examples=60, deadline=None, derandomize=True)
@given(small())
def test_search_equals_all_orders_on_tiny_instances(instance: Instance) -> None:
    problem = instance.problem
    count = len(instance.durations)
    best = FAR
    for order in permutations(range(count)):
        place = {activity: number for number, activity in enumerate(order)}
        if all(place[e] < place[a] for a in range(count) for e, _ in instance.before[a]):
            starts, failed = generate(problem, order, 0)
            assert not failed
            assert_valid(instance, starts)
            best = min(best, max(s + d for s, d in zip(starts, instance.durations, strict=True)))
    outcome = search(problem, passes=250, time_limit=60)
    assert_valid(instance, outcome.best[0].starts)
    assert outcome.best[0].cost[1] == best
    order = topological(problem)
    assert find_windows(problem, order).finish <= resource_bound(
        problem, find_windows(problem, order)
    ) <= best  # fmt: skip


@settings(max_examples=25, deadline=None, derandomize=True)
@given(small())
def test_the_solver_finds_nothing_better_on_tiny_instances(instance: Instance) -> None:
    found = search(instance.problem, passes=400, time_limit=60).best[0]
    solution = optimize(instance.problem, found.starts, time_limit=20, workers=1)
    assert_valid(instance, solution.starts)
    assert solution.proved
    assert solution.finish == found.cost[1]


def test_the_solver_reaches_a_proved_optimum() -> None:
    instance = next(i for i in INSTANCES if i.name == "J30_8")
    start = search(instance.problem, passes=50, time_limit=60).best[0]
    solution = optimize(instance.problem, start.starts, time_limit=60)
    assert_valid(instance, solution.starts)
    assert (solution.finish, solution.proved) == (instance.best_known, True)
