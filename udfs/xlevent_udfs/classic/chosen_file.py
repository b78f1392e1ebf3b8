"""The dialog in which a person chooses a file: Excel's own on Windows, the system's on macOS."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

_FILTER = "*.csv,*.csv,*.xlsx;*.xls,*.xlsx;*.xls,*.*,*.*"
_ANY = 3  # of the filter: statements come under many names
# Excel for macOS knows the dialog only in VBA; choose file is the same one from outside.
_SCRIPT = """\
on run argv
    tell application "Microsoft Excel"
        activate
        return POSIX path of (choose file with prompt (item 1 of argv))
    end tell
end run
"""


def choose_file(book: Any, title: str) -> Path | None:
    """The chosen file; None where the dialog was cancelled."""
    if sys.platform == "darwin":
        return _choose_on_mac(title)
    chosen = book.app.api.GetOpenFilename(_FILTER, _ANY, title)
    return Path(chosen) if isinstance(chosen, str) and chosen else None


def _choose_on_mac(title: str) -> Path | None:
    done = subprocess.run(
        ["osascript", "-e", _SCRIPT, title], capture_output=True, text=True, check=False
    )
    chosen = done.stdout.rstrip("\n")
    return Path(chosen) if done.returncode == 0 and chosen else None
