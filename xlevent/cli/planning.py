"""Commands of the schedule: schedule, explain, level, simulate, evm, baseline, calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass
