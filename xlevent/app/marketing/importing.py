"""Exports of services taken into the log O4.3.1; what is there already stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path

from xlevent.app.event import Event
from xlevent.app.money.cells import base_currency
from xlevent.app.statements import sheet_grids
from xlevent.app.updating.change import Change
from xlevent.domain import marketing_codes as codes
from xlevent.domain.finding import Finding, Place
from xlevent.domain.language import Text
from xlevent.domain.problems import Problem, finding, nearest
from xlevent.domain.values import Value
from xlevent.errors import MisuseError
from xlevent.interop.results.profile import COUNTS, Profile, find_profile
from xlevent.interop.results.reading import TITLES, Entry, Export, read_export
from xlevent.interop.statements.days import STYLES
from xlevent.interop.statements.grid import folded
from xlevent.workbook.limits import Limits

TABLE = "marketing_log"
_sheets = partial(
    sheet_grids,
    what=Text("平台的匯出檔", "an export of a service"),
    mend=Text(
        "請指定匯出檔：`xlevent results gala.xlsx --import meta.csv`。",
        "Name the export: `xlevent results gala.xlsx --import meta.csv`.",
    ),
)
_NUMBERED = re.compile(r"ML-(\d+)\Z", re.ASCII | re.IGNORECASE)
Row = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of the entries: added, known already, known but with other figures, left out."""

    added: int
    known: int
    changed: int
    left_out: int
    findings: tuple[Finding, ...]
    rows: tuple[Row, ...] = ()  # those that were added

    @property
    def change(self) -> Change:
        """What a workbook's write log says."""
        return Change(
            Text(f"匯入行銷成果 {self.added} 筆", f"{self.added} marketing results imported")
        )


def read_exports(
    paths: Sequence[Path], profile: str | None = None, *, dates: str | None = None
) -> list[Export]:
    """The tables in files of services; a file that is named twice is read once.

    `profile`: a bundled one or a .yaml file; None finds it by the headers. UnreadableFileError
    where a file has no known table, MisuseError for a wrong profile.
    """
    if dates is not None and dates not in STYLES:
        raise MisuseError(
            Text(f"「{dates[:20]}」不是日期的寫法。", f"{dates[:20]!r} is no way to write dates."),
            mend=Text(f"請用：{'、'.join(STYLES)}。", f"Use one of: {', '.join(STYLES)}."),
        )
    known = find_profile(profile) if profile else None
    limit = Limits.from_environment().file_bytes
    made: list[Export] = []
    for path in {path.resolve(): path for path in paths}.values():
        made += read_export(path, known, sheets=_sheets, dates=dates or "", limit=limit)
    return made


def import_results(event: Event, exports: Iterable[Export], channel: str = "") -> Imported:
    """Append the entries that the log does not have. `channel` is that of all of them.

    A row is known by what it was imported from, or by day, channel and activity; so rows that a
    person has edited are found again, and are never changed.
    """
    found = _Import(event, channel)
    for export in exports:
        found.take(export)
    return found.result()


