"""Command that looks at bank statements: statement."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xlevent.cli import panels
from xlevent.cli.frame import JsonOption, app
from xlevent.cli.output import (
    finding_json,
    print_findings,
    print_json,
    say,
    tell,
    terminal_language,
)
from xlevent.domain.language import Text

if TYPE_CHECKING:
    from xlevent.domain.bank import Statement, StatementLine

_TITLES = (
    ("Date", "Description", "Counterparty", "Reference", "Amount", "Balance"),
    ("日期", "摘要", "對方", "序號", "金額", "餘額"),
)
_SHOWN = 20  # lines of each statement without --all


@app.command(epilog="Example: xlevent statement march.csv april.xlsx", rich_help_panel=panels.MONEY)
def statement(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="CSV, .xlsx, .xls, OFX, CAMT.053 or MT940; also several."),
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option("--profile", help="Layout of columns: a bundled name or a .yaml file."),
    ] = None,
    dates: Annotated[
        str | None,
        typer.Option("--dates", help="How ambiguous dates are written: ymd, roc, dmy or mdy."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="List all lines.")] = False,
    example: Annotated[
        str | None,
        typer.Option("--example", help="Print a bundled layout, to copy and change."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show what is read from bank statements or ledger exports; nothing is changed."""
    from xlevent.app.statements import read_statements
    from xlevent.errors import MisuseError

    if example is not None:
        from xlevent.interop.statements.profile import example as text_of_profile

        say(text_of_profile(example).rstrip())
        return
    if not files:
        raise MisuseError(
            Text("沒有指定檔案。", "no file was named."),
            mend=Text("請指定一個或多個對帳單。", "Name one or more statements."),
        )
    found = read_statements(files, profile, dates=dates)
    findings = [f for s in found for f in s.findings]
    if as_json:
        print_json([_json(s) for s in found])
    else:
        for one in found:
            _print(one, everything)
        print_findings(findings)
    if any(f.severity == "error" for f in findings):
        raise typer.Exit(1)


def _print(statement: Statement, everything: bool) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    name, count = statement.profile, len(statement.lines)
    account, currency = statement.account or "?", statement.currency or "?"
    begin, end = statement.begin or "?", statement.end or "?"
    opening, paid, received, closing = map(
        _amount, (statement.opening, statement.paid, statement.received, statement.closing)
    )
    tell(
        f"{statement.source}：{statement.format}{f'，對照檔 {name}' if name else ''}，"
        f"帳號 {account} {currency}，{begin} 至 {end}，{count} 筆",
        f"{statement.source}: {statement.format}{f', layout {name}' if name else ''}, "
        f"account {account} {currency}, {begin} to {end}, "
        f"{count} {'line' if count == 1 else 'lines'}",
    )
    tell(
        f"  期初 {opening}，支出 {paid}，存入 {received}，期末 {closing}",
        f"  opening {opening}, paid {paid}, received {received}, closing {closing}",
    )
    table = Table(show_lines=False, header_style="bold")
    titles = _TITLES[terminal_language() != "en"]
    for title in titles[:4]:
        table.add_column(title, overflow="fold")
    for title in titles[4:]:
        table.add_column(title, justify="right", no_wrap=True)
    shown = statement.lines if everything else statement.lines[:_SHOWN]
    for line in shown:
        texts = (line.description, line.counterparty, line.reference)
        table.add_row(
            str(line.date), *map(escape, texts), _amount(line.amount), _amount(line.balance)
        )
    if shown:
        Console().print(table)
    if len(shown) < len(statement.lines):
        more = count - len(shown)
        tell(f"  ……另有 {more} 筆；--all 全部列出。", f"  ... and {more} more; --all lists them.")


def _amount(amount: object) -> str:
    return "-" if amount is None else f"{amount:,f}"


def _json(statement: Statement) -> dict[str, Any]:
    return {
        "file": statement.source,
        "format": statement.format,
        "profile": statement.profile or None,
        "kind": statement.kind,
        "account": statement.account or None,
        "currency": statement.currency or None,
        "opening": _exact(statement.opening),
        "closing": _exact(statement.closing),
        "begin": _exact(statement.begin),
        "end": _exact(statement.end),
        "lines": [_line_json(line) for line in statement.lines],
        "findings": [finding_json(f) for f in statement.findings],
    }


def _line_json(line: StatementLine) -> dict[str, Any]:
    return {
        "date": str(line.date),
        "value_date": _exact(line.value_date),
        "amount": _exact(line.amount),
        "currency": line.currency or None,
        "balance": _exact(line.balance),
        "description": line.description,
        "counterparty": line.counterparty,
        "reference": line.reference,
        "place": str(line.place),
    }


def _exact(value: object) -> str | None:
    return None if value is None else str(value)
