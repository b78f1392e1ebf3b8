"""Every file of the corpus in a process of its own: the expected word, and less than 1 GB."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.attacks import ATTACKS

ROOT = Path(__file__).parents[2]
# Files of some hundred megabytes, unpacked.
LARGE = {
    "zip_bomb", "leftovers_between_merged_cells", "bomb_of_many_parts",
    "shared_texts_of_nothing", "millions_of_shared_texts",
    "sheet_of_columns", "list_of_merged_cells", "list_of_merged_cells_of_plain_rows",
    "sheet_of_1048576_rows", "table_of_1048576_rows",
}  # fmt: skip
GIGABYTE = 1_000_000_000
# What reads them: all files in one process would hide which one takes the memory, but starting
# one for each takes longer than reading; so each is read by a fork.
READ = """
import os, sys, resource, socket
from pathlib import Path
from tests.workbook.books import DECLARED
from xlevent.app.read import read
from xlevent.errors import XleventError

def no_network(*_): os._exit(9)
socket.socket.connect = socket.getaddrinfo = no_network
for line in sys.stdin:
    path = Path(line.rstrip("\\n"))
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
        resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
        try:
            event = read(path, registry=DECLARED)
            ids = [row.get("id") for row in event.tables["tasks"]]
            print("read", ids[:1], flush=True)
        except XleventError as error:
            print("refused", str(error).replace("\\n", " "), flush=True)
        except BaseException as error:
            print("raised", type(error).__name__, str(error)[:500].replace("\\n", " "), flush=True)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    print("ended", status, flush=True)
"""


class _Reader:
    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", READ, str(GIGABYTE)], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def read(self, path: Path) -> tuple[str, str]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        said = self._process.stdout.readline().strip()
        if said.startswith("ended"):
            return said, ""
        assert self._process.stdout.readline() == "ended 0\n"
        verb, _, rest = said.partition(" ")
        return verb, rest

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def reader() -> Iterator[_Reader]:
    found = _Reader()
    yield found
    found.close()


@pytest.mark.skipif(os.name == "nt", reason="limits and forks of POSIX")
@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.slow) if n in LARGE else n for n in ATTACKS]
)
def test_attack(tmp_path: Path, reader: _Reader, name: str) -> None:
    make, says = ATTACKS[name]
    path = tmp_path / "gala.xlsx"
    make(path)
    verb, rest = reader.read(path)
    if says.startswith("read"):
        assert f"{verb} {rest}" == says
    elif says:
        assert (verb, says in rest) == ("refused", True), f"{verb} {rest}"
        assert str(path) in rest
    else:
        assert (verb, rest) == ("read", "['T-001']")


def test_there_are_no_fewer_attacks() -> None:
    assert len(ATTACKS) >= 60
    assert set(ATTACKS) > LARGE
