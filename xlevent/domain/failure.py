"""What every error of xlevent is: what, where and how to mend it, in both languages.

Here and not in `xlevent.errors`, because the domain raises errors too; import them from there.
"""

from __future__ import annotations

import errno
import re

from xlevent.domain.language import Language, Text

NOTHING = Text("", "")

# What would begin a new line, steer a terminal or turn the writing direction, in a name of a file
# or a value of a cell.
_STEERING = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class XleventError(Exception):
    """What went wrong, where, and how to mend it; `str` of it is English.

    `where` is a text without language where it is a path or a name.
    """

    def __init__(self, what: Text, *, where: Text | str = "", mend: Text = NOTHING) -> None:
        self.what = what
        self.where = where if isinstance(where, Text) else Text(where, where)
        self.mend = mend
        super().__init__(self.show("en"))

    def show(self, language: Language) -> str:
        """The error on one line: where, what, how to mend it."""
        if language == "both":
            chinese, english = self.show("zh-TW"), self.show("en")
            return chinese if chinese == english else f"{chinese} {english}"
        what, where, mend = (text.show(language) for text in (self.what, self.where, self.mend))
        if language == "zh-TW":
            colon = ": " if self.where.zh == self.where.en else "："
            space = "" if what.endswith(("。", "？", "）", "」")) else " "
            line = f"{where}{colon if where else ''}{what}{space if mend else ''}{mend}"
        else:
            parts = (f"{where}:" if where else "", what, mend)
            line = " ".join(part for part in parts if part)
        return _STEERING.sub(lambda found: ascii(found[0])[1:-1], line)


class MisuseError(XleventError, ValueError):
    """A function was called with something that it cannot work with."""


def said(problem: BaseException) -> Text:
    """What an error says: one of ours in both languages, a library's as it is."""
    if isinstance(problem, XleventError):
        return Text(problem.show("zh-TW"), problem.show("en"))
    return alike(str(problem))


_SYSTEM = {
    errno.ENOENT: "找不到檔案或資料夾", errno.EACCES: "沒有權限，或檔案唯讀",
    errno.EPERM: "不允許此操作", errno.EROFS: "磁碟唯讀", errno.ENOTDIR: "路徑中有一段不是資料夾",
    errno.EISDIR: "這是資料夾", errno.ENAMETOOLONG: "名稱太長", errno.EIO: "磁碟讀寫錯誤",
    errno.ELOOP: "連結繞成一圈", errno.EBUSY: "使用中", errno.ETXTBSY: "使用中",
    errno.EINVAL: "名稱無效，或不是檔案", errno.EEXIST: "已有同名的項目",
    errno.EADDRINUSE: "已被占用", errno.EADDRNOTAVAIL: "沒有這個位址",
    errno.EMFILE: "開啟的檔案太多", errno.ENOEXEC: "不是可執行的檔案",
}  # fmt: skip


def said_by_system(error: OSError) -> Text:
    """Why the operating system refuses, without a full stop; in its own words where rare."""
    own = str(error.strerror or error)
    return Text(_SYSTEM.get(error.errno or 0, own), own)


def alike(text: str) -> Text:
    """A text without language: a name, an amount, what a library says."""
    return Text(text, text)
