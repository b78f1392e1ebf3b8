"""What is generated and committed of the add-in, besides what xlevent itself generates.

`python dev.py generate` writes all of it; a test generates it again and compares.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from xlevent.app import publish as core
from xlevent.app.publish import Make
from xlevent.app.template import empty_event
from xlevent_udfs.classic.workbook import enable

_MASTER = "xlevent-master"


def publications() -> Iterator[tuple[str, Make]]:
    """Each generated file, relative to the repository, and what makes it."""
    yield from core.publications()
    yield f"workbooks/{_MASTER}.xlsm", _macro_enabled


def _macro_enabled(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / f"{_MASTER}.xlsx"
        empty_event().build(book, language="both", even_with_errors=True)
        enable(book, path, force=True)


if __name__ == "__main__":
    core.publish(Path.cwd(), publications())
