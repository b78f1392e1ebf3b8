"""The version of the plan format."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.errors import UnreadableFileError

PLAN_VERSION = 1


def check_version(value: object, where: str) -> None:
    """Refuse a plan of a later format; a missing version counts as the first."""
    try:
        version = int(str(value).strip()) if value is not None else PLAN_VERSION
    except ValueError:
        version = 0
    if not 1 <= version <= PLAN_VERSION:
        raise UnreadableFileError(
            Text(
                f"計畫註明格式 {str(value)[:20]}，這裡的 xlevent 只認得到 {PLAN_VERSION}。",
                f"the plan says format {str(value)[:20]}, this xlevent knows up to {PLAN_VERSION}.",
            ),
            where=where,
            mend=Text(
                "請更新 xlevent，或寫成 `xlevent: 1`。", "Update xlevent, or write `xlevent: 1`."
            ),
        )
