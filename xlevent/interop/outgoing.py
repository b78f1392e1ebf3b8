"""A plan on its way to a file: typed cells, and raw ones that could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xlevent.domain import values
from xlevent.domain.language import Text
from xlevent.domain.values import Raw
from xlevent.sheets.kernel.columns import NUMERIC, TEMPORAL, Column
from xlevent.sheets.kernel.links import Declared
from xlevent.sheets.kernel.model import RowReader, as_table

OutRow = Mapping[str, object]  # values, or Kept


class Plain(str):
    """The text of a number, date or time: written without quotes where the format has them."""

    __slots__ = ("number",)
    number: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A cell as its source gave it, because it could not be read: it is written back unchanged."""

    raw: Raw


@dataclass(slots=True)
class Outgoing:
    """What is saved. Unknown tables and columns hold `Kept` cells only."""

    declared: Declared
    settings: OutRow = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    tables: dict[str, Sequence[OutRow]] = field(default_factory=dict)
    _readers: dict[str, RowReader | None] = field(default_factory=dict)
    _columns: dict[str, dict[str, Column]] = field(default_factory=dict)

    def reader(self, table: str) -> RowReader | None:
        """The reader of a table or of the settings; None if it is not declared."""
        if table not in self._readers:
            block = self.declared.tables.get(table)
            if block is None and table in self.declared.records:
                block = as_table(self.declared.records[table])
            self._readers[table] = RowReader(block, self.declared.lists) if block else None
            self._columns[table] = {c.key: c for c in block.columns} if block else {}
        return self._readers[table]

    def title(self, table: str) -> Text | None:
        """The title of a table."""
        block = self.declared.tables.get(table)
        return block.title if block else None

    def key_column(self, table: str) -> str | None:
        """The column by which rows are found again; None where rows have no key."""
        block = self.declared.tables.get(table)
        return block.key_column.key if block and not block.anonymous else None

    def columns(self, table: str) -> list[str]:
        """The declared columns that plan files hold."""
        self.reader(table)
        return [c.key for c in self._columns[table].values() if c.role != "calc"]

    def cell(self, table: str, column: str, value: object) -> Raw:
        """A cell as text: `Plain` where it is a number, date or time."""
        if isinstance(value, Kept):
            return value.raw
        self.reader(table)
        declared = self._columns[table].get(column)
        kind = declared.kind if declared else "text"
        text = values.present(kind, value)  # type: ignore[arg-type]
        if kind in NUMERIC or kind in TEMPORAL:
            plain = Plain(text)
            plain.number = kind in NUMERIC
            return plain
        return text

    def present(self, table: str, row: OutRow) -> dict[str, Raw]:
        """A row as texts: declared columns in their order, then others."""
        self.reader(table)
        order = [k for k in self._columns[table] if k in row]
        order += [k for k in row if k not in self._columns[table]]
        return {k: self.cell(table, k, row[k]) for k in order}

    def read(self, table: str, column: str, raw: Raw) -> object:
        """What a cell of the file is after loading: a value, None, or `Kept`."""
        reader = self.reader(table)
        if raw is None:
            return None
        name = reader.column_of(column) if reader else None
        if reader is None or name is None or not reader.holds(name):
            return Kept(raw) if raw != "" else None
        value, problems = reader.convert(name, raw)
        if value is None and any(p.code.severity == "error" for p in problems):
            return Kept(raw)
        return value
