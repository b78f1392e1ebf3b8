"""Why a macro changes nothing, said in both languages."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.errors import XleventError


class RefusalError(XleventError):
    """What stands in the way, and how to mend it; the workbook is as it was."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(Text(zh, en))
