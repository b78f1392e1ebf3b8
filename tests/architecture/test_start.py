"""The core starts without heavy libraries: it must run in Pyodide, where they are missing."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    "ironcalc",
    "lxml",
    "numpy",
    "openpyxl",
    "ortools",
    "pandas",
    "python_calamine",
    "xlsxwriter",
    "xlwings",
}
_IMPORT_ALL = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.mark.parametrize("layer", ["domain", "standard", "compute", "sheets"])
def test_importing_a_core_layer_loads_nothing_heavy(layer: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT_ALL, f"xlevent.{layer}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not HEAVY & set(done.stdout.split())
