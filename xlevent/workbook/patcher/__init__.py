"""Changes existing Excel workbooks without losing anything."""

from xlevent.workbook.patcher.patch import Patch

__all__ = ["Patch"]
