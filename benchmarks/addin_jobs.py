"""One measurement of the add-in, in a process of its own.

`python -m benchmarks.addin_jobs RUNTIME NAME ROWS` prints one line of JSON: the median of the
calls by the clock and of the processor, and the peak memory of the process.
"""

from __future__ import annotations

import asyncio
import atexit
import gc
import json
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xlevent_udfs.kernel.memo import SWITCH

from benchmarks import addin_cases
from benchmarks.com_range import ComRange

if TYPE_CHECKING:
    from tests.udfs.server.running import Server

Work = Callable[[], object]


@dataclass(slots=True)
class Measuring:
    """What is called, and who tells the processor's seconds and the memory that it takes."""

    work: Work
    processor: Callable[[], float] = time.process_time
    memory: Callable[[], float] | None = None


_FOR = 0.5  # seconds of the processor in which a call is made again
_LEAST, _MOST = 3, 2_000  # calls
_SHORT = 0.002  # seconds: many of these are timed together
# xlwings' protocol asks for a key; that of noncommercial use is free and sends nothing anywhere.
SWITCHES = {"XLWINGS_LICENSE_KEY": "noncommercial", "XLWINGS_ON_SERVER": "true"}


def core(name: str, rows: int) -> Measuring:
    """The work without cells."""
    return Measuring(addin_cases.core(name, rows))


def function(name: str, rows: int) -> Measuring:
    """The cells layer: what every runtime calls."""
    from xlevent_udfs.catalogue import CATALOGUE

    turns, called = addin_cases.rounds(name, rows), CATALOGUE[addin_cases.NAMES[name]]
    return Measuring(lambda: [called.run(*given) for given in next(turns)])


def classic(name: str, rows: int) -> Measuring:
    """xlwings' call of a function from VBA, on ranges of a stubbed COM."""
    from tests.udfs.classic.windows import MODULE, prepare

    udfs = prepare()
    turns = addin_cases.rounds(name, rows)
    asked, caller = addin_cases.NAMES[name], ComRange([[None]])

    def work() -> object:
        return [
            udfs.call_udf(MODULE, asked, tuple(map(ComRange, given)), None, caller)
            for given in next(turns)
        ]

    return Measuring(work)


def server(name: str, rows: int) -> Measuring:
    """xlwings' custom_functions_call from and to JSON: the server without its HTTP."""
    os.environ.update(SWITCHES)
    from xlevent_udfs.server import functions as module
    from xlwings import server as protocol

    turns = addin_cases.bodies(name, rows)
    loop = asyncio.new_event_loop()

    def call(body: str) -> str:
        answer = loop.run_until_complete(protocol.custom_functions_call(json.loads(body), module))
        return json.dumps({"result": answer})

    return Measuring(lambda: [call(body) for body in next(turns)])


def http(name: str, rows: int) -> Measuring:
    """The same over HTTP, from a server that runs in a process of its own."""
    from tests.udfs.server.running import Server

    folder = Path(tempfile.mkdtemp(prefix="xlevent-server-"))
    running = Server(folder, **{SWITCH: addin_cases.memo(name)}).start()
    atexit.register(shutil.rmtree, folder)
    atexit.register(running.stop)
    turns = addin_cases.bodies(name, rows)

    def call(body: str) -> object:
        status, answer = running.post("/xlwings/custom-functions-call", body.encode())
        if status != 200:
            raise RuntimeError(f"{status} {answer}")
        return answer

    return Measuring(
        lambda: [call(body) for body in next(turns)], lambda: sum(map(spent_by, family(running))),
        lambda: sum(map(peak_of, family(running))),
    )  # fmt: skip


def family(running: Server) -> list[int]:
    """The server's process and those that it has started."""
    assert running.process is not None
    return [running.process.pid, *running.workers()]


def spent_by(process: int) -> float:
    """Seconds of the processor that a process has taken; Linux counts hundredths."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_of(process: int) -> float:
    """The most memory that a process ever held, in MB."""
    for line in Path(f"/proc/{process}/status").read_text("utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


RUNTIMES: dict[str, Callable[[str, int], Measuring]] = {
    "core": core, "function": function, "classic": classic, "server": server,
    "http": http,
}  # fmt: skip


def measured(what: Measuring, first: float, least: int) -> dict[str, float]:
    """Medians of the calls after the first, which may fill caches; short calls by the hundred."""
    work, processor = what.work, what.processor
    together = 100 if first < _SHORT else 1
    clock: list[float] = []
    spent: list[float] = []
    ends = processor() + _FOR
    while len(clock) < least or (processor() < ends and len(clock) < _MOST):
        gc.collect()
        start, before = time.perf_counter(), processor()
        for _ in range(together):
            work()
        clock.append((time.perf_counter() - start) / together)
        spent.append((processor() - before) / together)
    # A median of hundredths of a second would be one of them: their mean is told instead.
    middle = statistics.median if processor is time.process_time else statistics.fmean
    return {"seconds": statistics.median(clock), "cpu": middle(spent)}


def megabytes(who: int = resource.RUSAGE_SELF) -> float:
    """The most memory that this process, or the largest of its children, ever held."""
    peak = resource.getrusage(who).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main(runtime: str, name: str, rows: int) -> None:
    """Measure one case."""
    os.environ[SWITCH] = addin_cases.memo(name)
    what = RUNTIMES[runtime](name, rows)
    began = time.process_time()
    told = str(what.work())
    first = time.process_time() - began
    if "#XLE!" in told:
        raise SystemExit(f"{name} with {rows} rows answers {told[:200]}")
    found = measured(what, first, 1 if name == "float" else _LEAST)
    print(json.dumps({**found, "megabytes": (what.memory or megabytes)()}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
