"""Languages of a workbook and texts that exist in both."""

from __future__ import annotations

from typing import Literal, NamedTuple

Language = Literal["zh-TW", "en", "both"]
LANGUAGES: tuple[Language, ...] = ("zh-TW", "en", "both")
DEFAULT_LANGUAGE: Language = "both"


class Text(NamedTuple):
    """One text in Traditional Chinese and in English."""

    zh: str
    en: str

    def show(self, language: Language) -> str:
        """The text as a workbook of that language prints it (both: Chinese, a space, English)."""
        if language == "zh-TW":
            return self.zh
        if language == "en":
            return self.en
        return self.zh if self.zh == self.en else f"{self.zh} {self.en}"

    def forms(self) -> frozenset[str]:
        """Every way a workbook may print it; a reader accepts all of them."""
        return frozenset((self.zh, self.en, self.show("both")))
