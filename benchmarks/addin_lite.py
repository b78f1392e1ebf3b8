"""xlwings Lite without Excel: main.py and our wheel in Pyodide, in Node.js.

`python -m benchmarks.addin_lite [NAME ROWS]` prints one line of JSON: seconds of the calls of that
case, of the start, and the peak memory of Node.js.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from pathlib import Path
from typing import Any

from xlevent_udfs.kernel.memo import SWITCH

from benchmarks import addin_cases
from benchmarks.addin_jobs import SWITCHES, megabytes
from tests.tools.programs import ROOT
from tests.udfs.in_pyodide import in_pyodide, pure_wheel

_DRIVER = Path(__file__).with_name("addin_in_pyodide.py")


def main(*case: str) -> None:
    """Measure a case (none: the start alone) in a Pyodide of its own."""
    from xlevent_udfs.lite.files import write
    from xlevent_udfs.lite.packing import WHEEL

    cases: list[dict[str, Any]] = []
    switches = dict(SWITCHES)
    if case:
        name, rows = case[0], int(case[1])
        switches[SWITCH] = addin_cases.memo(name)
        cases.append({"name": name, "rows": rows})
    with tempfile.TemporaryDirectory(prefix="xlevent-lite-") as place:
        folder = Path(place)
        write(folder / "lite", "en", "url", url="https://localhost/")
        files = {"/main.py": folder / "lite/main.py"}
        for module in ("__init__", "addin_cases"):
            files[f"/bench/benchmarks/{module}.py"] = ROOT / f"benchmarks/{module}.py"
        found: dict[str, Any] = in_pyodide(
            folder, _DRIVER, {"cases": cases}, files=files, environment=switches,
            archives=(pure_wheel("xlwings"), pure_wheel("xlsxwriter"), folder / "lite" / WHEEL),
        )  # fmt: skip
    print(json.dumps({**found, "megabytes": megabytes(resource.RUSAGE_CHILDREN)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
