"""Stale flags: native formulas that compare the engine's inputs with those it computed from.

Each table with `inputs_of_engine` gets a figure `stale_<table>` and a copy of its input columns
on a hidden sheet. Editing any of these cells turns the flag on in Excel, without Python.
"""

from __future__ import annotations

from dataclasses import replace

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Figure, Sheet, Snapshot, Table
from xlevent.sheets.kernel.columns import Column

SNAPSHOT_SHEET = "_inputs"
COMPUTATIONS = "computations"

# Part of a plan, so that what went stale in a workbook stays stale when it is read and built.
_COMPUTATIONS = Table(
    COMPUTATIONS,
    Text("計算狀態", "Computations"),
    (
        c.key("table", "資料表", "Table"),
        c.choice("state", "計算值狀態", "State of computed values", "engine_state", required=True),
    ),
    blank=1,
)


def snapshot_key(table: str) -> str:
    """Key of the hidden table that keeps a copy of that table's inputs."""
    return f"snapshot_{table}"


def with_stale_flags(sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """The sheets, each with the flags of its tables, and the hidden sheet of copies."""
    flagged = []
    copies: list[Table] = []
    for sheet in sheets:
        tables = [t for t in sheet.tables if t.inputs_of_engine]
        copies.extend(_copy(t) for t in tables)
        flags = tuple(_flag(t) for t in tables)
        flagged.append(replace(sheet, figures=(*sheet.figures, *flags)) if flags else sheet)
    if copies:
        title = Text("計算輸入值", "Inputs of the engine")
        flagged.append(
            Sheet(
                SNAPSHOT_SHEET, tab=title, title=title, blocks=(_COMPUTATIONS, *copies), hidden=True
            )
        )
    return tuple(flagged)


def _copy(table: Table) -> Table:
    columns = tuple(
        Column(one.key, one.title, one.kind, list=one.list, open=one.open, link=one.link)
        for one in table.columns
        if one.key in table.inputs_of_engine
    )
    return Table(snapshot_key(table.key), table.title, columns, rows=Snapshot(table.key))


def _flag(table: Table) -> Figure:
    copy = snapshot_key(table.key)
    first = next(one.key for one in table.columns if one.key in table.inputs_of_engine)
    computed = "+".join(
        f'SUMPRODUCT(({table.key}[{one.key}]<>"")*1)'
        for one in table.columns
        if one.role == "engine"
    )
    # An empty cell equals 0 in a comparison, so whether it is empty is compared too.
    changed = "+".join(
        f"SUMPRODUCT(({table.key}[{name}]<>{copy}[{name}])"
        f'+(({table.key}[{name}]="")<>({copy}[{name}]="")))'
        for name in table.inputs_of_engine
    )
    return Figure(
        f"stale_{table.key}",
        Text(f"計算值：{table.title.zh}", f"Computed: {table.title.en}"),
        "choice",
        f"IF(({computed or 0})=0,{{engine_state.none}},"
        f"IF(ROWS({table.key}[{first}])<>ROWS({copy}[{first}]),{{engine_state.stale}},"
        f"IF(({changed})>0,{{engine_state.stale}},{{engine_state.current}})))",
        list="engine_state",
    )
