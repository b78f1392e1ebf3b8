"""The libraries of the extra `documents`."""

from __future__ import annotations

import importlib
from typing import Any

from xlevent.domain.language import Text
from xlevent.errors import MisuseError


def library(name: str) -> Any:
    """A module of docxtpl or python-docx; MisuseError says how to install it."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise MisuseError(
            Text(
                f"Word 文件需要 Python 套件 docxtpl（缺少 {error.name}）。",
                f"Word documents need the Python package docxtpl ({error.name} is missing).",
            ),
            mend=Text(
                '請執行：pip install "xlevent[documents]"', 'Run: pip install "xlevent[documents]"'
            ),
        ) from error
