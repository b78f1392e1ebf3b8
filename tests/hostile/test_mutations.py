"""Good workbooks broken at random: an error of ours or an event, never anything else."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile.attacks import parts_of
from tests.workbook.books import DECLARED, ROW, Book
from xlevent.app.event import Event
from xlevent.app.read import read
from xlevent.errors import XleventError

_SETTINGS = settings(
    max_examples=150, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
_ATTRIBUTE = re.compile(rb'="[^"]*"')
_TAG = re.compile(rb"<[^<>]+>")
_TEXT = re.compile(rb">[^<>]+<")
# What may stand in the place of a value.
VALUES = st.one_of(
    st.sampled_from(
        ["", "0", "-1", "1", "A0", "A1", "XFD1048576", "XFE1", "A1:A1", "C3:B2", "9" * 30, "1e999",
         "1_0", "NaN", "rId1", "true", "../x", "/xl/workbook.xml", "s", "b", "e", "d", "str", "n",
         "inlineStr", "veryHidden", "#REF!", "2026-02-30", "24:00", "_xD800_", "=1", "&lt;"]
    ),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters='<>&"'), max_size=6),
    st.integers().map(str),
)  # fmt: skip


@cache
def _good() -> dict[str, bytes]:
    path = Path(__file__).with_name(".good.xlsx")
    try:
        rows = [ROW, {**ROW, "id": "T-002", "name": "a_x0041_&b"}]
        return parts_of(Book(tasks=rows, totals=True).write(path))
    finally:
        path.unlink(missing_ok=True)


def _survives(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    found: Event | XleventError
    try:
        found = read(path, registry=DECLARED)
    except XleventError as error:
        found = error
    if isinstance(found, XleventError):
        assert str(path) in str(found)
        assert found.mend.en
        return
    for finding in found.check():
        assert finding.message.en
        assert finding.message.zh


def _zipped(parts: list[tuple[str, bytes]], compression: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return file.getvalue()


def _other_value(pattern: re.Pattern[bytes]) -> Callable[[bytes, float, str], bytes]:
    """One of the matches, at a share of the way, gets another value."""

    def edit(data: bytes, share: float, value: str) -> bytes:
        found = list(pattern.finditer(data))
        if not found:
            return data
        match = found[int(share * (len(found) - 1))]
        start, end = match.span()
        if pattern is _TAG:
            return data[:start] + data[end:]
        first = data[start : start + (2 if pattern is _ATTRIBUTE else 1)]
        return data[:start] + first + value.encode() + data[end - 1 :]

    return edit


def _flip(data: bytes, share: float, value: str) -> bytes:
    at = int(share * max(0, len(data) - 1))
    return data[:at] + bytes(b ^ 0x15 for b in data[at : at + 1 + len(value)]) + data[at + 1 :]


def _cut(data: bytes, share: float, value: str) -> bytes:
    return data[: int(share * len(data))]


def _twice(data: bytes, share: float, value: str) -> bytes:
    found = list(_TAG.finditer(data))
    if not found:
        return data
    start, end = found[int(share * (len(found) - 1))].span()
    return data[:end] + data[start:end] + data[end:]


_EDITS = [_other_value(_ATTRIBUTE), _other_value(_TEXT), _other_value(_TAG), _flip, _cut, _twice]


@_SETTINGS
@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.sampled_from(_EDITS), st.floats(0, 1), VALUES),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_changed_xml(
    tmp_path: Path,
    edits: list[tuple[int, Callable[[bytes, float, str], bytes], float, str]],
) -> None:
    parts = dict(_good())
    names = sorted(name for name in parts if not name.startswith("docProps/"))
    for number, edit, share, value in edits:
        name = names[number % len(names)]
        parts[name] = edit(parts[name], share, value)
    _survives(tmp_path / "mutated.xlsx", _zipped(list(parts.items())))


@_SETTINGS
@given(st.lists(st.tuples(st.sampled_from("dsrx"), st.integers(0, 30), st.integers(0, 30)),
                min_size=1, max_size=4))  # fmt: skip
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_parts_dropped_swapped_renamed_doubled(
    tmp_path: Path, steps: list[tuple[str, int, int]]
) -> None:
    parts = list(_good().items())
    for step, first, second in steps:
        a, b = first % len(parts), second % len(parts)
        if step == "d" and len(parts) > 2:
            del parts[a]
        elif step == "s":
            parts[a], parts[b] = (parts[a][0], parts[b][1]), (parts[b][0], parts[a][1])
        elif step == "r":
            parts[a] = (parts[a][0] + "x" if second % 2 else parts[a][0].upper(), parts[a][1])
        else:
            parts.append((parts[a][0], parts[b][1]))
    _survives(tmp_path / "mutated.xlsx", _zipped(parts))


@_SETTINGS
@given(st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6), st.integers(0, 6)), min_size=1,
                max_size=4), st.booleans())  # fmt: skip
def test_changed_bytes(tmp_path: Path, edits: list[tuple[float, bytes, int]], packed: bool) -> None:
    compression = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    data = _zipped(list(_good().items()), compression)
    directory = data.rfind(b"PK\x01\x02")
    for share, new, drop in edits:
        # Half of them hit the directory, which is small.
        at = int(share * 2 * len(data)) if share < 0.5 else int(
            directory * 0.9 + (share - 0.5) * 2 * (len(data) - directory * 0.9)
        )  # fmt: skip
        data = data[:at] + new + data[at + drop :]
    _survives(tmp_path / "mutated.xlsx", data)
