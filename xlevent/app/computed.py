"""Findings about computed blocks whose values are older than their inputs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from xlevent.domain.codes import Problem
from xlevent.domain.computed_codes import BLOCK_UNKNOWN, VALUES_STALE
from xlevent.domain.values import Value
from xlevent.sheets.kernel.stale import Computed


def block_problems(
    blocks: Iterable[Computed], rows: Iterable[Mapping[str, Value]]
) -> Iterator[tuple[str | None, Problem, Value | None]]:
    """For each row of COMPUTATIONS that tells one: a table it is about, the problem, the value."""
    known = {block.key: block for block in blocks}
    for row in rows:
        key = str(row.get("block", ""))
        block = known.get(key)
        if block is None:
            yield None, Problem(BLOCK_UNKNOWN), key
        elif row.get("state") == "stale":
            yield next(iter(block.writes)), Problem(VALUES_STALE, _details(block)), None


def _details(block: Computed) -> dict[str, object]:
    if block.command:
        how = f"執行 {block.command} BOOK 重新計算", f"Run `{block.command} BOOK` to compute them"
    else:
        how = "重新計算", "Compute them again"
    return {"block": block.title, "how_zh": how[0], "how_en": how[1]}
