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
    from js import performance

    booted = performance.now() / 1000  # since Node.js began
    began = time.perf_counter()
    from xlwings import server

    xlwings_imported = time.perf_counter() - began
    source = Path("/main.py").read_text("utf-8")
    began = time.perf_counter()
    main = types.ModuleType("main")
    sys.modules["main"] = main
    exec(compile(source, "main.py", "exec"), main.__dict__)
    imported = time.perf_counter() - began

    sys.path.insert(0, "/bench")
    from xlevent_udfs.catalogue import CATALOGUE

    from benchmarks import addin_cases

    found = {"boot": booted, "xlwings": xlwings_imported, "main": imported, "calls": []}
    for case in asked["cases"]:
        name, rows = case["name"], case["rows"]
        given = addin_cases.cells(name, rows)
        called = CATALOGUE[addin_cases.NAMES[name]]
        body = json.dumps(case["request"])

        async def lite(body=body):
            return json.dumps(await server.custom_functions_call(json.loads(body), main))

        def function(called=called, given=given):
            return called.run(*given)

        assert "#XLE!" not in await lite()
        told = {"name": name, "rows": rows}
        for kind, work in (
            ("core", addin_cases.core(name, rows)),
            ("function", function),
            ("lite", lite),
        ):
            told[kind] = await _median(work)
        found["calls"].append(told)
    return found


async def _median(work):
    """Seconds of a call; there is one thread, and the clock of Node.js is the only one."""
    spent = []
    ends = time.perf_counter() + 1.5
    while len(spent) < 3 or (time.perf_counter() < ends and len(spent) < 500):
        gc.collect()
        start = time.perf_counter()
        done = work()
        if asyncio.iscoroutine(done):
            await done
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)
