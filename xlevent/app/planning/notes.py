"""Findings met while tables become a schedule, each with its cell."""

from __future__ import annotations

from xlevent.app.checking import Collector
from xlevent.app.event import Event
from xlevent.domain.codes import Code, Problem
from xlevent.domain.finding import Finding
from xlevent.domain.values import Raw


class Notes:
    """Collects findings about an event's cells; `done` gives them in order."""

    def __init__(self, event: Event) -> None:
        self._event = event
        self._found = Collector(event.registry)
        self._told: set[tuple[str, str, int, str]] = set()

    def cell(
        self,
        table: str,
        index: int,
        column: str,
        code: Code,
        *,
        value: Raw = None,
        **details: object,
    ) -> None:
        """A finding about a cell; the same one is told once."""
        case = (code.code, table, index, column)
        if case in self._told:
            return
        self._told.add(case)
        row = self._event.tables[table][index]
        problem = Problem(code, details)
        self._found.cell(
            table, index, row, column, problem, row.get(column) if value is None else value
        )

    def event(self, code: Code, **details: object) -> None:
        """A finding about the event as a whole."""
        self._found.add(Problem(code, details))

    def done(self) -> list[Finding]:
        """All of them."""
        return self._found.done()
