"""Two people changed copies of one event: both changes in one event, conflicts listed."""

from __future__ import annotations

from dataclasses import dataclass

from xlevent.app.diff import Differences, diff
from xlevent.app.event import Event
from xlevent.app.versions.lines import Lines, Shapes, event_of, lines_of, put_into
from xlevent.app.versions.staleness import settle_staleness
from xlevent.app.versions.three_way import Conflict, Prefer, join
from xlevent.app.versions.trios import Renumbered
from xlevent.domain.finding import Finding


@dataclass(frozen=True, slots=True)
class Merged:
    """The result of a merge.

    Parameters
    ----------
    event
        The merged event. At conflicts it holds the value of the preferred side.
    conflicts
        What both sides changed differently.
    renumbered
        Rows of theirs that got a new identifier; the links to them followed.
    taken
        How the event differs from mine.
    """

    event: Event
    conflicts: tuple[Conflict, ...]
    renumbered: tuple[Renumbered, ...]
    taken: Differences
    mine: Event
    theirs: Event
    lines: Lines

    def put_into(self, mine: Event) -> None:
        """Make the merge in mine, read again: rows that stay are the same objects."""
        put_into(self.lines, mine)

    @property
    def new_findings(self) -> list[Finding]:
        """Problems that neither side has: a link of one side to a row that the other removed."""
        known = {_kind(f) for side in (self.mine, self.theirs) for f in side.findings}
        return [f for f in self.event.findings if _kind(f) not in known]


def merge(base: Event, mine: Event, theirs: Event, *, prefer: Prefer = "mine") -> Merged:
    """The event with the changes of both sides; at conflicts the value of `prefer`.

    Values of the engine are never in conflict: mine stay where both sides computed anew, and
    what no longer follows from its inputs is called stale.
    """
    shapes = Shapes(mine.registry)
    ours, other = lines_of(mine), lines_of(theirs)
    joined = join(shapes, lines_of(base), ours, other, prefer)
    settle_staleness(mine.registry, joined.lines, ours, other)
    event = event_of(joined.lines, mine)
    return Merged(
        event, tuple(joined.conflicts), tuple(joined.renumbered), diff(mine, event), mine, theirs,
        joined.lines,
    )  # fmt: skip


def _kind(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.table, finding.column, str(finding.value)
