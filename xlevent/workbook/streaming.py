"""The elements of a part one by one, so that memory follows the largest, not the part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO

from lxml import etree

from xlevent.domain.language import Text
from xlevent.workbook.package import Package


def elements(
    package: Package, part: str, root: str, tags: Sequence[str]
) -> Iterator[etree._Element]:
    """The elements with those tags, in order; each is gone when the next one comes.

    What stands before one of them, wherever in the part, goes with it, and more than the limit
    of a tree may not stand between two.
    """
    with package.xml(part, root) as stream:
        metered = Metered(stream, package, part)
        for _, element in etree.iterparse(
            metered, events=("end",), tag=tuple(tags), resolve_entities=False, no_network=True,
            huge_tree=False, remove_comments=True, remove_pis=True,
        ):  # fmt: skip
            metered.since = 0
            yield element
            _prune(element)


def _prune(element: etree._Element) -> None:
    """Remove an element and everything before it and its ancestors."""
    parent = element.getparent()
    if parent is None:
        return
    while parent[0] is not element:
        del parent[0]
    del parent[0]
    while parent is not None:
        parent.text = None
        above = parent.getparent()
        if above is not None:
            while above[0] is not parent:
                del above[0]
        parent = above


class Metered:
    """A stream that refuses to feed the parser endlessly without a single element coming out."""

    def __init__(self, stream: IO[bytes], package: Package, part: str) -> None:
        self.since = 0
        self._read = stream.read
        self._package = package
        self._part = part

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._read(size)
        self.since += len(data)
        limit = self._package.limits.tree_bytes
        if self.since > limit:
            raise self._package.too_large(
                Text(f"{self._part} 的一個元素", f"one element of {self._part}"),
                self.since,
                limit,
                "tree_bytes",
            )
        return data
