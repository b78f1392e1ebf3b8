"""The names by which a Word template asks for what a document shows.

{{ pick.name }}      a field of the row that the document is about, as it is displayed
{{ settings.venue }} a setting                  {{ fig.budget_total }}  a figure
{{ text.total_3fa1 }} an expression of the declaration: the fields it looks at, and four
                     digits of its wording, so that a template never shows another
                     expression than the one it was made with
lines.order_lines    the rows of a table, each with its columns by key
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from xlevent.domain.language import Text
from xlevent.sheets.kernel import formula as f
from xlevent.sheets.kernel.blocks import Document, Field, Lines, Para
from xlevent.sheets.kernel.columns import NUMERIC, TEMPORAL, Kind
from xlevent.sheets.registry import Registry

_SIMPLE = re.compile(r"(pick|settings)\.([a-z][a-z0-9_]*)\Z")
_PLUMBING = frozenset(("base_currency", "currency_decimals", "event_name_en"))
_NAMES = 2  # fields of an expression that its tag names


@dataclass(frozen=True, slots=True)
class Shown:
    """An expression of a document, and the kind of value that it gives."""

    expression: str
    kind: Kind = "text"

    @property
    def formula(self) -> str:
        """What is evaluated: a text stays blank where nothing is there."""
        return self.expression if self.kind in NUMERIC | TEMPORAL else f'({self.expression})&""'


def tag(shown: Shown, document: Document, registry: Registry) -> str:
    """The name of an expression in a template."""
    simple = _SIMPLE.match(shown.expression.removesuffix('&""'))
    if simple is not None:
        kind = _kind(simple[1], simple[2], document, registry)
        if kind == shown.kind or not {kind, shown.kind} & (NUMERIC | TEMPORAL):
            return f"{simple[1]}.{simple[2]}"
    digits = hashlib.sha256(f"{shown.kind} {shown.expression}".encode()).hexdigest()[:4]
    return f"text.{'_'.join([*_fields(shown.expression), digits])}"


def expressions(document: Document, registry: Registry) -> dict[str, Shown]:
    """Every expression of a document under its tag, in both languages."""
    return {tag(shown, document, registry): shown for shown in _all(document)}


def lines_name(part: Lines) -> str:
    """The name of listed rows in a template."""
    return part.table if part.by == "doc_key" else f"{part.table}_{part.by[len('doc_key_') :]}"


def places(text: str) -> tuple[str | Shown, ...]:
    """A paragraph taken apart into its wording and its expressions."""
    return tuple(Shown(p.expression) if isinstance(p, f.Place) else p for p in f.pieces(text))


def _all(document: Document) -> Iterator[Shown]:
    for part in document.parts:
        if isinstance(part, Field):
            yield Shown(part.formula, part.kind)
        elif isinstance(part, Para):
            for text in Text(*part.text):
                yield from (p for p in places(text) if isinstance(p, Shown))


def _kind(root: str, key: str, document: Document, registry: Registry) -> Kind:
    if root == "pick" and document.table is not None:
        return registry.tables[document.table].column(key).kind
    return next(c.kind for r in registry.records.values() for c in r.columns if c.key == key)


def _fields(expression: str) -> list[str]:
    found: list[str] = []
    for token in f.parse(expression):
        name = ""
        match token:
            case f.Whole(table, "id"):
                name = table  # rows counted, or a key by which something is found
            case f.Pick(name) | f.Setting(name) | f.FigureRef(name) | f.Whole(_, name):
                pass
        if name and name not in found and name not in _PLUMBING:
            found.append(name)
    return found[:_NAMES] or ["value"]
