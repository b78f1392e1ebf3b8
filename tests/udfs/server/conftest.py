"""One server and one browser for a module; the workbooks of the macros' tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.udfs.macros import excel
from tests.udfs.macros.conftest import books
from tests.udfs.server.pane import Pane, bundle
from tests.udfs.server.running import Server

__all__ = ["books"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("server")).start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def gala(books: dict[str, Path]) -> dict[str, Any]:
    """A small event's workbook in English, as Excel sends it."""
    return excel.payload(books["en"])


@pytest.fixture(scope="session")
def gala_zh(books: dict[str, Path]) -> dict[str, Any]:
    return excel.payload(books["zh-TW"])


@pytest.fixture(scope="module")
def pane(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pane]:
    opened = Pane(bundle(tmp_path_factory.mktemp("office")))
    yield opened
    opened.close()
