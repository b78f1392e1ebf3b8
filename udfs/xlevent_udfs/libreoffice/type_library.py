"""The type library of the add-in: which methods its interface has, in UNO's binary form.

LibreOffice calls a Calc function through a method of a UNO interface, and it must know that
interface before any Python runs. Its own `unoidl-write` makes such a file out of .idl text, but
comes with the developers' kit only. The form is small: a header, then for each module its entries,
sorted, names apart from data; numbers are little-endian. A text that stands in the file already is
given by its place. LibreOffice 4.1 and later read it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ANY = "any"
ROWS = "[][]any"
DOCUMENT = "com.sun.star.beans.XPropertySet"  # Calc gives the document, and shows no argument
_MAGIC = b"UNOIDL\xff\0"
_BANNER = b"\0** Created by xlevent **\0"
_BASE = "com.sun.star.uno.XInterface"
_MODULE, _INTERFACE = 0, 5
_IN = 0
_KNOWN_PLACE = 0x8000_0000


@dataclass(frozen=True, slots=True)
class Method:
    """A method; it raises nothing."""

    name: str
    parameters: Sequence[tuple[str, str]]  # name and type
    result: str = ANY


def type_library(interface: str, methods: Sequence[Method]) -> bytes:
    """The file for one interface, its name with modules, such as org.example.XFunctions."""
    writer = _Writer()
    modules: dict[str, object] | Sequence[Method] = methods
    for name in reversed(interface.split(".")):
        modules = {name: modules}
    assert isinstance(modules, dict)
    place = writer.entries(modules, root=True)
    writer.data[8:16] = _long(place) + _long(len(modules))
    return bytes(writer.data)


class _Writer:
    def __init__(self) -> None:
        self.data = bytearray(_MAGIC + _long(0) + _long(0) + _BANNER)
        self._places: dict[str, int] = {}

    def entries(self, entries: Mapping[str, object], *, root: bool = False) -> int:
        """Write what a module holds; the result is where it stands."""
        places: list[tuple[int, int]] = []
        data = {
            name: self.entries(held) if isinstance(held, dict) else self._interface(held)  # type: ignore[arg-type]
            for name, held in sorted(entries.items())
        }
        for name, place in data.items():
            places.append((len(self.data), place))
            self.data += name.encode("ascii") + b"\0"
        start = len(self.data)
        if not root:
            self.data += bytes([_MODULE]) + _long(len(places))
        for name_place, place in places:
            self.data += _long(name_place) + _long(place)
        return start

    def _interface(self, methods: Sequence[Method]) -> int:
        start = len(self.data)
        self.data += bytes([_INTERFACE]) + _long(1)
        self._text(_BASE)
        self.data += _long(0) + _long(0)  # no optional bases, no attributes
        self.data += _long(len(methods))
        for method in methods:
            self._text(method.name)
            self._text(method.result)
            self.data += _long(len(method.parameters))
            for name, kind in method.parameters:
                self.data.append(_IN)
                self._text(name)
                self._text(kind)
            self.data += _long(0)  # raises nothing
        return start

    def _text(self, text: str) -> None:
        known = self._places.get(text)
        if known is not None:
            self.data += _long(known | _KNOWN_PLACE)
            return
        self._places[text] = len(self.data)
        raw = text.encode("ascii")
        self.data += _long(len(raw)) + raw


def _long(value: int) -> bytes:
    return value.to_bytes(4, "little")
