"""Pages of a report: tables with their rows, charts, pictures with captions, links."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from xlevent.interop.documents.chart import ChartData, add_chart
from xlevent.interop.documents.page import _CM, _POINT, _WIDTH, Page
from xlevent.sheets.kernel.design import ACCENT, RESULT, SOFT_INK

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_PICTURES = 2  # side by side
_WIDEST, _TALLEST = 11.0, 7.5  # centimetres of a picture
_AUTHOR = "B98B4E"


def clean(text: str) -> str:
    """Without characters that XML cannot hold."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture with what stands below it; sizes in pixels."""

    content: bytes
    width: int
    height: int
    alt: str
    caption: str
    credit: str


class ReportPage(Page):
    """Writes a report from top to bottom."""

    def author(self, text: str) -> None:
        """A paragraph of the author's own, marked at its side."""
        paragraph = self._document.add_paragraph(clean(text))
        paragraph.paragraph_format.left_indent = int(0.4 * _CM)
        borders = self._element("w:pBdr")
        borders.append(self._element("w:left", val="single", sz="18", space="8", color=_AUTHOR))
        properties = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap",
            "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr",
        )  # fmt: skip

    def small(self, text: str) -> None:
        """A small line, such as what was left out."""
        self._run(self._document.add_paragraph(), clean(text), size=8.5, colour=SOFT_INK)

    def caption(self, text: str) -> None:
        """The title of a table or chart; it stays with it."""
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before = int(6 * _POINT)
        paragraph.paragraph_format.space_after = int(2 * _POINT)
        self._run(paragraph, clean(text), size=10, bold=True)

    def figures(self, pairs: Sequence[tuple[str, str]], columns: int = 4) -> None:
        """Numbers that stand out, with their names below."""
        table = self._table([_WIDTH / columns] * columns)
        for start in range(0, len(pairs), columns):
            cells = self._row(table)
            for cell, (name, value) in zip(cells, pairs[start : start + columns], strict=False):
                self._run(cell.paragraphs[0], clean(value), size=14, colour=ACCENT, bold=True)
                self._run(cell.add_paragraph(), clean(name), size=8.5, colour=SOFT_INK)
                for paragraph in cell.paragraphs:
                    paragraph.paragraph_format.space_after = int(1 * _POINT)
        self._gap()

    def grid(
        self,
        titles: Sequence[str],
        rows: Sequence[Sequence[str]],
        numbers: Sequence[bool],
        twelfths: Sequence[float],
    ) -> None:
        """A table whose header repeats on each page; rows do not break across pages."""
        table = self._table([share * _WIDTH / 12 for share in twelfths])
        for cell, title in zip(self._row(table), titles, strict=True):
            self._small_cell(cell, title, fill=RESULT, bold=True)
        table.rows[0]._tr.get_or_add_trPr().append(self._element("w:tblHeader"))
        for row in rows:
            for cell, text, number in zip(self._row(table), row, numbers, strict=True):
                self._small_cell(cell, text, right=number)
        self._gap()

    def _small_cell(
        self, cell: object, text: str, *, fill: str = "", bold: bool = False, right: bool = False
    ) -> None:
        self._cell(cell, clean(text), fill=fill, bold=bold, right=right)
        for run in cell.paragraphs[0].runs:  # type: ignore[attr-defined]
            run.font.size = int(8.5 * _POINT)

    def chart(self, data: ChartData, alt: str) -> None:
        """A native chart over the whole width."""
        lines = len(data.categories) * max(1, len(data.series))
        height = min(14.0, 2.0 + 0.5 * lines) if data.kind == "bars" else 7.2
        clear = ChartData(
            data.kind, [clean(text) for text in data.categories],
            [(clean(name), values) for name, values in data.series], data.colours, data.percent,
        )  # fmt: skip
        size = (int(_WIDTH * _CM), int(height * _CM))
        add_chart(self._docx, self._document, clear, size, clean(alt))

    def pictures(self, pictures: Sequence[Shown]) -> None:
        """Pictures in two columns, one alone larger, with captions and credits below."""
        columns = min(_PICTURES, len(pictures))
        table = self._document.add_table(rows=0, cols=columns)
        table.autofit = False
        width = _WIDTH / columns
        for start in range(0, len(pictures), columns):
            row = table.add_row()
            row._tr.get_or_add_trPr().append(self._element("w:cantSplit"))
            for cell, one in zip(row.cells, pictures[start : start + columns], strict=False):
                cell.width = int(width * _CM)
                self._picture(cell, one, min(width - 0.5, _WIDEST))
        self._gap()

    def _picture(self, cell: object, one: Shown, widest: float) -> None:
        scale = min(widest / one.width, _TALLEST / one.height)
        paragraph = cell.paragraphs[0]  # type: ignore[attr-defined]
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(
            io.BytesIO(one.content), int(one.width * scale * _CM), int(one.height * scale * _CM)
        )
        shape._inline.docPr.set("descr", clean(one.alt))
        for text, size, colour in ((one.caption, 9.0, ""), (one.credit, 8.0, SOFT_INK)):
            if text:
                line = cell.add_paragraph()  # type: ignore[attr-defined]
                line.paragraph_format.space_after = int(2 * _POINT)
                if colour:
                    self._run(line, clean(text), size=size, colour=colour)
                else:
                    self._run(line, clean(text), size=size)

    def link(self, lead: str, text: str, address: str, note: str) -> None:
        """A line about something on the web or beside the report; web addresses can be clicked."""
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.space_after = int(3 * _POINT)
        self._run(paragraph, f"{clean(lead)}  ", size=9, colour=SOFT_INK)
        self._run(paragraph, clean(text), size=9.5, bold=True)
        self._run(paragraph, "  ", size=9)
        if address.lower().startswith(("http://", "https://")):
            relation = self._document.part.relate_to(
                clean(address), self._docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK,
                is_external=True,
            )  # fmt: skip
            hyperlink = self._element("w:hyperlink")
            hyperlink.set(self._qn("r:id"), relation)
            self._run(paragraph, clean(address), size=8.5, colour=ACCENT)
            hyperlink.append(paragraph.runs[-1]._r)
            paragraph._p.append(hyperlink)
        else:
            self._run(paragraph, clean(address), size=8.5, colour=SOFT_INK)
        if note:
            self._run(paragraph, f"  {clean(note)}", size=8.5, colour=SOFT_INK)
