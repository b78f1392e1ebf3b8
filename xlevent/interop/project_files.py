"""Project files of other programs: Microsoft Project XML natively, the others through MPXJ.

MPXJ is a Java library; it runs in a process of its own, so that no Java machine lives in ours.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from xlevent.domain.language import Text
from xlevent.domain.problems import Problem
from xlevent.errors import MisuseError, UnreadableFileError
from xlevent.interop import mpxj_process
from xlevent.interop.files import read_bytes
from xlevent.interop.mspdi import FileProject
from xlevent.interop.mspdi_reading import FILE_LIMIT, parse_mspdi
from xlevent.interop.mspdi_xml import is_mspdi

NATIVE = ".xml"
THROUGH_MPXJ = frozenset(
    (".mpp", ".mpt", ".mpx", ".mpd", ".xer", ".pmxml", ".pp", ".pod", ".planner", ".gan",
     ".gnt", ".ppx", ".p3", ".prx", ".stx", ".fts", ".pep", ".cdpx", ".sdef", ".zip")
)  # fmt: skip
_PATIENCE = 600.0  # seconds


def read_project(
    path: Path, *, limit: int = FILE_LIMIT, timeout: float = _PATIENCE
) -> tuple[FileProject, list[Problem]]:
    """Read a project file of at most `limit` bytes.

    MisuseError where the kind of file is unknown, or where it needs MPXJ or Java and they are
    missing; UnreadableFileError where it cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix != NATIVE and suffix not in THROUGH_MPXJ:
        raise MisuseError(
            Text(
                f"{suffix} 不是專案檔的類型。"
                if suffix
                else "檔名沒有副檔名，不知道是哪種專案檔。",
                f"{suffix or 'a name without suffix'} is no kind of project file.",
            ),
            where=str(path),
            mend=Text(
                f"可用：{NATIVE}（Microsoft Project XML）、{'、'.join(sorted(THROUGH_MPXJ))}。",
                f"Known: {NATIVE} (Microsoft Project XML), {', '.join(sorted(THROUGH_MPXJ))}.",
            ),
        )
    content = read_bytes(path, limit=limit)
    if suffix != NATIVE or not (is_mspdi(content) or _is_plain(content)):
        content = _converted(content, path, timeout)
    return parse_mspdi(content, str(path))


def _is_plain(content: bytes) -> bool:
    """Whether an XML file is of no kind that MPXJ knows either: then say what is wrong with it."""
    return not any(name in content[:4096] for name in (b"APIBusinessObjects", b"<project "))


def _converted(content: bytes, path: Path, timeout: float) -> bytes:
    """The file as Microsoft Project XML."""
    with tempfile.TemporaryDirectory(prefix="xlevent-") as folder:
        # A name of our own: the process never sees one that a stranger chose.
        source = Path(folder, f"project{path.suffix.lower()}")
        target = Path(folder, "project.mspdi.xml")
        source.write_bytes(content)
        command = [sys.executable, str(Path(mpxj_process.__file__)), str(source), str(target)]
        if path.suffix.lower() == ".xer":
            command.append(charset_of(content))
        try:
            done = subprocess.run(
                command, capture_output=True, check=False, timeout=timeout,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise UnreadableFileError(
                Text(
                    f"MPXJ 讀取超過 {timeout:.0f} 秒。",
                    f"MPXJ took more than {timeout:.0f} seconds to read it.",
                ),
                where=str(path),
                mend=Text(
                    "請在原來的程式另存為 XML。",
                    "Save it as XML in the program that it comes from.",
                ),
            ) from None
        _judge(done.returncode, done.stderr.decode(errors="replace").strip(), path)
        return read_bytes(target, limit=FILE_LIMIT)


def charset_of(content: bytes) -> str:
    """The character set of a Primavera file, by Java's name: it is that of whoever exported it.

    Chinese in Big5 uses the first bytes A4 to C6 for what people write every day; accents of
    European texts lie above.
    """
    try:
        content.decode()
    except UnicodeDecodeError:
        pass
    else:
        return "UTF-8"
    try:
        text = content.decode("cp950")
    except UnicodeDecodeError:
        return "windows-1252"
    pairs = [char.encode("cp950") for char in text if not char.isascii()]
    usual = sum(1 for pair in pairs if len(pair) == 2 and pair[0] <= 0xC6)
    return "MS950" if usual * 10 >= len(pairs) * 7 else "windows-1252"


def _judge(code: int, said: str, path: Path) -> None:
    if code == 0:
        return
    if code == mpxj_process.NO_PACKAGE:
        raise MisuseError(
            Text(f"讀取 {path.suffix} 檔需要 MPXJ。", f"reading {path.suffix} files needs MPXJ."),
            where=str(path),
            mend=Text(
                '請安裝：pip install "xlevent[mpp]"（還需要 Java），或將專案另存為 XML。',
                'Install it with: pip install "xlevent[mpp]" (it needs Java too), '
                "or save the project as XML.",
            ),
        )
    if code == mpxj_process.NO_JAVA:
        raise MisuseError(
            Text(
                f"讀取 {path.suffix} 檔需要 Java，這裡找不到。",
                f"reading {path.suffix} files needs Java, which was not found.",
            ),
            where=str(path),
            mend=Text(
                "請安裝 Java 11 以上，或將專案另存為 XML。",
                "Install Java 11 or later, or save the project as XML.",
            ),
        )
    if code == mpxj_process.NO_PROJECT:
        raise UnreadableFileError(
            Text("MPXJ 不認得這種專案檔。", "MPXJ knows no project file of this kind."),
            where=str(path),
            mend=Text(
                "請確認檔案完整，且副檔名正確。",
                "Check that the file is whole and has its own suffix.",
            ),
        )
    reason = said.splitlines()[-1][:300] if said else f"code {code}"
    raise UnreadableFileError(
        Text(f"MPXJ 無法讀取（{reason}）。", f"MPXJ cannot read it ({reason})."),
        where=str(path),
        mend=Text(
            "請確認檔案完整，或將專案另存為 XML。",
            "Check that the file is whole, or save the project as XML.",
        ),
    )
