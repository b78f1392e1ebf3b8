"""The XML of Microsoft Project, read bit by bit and safely, and the values in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import TYPE_CHECKING, Any

from xlevent.domain.language import Text
from xlevent.errors import UnreadableFileError
from xlevent.interop.mspdi import NAMESPACE

if TYPE_CHECKING:
    from lxml.etree import _Element

ELEMENTS_LIMIT = 300_000
"""Tasks, or resources, or assignments, or calendars of one file."""
LONGEST = 52_596_000
"""Minutes of a hundred years: longer durations and lags are mistakes."""
_PREFIX = f"{{{NAMESPACE}}}"
_LENGTH = re.compile(
    r"(?P<sign>-)?P(?:(?P<days>\d{1,9})D)?"
    r"(?:T(?:(?P<hours>\d{1,12})H)?(?:(?P<minutes>\d{1,12})M)?(?:(?P<seconds>\d{1,12})(?:\.\d+)?S)?)?\Z",
    re.ASCII,
)
_CLOCK = re.compile(r"(\d\d):(\d\d)(?::\d\d)?\Z", re.ASCII)


class Wrong(Exception):  # noqa: N818 - it says what the value is
    """A value that is not what its element should hold."""


def elements(
    content: bytes, names: tuple[str, ...], where: str, take: Callable[[str, _Element], None]
) -> _Element:
    """Give each element of those names to `take`, then forget its content; the root is returned.

    UnreadableFileError for what is no such XML, and for a DTD: no honest file has one.
    """
    from lxml import etree

    tags = [_PREFIX + name for name in (*names, "TimephasedData")]
    counts: dict[str, int] = {}
    try:
        context = etree.iterparse(
            BytesIO(content), events=("start", "end"), tag=[_PREFIX + "Project", *tags],
            resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        for event, element in context:
            name = element.tag[len(_PREFIX) :]
            if name == "Project":
                _refuse_dtd(element, where)
            elif event == "end" and name == "TimephasedData":
                element.clear()
            elif event == "end" and _is_listed(element, name):
                counts[name] = counts.get(name, 0) + 1
                if counts[name] > ELEMENTS_LIMIT:
                    raise UnreadableFileError(
                        Text(
                            f"檔案有超過 {ELEMENTS_LIMIT:,} 個 <{name}>。",
                            f"the file holds more than {ELEMENTS_LIMIT:,} of <{name}>.",
                        ),
                        where=where,
                        mend=Text(
                            "請把專案分成數個檔案。", "Split the project into several files."
                        ),
                    )
                take(name, element)
                element.clear()
    except etree.XMLSyntaxError as problem:
        raise UnreadableFileError(
            Text(f"這不是正確的 XML：{problem.msg}。", f"this is not valid XML: {problem.msg}"),
            where=where,
            mend=Text("請重新將專案另存為 XML。", "Save the project as XML again."),
        ) from None
    root: _Element | None = context.root
    if root is None or root.tag != _PREFIX + "Project":
        raise UnreadableFileError(
            Text(
                "這個 XML 不是 Microsoft Project 檔。", "this XML is not a Microsoft Project file."
            ),
            where=where,
            mend=Text(
                "請在 Microsoft Project 或 ProjectLibre 將專案另存為 XML。",
                "Save the project as XML in Microsoft Project or ProjectLibre.",
            ),
        )
    return root


def is_mspdi(content: bytes) -> bool:
    """Whether a file looks like Microsoft Project XML."""
    head = content[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\x00", b"")
    return NAMESPACE.encode() in head


def _refuse_dtd(element: _Element, where: str) -> None:
    info: Any = element.getroottree().docinfo
    if info.internalDTD is not None or info.doctype:
        raise UnreadableFileError(
            Text(
                "XML 含有文件類型定義（DTD），可能有害。",
                "the XML has a document type definition and may be meant to harm.",
            ),
            where=where,
            mend=Text(
                "請在原來的程式重新將專案另存為 XML。",
                "Save the project as XML again in the program that it comes from.",
            ),
        )


def _is_listed(element: _Element, name: str) -> bool:
    """Whether it stands in the list of its kind: custom fields also stand in each task."""
    parent = element.getparent()
    return parent is not None and parent.tag == f"{_PREFIX}{name}s"


def fields(element: _Element) -> dict[str, str]:
    """The texts of the children, the first of each name."""
    found: dict[str, str] = {}
    for child in element:
        if len(child) == 0 and child.text:
            found.setdefault(child.tag.removeprefix(_PREFIX), child.text.strip())
    return found


def children(element: _Element, *path: str) -> Iterator[_Element]:
    """The elements at the end of a path of names."""
    if not path:
        yield element
        return
    for child in element.iterchildren(_PREFIX + path[0]):
        yield from children(child, *path[1:])


def flag(given: Mapping[str, str], name: str, default: bool = False) -> bool:
    """A yes or no."""
    return given.get(name, "1" if default else "0").lower() in ("1", "true")


def number(text: str | None, least: int = -(10**12)) -> int | None:
    """A whole number; None where there is none."""
    if not text:
        return None
    if not re.fullmatch(r"-?\d{1,15}(?:\.0*)?", text, re.ASCII) or int(text.split(".")[0]) < least:
        raise Wrong
    return int(text.split(".")[0])


def decimal(text: str | None) -> Decimal | None:
    """A number; None where there is none."""
    if not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise Wrong from None
    if not found.is_finite() or abs(found) > 10**12:
        raise Wrong
    return found


def moment(text: str | None) -> datetime | None:
    """A date and time in the years that calendars know, seconds cut off; None for none."""
    if not text or text.upper() == "NA":
        return None
    try:
        found = datetime.fromisoformat(text).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError:
        raise Wrong from None
    if not 1900 <= found.year <= 2390:
        raise Wrong
    return found


def length(text: str | None) -> int | None:
    """Whole minutes of a duration such as PT8H30M0S, halves up; None where there is none."""
    if not text:
        return None
    match = _LENGTH.match(text)
    if match is None or match["sign"]:
        raise Wrong
    days, hours, minutes, seconds = (
        int(match[part] or 0) for part in ("days", "hours", "minutes", "seconds")
    )
    total = days * 1440 + hours * 60 + minutes + (seconds + 30) // 60
    if total > LONGEST:
        raise Wrong
    return total


def clock(text: str | None) -> int:
    """Minutes after midnight of a time such as 08:30:00."""
    match = _CLOCK.match(text or "")
    if match is None or int(match[1]) > 24 or int(match[2]) > 59:
        raise Wrong
    return int(match[1]) * 60 + int(match[2])
