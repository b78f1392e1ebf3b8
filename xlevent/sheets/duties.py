"""What in the tables is somebody's work: who does it, when it is due, whether it is done.

Follows from the declarations. A table holds work if it has a column of due dates, or a person and
a state that says whether something is left to do. A column `due_state` (list action_due) decides
by itself; otherwise a row is done as soon as one of its states is a finished one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xlevent.sheets.kernel import formula as f
from xlevent.sheets.kernel.blocks import Table
from xlevent.sheets.kernel.columns import TEMPORAL, Column
from xlevent.sheets.registry import Registry

PEOPLE = "people"
DUE_STATE = "action_due"

# The values of each list of states after which nothing is left to do. A list that is not here
# says nothing about work (such as a state of matching or of a shift).
FINISHED: Mapping[str, frozenset[str]] = {
    "acceptance_result": frozenset(("accepted", "reduced")),
    "action_state": frozenset(("done", "cancelled")),
    "approval_state": frozenset(("approved",)),
    "asset_state": frozenset(("ready", "in_use", "cancelled")),
    "benefit_state": frozenset(("completed", "waived")),
    "check_result": frozenset(("pass", "not_applicable")),
    "claim_state": frozenset(("cleared",)),
    "contract_state": frozenset(("signed", "completed", "terminated")),
    "deliverable_state": frozenset(("filled",)),
    "funding_state": frozenset(("received",)),
    "info_state": frozenset(("obtained", "unavailable")),
    "issue_state": frozenset(("resolved",)),
    "minutes_state": frozenset(("confirmed", "cancelled")),
    "need_state": frozenset(("met", "declined")),
    "order_state": frozenset(("delivered", "closed", "cancelled")),
    "part_state": frozenset(("final",)),
    "payment_state": frozenset(("paid",)),
    "progress_state": frozenset(("done", "done_late")),
    "requirement_state": frozenset(("awarded", "ordered", "cancelled")),
    "resource_state": frozenset(("confirmed", "released")),
    "sponsor_payment_state": frozenset(("received", "written_off")),
}
# Due dates by preference; a table has at most one column of each name.
_DUE = ("due", "deadline", "needed_by", "remedy_due", "report_due")
_OWNER = ("owner", "author", "handled_by", "lead", "responsible", "received_by", "inspector",
          "requested_by", "recorder", "chair", "commander", "person")  # fmt: skip
_WHAT = (
    "name",
    "title",
    "risk",
    "problem",
    "finding",
    "event",
    "action",
    "item",
    "subject",
    "description",
    "content",
    "topic",
)
# The state that counts where a table has several; without any of them each of its states does.
_STATE = ("state", "final", "payment_state")
_DONE_ON = ("received_on", "delivered_on", "delivered", "paid_on", "done_on", "returned_on")
# Where a schedule gives the date that nobody typed, and rows that only sum up others.
_ELSE_DUE: Mapping[str, str] = {"tasks": "early_finish"}
_SUMMARIES: Mapping[str, tuple[str, str]] = {"tasks": ("kind", "summary")}


@dataclass(frozen=True, slots=True)
class DutyTable:
    """A table of work.

    Parameters
    ----------
    due
        Columns of due dates, the first that is filled counts; empty where work has no dates.
    owner
        The column of the person; None where the row `via` points at knows it.
    via
        The link to the row that knows the person: its column here, its table and its owner there.
    states
        Columns of states and the list of each.
    done_on
        Dates that say that it is done.
    decided
        The column of the list action_due, if there is one.
    summary
        A column and the value of rows that only sum up others.
    what
        The column that says what it is; None: only the key does.
    """

    table: Table
    due: tuple[str, ...]
    owner: str | None
    via: tuple[str, str, str] | None
    states: tuple[tuple[str, str], ...]
    done_on: tuple[str, ...]
    decided: str | None
    summary: tuple[str, str] | None
    what: str | None


def duty_tables(registry: Registry) -> dict[str, DutyTable]:
    """The tables of work by key, in the order of the sheets."""
    return dict(_found(registry))


def _found(registry: Registry) -> Iterable[tuple[str, DutyTable]]:
    for key, table in registry.tables.items():
        if not table.is_computed:
            found = _duty_table(registry, table)
            if found is not None:
                yield key, found


def owner_column(table: Table) -> str | None:
    """The column of the person who answers for a row."""
    people = {c.key for c in table.columns if c.kind in ("link", "links") and c.link == PEOPLE}
    return next((key for key in _OWNER if key in people), None)


def title_column(table: Table) -> str | None:
    """The column that says what a row is; None where its key does, as in tables with given rows."""
    if table.rows is not None:
        return None
    texts = [c for c in table.columns[1:] if c.kind in ("text", "note") and c.role == "input"]
    named = {c.key: c for c in texts}
    best = [named[key] for key in _WHAT if key in named]
    found = next(iter(best or [c for c in texts if c.required] or texts), None)
    return found.key if found else None


def _duty_table(registry: Registry, table: Table) -> DutyTable | None:
    columns = {c.key: c for c in table.columns}
    decided = next((c for c in table.columns if c.list == DUE_STATE and c.role == "calc"), None)
    due = tuple(key for key in _DUE if key in columns and columns[key].kind in TEMPORAL)
    if decided is not None:
        due = _dates_of(decided, columns) or due
    if table.key in _ELSE_DUE:
        due = (*due, _ELSE_DUE[table.key])
    states = tuple((c.key, c.list) for c in table.columns if c.list in FINISHED and c.list)
    states = next((((k, n),) for want in _STATE for k, n in states if k == want), states)
    done_on = tuple(key for key in _DONE_ON if key in columns)
    owner = owner_column(table)
    can_end = bool(decided or states or (due and done_on))
    if not can_end or not (due or owner):
        return None
    via = None if owner else _via(registry, table)
    return DutyTable(
        table, due, owner, via, states, done_on if not (decided or states) else (),
        decided.key if decided else None, _SUMMARIES.get(table.key), title_column(table),
    )  # fmt: skip


def _dates_of(decided: Column, columns: Mapping[str, Column]) -> tuple[str, ...]:
    """The dates that a due state looks at, as its formula names them: last those it compares."""
    named = [t.column for t in f.parse(decided.formula or "") if isinstance(t, f.Own)]
    dates = [n for n in named if columns[n].kind in TEMPORAL and columns[n].role == "input"]
    return tuple(dict.fromkeys(n for n in dates if dates.count(n) > 1))


def _via(registry: Registry, table: Table) -> tuple[str, str, str] | None:
    for column in table.columns:
        if column.kind == "link" and column.link in registry.tables and column.link != PEOPLE:
            owner = owner_column(registry.tables[column.link])
            if owner is not None:
                return column.key, column.link, owner
    return None
