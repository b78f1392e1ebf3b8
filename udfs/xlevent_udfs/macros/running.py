"""Runs a macro on a workbook that is open: reads it, computes, writes; errors become a sentence."""

from __future__ import annotations

from typing import Any

from xlevent.domain.language import Language, Text
from xlevent.errors import XleventError
from xlevent_udfs.kernel.errors import usual_language
from xlevent_udfs.macros.catalogue import MACROS
from xlevent_udfs.macros.declaration import GivenFile, Progress
from xlevent_udfs.macros.outcome import Outcome
from xlevent_udfs.macros.session import Session


def quiet(step: Text) -> None:
    """Shows no progress."""


def run(
    name: str, book: Any, *, file: GivenFile | None = None, progress: Progress = quiet
) -> Outcome:
    """Run a macro of MACROS on an xlwings.Book.

    Whatever is wrong with the workbook, its data or the file is told in the outcome, which then
    says `done=False`: nothing was changed.
    """
    macro = MACROS[name]
    language: Language = usual_language()
    try:
        session = Session(book, progress)
        language = session.language
        return macro.call(session) if macro.file is None else macro.call(session, file)
    except XleventError as error:
        said = Text(error.show("zh-TW"), error.show("en"))
        return Outcome(False, [said], language)
    except ModuleNotFoundError as error:
        lacking = Text(
            f"這裡沒有安裝套件 {error.name}，無法執行「{macro.title.zh}」。",
            f"The package {error.name}, which {macro.title.en!r} needs, is not installed here.",
        )
        return Outcome(False, [lacking], language)
