"""Reading and replacing text files: bounded, decoded, inside their folder, never half written."""

from __future__ import annotations

from pathlib import Path

from xlevent.errors import MisuseError, UnreadableFileError
from xlevent.interop.replace import replacing

SIZE_LIMIT = 64 * 1024 * 1024


def read_bytes(path: Path, *, limit: int = SIZE_LIMIT) -> bytes:
    """The content of a file of at most `limit` bytes."""
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except FileNotFoundError:
        raise UnreadableFileError("there is no such file.", where=str(path)) from None
    except OSError as problem:
        raise UnreadableFileError(
            f"the file cannot be opened ({problem.strerror}).", where=str(path),
            mend="Check that it is a file and that you may read it.",
        ) from problem  # fmt: skip
    if len(content) > limit:
        raise UnreadableFileError(
            f"the file is larger than {limit / 1024 / 1024:.0f} MB.", where=str(path),
            mend="Split it into parts in a folder, or raise the limit.",
        )  # fmt: skip
    return content


def decode(content: bytes, path: Path, *, legacy: bool = False) -> tuple[str, bool]:
    """The text of a file in UTF-8 or UTF-16, and whether it was Big5 (only if `legacy`)."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16"), False
        return content.decode("utf-8-sig"), False
    except UnicodeDecodeError as problem:
        if legacy:
            try:
                return content.decode("cp950"), True
            except UnicodeDecodeError:
                pass
        line = content.count(b"\n", 0, problem.start) + 1
        raise UnreadableFileError(
            "the file is not UTF-8.", where=f"{path}:{line}", mend="Save it again as UTF-8."
        ) from None


def inside(folder: Path, path: Path) -> Path:
    """The real path of a part; refused where it leads out of its plan's folder."""
    real = path.resolve()
    if not real.is_relative_to(folder.resolve()):
        raise UnreadableFileError(
            "this part of the plan leads out of the plan's folder.", where=str(path),
            mend="Copy the file into the folder.",
        )  # fmt: skip
    return real


def replace(path: Path, content: str | bytes) -> None:
    """Write a file in one step: on any error the old one stays."""
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    target = path.resolve()  # a link stays a link
    if not target.parent.is_dir():
        raise MisuseError(
            "the folder does not exist.", where=str(target.parent), mend="Make it first."
        )
    with replacing(target) as temporary:
        temporary.write_bytes(data)
