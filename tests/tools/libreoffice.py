"""LibreOffice as a second opinion on formulas, and as the camera for pictures."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.tools.programs import program

# RecalcMode 0 = always: otherwise LibreOffice shows the stored values and proves nothing.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
<prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/Office">
<prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
_XLSX = "xlsx:Calc MS Excel 2007 XML"
_PDF = "pdf:calc_pdf_Export"


class LibreOffice:
    """One LibreOffice with a profile of its own, so that runs side by side do not meet."""

    def __init__(self, folder: Path) -> None:
        self._soffice = program(
            "soffice", bringer="python3 dev.py test installs it (libreoffice-calc)"
        )
        self._folder = folder
        self._profile = folder / "profile"
        (self._profile / "user").mkdir(parents=True)
        (self._profile / "user" / "registrymodifications.xcu").write_text(
            SETTINGS, encoding="utf-8"
        )

    def recalculate(self, paths: Sequence[Path], *, timeout: float = 600) -> list[Path]:
        """Recalculated copies of workbooks, in the same order, from a single run."""
        return self._convert(paths, _XLSX, ".xlsx", timeout)

    def to_pdf(self, path: Path, *, timeout: float = 600) -> Path:
        """The workbook as it prints."""
        return self._convert([path], _PDF, ".pdf", timeout)[0]

    def to_ods(self, path: Path, *, timeout: float = 600) -> Path:
        """The workbook as LibreOffice keeps it itself."""
        return self._convert([path], "ods", ".ods", timeout)[0]

    def to_png(
        self, pdf: Path, *, first: int = 1, last: int | None = None, dpi: int = 80
    ) -> list[Path]:
        """A picture of each page, from the first to the last (None: the last there is)."""
        pdftoppm = program("pdftoppm", bringer="python3 dev.py test installs it (poppler-utils)")
        folder = Path(tempfile.mkdtemp(prefix="png-", dir=self._folder))
        pages = ["-f", str(first), *(["-l", str(last)] if last else [])]
        subprocess.run(
            [str(pdftoppm), "-png", "-r", str(dpi), *pages, str(pdf), str(folder / "page")],
            check=True,
            capture_output=True,
            timeout=600,
        )
        return sorted(folder.glob("page-*.png"))  # pdftoppm pads the numbers

    def _convert(self, paths: Sequence[Path], form: str, suffix: str, timeout: float) -> list[Path]:
        work = Path(tempfile.mkdtemp(prefix="convert-", dir=self._folder))
        copies, results = [], []
        for number, path in enumerate(paths):
            # Numbered: results land in one folder, and two sources may have the same name.
            copies.append(shutil.copyfile(path, work / f"{number:03d}-{path.name}"))
            results.append(work / "out" / f"{number:03d}-{path.stem}{suffix}")
        done = subprocess.run(
            [
                str(self._soffice),
                f"-env:UserInstallation={self._profile.as_uri()}",
                "--headless",
                "--norestore",
                "--convert-to",
                form,
                "--outdir",
                str(work / "out"),
                *map(str, copies),
            ],
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=timeout,
            check=False,
        )
        absent = [result.name for result in results if not result.exists()]
        if absent:  # soffice ends with 0 even where it failed
            raise RuntimeError(f"LibreOffice made no {', '.join(absent)}:\n{done.stdout}")
        return results
