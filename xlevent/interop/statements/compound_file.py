"""One stream out of an OLE2 compound file, the container of old Office files.

Written anew because a circle of sectors, which one wrong byte makes, lets xlrd's own reader fill
the memory. Source: [MS-CFB] Compound File Binary File Format.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Sequence

_HEADER = 512
_ENTRY = 128
_IN_HEADER = 109  # sectors of the allocation table that the header lists
_LAST = 0xFFFFFFFA  # and above: no sector
_SMALL = 4_096  # bytes: smaller streams share sectors of 64 bytes
_SMALL_SHIFT = 6
_STREAM, _ROOT = 2, 5


def compound_stream(content: bytes, names: Collection[str]) -> bytes | None:
    """The content of the first stream of one of those names; None where there is none.

    ValueError where the file contradicts itself.
    """
    if len(content) < _HEADER:
        raise ValueError("the header is cut off")
    shift, small_shift = struct.unpack_from("<HH", content, 30)
    first_directory, small_limit = struct.unpack_from("<I4xI", content, 48)
    first_small_table = struct.unpack_from("<I", content, 60)[0]
    if shift not in (9, 12) or small_shift != _SMALL_SHIFT or small_limit != _SMALL:
        raise ValueError("the header is wrong")
    sectors = _Sectors(content, shift)
    directory = sectors.chain(first_directory)
    entries = [directory[at : at + _ENTRY] for at in range(0, len(directory) - 127, _ENTRY)]
    wanted = {name.casefold() for name in names}
    found = next((e for e in entries if e[66] == _STREAM and _name(e) in wanted), None)
    if found is None:
        return None
    start, size = struct.unpack_from("<II", found, 116)
    if size >= _SMALL:
        return sectors.chain(start)[:size]
    root = next((e for e in entries if e[66] == _ROOT), None)
    if root is None:
        raise ValueError("there is no root entry")
    pool = sectors.chain(struct.unpack_from("<I", root, 116)[0])
    table = _numbers(sectors.chain(first_small_table))
    return _follow(pool, 0, 1 << _SMALL_SHIFT, table, start)[:size]


class _Sectors:
    """The sectors of a file and the table that links them."""

    def __init__(self, content: bytes, shift: int) -> None:
        self._content, self._size = content, 1 << shift
        listed = list(struct.unpack_from(f"<{_IN_HEADER}I", content, 76))
        following, count = struct.unpack_from("<II", content, 68)
        most = len(content) // self._size + 1
        for _ in range(min(count, most)):
            if following >= _LAST:
                break
            more = _numbers(self._sector(following))
            listed += more[:-1]
            following = more[-1]
        parts = [self._sector(s) for s in listed[: most + _IN_HEADER] if s < _LAST]
        self._table = _numbers(b"".join(parts[:most]))

    def chain(self, start: int) -> bytes:
        """The content of all sectors from there on."""
        return _follow(self._content, self._size, self._size, self._table, start)

    def _sector(self, number: int) -> bytes:
        at = self._size * (number + 1)
        data = self._content[at : at + self._size]
        if len(data) < self._size:
            raise ValueError(f"sector {number} lies beyond the file")
        return data


def _follow(data: bytes, base: int, size: int, table: Sequence[int], start: int) -> bytes:
    parts = []
    number, left = start, len(data) // size + 1
    while number < _LAST:
        left -= 1
        at = base + number * size
        if left < 0 or number >= len(table) or at >= len(data):
            raise ValueError("the sectors of a stream are in a circle or beyond the file")
        parts.append(data[at : at + size])
        number = table[number]
    return b"".join(parts)


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _name(entry: bytes) -> str:
    length = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace").casefold()
