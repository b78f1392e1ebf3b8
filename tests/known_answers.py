"""Folders of golden vectors and truth files: from the environment when set, else the copies.

`XLEVENT_GOLDEN` holds files such as evm.json; `XLEVENT_TRUTH` holds the folders truth,
truth_days, oracle_mpxj, rcpsp and the file tw_calendar_check.json. Same names and formats as in
tests/data/golden and tests/data/schedule.
"""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"


def golden_file(name: str) -> Path:
    """A file of golden vectors."""
    return Path(os.environ.get("XLEVENT_GOLDEN") or _DATA / "golden") / name


def truth_path(name: str = "") -> Path:
    """A file or folder of schedules with known answers."""
    return Path(os.environ.get("XLEVENT_TRUTH") or _DATA / "schedule") / name


def truth_files(folder: str, pattern: str = "*.json.gz") -> list[Path]:
    """The files of a truth folder in order; none where another truth lacks the folder."""
    return sorted(truth_path(folder).glob(pattern))


def load_truth(path: Path) -> dict[str, Any]:
    """A truth file, compressed or not."""
    raw = path.read_bytes()
    data: dict[str, Any] = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    return data


def short_name(path: Path) -> str:
    """The name of a file without its endings, for the names of tests."""
    return path.name.split(".json")[0]
