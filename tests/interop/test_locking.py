"""One writer at a time: threads, processes, killed ones, locks that somebody left."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from xlevent.errors import FileInUseError, UnwritableFileError
from xlevent.interop import locking
from xlevent.interop.locking import exclusive
from xlevent.interop.replace import replacing

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals and forks of POSIX")
ROOT = Path(__file__).parents[2]
HOLD = """
import sys
from pathlib import Path
from xlevent.errors import FileInUseError
from xlevent.interop.locking import exclusive
try:
    with exclusive(Path(sys.argv[1]), timeout=float(sys.argv[2])):
        print("held", flush=True)
        sys.stdin.read()
except FileInUseError as error:
    print(error)
"""
COUNT = """
import sys
from pathlib import Path
from xlevent.interop.locking import exclusive
from xlevent.interop.replace import replacing
path = Path(sys.argv[1])
for _ in range(int(sys.argv[2])):
    with exclusive(path, timeout=300):
        number = int(path.read_text())
        with replacing(path) as temporary:
            temporary.write_text(str(number + 1))
"""


def python(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)], text=True, cwd=ROOT,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "gala.xlsx"


@pytest.fixture
def holder(path: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock until its input ends."""
    process = python(HOLD, path, 60)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def names(path: Path) -> list[str]:
    return sorted(p.name for p in path.parent.iterdir())


def test_nothing_is_left(path: Path) -> None:
    with exclusive(path) as lock:
        assert lock.exists()
        assert lock.name.startswith(".xlevent-")
    assert names(path) == []
    assert not locking._locks


def test_blocks_of_a_thread_nest(path: Path) -> None:
    with exclusive(path), exclusive(path, timeout=0), replacing(path, timeout=0) as temporary:
        temporary.write_bytes(b"new")
    assert path.read_bytes() == b"new"
    assert names(path) == ["gala.xlsx"]


def test_another_process_waits_and_is_told(path: Path, holder: subprocess.Popen[str]) -> None:
    for attempt in (exclusive(path, timeout=0.1), replacing(path, timeout=0.1)):
        with pytest.raises(FileInUseError, match="being written") as caught, attempt:
            pytest.fail("the block must not start")
        assert f"process {holder.pid} of " in str(caught.value)
        chinese = caught.value.show("zh-TW")
        assert f"的程序 {holder.pid}（" in chinese
        assert " of " not in chinese
        assert str(path) in str(caught.value)
    holder.communicate()
    with exclusive(path, timeout=5):
        pass
    assert names(path) == []


def test_waiting_ends_when_the_other_is_done(path: Path, holder: subprocess.Popen[str]) -> None:
    assert holder.stdin
    threading.Timer(0.2, holder.stdin.close).start()
    with exclusive(path, timeout=60):
        assert holder.wait(60) == 0
    assert names(path) == []


@POSIX
def test_a_killed_process_blocks_nobody(path: Path, holder: subprocess.Popen[str]) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert len(names(path)) == 1  # it could not remove its lock
    with exclusive(path, timeout=5):
        pass
    assert names(path) == []


def test_threads_exclude_each_other(path: Path) -> None:
    path.write_text("0")

    def add() -> None:
        for _ in range(20):
            with exclusive(path, timeout=60):
                number = int(path.read_text())
                with replacing(path) as temporary:
                    temporary.write_text(str(number + 1))

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_text() == "80"
    assert names(path) == ["gala.xlsx"]
    assert not locking._locks


def test_a_thread_is_told_about_another(path: Path) -> None:
    told: list[str] = []

    def attempt() -> None:
        try:
            with exclusive(path, timeout=0.05):
                told.append("got it")
        except FileInUseError as error:
            told.append(str(error))

    with exclusive(path):
        thread = threading.Thread(target=attempt)
        thread.start()
        thread.join()
    assert "another thread" in told[0]
    assert not locking._locks


@pytest.mark.slow
def test_eight_processes_lose_no_update(path: Path) -> None:
    path.write_text("0")
    processes = [python(COUNT, path, 50) for _ in range(8)]
    assert [process.wait(600) for process in processes] == [0] * 8
    assert path.read_text() == "400"
    assert names(path) == ["gala.xlsx"]


