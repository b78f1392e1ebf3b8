"""Lists of values behind the drop-downs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from xlevent.domain.language import Language, Text

Tone = Literal["none", "good", "warn", "bad", "muted", "accent"]


@dataclass(frozen=True, slots=True)
class Option:
    """One value: the key that plan files hold, its label, and the tone of its cell."""

    key: str
    label: Text
    tone: Tone = "none"


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """A list of values, with a name that columns refer to."""

    name: str
    title: Text
    options: tuple[Option, ...]

    def __post_init__(self) -> None:
        seen: dict[str, str] = {}
        for option in self.options:
            for form in {*option.label.forms(), option.key}:
                if seen.setdefault(form.casefold(), option.key) != option.key:
                    raise ValueError(f"list {self.name!r}: {form!r} names two values")

    def label(self, key: str, language: Language) -> str:
        """What a workbook of that language shows for a key; unknown keys come back as they are."""
        for option in self.options:
            if option.key == key:
                return option.label.show(language)
        return key

    def text(self, key: str) -> Text:
        """The label of a key in both languages; unknown keys come back as they are."""
        return Text(self.label(key, "zh-TW"), self.label(key, "en"))

    def lookup(self) -> dict[str, str]:
        """Every accepted spelling (case folded) to its key."""
        spellings: dict[str, str] = {}
        for option in self.options:
            for form in {*option.label.forms(), option.key}:
                spellings[form.casefold()] = option.key
        return spellings


def choices(name: str, zh: str, en: str, *options: tuple[str, ...]) -> ChoiceList:
    """A list from rows of (key, zh, en) or (key, zh, en, tone)."""
    return ChoiceList(
        name,
        Text(zh, en),
        tuple(Option(o[0], Text(o[1], o[2]), *o[3:]) for o in options),  # type: ignore[arg-type]
    )
