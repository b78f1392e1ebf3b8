"""One writer of a file at a time, across processes.

The lock is one of the operating system on a hidden file in the same folder, so it holds for every
user and, on file systems that support it, every machine; it ends with the process, however that
ends. The hidden file says who holds it and is removed with the lock; one that a killed process
left behind blocks nobody.
"""

from __future__ import annotations

import contextlib
import errno
import getpass
import hashlib
import os
import random
import re
import socket
import stat
import sys
import threading
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from xlevent.domain.language import Text
from xlevent.errors import FileInUseError
from xlevent.interop.unwritable import unwritable

PATIENCE = 30.0  # seconds to wait for another writer
_PAUSE = 0.02  # seconds between attempts, at most
_SIGNATURE = re.compile(r"process (\d+) of (.*) on (.*) since (.*)")
_DENIALS = 100  # until a denial is believed
_LOCKED_BYTE = 1 << 30  # far behind the text, which Windows else would not let others read
_UNSUPPORTED = frozenset(
    getattr(errno, name) for name in ("ENOLCK", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EINVAL")
)


@dataclass(slots=True)
class _Lock:
    """A lock file as this process sees it: its threads share one handle."""

    path: Path
    turn: threading.RLock = field(default_factory=threading.RLock)
    users: int = 0  # threads that hold it or wait for it
    depth: int = 0  # of nested blocks in the thread that holds it
    handle: int = -1
    process: int = field(default_factory=os.getpid)


_locks: dict[Path, _Lock] = {}
_guard = threading.Lock()


@contextlib.contextmanager
def exclusive(path: Path, *, timeout: float = PATIENCE) -> Iterator[Path]:
    """Hold the right to write `path`, for reading, changing and replacing it in one go.

    Whoever else asks waits up to `timeout` seconds, then gets a FileInUseError that names the
    process. Blocks of one thread may nest; threads of one process exclude each other. The file
    itself need not exist. A process that does not ask is not kept out. Yields the lock file.
    """
    path = real(path)
    lock_path = path.with_name(f"{hidden_name(path)}.lock")
    deadline = time.monotonic() + timeout
    with _guard:
        lock = _locks.setdefault(lock_path, _Lock(lock_path))
        lock.users += 1
    try:
        if not lock.turn.acquire(timeout=max(0.0, timeout)):
            raise _busy(path, Text("本程式的另一個執行緒", "another thread of this program"))
        try:
            if not lock.depth:
                _take(lock, path, deadline)
            lock.depth += 1
            try:
                yield lock.path
            finally:
                lock.depth -= 1
                if not lock.depth:
                    _give(lock)
        finally:
            lock.turn.release()
    finally:
        with _guard:
            lock.users -= 1
            if not lock.users and _locks.get(lock_path) is lock:
                del _locks[lock_path]


def real(path: Path) -> Path:
    """The file that a path leads to through its links."""
    try:
        return path.resolve()
    except (OSError, RuntimeError) as error:  # links in a circle
        raise unwritable(path, OSError(str(error))) from error


def hidden_name(path: Path) -> str:
    """What the names of our hidden files beside `path` begin with.

    From a digest, because a long name with something added would be too long. Names that some file
    system takes for the same have the same.
    """
    name = unicodedata.normalize("NFC", path.name).casefold()
    return f".xlevent-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _take(lock: _Lock, path: Path, deadline: float) -> None:
    """Get the lock from the operating system."""
    denied = 0
    while True:
        handle = -1
        try:
            handle = _open(lock.path)
            _lock(handle)
            # Whoever held it before may have removed the file while we waited.
            if sys.platform == "win32" or _is_at(handle, lock.path):
                _sign(handle, path)
                lock.handle = handle
                return
        except BlockingIOError:
            pass
        except OSError as error:
            if handle >= 0:
                os.close(handle)
                handle = -1
            if error.errno in _UNSUPPORTED and lock.path.parent == path.parent:
                lock.path = _own_folder() / f"{_digest(path)}.lock"
                continue
            # Windows denies a file that is just being removed.
            denied += 1
            if sys.platform != "win32" or error.errno != errno.EACCES or denied > _DENIALS:
                raise unwritable(path, error) from error
        if handle >= 0:
            os.close(handle)
        if time.monotonic() >= deadline:
            raise _busy(path, _signature(lock.path))
        time.sleep(random.uniform(_PAUSE / 10, _PAUSE))


def _give(lock: _Lock) -> None:
    if lock.process != os.getpid():  # a fork of the holder
        return
    handle, lock.handle = lock.handle, -1
    with contextlib.suppress(OSError):
        if sys.platform != "win32":
            lock.path.unlink()
    with contextlib.suppress(OSError):
        _unlock(handle)
    os.close(handle)
    if sys.platform == "win32":  # removes no open file, so not one that somebody waits for
        with contextlib.suppress(OSError):
            lock.path.unlink()


def _open(path: Path) -> int:
    flags = os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        return os.open(path, flags, 0o666)
    except PermissionError:
        if sys.platform == "win32" or not path.exists():
            raise
        # Left by another user: what may be read can be locked.
        return os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))


def _lock(handle: int) -> None:
    """BlockingIOError where another has it."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError(*error.args) from error
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _unlock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_UN)


def _is_at(handle: int, path: Path) -> bool:
    """Whether the open file is still the one of that name."""
    mine = os.fstat(handle)
    if not stat.S_ISREG(mine.st_mode):
        raise OSError(errno.EEXIST, "something else has the name of the lock file")
    try:
        there = path.lstat()
    except FileNotFoundError:
        return False
    return (mine.st_dev, mine.st_ino) == (there.st_dev, there.st_ino)


def _sign(handle: int, path: Path) -> None:
    """Write down who we are, for those who wait."""
    moment = datetime.now().strftime("%Y-%m-%d %H:%M:%S")
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):  # no entry in the password file
        user = "unknown"
    who = f"process {os.getpid()} of {user} on {socket.gethostname()} since {moment}"
    with contextlib.suppress(OSError):  # a full disk, a file of another user
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, f"{who}\n{path.name}\n".encode("utf-8", "replace"))


def _signature(path: Path) -> Text:
    try:
        with path.open("rb") as file:
            text = file.read(1000).decode("utf-8", "replace")
    except OSError:
        text = ""
    first = "".join(c for c in text.partition("\n")[0] if c.isprintable())
    found = _SIGNATURE.fullmatch(first)
    if found:
        number, user, host, moment = found.groups()
        return Text(f"{host} 上 {user} 的程序 {number}（{moment} 起）", first)
    return Text(f"「{first}」", first) if first else Text("另一個程序", "another process")


def _own_folder() -> Path:
    """Where locks stand for folders that support none: this user's writers are kept apart."""
    folder = Path.home() / ".cache" / "xlevent"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:32]


def _busy(path: Path, holder: Text) -> FileInUseError:
    return FileInUseError(
        Text(f"檔案正由{holder.zh}寫入。", f"the file is being written by {holder.en}."),
        where=str(path),
        mend=Text(
            "請等它完成後再試；如果停住不動，請結束該程序。",
            "Try again when that is done; if it hangs, end it.",
        ),
    )


def _forget() -> None:
    """A forked child holds none of its parent's locks."""
    global _guard
    _guard = threading.Lock()
    for lock in _locks.values():
        if lock.handle >= 0:
            os.close(lock.handle)
            lock.handle = -1
    _locks.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
