"""The extension, installed in LibreOffice with a profile of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from xlevent_udfs.libreoffice.extension import save_extension

from tests.tools.calc import Calc, calc


@pytest.fixture(scope="session")
def oxt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extension file."""
    path = tmp_path_factory.mktemp("extension") / "xlevent.oxt"
    save_extension(path)
    return path


@pytest.fixture(scope="session")
def office(oxt: Path) -> Iterator[Calc]:
    """LibreOffice with the extension, as `unopkg add` installs it."""
    with calc() as made:
        made.install(oxt)
        yield made
