"""Pictures of any kind: upright, scaled and clean, or a finding that says why not."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from xlevent.domain.problems import Problem
from xlevent.interop import pictures
from xlevent.interop.pictures import LoadedPicture, load_picture


def save(folder: Path, name: str, image: Image.Image, **options: object) -> str:
    image.save(folder / name, **options)  # type: ignore[arg-type]
    return name


def loaded(folder: Path, name: str, **options: int) -> LoadedPicture:
    found = load_picture(folder, name, **options)
    assert isinstance(found, LoadedPicture), found
    again = Image.open(io.BytesIO(found.content))
    assert again.size == (found.width, found.height)
    assert again.format == found.kind.upper()
    return found


def code(folder: Path, name: str) -> str:
    found = load_picture(folder, name)
    assert isinstance(found, Problem), found
    return found.code.code


def test_a_phone_held_upright(tmp_path: Path) -> None:
    """Orientation 6: the camera lay on its side; the red end comes to the top."""
    image = Image.new("RGB", (40, 20), "blue")
    image.paste("red", (0, 0, 10, 20))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8825)[2] = (25.0, 2.0, 0.0)  # where it was taken
    save(tmp_path, "a.jpg", image, exif=exif, quality=95)
    found = loaded(tmp_path, "a.jpg")
    assert (found.width, found.height) == (20, 40)
    again = Image.open(io.BytesIO(found.content))
    top, bottom = again.getpixel((10, 3)), again.getpixel((10, 30))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 180 > bottom[0]
    assert not again.getexif()
    assert b"Maker" not in found.content
    assert b"Exif" not in found.content


def test_large_pictures_are_scaled_and_small_ones_stay(tmp_path: Path) -> None:
    save(tmp_path, "large.jpg", Image.new("RGB", (3000, 1000), "green"))
    found = loaded(tmp_path, "large.jpg", longest=600)
    assert (found.width, found.height) == (600, 200)
    save(tmp_path, "small.png", Image.new("RGB", (30, 10), "green"))
    small = loaded(tmp_path, "small.png", longest=600)
    assert (small.width, small.height, small.kind) == (30, 10, "jpeg")


@pytest.mark.parametrize(
    ("mode", "name", "kind"),
    [
        ("RGBA", "a.png", "png"), ("P", "a.gif", "jpeg"), ("CMYK", "a.jpg", "jpeg"),
        ("L", "a.jpg", "jpeg"), ("1", "a.png", "jpeg"), ("I;16", "a.png", "jpeg"),
        ("LA", "a.png", "png"), ("F", "a.tiff", "jpeg"), ("RGB", "a.webp", "jpeg"),
        ("RGB", "a.bmp", "jpeg"),
    ],
)  # fmt: skip
def test_every_mode_becomes_one_that_all_programs_show(
    tmp_path: Path, mode: str, name: str, kind: str
) -> None:
    save(tmp_path, name, Image.new(mode, (8, 8)))
    assert loaded(tmp_path, name).kind == kind


def test_grey_of_sixteen_bits_keeps_its_brightness(tmp_path: Path) -> None:
    save(tmp_path, "a.png", Image.new("I;16", (8, 8), 0x8000))
    again = Image.open(io.BytesIO(loaded(tmp_path, "a.png").content))
    pixel = again.getpixel((4, 4))
    assert isinstance(pixel, tuple)
    assert abs(pixel[0] - 128) < 4


def test_what_cannot_be_shown_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(tmp_path, "good.jpg", Image.effect_noise((200, 200), 90).convert("RGB"))
    content = (tmp_path / "good.jpg").read_bytes()
    (tmp_path / "cut.jpg").write_bytes(content[: len(content) // 2])
    (tmp_path / "text.jpg").write_text("no picture", encoding="utf-8")
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "a.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200))
    (tmp_path / "a.jpg").write_bytes(b"\0\0\0\x18ftypavif\0\0\0\0mif1" + bytes(200))
    (tmp_path / "a.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    (tmp_path / "folder.jpg").mkdir()
    codes = {
        "none.jpg": "XL650", "folder.jpg": "XL650", "cut.jpg": "XL651", "text.jpg": "XL654",
        "empty.png": "XL654", "a.heic": "XL653", "a.jpg": "XL653", "a.svg": "XL654",
        "https://example.org/a.jpg": "XL655", "../a.jpg": "XL656", "/etc/passwd": "XL656",
        "\\\\server\\share\\a.jpg": "XL656", "C:/a.jpg": "XL656", "file:///a.jpg": "XL655",
    }  # fmt: skip
    assert {name: code(tmp_path, name) for name in codes} == codes
    monkeypatch.setattr(pictures, "MOST_BYTES", 1000)
    assert code(tmp_path, "good.jpg") == "XL652"


def test_more_pixels_than_a_report_can_use(tmp_path: Path) -> None:
    """A few kilobytes that would unpack to hundreds of megabytes."""
    save(tmp_path, "bomb.png", Image.new("1", (8_000, 8_000)))
    assert (tmp_path / "bomb.png").stat().st_size < 100_000
    assert code(tmp_path, "bomb.png") == "XL652"
    save(tmp_path, "poster.jpg", Image.new("L", (8_000, 8_000)))  # scaled while it is decoded
    assert loaded(tmp_path, "poster.jpg", longest=500).width == 500
    save(tmp_path, "larger.png", Image.new("1", (20_000, 20_000)))
    assert code(tmp_path, "larger.png") == "XL652"


def test_without_pillow_it_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "PIL.Image", None)
    (tmp_path / "a.jpg").write_bytes(b"x")
    assert code(tmp_path, "a.jpg") == "XL659"


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("seeds")
    noise = Image.effect_noise((48, 32), 80).convert("RGB")
    found = {}
    for name in ("a.jpg", "a.png", "a.gif", "a.webp", "a.tiff", "a.bmp"):
        noise.save(folder / name)
        found[name] = (folder / name).read_bytes()
    return found


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_damaged_files_are_findings_and_never_a_crash(
    seeds: dict[str, bytes], tmp_path: Path, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(seeds)))
    content = bytearray(seeds[name])
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, min(len(content) - 1, 400)))
        content[at] = data.draw(st.integers(0, 255))
    (tmp_path / name).write_bytes(bytes(content[: data.draw(st.integers(1, len(content)))]))
    found = load_picture(tmp_path, name)
    assert isinstance(found, LoadedPicture | Problem)
