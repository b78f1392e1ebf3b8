"""Kinds of problems, one case of a problem, and the finding made from it at a place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from xlevent.domain.finding import NOWHERE, Finding, Place, Severity
from xlevent.domain.language import Text

_SHOWN = 60  # characters of a value that a message repeats


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding."""

    code: str
    severity: Severity
    message: Text
    hint: Text


class Whole(str):
    """A detail that a message shows in full, such as all tasks of a cycle."""

    __slots__ = ()


CODES: dict[str, Code] = {}


def declare(
    code: str, severity: Severity, message: tuple[str, str], hint: tuple[str, str] = ("", "")
) -> Code:
    """Add a kind to the table of codes; message and hint are (zh-TW, en) templates."""
    if code in CODES:
        raise ValueError(f"code {code} is declared twice")
    CODES[code] = Code(code, severity, Text(*message), Text(*hint))
    return CODES[code]


@dataclass(frozen=True, slots=True)
class Problem:
    """A code with the details of one case; where it stands is added later."""

    code: Code
    details: Mapping[str, object] = field(default_factory=dict)


def finding(
    problem: Problem,
    *,
    table: str | None = None,
    column: str | None = None,
    row: int | None = None,
    place: Place = NOWHERE,
    value: object = None,
    titles: Mapping[str, object] | None = None,
) -> Finding:
    """The finding of a problem at a place; `titles` gives readable names of table and column."""
    names: dict[str, object] = {"table": table or "", "column": column or "", "value": value}
    names.update(titles or {})
    names.update(problem.details)
    nearest = names.get("nearest")
    zh, en = ({k: _shown(v, side) for k, v in names.items()} for side in (0, 1))
    hint_zh = problem.code.hint.zh.format_map(zh)
    hint_en = problem.code.hint.en.format_map(en)
    if nearest:
        hint_zh = f"是否為「{zh['nearest']}」？{hint_zh}"
        hint_en = f"Did you mean {en['nearest']!r}? {hint_en}".rstrip()
    return Finding(
        problem.code.code,
        problem.code.severity,
        Text(problem.code.message.zh.format_map(zh), problem.code.message.en.format_map(en)),
        Text(hint_zh, hint_en),
        table=table,
        column=column,
        row=row,
        place=place,
        value=value,
    )


def _shown(value: object, side: int) -> str:
    if isinstance(value, int) and value.bit_length() > 10_000:  # Python refuses to print it
        value = "…"
    if isinstance(value, Text):
        value = value[side]
    text = str(value)
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    if len(text) <= _SHOWN or isinstance(value, Whole):
        return text
    return text[: _SHOWN - 1] + "…"


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like the given one, or "" if none is alike."""
    if len(name) > 200:  # difflib is quadratic
        return ""
    folded = {k.casefold(): k for k in known}
    found = get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else ""
