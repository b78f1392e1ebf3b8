"""Stale flags: native formulas that compare a block's inputs with those it was computed from.

A block is what one computation of the engine writes. It declares every column and setting that it
reads, and keeps copies of its own of them on a hidden sheet, so that blocks computed at different
times do not disturb each other. Editing any watched cell turns the flag on without Python;
sorting or shifting rows does too, because rows are compared by their position.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from xlevent.domain.language import Text
from xlevent.domain.values import Value
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Figure, Record, Sheet, Snapshot, Table
from xlevent.sheets.kernel.columns import Column

SNAPSHOT_SHEET = "_inputs"
SNAPSHOTS = "snapshot_"  # the names of all hidden copies begin with it
COMPUTATIONS = "computations"
SETTINGS = "settings"
_COLUMNS_A_FORMULA = 8  # keeps the longest titles well below Excel's 8,192 characters

Columns = Mapping[str, tuple[str, ...]]  # table key -> column keys
Rows = Mapping[str, Sequence[Mapping[str, Value]]]
State = Literal["current", "stale"]

# Part of a plan, so that what went stale in a workbook stays stale when it is read and built.
# In a workbook it has a row for every block that was computed; its copies tell the rest.
_COMPUTATIONS = Table(
    COMPUTATIONS,
    Text("計算狀態", "Computations"),
    (
        c.key("block", "計算區塊", "Computed block"),
        c.choice("state", "計算值狀態", "State of computed values", "engine_state", required=True),
    ),
    blank=1,
)


@dataclass(frozen=True, slots=True)
class Computed:
    """What one computation writes and everything that it reads.

    Parameters
    ----------
    writes
        Engine columns by table; every engine column belongs to one block.
    reads
        Typed columns, and engine columns of other blocks, by table.
    settings
        Settings that it reads.
    command
        The command that computes it again; "" where xlevent has none yet.
    """

    key: str
    title: Text
    writes: Columns
    reads: Columns
    settings: tuple[str, ...] = ()
    command: str = ""
    # A block may find nothing worth a cell, as a search for duplicates does: then only the
    # list of computations tells that it ran.
    sparse: bool = False


def flag_key(block: str) -> str:
    """Key of the figure that shows a block's state."""
    return f"stale_{block}"


def snapshot_key(block: str, table: str) -> str:
    """Key of the hidden table with that block's copy of a table's (or the settings') inputs."""
    return f"{SNAPSHOTS}{block}_{table}"


def with_stale_flags(
    sheets: tuple[Sheet, ...], blocks: Iterable[Computed] = ()
) -> tuple[Sheet, ...]:
    """The sheets, each with the flags of the blocks it shows, and the hidden sheet of copies."""
    blocks = tuple(blocks)
    tables = {table.key: table for sheet in sheets for table in sheet.tables}
    records = {b.key: b for sheet in sheets for b in sheet.blocks if isinstance(b, Record)}
    flags: dict[str, list[Figure]] = {}
    copies: list[Table] = []
    for block in blocks:
        own = list(_copies(block, tables, records))
        copies.extend(own)
        shown = [sheet.code for sheet in sheets if shows(sheet, block)]
        for number, code in enumerate(shown, start=1):
            found = _figures(block, own, tables) if number == 1 else [_again(block, number)]
            flags.setdefault(code, []).extend(found)
    flagged = [
        replace(sheet, figures=(*sheet.figures, *flags[sheet.code]))
        if sheet.code in flags else sheet
        for sheet in sheets
    ]  # fmt: skip
    if copies:
        title = Text("計算輸入值", "Inputs of the engine")
        hidden = (_COMPUTATIONS, *copies)
        flagged.append(Sheet(SNAPSHOT_SHEET, tab=title, title=title, blocks=hidden, hidden=True))
    return tuple(flagged)


def shows(sheet: Sheet, block: Computed) -> bool:
    """Whether results of the block stand on the sheet."""
    return any(table.key in block.writes for table in sheet.tables)


def states(blocks: Iterable[Computed], tables: Rows) -> dict[str, State]:
    """The state of each computed block of an event; blocks that were never computed are absent."""
    listed = {row.get("block"): row.get("state") for row in tables.get(COMPUTATIONS, ())}
    found: dict[str, State] = {}
    for block in blocks:
        if listed.get(block.key) == "stale":
            found[block.key] = "stale"
        elif listed.get(block.key) == "current" or has_results(block, tables):
            found[block.key] = "current"
    return found


def has_results(block: Computed, tables: Rows) -> bool:
    """Whether any row holds a value that the block writes."""
    return any(
        row.get(name) not in (None, "")
        for table, names in block.writes.items()
        for row in tables.get(table, ())
        for name in names
    )


def snapshot_rows(
    block: Computed,
    settings: Mapping[str, Value],
    tables: Rows,
    offsets: Mapping[str, Sequence[int]] | None = None,
    sizes: Mapping[str, int] | None = None,
) -> dict[str, list[dict[str, Value]]]:
    """The rows of the hidden tables once the block was computed from these values.

    A table written by these rows makes the block's flag "current". Rows are compared by their
    position, so where a workbook has blank rows in between, `offsets` gives the place (from 0)
    of each row of `tables` within its native table; rows left out are blank, as `{}`. `sizes`
    gives the number of rows of each native table, blank ones included: a copy of the same size
    makes the quickest formula. The block's row of COMPUTATIONS is not among them, because that
    table is shared: see `mark_current`.
    """
    found: dict[str, list[dict[str, Value]]] = {}
    for table, names in block.reads.items():
        rows = tables.get(table, ())
        places = (offsets or {}).get(table, range(len(rows)))
        size = max((*places, (sizes or {}).get(table, 0) - 1), default=-1) + 1
        copy: list[dict[str, Value]] = [{} for _ in range(size)]
        for place, row in zip(places, rows, strict=True):
            copy[place] = {name: row[name] for name in names if row.get(name) is not None}
        found[snapshot_key(block.key, table)] = copy
    if block.settings:
        row = {name: settings[name] for name in block.settings if settings.get(name) is not None}
        found[snapshot_key(block.key, SETTINGS)] = [row]
    return found


