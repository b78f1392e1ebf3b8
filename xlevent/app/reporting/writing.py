"""A report written to a file of the asked format, in one step."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Literal

from xlevent.app.reporting.model import Report
from xlevent.domain.language import Language
from xlevent.interop.files import replace
from xlevent.interop.replace import refuse_existing, replacing

Format = Literal["html", "docx", "pdf", "xlsx", "csv"]
FORMATS: tuple[Format, ...] = ("html", "docx", "pdf", "xlsx", "csv")


def write_report(
    report: Report,
    path: Path,
    form: Format,
    language: Language,
    *,
    stamp: datetime,
    soffice: Path | None = None,
    force: bool = False,
) -> None:
    """Write it to `path`. MisuseError where the file exists and `force` is not given, or where a
    program or package is missing that the format needs.
    """
    refuse_existing(path, force)
    if form == "html":
        from xlevent.app.reporting.html import report_html

        replace(path, report_html(report, language))
    elif form == "csv":
        from xlevent.app.reporting.plain import tables_csv

        replace(path, tables_csv(report, language))
    elif form == "xlsx":
        from xlevent.app.reporting.xlsx import write_xlsx

        with replacing(path) as temporary:
            write_xlsx(report, language, temporary, stamp)
    elif form == "docx":
        from xlevent.app.reporting.docx import write_docx

        with replacing(path) as temporary:
            write_docx(report, language, temporary)
    else:
        _pdf(report, path, language, soffice)


def _pdf(report: Report, path: Path, language: Language, soffice: Path | None) -> None:
    from xlevent.app.reporting.docx import write_docx
    from xlevent.interop.documents.office import find_soffice, to_pdf

    program = find_soffice(soffice)  # asked first: a report is not made in vain
    with tempfile.TemporaryDirectory(prefix="xlevent-report-") as scratch:
        source = Path(scratch) / "report.docx"
        write_docx(report, language, source)
        (made,) = to_pdf([source], Path(scratch), soffice=program)
        replace(path, made.read_bytes())
