"""The marks of other programs: found under every name, and whose they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlevent.errors import FileInUseError
from xlevent.interop.open_elsewhere import refuse_open


def excel(user: str) -> bytes:
    """Excel's owner file: 165 bytes, the name in the machine's code page and in UTF-16."""
    narrow = user.encode("cp950", "replace")
    return (
        bytes((len(narrow),)) + narrow.ljust(54)
        + len(user).to_bytes(2, "little") + user.ljust(54).encode("utf-16-le")
    )  # fmt: skip


def word(user: str) -> bytes:
    """Word's: 162 bytes."""
    narrow = user.encode("cp950", "replace")
    return (
        bytes((len(narrow),)) + narrow.ljust(53)
        + len(user).to_bytes(2, "little") + user.ljust(53).encode("utf-16-le")
    )  # fmt: skip


def refused(path: Path) -> str:
    with pytest.raises(FileInUseError, match="open in another program") as caught:
        refuse_open(path)
    assert str(path) in str(caught.value)
    return caught.value.what.en


@pytest.mark.parametrize(
    ("content", "who"),
    [
        (excel("王小明"), "by 王小明."),
        (excel("Anna Weiß"), "by Anna Weiß."),
        (word("陳大文"), "by 陳大文."),
        (b"\x04Anna" + b" " * 50, "by Anna."),
        (b"", "program."),
        (b"\xff" * 165, "program."),
        (b"\x05\x1b[2J\x07".ljust(165, b"\0"), "by [2J."),  # nothing that steers a terminal
    ],
)
def test_owner_files_of_office(tmp_path: Path, content: bytes, who: str) -> None:
    assert len(excel("王小明")) == 165
    (tmp_path / "~$gala.xlsx").write_bytes(content)
    assert refused(tmp_path / "gala.xlsx").endswith(who)


@pytest.mark.parametrize(
    ("content", "who"),
    [
        (",ming,desk-3,27.11.2026 10:15,file:///home/ming/lo/4;", "by ming on desk-3."),
        ("王小明,ming,desk-3,27.11.2026 10:15,file:///x;", "by 王小明 on desk-3."),
        ("Ming\\, the First,ming,,27.11.2026 10:15,file:///x;", "by Ming, the First."),
        (",,,,;", "program."),
        ("", "program."),
        ("no fields", "program."),
    ],
)  # fmt: skip
def test_locks_of_libreoffice(tmp_path: Path, content: str, who: str) -> None:
    (tmp_path / ".~lock.gala.xlsx#").write_text(content, encoding="utf-8")
    assert refused(tmp_path / "gala.xlsx").endswith(who)


def test_who_has_it_open_is_said_in_chinese_too(tmp_path: Path) -> None:
    content = "王小明,ming,desk-3,27.11.2026 10:15,file:///x;"
    (tmp_path / ".~lock.gala.xlsx#").write_text(content, encoding="utf-8")
    with pytest.raises(FileInUseError) as caught:
        refuse_open(tmp_path / "gala.xlsx")
    assert "活頁簿在另一個程式中開啟（desk-3 上的 王小明）。" in caught.value.show("zh-TW")


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        ("~$gala.xlsx", "gala.xlsx"),
        (".~gala.xlsx", "gala.xlsx"),  # WPS
        ("~$活動企劃總表.xlsx", "活動企劃總表.xlsx"),
        ("~$nual-gala.xlsx", "annual-gala.xlsx"),
        (".~nnual-gala.xlsx", "annual-gala.xlsx"),
        (".~nual-gala.xlsx", "annual-gala.xlsx"),
    ],
)
def test_names_of_marks(tmp_path: Path, mark: str, name: str) -> None:
    (tmp_path / mark).touch()
    assert refused(tmp_path / name).endswith("program.")


def test_the_mark_of_another_workbook(tmp_path: Path) -> None:
    (tmp_path / "~$nual-gala.xlsx").touch()
    (tmp_path / "nual-gala.xlsx").touch()  # it is of this one
    refuse_open(tmp_path / "annual-gala.xlsx")
    (tmp_path / "~$la.xlsx").touch()  # a short name is never shortened
    refuse_open(tmp_path / "gala.xlsx")


def test_nothing_there(tmp_path: Path) -> None:
    refuse_open(tmp_path / "gala.xlsx")
    refuse_open(tmp_path / "gala")


def test_the_mark_to_delete_is_named(tmp_path: Path) -> None:
    (tmp_path / "~$nual-gala.xlsx").touch()
    with pytest.raises(FileInUseError) as caught:
        refuse_open(tmp_path / "annual-gala.xlsx")
    assert "~$nual-gala.xlsx" in caught.value.mend.en
