"""The pictures, films and sound of a report: what is embedded, what is linked, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from xlevent.app.event import Event
from xlevent.app.planning.notes import Notes
from xlevent.app.reporting.model import Link, Links, Picture, same
from xlevent.domain import media_codes as codes
from xlevent.domain.finding import Finding
from xlevent.domain.language import Text
from xlevent.domain.problems import Problem
from xlevent.interop.pictures import LONGEST, LoadedPicture, load_picture

_TITLE = Text("影音與檔案", "Audio, video and files")
_SIDES = ((16, LONGEST), (48, 1200), (10**9, 800))


@dataclass(slots=True)
class Media:
    """What the table of media gives."""

    pictures: list[tuple[str | None, Picture]] = field(default_factory=list)
    links: Links = field(default_factory=lambda: Links(_TITLE, ()))
    findings: list[Finding] = field(default_factory=list)

    def of(self, section: str | None) -> list[Picture]:
        """The pictures of a section; None: those without one."""
        return [picture for where, picture in self.pictures if where == section]


def longest_side(pictures: int) -> int:
    """Pixels of the longer side: of many pictures each is smaller, so that one file holds them."""
    return next(pixels for most, pixels in _SIDES if pictures <= most)


def media_of(event: Event, folder: Path) -> Media:
    """Read the pictures that lie in `folder` or below; what cannot be shown is a finding."""
    notes = Notes(event)
    photos = sum(row.get("kind") == "photo" for row in event.tables["report_media"])
    longest = longest_side(photos)
    found = Media()
    links: list[Link] = []
    on_web: list[tuple[int, str]] = []  # told once, not picture by picture
    kinds = event.registry.lists["media_kind"].text
    for index, row in enumerate(event.tables["report_media"]):
        name = str(row.get("file") or "").strip()
        title = str(row.get("title") or row.get("id") or "")
        caption = str(row.get("caption") or "").strip() or title
        credit = ", ".join(str(row[key]) for key in ("credit", "licence") if row.get(key))
        kind = str(row.get("kind") or "")
        consent = row.get("consent")
        if not name:
            continue  # a required cell; `check` tells
        if consent == "refused":
            notes.cell("report_media", index, "consent", codes.CONSENT_REFUSED, title=title)
            continue
        if consent == "pending":
            notes.cell("report_media", index, "consent", codes.CONSENT_PENDING, title=title)
        if kind == "photo":
            loaded = load_picture(folder, name, longest=longest)
            if isinstance(loaded, LoadedPicture):
                section = row.get("section")
                found.pictures.append((
                    str(section) if section else None,
                    Picture(
                        loaded.content, loaded.kind, loaded.width, loaded.height, same(title),
                        same(caption), credit,
                    ),
                ))  # fmt: skip
                continue
            if loaded.code is codes.PICTURE_ON_WEB:
                on_web.append((index, name))
            else:
                _tell(notes, index, loaded)
        note = caption if caption != title else ""
        links.append(Link(kinds(kind), same(title), name, "; ".join(filter(None, (note, credit)))))
    if on_web:
        index, name = on_web[0]
        _tell(notes, index, Problem(codes.PICTURE_ON_WEB, {"file": name, "count": len(on_web)}))
    found.links = Links(_TITLE, tuple(links))
    found.findings = notes.done()
    return found


def _tell(notes: Notes, index: int, problem: Problem) -> None:
    notes.cell("report_media", index, "file", problem.code, **problem.details)


def folder_of(path: Path) -> Path:
    """Where the files lie that a plan or a workbook names."""
    return path if path.is_dir() else path.parent
