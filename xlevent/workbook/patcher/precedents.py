"""The references in the text of a formula, and whether its reach can be seen at all.

What is not understood is never left out: such a formula may depend on anything. The grammar
is the one of files (ECMA-376 part 1, 18.17): English function names, commas, A1 references.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from xlevent.workbook.contents import column_number
from xlevent.workbook.patcher.brackets import structured
from xlevent.workbook.patcher.reference_kinds import (
    A1,
    MAX_COLUMN,
    MAX_ROW,
    Name,
    Precedents,
    Reference,
    Resized,
    Sheets,
    Span,
)

_TOKEN = re.compile(
    r"""
    (?P<skip>(?:
        "(?:[^"]|"")*"                                # a text
      | \{(?:[^{}"]|"(?:[^"]|"")*")*\}                # constants in braces
      | \#(?:N/A|DIV/0!|NULL!|[A-Z_]+[!?]|GETTING_DATA)  # an error
      | (?:\d+\.?\d*|\.\d+)(?:E[+-]?\d+)?(?![\w.:])   # a number, no row of 1:3
      | [-+*/^&=<>%;@]                               # an operator
    )+)
  | (?P<spill>\#)                                    # of the cell before it, which tells
  | (?P<space>\s+) | (?P<open>\() | (?P<close>\)) | (?P<comma>,) | (?P<colon>:)
  | (?P<target>
      (?P<sheet>(?:
          '(?:[^']|'')*'
        | (?:\[[^][]*\])?(?!\$?[A-Z]{1,3}\$?\d{1,7}:)[\w.?\\]*(?::[\w.?\\]+)?
      )!)?
      (?:
        (?P<area>
            \$?[A-Z]{1,3}\$?[1-9]\d{0,6}(?::\$?[A-Z]{1,3}\$?[1-9]\d{0,6})?
          | \$?[A-Z]{1,3}:\$?[A-Z]{1,3}
          | \$?[1-9]\d{0,6}:\$?[1-9]\d{0,6}
        )(?![\w.?\\([!])
      | (?P<broken>\#REF!)
      | (?P<function>[^\W\d][\w.?\\]*)\(
      | (?P<name>(?:[^\W\d]|\\)[\w.?\\]*)?
        (?P<brackets>\[(?:'.|[^]['])*(?:\[(?:'.|[^]['])*\](?:'.|[^]['])*)*\])
      | (?P<word>(?:[^\W\d]|\\)[\w.?\\]*)
      )
    )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CORNER = re.compile(r"(\$?)([A-Za-z]*)(\$?)(\d*)")
_EXTERNAL = re.compile(r"\[([^][]*)\]")
_UNSEEN = frozenset(("indirect", "offset", "getpivotdata", "evaluate", "call", "register.id"))
_UNSEEN_KINDS = ("cube", "get.")  # of the data model, of old macros
_VOLATILE = frozenset(("today", "now", "rand", "randbetween", "randarray", "cell", "info", "rtd"))
_NO_ARGUMENTS = frozenset(
    ("pi", "true", "false", "na", "row", "column", "sheet", "sheets", *_VOLATILE)
)
_SIZED_BY_FIRST = frozenset(("sumif", "averageif"))
_PREFIXES = re.compile(r"(?:_xlfn\.|_xlws\.|_xlcompat\.)+")
_LONGEST = 32_768  # characters; Excel takes 8,192, files may spell them longer
_DEEPEST = 256  # parentheses; Excel takes 64
_ANYTHING = Precedents(anything=True)


@lru_cache(maxsize=16_384)
def precedents(text: str) -> Precedents:
    """The precedents of a formula without its leading equals sign."""
    try:
        return _Reader().read(text)
    except ValueError:
        return _ANYTHING


@dataclass(slots=True)
class _Call:
    """An open parenthesis: the function before it and where its arguments begin."""

    function: str | None
    arguments: list[int]  # index of the first reference of each
    primary: int  # index of the first reference of the last operand
    colon: int | None = None  # the operand before a colon that waits for the one after it
    empty: bool = True


@dataclass(slots=True)
class _Reader:
    found: list[Reference] = field(default_factory=list)
    calls: set[str] = field(default_factory=set)
    anything: bool = False
    volatile: bool = False

    def read(self, text: str) -> Precedents:
        found = self.found
        stack = [_Call(None, [0], 0)]
        position, end = 0, len(text)
        if end > _LONGEST:
            raise ValueError("longer than any formula")
        match = _TOKEN.match
        while position < end:
            token = match(text, position)
            if token is None or token.end() == position:
                raise ValueError(f"no formula: {text[position : position + 40]!r}")
            position = token.end()
            kind = token.lastgroup
            call = stack[-1]
            if kind == "skip":
                call.empty = False
                call.primary = len(found)
            elif kind == "target":
                call.empty = False
                if token["function"] is not None:
                    stack.append(self._opened(token["function"]))
                    if len(stack) > _DEEPEST:
                        raise ValueError("deeper than any formula")
                    continue
                start = len(found)
                self._target(token)
                self._operand(call, start)
            elif kind == "open":
                call.empty = False
                stack.append(_Call(None, [len(found)], len(found)))
                if len(stack) > _DEEPEST:
                    raise ValueError("deeper than any formula")
            elif kind == "close":
                if len(stack) == 1:
                    raise ValueError("a parenthesis too many")
                stack.pop()
                self._closed(call)
                self._operand(stack[-1], call.arguments[0])
            elif kind == "comma":
                call.empty = False
                call.arguments.append(len(found))
            elif kind == "colon":
                call.colon = call.primary
        if len(stack) > 1:
            raise ValueError("a parenthesis is missing")
        once = tuple(dict.fromkeys(found))
        return Precedents(once, frozenset(self.calls), self.anything, self.volatile)

    def _opened(self, function: str) -> _Call:
        name, unseen, volatile = _function(function)
        self.anything |= unseen
        self.volatile |= volatile
        self.calls.add(name)
        return _Call(name, [len(self.found)], len(self.found))

    def _closed(self, call: _Call) -> None:
        """What only the arguments of a function tell."""
        if call.function is None:
            return
        if call.empty and call.function not in _NO_ARGUMENTS:
            self.anything |= not call.function.startswith("_xlpm.")
        if call.function in _SIZED_BY_FIRST and len(call.arguments) > 2:
            _, second, third, *_ = call.arguments
            starts, like = self.found[third:], self.found[call.arguments[0] : second]
            self.found.append(Resized(_areas(starts), _areas(like)))

    def _operand(self, call: _Call, start: int) -> None:
        """An operand is complete; a colon before it makes a range of it."""
        call.primary = start
        if call.colon is not None:
            call.primary = call.colon
            # Of A1:B2:C3 one span is left, so that a chain stays as short as its text.
            corners = [one for one in self.found[call.colon :] if not isinstance(one, Span)]
            self.found[call.colon :] = [*corners, Span(tuple(corners))]
            call.colon = None

    def _target(self, token: re.Match[str]) -> None:
        prefix = token["sheet"]
        if prefix is not None:
            external = _EXTERNAL.search(prefix)
            if external is not None and external[1] != "0":
                return
        if token["broken"]:
            return
        sheets = _sheets(prefix)
        area = token["area"]
        if area is not None:
            self.found.append(_a1(sheets, area))
        elif token["brackets"] is not None:
            self.found.append(structured(token["name"], token["brackets"]))
        else:
            word = token["word"]
            if word.lower() not in ("true", "false") and not word.startswith(("_xlpm.", "_xleta.")):
                self.found.append(Name(sheets.first if sheets else None, word))


@lru_cache(maxsize=1024)
def _function(text: str) -> tuple[str, bool, bool]:
    """The name of a function, whether its reach is unseen, whether it changes by itself."""
    name = _PREFIXES.sub("", text.lower())
    unseen = name in _UNSEEN or name.startswith(_UNSEEN_KINDS)
    return name, unseen, name in _VOLATILE


def _areas(references: list[Reference]) -> tuple[Reference, ...]:
    """Without what inner functions only compute from."""
    return tuple(one for one in references if not isinstance(one, Resized))


def _sheets(prefix: str | None) -> Sheets | None:
    if prefix is None or prefix == "!":
        return None
    text = prefix[:-1]
    if text.startswith("'"):
        text = text[1:-1].replace("''", "'")
    if text.startswith("[0]"):
        text = text[3:]
    if not text:
        return None
    first, _, last = text.partition(":")
    return Sheets(first, last or first)


def _a1(sheets: Sheets | None, text: str) -> A1:
    first, _, last = text.partition(":")
    top, left, moves_top, moves_left = _corner(first, 1, 1)
    if not last:
        bottom, right, moves_bottom, moves_right = top, left, moves_top, moves_left
    else:
        bottom, right, moves_bottom, moves_right = _corner(last, MAX_ROW, MAX_COLUMN)
    moves = (moves_top, moves_left, moves_bottom, moves_right)
    return A1(sheets, top, left, bottom, right, moves)


def _corner(text: str, row: int, column: int) -> tuple[int, int, bool, bool]:
    """Row and column, and whether they are relative; the given ones where the text has none."""
    match = _CORNER.fullmatch(text)
    assert match is not None
    letters, digits = match[2], match[4]
    fixed_row = match[3] or (match[1] if not letters else "")
    moves_row, moves_column = bool(digits) and not fixed_row, bool(letters) and not match[1]
    if digits:
        row = int(digits)
    if letters:
        column = column_number(letters)
    if row > MAX_ROW or column > MAX_COLUMN:
        raise ValueError(f"{text} lies beyond the sheet")
    return row, column, moves_row, moves_column
