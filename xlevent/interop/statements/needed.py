"""Libraries that only some formats need."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from xlevent.domain.language import Text
from xlevent.errors import UnreadableFileError


def needed(module: str, what: Text, file: str) -> ModuleType:
    """The module; where it is not installed, how to install it."""
    try:
        return import_module(module)
    except ImportError:
        raise UnreadableFileError(
            Text(
                f"讀取{what.zh}需要套件，這裡沒有安裝。",
                f"reading {what.en} needs a library that is not installed.",
            ),
            where=file,
            mend=Text(
                '請執行：pip install "xlevent[bank]"（CSV 與 .xlsx 不需要其他套件）。',
                'Run: pip install "xlevent[bank]" (CSV and .xlsx need nothing more).',
            ),
        ) from None