class _Import:
    def __init__(self, event: Event, channel: str) -> None:
        self.rows = event.tables[TABLE]
        self.base = base_currency(event)
        names = [str(row["channel"]) for row in event.tables["channels"] if row.get("channel")]
        self.channels = {folded(name): name for name in names}
        self.fixed = ""
        if channel:
            self.fixed = self.channels.get(folded(channel), "")
            if not self.fixed:
                near = nearest(channel, names)
                raise MisuseError(
                    Text(
                        f"O4.3.3 沒有通路「{channel[:60]}」。",
                        f"O4.3.3 has no channel {channel[:60]!r}.",
                    ),
                    mend=Text(
                        (f"是否為「{near}」？" if near else "")
                        + f"已有通路：{'、'.join(names) or '尚無'}。",
                        (f"Did you mean {near!r}? " if near else "")
                        + f"Its channels are: {', '.join(names) or 'none yet'}.",
                    ),
                )
        self.by_source: dict[str, int] = {}
        self.by_facts: dict[tuple[object, ...], int] = {}
        for index, row in enumerate(self.rows):
            self._index(index, row)
        self.names = _new_names(str(row.get("id") or "") for row in self.rows)
        self.findings: list[Finding] = []
        self.added: list[Row] = []
        self.known = self.changed = self.left_out = 0

    def take(self, export: Export) -> None:
        """One table."""
        self.findings += export.findings
        file = Place(export.file)
        unknown: dict[str, int] = {}
        foreign: dict[str, int] = {}
        known = 0
        for entry in export.entries:
            channel = self.fixed or self._channel(entry.channel, export.profile)
            if not channel:
                unknown[entry.channel] = unknown.get(entry.channel, 0) + 1
            elif entry.currency not in ("", self.base):
                foreign[entry.currency] = foreign.get(entry.currency, 0) + 1
            else:
                known += not self._add(entry, channel, _source(export.profile, entry))
        for text, count in unknown.items():
            self._say(Problem(codes.UNKNOWN_CHANNEL, {"count": count}), file,
                      text or export.profile.name)  # fmt: skip
        for currency, count in foreign.items():
            details = {"currency": currency, "base": self.base, "count": count}
            self._say(Problem(codes.OTHER_CURRENCY, details), file)
        if known:
            self._say(Problem(codes.KNOWN_ALREADY, {"count": known}), file)
        self.known += known
        self.left_out += sum(unknown.values()) + sum(foreign.values())

    def result(self) -> Imported:
        """The counts."""
        return Imported(len(self.added), self.known, self.changed, self.left_out,
                        tuple(self.findings), tuple(self.added))  # fmt: skip

    def _say(self, problem: Problem, place: Place, value: object = None) -> None:
        self.findings.append(finding(problem, place=place, value=value))

    def _channel(self, text: str, profile: Profile) -> str:
        """The one channel of the book that is meant; "" where none or several may be."""
        names = profile.channel
        if text:
            names = (folded(text), *profile.channels.get(folded(text), ()))
        found = {self.channels[name] for name in names if name in self.channels}
        return found.pop() if len(found) == 1 else ""

    def _add(self, entry: Entry, channel: str, source: str) -> bool:
        """Whether the entry is new; one that is known with other figures is said."""
        index = self.by_source.get(folded(source))
        if index is None:
            index = self.by_facts.get((entry.date, channel, folded(entry.activity)))
        if index is not None:
            self._compare(index, entry)
            return False
        row: Row = {"id": next(self.names), "date": entry.date, "channel": channel,
                    "activity": entry.activity, "state": "done"}  # fmt: skip
        for name, number in entry.figures.items():
            row[name] = int(number) if name in COUNTS else number
        row["source"] = source
        self._index(len(self.rows), row)
        self.rows.append(row)
        self.added.append(row)
        return True

    def _compare(self, index: int, entry: Entry) -> None:
        row = self.rows[index]
        differing = [
            TITLES[name] for name, number in entry.figures.items()
            if not isinstance(row.get(name), Decimal | int) or row[name] != number
        ]  # fmt: skip
        if differing:
            self.changed += 1
            what = Text("、".join(t.zh for t in differing), ", ".join(t.en for t in differing))
            problem = Problem(codes.ENTRY_CHANGED, {"entry": row.get("id"), "what": what})
            self.findings.append(finding(problem, table=TABLE, row=index, place=entry.place))

    def _index(self, index: int, row: Mapping[str, Value]) -> None:
        if row.get("source"):
            self.by_source.setdefault(folded(str(row["source"])), index)
        facts = (row.get("date"), row.get("channel"), folded(str(row.get("activity") or "")))
        self.by_facts.setdefault(facts, index)


def _source(profile: Profile, entry: Entry) -> str:
    """By what an entry is known again, whatever its file is called and whatever is edited."""
    parts = (profile.name, entry.date.isoformat(), entry.channel, entry.activity)
    return " · ".join(part for part in parts if part)


def _new_names(taken: Iterable[str]) -> Iterator[str]:
    """ML-001, ML-002, ...: after the highest number in use."""
    number = max((int(m[1]) for name in taken if (m := _NUMBERED.match(name))), default=0)
    while True:
        number += 1
        yield f"ML-{number:03}"
