"""The fulfilment report of a sponsor, or of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xlevent.app.documents.printing import Format, document_named, print_documents, rows_of
from xlevent.domain.language import Language

if TYPE_CHECKING:
    from xlevent.app.event import Event

REPORT = "fulfilment_report"


def sponsor_reports(
    event: Event,
    sponsors: Sequence[str],
    folder: Path,
    *,
    every: bool = False,
    form: Format = "docx",
    language: Language | None = None,
    template: Path | None = None,
    soffice: Path | None = None,
    force: bool = False,
) -> list[Path]:
    """Write the report of each of the sponsors, or of `every` one, to `folder`; the paths.

    MisuseError where one is not on the roster; see `print_documents` for the rest.
    """
    document = document_named(REPORT)
    rows = rows_of(event, document, sponsors, every)
    return print_documents(
        event, document, rows, folder, form=form, language=language, template=template,
        soffice=soffice, force=force,
    )  # fmt: skip
