"""`xlevent todo`: what is due, what is missing and what is wrong, by person.

Which rows are work follows from the declarations (`xlevent.sheets.duties`); whether they are done
is what the sheets themselves say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from xlevent.app.evaluated import Evaluated
from xlevent.app.event import Event
from xlevent.app.onsite.run_sheet import refuse_unknown
from xlevent.domain import codes
from xlevent.domain.finding import Finding
from xlevent.domain.language import Text
from xlevent.domain.values import Value, split_links
from xlevent.sheets.duties import FINISHED, DutyTable, duty_tables, owner_column
from xlevent.sheets.registry import Registry
from xlevent.standard import output_title

Standing = Literal["overdue", "soon", "later", "undated"]
STANDINGS: Mapping[Standing, Text] = {
    "overdue": Text("逾期", "Overdue"), "soon": Text("即將到期", "Due soon"),
    "later": Text("較晚", "Later"), "undated": Text("未訂期限", "No date"),
}  # fmt: skip
SOON = timedelta(days=14)
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Duty:
    """A row that somebody must still do; `owners` is empty where nobody was named."""

    owners: tuple[str, ...]
    table: str
    row: int
    id: str
    what: Text
    due: date | None
    standing: Standing
    state: Text


@dataclass(frozen=True, slots=True)
class Todo:
    """All that is open at a day, in the order of the dates."""

    as_of: date
    until: date
    duties: tuple[Duty, ...]
    missing: tuple[tuple[str, Finding], ...]  # a person (or "") and the empty required cell
    findings: tuple[tuple[str, Finding], ...]  # everything else that `check` found

    def people(self) -> tuple[str, ...]:
        """Who has something open, by name; "" (nobody named) last."""
        names = {name for duty in self.duties for name in duty.owners or ("",)}
        names |= {name for name, _ in (*self.missing, *self.findings)}
        return tuple(sorted(names, key=lambda name: (not name, name)))

    def of(self, person: str) -> Todo:
        """What one person has open; "" for what nobody has."""
        return Todo(
            self.as_of, self.until,
            tuple(d for d in self.duties if person in (d.owners or ("",))),
            tuple(one for one in self.missing if one[0] == person),
            tuple(one for one in self.findings if one[0] == person),
        )  # fmt: skip


def todo(event: Event, until: date | None = None, person: str | None = None) -> Todo:
    """What is open on the event's data date (today where it has none).

    Work that is due after `until` (14 days from then, if not given) is left out. MisuseError for a
    person that the event does not know.
    """
    if person is not None:
        refuse_unknown(event, person)
    evaluated = Evaluated(event, event.language)
    given = evaluated.figure("as_of")
    as_of = given if isinstance(given, date) else date.today()
    last = until or as_of + SOON
    duties = [duty for duty in duties_of(evaluated, as_of, last) if duty.standing != "later"]
    owners = _Owners(event)
    checked = [(owners.of(finding), finding) for finding in event.check()]
    found = Todo(
        as_of, last,
        tuple(sorted(duties, key=lambda d: (d.due or date.max, d.table, d.row))),
        tuple(one for one in checked if one[1].code == codes.MISSING.code),
        tuple(one for one in checked if one[1].code != codes.MISSING.code),
    )  # fmt: skip
    return found if person is None else found.of(person)


def duties_of(evaluated: Evaluated, as_of: date, until: date) -> Iterator[Duty]:
    """Every row of work that is not done, in the order of the sheets."""
    registry = evaluated.event.registry
    assert isinstance(registry, Registry)
    for key, declared in duty_tables(registry).items():
        for index, row in enumerate(evaluated.rows(key)):
            if row.get(declared.table.key_column.key) is None or _is_done(declared, row):
                continue
            due = _due(declared, row)
            state = _state(registry, declared, row)
            yield Duty(
                _owners(evaluated, declared, row), key, index,
                str(row[declared.table.key_column.key]), _what(registry, declared, row), due,
                _standing(due, as_of, until), state,
            )  # fmt: skip


def _is_done(declared: DutyTable, row: Row) -> bool:
    if declared.decided is not None:
        return row.get(declared.decided) == "done"
    if declared.summary is not None and row.get(declared.summary[0]) == declared.summary[1]:
        return True
    if declared.done_on:
        return any(row.get(key) is not None for key in declared.done_on)
    return any(row.get(key) in FINISHED[name] for key, name in declared.states)


def _due(declared: DutyTable, row: Row) -> date | None:
    for key in declared.due:
        found = row.get(key)
        if isinstance(found, datetime):
            return found.date()
        if isinstance(found, date):
            return found
    return None


def _standing(due: date | None, as_of: date, until: date) -> Standing:
    if due is None:
        return "undated"
    if due < as_of:
        return "overdue"
    return "soon" if due <= until else "later"


def _state(registry: Registry, declared: DutyTable, row: Row) -> Text:
    for key, name in declared.states:
        if row.get(key) is not None:
            return registry.lists[name].text(str(row[key]))
    return Text("", "")


def _what(registry: Registry, declared: DutyTable, row: Row) -> Text:
    table = declared.table
    if declared.what is not None and row.get(declared.what) is not None:
        text = " ".join(str(row[declared.what]).split())
        return Text(text, text)
    key = str(row[table.key_column.key])
    if table.key_column.list is not None:
        label = registry.lists[table.key_column.list].text(key)
        return Text(f"{table.title.zh}：{label.zh}", f"{table.title.en}: {label.en}")
    try:
        return output_title(key)  # a deliverable
    except KeyError:
        return table.title


def _owners(evaluated: Evaluated, declared: DutyTable, row: Row) -> tuple[str, ...]:
    if declared.owner is not None:
        return split_links(str(row.get(declared.owner) or ""))
    if declared.via is None:
        return ()
    link, target, owner = declared.via
    wanted = row.get(link)
    table = evaluated.event.registry.tables[target]
    for other in evaluated.event.tables.get(target, ()):
        if wanted is not None and other.get(table.key_column.key) == wanted:
            return split_links(str(other.get(owner) or ""))
    return ()


class _Owners:
    """Who answers for the place of a finding: the row's person, else that of the deliverable."""

    def __init__(self, event: Event) -> None:
        self._event = event
        self._deliverables = {
            str(row.get("code")): str(row.get("owner") or "")
            for row in event.tables.get("deliverables", ())
        }

    def of(self, finding: Finding) -> str:
        """The person, or ""."""
        event, registry = self._event, self._event.registry
        manager = str(event.settings.get("project_manager") or "")
        if finding.table is None or finding.table == "settings":
            return manager
        table = registry.tables.get(finding.table)
        owner = owner_column(table) if table is not None else None
        rows = event.tables.get(finding.table, ())
        if owner is not None and finding.row is not None and finding.row < len(rows):
            named = split_links(str(rows[finding.row].get(owner) or ""))
            if named:
                return named[0]
        sheet = registry.sheet_of.get(finding.table) if isinstance(registry, Registry) else None
        return self._deliverables.get(sheet.code if sheet else "", "")
