"""Run in Pyodide by test_pyodide.py: every function of the catalogue, called once."""

import sys
import time


async def drive(asked):
    began = time.process_time()
    from xlevent_udfs.catalogue import CATALOGUE

    imported = time.process_time() - began
    answers = {name: _plain(CATALOGUE[name].run(*given)) for name, given in asked.items()}
    modules = sorted({name.partition(".")[0] for name in sys.modules})
    return {"answers": answers, "modules": modules, "import_seconds": imported}


def _plain(value):
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
