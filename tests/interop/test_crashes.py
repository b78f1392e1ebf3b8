"""Killed at any moment, or without room on the disk: the old file or the new one, no mixture."""

from __future__ import annotations

import ctypes
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workbook.books import DECLARED, ROW, Book
from xlevent.interop.replace import backup_path, replacing
from xlevent.workbook.reader import read

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX")
ROOT = Path(__file__).parents[2]
# Writes two workbooks in turn, in pieces, as a writer does.
WRITE = """
import itertools, sys
from pathlib import Path
from xlevent.interop.replace import replacing
path, *sources = map(Path, sys.argv[1:])
contents = [source.read_bytes() for source in sources]
print("ready", flush=True)
for content in itertools.cycle(contents):
    with replacing(path, backup=True) as temporary, temporary.open("wb") as file:
        for start in range(0, len(content), 2000):
            file.write(content[start:start + 2000])
            file.flush()
"""
FILL = """
import sys
from pathlib import Path
from xlevent.errors import UnwritableFileError
from xlevent.interop.replace import replacing
path, size = Path(sys.argv[1]), int(sys.argv[2])
if len(sys.argv) > 3:
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
try:
    with replacing(path, backup=True) as temporary:
        temporary.write_bytes(bytes(size))
except UnwritableFileError as error:
    print(error)
"""


@pytest.mark.slow
def test_killed_at_any_moment(tmp_path: Path) -> None:
    sources = [
        Book(tasks=[{**ROW, "name": name}] * count).write(tmp_path / f"{count}.xlsx")
        for name, count in (("甲", 20), ("乙", 400))
    ]
    states = [source.read_bytes() for source in sources]
    folder = tmp_path / "event"
    folder.mkdir()
    path = folder / "gala.xlsx"
    path.write_bytes(states[0])
    found, in_the_middle = set(), 0
    dice = random.Random(2026)
    for _ in range(200):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITE, path, *sources], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert writer.stdout
        writer.stdout.readline()
        time.sleep(dice.uniform(0, 0.06))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        content = path.read_bytes()
        assert content in states
        kept = backup_path(path)
        assert not kept.exists() or kept.read_bytes() in states
        rows = read(path, DECLARED).plan.tables["tasks"].rows
        assert len(rows) == (20, 400)[states.index(content)]
        found.add(states.index(content))
        left = [p for p in folder.iterdir() if p.name.startswith(".xlevent-")]
        in_the_middle += bool(left)
        assert len(left) <= 3  # what one killed run leaves, the next removes
    assert found == {0, 1}
    assert in_the_middle > 20
    with replacing(path) as temporary:
        temporary.write_bytes(states[0])
    assert {p.name for p in folder.iterdir()} == {"gala.xlsx", "gala.backup.xlsx"}


def _fill(path: Path, size: int, *limit: int) -> str:
    command = [sys.executable, "-c", FILL, str(path), str(size), *map(str, limit)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A disk of 256 KB; None where this session may mount none."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if sys.platform != "linux":
        yield None
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", 0, b"size=256k"):
        yield None
        return
    try:
        yield folder
    finally:
        libc.umount2(os.fsencode(folder), 2)


def test_a_full_disk(tmp_path: Path, small_disk: Path | None) -> None:
    """On a small disk; where none can be mounted, under a limit on the size of files."""
    folder = small_disk or tmp_path / "disk"
    path = folder / "gala.xlsx"
    path.write_bytes(b"old" * 1000)
    said = _fill(path, 1_000_000) if small_disk else _fill(path, 1_000_000, 200_000)
    assert ("disk is full" if small_disk else "too large") in said
    assert str(path) in said
    assert path.read_bytes() == b"old" * 1000
    assert [p.name for p in folder.iterdir()] == ["gala.xlsx"]


def test_a_limit_on_the_size_of_files(tmp_path: Path) -> None:
    path = tmp_path / "gala.xlsx"
    path.write_bytes(b"old")
    assert "too large for its disk" in _fill(path, 1_000_000, 200_000)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["gala.xlsx"]
