"""Processes that run macros for the server, which itself only waits for them."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

from xlevent.domain.language import Text
from xlevent_udfs.macros.outcome import Outcome
from xlevent_udfs.server import settings
from xlevent_udfs.server.worker import both, frame, told

_COMMAND = (sys.executable, "-m", "xlevent_udfs.server.worker")
_WAITING = Text("伺服器忙碌，等候中", "The server is busy, waiting")
_log = logging.getLogger(__name__)


class Computers:
    """The processes: started when they are needed, kept for the next call, stopped with theirs."""

    def __init__(self, most: int, seconds: float) -> None:
        self._idle: list[Process] = []
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
            try:
                async with asyncio.timeout(self._seconds):
                    async for kind, content in _talk(process, name, request):
                        done = kind == b"A"
                        yield content
            except TimeoutError:
                yield _end(_too_long(self._seconds))
            except (OSError, asyncio.IncompleteReadError):
                _log.error("the process that ran the macro %s ended before its answer", name)
                yield _end(_GONE)
            finally:
                if done:
                    self._idle.append(process)
                else:
                    _stop(process)

    async def result(self, name: str, request: bytes) -> dict[str, Any]:
        """Run a macro and wait for its end."""
        last = b""
        async for content in self.run(name, request):
            last = content
        found: dict[str, Any] = json.loads(last)
        return found

    async def _process(self) -> Process:
        while self._idle:
            process = self._idle.pop()
            if process.returncode is None:
                return process
        return await asyncio.create_subprocess_exec(*_COMMAND, stdin=PIPE, stdout=PIPE)

    async def close(self) -> None:
        """Stop what waits for a next call; else it ends when the server does."""
        while self._idle:
            process = self._idle.pop()
            _stop(process)
            await process.wait()


async def _talk(process: Process, name: str, request: bytes) -> AsyncIterator[tuple[bytes, bytes]]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(frame(name.encode()) + frame(request))
    await process.stdin.drain()
    kind = b""
    while kind != b"A":
        size = int.from_bytes(await process.stdout.readexactly(4), "big")
        content = await process.stdout.readexactly(size)
        kind = content[:1]
        yield kind, content[1:]


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
