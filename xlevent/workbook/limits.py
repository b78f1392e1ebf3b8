"""How much of a file is read before it is refused, and how whoever trusts the file reads more."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from xlevent.domain.language import Text
from xlevent.errors import MisuseError

VARIABLE = "XLEVENT_LIMITS"
_AMOUNT = re.compile(r"(\d{1,15})\s*([kmg]?)b?\Z", re.ASCII | re.IGNORECASE)
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000, "g": 1_000_000_000}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is accepted before it is refused as too large.

    With these, reading takes less than 1 GB whatever is in the file (tests/hostile).
    """

    file_bytes: int = 200_000_000
    total_bytes: int = 1_500_000_000  # unpacked; most parts are never read
    part_bytes: int = 200_000_000  # unpacked, one part that is read
    tree_bytes: int = 12_000_000  # of XML that is held in memory at once; takes 32 times as much
    ratio: int = 250  # unpacked to packed, of one large part
    parts: int = 10_000
    sheets: int = 1_000
    tables: int = 1_000
    names: int = 100_000  # defined names
    merges: int = 200_000  # merged areas of one sheet
    rows: int = 1_048_576
    columns: int = 16_384
    cells: int = 1_000_000  # of all tables that are read; a row counts as four more
    text_length: int = 1_000_000  # of one cell; the rule of Excel is checked with the values
    shared_texts: int = 3_000_000
    shared_length: int = 50_000_000  # characters of all shared texts

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Limits:
        """The limits with what XLEVENT_LIMITS says: "part_bytes=1G, ratio=1000".

        MisuseError where a limit is unknown or no amount.
        """
        known = {field.name for field in fields(cls)}
        given: dict[str, int] = {}
        for item in environment.get(VARIABLE, "").split(","):
            name, _, text = (piece.strip() for piece in item.partition("="))
            if not name and not text:
                continue
            amount = _AMOUNT.match(text)
            if name not in known or amount is None:
                raise MisuseError(
                    Text(
                        f"「{item.strip()[:80]}」不是上限的設定。",
                        f"{item.strip()[:80]!r} is no limit.",
                    ),
                    where=VARIABLE,
                    mend=Text(
                        f"請寫成「名稱=數量」（可用 k、M、G）；名稱：{'、'.join(sorted(known))}。",
                        f"Write name=amount (k, M, G); the names: {', '.join(sorted(known))}.",
                    ),
                )
            given[name] = int(amount[1]) * _UNITS[amount[2].lower()]
        return cls(**given)


def raise_limit(name: str, size: int) -> Text:
    """How to read a file beyond a limit, for an error's advice."""
    amount = size + size // 10 + 1
    setting = f"{VARIABLE}={name}={amount}"
    return Text(
        f"如果信任這個檔案，請提高上限：設定 {setting}。",
        f"If you trust it, raise the limit: set {setting}.",
    )
