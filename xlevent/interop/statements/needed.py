"""Libraries that only some formats need."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from xlevent.errors import UnreadableFileError


def needed(module: str, what: str, file: str) -> ModuleType:
    """The module; where it is not installed, how to install it."""
    try:
        return import_module(module)
    except ImportError:
        raise UnreadableFileError(
            f"reading {what} needs a library that is not installed.", where=file,
            mend='Run: pip install "xlevent[bank]" (CSV and .xlsx need nothing more).',
        ) from None  # fmt: skip
