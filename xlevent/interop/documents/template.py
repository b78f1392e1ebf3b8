"""The Word template of a document, made from its declaration; people may change it in Word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path

from xlevent.domain.language import Language, Text
from xlevent.interop.documents.needed import library
from xlevent.interop.documents.page import Page
from xlevent.interop.documents.tags import Shown, lines_name, places, tag
from xlevent.sheets.kernel.blocks import (
    Document,
    Field,
    Heading,
    Lines,
    Para,
    Part,
    Signatures,
)
from xlevent.sheets.kernel.columns import NUMERIC
from xlevent.sheets.registry import Registry

_NUMBER = Text("文件編號", "No.")
_NONE = Text("（無）", "(none)")
_SEAL = Text("（簽章）", "(signature, seal)")
_DATE = Text("日期：　　　年　　月　　日", "Date:")
_ALL = 12  # widths are twelfths


def write_template(document: Document, registry: Registry, language: Language, path: Path) -> None:
    """Write the template (.docx) to `path`; MisuseError where python-docx is missing."""
    page = Page(library("docx"), language)
    page.header("{{ settings.event_name }}", document.title.show(language))
    page.title(document.title.show(language))
    if document.table:
        page.note(f"{_NUMBER.show(language)}　{{{{ number }}}}")
    parts = list(document.parts)
    while parts:
        fields = list(takewhile(lambda p: isinstance(p, Field), parts))
        following = parts[len(fields)] if len(parts) > len(fields) else None
        if fields:
            signed = isinstance(following, Signatures)
            _fields(page, fields, document, registry, language, signed)  # type: ignore[arg-type]
            del parts[: len(fields)]
            continue
        part = parts.pop(0)
        # Articles bear headings of their own.
        if not (isinstance(part, Heading) and parts and _is_prose(parts[0])):
            _part(page, part, document, registry, language)
    page.save(path)


def _is_prose(part: Part) -> bool:
    return isinstance(part, Lines) and part.prose


def _part(
    page: Page, part: Part, document: Document, registry: Registry, language: Language
) -> None:
    match part:
        case Heading(text, level):
            page.heading(text.show(language), level)
        case Para(text):
            for one in _by_language(text, language):
                page.paragraph(_wording(one, document, registry))
        case Lines(prose=True):
            _articles(page, part)
        case Lines():
            _lines(page, part, registry, language)
        case Signatures(parties):
            page.signatures(
                [p.show(language) for p in parties], _SEAL.show(language), _DATE.show(language)
            )


def _by_language(text: Text, language: Language) -> Sequence[str]:
    if language == "both":
        return (text.zh,) if text.zh == text.en else (text.zh, text.en)
    return (text.show(language),)


def _wording(text: str, document: Document, registry: Registry) -> str:
    return "".join(
        f"{{{{ {tag(piece, document, registry)} }}}}" if isinstance(piece, Shown) else piece
        for piece in places(text)
    )


def _fields(
    page: Page,
    fields: list[Field],
    document: Document,
    registry: Registry,
    language: Language,
    signed: bool,
) -> None:
    rows = [
        (
            field.title.show(language),
            f"{{{{ {tag(Shown(field.formula, field.kind), document, registry)} }}}}",
        )
        for field in fields
    ]
    page.facts(rows, with_next=signed)


def _articles(page: Page, part: Lines) -> None:
    number, heading, wording = part.columns
    page.plain(f"{{%p for line in lines.{lines_name(part)} %}}")
    page.heading(f"{{{{ line.{number} }}}}　{{{{ line.{heading} }}}}", 2)
    page.paragraph(f"{{{{ line.{wording} }}}}")
    page.plain("{%p endfor %}")


def _lines(page: Page, part: Lines, registry: Registry, language: Language) -> None:
    table = registry.tables[part.table]
    columns = [table.column(key) for key in part.columns]
    name = lines_name(part)
    widths: Sequence[float] = part.widths or tuple(_shares([c.width for c in columns]))
    page.rows(
        [c.title.show(language) for c in columns],
        [f"{{{{ line.{c.key} }}}}" for c in columns],
        [c.kind in NUMERIC for c in columns],
        [c.kind == "url" for c in columns],  # long and without spaces
        widths,
        before=f"{{%tr for line in lines.{name} %}}",
        after="{%tr endfor %}",
        if_none=(f"{{%tr if not lines.{name} %}}", _NONE.show(language), "{%tr endif %}"),
    )


def _shares(natural: Sequence[float]) -> Iterator[float]:
    return (width * _ALL / sum(natural) for width in natural)
