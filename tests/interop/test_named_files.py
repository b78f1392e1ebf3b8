"""Names of files that somebody else wrote stay inside the folder, on every system."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from xlevent.errors import UnreadableFileError
from xlevent.interop import plan
from xlevent.interop.files import inside, named_inside, read_bytes

POSIX = pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "event"
    (folder / "pictures").mkdir(parents=True)
    (folder / "pictures" / "舞台.png").write_bytes(b"png")
    (tmp_path / "secret.png").write_bytes(b"secret")
    return folder


@pytest.mark.parametrize("name", ["pictures/舞台.png", "a b.png", "not there.png", "..png", "a..b"])
def test_names_inside(folder: Path, name: str) -> None:
    assert named_inside(folder, name) == folder.resolve().joinpath(*name.split("/"))


@pytest.mark.parametrize(
    "name",
    [
        "", " ", ".", "..", "../secret.png", "pictures/../../secret.png", "pictures/..", "a/.. /b",
        "/etc/passwd", "//host/share/x.png", "\\\\host\\share\\x.png", "\\secret.png",
        "..\\secret.png",
        "C:/secret.png", "c:secret.png", "C:\\secret.png", "\\\\?\\C:\\x", "a\0.png", "a\n.png",
        "http://example.org/x.png", "file:///etc/passwd", "x.png:stream", "CON", "nul.png",
        "pictures/COM1.png", "pictures//x.png", "x/" * 1000 + "x",
    ],
)  # fmt: skip
def test_names_that_lead_outside(folder: Path, name: str) -> None:
    with pytest.raises(UnreadableFileError, match="leads out") as caught:
        named_inside(folder, name)
    assert caught.value.mend.en


@POSIX
def test_links_that_lead_outside(folder: Path, tmp_path: Path) -> None:
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    (folder / "away").symlink_to(tmp_path)
    (folder / "round").symlink_to(folder / "round")
    (folder / "within.png").symlink_to(folder / "pictures" / "舞台.png")
    assert named_inside(folder, "within.png").read_bytes() == b"png"
    for name in ("link.png", "away/secret.png", "away/event/../secret.png"):
        with pytest.raises(UnreadableFileError, match="leads out"):
            named_inside(folder, name)
    with pytest.raises(UnreadableFileError, match="leads out"):
        inside(folder, tmp_path / "secret.png")
    try:
        found = named_inside(folder, "round/x.png")  # newer Pythons do not mind, and find nothing
    except UnreadableFileError:
        return
    assert not found.is_file()


@POSIX
def test_a_folder_behind_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "alias").symlink_to(folder)
    assert named_inside(tmp_path / "alias", "pictures/舞台.png").read_bytes() == b"png"


@POSIX
@pytest.mark.parametrize("kind", ["outside", "dangling", "pipe", "circle"])
def test_parts_of_a_plan_that_are_no_files(folder: Path, tmp_path: Path, kind: str) -> None:
    (tmp_path / "tasks.csv").write_text("id\nT-001\n")
    part = folder / "tasks.csv"
    if kind == "pipe":
        os.mkfifo(part)
    else:
        target = {"outside": tmp_path / "tasks.csv", "dangling": folder / "none", "circle": part}
        part.symlink_to(target[kind])
    with pytest.raises(UnreadableFileError) as caught:
        plan.load(folder)
    assert "tasks.csv" in str(caught.value)


@POSIX
def test_pipes_and_devices_are_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(UnreadableFileError, match="device or pipe"):
            read_bytes(path)
    with pytest.raises(UnreadableFileError, match="cannot be opened"):
        read_bytes(tmp_path)
