"""Writing a file so that its old content is whole until the new one is."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from xlevent.domain.language import Text
from xlevent.errors import MisuseError
from xlevent.interop.locking import PATIENCE, exclusive, hidden_name, real
from xlevent.interop.open_elsewhere import refuse_open
from xlevent.interop.unwritable import behind, unwritable

_ATTEMPTS = 6  # at the last step, where a virus scanner may hold the file for a moment
_living: set[Path] = set()  # temporary files of this process


def refuse_existing(path: Path, force: bool) -> None:
    """MisuseError where `path` exists and `force` is not given, or where no file can be."""
    if path.is_dir():
        raise MisuseError(
            Text("這是資料夾。", "this is a folder."),
            where=str(path),
            mend=Text("請指定其中的檔案。", "Name a file in it."),
        )
    if path.exists() and not force:
        raise MisuseError(
            Text("檔案已存在。", "the file exists already."),
            where=str(path),
            mend=Text(
                "要取代請用 --force，或換一個檔名。",
                "Use --force to replace it, or choose another name.",
            ),
        )
    if not path.parent.is_dir():
        raise MisuseError(
            Text("資料夾不存在。", "the folder does not exist."),
            where=str(path.parent),
            mend=Text("請先建立。", "Make it first."),
        )


def make_folder(path: Path) -> None:
    """Make a folder and those above it; MisuseError where a file has its name."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise MisuseError(
            Text("已有同名的檔案，無法建立資料夾。", "a file is in the way of this folder."),
            where=str(path),
            mend=Text("請換一個資料夾名稱。", "Name another folder."),
        ) from error
    except OSError as error:
        raise unwritable(path, error) from error


def backup_path(path: Path) -> Path:
    """Where the generation before stands: `gala.backup.xlsx` for `gala.xlsx`."""
    return path.with_name(f"{path.stem}.backup{path.suffix}")


@contextlib.contextmanager
def replacing(path: Path, *, backup: bool = False, timeout: float = PATIENCE) -> Iterator[Path]:
    """A temporary path in the same folder that replaces `path` when the block succeeds.

    On any error the temporary file goes and the old file stays as it was; a crash at any moment
    leaves the old file or the new one. Mode, owner and extended attributes are kept. A link stays
    a link: the file that it leads to is replaced. With `backup` the old file stays beside it as
    `backup_path`, in place of the one before.

    FileInUseError where another program has the file open, or writes it for longer than `timeout`
    seconds; UnwritableFileError where the disk is full or the file may not be written. Use it
    inside `exclusive` where the new content follows from the old one.
    """
    refuse_open(path)
    target = real(path)
    kept = backup_path(target) if backup else None
    _refuse_marks(target, kept)
    with exclusive(target, timeout=timeout) as lock:
        _refuse_marks(target, kept)
        try:
            if lock.parent == target.parent:  # else another machine may be at work
                _sweep(target)
            old = _status(target)
            temporary = _temporary(target, 0o666 if old is None else 0o600)
        except OSError as error:
            raise unwritable(path, error) from error
        _living.add(temporary)
        try:
            yield temporary
            if old is not None:
                _take_after(target, old, temporary)
            _flush(temporary)
            _refuse_marks(target, kept)
            if kept is not None and old is not None:
                _keep(target, kept)
            _swap(temporary, target)
            _flush_folder(target.parent)
        except OSError as error:
            raise unwritable(path, behind(error) or error) from error
        except Exception as error:
            cause = behind(error)  # libraries wrap it
            if cause is not None and cause.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise unwritable(path, cause) from error
            raise
        finally:
            _living.discard(temporary)
            with contextlib.suppress(OSError):  # must not hide what went wrong
                temporary.unlink(missing_ok=True)


def _refuse_marks(target: Path, kept: Path | None) -> None:
    refuse_open(target)
    if kept is not None:
        refuse_open(kept)


def _status(path: Path) -> os.stat_result | None:
    """What is there now; None for nothing. OSError where it may not be replaced."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "this is a folder or device, no file")
    if not os.access(path, os.W_OK) or not found.st_mode & 0o222:
        raise PermissionError(errno.EACCES, "it is read-only")
    return found


def _temporary(target: Path, mode: int) -> Path:
    """A new empty file beside the target. Nobody else may read it while a private one grows."""
    while True:
        name = f"{hidden_name(target)}-{secrets.token_hex(4)}{target.suffix}"
        path = target.with_name(name)
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
            return path


def _sweep(target: Path) -> None:
    """Remove what killed writers of this file left. We hold its lock, so nobody else is at it."""
    start = f"{hidden_name(target)}-"
    with contextlib.suppress(OSError):
        for path in target.parent.iterdir():
            if path.name.startswith(start) and path not in _living:
                with contextlib.suppress(OSError):
                    path.unlink()


def _take_after(target: Path, old: os.stat_result, temporary: Path) -> None:
    """Give the new file owner, mode and extended attributes of the old one, where we may."""
    mode = stat.S_IMODE(old.st_mode)
    if hasattr(os, "chown"):
        new = temporary.stat()
        for user, group in ((old.st_uid, -1), (-1, old.st_gid)):
            if user not in (-1, new.st_uid) or group not in (-1, new.st_gid):
                with contextlib.suppress(OSError):
                    os.chown(temporary, user, group)
        if temporary.stat().st_gid != old.st_gid:
            # Another group must not get what the old one might do.
            mode = mode & ~0o2070 | (mode & 0o007) << 3
    temporary.chmod(mode)
    if hasattr(os, "listxattr"):  # access control lists are among them
        with contextlib.suppress(OSError):
            for name in os.listxattr(target):
                with contextlib.suppress(OSError):
                    os.setxattr(temporary, name, os.getxattr(target, name))


def _flush(path: Path) -> None:
    """Bring a file's content to the disk."""
    # Windows flushes only what is open for writing; the owner may have been changed, then we
    # may only read.
    try:
        handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    except PermissionError:
        handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _flush_folder(folder: Path) -> None:
    """Bring a new name to the disk; the file is in its place already, so no error counts."""
    if os.name == "nt":  # which opens no folders
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _keep(target: Path, kept: Path) -> None:
    """Make the old file the backup. Both names are there all the time."""
    second = target.with_name(f"{hidden_name(target)}-{secrets.token_hex(4)}.old")
    try:
        try:
            os.link(target, second)
        except (OSError, NotImplementedError):  # a file system without hard links
            shutil.copy2(target, second)
            _flush(second)
        _swap(second, kept)
    finally:
        with contextlib.suppress(OSError):  # two names of one file: replacing does nothing
            second.unlink(missing_ok=True)


def _swap(new: Path, path: Path) -> None:
    """Replace; Windows refuses while another program has the file open, if only to scan it."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            new.replace(path)
            return
        except PermissionError as error:
            if getattr(error, "winerror", None) not in (5, 32, 33) or attempt == _ATTEMPTS:
                raise
            time.sleep(0.05 * 2**attempt)
