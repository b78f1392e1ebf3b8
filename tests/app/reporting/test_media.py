"""The pictures of a report: what is told of those that are not embedded."""

from __future__ import annotations

from pathlib import Path

from xlevent.app.event import Event
from xlevent.app.reporting.media import media_of


def test_pictures_on_the_web_are_told_once(tmp_path: Path) -> None:
    rows = [
        {"id": f"MD-{n}", "kind": "photo", "title": f"Photo {n}",
         "file": f"https://example.org/{n}.jpg"}
        for n in range(3)
    ]  # fmt: skip
    found = media_of(Event({}, {"report_media": rows}), tmp_path)
    (finding,) = found.findings
    assert finding.code == "XL655"
    assert finding.message.en.startswith("3 pictures")
    assert len(found.links.items) == 3
