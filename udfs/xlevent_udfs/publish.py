"""What is generated and committed of the add-in, besides what xlevent itself generates.

`python dev.py generate` writes all of it; a test generates it again and compares.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from xlevent.app import publish as core
from xlevent.app.publish import Make
from xlevent.app.template import empty_event
from xlevent_udfs.classic.workbook import enable
from xlevent_udfs.pages.writing import pages

_MASTER = "xlevent-master"


def publications() -> Iterator[tuple[str, Make]]:
    """Each generated file, relative to the repository, and what makes it."""
    yield from core.publications()
    yield f"workbooks/{_MASTER}.xlsm", _macro_enabled
    for name, text in pages():
        yield name, partial(_written, text)


def _written(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8")


def _macro_enabled(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / f"{_MASTER}.xlsx"
        empty_event().build(book, language="both", even_with_errors=True)
        enable(book, path, force=True)


if __name__ == "__main__":
    core.publish(Path.cwd(), publications())
