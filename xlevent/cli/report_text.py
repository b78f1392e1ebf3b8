"""A report on a terminal: its titles and tables."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from xlevent.cli.output import terminal_language

if TYPE_CHECKING:
    from rich.console import Console as RichConsole

    from xlevent.app.reporting.model import Report
    from xlevent.domain.language import Language

_FILE_WIDTH = 160
_SHORT = 10  # cells up to this width stay on one line
_TEXT = 16  # longer text is broken over lines, but not narrower than this
_HEAD = 8  # a title without blanks is broken at this width


def print_report(report: Report) -> None:
    """Print it in the terminal's language."""
    from rich.console import Console

    _show(report, Console(), terminal_language())


def report_text(report: Report, language: Language) -> str:
    """The same as text for a file."""
    from rich.console import Console

    out = io.StringIO()
    _show(report, Console(file=out, width=_FILE_WIDTH), language)
    return out.getvalue()


def _show(report: Report, console: RichConsole, language: Language) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.cells import cell_len
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table as Shown

    from xlevent.app.reporting.model import Paragraph, Table

    console.print(f"[bold]{escape(report.subject.show(language))}[/]")
    console.print(escape(report.title.show(language)))
    for fact in (*report.facts, *report.figures):
        console.print(escape(f"{fact.title.show(language)}: {fact.value.show(language)}"))
    for section in report.sections:
        console.print(f"\n[bold]{escape(section.title.show(language))}[/]")
        for block in section.blocks:
            if isinstance(block, Paragraph):
                console.print(escape(block.text.show(language)))
            elif isinstance(block, Table):
                name = block.title.show(language)
                title = None if name == section.title.show(language) else escape(name)
                shown = Shown(
                    box=SIMPLE_HEAD, header_style="bold", expand=False, title=title,
                    title_justify="left",
                )  # fmt: skip
                rows = [[cell.show(language) for cell in row] for row in block.rows]
                needed = 1
                for number, column in enumerate(block.columns):
                    head = column.title.show(language)
                    longest = max((cell_len(row[number]) for row in rows), default=0)
                    fixed = _fixed_width(head, longest, column.number)
                    shown.add_column(
                        escape(head), overflow="fold", width=fixed,
                        justify="right" if column.number else "left",
                    )  # fmt: skip
                    needed += 3 + (fixed or min(_TEXT, max(longest, cell_len(head))))
                for row in rows:
                    shown.add_row(*map(escape, row))
                # Lines longer than the screen can be read; a figure cut off misleads.
                wide = Console(file=console.file, width=max(console.width, needed))
                wide.print(shown)
                if block.more is not None:
                    console.print(escape(block.more.show(language)))


def _fixed_width(head: str, longest: int, is_number: bool) -> int | None:
    """The width of a column whose cells are not broken over lines; None where they may be."""
    from rich.cells import cell_len

    if not is_number and longest > _SHORT:
        return None
    word = max(map(cell_len, head.split()), default=0)
    return max(longest, word if head.isascii() else min(word, _HEAD))
