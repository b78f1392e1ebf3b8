"""xlwings Lite without Excel: main.py and our wheel in Pyodide, in Node.js.

`python -m benchmarks.addin_lite [start]` prints one line of JSON: seconds of each call (not with
`start`), of the start, and the peak memory of Node.js.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import addin_cases
from benchmarks.addin_jobs import SWITCHES, megabytes, request
from tests.tools.programs import ROOT
from tests.udfs.in_pyodide import in_pyodide, pure_wheel

_DRIVER = Path(__file__).with_name("addin_in_pyodide.py")


def main(*, calls: bool = True) -> None:
    """Measure everything in one Pyodide."""
    from xlevent_udfs.lite.files import write
    from xlevent_udfs.lite.packing import WHEEL

    cases = [
        {"name": name, "rows": rows, "request": request(name, rows)}
        for name, rows in (addin_cases.cases() if calls else ())
    ]
    with tempfile.TemporaryDirectory(prefix="xlevent-lite-") as name:
        folder = Path(name)
        write(folder / "lite", "en", "url", url="https://localhost/")
        files = {"/main.py": folder / "lite/main.py"}
        for module in ("__init__", "addin_cases"):
            files[f"/bench/benchmarks/{module}.py"] = ROOT / f"benchmarks/{module}.py"
        found: dict[str, Any] = in_pyodide(
            folder, _DRIVER, {"cases": cases}, files=files, environment=SWITCHES,
            archives=(pure_wheel("xlwings"), pure_wheel("xlsxwriter"), folder / "lite" / WHEEL),
        )  # fmt: skip
    print(json.dumps({**found, "megabytes": megabytes(resource.RUSAGE_CHILDREN)}))


if __name__ == "__main__":
    main(calls="start" not in sys.argv[1:])
