"""Which row of a file is which row of the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlevent.interop.outgoing import Outgoing
from xlevent.sheets.kernel.raw import RawRow


def match_rows(
    plan: Outgoing, table: str, raws: Sequence[RawRow], rows: Sequence[Mapping[str, object]]
) -> list[int | None]:
    """For each row of the plan the index of its row in the file; None: it is new.

    Rows are found again by their key. Without keys, or with a key standing twice, equal rows at
    the start and end are paired, and those between in order.
    """
    column = plan.key_column(table)
    if column is not None:
        old = [_key(plan, table, column, raw) for raw in raws]
        new = [row.get(column) for row in rows]
        if None not in old and None not in new and _distinct(old) and _distinct(new):
            at = {key: index for index, key in enumerate(old)}
            return [at.get(key) for key in new]
    return _by_position([_content(plan, table, raw) for raw in raws], [dict(row) for row in rows])


def _key(plan: Outgoing, table: str, column: str, raw: RawRow) -> object:
    reader = plan.reader(table)
    for name, cell in raw.items():
        if name == column or (reader and reader.column_of(name) == column):
            return plan.read(table, name, cell)
    return None


def _distinct(keys: list[object]) -> bool:
    try:
        return len(set(keys)) == len(keys)
    except TypeError:  # an unreadable key may be a list
        return False


def _content(plan: Outgoing, table: str, raw: RawRow) -> dict[str, object]:
    reader = plan.reader(table)
    content: dict[str, object] = {}
    for name, cell in raw.items():
        key = (reader.column_of(name) if reader else None) or name
        if reader and reader.column_of(name) and not reader.holds(key):
            continue
        value = plan.read(table, name, cell)
        if value is not None:
            content[key] = value
    return content


def _by_position(old: list[dict[str, object]], new: list[dict[str, object]]) -> list[int | None]:
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    matches: list[int | None] = list(range(head))
    for index in range(head, len(new) - tail):
        matches.append(index if index < len(old) - tail else None)
    return matches + list(range(len(old) - tail, len(old)))
