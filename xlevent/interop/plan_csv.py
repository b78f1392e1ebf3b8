"""One table as CSV, for a folder of them: `tasks.csv`; `settings.csv` has key and value.

A text that a spreadsheet would take for a formula is written with an apostrophe before it and
read without; both ways nothing is lost. Numbers below zero stay numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from xlevent.domain import codes
from xlevent.domain.codes import Problem
from xlevent.domain.finding import Place
from xlevent.domain.language import Text
from xlevent.domain.values import Raw
from xlevent.errors import UnreadableFileError
from xlevent.interop.files import CELLS_LIMIT, SIZE_LIMIT, decode, read_bytes, too_many_cells
from xlevent.interop.outgoing import Outgoing, Plain
from xlevent.sheets.kernel.raw import RawPlan, RawRow, RawTable, Spot

PAIRS = ("settings", "documents")  # tables of key and value
# Excel takes the full-width forms for formulas too, where the keyboard is Chinese or Japanese.
_RISKY = tuple("=+-@＝＋－＠\t\r\n")
_PROTECTED = (*_RISKY, "'")


@dataclass(frozen=True, slots=True)
class CsvSpot:
    """The line on which a row starts."""

    file: str
    line: int
    header: tuple[str, ...]

    def place(self, column: str | None = None) -> Place:
        """The line; the column is named by its number among the columns."""
        return Place(self.file, self.line)


@dataclass(frozen=True, slots=True)
class PairSpot:
    """Lines of keys and values."""

    file: str
    lines: dict[str, int]

    def place(self, column: str | None = None) -> Place:
        """The line of that key."""
        return Place(self.file, self.lines.get(column or "", 1))


def protect(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    if text.startswith(_RISKY) or (text.startswith("'") and text[1:2] in _PROTECTED and text[1:2]):
        return "'" + text
    return text


def restore(text: str) -> str:
    """The text behind `protect`."""
    return text[1:] if text[:1] == "'" and text[1:2] and text[1:2] in _PROTECTED else text


def load(path: Path, *, limit: int = SIZE_LIMIT) -> RawPlan:
    """Read one table; the name of the file is the table's key."""
    text, legacy = decode(read_bytes(path, limit=limit), path, legacy=True)
    plan = loads(text, path.stem, str(path))
    if legacy:
        plan.problems.append((Problem(codes.LEGACY_ENCODING), Place(str(path))))
    return plan


def loads(text: str, key: str, source: str = "<text>") -> RawPlan:
    """Read one table from text."""
    plan = RawPlan(source)
    first = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    table = RawTable(key, place=Place(source, 1))
    try:
        header = tuple(restore(name.strip()) for name in next(reader, ()))
        if key in PAIRS:
            _pairs(reader, table, plan, source)
        else:
            _rows(reader, table, plan, source, header)
    except csv.Error as problem:
        raise UnreadableFileError(
            Text(f"這不是正確的 CSV：{problem}。", f"this is not valid CSV: {problem}."),
            where=f"{source}:{reader.line_num}",
            mend=Text("請檢查該處附近的雙引號。", "Check the double quotes around there."),
        ) from None
    if key == "settings":
        plan.settings = table
    elif key == "documents":
        plan.documents = table
    else:
        plan.add(table)
    return plan


def _rows(
    reader: Iterable[list[str]],
    table: RawTable,
    plan: RawPlan,
    source: str,
    header: tuple[str, ...],
) -> None:
    for name in {n for n in header if n and header.count(n) > 1}:
        plan.problems.append((Problem(codes.DUPLICATE_KEY, {"value": name}), Place(source, 1)))
    columns = [(i, name) for i, name in enumerate(header) if name and header.index(name) == i]
    width, line = len(header), 1
    size = 0
    for cells in reader:
        size += len(cells) + 4
        if size > CELLS_LIMIT:
            raise too_many_cells(source)
        started, line = line + 1, reader.line_num  # type: ignore[attr-defined]
        if len(cells) > width and any(cells[width:]):
            plan.problems.append((Problem(codes.LONG_ROW), Place(source, started)))
        count = len(cells)
        row: RawRow = {
            name: cells[i] if cells[i][:1] != "'" else restore(cells[i])
            for i, name in columns
            if i < count and cells[i]
        }
        if row:
            table.rows.append(row)
            spot: Spot = CsvSpot(source, started, header)
            table.spots.append(spot)


def _pairs(reader: Iterable[list[str]], table: RawTable, plan: RawPlan, source: str) -> None:
    row: RawRow = {}
    lines: dict[str, int] = {}
    for cells in reader:
        line: int = reader.line_num  # type: ignore[attr-defined]
        if not cells or not cells[0].strip():
            continue
        name = restore(cells[0].strip())
        if name in row:
            place = Place(source, line)
            plan.problems.append((Problem(codes.DUPLICATE_KEY, {"value": name}), place))
        elif len(cells) > 1:
            row[name], lines[name] = restore(cells[1]), line
    if row:
        table.rows.append(row)
        table.spots.append(PairSpot(source, lines))


def dumps(plan: Outgoing, key: str, rows: Iterable[dict[str, Raw]] | None = None) -> str:
    """One table (or settings, documents) as CSV; `rows` gives other rows than the plan's."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    if key in PAIRS:
        pairs = plan.present(key, plan.settings) if key == "settings" else dict(plan.documents)
        writer.writerow(("key", "value"))
        writer.writerows((protect(k), _out(v)) for k, v in pairs.items())
        return out.getvalue()
    shown = list(rows) if rows is not None else [plan.present(key, r) for r in plan.tables[key]]
    used: dict[str, None] = dict.fromkeys(k for row in shown for k in row)
    header = [c for c in plan.columns(key) if c in used] if shown else plan.columns(key)
    header += [c for c in used if c not in header]
    writer.writerow([protect(name) for name in header])
    writer.writerows([_out(row.get(c)) for c in header] for row in shown)
    return out.getvalue()


def _out(value: Raw) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return protect("; ".join(str(v) for v in value))
    if isinstance(value, Plain | int | float | Decimal):
        return str(value)
    return protect(str(value))
