"""An event: its settings, its rows and the rows chosen for its documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlevent.app.checking import Collector
from xlevent.app.computed import block_problems
from xlevent.app.loading import (
    CellNote,
    Origin,
    Row,
    one_row,
    origin_of,
    read_table,
    reread,
    with_unread,
)
from xlevent.app.readers import readers
from xlevent.domain import codes
from xlevent.domain.codes import Problem
from xlevent.domain.finding import Finding
from xlevent.domain.language import DEFAULT_LANGUAGE, LANGUAGES, Language, Text
from xlevent.domain.values import Raw, Value, parse
from xlevent.errors import MisuseError
from xlevent.interop import plan_frames
from xlevent.interop.files import SIZE_LIMIT
from xlevent.interop.outgoing import Kept, Outgoing
from xlevent.interop.replace import refuse_existing
from xlevent.sheets import migrations
from xlevent.sheets.kernel import links
from xlevent.sheets.kernel.blocks import Table
from xlevent.sheets.kernel.links import Declared
from xlevent.sheets.kernel.model import RowReader
from xlevent.sheets.kernel.raw import RawPlan, RawTable, Spot
from xlevent.sheets.kernel.stale import COMPUTATIONS
from xlevent.sheets.registry import Registry
from xlevent.sheets.registry import registry as installed

if TYPE_CHECKING:
    import pandas as pd

_WORKBOOKS = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm"))


class Event:
    """One event, from a plan file, a workbook, data frames or plain Python values.

    `tables` maps each table's key to its rows, dicts of the non-empty cells; change them as you
    like, then `check`, `save` or `build`. Cells that could not be read are not in the rows, but
    they are kept and saved back until the cell gets a value.
    """

    findings: list[Finding]

    def __init__(
        self,
        settings: Mapping[str, Raw] | None = None,
        tables: Mapping[str, Iterable[Mapping[str, Raw]]] | None = None,
        picks: Mapping[str, Raw] | None = None,
        *,
        registry: Declared | None = None,
    ) -> None:
        raw = RawPlan("")
        for target, given in ((raw.settings, settings), (raw.documents, picks)):
            if given:
                target.rows.append(dict(given))
        for key, rows in (tables or {}).items():
            raw.add(RawTable(key, [dict(row) for row in rows]))
        self._take(raw, registry or installed())

    # --- where events come from --------------------------------------------------------------
    @classmethod
    def from_raw(cls, raw: RawPlan, *, registry: Declared | None = None) -> Event:
        """An event from what a reader found."""
        event = cls.__new__(cls)
        event._take(raw, registry or installed())
        return event

    @classmethod
    def load(
        cls, path: str | Path, *, registry: Declared | None = None, limit: int = SIZE_LIMIT
    ) -> Event:
        """An event from a plan (.yaml, .json, a folder of .csv and .yaml) or a workbook.

        Problems of the data are in `findings`; UnreadableFileError where the file is none.
        """
        from xlevent.interop import plan  # needs PyYAML, which functions in Excel do without

        path = Path(path)
        if path.suffix.lower() in _WORKBOOKS:
            return cls.read(path, registry=registry)
        event = cls.from_raw(plan.load(path, limit=limit), registry=registry)
        event.source = path
        return event

    @classmethod
    def from_frames(
        cls,
        frames: Mapping[str, pd.DataFrame],
        *,
        settings: Mapping[str, Raw] | None = None,
        picks: Mapping[str, Raw] | None = None,
        registry: Declared | None = None,
    ) -> Event:
        """An event from pandas data frames, one for each table."""
        raw = plan_frames.from_frames(frames, settings=settings, documents=picks)
        return cls.from_raw(raw, registry=registry)

    @classmethod
    def read(cls, path: str | Path, **options: Any) -> Event:
        """An event from a workbook that people have filled."""
        from xlevent.app.read import read

        event: Event = read(Path(path), **options)
        event.source = Path(path)
        return event

    # --- where they go -----------------------------------------------------------------------
    def frame(self, table: str, *, exact: bool = False) -> pd.DataFrame:
        """The rows of a table as a data frame; exact=True keeps Decimal and date objects."""
        return plan_frames.frame(self._table(table), self.tables[table], exact=exact)

    def save(self, path: str | Path, *, force: bool = False) -> None:
        """Write a plan: .yaml, .json, or a folder of .csv.

        A YAML file that exists keeps its comments and order. A file other than the one this
        event was loaded from is changed only with force=True.
        """
        from xlevent.interop import plan

        path = Path(path)
        mine = self.source is not None and path.resolve() == self.source.resolve()
        if path.is_dir():
            if not mine and not force and any(p.suffix == ".csv" for p in path.iterdir()):
                raise MisuseError(
                    Text("資料夾裡已有計畫。", "the folder holds a plan already."),
                    where=str(path),
                    mend=Text(
                        "要變更請用 force，或指定另一個資料夾。",
                        "Use force to change it, or name another folder.",
                    ),
                )
        elif path.suffix:
            refuse_existing(path, force or mine)
        plan.save(self.outgoing(), path, force=force)

    def build(
        self,
        path: str | Path,
        *,
        language: Language = DEFAULT_LANGUAGE,
        force: bool = False,
        **options: Any,
    ) -> None:
        """Write the workbook; RefusedError lists what must be mended first."""
        from xlevent.app.build import build

        build(self, Path(path), language=language, force=force, **options)

    def outgoing(self) -> Outgoing:
        """What `save` writes."""
        out = Outgoing(self.registry)
        settings = self._settings_reader
        if settings is not None:
            # What was filled in by default and not changed since is not the plan's to say.
            said = {k: v for k, v in self.settings.items() if self._defaulted.get(k) != v}
            origin = origin_of(self.settings)
            said = Row(said, origin) if origin else said
            rows = self._outgoing_rows(settings, [said])
            out.settings = rows[0] if rows else {}
        out.documents = {**self._other_picks, **self.picks}
        for key, rows_now in self.tables.items():
            if key in self._readers:
                out.tables[key] = self._outgoing_rows(self._readers[key], rows_now)
        for key, raw in self._unknown.items():
            out.tables[key] = [
                {k: Kept(v) for k, v in row.items() if v is not None} for row in raw.rows
            ]
        return out

    @staticmethod
    def _outgoing_rows(reader: RowReader, rows: list[dict[str, Value]]) -> list[dict[str, object]]:
        read = reread(reader, rows)
        return [
            {**cells, **{k: Kept(v) for k, v in read.unread.get(index, {}).items()}}
            for index, cells in enumerate(read.rows)
        ]

    @property
    def defaulted(self) -> Mapping[str, Value]:
        """Settings that the source was silent about, with the values filled in."""
        return self._defaulted

    @property
    def all_picks(self) -> Mapping[str, str]:
        """The rows chosen for documents, unknown documents too."""
        return {**self._other_picks, **self.picks}

    @property
    def picks_spot(self) -> Spot:
        """Where the choices of documents stand."""
        return self._picks_spot

    @property
    def unknown_tables(self) -> Mapping[str, RawTable]:
        """Tables that are not declared, as the source gave them."""
        return self._unknown

    # --- checks ------------------------------------------------------------------------------
    def check(self) -> list[Finding]:
        """All findings of today's values; also kept in `findings`."""
        self.findings = self._collect()
        return self.findings

    @property
    def language(self) -> Language:
        """The language to write in: that of the workbook it came from, else of the settings."""
        given = self.book_language or self.settings.get("language")
        return next((known for known in LANGUAGES if known == given), DEFAULT_LANGUAGE)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Event):
            return NotImplemented
        return (
            self.settings == other.settings
            and self.picks == other.picks
            and {k: r for k, r in self.tables.items() if r}
            == {k: r for k, r in other.tables.items() if r}
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        rows = sum(map(len, self.tables.values()))
        return f"<Event {self.settings.get('event_name', '')!s}: {rows} rows>"

    # --- how a raw plan becomes an event -----------------------------------------------------
    def _take(self, raw: RawPlan, registry: Declared) -> None:
        self.registry = registry
        migrations.bring_up_to_date(raw)
        self.source: Path | None = None
        self.areas, self.figures = raw.areas, raw.figures
        self.book_language: Language | None = None
        self.settings: dict[str, Value] = {}
        self.tables: dict[str, list[dict[str, Value]]] = {}
        self.picks: dict[str, str] = {}
        self._other_picks: dict[str, str] = {}
        self._unknown: dict[str, RawTable] = {}
        self._given_results: list[RawTable] = []
        self._stray: dict[str, list[Origin]] = {}
        self._file_problems = list(raw.problems)
        made = readers(registry, date1904=raw.date1904)
        self._readers, self._settings_reader = made.tables, made.settings
        self._take_settings(raw)
        self._take_picks(raw)
        self._take_tables(raw)
        self._note_spelling()
        self.findings = self._collect()

    def _take_settings(self, raw: RawPlan) -> None:
        table, problems = one_row(raw.settings)
        self._file_problems += problems
        if self._settings_reader is not None:
            rows, self._stray["settings"] = read_table(self._settings_reader, table)
            if rows:
                self.settings = rows[0]
        self._defaulted = self._take_defaults()

    def _take_defaults(self) -> dict[str, Value]:
        """Fill the settings that the source is silent about; a blank tolerance is no tolerance."""
        filled: dict[str, Value] = {}
        reader = self._settings_reader
        if reader is not None:
            columns = [c for r in self.registry.records.values() for c in r.columns if c.default]
            rows = reader.read([{c.key: c.default for c in columns}]).rows
            defaults = rows[0] if rows else {}
            filled = {k: v for k, v in defaults.items() if k not in self.settings}
            self.settings.update(filled)
        return filled

    def _take_picks(self, raw: RawPlan) -> None:
        table, problems = one_row(raw.documents)
        self._file_problems += problems
        self._picks_spot = table.spot(0)
        for name, value in (table.rows[0] if table.rows else {}).items():
            key, _ = parse("key", value)
            if key is None:
                continue
            known = self.registry.documents.get(name)
            target = self.picks if known is not None else self._other_picks
            target[name] = str(key)

    def _take_tables(self, raw: RawPlan) -> None:
        self.tables.update((key, []) for key in self._readers)
        for key, given in raw.tables.items():
            if key in self._readers:
                self.tables[key], self._stray[key] = read_table(self._readers[key], given)
            elif key in self.registry.tables:
                self._given_results.append(given)
            else:
                self._unknown[key] = given

    def _note_spelling(self) -> None:
        for found in links.resolve(self.registry, self.settings, self.tables):
            row = self._row(found.table, found.row)
            origin = origin_of(row)
            if origin is not None:
                note = CellNote(found.column, found.problem, found.value, row.get(found.column))
                origin.notes.append(note)

    def _row(self, table: str, row: int) -> dict[str, Value]:
        return self.settings if table == "settings" else self.tables[table][row]

    def _table(self, key: str) -> Table:
        table = self.registry.tables.get(key)
        if table is None or key not in self.tables:
            near = codes.nearest(key, self.tables)
            raise MisuseError(
                Text(f"計畫沒有資料表「{key}」。", f"there is no table {key!r} in a plan."),
                mend=Text(f"是否為「{near}」？", f"Did you mean {near!r}?")
                if near
                else Text("請見 `xlevent describe`。", "See `xlevent describe`."),
            )
        return table

    def _collect(self) -> list[Finding]:
        found = Collector(self.registry)
        for problem, place in self._file_problems:
            found.add(problem, place=place)
        reader = self._settings_reader
        if reader is not None:
            found.rows("settings", reader, [self.settings], self._stray.get("settings", ()))
        for name in self._other_picks:
            near = codes.nearest(name, self.registry.documents)
            problem = Problem(codes.UNKNOWN_DOCUMENT, {"nearest": near} if near else {})
            found.add(problem, place=self._picks_spot.place(name), value=name)
        for key in self.tables:
            if key in self._readers:
                stray = self._stray.get(key, ())
                if stray or self.tables[key]:  # most tables of a function's event are empty
                    found.rows(key, self._readers[key], self.tables[key], stray)
            else:
                found.unknown_table(key, RawTable(key))
        for table in self._given_results:
            found.add(Problem(codes.TABLE_IS_RESULT), table=table.key, place=table.place)
        for key, raw in self._unknown.items():
            found.unknown_table(key, raw)
        if isinstance(self.registry, Registry):
            listed = self.tables.get(COMPUTATIONS, ())
            for about, problem, value in block_problems(self.registry.computed, listed):
                found.add(problem, table=about, value=value)
        for bad in links.check(self.registry, self.settings, self.tables, self.picks):
            if bad.table == "documents":
                place = self._picks_spot.place(bad.column)
                found.add(bad.problem, column=bad.column, place=place, value=bad.value)
            else:
                row = self._row(bad.table, bad.row)
                found.cell(bad.table, bad.row, row, bad.column, bad.problem, bad.value)
        return found.done()


def rows_with_unread(event: Event, table: str) -> Sequence[Mapping[str, Raw]]:
    """The rows of a table with the cells that could not be read, as their source gave them."""
    return [with_unread(row) for row in event.tables[table]]


__all__ = ["Event", "Row", "rows_with_unread"]
