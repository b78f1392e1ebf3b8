"""Processes that run macros: limits, queue, death and cancellation, with processes of the test."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import Coroutine
from typing import Any

import pytest
from xlevent_udfs.server import computing
from xlevent_udfs.server.computing import Computers

# Answers each call with a frame for a step and one for the end, after so many seconds.
_WORKER = """
import sys, time
def read():
    size = int.from_bytes(sys.stdin.buffer.read(4), "big")
    return sys.stdin.buffer.read(size)
def write(text):
    sys.stdout.buffer.write(len(text).to_bytes(4, "big") + text)
    sys.stdout.buffer.flush()
while True:
    name = read()
    if not read():
        break
    write(b'S{"step": 1}')
    if name == b"die":
        sys.exit(3)
    time.sleep(float(name))
    write(b'A{"done": true}')
"""


@pytest.fixture(autouse=True)
def worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computing, "_COMMAND", (sys.executable, "-c", _WORKER))


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


def test_steps_come_before_the_end_and_the_process_is_kept() -> None:
    async def work() -> None:
        pool = Computers(1, 20)
        for _ in range(2):
            told = [json.loads(line) async for line in pool.run("0", b"{}")]
            assert told == [{"step": 1}, {"done": True}]
            assert len(pool._idle) == 1
        await pool.close()

    run(work())


def test_too_long_is_stopped_and_said() -> None:
    async def work() -> None:
        pool = Computers(1, 1)
        steps = pool.run("60", b"{}")
        told = []
        with contextlib.suppress(StopAsyncIteration):
            while True:  # each from a task of its own, as the endpoint asks
                told.append(await asyncio.create_task(anext(steps)))  # type: ignore[arg-type]
        end = json.loads(told[-1])
        assert end["done"] is False
        assert "more than 1 seconds" in end["lines"][0]["en"]
        assert (await pool.result("0", b"{}"))["done"] is True
        await pool.close()

    run(work())


def test_a_process_is_replaced_after_many_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computing, "_CALLS", 2)

    async def work() -> None:
        pool = Computers(1, 20)
        used = []
        for _ in range(5):
            await pool.prepare() if not pool._idle else None
            used.append(pool._idle[-1].pid)
            assert (await pool.result("0", b"{}"))["done"] is True
        assert used[0] == used[1] != used[2] == used[3] != used[4]
        await pool.close()

    run(work())


def test_a_process_that_dies_is_said() -> None:
    async def work() -> None:
        pool = Computers(1, 20)
        end = await pool.result("die", b"{}")
        assert "ended unexpectedly" in end["lines"][0]["en"]
        assert (await pool.result("0", b"{}"))["done"] is True
        await pool.close()

    run(work())


def test_a_call_beyond_the_places_waits_and_is_told() -> None:
    async def work() -> None:
        pool = Computers(1, 20)
        first = asyncio.create_task(pool.result("0.5", b"{}"))
        await asyncio.sleep(0.1)
        told = [json.loads(line) async for line in pool.run("0", b"{}")]
        assert "busy" in told[0]["step"]["en"]
        assert told[-1] == {"done": True}
        assert first.done()
        await pool.close()

    run(work())


def test_a_call_that_is_cancelled_stops_its_process() -> None:
    async def work() -> None:
        pool = Computers(1, 60)
        steps = pool.run("60", b"{}")
        await anext(steps)
        listening = asyncio.create_task(anext(steps))  # type: ignore[arg-type]
        await asyncio.sleep(0.1)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        await steps.aclose()  # type: ignore[attr-defined]
        assert (await pool.result("0", b"{}"))["done"] is True  # its place is free again
        await pool.close()

    run(work())
