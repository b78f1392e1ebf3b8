"""What a report consists of, in both languages and before any format.

A `Text` holds the Chinese and the English side; a writer shows the one that it was asked for, or
both. Numbers are formatted already: a report is read, not computed with.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from xlevent.domain.language import Text

Tone = Literal["accent", "soft", "good", "warn", "bad", "muted"]


def same(text: str) -> Text:
    """What people wrote: the same in both languages."""
    return Text(text, text)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `author` is True for what people wrote, False for what the figures say."""

    text: Text
    author: bool = False


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table; `number` columns stand right."""

    title: Text
    number: bool = False
    wide: bool = False  # holds long texts


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under titles; `more` tells of rows that were left out."""

    title: Text
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Text, ...], ...]
    more: Text | None = None


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """Values of one colour, one for each category; None where there is none."""

    title: Text
    values: tuple[float | None, ...]
    tone: Tone = "accent"


@dataclass(frozen=True, slots=True)
class Chart:
    """bars lie, columns stand side by side, a line joins its points."""

    kind: Literal["bars", "columns", "line"]
    title: Text
    categories: tuple[Text, ...]
    series: tuple[ChartSeries, ...]
    percent: bool = False  # values are shares, shown as percent
    mark: float | None = None  # a line across, such as 100 %


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready to embed: upright, scaled, without the camera's data."""

    content: bytes
    kind: Literal["jpeg", "png"]
    width: int  # pixels
    height: int
    title: Text
    caption: Text
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Gallery:
    """Pictures with captions."""

    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Something that is not in the report, such as a film, with its address."""

    kind: Text
    title: Text
    address: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of media."""

    title: Text
    items: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign."""

    parties: tuple[Text, ...]


Block = Paragraph | Table | Chart | Gallery | Links | Signatures


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter."""

    key: str
    title: Text
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the table at the head, such as the client."""

    title: Text
    value: Text


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report."""

    title: Text
    subject: Text  # the event
    facts: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = ()
    figures: tuple[Fact, ...] = field(default=())  # the few numbers that stand out

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """All pictures in order."""
        return tuple(
            picture for section in self.sections for block in section.blocks
            if isinstance(block, Gallery) for picture in block.pictures
        )  # fmt: skip
