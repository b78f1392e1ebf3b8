"""Run in Pyodide by addin_lite.py: the calls of the benchmark as xlwings Lite makes them."""

import asyncio
import gc
import json
import statistics
import sys
import time
import types
from pathlib import Path


async def drive(asked):
    from js import performance, process

    def spent():
        used = process.cpuUsage()
        return (used.user + used.system) / 1e6

    # Seconds since Node.js began, and of the processor.
    booted = {"seconds": performance.now() / 1000, "cpu": spent()}
    began, before = time.perf_counter(), spent()
    from xlwings import server

    xlwings_imported = {"seconds": time.perf_counter() - began, "cpu": spent() - before}
    source = Path("/main.py").read_text("utf-8")
    began, before = time.perf_counter(), spent()
    main = types.ModuleType("main")
    sys.modules["main"] = main
    exec(compile(source, "main.py", "exec"), main.__dict__)
    imported = {"seconds": time.perf_counter() - began, "cpu": spent() - before}

    sys.path.insert(0, "/bench")
    from xlevent_udfs.catalogue import CATALOGUE

    from benchmarks import addin_cases

    found = {"boot": booted, "xlwings": xlwings_imported, "main": imported, "calls": []}
    for case in asked["cases"]:
        name, rows = case["name"], case["rows"]
        turns, sent = addin_cases.rounds(name, rows), addin_cases.bodies(name, rows)
        called = CATALOGUE[addin_cases.NAMES[name]]

        async def lite(sent=sent):
            return [
                json.dumps(await server.custom_functions_call(json.loads(body), main))
                for body in next(sent)
            ]

        def function(called=called, turns=turns):
            return [called.run(*given) for given in next(turns)]

        assert "#XLE!" not in str(await lite())
        next(turns)  # about the plan that was just asked for
        told = {"name": name, "rows": rows}
        for kind, work in (
            ("core", addin_cases.core(name, rows)),
            ("function", function),
            ("lite", lite),
        ):
            told[kind] = await _medians(work, spent)
        found["calls"].append(told)
    return found


async def _medians(work, processor):
    """Seconds of a call, by the clock and of the processor (that of Node.js, with its compiler)."""
    clock, spent = [], []
    ends = processor() + 1.0
    while len(clock) < 2 or (processor() < ends and len(clock) < 500):
        gc.collect()
        start, before = time.perf_counter(), processor()
        done = work()
        if asyncio.iscoroutine(done):
            await done
        clock.append(time.perf_counter() - start)
        spent.append(processor() - before)
    return {"seconds": statistics.median(clock), "cpu": statistics.median(spent)}
