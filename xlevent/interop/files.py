"""Reading and replacing text files: bounded, decoded, inside their folder, never half written."""

from __future__ import annotations

import re
from pathlib import Path

from xlevent.domain.language import Text
from xlevent.errors import MisuseError, UnreadableFileError, said_by_system
from xlevent.interop.replace import replacing

SIZE_LIMIT = 64 * 1024 * 1024
CELLS_LIMIT = 1_000_000  # of a plan file; a row counts as four more
_LONGEST_NAME = 1_000
_NO_NAME = re.compile(r'[\\:*?"<>|\x00-\x1f\x7f]')  # : is a drive, a scheme or a hidden stream
_PORTS = tuple(f"{name}{n}" for name in ("COM", "LPT") for n in "0123456789¹²³")
_DEVICES = frozenset(("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", *_PORTS))


def read_bytes(path: Path, *, limit: int = SIZE_LIMIT) -> bytes:
    """The content of a file of at most `limit` bytes."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise UnreadableFileError(
                Text("這是裝置或管線，不是檔案。", "this is a device or pipe, not a file."),
                where=str(path),
                mend=Text("請將內容複製到檔案。", "Copy its content into a file."),
            )
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except FileNotFoundError:
        raise UnreadableFileError(
            Text("找不到這個檔案。", "there is no such file."), where=str(path)
        ) from None
    except OSError as problem:
        raise UnreadableFileError(
            Text(
                f"檔案無法開啟（{said_by_system(problem).zh}）。",
                f"the file cannot be opened ({problem.strerror}).",
            ),
            where=str(path),
            mend=Text(
                "請確認它是檔案，且您有權讀取。",
                "Check that it is a file and that you may read it.",
            ),
        ) from problem
    if len(content) > limit:
        raise UnreadableFileError(
            Text(
                f"檔案超過 {limit / 1024 / 1024:.0f} MB。",
                f"the file is larger than {limit / 1024 / 1024:.0f} MB.",
            ),
            where=str(path),
            mend=Text(
                "請分成數個檔案放在資料夾，或提高上限。",
                "Split it into parts in a folder, or raise the limit.",
            ),
        )
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
            Text("檔案不是 UTF-8 編碼。", "the file is not UTF-8."),
            where=f"{path}:{line}",
            mend=Text("請以 UTF-8 重新儲存。", "Save it again as UTF-8."),
        ) from None


def too_many_cells(source: str) -> UnreadableFileError:
    """The error for a plan file that would fill the memory."""
    return UnreadableFileError(
        Text(
            f"檔案有超過 {CELLS_LIMIT:,} 個儲存格，可能有害。",
            f"the file holds more than {CELLS_LIMIT:,} cells and may be meant to harm.",
        ),
        where=source,
        mend=Text("請分成數個檔案。", "Split it into several files."),
    )


def inside(folder: Path, path: Path) -> Path:
    """The real path of a part; refused where it leads out of its plan's folder."""
    try:
        real, home = path.resolve(), folder.resolve()
    except (OSError, RuntimeError, ValueError):  # links in a circle, characters of no path
        raise _outside(str(path)) from None
    if not real.is_relative_to(home):
        raise _outside(str(path))
    return real


def named_inside(folder: Path, name: str) -> Path:
    """The real path of a file that a plan or a workbook names, such as a picture.

    The name is relative to the folder, with / between its parts, and means the same on every
    system: no drive, no share, no address, no way up, no link that leads out. Whether the file is
    there is another question.
    """
    parts = name.split("/")
    if (
        not name.strip()
        or len(name) > _LONGEST_NAME
        or _NO_NAME.search(name)
        or any(not part.strip(" .") for part in parts)  # also those that Windows takes for none
        or any(part.partition(".")[0].strip().upper() in _DEVICES for part in parts)
    ):
        raise _outside(name[:200])
    return inside(folder, folder.joinpath(*parts))


def _outside(where: str) -> UnreadableFileError:
    return UnreadableFileError(
        Text(
            "計畫的這個部分指向計畫資料夾之外。",
            "this part of the plan leads out of the plan's folder.",
        ),
        where=where,
        mend=Text(
            "請將檔案複製到該資料夾，檔名不要含磁碟代號或網址。",
            "Copy the file into the folder and name it without a drive or address.",
        ),
    )


def replace(path: Path, content: str | bytes) -> None:
    """Write a file in one step: on any error the old one stays."""
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    target = path.resolve()  # a link stays a link
    if not target.parent.is_dir():
        raise MisuseError(
            Text("資料夾不存在。", "the folder does not exist."),
            where=str(target.parent),
            mend=Text("請先建立。", "Make it first."),
        )
    with replacing(target) as temporary:
        temporary.write_bytes(data)
