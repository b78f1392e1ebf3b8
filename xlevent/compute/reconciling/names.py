"""Names in bank statements: shortened, masked, without the kind of company, or with a slip.

Names and texts are brought to one form and compared by an index, so that the time grows with
the texts, not with texts times names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

# What says nothing about whose name it is.
_KINDS = re.compile(
    "股份有限公司|有限公司|有限合夥|事務所|工作室|企業社|企業行|商行|商號|分公司|公司"
    r"|\b(?:co|ltd|inc|llc|corp|corporation|limited|company|gmbh|plc|pte|bv)\b"
)
_GENERIC = re.compile(
    "跨行|轉帳|匯款|轉出|轉入|支出|存入|收入|電匯|網銀|網路銀行|行動銀行|自動|扣款|扣帳|付款|代付|批次"
    "|薪資|代墊|歸還|貨款|費用|信用卡|票據|支票|交換|提款|現金|ach|eft|atm|fedi|edi"
    "|transfer|payment|wire|debit|credit|salary|payroll|batch|online|cheque|check"
)
_VARIANTS = str.maketrans("臺羣峯裏", "台群峰裡")
MASKS = "○〇●*＊Ｘ×"
_MASKED = re.compile(rf"[{re.escape(MASKS)}]")
_TOKEN = re.compile(r"[a-z0-9]{5,}")
_SHORTEST = 2  # signs of a name that may stand inside a longer text
_SHORTEST_CUT = 4  # signs of a name that the bank cut off
_START = 2  # signs by which names are looked up
_SHORTEST_SLIP = 4  # signs of a name in which one may be wrong
_MOST = 40  # names that one text may mean; more mean nothing


def plain(text: str) -> str:
    """The text without case, width, spaces, punctuation and variants of signs."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_VARIANTS)
    return "".join(sign for sign in folded if sign.isalnum())


def name_key(name: str) -> str:
    """The name without the kind of company; the whole of it where nothing else is left."""
    folded = unicodedata.normalize("NFKC", name).casefold().translate(_VARIANTS)
    short = plain(_KINDS.sub(" ", folded))
    return short if len(short) >= _SHORTEST else plain(folded)


