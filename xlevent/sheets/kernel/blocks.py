"""What a sheet is made of: tables, figures, records, documents, charts, a Gantt grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from xlevent.domain.language import Text
from xlevent.sheets.kernel.columns import Column, Kind

Phase = Literal["T1", "T2", "T3", "T4", "T5", "T6", "support"]


@dataclass(frozen=True, slots=True)
class ByList:
    """Rows are fixed: one for each value of a list, which stands in the key column."""

    list: str


@dataclass(frozen=True, slots=True)
class Mirror:
    """Rows follow another table by position; the key column shows that table's keys.

    A mirror holds formulas only: what people type belongs to a table of its own.
    """

    table: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """Rows are given: values per column, or a formula of its own per cell (as "=...")."""

    rows: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Rows copy cells that a block was computed from: a table's or the settings' (kernel's own)."""

    table: str
    block: str


Rows = ByList | Mirror | Fixed | Snapshot | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of rows. The first column is its key.

    rows None: people add rows. `blank` empty rows are ready in an empty workbook.
    """

    key: str
    title: Text
    columns: tuple[Column, ...]
    rows: Rows = None
    blank: int = 12
    hint: Text | None = None
    anonymous: bool = False  # rows need no key of their own: the first column is just required
    report: bool = False  # written by a check, never part of a plan

    def column(self, key: str) -> Column:
        """The column of that key; KeyError if there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(f"table {self.key!r} has no column {key!r}")

    @property
    def key_column(self) -> Column:
        """The first column."""
        return self.columns[0]

    @property
    def stored(self) -> tuple[Column, ...]:
        """The columns that a plan file holds: what people type and what the engine computed."""
        return tuple(c for c in self.columns if c.role != "calc")

    @property
    def is_computed(self) -> bool:
        """Whether the whole table follows from others (it is then not in the plan file)."""
        return (
            self.report
            or isinstance(self.rows, Mirror | Snapshot)
            or (self.rows is not None and all(c.role == "calc" for c in self.columns[1:]))
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """One number or text over the whole sheet, shown as a card above the tables.

    Other formulas refer to it as `fig.<key>`.
    """

    key: str
    title: Text
    kind: Kind
    formula: str
    list: str | None = None
    good_if: str | None = None  # "=TRUE when good" tests, e.g. ">=0": shown green / red
    hidden: bool = False  # has a place in the metadata sheet only


@dataclass(frozen=True, slots=True)
class Record:
    """A single row shown as label and value below each other (the settings)."""

    key: str
    title: Text
    fields: tuple[tuple[Text, tuple[Column, ...]], ...]  # sections

    @property
    def columns(self) -> tuple[Column, ...]:
        """All fields in order."""
        return tuple(column for _, columns in self.fields for column in columns)


@dataclass(frozen=True, slots=True)
class Series:
    """One line, bar or slice set of a chart: `table[column]` and its name."""

    values: str
    title: Text
    hidden: bool = False  # drawn without colour (the offset of a Gantt bar)
    line: bool = False  # drawn as a line over columns
    tone: Literal["accent", "soft", "good", "warn", "bad", "muted"] | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart fed by table columns."""

    kind: Literal["bar", "column", "line", "pie", "doughnut", "scatter", "stacked_bar",
                  "stacked_column", "gantt", "area"]  # fmt: skip
    title: Text
    categories: str
    series: tuple[Series, ...]
    number_format: str | None = None
    width: int = 640
    height: int = 340


@dataclass(frozen=True, slots=True)
class Gantt:
    """A Gantt chart drawn in the grid to the right of a table by conditional formats."""

    table: str
    start: str
    finish: str
    critical: str | None = None
    percent: str | None = None
    baseline_start: str | None = None
    baseline_finish: str | None = None
    milestone: str | None = None  # column that holds the kind of row
    milestone_value: str | None = None
    summary_value: str | None = None
    columns: int = 60  # at most; the scale is days or whole weeks


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a document."""

    text: Text
    level: int = 1


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; `{...}` holds an expression: `{pick.name}`, `{settings.x}`, `{fig.y}`."""

    text: Text
    lines: int = 0  # rows of text to leave room for; 0 = from the length of the text


@dataclass(frozen=True, slots=True)
class Field:
    """A label and a value on one line of a document."""

    title: Text
    formula: str
    kind: Kind = "text"
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows of a table in a document: those whose `match` column equals the chosen key.

    The table needs a calc column `by` = parent key & "|" & number within the parent.
    Without match all rows of the table are listed in order.
    """

    table: str
    columns: tuple[str, ...]
    rows: int
    match: bool = True
    widths: tuple[int, ...] = ()  # twelfths of the page width, one each
    by: str = "doc_key"  # another calc column of that form, where only some rows are meant
    prose: bool = False  # columns are number, heading, wording: articles in a word processor


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign, side by side."""

    parties: tuple[Text, ...]


Part = Heading | Para | Field | Lines | Signatures


@dataclass(frozen=True, slots=True)
class Document:
    """A printable A4 document whose fields follow the row chosen in its drop-down."""

    key: str
    title: Text
    parts: tuple[Part, ...]
    table: str | None = None  # the table whose row is chosen; None: about the whole event


Block = Table | Record | Document | Chart | Gantt


@dataclass(frozen=True, slots=True)
class Sheet:
    """One tab of the workbook."""

    code: str  # O2.3.2, or the name of a support sheet
    tab: Text  # short: with the code it stays within 31 characters in both languages
    title: Text
    blocks: tuple[Block, ...]
    figures: tuple[Figure, ...] = ()
    phase: Phase = "support"
    about: Text = field(default=Text("", ""))  # what the sheet is for, in one or two sentences
    protect: bool = False  # only results: locked without a password
    hidden: bool = False
    stacked: bool = False  # tables with fixed rows below each other, charts beside them
    landscape: bool = True

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables of the sheet, in order."""
        return tuple(b for b in self.blocks if isinstance(b, Table))
