"""Python run in Pyodide, the Python of xlwings Lite: what a script answers there."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.tools.programs import ROOT, program

_BRINGER = "python3 dev.py test installs it"
_NODE_SCRIPT = Path(__file__).with_name("pyodide.mjs")


def pure_wheel(name: str) -> Path:
    """A wheel from PyPI that dev.py has laid into .tools/wheels."""
    folder = ROOT / ".tools/wheels"
    return program(name, bringer=_BRINGER, places=tuple(folder.glob(f"{name}-*-py3-none-any.whl")))


def in_pyodide(
    folder: Path,
    script: Path,
    asked: Any,
    *,
    archives: tuple[Path, ...] = (),
    files: dict[str, Path] | None = None,
    environment: dict[str, str] | None = None,
) -> Any:
    """What `drive(asked)` of the script returns in a fresh Pyodide; `folder` is for the plan."""
    node = program("node", bringer=_BRINGER)
    pyodide = program("pyodide", bringer=_BRINGER, places=(ROOT / ".tools/node_modules/pyodide",))
    plan = folder / "plan.json"
    described = {
        "archives": [str(path) for path in archives],
        "files": {path: str(source) for path, source in (files or {}).items()},
        "environment": environment or {},
        "script": str(script),
        "asked": asked,
    }
    plan.write_text(json.dumps(described), "utf-8")
    done = subprocess.run(
        [str(node), str(_NODE_SCRIPT), str(pyodide), str(plan)],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]  # it begins with all of Pyodide
    return json.loads(done.stdout.splitlines()[-1])
