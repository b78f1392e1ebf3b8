"""What is generated and committed equals what its declarations give today."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from xlevent_udfs.publish import publications

from xlevent.app.publish import Make

PUBLICATIONS = dict(publications())
ADVICE = "run `python3 dev.py generate` and commit what it writes"


@pytest.mark.parametrize("name", PUBLICATIONS)
def test_generated_file_is_current(name: str, repository: Path, tmp_path: Path) -> None:
    committed = repository / name
    assert committed.exists(), ADVICE
    fresh = tmp_path / committed.name
    make: Make = PUBLICATIONS[name]
    make(fresh)
    assert _content(fresh) == _content(committed), ADVICE


def test_nothing_else_lies_in_the_generated_folders(repository: Path) -> None:
    found = {
        path.relative_to(repository).as_posix()
        for folder in ("workbooks", "docs/sheets", "docs/functions")
        for path in (repository / folder).iterdir()
        if not path.name.startswith((".", "~"))
    }
    assert found <= set(PUBLICATIONS) | {"workbooks/README.md"}


def _content(path: Path) -> object:
    """A workbook part by part: compression may differ between machines."""
    if path.suffix not in (".xlsx", ".xlsm"):
        return path.read_text(encoding="utf-8")
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
