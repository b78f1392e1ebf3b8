"""Fixtures for all tests."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.worksheet.merge import MergedCellRange

from tests.tools import validator
from tests.tools.libreoffice import LibreOffice
from tests.tools.programs import ROOT

os.environ.pop("XLEVENT_LANG", None)  # what a developer's shell says is no part of a test
# Openpyxl spends more than half of its time on spreading borders over merged cells, which no test
# looks at.
MergedCellRange.format = lambda self: None  # type: ignore[method-assign]
gc.set_threshold(200_000, 50, 50)  # as the command does


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    """LibreOffice with a profile of its own; mark tests that use it `office`."""
    return LibreOffice(tmp_path_factory.mktemp("libreoffice"))


@pytest.fixture(scope="session")
def assert_sound() -> Callable[[Path], None]:
    """Asserts that Excel should open a file without repairs; mark tests `validator`."""

    def check(path: Path) -> None:
        found = [*validator.lint(path), *validator.validate(path)]
        assert not found, "\n".join(map(str, found[:20]))

    return check
