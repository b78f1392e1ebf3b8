"""One measurement of the add-in, in a process of its own.

`python -m benchmarks.addin_jobs RUNTIME NAME ROWS` prints one line of JSON: the median of the
calls by the clock and of the processor, and the peak memory of the process.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks import addin_cases

Work = Callable[[], object]
_FOR = 1.0  # seconds of the processor in which a call is made again
_LEAST, _MOST = 5, 2_000  # calls
_SHORT = 0.002  # seconds: many of these are timed together
# xlwings' protocol asks for a key; that of noncommercial use is free and sends nothing anywhere.
SWITCHES = {"XLWINGS_LICENSE_KEY": "noncommercial", "XLWINGS_ON_SERVER": "true"}


def core(name: str, rows: int) -> Work:
    """The work without cells."""
    return addin_cases.core(name, rows)


def function(name: str, rows: int) -> Work:
    """The cells layer: what every runtime calls."""
    from xlevent_udfs.catalogue import CATALOGUE

    given, called = addin_cases.cells(name, rows), CATALOGUE[addin_cases.NAMES[name]]
    return lambda: called.run(*given)


def classic(name: str, rows: int) -> Work:
    """xlwings' call of a function from VBA, on ranges of a stubbed COM."""
    from benchmarks.windows_stubs import ComRange, call_udf

    call = call_udf()
    given = tuple(ComRange(grid) for grid in addin_cases.cells(name, rows))
    asked = addin_cases.NAMES[name]
    return lambda: call("xlevent_udfs.classic.functions", asked, given, None, None)


def server(name: str, rows: int) -> Work:
    """xlwings' custom_functions_call from and to JSON: the server without its HTTP."""
    os.environ.update(SWITCHES)
    from xlevent_udfs.server import functions as module
    from xlwings import server as protocol

    body = json.dumps(request(name, rows))
    loop = asyncio.new_event_loop()

    def work() -> object:
        answer = loop.run_until_complete(protocol.custom_functions_call(json.loads(body), module))
        return json.dumps({"result": answer})

    return work


def request(name: str, rows: int) -> dict[str, Any]:
    """What Excel sends for a call."""
    given = [
        [["" if cell is None else cell for cell in row] for row in grid]
        for grid in addin_cases.cells(name, rows)
    ]
    return {
        "func_name": addin_cases.NAMES[name], "args": given, "version": "dev",
        "client": "Office.js", "content_language": "en-US", "date_format": "yyyy-mm-dd",
        "caller_address": "Sheet1!A1", "runtime": "1.4", "culture_info_name": "en-US",
    }  # fmt: skip


RUNTIMES: dict[str, Callable[[str, int], Work]] = {
    "core": core, "function": function, "classic": classic, "server": server,
}  # fmt: skip


def measured(work: Work) -> dict[str, float]:
    """Medians of the calls after the first, which may fill caches; short calls by the hundred."""
    began = time.process_time()
    work()
    first = time.process_time() - began
    together = 100 if first < _SHORT else 1
    clock: list[float] = []
    processor: list[float] = []
    ends = time.process_time() + _FOR
    while len(clock) < _LEAST or (time.process_time() < ends and len(clock) < _MOST):
        gc.collect()
        start, spent = time.perf_counter(), time.process_time()
        for _ in range(together):
            work()
        clock.append((time.perf_counter() - start) / together)
        processor.append((time.process_time() - spent) / together)
    return {
        "seconds": statistics.median(clock), "cpu": statistics.median(processor), "first": first,
    }  # fmt: skip


def megabytes(who: int = resource.RUSAGE_SELF) -> float:
    """The most memory that this process, or the largest of its children, ever held."""
    peak = resource.getrusage(who).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main(runtime: str, name: str, rows: int) -> None:
    """Measure one case."""
    work = RUNTIMES[runtime](name, rows)
    told = str(work())
    if "#XLE!" in told:
        raise SystemExit(f"{name} with {rows} rows answers {told[:200]}")
    print(json.dumps({**measured(work), "megabytes": megabytes()}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
