"""Opening an Excel file that may be anything: limits first, then parts, never a surprise.

An Office file is a zip of parts. `open_package` refuses what is no workbook and says what it
looks like; `Package` hands out parts as streams or as parsed XML without entities.
"""

from __future__ import annotations

import posixpath
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import unquote

from lxml import etree

from xlevent.domain.language import Text
from xlevent.errors import UnreadableFileError, alike, said, said_by_system
from xlevent.workbook.foreign import PASSWORD, Foreign, foreign_file, foreign_zip
from xlevent.workbook.limits import Limits, raise_limit

_MEND = Text(
    "請在 Excel 開啟、讓它修復後另存新檔，或使用備份。",
    "Open it in Excel, let it repair the file and save it anew, or use a backup.",
)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_HEAD = 1_048_576  # bytes looked at to tell what a file is
_START = 1_024
_PROLOG = 65_536  # bytes within which the root element of a part must begin
_ENTRY = 1_000  # bytes that the name of a part and what is known about it may take
_LOCAL_HEADER = 30  # bytes before a part, at least
_RATIO_FROM = 4_000_000  # bytes: smaller parts may be compressed as well as they like


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from one part to another part, or to somewhere outside."""

    id: str
    kind: str  # the last word of its type: worksheet, table, sharedStrings
    target: str
    external: bool


class Package:
    """The parts of an open Office file. Names are matched without regard to case."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, limits: Limits) -> None:
        self.path = path
        self.limits = limits
        self._archive = archive
        self._checked_roots: set[tuple[str, str | None]] = set()
        self._entries = self._checked(archive)

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._entries

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of all parts."""
        return tuple(info.filename.replace("\\", "/") for info in self._entries.values())

    @property
    def archive(self) -> zipfile.ZipFile:
        """The zip itself, for copying parts as they are."""
        return self._archive

    def entry(self, part: str) -> zipfile.ZipInfo | None:
        """Where a part is in the zip."""
        return self._entries.get(part.lower())

    @contextmanager
    def stream(self, part: str) -> Iterator[IO[bytes]]:
        """The bytes of a part; whatever goes wrong inside becomes UnreadableFileError."""
        info = self._entries.get(part.lower())
        if info is None:
            raise self.damaged(part, Text("缺少此組件", "it is missing"))
        limit = self.limits.part_bytes
        if info.file_size > limit:
            raise self.too_large(alike(part), info.file_size, limit, "part_bytes")
        try:
            opened = self._archive.open(info)
        except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, OverflowError) as problem:
            # Also names of no encoding and places beyond any file.
            raise self.damaged(part, said(problem)) from problem
        try:
            with opened as stream:
                yield stream
        except etree.XMLSyntaxError as problem:
            raise self.damaged(
                part, alike(problem.msg) if problem.msg else Text("不是 XML", "it is no XML")
            ) from problem
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as problem:
            raise self.damaged(part, said(problem)) from problem

    @contextmanager
    def xml(self, part: str, root: str | None) -> Iterator[IO[bytes]]:
        """Like stream, for XML that the caller parses: its root element has that name, if any.

        A document type is refused, and with it every entity.
        """
        if (part, root) not in self._checked_roots:
            with self.stream(part) as stream:
                self._check_root(part, stream, root)
            self._checked_roots.add((part, root))
        with self.stream(part) as stream:
            yield stream

    def tree(self, part: str, root: str) -> etree._Element:
        """The root, of that name, of a part that is small enough to be held as a whole."""
        with self.xml(part, root) as stream:
            size = self._entries[part.lower()].file_size
            if size > self.limits.tree_bytes:
                raise self.too_large(alike(part), size, self.limits.tree_bytes, "tree_bytes")
            parser = etree.XMLParser(
                resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
                remove_comments=True, remove_pis=True,
            )  # fmt: skip
            return etree.parse(stream, parser).getroot()

    def relationships(self, part: str) -> dict[str, Relationship]:
        """The relationships of a part ("" for the package itself), by id."""
        source = relationships_part(part)
        if source not in self:
            return {}
        return relationships_in(self.tree(source, "Relationships"), part)

    def damaged(self, part: str, why: Text) -> UnreadableFileError:
        """The error for a part that cannot be read."""
        return _damaged(self.path, Text(f"{part}：{why.zh}", f"{part}: {why.en}"))

    def too_large(
        self, what: Text, size: int, limit: int, name: str = "tree_bytes"
    ) -> UnreadableFileError:
        """The error for something beyond the limit of that name."""
        return UnreadableFileError(
            Text(
                f"檔案太大（{what.zh}：{size:,}，上限 {limit:,}），可能有害。",
                f"the file is too large ({what.en}: {size:,}, limit {limit:,}) and may be "
                "meant to harm.",
            ),
            where=str(self.path),
            mend=raise_limit(name, size),
        )

    def _check_root(self, part: str, stream: IO[bytes], name: str | None) -> None:
        # Entities are possible only after a document type, which no Office file has.
        parser = etree.XMLPullParser(
            events=("start",), resolve_entities=False, no_network=True, huge_tree=False
        )
        root = None
        for size in (_START, _PROLOG - _START):  # nearly every root begins at once
            parser.feed(stream.read(size))
            root = next((found for _, found in parser.read_events()), None)
            if root is not None:
                break
        if isinstance(root, etree._Element) and root.getroottree().docinfo.internalDTD is None:
            known = () if name is None else (MAIN + name, STRICT + name, _RELATIONSHIPS + name)
            if known and root.tag not in known:
                raise self.damaged(
                    part,
                    Text(
                        f"內容是 {str(root.tag)[:80]}，應為 {name}",
                        f"it holds {str(root.tag)[:80]} instead of {name}",
                    ),
                )
            return
        raise UnreadableFileError(
            Text(
                f"{part} 含有文件類型宣告（DTD）或不是 XML，Excel 不會這樣寫；為安全起見拒絕讀取。",
                f"{part} holds a document type declaration or no XML element, which Excel never "
                "writes; the file is refused for safety.",
            ),
            where=str(self.path),
            mend=Text(
                "請查明檔案來源，或使用備份。", "Ask where the file comes from, or use a backup."
            ),
        )

    def _checked(self, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
        limits = self.limits
        if any(not info.filename for info in archive.infolist()):
            raise _damaged(self.path, Text("有一個組件沒有名稱", "a part has no name"))
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if len(infos) > limits.parts:
            raise self.too_large(
                Text("組件的數量", "number of parts"), len(infos), limits.parts, "parts"
            )
        entries: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            name = info.filename.replace("\\", "/")
            if name.startswith("/") or ".." in name.split("/") or ":" in name:
                raise UnreadableFileError(
                    Text(
                        f"檔案含有路徑「{name[:200]}」，指向檔案之外；為安全起見拒絕讀取。",
                        f"the file holds the path {name[:200]!r}, which leads outside of it; "
                        "it is refused for safety.",
                    ),
                    where=str(self.path),
                    mend=Text(
                        "請查明檔案來源，或使用備份。",
                        "Ask where the file comes from, or use a backup.",
                    ),
                )
            if name.lower() in entries:
                raise _damaged(self.path, Text(f"{name} 出現兩次", f"{name} is in it twice"))
            if info.flag_bits & 0x1:
                raise _foreign(self.path, PASSWORD)
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                # Others unpack without bounds, and no Office program writes them.
                raise _damaged(
                    self.path,
                    Text(f"{name} 的壓縮方式不明", f"{name} is compressed in an unknown way"),
                )
            if info.file_size > max(_RATIO_FROM, limits.ratio * info.compress_size):
                ratio = info.file_size // max(1, info.compress_size)
                raise self.too_large(
                    Text(f"{name} 的壓縮比", f"compression of {name}"), ratio, limits.ratio, "ratio"
                )
            entries[name.lower()] = info
        total = sum(info.file_size for info in infos)
        if total > limits.total_bytes:
            raise self.too_large(
                Text("解壓縮後的內容", "unpacked content"), total, limits.total_bytes, "total_bytes"
            )
        # Parts that share their bytes make a bomb of a small file.
        end = 0
        for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
            if info.header_offset < end:
                raise _damaged(
                    self.path,
                    Text(
                        f"{info.filename[:200]} 與另一組件重疊",
                        f"{info.filename[:200]} overlaps another part",
                    ),
                )
            end = info.header_offset + _LOCAL_HEADER + info.compress_size
        return entries


def relationships_part(part: str) -> str:
    """The part that holds the relationships of a part ("" for the package itself)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relationships_in(root: etree._Element, part: str) -> dict[str, Relationship]:
    """The relationships of `part` that the root of its relationships part lists, by id."""
    folder = posixpath.dirname(part)
    found = {}
    for element in root.iter("{*}Relationship"):
        target = unquote(element.get("Target") or "")
        external = element.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        kind = (element.get("Type") or "").rpartition("/")[2]
        key = element.get("Id") or ""
        found[key] = Relationship(key, kind, target, external)
    return found


