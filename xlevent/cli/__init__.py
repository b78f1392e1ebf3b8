"""The command `xlevent`: one module for each family of commands.

Exit codes: 0 done; 1 the data hold errors (of `diff`: there are differences; of `merge`: conflicts
remain); 2 wrong use (also: the file exists already); 3 a file cannot be read; 4 a file cannot be
written (it is open elsewhere, or the folder is closed to us); 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import gc

# Importing a family registers its commands, in the order in which --help lists them.
from xlevent.cli import (
    addin,
    addin_classic,
    addin_libreoffice,
    addin_lite,
    addin_server,
    books,
    comparing,
    doctor,
    documents,
    exchanging,
    looking,
    marketing,
    money,
    onsite,
    planning,
    reconciling,
    reporting,
    rolling,
    settling,
    statements,
    upgrading,
    validating,
)
from xlevent.cli.frame import app

__all__ = [
    "addin", "addin_classic", "addin_libreoffice", "addin_lite", "addin_server", "app", "books",
    "comparing", "doctor", "documents", "exchanging", "looking", "main", "marketing", "money",
    "onsite", "planning", "reconciling", "reporting", "rolling", "settling", "statements",
    "upgrading", "validating",
]  # fmt: skip


def main() -> None:
    """Run the command."""
    # A command makes many objects and ends: collect their cycles seldom.
    gc.set_threshold(200_000, 50, 50)
    app()
