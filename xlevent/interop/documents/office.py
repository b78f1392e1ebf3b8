"""LibreOffice, which must be installed on the machine, as a converter of files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from xlevent.domain.language import Text
from xlevent.errors import MisuseError, XleventError, said_by_system

_NAMES = ("soffice", "libreoffice", "soffice.com")
_PLACES = {
    "win32": (
        r"C:\Program Files\LibreOffice\program\soffice.com",
        r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    ),
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
}
PDF_MEND = Text(
    "請安裝 LibreOffice（libreoffice.org），以 --soffice 或環境變數 XLEVENT_SOFFICE 指定，"
    "或用 --format docx 再列印成 PDF。",
    "Install LibreOffice (libreoffice.org), name it by --soffice or the variable "
    "XLEVENT_SOFFICE, or ask for --format docx and print that to PDF.",
)
_PATIENCE = 120.0  # seconds to start and convert one file
_EACH = 20.0  # and for each further one
_NO_PDF = Text(
    "PDF 檔由 LibreOffice 產生，這裡找不到它。",
    "PDF files are made by LibreOffice, and it was not found.",
)


def find_soffice(
    named: Path | None = None, *, missing: Text = _NO_PDF, mend: Text = PDF_MEND
) -> Path:
    """The program that converts: the named one, else $XLEVENT_SOFFICE, else the installed one.

    MisuseError, saying what is `missing` and how to mend, where there is none.
    """
    given = str(named) if named else os.environ.get("XLEVENT_SOFFICE", "")
    if given:
        path = shutil.which(given)
        if path is None:
            raise MisuseError(
                Text("這不是可執行的程式。", "this is no program."), where=given, mend=mend
            )
        return Path(path)
    for name in (*_NAMES, *_PLACES.get(sys.platform, ())):
        path = shutil.which(name)
        if path is not None:
            return Path(path)
    raise MisuseError(missing, mend=mend)


def to_pdf(sources: Sequence[Path], folder: Path, *, soffice: Path | None = None) -> list[Path]:
    """A PDF in `folder` for each .docx or .xlsx, named like it, from one run of LibreOffice."""
    if not sources:
        return []
    return convert(
        sources, folder, "pdf", program=find_soffice(soffice), mend=PDF_MEND,
        slow=Text(
            "請一次少做幾份文件，或用 --format docx。",
            "Ask for fewer documents at once, or for --format docx.",
        ),
        absent=Text(
            "請確認已安裝 LibreOffice Writer，而不只是 Calc。",
            "Check that LibreOffice Writer is installed, not only Calc.",
        ),
    )  # fmt: skip


def convert(
    sources: Sequence[Path],
    folder: Path,
    form: str,
    *,
    program: Path,
    slow: Text,
    absent: Text,
    mend: Text,
    patience: float | None = None,
) -> list[Path]:
    """Files of a form, which is their ending too, in `folder`; each named like its source.

    The run has a profile of its own, so that it works while LibreOffice is open. The texts say
    what to do where it is too slow (`patience` seconds at most), where it makes no file, and where
    it cannot be started.
    """
    patience = patience or _PATIENCE + _EACH * len(sources)
    with tempfile.TemporaryDirectory(prefix="xlevent-office-") as scratch:
        profile = Path(scratch) / "profile"
        command = [
            str(program), f"-env:UserInstallation={profile.as_uri()}", "--headless",
            "--norestore", "--convert-to", form, "--outdir", str(folder), *map(str, sources),
        ]  # fmt: skip
        try:
            done = subprocess.run(
                command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=patience,
                check=False, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise XleventError(
                Text(
                    f"LibreOffice 在 {patience:.0f} 秒內沒有完成。",
                    f"LibreOffice did not finish within {patience:.0f} seconds.",
                ),
                where=str(program),
                mend=slow,
            ) from error
        except OSError as error:
            raise MisuseError(
                Text(
                    f"LibreOffice 無法啟動（{said_by_system(error).zh}）。",
                    f"LibreOffice cannot be started ({error.strerror}).",
                ),
                where=str(program),
                mend=mend,
            ) from error
    made = [folder / f"{source.stem}.{form}" for source in sources]
    lacking = [path.name for path in made if not path.is_file()]
    if lacking:  # soffice ends with 0 even where it failed
        said = done.stdout.decode(errors="replace").strip().splitlines()
        raise XleventError(
            Text(
                f"LibreOffice 沒有產生 {'、'.join(lacking)}" + (f"：{said[-1]}" if said else "。"),
                f"LibreOffice made no {', '.join(lacking)}" + (f": {said[-1]}" if said else "."),
            ),
            where=str(program),
            mend=absent,
        )
    return made
