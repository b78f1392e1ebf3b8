"""Replacing a file: the old one stays whole until the new one is, whatever happens."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from pathlib import Path

import pytest

from xlevent.errors import FileInUseError, MisuseError, UnwritableFileError
from xlevent.interop.replace import backup_path, make_folder, refuse_existing, replacing

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


class _WrappedError(Exception):
    """As libraries wrap errors of the operating system."""


@pytest.mark.parametrize(
    ("number", "says"),
    [(errno.ENOSPC, "disk is full"), (errno.EDQUOT, "disk is full"), (errno.EFBIG, "too large"),
     (errno.EACCES, "cannot be written"), (errno.EIO, "cannot be written")],
)  # fmt: skip
def test_errors_of_the_disk_are_told(old: Path, number: int, says: str) -> None:
    with pytest.raises(UnwritableFileError, match=says) as caught, replacing(old):
        raise OSError(number, os.strerror(number))
    assert str(old) in str(caught.value)
    assert caught.value.mend.en
    assert_old_and_alone(old)


@pytest.mark.parametrize(
    "error", [_WrappedError(OSError(errno.ENOSPC, "full")), OSError("unnumbered")]
)
def test_a_full_disk_behind_the_error_of_a_library(old: Path, error: Exception) -> None:
    with pytest.raises(UnwritableFileError, match="disk is full"), replacing(old):  # noqa: PT012
        try:
            raise OSError(errno.ENOSPC, "full")
        except OSError as full:
            raise error from full
    assert_old_and_alone(old)


@pytest.mark.parametrize(
    ("error", "kind"),
    [(OSError(errno.EBUSY, "busy"), FileInUseError), (OSError(errno.EROFS, "ro"), None)],
)
def test_who_holds_a_file_may_let_it_go(
    old: Path, error: OSError, kind: type[Exception] | None
) -> None:
    with pytest.raises(UnwritableFileError) as caught, replacing(old):
        raise error
    assert isinstance(caught.value, FileInUseError) == (kind is FileInUseError)
    assert_old_and_alone(old)


def test_other_errors_of_the_block_stay_what_they_are(old: Path) -> None:
    with pytest.raises(_WrappedError), replacing(old):
        raise _WrappedError(OSError(errno.EIO, "of something else"))
    assert_old_and_alone(old)


def test_a_file_that_vanishes_under_the_writer(old: Path) -> None:
    with pytest.raises(UnwritableFileError), replacing(old) as temporary:
        temporary.unlink()
    assert_old_and_alone(old)


def _shared(number: int) -> PermissionError:
    """What Windows raises where a file is open."""
    error = PermissionError(errno.EACCES, "used by another process")
    error.winerror = number  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize(("number", "open_there"), [(32, True), (33, True), (5, False)])
def test_the_last_step_may_fail(
    old: Path, monkeypatch: pytest.MonkeyPatch, number: int, open_there: bool
) -> None:
    def refuse(*_: object) -> None:
        raise _shared(number)

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr("time.sleep", lambda _: None)
    with pytest.raises(UnwritableFileError, match="another process") as caught, replacing(old) as x:
        x.write_bytes(b"new")
    assert isinstance(caught.value, FileInUseError) == open_there
    assert_old_and_alone(old)


def test_a_scanner_holds_the_file_for_a_moment(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusals = [_shared(32), _shared(5)]
    real = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if refusals:
            raise refusals.pop()
        return real(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr("time.sleep", lambda _: None)
    with replacing(old) as new:
        new.write_bytes(b"new")
    assert old.read_bytes() == b"new"


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


def test_a_read_only_file_is_not_replaced(old: Path) -> None:
    old.chmod(0o444)  # root may write to it nevertheless, but whoever set it meant it
    with pytest.raises(UnwritableFileError, match="read-only"), replacing(old):
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


@POSIX
def test_links_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").symlink_to(tmp_path / "b.xlsx")
    (tmp_path / "b.xlsx").symlink_to(tmp_path / "a.xlsx")
    with pytest.raises(UnwritableFileError), replacing(tmp_path / "a.xlsx"):
        pytest.fail("the block must not start")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").mkdir()
    with pytest.raises(UnwritableFileError, match="folder"), replacing(tmp_path / "plan.xlsx"):
        pytest.fail("the block must not start")


@POSIX
def test_a_private_file_is_private_while_it_grows(old: Path) -> None:
    old.chmod(0o644)
    with replacing(old) as temporary:
        assert stat.S_IMODE(temporary.stat().st_mode) == 0o600
        temporary.write_bytes(b"new")
    assert stat.S_IMODE(old.stat().st_mode) == 0o644


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="extended attributes of Linux")
def test_extended_attributes_are_kept(old: Path) -> None:
    os.setxattr(old, "user.xdg.origin.url", b"https://example.org")
    with replacing(old) as temporary:
        temporary.write_bytes(b"new")
    assert os.getxattr(old, "user.xdg.origin.url") == b"https://example.org"


@pytest.mark.parametrize("may", [True, False])
@POSIX
def test_owner_and_group_are_kept_or_nobody_gains(
    old: Path, monkeypatch: pytest.MonkeyPatch, may: bool
) -> None:
    old.chmod(0o664)
    wanted: list[tuple[int, int]] = []
    real_stat = Path.stat

    def other_owner(self: Path, **options: bool) -> os.stat_result:
        found = list(real_stat(self, **options))
        if self == old or (may and wanted):
            found[4:6] = 12345, 54321
        return os.stat_result(found)

    def chown(path: Path, user: int, group: int) -> None:
        if not may:
            raise PermissionError
        wanted.append((user, group))

    monkeypatch.setattr(Path, "stat", other_owner)
    monkeypatch.setattr(os, "chown", chown)
    with replacing(old) as temporary:
        temporary.write_bytes(b"new")
    assert wanted == ([(12345, -1), (-1, 54321)] if may else [])
    monkeypatch.undo()
    # The file now belongs to another group, which may do what everybody may: read.
    assert stat.S_IMODE(old.stat().st_mode) == (0o664 if may else 0o644)


def test_a_file_opened_while_it_is_written_is_refused(old: Path) -> None:
    with pytest.raises(FileInUseError, match="open in another program"), replacing(old) as new:  # noqa: PT012
        new.write_bytes(b"new")
        (old.parent / "~$plan.xlsx").touch()
    assert old.read_bytes() == b"old"


def test_what_killed_runs_left_is_removed(old: Path) -> None:
    with replacing(old) as temporary:
        temporary.write_bytes(b"new")
    stale = temporary.with_name(temporary.name.replace(".xlsx", "0.xlsx"))
    other = old.with_name(".xlevent-0123456789abcdef-00000000.xlsx")  # of another file
    for path in (stale, stale.with_suffix(".old"), other):
        path.touch()
    with replacing(old) as temporary:
        temporary.write_bytes(b"newer")
    assert sorted(p.name for p in old.parent.iterdir()) == sorted([old.name, other.name])


def test_blocks_may_nest(old: Path) -> None:
    with replacing(old) as outer:
        outer.write_bytes(b"outer")
        with replacing(old) as inner:
            inner.write_bytes(b"inner")
        assert old.read_bytes() == b"inner"
    assert old.read_bytes() == b"outer"
    assert list(old.parent.iterdir()) == [old]


@pytest.mark.parametrize("links", [True, False])
def test_the_generation_before_is_kept(
    old: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:  # FAT

        def refuse(*_: object) -> None:
            raise OSError(errno.EPERM, "no links here")

        monkeypatch.setattr(os, "link", refuse)
    kept = old.with_name("plan.backup.xlsx")
    assert backup_path(old) == kept
    old.chmod(0o640)
    for before, after in ((b"old", b"new"), (b"new", b"newer")):
        with replacing(old, backup=True) as temporary:
            temporary.write_bytes(after)
        assert (old.read_bytes(), kept.read_bytes()) == (after, before)
        assert {p.name for p in old.parent.iterdir()} == {old.name, kept.name}
    assert stat.S_IMODE(kept.stat().st_mode) == stat.S_IMODE(old.stat().st_mode)


def test_a_new_file_has_no_backup(tmp_path: Path) -> None:
    with replacing(tmp_path / "new.xlsx", backup=True) as temporary:
        temporary.write_bytes(b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["new.xlsx"]


def test_a_failed_run_leaves_the_backup_alone(old: Path) -> None:
    kept = backup_path(old)
    kept.write_bytes(b"older")
    with pytest.raises(ValueError, match="no"), replacing(old, backup=True) as temporary:  # noqa: PT012
        temporary.write_bytes(b"half")
        raise ValueError("no")
    assert (old.read_bytes(), kept.read_bytes()) == (b"old", b"older")


@POSIX
def test_a_run_killed_between_backup_and_file(old: Path) -> None:
    kept = backup_path(old)
    os.link(old, kept)  # what such a run leaves
    with replacing(old, backup=True) as temporary:
        temporary.write_bytes(b"new")
    assert (old.read_bytes(), kept.read_bytes()) == (b"new", b"old")
    assert {p.name for p in old.parent.iterdir()} == {old.name, kept.name}


def test_a_backup_that_is_open_is_refused_in_time(old: Path) -> None:
    (old.parent / "~$plan.backup.xlsx").touch()
    with pytest.raises(FileInUseError, match="backup"), replacing(old, backup=True):
        pytest.fail("the block must not start")


def test_the_folder_may_vanish(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    with pytest.raises(UnwritableFileError), replacing(folder / "plan.xlsx"):
        pytest.fail("the block must not start")
    folder.mkdir()
    with pytest.raises(UnwritableFileError), replacing(folder / "plan.xlsx"):
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
    with pytest.raises(UnwritableFileError, match="Permission denied"):
        make_folder(tmp_path / "closed")
