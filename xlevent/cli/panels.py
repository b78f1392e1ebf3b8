"""The families in which `xlevent --help` lists the commands."""

from __future__ import annotations

from typing import Final

WORKBOOK: Final = "Workbook"
PLANNING: Final = "Planning"
MONEY: Final = "Money"
REPORTS: Final = "Partners and reports"
ONSITE: Final = "On site"
EXCHANGE: Final = "Exchange"
ADDIN: Final = "Excel add-in"
LOOK: Final = "Look"

# The order of an event's life; commands are registered in the order of imports, which says nothing.
PANELS: Final = (WORKBOOK, PLANNING, MONEY, REPORTS, ONSITE, EXCHANGE, ADDIN, LOOK)
