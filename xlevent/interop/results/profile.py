"""Profiles of exports: which header means which figure, as data in small YAML files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from xlevent.domain.language import Text
from xlevent.interop.files import decode, read_bytes
from xlevent.interop.statements.days import STYLES
from xlevent.interop.statements.grid import folded
from xlevent.interop.statements.profile_checks import SIZE, Checks, by_name, wrong, yaml_value

COUNTS = ("impressions", "reach", "clicks", "leads", "conversions")
FIGURES = (*COUNTS, "cost", "revenue")
FIELDS = ("date", "until", "channel", "activity", "state", "currency", *FIGURES)
_CHOICES: dict[str, tuple[Any, ...]] = {
    "date": STYLES,
    "decimal": ("auto", "point", "comma"),
    "rows": ("figures", "orders"),
}
_TEXTS = ("name", "encoding", "delimiter", "currency", "activity")
_LISTS = ("recognise", "channel", "skip", "ignore", "totals")
KEYS = ("columns", "channels", *_CHOICES, *_TEXTS, *_LISTS)


@dataclass(frozen=True, slots=True)
class Profile:
    """How one export is read. Headers and states are kept as they are compared (`folded`)."""

    name: str
    columns: Mapping[str, tuple[str, ...]]
    recognise: tuple[str, ...] = ()
    date: str = "auto"
    decimal: str = "auto"
    rows: str = "figures"  # or orders: each row is one conversion
    encoding: str = ""
    delimiter: str = ""
    currency: str = ""
    activity: str = ""  # the name of what has no name in the file
    channel: tuple[str, ...] = ()  # what a book may call the channel of this service
    channels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by text in the file
    skip: tuple[str, ...] = ()  # states of orders that count nothing
    ignore: tuple[str, ...] = ()  # headers that are left out without a word
    totals: tuple[str, ...] = ()  # what a row of totals begins with


@cache
def bundled() -> tuple[Profile, ...]:
    """The profiles that come with xlevent, the choosiest first."""
    found = [
        parse_profile(entry.read_text("utf-8"), entry.name)
        for entry in _folder().iterdir()
        if entry.name.endswith(".yaml")
    ]
    return tuple(sorted(found, key=lambda p: (-len(p.recognise), p.name)))


def example(name: str) -> str:
    """The text of a bundled profile, to copy and change."""
    return (_folder() / f"{_known(name).name}.yaml").read_text("utf-8")


def find_profile(given: str | Path) -> Profile:
    """A bundled profile by its name, or the one in a .yaml file; MisuseError says what is wrong."""
    path = Path(given)
    if path.suffix.lower() in (".yaml", ".yml"):
        text, _ = decode(read_bytes(path, limit=SIZE), path)
        return parse_profile(text, str(path))
    return _known(str(given))


def parse_profile(text: str, where: str) -> Profile:
    """The profile in a YAML text."""
    return _Parser(where).profile(yaml_value(text, where))


def _folder() -> Traversable:
    return files("xlevent.interop.results") / "profiles"


def _known(name: str) -> Profile:
    return by_name(name, {profile.name: profile for profile in bundled()})


class _Parser(Checks):
    """Checks one profile key by key."""

    def profile(self, given: Any) -> Profile:
        """The checked profile."""
        given = self.mapping(given, "the profile", KEYS)
        values: dict[str, Any] = {"name": Path(self.where).stem}
        for key, allowed in _CHOICES.items():
            if key in given:
                values[key] = self.choice(key, given[key], allowed)
        for key in _TEXTS:
            if key in given:
                values[key] = self.text(key, given[key])
        for key in _LISTS:
            if key in given:
                values[key] = tuple(map(folded, self.texts(key, given[key])))
        values["columns"] = self.columns(given.get("columns"), values.get("rows") == "orders")
        listed = given.get("channels") or {}
        if not isinstance(listed, dict):
            raise wrong(
                self.where,
                Text(
                    "channels 應是文字與通路名稱的對應",
                    "channels should be texts with names of channels",
                ),
                Text(
                    "請寫成 channels: {instagram: [Instagram]}。",
                    "Write channels: {instagram: [Instagram]}.",
                ),
            )
        values["channels"] = {
            folded(str(text)): tuple(map(folded, self.texts(f"channels.{text}", names)))
            for text, names in listed.items()
        }
        if values.get("delimiter", ",") not in (",", ";", "\t", "|"):
            raise wrong(
                self.where,
                Text("delimiter 無法使用", "delimiter cannot be used"),
                Text('請用 "," ";" "|" 或 "\\t"。', 'Use "," ";" "|" or "\\t".'),
            )
        if "activity" not in values and "activity" not in values["columns"]:
            raise wrong(
                self.where,
                Text("沒有指定活動名稱的欄位", "nothing names the activity"),
                Text(
                    "請加上 columns.activity，或 activity: 名稱。",
                    "Add columns.activity, or activity: a name.",
                ),
            )
        return Profile(**values)

    def columns(self, given: Any, orders: bool) -> dict[str, tuple[str, ...]]:
        """Fields and their headers; a date and something to count are needed."""
        mapping = self.mapping(given if given is not None else {}, "columns", FIELDS)
        found = {k: tuple(map(folded, self.texts(f"columns.{k}", v))) for k, v in mapping.items()}
        if "date" not in found:
            raise wrong(
                self.where,
                Text("缺少 columns.date", "columns.date is missing"),
                Text("請指定日期欄的標題。", "Name the header of the date."),
            )
        if not orders and not any(name in found for name in FIGURES):
            raise wrong(
                self.where,
                Text("columns 沒有任何數字欄位", "columns has no figure"),
                Text(
                    f"請對應其中之一：{'、'.join(FIGURES)}。", f"Map one of: {', '.join(FIGURES)}."
                ),
            )
        return found
