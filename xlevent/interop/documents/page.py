"""An A4 page of a word processor in the design of the workbook, through python-docx."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xlevent.domain.language import Language, Text
from xlevent.sheets.kernel.design import ACCENT, FONT, INK, LINE, RESULT, SOFT_INK

_CM = 360_000  # English Metric Units
_WIDTH = 21.0 - 2 * 2.0  # A4 less its margins, in centimetres
_POINT = 12_700
_PAGE = Text("第 {} 頁，共 {} 頁", "Page {} of {}")
_CELL_SIZE = 9.5
_NARROW = 1.5  # twelfths
_NARROW_SIZE = 7.5
_MARGIN = 70  # twentieths of a point, left and right in a cell
_TOGETHER = 15  # rows of facts that stay on one page
_LABEL = 4 / 12  # share of the page of the labels of facts


class Page:
    """Writes one document from top to bottom."""

    def __init__(self, docx: Any, language: Language) -> None:
        """`docx` is the module python-docx."""
        self._docx = docx
        self._qn = docx.oxml.ns.qn
        self._language = language
        self._document = docx.Document()
        self._styles()
        self._sheet()

    def save(self, path: Path) -> None:
        """Write the file."""
        self._document.save(str(path))

    # --- text --------------------------------------------------------------------------------
    def header(self, left: str, right: str) -> None:
        """The line above and the page number below each page."""
        section = self._document.sections[0]
        line = section.header.paragraphs[0]
        for old in self._document.styles["Header"].element.findall(f".//{self._qn('w:tabs')}"):
            old.getparent().remove(old)
        line.paragraph_format.tab_stops.add_tab_stop(
            int(_WIDTH * _CM), self._docx.enum.text.WD_TAB_ALIGNMENT.RIGHT
        )
        self._run(line, f"{left}\t{right}", size=8, colour=SOFT_INK)
        foot = section.footer.paragraphs[0]
        foot.alignment = self._docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT
        before, between, after = (_PAGE.en if self._language == "en" else _PAGE.zh).split("{}")
        for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
            self._run(foot, text, size=8, colour=SOFT_INK)
            if field:
                self._field(foot, field)

    def title(self, text: str) -> None:
        """The name of the document."""
        paragraph = self._document.add_paragraph(text, style="Title")
        paragraph.alignment = self._docx.enum.text.WD_ALIGN_PARAGRAPH.CENTER

    def note(self, text: str) -> None:
        """A small line at the right."""
        paragraph = self._document.add_paragraph()
        paragraph.alignment = self._docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT
        self._run(paragraph, text, size=9, colour=SOFT_INK)

    def heading(self, text: str, level: int) -> None:
        """A heading, which stays with what follows."""
        self._document.add_heading(text, level)

    def paragraph(self, text: str) -> None:
        """A paragraph of running text."""
        self._document.add_paragraph(text)

    def plain(self, text: str) -> None:
        """A paragraph that holds a command of the template only."""
        self._document.add_paragraph(text)

    # --- tables ------------------------------------------------------------------------------
    def facts(self, rows: Sequence[tuple[str, str]], *, with_next: bool = False) -> None:
        """Labels and values, on one page where they fit; `with_next`: with what follows, too."""
        table = self._table([_LABEL * _WIDTH, (1 - _LABEL) * _WIDTH])
        for number, (label, value) in enumerate(rows, start=1):
            together = len(rows) <= _TOGETHER and (with_next or number < len(rows))
            cells = self._row(table)
            self._cell(cells[0], label, fill=RESULT, together=together)
            self._cell(cells[1], value, together=together)
        self._gap(together=with_next)

    def rows(
        self,
        titles: Sequence[str],
        cells: Sequence[str],
        numbers: Sequence[bool],
        small: Sequence[bool],
        twelfths: Sequence[float],
        *,
        before: str,
        after: str,
        if_none: tuple[str, str, str],
    ) -> None:
        """A table with a header that repeats on each page and one row for each line."""
        table = self._table([share * _WIDTH / 12 for share in twelfths])
        header = self._row(table)
        for cell, title, share in zip(header, titles, twelfths, strict=True):
            size = _NARROW_SIZE if share < _NARROW else _CELL_SIZE  # long words do not break
            self._cell(cell, title, fill=RESULT, bold=True, size=size)
        mark = table.rows[0]._tr.get_or_add_trPr()
        mark.append(self._element("w:tblHeader"))
        self._command(table, before)
        for cell, text, number, is_small in zip(
            self._row(table), cells, numbers, small, strict=True
        ):
            self._cell(cell, text, right=number, size=_NARROW_SIZE if is_small else 0)
        self._command(table, after)
        self._command(table, if_none[0])
        empty = self._row(table)
        self._cell(empty[0].merge(empty[-1]), if_none[1])
        self._command(table, if_none[2])
        self._gap()

    def signatures(self, parties: Sequence[str], seal: str, date: str) -> None:
        """Places to sign, side by side and on one page."""
        table = self._table([_WIDTH / len(parties)] * len(parties))
        for texts, height in (
            (parties, 0.8),
            ([seal] * len(parties), 2.6),
            ([date] * len(parties), 0.8),
        ):
            cells = self._row(table)
            table.rows[-1].height = int(height * _CM)
            for cell, text in zip(cells, texts, strict=True):
                self._cell(cell, text, together=True)
        self._gap()

    # --- pieces ------------------------------------------------------------------------------
    def _table(self, widths: Sequence[float]) -> Any:
        table = self._document.add_table(rows=0, cols=len(widths))
        table.style = "Table Grid"
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = int(width * _CM)
        borders = self._element("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            borders.append(
                self._element(f"w:{side}", val="single", sz="4", space="0", color=LINE[1:])
            )
        # Word wants the elements in the order of the schema.
        table._tbl.tblPr.insert_element_before(
            borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption",
            "w:tblDescription",
        )  # fmt: skip
        margins = self._element("w:tblCellMar")
        for side in ("left", "right"):
            margins.append(self._element(f"w:{side}", w=str(_MARGIN), type="dxa"))
        table._tbl.tblPr.insert_element_before(
            margins, "w:tblLook", "w:tblCaption", "w:tblDescription"
        )
        return table

    def _row(self, table: Any) -> Any:
        row = table.add_row()
        row._tr.get_or_add_trPr().append(self._element("w:cantSplit"))
        for cell, column in zip(row.cells, table.columns, strict=True):
            cell.width = column.width
        return row.cells

    def _command(self, table: Any, text: str) -> None:
        """A row that docxtpl takes away: it holds a command only."""
        cells = self._row(table)
        cells[0].paragraphs[0].add_run(text)

    def _cell(
        self,
        cell: Any,
        text: str,
        *,
        fill: str = "",
        bold: bool = False,
        right: bool = False,
        together: bool = False,
        size: float = 0,
    ) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = int(2 * _POINT)
        paragraph.paragraph_format.space_before = int(2 * _POINT)
        paragraph.paragraph_format.keep_with_next = together
        if right:
            paragraph.alignment = self._docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT
        self._run(paragraph, text, size=size or _CELL_SIZE, bold=bold)
        if fill:
            shade = self._element("w:shd", val="clear", color="auto", fill=fill[1:])
            cell._tc.get_or_add_tcPr().append(shade)

    def _gap(self, *, together: bool = False) -> None:
        gap = self._document.add_paragraph()
        gap.paragraph_format.keep_with_next = together
        gap.paragraph_format.space_after = 0
        self._run(gap, "", size=4)

    def _run(
        self, paragraph: Any, text: str, *, size: float, colour: str = INK, bold: bool = False
    ) -> None:
        run = paragraph.add_run(text)
        run.font.size = int(size * _POINT)
        run.font.color.rgb = self._docx.shared.RGBColor.from_string(colour[1:])
        run.font.bold = bold or None

    def _field(self, paragraph: Any, instruction: str) -> None:
        field = self._element("w:fldSimple", instr=instruction)
        paragraph._p.append(field)
        self._run(paragraph, "1", size=8, colour=SOFT_INK)
        field.append(paragraph.runs[-1]._r)

    def _element(self, name: str, **attributes: str) -> Any:
        element = self._docx.oxml.OxmlElement(name)
        for key, value in attributes.items():
            element.set(self._qn(f"w:{key}"), value)
        return element

    # --- design ------------------------------------------------------------------------------
    def _sheet(self) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = int(21.0 * _CM), int(29.7 * _CM)
        section.left_margin = section.right_margin = int(2.0 * _CM)
        section.top_margin = section.bottom_margin = int(2.2 * _CM)

    def _styles(self) -> None:
        rgb = self._docx.shared.RGBColor.from_string
        for name, size, colour, bold, above, below in (
            ("Normal", 10.5, INK, False, 0, 6),
            ("Title", 20, INK, True, 0, 8),
            ("Heading 1", 14, ACCENT, True, 14, 4),
            ("Heading 2", 11.5, ACCENT, True, 10, 3),
        ):
            style = self._document.styles[name]
            style.font.name = FONT
            style.font.size = int(size * _POINT)
            style.font.bold = bold
            style.font.color.rgb = rgb(colour[1:])
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for key in list(fonts.attrib):
                if "Theme" in key:
                    del fonts.attrib[key]
            for side in ("ascii", "hAnsi", "eastAsia", "cs"):
                fonts.set(self._qn(f"w:{side}"), FONT)
            style.paragraph_format.space_before = int(above * _POINT)
            style.paragraph_format.space_after = int(below * _POINT)
        language = self._element("w:lang", val="en-US", eastAsia="zh-TW")
        run = self._document.styles["Normal"].element.get_or_add_rPr()
        for old in run.findall(self._qn("w:lang")):
            run.remove(old)
        run.append(language)
