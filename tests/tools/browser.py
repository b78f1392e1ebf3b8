"""A real Chromium, to see how a page looks and behaves."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.tools.programs import IN_CI, ROOT, program

_TOOLS = ROOT / ".tools"
_SCRIPT = Path(__file__).with_name("browse.mjs")
_BRINGER = "python3 dev.py test installs it"


def browse(
    page: Path, picture: Path, *, width: int, height: int = 800, kind: str = ""
) -> dict[str, Any]:
    """Open a page and tell what it is made of; `picture` gets a screenshot.

    `kind` is "full" for a picture of the whole page, "pdf" for its print beside the picture.
    """
    chromium = program(
        "chromium", bringer=_BRINGER, places=tuple(map(Path, ("/usr/bin/chromium-browser",)))
    )
    node = program("node", bringer=_BRINGER)
    if not (_TOOLS / "node_modules" / "playwright-core").exists():
        reason = f"playwright-core is missing: {_BRINGER} with npm"
        if IN_CI:
            pytest.fail(reason)
        pytest.skip(reason)
    done = subprocess.run(
        [str(node), str(_SCRIPT), str(page), str(picture), str(width), str(height), kind],
        env={**os.environ, "XLEVENT_TOOLS": str(_TOOLS), "XLEVENT_CHROMIUM": str(chromium)},
        text=True, capture_output=True, timeout=180, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"Chromium could not open {page.name}:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found
