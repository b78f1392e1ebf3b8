"""Programs that tests need besides Python: skip without them, fail in CI."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IN_CI = os.environ.get("CI", "").lower() in ("1", "true")


def program(name: str, *, bringer: str, places: tuple[Path, ...] = ()) -> Path:
    """Where a program is; without it the test is skipped, or fails where CI=true."""
    found = next((str(place) for place in places if place.exists()), None) or shutil.which(name)
    if found is None:
        reason = f"{name} is missing: {bringer}"
        if IN_CI:
            pytest.fail(reason)
        pytest.skip(reason)
    return Path(found)
