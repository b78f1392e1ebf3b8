"""What `xlevent addin lite` writes: main.py, requirements.txt, the wheel, a workbook."""

from __future__ import annotations

from pathlib import Path

from xlevent.domain.language import Language
from xlevent.interop.replace import make_folder, refuse_existing, replacing
from xlevent_udfs.lite.embedding import embed
from xlevent_udfs.lite.packing import WHEEL, wheel
from xlevent_udfs.lite.writing import Source, written


def write(
    folder: Path,
    language: Language,
    source: Source,
    *,
    url: str = "",
    book: Path | None = None,
    alert: bool = True,
    force: bool = False,
) -> list[Path]:
    """Write the files into a folder, which is made, and a copy of `book` that holds them.

    The wheel is left out where main.py holds the package. MisuseError where a file exists already,
    the address is wrong or the workbook has a main.py of somebody's own.
    """
    made = written(language, source, url=url, alert=alert)
    files = {"main.py": made.main.encode(), "requirements.txt": made.requirements.encode()}
    if source != "bundle":
        files[WHEEL] = wheel()
    make_folder(folder)
    copy = [folder / book.name] if book else []
    for path in [*(folder / name for name in files), *copy]:
        refuse_existing(path, force)
    if book is not None:
        embed(book, folder / book.name, made)
    for name, content in files.items():
        with replacing(folder / name) as temporary:
            temporary.write_bytes(content)
    return [*(folder / name for name in files), *copy]
