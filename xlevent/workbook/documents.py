"""Printable documents: from declared parts to rows of cells, then onto the sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from xlevent.domain.language import Language, Text
from xlevent.sheets.kernel import formula as f
from xlevent.sheets.kernel.blocks import (
    Document,
    Field,
    Heading,
    Lines,
    Para,
    Signatures,
    Table,
)
from xlevent.sheets.kernel.columns import NUMERIC, TEMPORAL, Kind
from xlevent.sheets.registry import Registry
from xlevent.workbook.layout import DOCUMENT_COLUMNS
from xlevent.workbook.styles import text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlevent.workbook.book import CellValue

Style = Literal["title", "heading", "subheading", "para", "label", "value", "pick", "th", "td",
                "sign"]  # fmt: skip
COLUMN_WIDTH = 7.6
_MORE = (
    "{{t:本頁只列前 {0} 項，全部項目請列印 Word 或 PDF 版。"
    "|Only the first {0} lines are shown here; the Word and PDF versions list all.}}"
)
LINE_HEIGHT = 15.5


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a document: a constant or a formula over some of the twelve columns."""

    first: int
    last: int
    style: Style
    text: str = ""
    formula: str | None = None
    kind: Kind = "text"


@dataclass(slots=True)
class Line:
    """One row of a document."""

    cells: list[Cell] = field(default_factory=list)
    lines: float = 1


def compose(document: Document, registry: Registry, language: Language) -> list[Line]:
    """The rows of a document, top to bottom."""
    rows = [Line([Cell(0, 11, "title", document.title.show(language))], 2)]
    if document.table:
        number = Text("文件編號（請選擇）", "Document (choose)").show(language)
        rows.append(Line([Cell(0, 3, "label", number), Cell(4, 7, "pick")], 1.3))
    rows.append(Line())
    for part in document.parts:
        match part:
            case Heading(text, level):
                style: Style = "heading" if level == 1 else "subheading"
                rows.append(Line([Cell(0, 11, style, text.show(language))], 1.5))
            case Para(text, lines):
                for one in _by_language(text, language):
                    formula = f.sentence(one)
                    rows.append(Line([Cell(0, 11, "para", formula=formula)], max(lines, 1)))
            case Field(title, formula, kind, lines):
                shown = formula if kind in NUMERIC | TEMPORAL else f'{formula}&""'
                label = Cell(0, 3, "label", title.show(language))
                value = Cell(4, 11, "value", formula=shown, kind=kind)
                rows.append(Line([label, value], max(lines, 1)))
            case Lines():
                rows.extend(_lines(part, document, registry, language))
                rows.append(Line([Cell(0, 11, "para", formula=_rest(part, document, registry))]))
            case Signatures(parties):
                rows.extend(_signatures(parties, language))
    return rows


def _by_language(text: Text, language: Language) -> Sequence[str]:
    if language == "both":
        return (text.zh,) if text.zh == text.en else (text.zh, text.en)
    return (text.show(language),)


def _lines(part: Lines, document: Document, registry: Registry, language: Language) -> list[Line]:
    table = registry.tables[part.table]
    columns = [table.column(key) for key in part.columns]
    spans = _spans(part.widths, [c.width for c in columns])
    header = [
        Cell(a, b, "th", c.title.show(language)) for (a, b), c in zip(spans, columns, strict=True)
    ]
    rows = [Line(header, 2 if language == "both" else 1.2)]
    for number in range(1, part.rows + 1):
        cells = [
            Cell(a, b, "td", formula=_line_formula(part, document, registry, table, c.key, number),
                 kind=c.kind)
            for (a, b), c in zip(spans, columns, strict=True)
        ]  # fmt: skip
        rows.append(Line(cells, 1.1))
    return rows


def _rest(part: Lines, document: Document, registry: Registry) -> str:
    """A sentence where the sheet has not enough rows for all lines; else nothing."""
    more = _MORE.format(part.rows)
    table = registry.tables[part.table]
    if not part.match or document.table is None:
        count = f'SUMPRODUCT(({table.key}[{table.key_column.key}]<>"")*1)'
        return f'IF({count}>{part.rows},{more},"")'
    parent = registry.tables[document.table].key_column.key
    place = f'MATCH(pick.{parent}&"|{part.rows + 1}",{table.key}[{part.by}],0)'
    return f'IFERROR(IF({place}>0,{more},""),"")'


def _line_formula(
    part: Lines, document: Document, registry: Registry, table: Table, column: str, number: int
) -> str:
    kind = table.column(column).kind
    text = "" if kind in NUMERIC | TEMPORAL else '&""'
    if not part.match or document.table is None:
        key = f"INDEX({table.key}[{table.key_column.key}],{number})"
        cell = f"INDEX({table.key}[{column}],{number})"
        return f'IFERROR(IF({key}="","",{_unless_blank(cell, text)}),"")'
    parent = registry.tables[document.table].key_column.key
    place = f'MATCH(pick.{parent}&"|{number}",{table.key}[{part.by}],0)'
    cell = f"INDEX({table.key}[{column}],{place})"
    return f'IFERROR({_unless_blank(cell, text)},"")'


def _unless_blank(cell: str, text: str) -> str:
    """A number that is not there stays blank instead of 0; texts become text by `&""`."""
    return f"{cell}{text}" if text else f'IF({cell}="","",{cell})'


def _spans(widths: Sequence[int], natural: Sequence[float]) -> list[tuple[int, int]]:
    """Twelve columns shared out: by the given twelfths, else by the columns' own widths."""
    shares = list(widths)
    if not shares:
        total = sum(natural)
        shares = [max(1, round(DOCUMENT_COLUMNS * w / total)) for w in natural]
        while sum(shares) > DOCUMENT_COLUMNS and max(shares) > 1:
            shares[shares.index(max(shares))] -= 1
        shares[shares.index(max(shares))] += max(0, DOCUMENT_COLUMNS - sum(shares))
    if sum(shares) != DOCUMENT_COLUMNS:
        raise ValueError(f"the widths of document lines are twelfths: {shares}")
    spans, start = [], 0
    for share in shares:
        spans.append((start, start + share - 1))
        start += share
    return spans


def _signatures(parties: Sequence[Text], language: Language) -> list[Line]:
    span = DOCUMENT_COLUMNS // len(parties)
    seal = Text("（簽章）", "(signature, seal)").show(language)
    date = Text("日期：　　　年　　月　　日", "Date:").show(language)
    rows = [Line()]
    for texts, height in (
        ([p.show(language) for p in parties], 1.4),
        ([seal] * len(parties), 4.5),
        ([date] * len(parties), 1.4),
    ):
        cells = [Cell(i * span, (i + 1) * span - 1, "sign", text) for i, text in enumerate(texts)]
        rows.append(Line(cells, height))
    return rows


def height(line: Line, values: Sequence[CellValue]) -> float:
    """Height in points that shows every cell of the line with its present value."""
    lines = line.lines
    for cell, value in zip(line.cells, values, strict=True):
        if isinstance(value, str) and cell.style in ("para", "value", "td", "th", "label"):
            width = (cell.last - cell.first + 1) * COLUMN_WIDTH * 0.97
            rows = sum(max(1, -(-text_width(part) // width)) for part in value.split("\n"))
            lines = max(lines, rows + (0.25 if rows > 1 else 0))
    return min(lines * LINE_HEIGHT, 400)
