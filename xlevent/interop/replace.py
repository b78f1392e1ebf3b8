"""Writing a file so that its old content is whole until the new one is."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from xlevent.errors import FileInUseError, MisuseError


def refuse_existing(path: Path, force: bool) -> None:
    """MisuseError where `path` exists and `force` is not given, or where no file can be."""
    if path.is_dir():
        raise MisuseError("this is a folder.", where=str(path), mend="Name a file in it.")
    if path.exists() and not force:
        raise MisuseError(
            "the file exists already.",
            where=str(path),
            mend="Use --force to replace it, or choose another name.",
        )
    if not path.parent.is_dir():
        raise MisuseError(
            "the folder does not exist.", where=str(path.parent), mend="Make it first."
        )


def refuse_open(path: Path) -> None:
    """FileInUseError where Excel or LibreOffice has left its mark that the file is open."""
    for mark in (path.with_name("~$" + path.name), path.with_name(f".~lock.{path.name}#")):
        if mark.exists():
            raise FileInUseError(
                "the workbook is open in another program.",
                where=str(path),
                mend=f"Close it there. If it is not open anywhere, delete {mark.name}.",
            )


def make_folder(path: Path) -> None:
    """Make a folder and those above it; MisuseError where a file has its name."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise MisuseError(
            "a file is in the way of this folder.", where=str(path), mend="Name another folder."
        ) from error
    except OSError as error:
        raise _unwritable(path, error) from error


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path in the same folder that replaces `path` when the block succeeds.

    On any error the temporary file goes and the old file stays as it was. A link stays a link:
    the file that it leads to is replaced.
    """
    refuse_open(path)
    path = path.resolve()
    refuse_open(path)
    try:
        handle, name = tempfile.mkstemp(prefix=".xlevent-", suffix=path.suffix, dir=path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    os.close(handle)
    temporary = Path(name)
    try:
        _take_mode(path, temporary)
        yield temporary
        with temporary.open("r+b") as written:  # Windows flushes only what is open for writing
            os.fsync(written.fileno())
        temporary.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with contextlib.suppress(OSError):  # must not hide what went wrong
            temporary.unlink(missing_ok=True)


def _take_mode(path: Path, temporary: Path) -> None:
    if path.exists():
        shutil.copymode(path, temporary)
        if not os.access(path, os.W_OK):
            raise PermissionError(f"{path} is read-only")
    else:
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)


def _unwritable(path: Path, error: OSError) -> FileInUseError:
    return FileInUseError(
        f"the file cannot be written ({error.strerror or error}).",
        where=str(path),
        mend="Close it in other programs, or choose a folder that you may write to.",
    )
