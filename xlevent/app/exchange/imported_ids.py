"""Ids for what comes from a file: ours where they are fit, else numbered in the file's order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count
from unicodedata import normalize

_FIT = re.compile(r"[^\s;,\u3001]+(?: [^\s;,\u3001]+)*\Z")
_LONGEST = 60


def given_ids(found: Iterable[tuple[int, str]], prefix: str) -> dict[int, str]:
    """The id of each UID. Ids that other ids could be mistaken for are numbered anew."""
    ids: dict[int, str] = {}
    used: set[str] = set()
    open_uids: list[int] = []
    for uid, given in found:
        form = _form(given)
        if given and len(given) <= _LONGEST and _FIT.match(given) and form not in used:
            ids[uid] = given
            used.add(form)
        else:
            open_uids.append(uid)
    numbers = count(1)
    for uid in open_uids:
        name = next(n for i in numbers if _form(n := f"{prefix}-{i:03}") not in used)
        ids[uid] = name
        used.add(_form(name))
    return ids


def _form(name: str) -> str:
    return normalize("NFKC", name).casefold()
