"""A report as one HTML page: styles, charts and pictures are in it, and nothing else is loaded.

It has no script; a policy in its head forbids the browser to fetch anything. Text is escaped, and
only addresses of the web become links.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from html import escape
from itertools import count

from xlevent.app.reporting.html_style import STYLE
from xlevent.app.reporting.model import (
    Block,
    Chart,
    Fact,
    Gallery,
    Links,
    Paragraph,
    Picture,
    Report,
    Section,
    Signatures,
    Table,
)
from xlevent.app.reporting.scales import width_of
from xlevent.app.reporting.svg import chart_svg
from xlevent.domain.language import Language, Text

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'"
_SHORT = 7.0  # ems of a column that need not wrap
_WIDE, _NARROW = 720, 360  # units of a chart on a desk and on a phone
_TAGS = {"zh-TW": "zh-Hant-TW", "en": "en"}
_CONTENTS = Text("目次", "Contents")
_SKIP = Text("跳到內文", "Skip to the text")
_SCROLL = Text("表格，可左右捲動", "table, scrolls sideways")
_SIGN = Text("簽章", "Signature, seal")
_DATE = Text("日期", "Date")
_WEB = ("http://", "https://")


def report_html(report: Report, language: Language) -> str:
    """The page."""
    return _Page(report, language).text()


class _Page:
    def __init__(self, report: Report, language: Language) -> None:
        self._report = report
        self._language = language
        self._numbers = count(1)

    def text(self) -> str:
        report = self._report
        main = "zh-TW" if self._language == "both" else self._language
        title = f"{self._plain(report.subject)} – {self._plain(report.title)}"
        sections = "".join(map(self._section, report.sections))
        return (
            f'<!DOCTYPE html>\n<html lang="{_TAGS[main]}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="generator" content="xlevent">\n<meta name="color-scheme" content="light">'
            f"\n<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
            f'<a class="skip" href="#main">{self._say(_SKIP)}</a>\n{self._head()}\n'
            f'{self._contents()}\n<main id="main">\n{sections}</main>\n</body>\n</html>\n'
        )

    # --- texts --------------------------------------------------------------------------------
    def _plain(self, text: Text) -> str:
        return text.show(self._language)

    def _say(self, text: Text) -> str:
        """A text; of two languages, each side is marked as what it is."""
        if self._language != "both" or text.zh == text.en:
            return escape(self._plain(text))
        return f'{escape(text.zh)} <span lang="en" class="en">{escape(text.en)}</span>'

    # --- parts --------------------------------------------------------------------------------
    def _head(self) -> str:
        report = self._report
        facts = "".join(map(self._fact, report.facts))
        figures = "".join(
            f'<li><span class="value">{self._say(one.value)}</span>'
            f'<span class="name">{self._say(one.title)}</span></li>'
            for one in report.figures
        )
        return (
            f'<header>\n<p class="kind">{self._say(report.title)}</p>\n'
            f"<h1>{self._say(report.subject)}</h1>\n"
            + (f'<dl class="facts">{facts}</dl>\n' if facts else "")
            + (f'<ul class="figures">{figures}</ul>\n' if figures else "")
            + "</header>"
        )

    def _fact(self, fact: Fact) -> str:
        return f"<div><dt>{self._say(fact.title)}</dt><dd>{self._say(fact.value)}</dd></div>"

    def _contents(self) -> str:
        if len(self._report.sections) < 3:
            return ""
        items = "".join(
            f'<li><a href="#{escape(_anchor(s), quote=True)}">{self._say(s.title)}</a></li>'
            for s in self._report.sections
        )
        return f'<nav aria-label="{escape(self._plain(_CONTENTS))}"><ul>{items}</ul></nav>'

    def _section(self, section: Section) -> str:
        name = escape(_anchor(section), quote=True)
        blocks = "\n".join(map(self._block, section.blocks))
        return (
            f'<section aria-labelledby="{name}"><h2 id="{name}">{self._say(section.title)}</h2>\n'
            f"{blocks}\n</section>\n"
        )

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph():
                return "".join(self._paragraph(block))
            case Table():
                return self._table(block)
            case Chart():
                return self._chart(block)
            case Gallery(pictures):
                kind = "gallery one" if len(pictures) == 1 else "gallery"
                return f'<div class="{kind}">{"".join(map(self._picture, pictures))}</div>'
            case Links():
                return self._links(block)
            case Signatures(parties):
                boxes = "".join(
                    f"<div><p>{self._say(p)}</p><p>{self._say(_SIGN)}</p>"
                    f"<p>{self._say(_DATE)}</p></div>"
                    for p in parties
                )
                return f'<div class="sign">{boxes}</div>'

    def _paragraph(self, block: Paragraph) -> Iterator[str]:
        kind = ' class="author"' if block.author else ""
        if self._language != "both" or block.text.zh == block.text.en:
            yield f"<p{kind}>{escape(self._plain(block.text))}</p>"
        else:
            yield f"<p{kind}>{escape(block.text.zh)}</p>"
            yield f'<p{kind} lang="en">{escape(block.text.en)}</p>'

    def _table(self, table: Table) -> str:
        classes = [
            _class(column.number, column.wide, _is_short(row[n] for row in table.rows))
            for n, column in enumerate(table.columns)
        ]
        heads = "".join(
            f'<th scope="col"{name}>{self._say(column.title)}</th>'
            for column, name in zip(table.columns, classes, strict=True)
        )
        rows = "".join(
            "<tr>"
            + "".join(
                f"<td{name}>{self._say(cell)}</td>" for cell, name in zip(row, classes, strict=True)
            )
            + "</tr>\n"
            for row in table.rows
        )
        title = self._plain(table.title)
        note = f'<p class="more">{self._say(table.more)}</p>' if table.more else ""
        about = escape(f"{title}: {self._plain(_SCROLL)}", quote=True)
        return (
            f'<div class="scroll" role="region" tabindex="0" aria-label="{about}"><table>'
            f"<caption>{self._say(table.title)}</caption>\n<thead><tr>{heads}</tr></thead>\n"
            f"<tbody>{rows}</tbody></table></div>{note}"
        )

    def _chart(self, chart: Chart) -> str:
        number = next(self._numbers)
        # Labels of a chart stay Chinese where both are asked for: there is no room for two.
        wide = chart_svg(chart, self._chart_language, number, _WIDE)
        narrow = chart_svg(chart, self._chart_language, number, _NARROW)
        return (
            f'<figure class="chart"><figcaption>{self._say(chart.title)}</figcaption>'
            f'<div class="wide">{wide}</div><div class="narrow">{narrow}</div></figure>'
        )

    @property
    def _chart_language(self) -> Language:
        return "zh-TW" if self._language == "both" else self._language

    def _picture(self, picture: Picture) -> str:
        data = base64.b64encode(picture.content).decode("ascii")
        alt = escape(self._plain(picture.title), quote=True)
        credit = f'<span class="credit">{escape(picture.credit)}</span>' if picture.credit else ""
        return (
            f'<figure><img src="data:image/{picture.kind};base64,{data}" alt="{alt}" '
            f'width="{picture.width}" height="{picture.height}">'
            f"<figcaption>{self._say(picture.caption)}{credit}</figcaption></figure>"
        )

    def _links(self, links: Links) -> str:
        items = []
        for one in links.items:
            name = self._say(one.title)
            if one.address.lower().startswith(_WEB):
                address = escape(one.address, quote=True)
                name = f'<a href="{address}" rel="noopener noreferrer">{name}</a>'
                shown = f'<span class="address">{escape(one.address)}</span>'
            else:
                shown = f'<span class="address">{escape(one.address)}</span>'
            note = f'<span class="credit">{escape(one.note)}</span>' if one.note else ""
            items.append(f'<li><span class="tag">{self._say(one.kind)}</span> {name}{shown}{note}'
                         "</li>")  # fmt: skip
        return f'<h3>{self._say(links.title)}</h3><ul class="links">{"".join(items)}</ul>'


def _anchor(section: Section) -> str:
    """A name for links inside the page, of letters that need no escaping."""
    return "s-" + "".join(c if c.isalnum() or c == "-" else "-" for c in section.key)


def _class(number: bool, wide: bool, short: bool) -> str:
    names = " ".join(name for name, on in (("num", number), ("wide", wide), ("short", short)) if on)
    return f' class="{names}"' if names else ""


def _is_short(cells: Iterable[Text]) -> bool:
    """Whether all cells fit on a line of a narrow column, each language on its own."""
    return all(max(map(width_of, cell)) <= _SHORT for cell in cells)
