"""What commands print: findings, JSON, progress, and the one line of an error."""

from __future__ import annotations

import io
import json
import locale
import os
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NoReturn

from xlevent.domain.language import Language, Text

if TYPE_CHECKING:
    from xlevent.app.event import Event
    from xlevent.domain.finding import Finding


_TITLES = (
    ("Code", "", "Where", "What", "How to mend it"),
    ("代碼", "", "位置", "說明", "處理方式"),
)
_GRADES = {"error": "錯誤", "warning": "警告", "notice": "提醒"}


class Progress:
    """A progress bar on a terminal; silence elsewhere."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Callable[[str, int, int], None] | None:
        if not sys.stderr.isatty():
            return None
        from rich.console import Console
        from rich.progress import Progress

        self._bar = Progress(console=Console(stderr=True), transient=True)
        self._bar.start()
        return self._step

    def _step(self, what: str, number: int, total: int) -> None:
        if self._task is None:
            self._task = self._bar.add_task(what, total=total)
        self._bar.update(self._task, completed=number, description=what)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()


def print_findings(findings: Iterable[Finding]) -> None:
    """A table of findings on the terminal."""
    from rich.console import Console
    from rich.table import Table

    language = terminal_language()
    rows = list(findings)
    console = Console()
    if not rows:
        console.print("No findings." if language == "en" else "沒有發現問題。")
        return
    table = Table(show_lines=False, header_style="bold", expand=True)
    for title in _TITLES[language != "en"]:
        table.add_column(title, overflow="fold")
    colours = {"error": "red", "warning": "yellow", "notice": "cyan"}
    for finding in rows:
        where = str(finding.place) or ".".join(p for p in (finding.table, finding.column) if p)
        grade = finding.severity if language == "en" else _GRADES[finding.severity]
        cells = (finding.code, grade, where, finding.message.show(language),
                 finding.hint.show(language))  # fmt: skip
        table.add_row(*map(_escaped, cells), style=colours[finding.severity])
    console.print(table)
    report_summary(rows)


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def report_summary(findings: Iterable[Finding]) -> None:
    """How many findings of each severity, on stderr."""
    severities = [f.severity for f in findings]
    counted = [(s, severities.count(s)) for s in _GRADES if s in severities]
    if counted:
        note(
            "發現：" + "、".join(f"{_GRADES[s]} {count}" for s, count in counted) + "。",
            "Findings: "
            + ", ".join(f"{count} {s}{'s' if count != 1 else ''}" for s, count in counted)
            + ".",
        )


def tell_data_errors(event: Event, path: object) -> bool:
    """Say on stderr that the data hold errors, so that figures leave something out; whether so.

    For commands that reckon with a file: what `check` calls an error (a cell that cannot be read,
    a row that does not exist) is no value, and the figures do not show that it is missing.
    """
    lacking = sum(f.code in ("XL164", "XL165") for f in event.findings)
    if lacking:
        note(
            f"注意：活頁簿缺少目前範本的 {lacking} 個表格或欄位，結果可能不完整。"
            f"請先 `xlevent upgrade {path}`。",
            f"Mind: the workbook lacks tables or columns of the current template ({lacking}), so "
            f"the result may be incomplete. First run `xlevent upgrade {path}`.",
        )
    errors = [f for f in event.findings if f.severity == "error"]
    if not errors:
        return False
    first = errors[0]
    more = f"（另有 {len(errors) - 1} 個）" if len(errors) > 1 else ""
    further = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
    note(
        f"注意：資料有錯誤，結果可能不完整。{first.place}：{first.message.zh}{more}"
        f"請以 `xlevent check {path}` 列出並更正。",
        f"Mind: the data hold errors, so the result may be incomplete. {first.place}: "
        f"{first.message.en}{further} List and mend them with `xlevent check {path}`.",
    )
    return True


def finding_json(finding: Finding) -> dict[str, object]:
    """A finding as `--json` prints it."""
    return {
        "code": finding.code, "severity": finding.severity, "table": finding.table,
        "column": finding.column, "row": finding.row, "place": str(finding.place),
        "message": {"zh-TW": finding.message.zh, "en": finding.message.en},
        "hint": {"zh-TW": finding.hint.zh, "en": finding.hint.en},
    }  # fmt: skip


def terminal_language() -> Language:
    """Chinese where the terminal is (XLEVENT_LANG or the locale), else English."""
    name = os.environ.get("XLEVENT_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG")
    name = name or (locale.getlocale()[0] or "")
    return "zh-TW" if name.lower().startswith("zh") else "en"


def write_any_text() -> None:
    """Let Chinese through where output goes to a file or pipe, and never fail on a character."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            own = stream.isatty() or "PYTHONIOENCODING" in os.environ
            stream.reconfigure(encoding=None if own else "utf-8", errors="backslashreplace")


def print_json(data: object) -> None:
    """JSON on stdout."""
    is_utf = (sys.stdout.encoding or "").lower().startswith("utf")
    print(json.dumps(data, ensure_ascii=not is_utf, indent=1))


def say(text: str) -> None:
    """A line of the result, on stdout."""
    print(text)


def tell(zh: str, en: str) -> None:
    """A line in the language of the terminal."""
    say(zh if terminal_language() != "en" else en)


def note(zh: str, en: str) -> None:
    """A line beside the result, on stderr, in the terminal's language."""
    print(zh if terminal_language() == "zh-TW" else en, file=sys.stderr)


def fail(text: Text, code: int) -> NoReturn:
    """Say what went wrong on stderr, and end with an exit code."""
    print(f"xlevent: {text.show(terminal_language())}", file=sys.stderr)
    sys.exit(code)
