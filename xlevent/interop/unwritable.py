"""Why a file cannot be written, in words."""

from __future__ import annotations

import errno
from pathlib import Path

from xlevent.domain.language import Text
from xlevent.errors import FileInUseError, UnwritableFileError, said_by_system

_FULL = frozenset((errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)))
_HELD = frozenset((errno.EBUSY, errno.ETXTBSY))
_SHARING = frozenset((32, 33))  # Windows: sharing violation, lock violation
_FULL_ON_WINDOWS = frozenset((39, 112))


def unwritable(path: Path, error: OSError) -> UnwritableFileError:
    """The error for a file that the operating system does not let us write."""
    reason = said_by_system(error)
    number, windows = error.errno, getattr(error, "winerror", None)
    if number in _FULL or windows in _FULL_ON_WINDOWS:
        return UnwritableFileError(
            Text(
                "磁碟已滿，檔案沒有寫入；原有內容完整。",
                "the disk is full, so the file was not written; what was there is whole.",
            ),
            where=str(path),
            mend=Text(
                "請清出空間（或申請較大的配額），或改用其他磁碟。",
                "Make room (or ask for a larger quota), or choose another disk.",
            ),
        )
    if number == errno.EFBIG:
        return UnwritableFileError(
            Text(
                "檔案超過磁碟或此工作階段的大小上限。",
                "the file is too large for its disk or for a limit of this session.",
            ),
            where=str(path),
            mend=Text("請改用其他磁碟。", "Choose another disk."),
        )
    if number in _HELD or windows in _SHARING:
        return FileInUseError(
            Text(
                f"另一個程式正開啟此檔案（{reason.zh}）。",
                f"another program holds the file open ({reason.en}).",
            ),
            where=str(path),
            mend=Text("請在該程式關閉後再試。", "Close it there and try again."),
        )
    return UnwritableFileError(
        Text(f"檔案無法寫入（{reason.zh}）。", f"the file cannot be written ({reason.en})."),
        where=str(path),
        mend=Text(
            "請在其他程式關閉它，或改用可寫入的資料夾。",
            "Close it in other programs, or choose a folder that you may write to.",
        ),
    )


def behind(error: BaseException) -> OSError | None:
    """The error of the operating system that a library's error hides: a full disk, say."""
    seen: set[int] = set()
    todo: list[object] = [error]
    while todo:
        found = todo.pop()
        if id(found) in seen or not isinstance(found, BaseException):
            continue
        seen.add(id(found))
        if isinstance(found, OSError) and found.errno is not None:
            return found
        todo += [*found.args, found.__context__, found.__cause__]
    return None