def tokens(text: str) -> list[str]:
    """Runs of at least five letters and digits, such as invoice numbers; hyphens do not divide."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _TOKEN.findall(folded.replace("-", "").replace("/", ""))


def says_something(text: str) -> bool:
    """Whether the text names somebody or something, beyond words that any transfer carries."""
    return len(plain(_GENERIC.sub("", name_key(text)))) >= _SHORTEST


@lru_cache(maxsize=100_000)
def _bare(text: str) -> str:
    """The text without words that any transfer carries, and without numbers."""
    return " ".join(_GENERIC.sub(" ", _TOKEN.sub(" ", text.casefold())).split())


class NameIndex:
    """The names of all payments, to be found in the texts of the bank."""

    def __init__(self, names: Iterable[str]) -> None:
        wholes: dict[str, set[str]] = {}
        for name in set(names):
            wholes.setdefault(name_key(name), set()).add(plain(name))
        keys = sorted(key for key in wholes if key)
        self.ids = {key: number for number, key in enumerate(keys)}
        self._starts: dict[str, list[str]] = {}
        self._masked: dict[tuple[str, str, int], list[str]] = {}
        self._slips: dict[str, set[int]] = {}
        for number, key in enumerate(keys):
            self._starts.setdefault(key[:_START], []).append(key)
            if 2 <= len(key) <= 4:
                self._masked.setdefault((key[0], key[-1], len(key)), []).append(key)
            for form in {key, *wholes[key]}:
                for pattern in _one_wrong(form):
                    self._slips.setdefault(pattern, set()).add(number)
        self._known: dict[str, tuple[int, ...]] = {}
        self._inside: dict[str, tuple[int, ...]] = {}
        self._speaking: dict[str, bool] = {}

    def number(self, name: str) -> int | None:
        """The number of a payment's name."""
        return self.ids.get(name_key(name))

    def in_line(self, counterparty: str, description: str) -> tuple[tuple[int, ...], bool]:
        """The names that a line may mean, and whether it names somebody else instead."""
        found = self._named(counterparty)
        if not found:
            found = self._within(description)
        if not found and not counterparty.strip():  # the name may be all that the text adds
            found = self._named(_bare(description))
        return found, not found and self._speaks(counterparty)

    def _speaks(self, counterparty: str) -> bool:
        known = self._speaking.get(counterparty)
        if known is None:
            known = self._speaking[counterparty] = says_something(counterparty)
        return known

    def _named(self, text: str) -> tuple[int, ...]:
        """Who a field of the bank that holds nothing but a name means."""
        if not text.strip():
            return ()
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._search(text)
        return known

    def _search(self, text: str) -> tuple[int, ...]:
        if _MASKED.search(text):
            return self._behind_mask(text)
        key = name_key(text)
        if key in self.ids:
            return (self.ids[key],)
        whole = plain(text)
        found = self._contained(whole) or self._cut_off(whole, key) or self._alike(key, whole)
        return found if len(found) <= _MOST else ()

    def _within(self, text: str) -> tuple[int, ...]:
        """Names that stand inside a text of any kind."""
        bare = _TOKEN.sub(" ", unicodedata.normalize("NFKC", text).casefold()) if text else ""
        if not any(sign.isalnum() for sign in bare):
            bare = text
        known = self._inside.get(bare)
        if known is None:
            found = self._contained(plain(bare)) or self._contained(plain(text))
            known = self._inside[bare] = found if len(found) <= _MOST else ()
        return known

    def _contained(self, text: str) -> tuple[int, ...]:
        """Names inside the text; one that is part of another that was found does not count."""
        found: set[str] = set()
        starts = self._starts
        for at in range(len(text) - _SHORTEST + 1):
            for key in starts.get(text[at : at + _START], ()):
                if text.startswith(key, at):
                    found.add(key)
        if len(found) > 1:
            found = {k for k in found if not any(k != other and k in other for other in found)}
        return tuple(sorted(self.ids[key] for key in found))

    def _cut_off(self, *texts: str) -> tuple[int, ...]:
        """Names that begin with the text, which the bank had no room to finish."""
        found: set[str] = set()
        for text in texts:
            if len(text) >= _SHORTEST_CUT:
                keys = self._starts.get(text[:_START], ())
                found.update(key for key in keys if key.startswith(text))
                found.update(key for key in keys if len(key) >= 4 and text.startswith(key))
        return tuple(sorted(self.ids[key] for key in found))

    def _behind_mask(self, text: str) -> tuple[int, ...]:
        """Names of persons of which the bank shows the first and the last sign."""
        signs = [s for s in unicodedata.normalize("NFKC", text).translate(_VARIANTS) if s.strip()]
        if not 2 <= len(signs) <= 4:
            return ()
        shown = [None if s in "○〇●*×X" else s.casefold() for s in signs]
        first, last = shown[0], shown[-1]
        if first is None:
            return ()
        ends = {last} if last is not None else {k[1] for k in self._masked if k[0] == first}
        keys = [k for end in sorted(ends) for k in self._masked.get((first, end, len(signs)), ())]
        fits = [
            key for key in keys
            if all(want is None or want == sign for want, sign in zip(shown, key, strict=True))
        ]  # fmt: skip
        found = tuple(sorted(self.ids[key] for key in fits))
        return found if len(found) <= _MOST else ()

    def _alike(self, *texts: str) -> tuple[int, ...]:
        """Names in which one sign differs from the text."""
        found: set[int] = set()
        for text in texts:
            for pattern in _one_wrong(text):
                found |= self._slips.get(pattern, set())
        return tuple(sorted(found))


def _one_wrong(text: str) -> list[str]:
    """The text with each of its signs left open in turn."""
    if len(text) < _SHORTEST_SLIP:
        return []
    return [f"{text[:i]}?{text[i + 1 :]}" for i in range(len(text))]


def likeness(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1; rapidfuzz tells better than pairs of signs."""
    try:
        from rapidfuzz import fuzz
    except ImportError:
        a, b = _pairs(name_key(one)), _pairs(name_key(other))
        return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
    return float(fuzz.ratio(name_key(one), name_key(other))) / 100


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def invoices_in(text: str, known: Mapping[str, object]) -> tuple[str, ...]:
    """The known invoice numbers that stand in a text, each once, in alphabetical order."""
    return tuple(sorted({token for token in tokens(text) if token in known}))
