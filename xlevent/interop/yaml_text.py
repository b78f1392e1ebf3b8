"""YAML text for cells, rows and whole plans, written so that every reader gets the same texts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from xlevent.domain.values import Quoted, Raw
from xlevent.interop.outgoing import Outgoing, Plain
from xlevent.interop.plan_version import PLAN_VERSION

_BLOCK_FROM = 100  # characters from which a text stands on lines of its own
# A plain scalar must be safe, and a text to YAML 1.1 and 1.2 alike.
_PLAIN = re.compile(r"[^\W\d_](?:[^\n:#\[\]{},&*!|>'\"%@`\\\t]|:(?=\S))*\Z")
_WORDS = re.compile(r"(?:true|false|yes|no|on|off|y|n|null|nan|inf|infinity)\Z", re.IGNORECASE)
_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\xa0\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ud800-\udfff\ufeff\ufffe\uffff]"
)
_ID = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*\Z")


def scalar(value: Raw, *, flow: bool = False) -> str:
    """A cell on one line. flow: inside [..] or {..}."""
    if isinstance(value, list | tuple):
        return "[" + ", ".join(scalar(v, flow=True) for v in value) + "]"
    text = str(value)
    if isinstance(value, Plain):
        return text
    if not isinstance(value, Quoted) and _may_be_plain(text, flow):
        return text
    if "\n" in text or "\t" in text or "\\" in text or _ODD.search(text) or "'" in text:
        return _double(text)
    return f'"{text}"' if '"' not in text else f"'{text}'"


def _may_be_plain(text: str, flow: bool) -> bool:
    if _WORDS.match(text) or not _PLAIN.match(text) or _ODD.search(text):
        return False
    return text == text.strip() and not (flow and ":" in text)


def _double(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return _ODD.sub(
        lambda m: f"\\u{ord(m[0]):04x}" if ord(m[0]) > 0xFF else f"\\x{ord(m[0]):02x}", quoted
    )


def value(raw: Raw, indent: int) -> str:
    """What follows `key:`, a block scalar for long text; `indent` is that of the key."""
    if isinstance(raw, str) and not isinstance(raw, Plain) and _block(raw):
        pad = " " * (indent + 2)
        lines = (pad + line if line else "" for line in raw.split("\n"))
        return " |-\n" + "\n".join(lines)
    return " " + scalar(raw)


def _block(text: str) -> bool:
    return (
        (len(text) > _BLOCK_FROM or "\n" in text)
        and not text.startswith((" ", "\t", "\n"))
        and not text.endswith(("\n", " ", "\t"))
        and not _ODD.search(text)
        # A line of blanks is read back as an empty one by some.
        and not any(line != "" and not line.strip() for line in text.split("\n"))
    )


def key(name: str) -> str:
    """The name of a column or table, quoted where it must be."""
    return scalar(name, flow=True) if not re.match(r"[a-z][a-z0-9_]*\Z", name) else name


def mapping(cells: Mapping[str, Raw], indent: int) -> list[str]:
    """Lines of `key: value`."""
    pad = " " * indent
    return [f"{pad}{key(k)}:{value(v, indent)}" for k, v in cells.items()]


def row(cells: Mapping[str, Raw], indent: int) -> str:
    """A row of a table: a dash and its cells, without the last line break."""
    if not cells:
        return " " * indent + "- {}"
    lines = mapping(cells, indent + 2)
    lines[0] = " " * indent + "- " + lines[0][indent + 2 :]
    return "\n".join(lines)


def flow_row(cells: Mapping[str, Raw]) -> str:
    """A row on one line: {id: A, name: B}."""
    return "{" + ", ".join(f"{key(k)}: {scalar(v, flow=True)}" for k, v in cells.items()) + "}"


def table(plan: Outgoing, name: str) -> str:
    """A table with its title as a comment above."""
    title = plan.title(name)
    # Titles come from declarations, names perhaps from a file: neither may end the comment.
    head = f"\n# {title.show('both')}\n" if title else "\n"
    rows = "\n".join(row(plan.present(name, r), 2) for r in plan.tables[name])
    return f"{head}{key(name)}:\n{rows}\n"


def section(plan: Outgoing, name: str) -> str:
    """The settings or the documents."""
    cells: dict[str, Raw] = dict(plan.documents)
    if name == "settings":
        cells = plan.present("settings", plan.settings)
    return "\n".join(["", f"{name}:", *mapping(cells, 2)]) + "\n" if cells else ""


def document(plan: Outgoing) -> str:
    """A whole plan, clean and new."""
    parts = [f"xlevent: {PLAN_VERSION}\n", section(plan, "settings"), section(plan, "documents")]
    parts += [table(plan, name) for name, rows in plan.tables.items() if rows]
    return "".join(parts)
