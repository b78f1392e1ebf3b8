"""A column of a table, declared once.

A factory per kind (`text`, `amount`, `choice`, ...) makes the declaration; everything else
(sheet, drop-down, validation, reader, schema, documentation) follows from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from xlevent.domain.language import Text

Kind = Literal[
    "key", "text", "note", "choice", "link", "links", "integer", "number", "amount", "price",
    "percent", "date", "time", "datetime", "minutes", "url", "goto",
]  # fmt: skip
Role = Literal["input", "calc", "engine"]

NUMERIC: frozenset[Kind] = frozenset(("integer", "number", "amount", "price", "percent", "minutes"))
TEMPORAL: frozenset[Kind] = frozenset(("date", "time", "datetime"))

_DEFAULT_WIDTH: dict[Kind, float] = {
    "key": 10, "text": 18, "note": 36, "choice": 13, "link": 12, "links": 16, "integer": 9,
    "number": 11, "amount": 14, "price": 12, "percent": 10, "date": 12, "time": 9,
    "datetime": 17, "minutes": 10, "url": 26, "goto": 24,
}  # fmt: skip
_KEY = re.compile(r"[a-z][a-z0-9_]*\Z")
# Characters that would have to be escaped inside a structured reference.
_BAD_IN_TITLE = re.compile(r"[\[\]#'@\n]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it holds, who fills it, and what it may hold.

    role "input" is typed by people, "calc" is an Excel formula that lives in the sheet,
    "engine" is a value that the engine computes and writes (it is kept in the plan file too).
    """

    key: str
    title: Text
    kind: Kind
    role: Role = "input"
    required: bool = False
    unique: bool = False
    list: str | None = None  # choice: name of the list
    open: bool = False  # choice: a value outside the list is allowed (with a warning in Excel)
    link: str | None = None  # link, links: key of the table pointed at
    formula: str | None = None  # calc: in field names, see kernel.formula
    ge: Decimal | None = None
    gt: Decimal | None = None
    le: Decimal | None = None
    places: int | None = None  # decimals kept; None = by kind
    pattern: str | None = None  # text: regular expression that the whole text must match
    prefix: str | None = None  # key: proposed prefix of new identifiers
    unit: Text | None = None
    help: Text | None = None
    width: float = 0
    guard: bool = True  # calc: blank while the row has no key
    bar: bool = False  # draw a data bar behind the number
    tint: str | None = None  # "table.column" beside it whose labels colour these cells
    hidden: bool = False  # helper column: in the sheet, but not shown
    printed: bool = True  # False: on the screen only; such columns stand last in their table
    default: str | None = None  # settings: what a plan holds that says nothing

    def __post_init__(self) -> None:
        problem = self._problem()
        if problem:
            raise ValueError(f"column {self.key!r}: {problem}")
        if not self.width:
            object.__setattr__(self, "width", _DEFAULT_WIDTH[self.kind])

    def _problem(self) -> str | None:
        if not _KEY.match(self.key):
            return "a key is lower-case English letters, digits and underscores"
        for title in self.title:
            if not title or _BAD_IN_TITLE.search(title):
                return f"title {title!r} is empty or holds one of [ ] # ' @ or a line break"
        if self.kind == "choice" and not self.list:
            return "a choice needs the name of its list"
        if self.kind in ("link", "links") and not self.link and self.role == "input":
            return "a link needs the table that it points at"
        if (self.role == "calc") != (self.formula is not None):
            return "calc columns, and only they, have a formula"
        return None


def _column(key: str, zh: str, en: str, kind: Kind, **options: object) -> Column:
    for bound in ("ge", "gt", "le"):
        if options.get(bound) is not None:
            options[bound] = Decimal(str(options[bound]))
    for name in ("unit", "help"):
        value = options.get(name)
        if isinstance(value, tuple):
            options[name] = Text(*value)
    return Column(key, Text(zh, en), kind, **options)  # type: ignore[arg-type]


def key(key: str, zh: str, en: str, *, prefix: str | None = None, **options: object) -> Column:
    """The identifier of a row: text, required, unique."""
    return _column(
        key, zh, en, "key", prefix=prefix, **{"required": True, "unique": True, **options}
    )


def text(key: str, zh: str, en: str, **options: object) -> Column:
    """A short text on one line."""
    return _column(key, zh, en, "text", **options)


def note(key: str, zh: str, en: str, **options: object) -> Column:
    """A long text that wraps."""
    return _column(key, zh, en, "note", **options)


def url(key: str, zh: str, en: str, **options: object) -> Column:
    """An address of a page, file or picture."""
    return _column(key, zh, en, "url", **options)


def goto(key: str, zh: str, en: str, **options: object) -> Column:
    """A link to a sheet ("goto:O2.3.2") or to a cell ("#'tab'!A1") of the workbook."""
    return _column(key, zh, en, "goto", **options)


def choice(key: str, zh: str, en: str, list: str, **options: object) -> Column:
    """One value of a list of `sheets/choices.py`; open=True allows others."""
    return _column(key, zh, en, "choice", list=list, **options)


def link(key: str, zh: str, en: str, to: str, **options: object) -> Column:
    """The key of a row in another table."""
    return _column(key, zh, en, "link", link=to, **options)


def links(key: str, zh: str, en: str, to: str, **options: object) -> Column:
    """Several keys of another table, written "A; B"."""
    return _column(key, zh, en, "links", link=to, **options)


def integer(key: str, zh: str, en: str, **options: object) -> Column:
    """A whole number."""
    return _column(key, zh, en, "integer", **options)


def number(key: str, zh: str, en: str, **options: object) -> Column:
    """A decimal number (quantities, scores, hours)."""
    return _column(key, zh, en, "number", **options)


def amount(key: str, zh: str, en: str, **options: object) -> Column:
    """Money, in the base currency unless the title says otherwise."""
    return _column(key, zh, en, "amount", **options)


def price(key: str, zh: str, en: str, **options: object) -> Column:
    """A price for one unit, or an exchange rate: money with up to six decimals."""
    return _column(key, zh, en, "price", **options)


def percent(key: str, zh: str, en: str, **options: object) -> Column:
    """A share stored as a fraction (0.05) and shown as a percentage (5 %)."""
    return _column(key, zh, en, "percent", **options)


def date(key: str, zh: str, en: str, **options: object) -> Column:
    """A calendar day."""
    return _column(key, zh, en, "date", **options)


def time(key: str, zh: str, en: str, **options: object) -> Column:
    """A time of day; 24:00 and later belong to the next day and are not allowed."""
    return _column(key, zh, en, "time", **options)


def datetime(key: str, zh: str, en: str, **options: object) -> Column:
    """A day with a time of day."""
    return _column(key, zh, en, "datetime", **options)


def minutes(key: str, zh: str, en: str, **options: object) -> Column:
    """A length of time in whole minutes."""
    return _column(key, zh, en, "minutes", unit=("分鐘", "min"), **options)


def calc(key: str, zh: str, en: str, kind: Kind, formula: str, **options: object) -> Column:
    """A native formula, written with field names; blank while the row has no key."""
    return _column(key, zh, en, kind, role="calc", formula=formula, **options)


def engine(column: Column) -> Column:
    """The same column, but computed by the engine and written as a value (marked P)."""
    return replace(column, role="engine", required=False)
