"""Every error says the same in Chinese and in English, and each wholly: read from the source.

mypy sees to it that there are two texts; here is judged what stands in them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "xlevent").rglob("*.py"), *(ROOT / "udfs").rglob("*.py")])
# The errors, and the functions that make one from its parts.
MAKERS = re.compile(
    r"(?!.*Cell)(\w+Error|Foreign|_?wrong|_?damaged|too_large|_busy|broken|_in_the_way)$"
)
CHINESE = re.compile("[\u4e00-\u9fff]")
# What may be English in a Chinese sentence: a command, a setting, a part of a file, a name.
QUOTED = re.compile(
    r"`[^`]*`|「[^」]*」|\{[^{}]*\}|（[^（）]*）|(?:請執行|請安裝)：.*|[\w./-]*[_./=*-][\w./*=-]*"
)
# A title in Chinese stands for a key in English; "neither UTF-8 nor Big5" is a name there.
TITLED = {"TITLES", "_COUNTED", "title", "document", "what"}
ENGLISH = re.compile(r"[A-Za-z]{2,} (?:[A-Za-z]{2,} )*[a-z]{2,}")


class Pair(NamedTuple):
    place: str
    zh: str
    en: str
    names_zh: frozenset[str]
    names_en: frozenset[str]


def _parts(node: ast.expr) -> tuple[str, frozenset[str]]:
    """The words of a text, values as {}, and the names of the values."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value, frozenset()
    if isinstance(node, ast.JoinedStr):
        words, names = "", frozenset[str]()
        for value in node.values:
            if isinstance(value, ast.FormattedValue):
                words += "{}"
                names |= _names(value.value)
            else:
                text, more = _parts(value)
                words, names = words + text, names | more
        return words, names
    if isinstance(node, ast.BinOp):
        left, right = _parts(node.left), _parts(node.right)
        return left[0] + right[0], left[1] | right[1]
    if isinstance(node, ast.IfExp):
        yes, no = _parts(node.body), _parts(node.orelse)
        return f"{yes[0]} {no[0]}", yes[1] | no[1]
    return "", _names(node)


def _names(node: ast.expr) -> frozenset[str]:
    found = {n.id.removesuffix("_zh") for n in ast.walk(node) if isinstance(n, ast.Name)}
    return frozenset(found - {"repr", "str", "map", "sorted", "filter", "said", "said_by_system"})


def pairs() -> Iterator[Pair]:
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call) or not MAKERS.match(_name(call)):
                continue
            for inner in ast.walk(call):
                if isinstance(inner, ast.Call) and _is_written_out(inner):
                    (zh, names_zh), (en, names_en) = map(_parts, inner.args)
                    place = f"{path.relative_to(ROOT)}:{inner.lineno}"
                    yield Pair(place, zh, en, names_zh, names_en)


def _is_written_out(call: ast.Call) -> bool:
    """Whether it is a Text whose two sides stand there."""
    texts = (ast.Constant, ast.JoinedStr, ast.BinOp, ast.IfExp)
    given = [isinstance(argument, texts) for argument in call.args]
    return _name(call) == "Text" and given == [True, True]


def _name(call: ast.Call) -> str:
    called = call.func
    return called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")


PAIRS = list(pairs())


def test_the_sources_hold_errors() -> None:
    assert len(PAIRS) > 350
    assert {p.place.split("/")[0] for p in PAIRS} == {"xlevent", "udfs"}


def test_the_chinese_text_is_chinese() -> None:
    wrong = [p for p in PAIRS if p.zh.strip("{}：。 ") and not CHINESE.search(p.zh)]
    assert [(p.place, p.zh) for p in wrong] == []


def test_no_english_sentence_stands_in_it() -> None:
    wrong = [p for p in PAIRS if ENGLISH.search(QUOTED.sub("", p.zh))]
    assert [(p.place, p.zh) for p in wrong] == []


def test_its_punctuation_is_that_of_chinese() -> None:
    narrow = re.compile("[\u4e00-\u9fff」}][.,;:!?](?:\\s|$|[\u4e00-\u9fff])")
    wrong = [p for p in PAIRS if narrow.search(p.zh.partition("寫成")[0])]
    assert [(p.place, p.zh) for p in wrong] == []


def test_a_sentence_ends_as_one_in_both() -> None:
    ends = {".": "。", "?": "？"}
    asked = [(p, ends[p.en.rstrip()[-1:]]) for p in PAIRS if p.en.rstrip()[-1:] in ends]
    wrong = [p for p, end in asked if not p.zh.rstrip().endswith(end)]
    assert [(p.place, p.zh, p.en) for p in wrong] == []


def test_both_name_the_same_values() -> None:
    wrong = [p for p in PAIRS if p.names_zh - TITLED != p.names_en - TITLED]
    assert [(p.place, sorted(p.names_zh ^ p.names_en), p.zh) for p in wrong] == []
