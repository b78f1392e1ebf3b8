"""The list of macros: every macro declared once, whatever button runs it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from xlevent.domain.language import Text
from xlevent_udfs.macros.outcome import Outcome

Progress = Callable[[Text], None]


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that a person chose: its name and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Macro:
    """What a button does: how it is called, what it says of itself, the call behind it."""

    name: str  # as in xlevent_udfs.macros.catalogue.MACROS, and in scripts of xlwings
    title: Text  # on the button
    help: Text
    file: Text | None  # what to choose a file for; None: it takes none
    call: Callable[..., Outcome]


MACROS: dict[str, Macro] = {}


def macro(title: Text, help: Text, file: Text | None = None) -> Callable[[Any], Any]:
    """Put a macro into MACROS under its Python name.

    The function takes the session, and the chosen file (None: no file was chosen) where it wants
    one.
    """

    def declare(call: Callable[..., Outcome]) -> Callable[..., Outcome]:
        name = call.__name__
        wanted = ["session", "file"] if file is not None else ["session"]
        if list(inspect.signature(call).parameters) != wanted:
            raise TypeError(f"macro {name}: its parameters must be {wanted}")
        if name in MACROS:
            raise TypeError(f"macro {name} is declared twice")
        MACROS[name] = Macro(name, title, help, file, call)
        return call

    return declare
