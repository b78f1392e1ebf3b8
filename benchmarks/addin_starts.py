"""How long each runtime takes to start: `python -m benchmarks.addin_starts WHAT`, in JSON.

The seconds are those of the whole process so far, with the interpreter and its imports; "import"
is what our part adds to them.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.addin_jobs import SWITCHES, megabytes

Seconds = dict[str, float]


def catalogue() -> Seconds:
    """The functions, in any program with CPython."""
    return _added(lambda: __import__("xlevent_udfs.catalogue"))


def macros() -> Seconds:
    """The macros, after the functions."""
    import xlevent_udfs.catalogue  # noqa: F401

    return _added(lambda: __import__("xlevent_udfs.macros.running"))


def classic() -> Seconds:
    """The functions as classic xlwings loads them, after xlwings with COM stubbed."""
    from tests.udfs.classic.windows import prepare

    prepare()
    return _added(lambda: __import__("xlevent_udfs.classic.functions"))


def server() -> Seconds:
    """The functions as xlwings Server loads them, after xlwings."""
    os.environ.update(SWITCHES)
    import xlwings.server  # noqa: F401

    return _added(lambda: __import__("xlevent_udfs.server.functions"))


def http() -> Seconds:
    """The server, from its start to the first answer of a function."""
    from benchmarks.addin_jobs import family, peak_of, request, spent_by
    from tests.udfs.server.running import Server

    with tempfile.TemporaryDirectory(prefix="xlevent-server-") as folder:
        clock = time.perf_counter()
        running = Server(Path(folder)).start()
        try:
            status, _ = running.post("/xlwings/custom-functions-call", request("ubn", 1))
            seconds = time.perf_counter() - clock
            spent = sum(map(spent_by, family(running)))
            memory = sum(map(peak_of, family(running)))
        finally:
            running.stop()
    assert status == 200
    return {"seconds": seconds, "cpu": spent, "whole": spent, "megabytes": memory}


STARTS: dict[str, Callable[[], Seconds]] = {
    "catalogue": catalogue, "macros": macros, "classic": classic, "server": server,
    "http": http,
}  # fmt: skip


def _added(load: Callable[[], object]) -> Seconds:
    clock, spent = time.perf_counter(), time.process_time()
    load()
    return {
        "seconds": time.perf_counter() - clock, "cpu": time.process_time() - spent,
        "whole": time.process_time(),
    }  # fmt: skip


if __name__ == "__main__":
    told = STARTS[sys.argv[1]]()
    print(json.dumps({"megabytes": megabytes(), **told}))
