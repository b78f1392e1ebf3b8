"""What a cell says when a function cannot answer: one line, in the workbook's language."""

from __future__ import annotations

import os

from xlevent.domain.language import LANGUAGES, Language, Text


class CellError(Exception):
    """A function was given something that it cannot work with."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)


def error_line(text: Text, language: Language) -> str:
    """The line: it begins alike in every language, so that a formula can ask for it."""
    line = text.show(language) if language != "both" else f"{text.zh} / {text.en}"
    return f"#XLE! {' '.join(line.split())}"


def usual_language() -> Language:
    """The language where no header tells one: that of XLEVENT_LANG, else both."""
    wanted = os.environ.get("XLEVENT_LANG", "")
    return next((known for known in LANGUAGES if known.casefold() == wanted.casefold()), "both")
