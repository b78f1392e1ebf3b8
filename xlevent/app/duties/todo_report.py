"""What is open as a report: for each person what is due, what is missing, what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from xlevent.app.duties.todo import STANDINGS, Duty, Todo
from xlevent.app.event import Event
from xlevent.app.reporting.model import Block, Fact, Report, Section, Table, TableColumn, same
from xlevent.domain.finding import Finding
from xlevent.domain.language import Text
from xlevent.sheets.registry import Registry

NOBODY = Text("（未指定）", "(nobody)")
_DUTIES = (
    TableColumn(Text("期限", "Due")), TableColumn(Text("狀況", "Standing")),
    TableColumn(Text("事項", "What"), wide=True), TableColumn(Text("狀態", "State")),
    TableColumn(Text("工作表", "Sheet")), TableColumn(Text("編號", "ID")),
)  # fmt: skip
_FINDINGS = (
    TableColumn(Text("代碼", "Code")), TableColumn(Text("位置", "Where")),
    TableColumn(Text("說明", "What"), wide=True),
)  # fmt: skip
DUE = Text("待辦事項", "To do")
MISSING = Text("必填未填", "Required cells still empty")
FINDINGS = Text("檢核發現", "Open findings")
_MOST = 50  # findings shown of one person


def todo_report(event: Event, todo: Todo, person: str | None = None) -> Report:
    """A section for each person with something open."""
    people = todo.people() if person is None else (person,)
    sections = tuple(_section(event, name, todo.of(name)) for name in people)
    counts = {name: sum(d.standing == name for d in todo.duties) for name in STANDINGS}
    figures = tuple(
        Fact(STANDINGS[name], same(str(count))) for name, count in counts.items()
        if name != "later"
    )  # fmt: skip
    figures += (
        Fact(MISSING, same(str(len(todo.missing)))),
        Fact(FINDINGS, same(str(len(todo.findings)))),
    )
    facts = (
        Fact(Text("基準日", "As of"), same(str(todo.as_of))),
        Fact(Text("列到", "Up to"), same(str(todo.until))),
    )
    name = str(event.settings.get("event_name") or "")
    return Report(Text("待辦清單", "To do"), same(name), facts, sections, figures)


def _section(event: Event, name: str, todo: Todo) -> Section:
    blocks: list[Block] = []
    if todo.duties:
        rows = tuple(_duty(event, duty) for duty in todo.duties)
        blocks.append(Table(DUE, _DUTIES, rows))
    for title, found in ((MISSING, todo.missing), (FINDINGS, todo.findings)):
        if found:
            blocks.append(_found(title, [finding for _, finding in found]))
    return Section(f"person-{name}", same(name) if name else NOBODY, tuple(blocks))


def _duty(event: Event, duty: Duty) -> tuple[Text, ...]:
    code = sheet_code(event, duty.table)
    return (
        same(str(duty.due) if duty.due else "–"), STANDINGS[duty.standing], duty.what, duty.state,
        same(code), same(duty.id),
    )  # fmt: skip


def _found(title: Text, findings: Sequence[Finding]) -> Table:
    rows = tuple(
        (same(f.code), same(str(f.place) or ".".join(filter(None, (f.table, f.column)))), f.message)
        for f in findings[:_MOST]
    )
    left = len(findings) - len(rows)
    more = Text(f"另有 {left} 項，見 xlevent check。", f"{left} more: see xlevent check.")
    return Table(title, _FINDINGS, rows, more if left else None)


def sheet_code(event: Event, table: str) -> str:
    """The code of the sheet that holds a table."""
    registry = event.registry
    return registry.sheet_of[table].code if isinstance(registry, Registry) else ""
