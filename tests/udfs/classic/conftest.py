"""Workbooks that become macro-enabled; made once, copied by whoever changes one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from xlevent_udfs.classic.workbook import enable

from tests.udfs.macros.conftest import event


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small event's workbook, in English."""
    path = tmp_path_factory.mktemp("plain") / "gala.xlsx"
    event().build(path, language="en")
    return path


@pytest.fixture(scope="session")
def made(plain: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """It with our macros; not to be changed."""
    target = tmp_path_factory.mktemp("made") / "gala.xlsm"
    return enable(plain, target, interpreter="/opt/xlevent/bin/python").path


@pytest.fixture
def gala(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(made, tmp_path / "gala.xlsm"))
