"""Pictures of people's cameras, made ready for a document: upright, scaled, without hidden data.

The file is not trusted: its size and its pixels are bounded before it is decoded, and everything
but the picture (place, camera, thumbnails, comments) stays behind.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from xlevent.domain import media_codes as codes
from xlevent.domain.problems import Problem
from xlevent.errors import UnreadableFileError
from xlevent.interop.files import named_inside, read_bytes

LONGEST = 1600  # pixels of the longer side in a report
MOST_BYTES = 40 * 1024 * 1024
MOST_PIXELS = 100_000_000  # of a JPEG, which is scaled while it is decoded
MOST_UNSCALED = 50_000_000  # of other formats, which are decoded whole
_QUALITY = 82
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")
_HEIC = frozenset((
    b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1",
    b"avif", b"avis",
))  # fmt: skip
# What decoders run into when a file was cut off or made to harm.
_DAMAGE = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, AttributeError,
    OverflowError, ZeroDivisionError, MemoryError, struct.error, zlib.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LoadedPicture:
    """A picture ready to embed; sizes in pixels."""

    content: bytes
    kind: Literal["jpeg", "png"]
    width: int
    height: int


def is_address(name: str) -> bool:
    """Whether it names something on the web."""
    return "://" in name[:12]


def load_picture(folder: Path, name: str, *, longest: int = LONGEST) -> LoadedPicture | Problem:
    """The picture that a plan or workbook in `folder` names, or what is wrong with it."""
    shown = {"file": name}
    if is_address(name):
        return Problem(codes.PICTURE_ON_WEB, {**shown, "count": 1})
    try:
        import PIL.Image
    except ModuleNotFoundError:
        return Problem(codes.NO_PILLOW)
    try:
        path = named_inside(folder, name)
    except UnreadableFileError:
        return Problem(codes.PICTURE_OUTSIDE, shown)
    if not path.is_file():
        return Problem(codes.PICTURE_MISSING, shown)
    if path.stat().st_size > MOST_BYTES:
        return _huge(name, f"{path.stat().st_size / 1024 / 1024:,.0f} MB",
                     f"{MOST_BYTES // 1024 // 1024} MB")  # fmt: skip
    try:
        content = read_bytes(path, limit=MOST_BYTES)
    except UnreadableFileError:
        return Problem(codes.PICTURE_BROKEN, shown)
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        return Problem(codes.PICTURE_HEIC, shown)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # large pictures are judged below
        try:
            return _prepared(PIL.Image, content, name, longest)
        except PIL.UnidentifiedImageError:
            return Problem(codes.PICTURE_UNKNOWN, shown)
        except PIL.Image.DecompressionBombError:
            return _huge(name, "> 178 MP", f"{MOST_PIXELS // 1_000_000} MP")
        except _DAMAGE:
            return Problem(codes.PICTURE_BROKEN, shown)


def _huge(name: str, size: str, limit: str) -> Problem:
    return Problem(codes.PICTURE_HUGE, {"file": name, "size": size, "limit": limit})


def _prepared(pil: Any, content: bytes, name: str, longest: int) -> LoadedPicture | Problem:
    from PIL import ImageOps

    with pil.open(io.BytesIO(content), formats=_FORMATS) as image:
        pixels = image.width * image.height
        most = MOST_PIXELS if image.format in ("JPEG", "MPO") else MOST_UNSCALED
        if pixels > most:
            return _huge(name, f"{pixels / 1_000_000:,.0f} MP", f"{most // 1_000_000} MP")
        image.draft("RGB", (longest, longest))  # JPEG decodes no more than is needed
        image.load()
        upright = ImageOps.exif_transpose(image)
    upright.thumbnail((longest, longest), reducing_gap=3.0)
    flat = _in_colour(upright)
    out = io.BytesIO()
    if flat.mode == "RGBA":
        flat.save(out, "PNG", optimize=True)
        return LoadedPicture(out.getvalue(), "png", flat.width, flat.height)
    flat.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return LoadedPicture(out.getvalue(), "jpeg", flat.width, flat.height)


def _in_colour(image: Any) -> Any:
    """RGB, or RGBA where parts are transparent; nothing else of the file."""
    if image.mode.startswith("I") or image.mode == "F":
        image = image.convert("F").point(lambda v: v / 256).convert("L")
    alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        image = _in_srgb(image, profile)
    found = image.convert("RGBA" if alpha else "RGB")
    if alpha and found.getextrema()[3][0] == 255:
        found = found.convert("RGB")  # the transparency was not used
    found.info = {}
    return found


def _in_srgb(image: Any, profile: bytes) -> Any:
    """The colours as a screen expects them; a profile that cannot be used is left out."""
    from PIL import ImageCms

    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"),
                                         outputMode="RGB")  # fmt: skip
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
