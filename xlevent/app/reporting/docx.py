"""A report as a Word document, with native charts; PDF is made from it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xlevent.app.reporting.model import (
    Block,
    Chart,
    Gallery,
    Links,
    Paragraph,
    Report,
    Signatures,
    Table,
)
from xlevent.app.reporting.scales import width_of
from xlevent.app.reporting.svg import COLOURS, describe
from xlevent.domain.language import Language, Text
from xlevent.interop.documents.chart import ChartData
from xlevent.interop.documents.needed import library
from xlevent.interop.documents.report_page import ReportPage, Shown, clean

_SEAL = Text("（簽章）", "(signature, seal)")
_DATE = Text("日期：　　　年　　月　　日", "Date:")
# In ems of the letters of tables: the page, what a cell leaves blank, columns.
_PAGE, _PADDING = 56.0, 1.6
_NARROWEST, _SHORT, _WIDEST = 2.2, 7.0, 30.0


def write_docx(report: Report, language: Language, path: Path) -> None:
    """Write the report (.docx); MisuseError where python-docx is missing."""
    page = ReportPage(library("docx"), language)

    def say(text: Text) -> str:
        return clean(text.show(language))

    page.header(say(report.subject), say(report.title))
    page.title(say(report.subject))
    page.note(say(report.title))
    if report.facts:
        page.facts([(say(fact.title), say(fact.value)) for fact in report.facts])
    if report.figures:
        page.figures([(say(one.title), say(one.value)) for one in report.figures])
    for section in report.sections:
        page.heading(say(section.title), 1)
        for block in section.blocks:
            _block(page, block, language)
    page.save(path)


def _block(page: ReportPage, block: Block, language: Language) -> None:
    match block:
        case Paragraph(text, author):
            for one in by_language(text, language):
                (page.author if author else page.paragraph)(clean(one))
        case Table():
            _table(page, block, language)
        case Chart():
            page.caption(block.title.show(language))
            page.chart(_chart(block, language), describe(block, language))
        case Gallery(pictures):
            page.pictures([
                Shown(p.content, p.width, p.height, p.title.show(language),
                      p.caption.show(language), p.credit)
                for p in pictures
            ])  # fmt: skip
        case Links(title, items):
            page.heading(clean(title.show(language)), 2)
            for item in items:
                kind, name = item.kind.show(language), item.title.show(language)
                page.link(kind, name, item.address, item.note)
        case Signatures(parties):
            names = [clean(p.show(language)) for p in parties]
            page.signatures(names, _SEAL.show(language), _DATE.show(language))


def by_language(text: Text, language: Language) -> Sequence[str]:
    """A paragraph in one language, or two of them."""
    if language == "both" and text.zh != text.en:
        return (text.zh, text.en)
    return (text.show(language),)


def _table(page: ReportPage, table: Table, language: Language) -> None:
    page.caption(table.title.show(language))
    titles = [column.title.show(language) for column in table.columns]
    rows = [[cell.show(language) for cell in row] for row in table.rows]
    numbers = [column.number for column in table.columns]
    page.grid(titles, rows, numbers, shares(titles, rows, 12))
    if table.more is not None:
        page.small(table.more.show(language))


def shares(titles: Sequence[str], rows: Sequence[Sequence[str]], whole: float) -> list[float]:
    """How wide each column is, of `whole`: short ones as wide as they need, the rest by length."""
    longest = [
        max([width_of(title) * 0.7, *(width_of(row[number]) for row in rows)])
        for number, title in enumerate(titles)
    ]
    short = {n: max(ems, _NARROWEST) + _PADDING for n, ems in enumerate(longest) if ems <= _SHORT}
    left = max(_PAGE - sum(short.values()), _PAGE / 4)
    long = {n: min(ems, _WIDEST) for n, ems in enumerate(longest) if n not in short}
    wanted = {n: ems * left / sum(long.values()) for n, ems in long.items()} | short
    total = sum(wanted.values())
    return [whole * wanted[n] / total for n in range(len(titles))]


def _chart(chart: Chart, language: Language) -> ChartData:
    side: Language = "zh-TW" if language == "both" else language
    return ChartData(
        chart.kind, [text.show(side) for text in chart.categories],
        [(series.title.show(side), series.values) for series in chart.series],
        [COLOURS[series.tone] for series in chart.series], chart.percent,
    )  # fmt: skip
