"""Names by which LibreOffice knows the parts of the extension."""

from __future__ import annotations

EXTENSION = "org.xlevent.calc"
INTERFACE = f"{EXTENSION}.XFunctions"
FUNCTIONS = f"{EXTENSION}.Functions"  # as in component.py, which cannot import this
MACROS = f"{EXTENSION}.Macros"


def parameter(number: int) -> str:
    """The inner name of an argument: LibreOffice sorts them by it."""
    return f"p{number + 1:02d}"
