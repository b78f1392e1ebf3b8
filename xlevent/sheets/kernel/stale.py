"""Stale flags: native formulas that compare the engine's inputs with those it computed from.

Each table with `inputs_of_engine` gets a figure `stale_<table>` and a copy of its input columns
on a hidden sheet. Editing any of these cells turns the flag on in Excel, without Python.
"""

from __future__ import annotations

from dataclasses import replace

from xlevent.domain.language import Text
from xlevent.sheets.kernel.blocks import Figure, Sheet, Snapshot, Table
from xlevent.sheets.kernel.columns import Column

SNAPSHOT_SHEET = "_inputs"


def snapshot_key(table: str) -> str:
    """Key of the hidden table that keeps a copy of that table's inputs."""
    return f"snapshot_{table}"


def with_stale_flags(sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """The sheets, each with the flags of its tables, and the hidden sheet of copies."""
    flagged = []
    copies = []
    for sheet in sheets:
        tables = [t for t in sheet.tables if t.inputs_of_engine]
        copies.extend(_copy(t) for t in tables)
        flags = tuple(_flag(t) for t in tables)
        flagged.append(replace(sheet, figures=(*sheet.figures, *flags)) if flags else sheet)
    if copies:
        title = Text("計算輸入值", "Inputs of the engine")
        flagged.append(
            Sheet(SNAPSHOT_SHEET, tab=title, title=title, blocks=tuple(copies), hidden=True)
        )
    return tuple(flagged)


def _copy(table: Table) -> Table:
    columns = tuple(
        Column(c.key, c.title, c.kind, list=c.list, open=c.open, link=c.link)
        for c in table.columns
        if c.key in table.inputs_of_engine
    )
    return Table(snapshot_key(table.key), table.title, columns, rows=Snapshot(table.key))


def _flag(table: Table) -> Figure:
    copy = snapshot_key(table.key)
    first = next(c.key for c in table.columns if c.key in table.inputs_of_engine)
    computed = "+".join(
        f'SUMPRODUCT(({table.key}[{c.key}]<>"")*1)' for c in table.columns if c.role == "engine"
    )
    changed = "+".join(
        f"SUMPRODUCT(({table.key}[{name}]<>{copy}[{name}])*1)" for name in table.inputs_of_engine
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
