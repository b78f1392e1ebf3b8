"""All macros, by name and in the order of their buttons; importing this module declares them."""

from __future__ import annotations

from xlevent_udfs.macros import closing, money, planning
from xlevent_udfs.macros.declaration import MACROS as _DECLARED
from xlevent_udfs.macros.declaration import Macro

FAMILIES = (planning, money, closing)
_ORDER = (
    "validate", "schedule", "level", "simulate", "reconcile", "roll_up", "refresh_dashboard",
    "closing_report", "export",
)  # fmt: skip
MACROS: dict[str, Macro] = {name: _DECLARED[name] for name in _ORDER}

__all__ = ["FAMILIES", "MACROS"]
