"""Limits from the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbook.books import DECLARED, Book
from xlevent.app.read import read
from xlevent.errors import MisuseError, UnreadableFileError
from xlevent.workbook.limits import VARIABLE, Limits


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("", Limits()),
        (" , ", Limits()),
        ("parts=5", Limits(parts=5)),
        ("part_bytes=1G, ratio = 1k,file_bytes=20MB", Limits(
            part_bytes=1_000_000_000, ratio=1_000, file_bytes=20_000_000)),
    ],
)  # fmt: skip
def test_amounts(text: str, limits: Limits) -> None:
    assert Limits.from_environment({VARIABLE: text}) == limits
    assert Limits.from_environment({}) == Limits()


@pytest.mark.parametrize(
    "text", ["parts", "parts=", "parts=-1", "parts=１", "bytes=5", "parts=1.5M", "=5", "parts=1T"]
)
def test_what_is_no_limit(text: str) -> None:
    with pytest.raises(MisuseError, match="is no limit") as caught:
        Limits.from_environment({VARIABLE: text})
    assert "tree_bytes" in caught.value.mend.en


def test_the_advice_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Following each message in turn, the file is read at last."""
    path = Book().write(tmp_path / "book.xlsx")
    names = ("file_bytes", "total_bytes", "part_bytes", "tree_bytes", "parts", "sheets", "tables",
             "names", "text_length", "shared_texts", "shared_length")  # fmt: skip
    given = dict.fromkeys(names, "1")
    for _ in range(200):
        monkeypatch.setenv(VARIABLE, ",".join(f"{k}={v}" for k, v in given.items()))
        try:
            event = read(path, registry=DECLARED)
        except UnreadableFileError as error:
            advice = str(error).rpartition(f"{VARIABLE}=")[2].rstrip(".")
            name, _, amount = advice.partition("=")
            assert int(amount) > int(given[name])
            given[name] = amount
        else:
            break
    assert event.tables["tasks"][0]["id"] == "T-001"
    assert all(int(amount) > 1 for amount in given.values())
