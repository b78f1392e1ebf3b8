"""What every profile of an export shares: a small YAML text, checked key by key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

import yaml

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
        f"there is no profile {name[:60]!r}.",
        mend=(f"Did you mean {near!r}? " if near else "")
        + f"Give a .yaml file, or one of: {', '.join(sorted(known))}.",
    )


def yaml_value(text: str, where: str) -> Any:
    """What a YAML text without anchors says; MisuseError where it is none."""
    try:
        if len(text) > SIZE or ("&" in text and re.search(r"(^|[\s\[:{,])&\w", text)):
            raise wrong(where, "anchors have no place in a profile", "Write the lists out.")
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as problem:
        mark = getattr(problem, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        said = str(getattr(problem, "problem", None) or problem)[:100]
        raise MisuseError(
            f"this is not valid YAML: {said}.", where=where + line,
            mend="Look at the quotes and the indentation there.",
        ) from None  # fmt: skip


def wrong(where: str, what: str, mend: str) -> MisuseError:
    """The error of a profile: what is wrong, and how to mend it."""
    return MisuseError(f"{what}.", where=where, mend=mend)


class Checks:
    """Checks the parts of a profile; `where` is its file."""

    def __init__(self, where: str) -> None:
        self.where = where

    def mapping(self, given: Any, what: str, allowed: tuple[str, ...]) -> Mapping[str, Any]:
        """A mapping with known keys only."""
        if not isinstance(given, dict):
            raise wrong(self.where, f"{what} should be keys with values",
                         f"The keys are: {', '.join(allowed)}.")  # fmt: skip
        for key in given:
            if key not in allowed:
                near = nearest(str(key), allowed)
                raise wrong(
                    self.where, f"{what} has no key {str(key)[:60]!r}",
                    f"Did you mean {near!r}?" if near else f"Use: {', '.join(allowed)}.",
                )  # fmt: skip
        return given

    def choice(self, key: str, given: Any, allowed: tuple[Any, ...]) -> Any:
        """One of a few values."""
        if given not in allowed or isinstance(given, bool) != isinstance(allowed[0], bool):
            names = ", ".join(str(a).lower() for a in allowed)
            raise wrong(self.where, f"{key} cannot be {str(given)[:60]!r}", f"Use: {names}.")
        return given

    def text(self, key: str, given: Any) -> str:
        """A text."""
        if not isinstance(given, str) or not given:
            raise wrong(self.where, f"{key} should be a text", f'Write {key}: "...".')
        return given

    def texts(self, key: str, given: Any) -> list[str]:
        """A list of texts; one alone may stand without brackets."""
        items = given if isinstance(given, list) else [given]
        if not items or any(not isinstance(i, str) or not i.strip() for i in items):
            raise wrong(self.where, f"{key} should be a list of texts", f"Write {key}: [a, b].")
        return items
