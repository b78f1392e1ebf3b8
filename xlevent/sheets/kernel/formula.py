"""Formulas written in field names, read once and rendered for Excel or for the evaluator.

    [quantity]             the column in this row          tasks[duration]   a whole column
    settings.tax_rate      a setting                       fig.budget_total  a figure
    {action_state.done}    the label of a list's value     {t:是|Yes}        a text by language
    pick.supplier          a field of the row that a document shows
    #row                   number of this row in its table, from 1

Everything else is passed through as Excel writes it in English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from xlevent.domain.language import Text

_TOKEN = re.compile(
    r"""
    (?P<string>"(?:[^"]|"")*")
  | \{t:(?P<zh>[^|{}]*)\|(?P<en>[^{}]*)\}
  | \{(?P<list>[a-z][a-z0-9_]*)\.(?P<value>[A-Za-z0-9_]+)\}
  | (?P<table>[a-z][a-z0-9_]*)\[(?P<column>[a-z][a-z0-9_]*)\]
  | \[(?P<own>[a-z][a-z0-9_]*)\]
  | \bsettings\.(?P<setting>[a-z][a-z0-9_]*)
  | \bfig\.(?P<figure>[a-z][a-z0-9_]*)
  | \bpick\.(?P<pick>[a-z][a-z0-9_]*)
  | (?P<row>\#row)\b
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"[a-z][A-Za-z0-9_]*\b(?!\()")
MAX_FORMULA = 8192
_MAX_LITERAL = 255


@dataclass(frozen=True, slots=True)
class Own:
    """A column of the formula's own row."""

    column: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole column of a table."""

    table: str
    column: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting."""

    key: str


@dataclass(frozen=True, slots=True)
class FigureRef:
    """One figure."""

    key: str


@dataclass(frozen=True, slots=True)
class Label:
    """The label of a list's value."""

    list: str
    value: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A text that exists in both languages; from a plain string both are the same."""

    text: Text


@dataclass(frozen=True, slots=True)
class Pick:
    """A field of the row chosen in a document."""

    field: str


@dataclass(frozen=True, slots=True)
class RowNumber:
    """Number of the row within its table."""


Token = str | Own | Whole | Setting | FigureRef | Label | Literal | Pick | RowNumber


def _tokens(text: str) -> Iterator[Token]:
    end = 0
    for found in _TOKEN.finditer(text):
        if found.start() > end:
            yield text[end : found.start()]
        end = found.end()
        part = found.groupdict()
        if part["string"] is not None:
            plain = part["string"][1:-1].replace('""', '"')
            yield Literal(Text(plain, plain))
        elif part["zh"] is not None:
            yield Literal(Text(part["zh"], part["en"]))
        elif part["list"]:
            yield Label(part["list"], part["value"])
        elif part["table"]:
            yield Whole(part["table"], part["column"])
        elif part["own"]:
            yield Own(part["own"])
        elif part["setting"]:
            yield Setting(part["setting"])
        elif part["figure"]:
            yield FigureRef(part["figure"])
        elif part["pick"]:
            yield Pick(part["pick"])
        else:
            yield RowNumber()
    if end < len(text):
        yield text[end:]


@cache
def parse(text: str) -> tuple[Token, ...]:
    """The tokens of a formula; ValueError if a stray name or bracket is left over."""
    tokens = tuple(_tokens(text))
    for token in tokens:
        if isinstance(token, str):
            stray = _WORD.search(token) or re.search(r"[\[\]@]", token)
            if stray:
                raise ValueError(f"formula {text!r}: {stray.group()!r} is no reference")
    return tokens


def quoted(text: str) -> str:
    """A text as a formula holds it, in pieces of 255 characters, which is Excel's limit."""
    pieces = [text[i : i + _MAX_LITERAL] for i in range(0, len(text), _MAX_LITERAL)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


def render(tokens: tuple[Token, ...], show: Callable[[Token], str]) -> str:
    """The formula with every reference written by `show`."""
    return "".join(token if isinstance(token, str) else show(token) for token in tokens)


@dataclass(frozen=True, slots=True)
class Place:
    """A place inside a paragraph that shows the value of an expression."""

    expression: str


def pieces(text: str) -> tuple[str | Place, ...]:
    """A paragraph with `{expression}` places, taken apart; ValueError where braces do not fit.

    Braces nest, so an expression may itself hold `{list.value}`.
    """
    found: list[str | Place] = []
    plain: list[str] = []
    depth = 0
    start = 0
    for position, char in enumerate(text):
        if char == "{":
            if depth == 0:
                start = position + 1
            depth += 1
        elif char == "}":
            depth -= 1
            if depth < 0:
                raise ValueError(f"paragraph {text!r}: a closing brace without an opening one")
            if depth == 0:
                if plain:
                    found.append("".join(plain))
                    plain.clear()
                found.append(Place(text[start:position]))
        elif depth == 0:
            plain.append(char)
    if depth:
        raise ValueError(f"paragraph {text!r}: a brace is not closed")
    if plain:
        found.append("".join(plain))
    return tuple(found)


def sentence(text: str) -> str:
    """A paragraph as one formula: its pieces joined by &."""
    shown = (f"({p.expression})" if isinstance(p, Place) else quoted(p) for p in pieces(text))
    return "&".join(shown) or '""'
