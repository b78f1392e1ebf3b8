"""Processes that run macros for the server, which itself only waits for them."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator, Coroutine
from functools import cache
from typing import Any, TypeVar

from xlevent.domain.language import Text
from xlevent_udfs.macros.outcome import Outcome
from xlevent_udfs.server import settings
from xlevent_udfs.server.worker import both, frame, told

_COMMAND = (sys.executable, "-m", "xlevent_udfs.server.worker")
_WAITING = Text("伺服器忙碌，等候中", "The server is busy, waiting")
_CALLS = 25  # then another process takes over: xlwings keeps what it has read of every workbook
_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class Computers:
    """The processes: started when they are needed, kept for the next call, stopped with theirs."""

    def __init__(self, most: int, seconds: float) -> None:
        self._idle: list[Process] = []
        self._calls: Counter[int] = Counter()  # by number of the process
        self._places = asyncio.Semaphore(most)
        self._seconds = seconds

    async def run(self, name: str, request: bytes) -> AsyncIterator[bytes]:
        """Run a macro: JSON for each step, at last for the end (see `worker.told`).

        Whoever stops listening stops the process.
        """
        if self._places.locked():
            yield json.dumps({"step": both(_WAITING)}).encode()
        async with self._places:
            process = await self._process()
            done = False
            # A limit for each wait: whoever listens may ask for each step from another task, which
            # `asyncio.timeout` around all of them does not survive.
            end = asyncio.get_running_loop().time() + self._seconds
            try:
                await _before(end, _send(process, name, request))
                while not done:
                    content = await _before(end, _receive(process))
                    done = content[:1] == b"A"
                    yield content[1:]
            except TimeoutError:
                yield _end(_too_long(self._seconds))
            except (OSError, asyncio.IncompleteReadError):
                _log.error("the process that ran the macro %s ended before its answer", name)
                yield _end(_GONE)
            finally:
                self._calls[process.pid] += 1
                if done and self._calls[process.pid] < _CALLS:
                    self._idle.append(process)
                else:
                    del self._calls[process.pid]
                    _stop(process)
                if not self._idle:
                    await self.prepare()

    async def result(self, name: str, request: bytes) -> dict[str, Any]:
        """Run a macro and wait for its end."""
        last = b""
        async for content in self.run(name, request):
            last = content
        found: dict[str, Any] = json.loads(last)
        return found

    async def prepare(self) -> None:
        """Start a process, so that the next call finds one that has imported everything."""
        self._idle.append(await asyncio.create_subprocess_exec(*_COMMAND, stdin=PIPE, stdout=PIPE))

    async def _process(self) -> Process:
        while self._idle:
            process = self._idle.pop()
            if process.returncode is None:
                return process
        await self.prepare()
        return self._idle.pop()

    async def close(self) -> None:
        """Stop what waits for a next call; else it ends when the server does."""
        while self._idle:
            process = self._idle.pop()
            _stop(process)
            await process.wait()


async def _before(end: float, work: Coroutine[Any, Any, _T]) -> _T:
    return await asyncio.wait_for(work, max(end - asyncio.get_running_loop().time(), 0))


async def _send(process: Process, name: str, request: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(frame(name.encode()) + frame(request))
    await process.stdin.drain()


async def _receive(process: Process) -> bytes:
    assert process.stdout is not None
    size = int.from_bytes(await process.stdout.readexactly(4), "big")
    return await process.stdout.readexactly(size)


def _stop(process: Process) -> None:
    if process.returncode is None:
        try:
            process.kill()
        except ProcessLookupError:
            return


def _end(line: Text) -> bytes:
    return json.dumps(told(Outcome(False, [line]), [])).encode()


def _too_long(seconds: float) -> Text:
    return Text(
        f"計算超過 {seconds:.0f} 秒，已停止，活頁簿未變更。管理員可提高 XLEVENT_SERVER_SECONDS。",
        f"The computation took more than {seconds:.0f} seconds and was stopped; the workbook is "
        "unchanged. Your administrator can raise XLEVENT_SERVER_SECONDS.",
    )


_GONE = Text(
    "伺服器上的計算意外中斷（可能記憶體不足），活頁簿未變更。請再試一次；若再發生請洽管理員。",
    "The computation on the server ended unexpectedly (perhaps out of memory); the workbook is "
    "unchanged. Try again; if it happens again, ask your administrator.",
)


@cache
def computers() -> Computers:
    """The processes of this server."""
    return Computers(settings.most_processes(), settings.longest_run())
