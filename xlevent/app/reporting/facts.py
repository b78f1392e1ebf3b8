"""What a report takes from an event: rows and figures as texts in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from xlevent.app.evaluated import Evaluated
from xlevent.app.event import Event
from xlevent.app.reporting.model import Chart, ChartSeries, Fact, Table, TableColumn, Tone, same
from xlevent.domain.language import Language, Text
from xlevent.domain.values import Value
from xlevent.sheets.kernel.columns import NUMERIC, Column, Kind

Row = Mapping[str, Value]
Evaluate = Callable[[Event, Language], Evaluated]
BLANK = same("–")
_PROSE = frozenset(("subheading", "para"))
_MOST = 12  # rows of a table; the workbook holds the rest
_STEP = {"percent": Decimal("0.001"), "number": Decimal("0.01"), "price": Decimal("0.01")}


class Facts:
    """An event, evaluated in each language that a report shows."""

    def __init__(self, event: Event, language: Language, evaluate: Evaluate = Evaluated) -> None:
        """`evaluate` gives the event evaluated in one of the two languages."""
        self.event = event
        self.registry = event.registry
        wanted: tuple[Language, ...] = ("zh-TW", "en") if language == "both" else (language,)
        found = {one: evaluate(event, one) for one in wanted}
        self.zh = found.get("zh-TW") or found["en"]
        self.en = found.get("en") or found["zh-TW"]
        places = event.settings.get("currency_decimals")
        self.places = int(places) if isinstance(places, int | Decimal) else 0

    def rows(self, table: str) -> tuple[Row, ...]:
        """The rows of a table."""
        return self.zh.rows(table)

    def setting(self, key: str) -> str:
        """A setting as text, empty where it is blank."""
        return self.text("text", self.event.settings.get(key)).zh

    def figure(self, key: str) -> Fact | None:
        """A figure with its title; None where it is blank."""
        declared = self.zh.event.registry.figures[key]  # type: ignore[attr-defined]
        value = self.zh.figure(key)
        if value is None:
            return None
        return Fact(declared.title, self.text(declared.kind, value, declared.list))

    def paragraphs(self, document: str) -> list[tuple[Text, list[Text]]]:
        """The sentences of a document below each of its headings of the second level."""
        sides = [_paragraphs(evaluated, document) for evaluated in (self.zh, self.en)]
        return [
            (Text(zh, en), [Text(a, b) for a, b in zip(first, second, strict=True)])
            for (zh, first), (en, second) in zip(*sides, strict=True)
        ]

    def text(self, kind: Kind, value: Value | None, list_name: str | None = None) -> Text:
        """A value as a report shows it."""
        if value is None or value == "":
            return BLANK
        if list_name is not None and isinstance(value, str):
            return self.registry.lists[list_name].text(value)
        if isinstance(value, datetime):
            return same(f"{value:%Y-%m-%d %H:%M}")
        if isinstance(value, date):
            return same(f"{value:%Y-%m-%d}")
        if isinstance(value, time):
            return same(f"{value:%H:%M}")
        if isinstance(value, int | Decimal) and kind in NUMERIC:
            return same(self._number(kind, Decimal(value)))
        return same(str(value))

    def _number(self, kind: Kind, value: Decimal) -> str:
        if kind == "percent":
            return f"{(value * 100).quantize(Decimal('0.1'), ROUND_HALF_UP):,}%"
        if kind == "amount":
            return f"{value.quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP):,}"
        rounded = value.quantize(_STEP.get(kind, Decimal(1)), ROUND_HALF_UP).normalize() + 0
        return f"{rounded:,f}"

    def table(
        self,
        key: str,
        columns: Sequence[str],
        *,
        where: Callable[[Row], bool] | None = None,
        by: str | None = None,
        most: int = _MOST,
        title: Text | None = None,
    ) -> Table | None:
        """Columns of a declared table; None where it has no rows to show.

        `by` sorts by a number, the greatest first. Rows that show nothing but their key are left
        out.
        """
        declared = self.registry.tables[key]
        shown = [declared.column(name) for name in columns]
        numbered = [
            (index, row) for index, row in enumerate(self.rows(key))
            if (where is None or where(row)) and any(
                row.get(c.key) is not None for c in shown if c is not declared.key_column
            )
        ]  # fmt: skip
        if by is not None:
            numbered.sort(key=lambda one: -(_float(one[1].get(by)) or 0.0))
        if not numbered:
            return None
        cells = tuple(
            tuple(self._cell(key, index, column) for column in shown)
            for index, _ in numbered[:most]
        )
        left = len(numbered) - most
        more = Text(f"另有 {left} 列，見活頁簿。", f"{left} more rows: see the workbook.")
        heads = tuple(
            TableColumn(c.title, c.kind in NUMERIC, wide=c.kind == "note" or c.width > 24)
            for c in shown
        )
        return Table(title or declared.title, heads, cells, more if left > 0 else None)

    def chart(
        self,
        kind: str,
        key: str,
        label: str,
        values: Sequence[tuple[str, Tone]],
        title: Text,
        *,
        percent: bool = False,
        mark: float | None = None,
        most: int = _MOST,
        where: Callable[[Row], bool] | None = None,
    ) -> Chart | None:
        """A chart of columns of a declared table; None where nothing can be drawn."""
        declared = self.registry.tables[key]
        numbered = [
            (index, row) for index, row in enumerate(self.rows(key))
            if (where is None or where(row)) and any(_float(row.get(v)) for v, _ in values)
        ][:most]  # fmt: skip
        if not numbered or (kind == "line" and len(numbered) < 2):
            return None
        return Chart(
            kind,  # type: ignore[arg-type]
            title,
            tuple(self._cell(key, index, declared.column(label)) for index, _ in numbered),
            tuple(
                ChartSeries(
                    declared.column(name).title,
                    tuple(_float(row.get(name)) for _, row in numbered), tone,
                )
                for name, tone in values
            ),
            percent, mark,
        )  # fmt: skip

    def _cell(self, table: str, index: int, column: Column) -> Text:
        zh, en = self.zh.rows(table)[index], self.en.rows(table)[index]
        first = self.text(column.kind, zh.get(column.key), column.list)
        if column.role == "calc" and column.kind in ("text", "note"):
            return Text(first.zh, self.text(column.kind, en.get(column.key)).en)
        return first


def _paragraphs(evaluated: Evaluated, document: str) -> list[tuple[str, list[str]]]:
    """The paragraphs right below each heading; what stands below its tables is about them."""
    found: list[tuple[str, list[str]]] = []
    below = False
    for line, values in evaluated.document(document):
        for cell, value in zip(line.cells, values, strict=True):
            if cell.style == "subheading":
                found.append((str(value), []))
            elif below and cell.style == "para" and str(value or "").strip():
                found[-1][1].append(str(value).strip())
        below = bool(found) and line.cells[:1] != [] and line.cells[0].style in _PROSE
    return found


def _float(value: Value | None) -> float | None:
    return float(value) if isinstance(value, int | Decimal) else None