@POSIX
def test_a_fork_does_not_hold_the_lock(path: Path) -> None:
    with exclusive(path):
        child = os.fork()
        if not child:
            try:
                with exclusive(path, timeout=0.05):
                    os._exit(1)
            except FileInUseError:
                os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        # Nor does its end give the lock of its parent away.
        assert "being written" in python(HOLD, path, 0.1).communicate()[0]
    assert names(path) == []


@POSIX
def test_links_lead_to_one_lock(path: Path, tmp_path: Path) -> None:
    path.touch()
    link = tmp_path / "elsewhere" / "link.xlsx"
    link.parent.mkdir()
    link.symlink_to(path)
    with exclusive(path) as first, exclusive(link, timeout=0) as second:
        assert first == second
    assert names(link) == ["link.xlsx"]


def test_names_alike_to_some_file_systems_share_a_lock(tmp_path: Path) -> None:
    with (
        exclusive(tmp_path / "GALA é.xlsx") as first,
        exclusive(tmp_path / "gala e\u0301.xlsx") as second,
    ):
        assert first == second


@POSIX
def test_the_longest_names(tmp_path: Path) -> None:
    path = tmp_path / ("名" * 83 + ".xlsx")  # 254 bytes of 255
    with replacing(path) as temporary:
        temporary.write_bytes(b"new")
    assert names(path) == [path.name]


@POSIX
def test_a_trap_in_place_of_the_lock(path: Path, tmp_path: Path) -> None:
    with exclusive(path) as lock:
        pass
    victim = tmp_path / "victim"
    victim.write_text("dear")
    lock.symlink_to(victim)
    with pytest.raises(UnwritableFileError), exclusive(path):
        pytest.fail("the block must not start")
    assert victim.read_text() == "dear"


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFileError), exclusive(tmp_path / "none" / "gala.xlsx"):
        pytest.fail("the block must not start")


@POSIX
def test_folders_without_locks(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    flock = fcntl.flock
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")

    def only_at_home(handle: int, how: int) -> None:
        if "/home/" not in str(Path(f"/proc/self/fd/{handle}").readlink()):
            raise OSError(errno.ENOLCK, "no locks here")
        flock(handle, how)

    monkeypatch.setattr(fcntl, "flock", only_at_home)
    with exclusive(path) as lock, replacing(path) as temporary:
        assert lock.parent == tmp_path / "home" / ".cache" / "xlevent"
        temporary.write_bytes(b"new")
    assert path.read_bytes() == b"new"
    assert list(lock.parent.iterdir()) == []


def test_on_windows(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same with the calls of Windows, here carried out by those of POSIX."""
    fcntl = pytest.importorskip("fcntl")

    class Msvcrt:
        LK_NBLCK, LK_UNLCK = 2, 0

        @staticmethod
        def locking(handle: int, mode: int, count: int) -> None:
            at = os.lseek(handle, 0, os.SEEK_CUR)
            assert at == locking._LOCKED_BYTE
            how = fcntl.LOCK_EX | fcntl.LOCK_NB if mode == 2 else fcntl.LOCK_UN
            try:
                fcntl.lockf(handle, how, count, at)
            except BlockingIOError as error:
                raise PermissionError(errno.EACCES, "locked") from error

    monkeypatch.setitem(sys.modules, "msvcrt", Msvcrt)
    monkeypatch.setattr(sys, "platform", "win32")
    with exclusive(path):
        assert "process" in next(path.parent.iterdir()).read_text()
    assert names(path) == []
    holding = python(
        f"import fcntl, os, sys\nf = open(sys.argv[1], 'w')\n"
        f"fcntl.lockf(f, fcntl.LOCK_EX, 1, {locking._LOCKED_BYTE})\n"
        "print('held', flush=True)\nsys.stdin.read()",
        path.with_name(f"{locking.hidden_name(path)}.lock"),
    )
    assert holding.stdout
    assert holding.stdout.readline() == "held\n"
    with pytest.raises(FileInUseError, match="another process"), exclusive(path, timeout=0.1):
        pytest.fail("the block must not start")
    holding.communicate()
