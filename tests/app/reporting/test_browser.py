"""The report as a page in a real Chromium: on a desk, on a phone, on paper."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.tools.browser import browse
from xlevent.app.event import Event
from xlevent.app.reporting.closing import closing_report
from xlevent.app.reporting.html import report_html
from xlevent.app.reporting.media import media_of
from xlevent.app.samples import sample
from xlevent.domain.language import Language

pytestmark = pytest.mark.browser
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung" * 3


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    Image.effect_noise((900, 600), 60).convert("RGB").save(folder / "hall.jpg")
    Image.new("RGBA", (300, 700), (20, 120, 120, 160)).save(folder / "flag.png")
    with sample("demo") as path:
        event = Event.load(path)
    rows = event.tables["report_media"]
    rows[0]["file"], rows[1]["file"] = "hall.jpg", "flag.png"
    rows[1]["caption"] = LONG
    languages: tuple[Language, ...] = ("zh-TW", "both")
    media = media_of(event, folder)
    for language in languages:
        text = report_html(closing_report(event, language, media), language)
        (folder / f"{language}.html").write_text(text, encoding="utf-8")
    body = f"<img src=x onerror=alert(1)>{LONG}"
    hostile = Event(
        {"event_name": f"<b>{LONG}</b><script>document.title='x'</script>"},
        {"report_sections": [{"section": "summary", "body": body}]},
    )  # fmt: skip
    text = report_html(closing_report(hostile, "en", media_of(hostile, folder)), "en")
    (folder / "hostile.html").write_text(text, encoding="utf-8")
    return folder


def look(pages: Path, name: str, width: int, kind: str = "") -> dict[str, Any]:
    return browse(pages / f"{name}.html", pages / f"{name}-{width}.png", width=width, kind=kind)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", ["zh-TW", "both", "hostile"])
def test_a_page_fits_is_readable_and_silent(pages: Path, name: str, width: int) -> None:
    found = look(pages, name, width)
    assert found["scrolls"] is False
    assert found["wide"] == []
    assert found["pale"] == []  # contrast of 4.5 to 1 at least
    assert found["messages"] == []
    assert [url.rpartition("/")[2] for url in found["asked"]] == [f"{name}.html"]
    assert found["scripts"] == 0
    assert found["broken"] == 0
    levels = found["levels"]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_pictures_charts_and_tables_are_told_to_who_cannot_see(pages: Path) -> None:
    found = look(pages, "both", 1280)
    assert found["lang"] == "zh-Hant-TW"
    assert len(found["images"]) == 2
    assert all(image["drawn"] and image["alt"] for image in found["images"])
    assert found["charts"] >= 6
    assert found["unnamed"] == 0
    assert all(table["caption"] and table["heads"] for table in found["tables"])


def test_hostile_texts_do_nothing(pages: Path) -> None:
    found = look(pages, "hostile", 1280)
    assert "<script>" in found["title"]
    assert found["images"] == []


def test_it_prints_on_a_few_pages(pages: Path) -> None:
    import re

    look(pages, "zh-TW", 1280, kind="pdf")
    content = (pages / "zh-TW-1280.png.pdf").read_bytes()
    assert 4 <= len(re.findall(rb"/Type\s*/Page\b", content)) <= 25


def test_what_is_looked_for_is_found(tmp_path: Path) -> None:
    """A page with every fault: the checks above can fail."""
    page = tmp_path / "bad.html"
    page.write_text(
        "<h1>x</h1><h3 style='color:#bbb;width:2000px'>pale and wide</h3><a href='#none'>x</a>"
        "<svg></svg><img src='https://example.invalid/a.png'><script>console.log(1)</script>",
        encoding="utf-8",
    )
    found = browse(page, tmp_path / "bad.png", width=400)
    assert found["scrolls"]
    assert found["wide"]
    assert found["pale"]
    assert found["scripts"] == found["broken"] == found["unnamed"] == 1
    assert any("example.invalid" in url for url in found["asked"])
    assert "log: 1" in found["messages"]
