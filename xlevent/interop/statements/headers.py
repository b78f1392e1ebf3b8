"""Where the header of a table is, whose layout it is, and which column means what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from xlevent.domain.language import Text
from xlevent.errors import MisuseError
from xlevent.interop.statements.grid import Cell, Grid, NumberedRow, folded, text_of
from xlevent.interop.statements.profile import FIELDS, Profile, automatic

SEARCHED = 200  # rows from the top
_SEVERAL = ("description", "counterparty", "reference")  # fields that may join columns
_BRACKETS = re.compile(r"[(\[〔【].*?[)\]〕】]")
_DIGIT = re.compile(r"\d")
_POSITION = re.compile(r"#(\d{1,4})\Z", re.ASCII)
Names = Sequence[tuple[str, ...]]  # of each column, all that its header may be called


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a grid: the fields' columns, from 0."""

    profile: Profile
    last_row: int  # the number of its last row; 0: there is none
    columns: Mapping[str, tuple[int, ...]]
    rows: tuple[tuple[str, ...], ...] = ()  # as compared, to know them when they are repeated
    titles: tuple[str, ...] = ()  # as they stand
    above: tuple[NumberedRow, ...] = field(default=(), repr=False)  # the preamble

    def one(self, name: str) -> int:
        """The column of a field; -1 where there is none."""
        found = self.columns.get(name, ())
        return found[0] if found else -1


def find_header(grid: Grid, profile: Profile | None) -> Header | None:
    """The header of a grid by that profile, or by the bundled one that fits best."""
    if profile is not None and (columns := _positions(profile)):
        return Header(profile, 0, columns)
    profiles = automatic() if profile is None else (profile,)
    rows = list(islice(grid.rows(), SEARCHED))
    for index, (number, row) in enumerate(rows):
        below = rows[index + 1] if index + 1 < len(rows) else None
        for known in profiles:
            found = _match(known, number, row, below)
            if found is not None:
                columns, last, parts = found
                return Header(
                    known, last, columns, tuple(tuple(map(folded, p)) for p in parts),
                    tuple(" ".join(filter(None, map(text_of, c))) for c in _across(parts)),
                    tuple(rows[:index]),
                )  # fmt: skip
    return None


def _match(
    profile: Profile, number: int, row: list[Cell], below: NumberedRow | None
) -> tuple[dict[str, tuple[int, ...]], int, list[list[Cell]]] | None:
    """Columns, last row and rows of the header that begins in this row, if one does."""
    if sum(1 for cell in row if text_of(cell)) < 2:
        return None
    one = _assign(profile, names_of([row])) if profile.header_rows != 2 else {}
    pair = below is not None and _may_be_header(row) and _may_be_header(below[1])
    if below is not None and pair and profile.header_rows != 1:
        if not profile.header_rows and _is_complete(_assign(profile, names_of([below[1]]))):
            return None  # what stands above is a title
        both = _assign(profile, names_of([row, below[1]]))
        if _is_complete(both) and len(both) > len(one):
            return both, below[0], [row, below[1]]
    return (one, number, [row]) if _is_complete(one) else None


def _may_be_header(row: list[Cell]) -> bool:
    texts = [text_of(cell) for cell in row]
    return any(texts) and not any(_DIGIT.search(text) for text in texts)


def _is_complete(columns: Mapping[str, object]) -> bool:
    sides = "debit" in columns and "credit" in columns
    return "date" in columns and ("amount" in columns or sides)


def names_of(rows: Sequence[list[Cell]]) -> Names:
    """What each column may be called; in two rows also by the merged cell above."""
    if len(rows) == 1:
        return [_forms(folded(cell)) for cell in rows[0]]
    names: list[tuple[str, ...]] = []
    width = max(map(len, rows))
    top = ""
    for column in range(width):
        above, below = (folded(r[column]) if column < len(r) else "" for r in rows)
        top = above or (top if below else "")
        if below:
            names.append((*_forms(below), *_forms(top + below)) if top else _forms(below))
        else:
            names.append(_forms(above))
    return names


def _across(rows: list[list[Cell]]) -> list[tuple[Cell, ...]]:
    width = max(map(len, rows))
    return [tuple(r[i] if i < len(r) else None for r in rows) for i in range(width)]


def _forms(name: str) -> tuple[str, ...]:
    bare = _BRACKETS.sub("", name)
    return (name,) if bare == name or not bare else (name, bare)


def _assign(profile: Profile, names: Names) -> dict[str, tuple[int, ...]]:
    """Columns of each field of a statement; {} where the layout is another."""
    if not is_recognised(profile.recognise, names):
        return {}
    found = assign(profile.columns, names, FIELDS, _SEVERAL)
    if "debit" in found and "credit" in found:
        found.pop("amount", None)
    elif "amount" in found:
        found.pop("debit", None)
        found.pop("credit", None)
    return found


def assign(
    columns: Mapping[str, Sequence[str]], names: Names, fields: Sequence[str],
    several: Sequence[str] = (),
) -> dict[str, tuple[int, ...]]:  # fmt: skip
    """Columns of each field, by its order of headers; none is used twice.

    Fields of `several` may have more than one column.
    """
    where: dict[str, list[int]] = {}
    for form in range(max((len(n) for n in names), default=0)):
        for column, forms in enumerate(names):
            if form < len(forms) and forms[form]:
                where.setdefault(forms[form], []).append(column)
    found: dict[str, tuple[int, ...]] = {}
    used: set[int] = set()
    for name in fields:
        listed = [c for header in columns.get(name, ()) for c in where.get(header, ())]
        free = list(dict.fromkeys(c for c in listed if c not in used))
        if free:
            found[name] = tuple(sorted(free)) if name in several else (free[0],)
            used.update(found[name])
    return found


def is_recognised(recognise: Sequence[str], names: Names) -> bool:
    """Whether all headers of a layout are there; "a|b" is one of two."""
    there = {form for forms in names for form in forms}
    return all(any(form in there for form in r.split("|")) for r in recognise)


def _positions(profile: Profile) -> dict[str, tuple[int, ...]]:
    """Columns by number ("#3"), for files without a header."""
    listed = {name: [_POSITION.match(h) for h in hs] for name, hs in profile.columns.items()}
    if not any(m for ms in listed.values() for m in ms):
        return {}
    columns: dict[str, tuple[int, ...]] = {}
    for name, matches in listed.items():
        if not all(matches):
            raise MisuseError(
                Text(
                    f"columns.{name} 寫的是欄位標題，其他卻是欄號。",
                    f"columns.{name} names a header where others have numbers.",
                ),
                where=profile.name,
                mend=Text(
                    '所有欄位請都寫成 "#1"、"#2"，或都寫標題。',
                    'Give all columns as "#1", "#2", or all as headers.',
                ),
            )
        columns[name] = tuple(int(m[1]) - 1 for m in matches if m)
        if min(columns[name]) < 0:
            raise MisuseError(
                Text(f"columns.{name} 從 #1 算起。", f"columns.{name} counts from #1."),
                where=profile.name,
            )
    return columns
