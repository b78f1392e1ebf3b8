"""Texts as Excel stores them: escapes, rich runs, the table of shared texts."""

from __future__ import annotations

import re

from lxml import etree

from xlevent.domain.language import Text
from xlevent.domain.values import Typed
from xlevent.workbook.package import MAIN, STRICT, Package
from xlevent.workbook.streaming import elements

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescape(text: str) -> str:
    """The text with Excel's _xHHHH_ escapes as the characters they mean."""
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    # Pairs of surrogates become one character; a lone one becomes the replacement character.
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def rich_text(element: etree._Element) -> str:
    """The text of a shared or inline string: its runs, without phonetic guides."""
    if len(element) == 1 and str(element[0].tag).endswith("}t"):
        return unescape(element[0].text or "")
    pieces = []
    for child in element:
        name = str(child.tag).rpartition("}")[2]
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces.extend(t.text or "" for t in child if str(t.tag).endswith("}t"))
    return unescape("".join(pieces))


def shared_texts(package: Package, part: str | None) -> list[Typed]:
    """The workbook's shared texts in order."""
    texts: list[Typed] = []
    if part is None:
        return texts
    limits = package.limits
    length = 0
    for element in elements(package, part, "sst", (f"{MAIN}si", f"{STRICT}si")):
        text = Typed(rich_text(element))
        texts.append(text)
        length += len(text)
        if len(text) > limits.text_length:
            raise package.too_large(
                Text("一個儲存格的文字", "text of one cell"),
                len(text),
                limits.text_length,
                "text_length",
            )
        if len(texts) > limits.shared_texts:
            raise package.too_large(
                Text("文字的數量", "number of texts"),
                len(texts),
                limits.shared_texts,
                "shared_texts",
            )
        if length > limits.shared_length:
            raise package.too_large(
                Text("文字", "texts"), length, limits.shared_length, "shared_length"
            )
    return texts
