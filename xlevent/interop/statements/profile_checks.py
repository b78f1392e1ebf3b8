"""What every profile of an export shares: a small YAML text, checked key by key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

import yaml

from xlevent.domain.language import Text
from xlevent.domain.problems import nearest
from xlevent.errors import MisuseError

SIZE = 200_000
Named = TypeVar("Named")


def by_name(name: str, known: Mapping[str, Named]) -> Named:
    """The profile of that name; MisuseError names the nearest and all there are."""
    if name in known:
        return known[name]
    near = nearest(name, known)
    raise MisuseError(
        Text(f"沒有對照檔「{name[:60]}」。", f"there is no profile {name[:60]!r}."),
        mend=Text(
            (f"是否為「{near}」？" if near else "")
            + f"請給 .yaml 檔，或其中之一：{'、'.join(sorted(known))}。",
            (f"Did you mean {near!r}? " if near else "")
            + f"Give a .yaml file, or one of: {', '.join(sorted(known))}.",
        ),
    )


def yaml_value(text: str, where: str) -> Any:
    """What a YAML text without anchors says; MisuseError where it is none."""
    try:
        if len(text) > SIZE or ("&" in text and re.search(r"(^|[\s\[:{,])&\w", text)):
            raise wrong(
                where,
                Text("對照檔不可使用錨點", "anchors have no place in a profile"),
                Text("請把清單完整寫出。", "Write the lists out."),
            )
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as problem:
        mark = getattr(problem, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        said = str(getattr(problem, "problem", None) or problem)[:100]
        raise MisuseError(
            Text(f"這不是正確的 YAML：{said}。", f"this is not valid YAML: {said}."),
            where=where + line,
            mend=Text("請檢查該處的引號與縮排。", "Look at the quotes and the indentation there."),
        ) from None


def wrong(where: str, what: Text, mend: Text) -> MisuseError:
    """The error of a profile: what is wrong, and how to mend it."""
    return MisuseError(Text(f"{what.zh}。", f"{what.en}."), where=where, mend=mend)


class Checks:
    """Checks the parts of a profile; `where` is its file."""

    def __init__(self, where: str) -> None:
        self.where = where

    def mapping(self, given: Any, what: str, allowed: tuple[str, ...]) -> Mapping[str, Any]:
        """A mapping with known keys only."""
        if not isinstance(given, dict):
            raise wrong(
                self.where,
                Text(f"{what} 應是鍵與值", f"{what} should be keys with values"),
                Text(f"可用的鍵：{'、'.join(allowed)}。", f"The keys are: {', '.join(allowed)}."),
            )
        for key in given:
            if key not in allowed:
                near = nearest(str(key), allowed)
                raise wrong(
                    self.where,
                    Text(
                        f"{what} 沒有鍵「{str(key)[:60]}」", f"{what} has no key {str(key)[:60]!r}"
                    ),
                    Text(f"是否為「{near}」？", f"Did you mean {near!r}?")
                    if near
                    else Text(f"請用：{'、'.join(allowed)}。", f"Use: {', '.join(allowed)}."),
                )
        return given

    def choice(self, key: str, given: Any, allowed: tuple[Any, ...]) -> Any:
        """One of a few values."""
        if given not in allowed or isinstance(given, bool) != isinstance(allowed[0], bool):
            names = ", ".join(str(a).lower() for a in allowed)
            raise wrong(
                self.where,
                Text(f"{key} 不能是「{str(given)[:60]}」", f"{key} cannot be {str(given)[:60]!r}"),
                Text(f"請用：{names}。", f"Use: {names}."),
            )
        return given

    def text(self, key: str, given: Any) -> str:
        """A text."""
        if not isinstance(given, str) or not given:
            raise wrong(
                self.where,
                Text(f"{key} 應是文字", f"{key} should be a text"),
                Text(f'請寫成 {key}: "..."。', f'Write {key}: "...".'),
            )
        return given

    def texts(self, key: str, given: Any) -> list[str]:
        """A list of texts; one alone may stand without brackets."""
        items = given if isinstance(given, list) else [given]
        if not items or any(not isinstance(i, str) or not i.strip() for i in items):
            raise wrong(
                self.where,
                Text(f"{key} 應是文字清單", f"{key} should be a list of texts"),
                Text(f"請寫成 {key}: [a, b]。", f"Write {key}: [a, b]."),
            )
        return items