@contextmanager
def open_package(path: Path | str, limits: Limits | None = None) -> Iterator[Package]:
    """The package of an Excel workbook; UnreadableFileError says what the file is instead."""
    path = Path(path)
    limits = limits or Limits.from_environment()
    size, head = _look(path)
    kind = foreign_file(head)
    if kind is not None:
        raise _foreign(path, kind)
    if size > limits.file_bytes:
        raise UnreadableFileError(
            Text(
                f"檔案太大（{size:,} 位元組，上限 {limits.file_bytes:,}）。",
                f"the file is too large ({size:,} bytes, limit {limits.file_bytes:,}).",
            ),
            where=str(path),
            mend=raise_limit("file_bytes", size),
        )
    with path.open("rb") as file:
        opening = _Opening(file, limits.parts * _ENTRY)
        try:
            archive = zipfile.ZipFile(opening)
        except (zipfile.BadZipFile, RuntimeError, OSError, ValueError, OverflowError) as problem:
            if opening.asked:
                raise UnreadableFileError(
                    Text(
                        f"檔案太大（組件清單有 {opening.asked:,} 位元組），可能有害。",
                        f"the file is too large (its list of parts has {opening.asked:,} "
                        "bytes) and "
                        "may be meant to harm.",
                    ),
                    where=str(path),
                    mend=raise_limit("parts", opening.asked // _ENTRY),
                ) from problem
            raise _damaged(
                path,
                Text(
                    f"可能沒有完整複製：{problem}",
                    f"perhaps it was not copied completely: {problem}",
                ),
            ) from problem
        opening.limit = None
        package = Package(path, archive, limits)
        mimetype = b""
        if "mimetype" in package:
            with package.stream("mimetype") as stream:
                mimetype = stream.read(200)
        kind = foreign_zip(package.parts, mimetype)
        if kind is not None:
            raise _foreign(path, kind)
        yield package


class _Opening:
    """A file while zipfile reads the list of parts, which it does in one piece of any size."""

    def __init__(self, file: IO[bytes], limit: int) -> None:
        self.limit: int | None = limit
        self.asked = 0  # the size of a read that was refused
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        if self.limit is not None and size > self.limit:
            self.asked = size
            raise zipfile.BadZipFile("the list of parts is too long")
        return self._file.read(size)


def _look(path: Path) -> tuple[int, bytes]:
    try:
        if path.is_dir():
            raise UnreadableFileError(
                Text("這是資料夾，不是活頁簿。", "this is a folder, not a workbook."),
                where=str(path),
                mend=Text("請選擇其中的檔案。", "Choose a file in it."),
            )
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableFileError(
                Text("這是裝置或管線，不是活頁簿。", "this is a device or pipe, not a workbook."),
                where=str(path),
                mend=Text("請將活頁簿複製成檔案。", "Copy the workbook into a file."),
            )
        size = found.st_size
        with path.open("rb") as stream:
            return size, stream.read(_HEAD)
    except OSError as problem:
        raise UnreadableFileError(
            Text(
                f"檔案無法開啟：{said_by_system(problem).zh}。",
                f"the file cannot be opened: {problem.strerror or problem}.",
            ),
            where=str(path),
            mend=Text("請確認檔名，以及您有權讀取。", "Check its name and that you may read it."),
        ) from problem


def _foreign(path: Path, kind: Foreign) -> UnreadableFileError:
    return UnreadableFileError(kind.what, where=str(path), mend=kind.mend)


def _damaged(path: Path, why: Text) -> UnreadableFileError:
    return UnreadableFileError(
        Text(f"檔案已損壞（{why.zh}）。", f"the file is damaged ({why.en})."),
        where=str(path),
        mend=_MEND,
    )
