"""What is remembered from one cell to the next: never seen in an answer, and bounded."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlevent_udfs.catalogue import CATALOGUE
from xlevent_udfs.functions import schedule as functions
from xlevent_udfs.kernel.cells import grid
from xlevent_udfs.kernel.memo import SWITCH, Memo, content

_HEADS = [["ID", "Duration", "Predecessors"], ["工作編號", "工期(天)", "前置作業"], None]
# The same to a dict or a reader, and not the same cells.
_IDS = ["A", "a", "B", "1", 1, 1.0, True, "T-1", datetime(2026, 3, 2)]
_DURATIONS = [1, 1.0, True, "1", "１", 2, "x", None, 0, 0.0, -0.0, "2d", "#N/A"]
_LINKS = [None, "", "A", "1", 1, True, "B", "A+1d", "nobody"]
_DAYS = [46083, 46083.0, "2026-03-02", date(2026, 3, 2), datetime(2026, 3, 2), 46084, "soon"]
_HOLIDAYS = [
    None,
    [["2026-03-03", "holiday"]],
    [["2026-03-03", "makeup"]],
    [[46084, None]],
    [["2026-03-03", "holiday"], ["2026-03-03", "makeup"]],
]
_TASKS = st.builds(
    lambda head, rows: [head, *rows] if head else rows,
    st.sampled_from(_HEADS),
    st.lists(
        st.tuples(*map(st.sampled_from, (_IDS, _DURATIONS, _LINKS))).map(list),
        min_size=1,
        max_size=3,
    ),
)


@st.composite
def asked(draw: st.DrawFn) -> list[tuple[str, list[Any]]]:
    """Calls about a few plans that differ in little."""
    plans = draw(st.lists(_TASKS, min_size=1, max_size=2))
    calls = []
    for _ in range(draw(st.integers(1, 8))):
        name = draw(st.sampled_from(["SCHEDULE", "CRITICAL_PATH", "FINISH", "FLOAT", "EXPLAIN"]))
        about = [draw(st.sampled_from(_IDS))] if name in ("FLOAT", "EXPLAIN") else []
        cells = [draw(st.sampled_from(plans)), draw(st.sampled_from(_DAYS)), *about, None]
        calls.append((f"XLE_{name}", [*cells, draw(st.sampled_from(_HOLIDAYS))]))
    return calls


@settings(max_examples=60, deadline=None)
@given(calls=asked())
def test_any_calls_answer_as_if_each_were_the_first(calls: list[tuple[str, list[Any]]]) -> None:
    kept = [CATALOGUE[name].run(*cells) for name, cells in calls]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SWITCH, "0")
        anew = [CATALOGUE[name].run(*cells) for name, cells in calls]
    assert repr(kept) == repr(anew)


def test_a_column_of_floats_is_scheduled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def counted(event: Any) -> Any:
        made.append(event)
        return scheduled(event)

    scheduled = functions.scheduled
    monkeypatch.setattr(functions, "scheduled", counted)
    tasks = [["once", 1, None], *([f"T{n}", 2, "once"] for n in range(20))]
    rows = CATALOGUE["XLE_SCHEDULE"].run(tasks, 46083)
    floats = [CATALOGUE["XLE_FLOAT"].run(tasks, 46083, row[0]) for row in tasks]
    assert isinstance(rows, list)
    assert floats == [row[5] for row in rows]
    CATALOGUE["XLE_FINISH"].run(tasks, 46083)
    assert len(made) == 1
    CATALOGUE["XLE_FINISH"].run(tasks, 46084)
    assert len(made) == 2


def test_a_plan_in_error_is_refused_alike_each_time_and_computed_once() -> None:
    circle = [["C1", 1, "C2"], ["C2", 1, "C1"]]
    told = {CATALOGUE["XLE_FLOAT"].run(circle, 46083, name) for name in ("C1", "C2", "C3")}
    (line,) = told
    assert str(line).startswith("#XLE! ")


def test_what_a_caller_does_to_an_answer_reaches_no_other() -> None:
    tasks = [["ours", 1, None], ["theirs", 2, "ours"]]
    first = CATALOGUE["XLE_SCHEDULE"].run(tasks, 46083)
    assert isinstance(first, list)
    before = repr(first)
    first[0].clear()
    first.pop()
    assert repr(CATALOGUE["XLE_SCHEDULE"].run(tasks, 46083)) == before


def test_the_language_is_that_of_each_call() -> None:
    run = CATALOGUE["XLE_EXPLAIN"].run
    tasks = [["L", 1, None], ["M", 2, "L"]]
    english, chinese = (run(tasks, 46083, "M", usual=to) for to in ("en", "zh-TW"))  # type: ignore[arg-type]
    assert english != chinese
    assert run(tasks, 46083, "M", usual="en") == english


@pytest.mark.parametrize(
    "values",
    [
        (1, 1.0, True, "1", "1.0", "True"),
        (0, 0.0, -0.0, False, None),
        (date(2026, 3, 2), datetime(2026, 3, 2), "2026-03-02", 46083),
        ("a', 'b", "a", ["a", "b"], [["a"], ["b"]]),
    ],
)
def test_cells_that_differ_are_told_apart(values: tuple[Any, ...]) -> None:
    assert len({content(grid(value)) for value in values}) == len(values)


def test_of_cells_that_nothing_tells_apart_nothing_is_kept() -> None:
    assert content([[object()]]) is None
    assert content(grid("#N/A")) is None


def test_the_oldest_results_make_room_by_number_and_by_weight() -> None:
    memo: Memo[int] = Memo(3, 100)
    made: list[int] = []

    def ask(key: int, weight: int) -> None:
        with memo.lent(key, weight, lambda: made.append(key) or key) as found:  # type: ignore[func-returns-value]
            assert found == key

    for key in (1, 2, 3, 1, 4):  # 2 is the oldest then
        ask(key, 10)
    assert (made, len(memo)) == ([1, 2, 3, 4], 3)
    ask(1, 10)
    ask(2, 10)
    assert made == [1, 2, 3, 4, 2]
    ask(5, 95)
    assert len(memo) == 1
    ask(6, 101)  # too much for all of it: made each time
    ask(6, 101)
    assert (made[-2:], len(memo)) == ([6, 6], 0)


def test_what_fails_is_tried_again() -> None:
    memo: Memo[int] = Memo(3, 100)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), memo.lent("x", 1, lambda: 1 // 0):
            pass
    assert len(memo) == 0
    with memo.lent("x", 1, lambda: 5) as found:
        assert found == 5


def test_many_threads_make_a_plan_once_and_answer_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = [["many", 1, None], *([f"T{n}", 2, "many"] for n in range(30))]
    together = Barrier(8)
    made = []
    scheduled = functions.scheduled
    monkeypatch.setattr(functions, "scheduled", lambda event: made.append(1) or scheduled(event))  # type: ignore[func-returns-value]

    def ask(number: int) -> Any:
        together.wait(20)
        name = ("XLE_SCHEDULE", "XLE_FINISH")[number % 2]
        return number % 2, repr(CATALOGUE[name].run(tasks, 46083))

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(ask, range(8)))
    assert len(answers) == 2
    assert made == [1]
