"""Replacing a file: the old one stays whole until the new one is, whatever happens."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from pathlib import Path

import pytest

from xlevent.errors import FileInUseError, MisuseError
from xlevent.interop.replace import make_folder, refuse_existing, replacing

POSIX = pytest.mark.skipif(os.name == "nt", reason="modes and links of POSIX")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(b"old")
    return path


def assert_old_and_alone(old: Path) -> None:
    assert old.read_bytes() == b"old"
    assert [p.name for p in old.parent.iterdir()] == [old.name]


def test_the_new_content_takes_the_place(old: Path) -> None:
    with replacing(old) as temporary:
        assert temporary.parent == old.parent
        assert temporary.suffix == ".xlsx"
        temporary.write_bytes(b"new")
        assert old.read_bytes() == b"old"
    assert old.read_bytes() == b"new"
    assert list(old.parent.iterdir()) == [old]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, MemoryError, SystemExit])
def test_on_any_error_the_old_file_is_whole(old: Path, error: type[BaseException]) -> None:
    with pytest.raises(error), replacing(old) as temporary:  # noqa: PT012
        temporary.write_bytes(b"half")
        raise error
    assert_old_and_alone(old)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EIO, errno.EFBIG])
def test_errors_of_the_disk_are_told(old: Path, number: int) -> None:
    with pytest.raises(FileInUseError, match="cannot be written") as caught, replacing(old):
        raise OSError(number, os.strerror(number))
    assert str(old) in str(caught.value)
    assert_old_and_alone(old)


def test_a_file_that_vanishes_under_the_writer(old: Path) -> None:
    with pytest.raises(FileInUseError), replacing(old) as temporary:
        temporary.unlink()
    assert_old_and_alone(old)


def test_the_last_step_may_fail(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "used by another process")  # Windows, file open

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(FileInUseError, match="used by another process"), replacing(old) as new:
        new.write_bytes(b"new")
    assert_old_and_alone(old)


def test_a_temporary_file_that_cannot_be_removed_hides_no_error(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    with pytest.raises(KeyboardInterrupt), replacing(old):  # noqa: PT012
        monkeypatch.setattr(Path, "unlink", refuse)
        raise KeyboardInterrupt
    assert old.read_bytes() == b"old"


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o777])
def test_the_mode_is_kept(old: Path, mode: int) -> None:
    old.chmod(mode)
    with replacing(old) as temporary:
        temporary.write_bytes(b"new")
    assert stat.S_IMODE(old.stat().st_mode) == mode


@POSIX
def test_a_new_file_follows_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with replacing(tmp_path / "new.xlsx") as temporary:
            temporary.write_bytes(b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new.xlsx").stat().st_mode) == 0o640


def test_a_read_only_file_is_not_replaced(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old.chmod(0o444)
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write to everything
    with pytest.raises(FileInUseError, match="read-only"), replacing(old):
        pytest.fail("the block must not start")
    old.chmod(0o644)
    assert_old_and_alone(old)


@POSIX
def test_a_link_stays_a_link(old: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "link.xlsx"
    link.parent.mkdir()
    link.symlink_to(old)
    with replacing(link) as temporary:
        assert temporary.parent == old.parent
        temporary.write_bytes(b"new")
    assert link.is_symlink()
    assert old.read_bytes() == b"new"


@POSIX
def test_a_link_to_a_file_that_is_open(old: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.xlsx"
    link.symlink_to(old)
    (tmp_path / f"~${old.name}").touch()
    with pytest.raises(FileInUseError), replacing(link):
        pytest.fail("the block must not start")


@pytest.mark.parametrize("mark", ["~$plan.xlsx", ".~lock.plan.xlsx#"])
def test_a_file_open_elsewhere_is_refused(old: Path, mark: str) -> None:
    (old.parent / mark).touch()
    with pytest.raises(FileInUseError, match="open in another program") as caught, replacing(old):
        pytest.fail("the block must not start")
    assert mark in caught.value.mend
    assert old.read_bytes() == b"old"


def test_the_folder_may_vanish(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    with pytest.raises(FileInUseError), replacing(folder / "plan.xlsx"):
        pytest.fail("the block must not start")
    folder.mkdir()
    with pytest.raises(FileInUseError), replacing(folder / "plan.xlsx"):
        shutil.rmtree(folder)


def test_refuse_existing(old: Path) -> None:
    refuse_existing(old, force=True)
    refuse_existing(old.with_name("new.xlsx"), force=False)
    with pytest.raises(MisuseError, match="exists already"):
        refuse_existing(old, force=False)
    with pytest.raises(MisuseError, match="is a folder"):
        refuse_existing(old.parent, force=True)
    with pytest.raises(MisuseError, match="does not exist"):
        refuse_existing(old.parent / "none" / "plan.xlsx", force=True)


def test_make_folder(old: Path) -> None:
    make_folder(old.parent / "a" / "b")
    make_folder(old.parent / "a" / "b")
    assert (old.parent / "a" / "b").is_dir()
    for path in (old, old / "below"):
        with pytest.raises(MisuseError, match="in the way"):
            make_folder(path)


def test_make_folder_where_we_may_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(FileInUseError, match="Permission denied"):
        make_folder(tmp_path / "closed")
