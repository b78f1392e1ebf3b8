"""Change a YAML plan that people wrote: only the changed values, all else byte for byte.

Comments, order, quotes and blank lines survive because their text is never produced anew. (A
YAML round trip through objects re-indents, joins lines and rewrites numbers such as 1_000.50.)
The result is read again; if it does not say what was asked, the caller writes a clean file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from xlevent.domain.values import Raw
from xlevent.interop import yaml_text
from xlevent.interop.outgoing import Outgoing
from xlevent.interop.plan_yaml import YamlOutline, YamlPart, YamlRow
from xlevent.interop.row_matching import match_rows
from xlevent.sheets.kernel.raw import RawRow

Cells = Mapping[str, object]
Edit = tuple[int, int, str]  # start, end, new text


def patch(text: str, found: YamlOutline, plan: Outgoing) -> str | None:
    """The text with the plan's values; None where its form cannot be patched."""
    if found.flow or found.problems:
        return None
    edits: list[Edit] = []
    parts = {part.key: part for part in found.parts}
    appended: list[str] = []
    for name, cells in (("settings", plan.settings), ("documents", plan.documents)):
        given = parts.pop(name, None)
        if given is not None and given.spots:
            edits += _mapping(text, given, name, cells, plan)
        elif cells:
            if given is not None:
                return None
            appended.append(yaml_text.section(plan, name))
    parts.pop("xlevent", None)
    for name, rows in plan.tables.items():
        given = parts.get(name)
        if given is not None:
            edits += _table(text, given, rows, plan)
        elif rows:
            appended.append(yaml_text.table(plan, name))
    return _append(_apply(text, edits), appended)


def _apply(text: str, edits: list[Edit]) -> str:
    pieces, at = [], 0
    for start, end, new in sorted(edits, key=lambda e: (e[0], e[1])):
        pieces += [text[at:start], new]
        at = end
    return "".join([*pieces, text[at:]])


def _append(text: str, parts: Sequence[str]) -> str:
    if not parts:
        return text
    if text and not text.endswith("\n"):
        text += "\n"
    # A file may close its document with "...", after which nothing may follow.
    text = re.sub(r"\n\.\.\.\s*\Z", "\n", text)
    return text + _breaks(text, "".join(parts))


def _breaks(text: str, new: str) -> str:
    """New lines with the line breaks of the file."""
    return new.replace("\n", "\r\n") if "\r\n" in text else new


def _mapping(text: str, part: YamlPart, name: str, cells: Cells, plan: Outgoing) -> list[Edit]:
    spot, raw = part.spots[0], part.rows[0]
    edits = _cells(text, spot, raw, name, cells, plan)
    if edits is not None:
        return edits
    shown: dict[str, Raw] = {k: str(v) for k, v in cells.items()}
    if name == "settings":
        shown = plan.present("settings", cells)
    if spot.style == "flow":
        return [(spot.start, spot.end, yaml_text.flow_row(shown))]
    body = "\n".join(yaml_text.mapping(shown, 2)) or "  {}"
    end = _trim(text, spot.start, spot.end)
    return [(text.rfind("\n", 0, spot.start) + 1, end, _breaks(text, body))]


def _table(text: str, part: YamlPart, rows: Sequence[Cells], plan: Outgoing) -> list[Edit]:
    matches = match_rows(plan, part.key, part.rows, rows)
    in_order = matches == list(range(len(part.rows)))
    if part.style == "block" and part.rows and rows and all(
        _dashed(text, spot) for spot in part.spots
    ):  # fmt: skip
        if in_order:
            edits: list[Edit] = []
            for spot, raw, row in zip(part.spots, part.rows, rows, strict=True):
                edits += _row(text, spot, raw, part.key, row, plan)
            return edits
        return [_reordered(text, part, matches, rows, plan)]
    if in_order and all(
        not differences(part.key, raw, row, plan) for raw, row in zip(part.rows, rows, strict=True)
    ):
        return []
    # A list in another form ([{...}], an alias, nothing): written anew.
    if not rows:
        new = " []"
    else:
        new = "\n" + "\n".join(yaml_text.row(plan.present(part.key, r), 2) for r in rows)
    start = text.index(":", part.key_end) + 1
    return [(start, max(start, _trim(text, start, part.end)), _breaks(text, new))]