def mark_current(
    rows: Iterable[Mapping[str, Value]], computed: Iterable[str]
) -> list[dict[str, Value]]:
    """The rows of COMPUTATIONS after these blocks were computed."""
    keys = list(dict.fromkeys(computed))
    found = [dict(row) for row in rows if row.get("block") not in keys]
    found.extend({"block": key, "state": "current"} for key in keys)
    return found


def _copies(
    block: Computed, tables: Mapping[str, Table], records: Mapping[str, Record]
) -> Iterator[Table]:
    """The hidden tables of a block; what is not declared is told by the registry."""
    for source, names in (*block.reads.items(), (SETTINGS, block.settings)):
        known = tables.get(source) or records.get(source)
        columns = {column.key: column for column in known.columns} if known else {}
        copied = tuple(_copied(columns[name]) for name in names if name in columns)
        if known and copied:
            key = snapshot_key(block.key, source)
            yield Table(key, known.title, copied, rows=Snapshot(source, block.key))


def _copied(one: Column) -> Column:
    return Column(one.key, one.title, one.kind, list=one.list, open=one.open, link=one.link)


def _figures(block: Computed, copies: list[Table], tables: Mapping[str, Table]) -> list[Figure]:
    """The flag, and hidden figures that count the differences of each copy."""
    hidden = [
        Figure(
            f"changed_{block.key}_{number}", block.title, "integer",
            f'IF(COUNTIFS({COMPUTATIONS}[block],"{block.key}")=0,0,{formula})', hidden=True,
        )
        for number, formula in enumerate(_differences(copies), start=1)
    ]  # fmt: skip
    results = "+".join(
        f'COUNTIF({table}[{name}],"?*")+COUNT({table}[{name}])'
        for table, names in block.writes.items()
        for name in names
        if table in tables
    )
    changed = "+".join(f"fig.{figure.key}" for figure in hidden)
    listed = f'COUNTIFS({COMPUTATIONS}[block],"{block.key}"'
    formula = (
        f"IF({listed})=0,IF({results or 0}=0,{{engine_state.none}},{{engine_state.stale}}),"
        f"IFERROR(IF({listed},{COMPUTATIONS}[state],{{engine_state.stale}})"
        f"+{changed or 0}=0,{{engine_state.current}},{{engine_state.stale}}),"
        "{engine_state.stale}))"
    )
    title = Text(f"計算值：{block.title.zh}", f"Computed: {block.title.en}")
    return [
        Figure(flag_key(block.key), title, "choice", formula, list="engine_state"), *hidden
    ]  # fmt: skip


def _again(block: Computed, number: int) -> Figure:
    """The flag once more, on another sheet that shows results of the block."""
    title = Text(f"計算值：{block.title.zh}", f"Computed: {block.title.en}")
    key = flag_key(block.key)
    return Figure(f"{key}_{number}", title, "choice", f"fig.{key}", list="engine_state")


def _differences(copies: Iterable[Table]) -> Iterator[str]:
    """Formulas that count what differs between each copy and its source."""
    for copy in copies:
        if not isinstance(copy.rows, Snapshot):
            continue
        source, names = copy.rows.table, [column.key for column in copy.columns]
        for start in range(0, len(names), _COLUMNS_A_FORMULA):
            part = names[start : start + _COLUMNS_A_FORMULA]
            if source == SETTINGS:
                pairs = [(f"settings.{name}", f"{copy.key}[{name}]") for name in part]
                yield f"SUMPRODUCT({_unequal(pairs)})"
            else:
                pairs = [(f"{source}[{name}]", f"{copy.key}[{name}]") for name in part]
                yield _counted(pairs)


def _unequal(pairs: Iterable[tuple[str, str]]) -> str:
    # An empty cell equals 0 in a comparison, so whether it is empty is compared too.
    return "+".join(f'({now}<>{then})+(({now}="")<>({then}=""))' for now, then in pairs)


def _counted(pairs: list[tuple[str, str]]) -> str:
    """Differences row by row; where one table is longer, its surplus rows must be blank.

    Of arrays of different length the surplus is an error, which COUNT leaves out; an array of
    one row is repeated instead, so the numbers of the rows are compared too.
    """
    now, then = pairs[0]
    unequal = _unequal(pairs)
    beside = f"(ROW({now})-MIN(ROW({now}))=ROW({then})-MIN(ROW({then})))"
    filled = ("+".join(f'({pair[side]}<>"")' for pair in pairs) for side in (0, 1))
    surplus = "<>".join(f"SUMPRODUCT({text})" for text in filled)
    return (
        f"IF(ROWS({now})=ROWS({then}),SUMPRODUCT({unequal}),"
        f"SUMPRODUCT(COUNT(1/(({unequal})*{beside})))+({surplus}))"
    )
