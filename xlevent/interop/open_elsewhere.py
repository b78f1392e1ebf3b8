"""Whether a workbook is open in another program, and whose: the marks that these leave beside it.

Excel writes `~$name` with the user's name in it, LibreOffice `.~lock.name#`, WPS `.~name`. Office
programs drop up to two characters of a long name (`~$la.docx` for `gala.docx`); Excel is not known
to, but then such a mark means the file as well, unless a file of the shorter name is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from xlevent.domain.language import Text
from xlevent.errors import FileInUseError, alike

_LONG = 7  # characters of a name from which on some are dropped
_OWNER_NAME = 54  # characters that an owner file has room for
_MARK_BYTES = 4096
_UNESCAPE = re.compile(r"\\(.)")


def refuse_open(path: Path) -> None:
    """FileInUseError where another program has left its mark that the file is open."""
    for mark in _marks(path):
        try:
            mark.stat()
        except OSError:  # also where the name is too long to be there
            continue
        holder = _holder(mark)
        raise FileInUseError(
            Text(
                f"活頁簿在另一個程式中開啟{f'（{holder.zh}）' if holder.zh else ''}。",
                "the workbook is open in another program"
                f"{f' by {holder.en}' if holder.en else ''}.",
            ),
            where=str(path),
            mend=Text(
                f"請在該程式關閉。如果沒有任何程式開啟它，請刪除 {mark.name}。",
                f"Close it there. If it is not open anywhere, delete {mark.name}.",
            ),
        )


def _marks(path: Path) -> Iterator[Path]:
    name = path.name
    yield path.with_name(f".~lock.{name}#")
    for prefix in ("~$", ".~"):
        yield path.with_name(prefix + name)
    if len(path.stem) < _LONG:
        return
    for rest in (name[1:], name[2:]):
        if not path.with_name(rest).exists():
            for prefix in ("~$", ".~"):
                yield path.with_name(prefix + rest)


def _holder(mark: Path) -> Text:
    """Who left the mark, or nothing."""
    try:
        with mark.open("rb") as file:
            data = file.read(_MARK_BYTES)
    except OSError:  # Excel lets nobody read it
        return alike("")
    name = _of_libreoffice(data) if mark.name.startswith(".~lock.") else alike(_of_office(data))
    zh, en = ("".join(c for c in text if c.isprintable())[:80].strip() for text in name)
    return Text(zh, en)


def _of_office(data: bytes) -> str:
    """The user's name in an owner file.

    Length and name in the code page of the machine, padded; then both again in UTF-16, at byte 55
    (165 bytes in all, Excel) or 54 (162 bytes, Word).
    """
    for at in (55, 54):
        length = int.from_bytes(data[at : at + 2], "little")
        wide = data[at + 2 : at + 2 + 2 * length]
        if 0 < length <= _OWNER_NAME and len(wide) == 2 * length:
            name = wide.decode("utf-16-le", "replace")
            if name.isprintable():
                return name
    length = data[0] if data else 0
    return data[1 : 1 + length].decode("ascii", "replace") if length <= _OWNER_NAME else ""


def _of_libreoffice(data: bytes) -> Text:
    """Name, login and computer: fields with commas between them, escaped by backslashes."""
    text = data.decode("utf-8", "replace")
    fields = [_UNESCAPE.sub(r"\1", f) for f in re.findall(r"((?:\\.|[^,;\\])*)[,;]", text)]
    name, login, computer = (f.strip() for f in (*fields, "", "", "")[:3])
    who = name or login
    if who and computer:
        return Text(f"{computer} 上的 {who}", f"{who} on {computer}")
    return alike(who)
