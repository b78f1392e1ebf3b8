"""Why a file cannot be written, in words."""

from __future__ import annotations

import errno
from pathlib import Path

from xlevent.errors import FileInUseError, UnwritableFileError

_FULL = frozenset((errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)))
_HELD = frozenset((errno.EBUSY, errno.ETXTBSY))
_SHARING = frozenset((32, 33))  # Windows: sharing violation, lock violation
_FULL_ON_WINDOWS = frozenset((39, 112))


def unwritable(path: Path, error: OSError) -> UnwritableFileError:
    """The error for a file that the operating system does not let us write."""
    number, windows = error.errno, getattr(error, "winerror", None)
    if number in _FULL or windows in _FULL_ON_WINDOWS:
        return UnwritableFileError(
            "the disk is full, so the file was not written; what was there is whole.",
            where=str(path),
            mend="Make room (or ask for a larger quota), or choose another disk.",
        )
    if number == errno.EFBIG:
        return UnwritableFileError(
            "the file is too large for its disk or for a limit of this session.",
            where=str(path),
            mend="Choose another disk.",
        )
    if number in _HELD or windows in _SHARING:
        return FileInUseError(
            f"another program holds the file open ({error.strerror or error}).",
            where=str(path),
            mend="Close it there and try again.",
        )
    return UnwritableFileError(
        f"the file cannot be written ({error.strerror or error}).",
        where=str(path),
        mend="Close it in other programs, or choose a folder that you may write to.",
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
