"""Profiles: which header of an export means which field, as data in small YAML files."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from xlevent.domain import money
from xlevent.domain.bank import Kind
from xlevent.domain.language import Text
from xlevent.errors import MisuseError, said
from xlevent.interop.files import decode, read_bytes
from xlevent.interop.statements.days import STYLES
from xlevent.interop.statements.grid import folded
from xlevent.interop.statements.profile_checks import SIZE, Checks, by_name, wrong, yaml_value

FIELDS = (
    "date", "value_date", "amount", "debit", "credit", "mark", "balance", "description",
    "counterparty", "reference", "account", "currency",
)  # fmt: skip
FACTS = ("account", "currency", "opening", "closing", "period")
_CHOICES: dict[str, tuple[str, ...]] = {
    "kind": ("bank", "ledger"),
    "date": STYLES,
    "decimal": ("auto", "point", "comma"),
    "sign": ("signed", "reversed"),
}
_TEXTS = ("name", "encoding", "delimiter", "currency")
KEYS = (*_CHOICES, *_TEXTS, "recognise", "columns", "marks", "preamble", "footer",
         "date_carries", "header_rows")  # fmt: skip
_LONGEST_PATTERN = 300


@dataclass(frozen=True, slots=True)
class Profile:
    """How one layout is read. Headers are kept as they are compared (`folded`)."""

    name: str
    columns: Mapping[str, tuple[str, ...]]
    kind: Kind = "bank"
    recognise: tuple[str, ...] = ()  # headers that only this layout has together
    date: str = "auto"
    decimal: str = "auto"
    sign: str = "signed"
    encoding: str = ""
    delimiter: str = ""
    currency: str = ""
    marks: Mapping[str, int] = field(default_factory=dict)  # -1 a payment, 1 a receipt
    preamble: Mapping[str, tuple[re.Pattern[str], ...]] = field(default_factory=dict)
    footer: tuple[str, ...] = ()
    date_carries: bool = False
    header_rows: int = 0  # 0: one or two, as found


def load_profile(path: Path) -> Profile:
    """A profile of the user; MisuseError names the key and how to mend it."""
    text, _ = decode(read_bytes(path, limit=SIZE), path)
    return parse_profile(text, str(path))


def example(name: str) -> str:
    """The text of a bundled profile, to copy and change."""
    find_bundled(name)
    folder = files("xlevent.interop.statements") / "profiles"
    return (folder / f"{name}.yaml").read_text("utf-8")


@cache
def bundled() -> tuple[Profile, ...]:
    """The profiles that come with xlevent."""
    folder = files("xlevent.interop.statements") / "profiles"
    found = [
        parse_profile(entry.read_text("utf-8"), entry.name)
        for entry in sorted(folder.iterdir(), key=lambda e: e.name)
        if entry.name.endswith(".yaml")
    ]
    return tuple(found)


@cache
def automatic() -> tuple[Profile, ...]:
    """The profiles that are tried where none is given: the choosiest first, the generic one last.

    One without `recognise` is used only when it is asked for.
    """
    known = sorted((p for p in bundled() if p.recognise), key=lambda p: -len(p.recognise))
    return (*known, generic())


def generic() -> Profile:
    """The profile of all usual headers."""
    return next(p for p in bundled() if p.name == "generic")


def find_profile(given: str | Path) -> Profile:
    """A bundled profile by its name, or the one in a file."""
    path = Path(given)
    if path.suffix.lower() in (".yaml", ".yml"):
        return load_profile(path)
    return find_bundled(str(given))


def find_bundled(name: str) -> Profile:
    """A profile that comes with xlevent."""
    return by_name(name, {profile.name: profile for profile in bundled()})


def parse_profile(text: str, where: str) -> Profile:
    """The profile in a YAML text."""
    return _Parser(where).profile(yaml_value(text, where))


class _Parser(Checks):
    """Checks one profile key by key."""

    def profile(self, given: Any) -> Profile:
        """The checked profile."""
        given = self.mapping(given, "the profile", KEYS)
        columns = self.columns(given.get("columns"))
        values: dict[str, Any] = {"name": Path(self.where).stem, "columns": columns}
        for key, allowed in _CHOICES.items():
            if key in given:
                values[key] = self.choice(key, given[key], allowed)
        for key in _TEXTS:
            if key in given:
                values[key] = self.text(key, given[key])
        for key in ("recognise", "footer"):
            if key in given:
                values[key] = tuple(map(folded, self.texts(key, given[key])))
        if "marks" in given:
            values["marks"] = self.marks(given["marks"])
        if "preamble" in given:
            values["preamble"] = self.preamble(given["preamble"])
        if "date_carries" in given:
            values["date_carries"] = self.choice("date_carries", given["date_carries"],
                                                 (True, False))  # fmt: skip
        if "header_rows" in given:
            values["header_rows"] = self.choice("header_rows", given["header_rows"], (1, 2))
        self.check(values)
        return Profile(**values)

    def columns(self, given: Any) -> dict[str, tuple[str, ...]]:
        """Fields and their headers; enough of them to make a line."""
        mapping = self.mapping(given if given is not None else {}, "columns", FIELDS)
        found = {k: tuple(map(folded, self.texts(f"columns.{k}", v))) for k, v in mapping.items()}
        if "date" not in found:
            raise wrong(
                self.where,
                Text("缺少 columns.date", "columns.date is missing"),
                Text("請指定日期欄的標題。", "Name the header of the date."),
            )
        if "amount" not in found and not ("debit" in found and "credit" in found):
            raise wrong(
                self.where,
                Text("缺少 columns.amount", "columns.amount is missing"),
                Text(
                    "請指定一欄為 amount，或兩欄為 debit（支出）與 credit（存入）。",
                    "Name one column as amount, or two as debit (payments) and credit (receipts).",
                ),
            )
        return found

    def marks(self, given: Any) -> dict[str, int]:
        """The texts that say payment or receipt."""
        mapping = self.mapping(given, "marks", ("debit", "credit"))
        return {
            folded(text): -1 if side == "debit" else 1
            for side, listed in mapping.items()
            for text in self.texts(f"marks.{side}", listed)
        }

    def preamble(self, given: Any) -> dict[str, tuple[re.Pattern[str], ...]]:
        """The patterns that find facts around the table."""
        found = {}
        for key, listed in self.mapping(given, "preamble", FACTS).items():
            name = f"preamble.{key}"
            patterns = []
            for text in self.texts(name, listed):
                try:
                    if len(text) > _LONGEST_PATTERN:
                        raise MisuseError(
                            Text(
                                f"長度超過 {_LONGEST_PATTERN} 個字元",
                                f"longer than {_LONGEST_PATTERN} characters",
                            )
                        )
                    pattern = re.compile(text)
                except (re.error, MisuseError) as problem:
                    why = said(problem)
                    raise wrong(
                        self.where,
                        Text(
                            f"{name} 不是正規表示式（{why.zh}）",
                            f"{name} is no regular expression ({why.en})",
                        ),
                        Text("請更正，或刪除該鍵。", "Mend it, or leave the key out."),
                    ) from None
                needed = 2 if key == "period" else 1
                if pattern.groups != needed:
                    raise wrong(
                        self.where,
                        Text(
                            f"{name} 有 {pattern.groups} 個群組，應為 {needed} 個",
                            f"{name} has {pattern.groups} groups, not {needed}",
                        ),
                        Text(
                            "請以小括號括住要取出的部分。", "Put what it finds in round brackets."
                        ),
                    )
                patterns.append(pattern)
            found[key] = tuple(patterns)
        return found

    def check(self, values: Mapping[str, Any]) -> None:
        """What only shows in the values themselves."""
        if "mark" in values["columns"] and not values.get("marks"):
            raise wrong(
                self.where,
                Text("columns.mark 需要 marks", "columns.mark needs marks"),
                Text(
                    "請加上 marks: {debit: [D], credit: [C]}。",
                    "Add marks: {debit: [D], credit: [C]}.",
                ),
            )
        if values.get("delimiter", ",") not in (",", ";", "\t", "|"):
            raise wrong(
                self.where,
                Text("delimiter 無法使用", "delimiter cannot be used"),
                Text('請用 "," ";" "|" 或 "\\t"。', 'Use "," ";" "|" or "\\t".'),
            )
        try:
            codecs.lookup(values.get("encoding") or "utf-8")
            money.decimals(values.get("currency") or "TWD")
        except LookupError:
            raise wrong(
                self.where,
                Text(
                    f"不認得編碼「{values['encoding'][:40]}」",
                    f"encoding {values['encoding'][:40]!r} is unknown",
                ),
                Text("請用 utf-8、cp950 或 big5hkscs。", "Use utf-8, cp950 or big5hkscs."),
            ) from None
        except ValueError as problem:
            raise MisuseError(said(problem), where=f"{self.where}: currency") from None
