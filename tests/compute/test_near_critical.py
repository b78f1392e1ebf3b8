"""Near-critical paths: ranked by float, each connected, each with something new."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings

from tests.compute.office_projects import DAY, day, networks, office
from xlevent.compute.near_critical import near_critical_paths
from xlevent.compute.reasons import ReasonKind
from xlevent.domain.task import Link, Task
from xlevent.errors import MisuseError


def test_paths_are_ranked_by_float() -> None:
    links = [Link("A", "D"), Link("B", "D"), Link("C", "E"), Link("D", "E"), Link("B", "X")]
    durations = {"A": 5, "B": 4, "C": 1, "D": 2, "E": 1, "X": 3}
    schedule = office([Task(n, d * DAY) for n, d in durations.items()], links)
    paths = near_critical_paths(schedule)
    assert [(path.tasks, path.total_float) for path in paths] == [
        (("A", "D", "E"), 0),
        (("B", "D", "E"), DAY),
        (("B", "X"), DAY),
        (("C", "E"), 6 * DAY),
    ]
    assert paths[0].links == (links[0], links[3])
    assert paths[0].finish == schedule.finish
    assert all(path.end.kind == ReasonKind.PROJECT_FINISH for path in paths)
    assert [path.key for path in paths] == ["A", "B", "X", "C"]
    assert near_critical_paths(schedule, count=1) == paths[:1]
    assert near_critical_paths(schedule, within=DAY) == paths[:3]


def test_a_deadline_may_be_the_end() -> None:
    schedule = office(
        [Task("A", 2 * DAY), Task("B", DAY, deadline=day(6, 17)), Task("C", 9 * DAY)],
        [Link("A", "B")],
    )
    first, second = near_critical_paths(schedule)
    assert (first.tasks, first.total_float) == (("A", "B"), -DAY)
    assert first.end.kind == ReasonKind.DEADLINE
    assert second.tasks == ("C",)


def test_done_tasks_start_no_path_and_nothing_gives_none() -> None:
    done = Task("A", DAY, actual_start=day(5), actual_finish=day(5, 17))
    schedule = office([done, Task("B", DAY)], [Link("A", "B")])
    assert [path.tasks for path in near_critical_paths(schedule)] == [("A", "B")]
    assert near_critical_paths(office([Task("A", DAY)], start=None)) == []
    with pytest.raises(MisuseError):
        near_critical_paths(schedule, count=0)


@given(networks())
@settings(deadline=None, max_examples=50)
def test_every_task_lies_on_a_path_whose_links_join_its_tasks(
    network: tuple[list[Task], list[Link]],
) -> None:
    tasks, links = network
    schedule = office(tasks, links)
    paths = near_critical_paths(schedule, count=100)
    assert {name for path in paths for name in path.tasks} == set(schedule)
    floats = [path.total_float for path in paths]
    assert floats == sorted(floats)
    for path in paths:
        assert path.total_float == schedule[path.key].total_float
        assert path.key in path.tasks
        for link, (before, after) in zip(path.links, pairwise(path.tasks), strict=True):
            assert link is not None
            assert (link.predecessor, link.successor) == (before, after)
            assert link in links
    assert paths == near_critical_paths(office(tasks, links), count=100)
