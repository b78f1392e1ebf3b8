"""The defined names and sheets by which writer and reader find each other's places."""

from __future__ import annotations

METADATA_SHEET = "_xlevent"
BUTTON = "xlevent: "  # names of shapes that begin so are ours: the buttons of macros
TEMPLATE_VERSION = 3  # what that sheet says of the workbook


def field_name(key: str) -> str:
    """Defined name of a setting's input cell."""
    return f"set_{key}"


def figure_name(key: str) -> str:
    """Defined name of a figure's cell."""
    return f"fig_{key}"


def pick_name(document: str) -> str:
    """Defined name of a document's drop-down."""
    return f"pick_{document}"


def list_name(name: str) -> str:
    """Defined name of the cells of a list."""
    return f"list_{name}"


def keys_name(table: str) -> str:
    """Defined name of a table's keys."""
    return f"keys_{table}"


def goto_name(code: str) -> str:
    """Defined name of a sheet's first cell."""
    return "go_" + code.replace(".", "_").lower()


def charts_name(code: str) -> str:
    """Defined name of the cell where a sheet's charts begin."""
    return f"{goto_name(code)}_charts"


def table_name(key: str) -> str:
    """Defined name of a table's title cell."""
    return f"go_t_{key}"


def gantt_name(table: str) -> str:
    """Defined name of the first day of the Gantt chart beside a table."""
    return f"gantt_{table}"


def mark_name(column: str) -> str:
    """Defined name of a column of the Findings sheet, for the marks at cells."""
    return f"mark_{column}"