def _reordered(
    text: str, part: YamlPart, matches: list[int | None], rows: Sequence[Cells], plan: Outgoing
) -> Edit:
    """The rows in another order, some new, some gone: each keeps the comments above it."""
    starts, ends = [], []
    for spot in part.spots:
        starts.append(text.rfind("\n", 0, spot.start) + 1)
        ends.append(_line_end(text, _trim(text, spot.start, spot.end)))
    # What stands between two rows belongs to the row below it.
    heads = [starts[0], *ends[:-1]]
    indent = re.match(r" *", text[starts[0] :])
    pieces = []
    for row, index in zip(rows, matches, strict=True):
        if index is None:
            shown = plan.present(part.key, row)
            new = yaml_text.row(shown, len(indent[0]) if indent else 2) + "\n"
            pieces.append(_breaks(text, new))
            continue
        spot, raw = part.spots[index], part.rows[index]
        head, end = heads[index], ends[index]
        edits = [(a - head, b - head, n) for a, b, n in _row(text, spot, raw, part.key, row, plan)]
        piece = _apply(text[head:end], edits)
        pieces.append(piece if piece.endswith("\n") else piece + "\n")
    return (starts[0], ends[-1], "".join(pieces))


def _row(
    text: str, spot: YamlRow, raw: RawRow, table: str, row: Cells, plan: Outgoing
) -> list[Edit]:
    edits = _cells(text, spot, raw, table, row, plan)
    if edits is not None:
        return edits
    shown = plan.present(table, row)
    end = _trim(text, spot.start, spot.end)
    if spot.style == "flow":
        return [(spot.start, end, yaml_text.flow_row(shown))]
    new = yaml_text.row(shown, spot.column - 2)[spot.column :]
    return [(spot.start, end, _breaks(text, new))]


def differences(table: str, raw: RawRow, row: Cells, plan: Outgoing) -> list[str]:
    """Names in the file whose value changed or went, then new columns."""
    reader = plan.reader(table)
    changed, seen = [], set()
    for name, cell in raw.items():
        known = reader.column_of(name) if reader else None
        key = known or name
        if known and reader and not reader.holds(known):
            continue  # a result: not ours to save, the file keeps it
        seen.add(key)
        if cell is not None and row.get(key) == cell:
            continue  # a text is read as itself
        old = cell if table == "documents" else plan.read(table, name, cell)
        if old != row.get(key):
            changed.append(name)
    return changed + [key for key in row if key not in seen]


def _cells(
    text: str, spot: YamlRow, raw: RawRow, table: str, row: Cells, plan: Outgoing
) -> list[Edit] | None:
    """The edits of a mapping; None: write it anew as a whole."""
    changed = differences(table, raw, row, plan)
    if not changed:
        return []
    if not spot.simple or spot.style != "block":
        return None
    reader = plan.reader(table)
    edits: list[Edit] = []
    added: dict[str, Raw] = {}
    for name in changed:
        key = (reader.column_of(name) if reader else None) or name
        new = _out(plan, table, key, row.get(key))
        if name not in raw:
            added[name] = new
            continue
        key_start, start, end = spot.cell(name)
        end = max(start, _trim(text, start, end))
        if new is None:
            if key_start == spot.start:
                return None  # the first cell shares its line with the dash
            edits.append((text.rfind("\n", 0, key_start) + 1, _line_end(text, end), ""))
        else:
            edits.append((start, end, _new_value(text, spot, start, end, new)))
    if added:
        last = _line_end(text, _trim(text, spot.start, spot.end))
        lines = "\n".join(yaml_text.mapping(added, spot.column))
        before = "" if text[:last].endswith("\n") else "\n"
        edits.append((last, last, _breaks(text, f"{before}{lines}\n")))
    return edits


def _out(plan: Outgoing, table: str, key: str, cell: object) -> Raw:
    if cell is None:
        return None
    return str(cell) if table == "documents" else plan.cell(table, key, cell)


def _new_value(text: str, spot: YamlRow, start: int, end: int, new: Raw) -> str:
    rest = text[end : _line_end(text, end)].strip()
    shown = yaml_text.value(new, spot.column) if not rest else " " + yaml_text.scalar(new)
    if text[start - 1 : start] in (" ", "\t", "\n"):
        shown = shown[1:]
    return _breaks(text, shown)


def _dashed(text: str, spot: YamlRow) -> bool:
    """Whether the row starts right after its dash, on one line."""
    line = text[text.rfind("\n", 0, spot.start) + 1 : spot.start]
    return line.strip() == "-"


def _trim(text: str, start: int, end: int) -> int:
    """The end without the blank lines that the marks of block scalars take in."""
    while end > start and text[end - 1] in " \t\r\n":
        end -= 1
    return end


def _line_end(text: str, at: int) -> int:
    """The start of the next line."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1
