"""Every run of a simulation is what the engine computes with the durations of that run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.compute.office_projects import CALENDARS, DAY, MONDAY, networks
from tests.compute.schedule_files import project_of
from tests.known_answers import load_truth, short_name, truth_files
from xlevent.compute.critical_path import compute_schedule
from xlevent.compute.network import is_finished
from xlevent.compute.outline import Outline
from xlevent.compute.run_dates import RunDates, RunNetwork
from xlevent.compute.run_limits import scaled
from xlevent.compute.run_passes import critical_runs, run_passes, total_float
from xlevent.compute.schedule import Schedule
from xlevent.domain.task import ConstraintKind, Link, LinkKind, ScheduleSettings, Task, WorkPart

Engine = Callable[[list[Task]], Schedule]


def other_duration(task: Task, duration: int) -> Task:
    """The same task with another duration; resources and the rest in proportion."""
    whole = np.array([duration])
    own = task.duration

    def share(minutes: int) -> int:
        return int(scaled(minutes, whole, own)[0])

    return replace(
        task,
        duration=duration,
        remaining=None if task.remaining is None else share(task.remaining),
        parts=tuple(
            replace(
                part,
                minutes=share(part.minutes),
                remaining=None if part.remaining is None else share(part.remaining),
            )
            for part in task.parts
        ),
    )


def differences(tasks: list[Task], engine: Engine, draw: Callable[[int], list[int]]) -> list[Any]:
    """What differs between runs at once and the engine run by run."""
    plan = engine(tasks)
    if plan.dates is None:
        return []
    network = plan.dates.network
    durations = {
        node: np.array(draw(task.duration))
        for node, task in enumerate(network.leaves)
        if task.duration and not (is_finished(task) or task.manual or task.external)
    }
    dates = RunDates(
        RunNetwork(network, Outline(tasks), plan.dates.start, plan.dates.finish), durations
    )
    run_passes(dates)
    count = len(draw(1))
    found: list[Any] = []
    for run in range(count):
        own = {network.names[node]: int(minutes[run]) for node, minutes in durations.items()}
        once = engine([other_duration(t, own[t.id]) if t.id in own else t for t in tasks])
        assert once.dates is not None
        assert once.floats is not None

        def of_run(values: Any, run: int = run) -> int:
            return int(np.broadcast_to(values, (count,))[run])

        if not network.settings.backward and of_run(dates.finish) != once.dates.finish:
            found.append((run, "finish", of_run(dates.finish), once.dates.finish))
        for node in range(len(network.leaves)):
            if node in network.left_out:
                continue
            name = network.names[node]
            compared = {
                "early start": (of_run(dates.early_start(node)), once.dates.early_start(node)),
                "early finish": (of_run(dates.early_finish(node)), once.dates.early_finish(node)),
            }
            if node not in network.open_ended and of_run(dates.finish) == once.dates.finish:
                total = of_run(total_float(dates, node))
                compared |= {
                    "late start": (of_run(dates.late_start(node)), once.dates.late_start(node)),
                    "late finish": (of_run(dates.late_finish(node)), once.dates.late_finish(node)),
                    "float": (total, once.floats.total[node]),
                }
                critical = bool(np.broadcast_to(critical_runs(dates, node), (count,))[run])
                if not is_finished(network.leaves[node]) and (
                    network.leaves[node].percent_complete < 100
                ):
                    compared["critical"] = (critical, once[name].critical)
            found += [(run, name, key, *pair) for key, pair in compared.items() if len({*pair}) > 1]
    return found


def file_engine(path: Path) -> tuple[list[Task], Engine, ScheduleSettings]:
    tasks, links, calendars, choices = project_of(load_truth(path))
    return tasks, lambda own: compute_schedule(own, links, calendars, choices), choices


FILES = [*truth_files("oracle_mpxj"), *truth_files("truth")]
# Scheduled back from the finish, a run starts when the plan does; the engine would start anew.
FORWARD = [path for path in FILES if not file_engine(path)[2].backward]


@pytest.mark.parametrize("path", FILES, ids=map(short_name, FILES))
def test_equal_points_give_the_dates_of_the_engine(path: Path) -> None:
    tasks, engine, _ = file_engine(path)
    assert differences(tasks, engine, lambda duration: [duration]) == []


@pytest.mark.slow
@pytest.mark.parametrize("path", FORWARD, ids=map(short_name, FORWARD))
def test_other_durations_give_the_dates_of_the_engine(path: Path) -> None:
    tasks, engine, _ = file_engine(path)
    random = Random(short_name(path))
    assert differences(tasks, engine, lambda d: [random.randint(1, 2 * d) for _ in "ab"]) == []


@st.composite
def projects(draw: st.DrawFn) -> tuple[list[Task], list[Link], ScheduleSettings]:
    """Small projects with everything: summaries, constraints, facts, lags of all kinds."""
    tasks, links = draw(networks())
    moments = st.integers(-10, 60).map(lambda half: MONDAY + timedelta(hours=12 * half))
    maybe = st.none() | moments
    found = []
    for task in tasks:
        kind = draw(st.none() | st.sampled_from(ConstraintKind))
        parts: tuple[WorkPart, ...] = ()
        if draw(st.integers(0, 9)) == 0:
            parts = (WorkPart("six days", task.duration // 2), WorkPart("office", task.duration))
        task = replace(
            task,
            constraint=kind,
            constraint_date=draw(moments),
            deadline=draw(maybe),
            elapsed=draw(st.integers(0, 5)) == 0,
            parent=draw(st.sampled_from([None, None, None, "S", "R"])),
            delay=draw(st.sampled_from([0, 0, 0, 300])),
            parts=parts,
        )
        if draw(st.integers(0, 4)) == 0:
            done = draw(st.sampled_from([0, 30, 100]))
            task = replace(task, actual_start=draw(moments), percent_complete=done)
        found.append(task)
    found += [Task("S", deadline=draw(maybe)), Task("R", parent=draw(st.sampled_from([None, "S"])))]
    names = [task.id for task in found]
    links = [
        replace(
            link,
            elapsed=draw(st.booleans()),
            lag=draw(st.integers(-600, 600)),
            percent=draw(st.sampled_from([None, None, -40.0, 25.0])),
        )
        for link in links
    ]
    for _ in range(draw(st.integers(0, 2))):
        before, after = draw(st.permutations(names).map(lambda mixed: mixed[:2]))
        links.append(Link(before, after, draw(st.sampled_from(LinkKind))))
    choices = ScheduleSettings(
        start=MONDAY,
        calendar="office",
        data_date=draw(st.none() | st.just(MONDAY + timedelta(days=9, hours=3))),
        honor_constraints=draw(st.booleans()),
        bounded=draw(st.booleans()),
        critical_limit=draw(st.sampled_from([0, DAY])),
    )
    return found, links, choices


@given(projects(), st.sampled_from([-300, -2000]))
@settings(deadline=None, max_examples=60)
def test_equal_runs_of_projects_scheduled_back_with_tasks_levelled_to_earlier_times(
    project: tuple[list[Task], list[Link], ScheduleSettings], earlier: int
) -> None:
    tasks, links, choices = project
    tasks = [replace(task, delay=earlier if task.delay else 0) for task in tasks]
    choices = replace(
        choices, start=None, finish=MONDAY + timedelta(days=30), backward=True, data_date=None
    )

    def engine(own: list[Task]) -> Schedule:
        return compute_schedule(own, links, CALENDARS, choices)

    assert differences(tasks, engine, lambda d: [d]) == []


@given(projects(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=60)
def test_runs_of_random_projects(
    project: tuple[list[Task], list[Link], ScheduleSettings], random: Random
) -> None:
    tasks, links, choices = project

    def engine(own: list[Task]) -> Schedule:
        return compute_schedule(own, links, CALENDARS, choices)

    assert (
        differences(tasks, engine, lambda d: [d, *(random.randint(1, 2 * d) for _ in "ab")]) == []
    )
