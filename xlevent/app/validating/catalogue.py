"""All checks as a table: the part of docs/validation.md that is generated.

`python dev.py generate` writes it; a test compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xlevent.app.validating.families import RULES
from xlevent.domain import treatment_codes
from xlevent.domain.finding import Severity
from xlevent.domain.language import Text
from xlevent.domain.problems import CODES, Code
from xlevent.sheets.registry import Registry

BEGIN, END = "<!-- checks: generated -->", "<!-- end of checks -->"
_DETAIL = re.compile(r"\{[a-z_]+(?:![rs])?\}")
_GRADES = {"error": "錯誤 error", "warning": "警告 warning", "notice": "提醒 notice"}
_OWN = (
    treatment_codes.UNKNOWN_RULE, treatment_codes.NOT_TREATABLE, treatment_codes.RULES_TREATED
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One check: its code and severity, the rule in a sentence, how to mend it."""

    code: str
    severity: Severity
    says: Text
    hint: Text


def entry(code: str) -> Entry:
    """The check of that code; where no rule says it in a sentence, its message without details."""
    declared = CODES[code]
    says = next((rule.says for rule in RULES if rule.code.code == code), None)
    return Entry(code, declared.severity, says or _plain(declared.message), _plain(declared.hint))


def _plain(template: Text) -> Text:
    return Text(*(_DETAIL.sub("…", text) for text in template))


def rules() -> list[Entry]:
    """The rules of validation, by code."""
    return [entry(code) for code in sorted(rule.code.code for rule in RULES)]


def structure() -> list[Entry]:
    """What `check` reports of every event, and the treatment of rules."""
    plain: list[Code] = [code for code in CODES.values() if code.code[:3] in ("XL1", "XL2")]
    return [entry(code.code) for code in sorted((*plain, *_OWN), key=lambda code: code.code)]


def page() -> str:
    """The generated part of the page."""
    lines = [BEGIN, "", "### 規則 Rules", "", *_table(rules())]
    lines += ["", "### 結構與設定 Structure and settings", "", *_table(structure()), "", END]
    return "\n".join(lines)


def check_page(code: str, known: Registry) -> str | None:
    """Markdown on one check and what it reads; None where there is no such check."""
    if code not in CODES:
        return None
    one = entry(code)
    lines = [f"# {code} {_GRADES[one.severity]}", "", one.says.zh, "", one.says.en]
    if one.hint.zh:
        lines += ["", "## 處理方式 How to mend it", "", one.hint.zh, "", one.hint.en]
    rule = next((rule for rule in RULES if rule.code.code == code), None)
    if rule is not None:
        lines += ["", "## 讀取 Reads", ""]
        for table, columns in rule.reads.items():
            sheet = known.sheet_of[table].code
            lines.append(f"- {sheet}: {', '.join(f'`{table}.{column}`' for column in columns)}")
    return "\n".join(lines)


def _table(entries: list[Entry]) -> Iterator[str]:
    yield "| 代碼 code | 嚴重度 severity | 規則 rule | 處理方式 how to mend |"
    yield "|---|---|---|---|"
    for one in entries:
        anchor = f'<a id="{one.code.lower()}"></a>{one.code}'
        yield f"| {anchor} | {_GRADES[one.severity]} | {_both(one.says)} | {_both(one.hint)} |"


def _both(text: Text) -> str:
    shown = f"{text.zh}<br>{text.en}" if text.en else ""
    return shown.replace("|", "\\|")


def renewed(text: str) -> str:
    """A page with its generated part as it is today."""
    before, _, rest = text.partition(BEGIN)
    return before + page() + rest.partition(END)[2]
