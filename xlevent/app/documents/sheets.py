"""Documents as sheets ready to print: one small workbook for each row, without formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from xlevent.app.build import book_data
from xlevent.app.documents.contents import contents
from xlevent.domain.language import Language
from xlevent.interop.documents.tags import lines_name
from xlevent.sheets.kernel.blocks import Document, Lines
from xlevent.workbook.document_book import write_document_book
from xlevent.workbook.documents import compose
from xlevent.workbook.evaluate import Evaluator, Print
from xlevent.workbook.layout import row_counts

if TYPE_CHECKING:
    from xlevent.app.event import Event


def write_sheets(
    event: Event,
    document: Document,
    rows: Sequence[str | None],
    language: Language,
    folder: Path,
) -> list[Path]:
    """A workbook in `folder` for each row, by number, with as many lines as there are."""
    data = book_data(event, language)
    composed = [
        compose(_with_all_lines(document, content.lines), data.registry, language)
        for content in contents(event, document, rows, language)
    ]
    prints = [
        Print(document.key, row, tuple(
            cell.formula for line in lines for cell in line.cells if cell.formula is not None
        ))
        for row, lines in zip(rows, composed, strict=True)
    ]  # fmt: skip
    values = Evaluator(data, row_counts(data), {}, prints).run().prints
    made = []
    for number, (row, lines, shown) in enumerate(zip(rows, composed, values, strict=True)):
        made.append(folder / f"{number:04d}.xlsx")
        write_document_book(data, document, row, lines, shown, made[-1])
    return made


def _with_all_lines(
    document: Document, listed: Mapping[str, Sequence[Mapping[str, str]]]
) -> Document:
    return replace(
        document,
        parts=tuple(
            replace(part, rows=max(1, len(listed[lines_name(part)])))
            if isinstance(part, Lines) else part
            for part in document.parts
        ),
    )  # fmt: skip
