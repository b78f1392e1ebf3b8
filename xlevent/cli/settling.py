"""Commands of the closing of accounts: settle, journal, accounts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from xlevent.cli import panels
from xlevent.cli.frame import AnyPath, ForceOption, JsonOption, LanguageChoice, app, may_replace
from xlevent.cli.output import (
    finding_json,
    note,
    print_findings,
    print_json,
    say,
    tell_data_errors,
    terminal_language,
)
from xlevent.domain.language import Text

JournalFormat = Literal["csv", "beancount"]
_SUFFIXES: dict[str, JournalFormat] = {
    ".csv": "csv",
    ".beancount": "beancount",
    ".bean": "beancount",
}


@app.command(epilog="Example: xlevent settle gala.xlsx", rich_help_panel=panels.MONEY)
def settle(file: AnyPath, as_json: JsonOption = False) -> None:
    """Settle by funding source: shares, what goes back, what is still to be paid and received.

    Nothing is written. Proof lines show that the sums agree; exit code 1 says that there are
    errors, or that a proof does not hold.
    """
    from xlevent.app.accounting.settling import settled
    from xlevent.app.event import Event
    from xlevent.cli.settling_output import print_settled, settled_json
    from xlevent.domain.finding import has_errors

    event = Event.load(file)
    wrong = tell_data_errors(event, file)
    done = settled(event)
    if as_json:
        print_json(settled_json(done))
    else:
        print_settled(done)
        if done.findings:
            print_findings(done.findings)
    if wrong or has_errors(done.findings) or not all(proof.holds for proof in done.proofs):
        raise typer.Exit(1)


@app.command(
    epilog="Example: xlevent journal gala.xlsx -o journal.csv --chart my-chart.yaml",
    rich_help_panel=panels.MONEY,
)
def journal(
    file: AnyPath,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="journal.csv or journal.beancount.")
    ],
    form: Annotated[
        JournalFormat | None,
        typer.Option("--format", help="Where the name does not tell it."),
    ] = None,
    chart: Annotated[
        Path | None, typer.Option("--chart", help="Your accounts; see xlevent accounts.")
    ] = None,
    language: Annotated[
        LanguageChoice | None,
        typer.Option("--language", "-l", help="Of account names; else that of the event."),
    ] = None,
    as_json: JsonOption = False,
    force: ForceOption = False,
) -> None:  # fmt: skip
    """Write the double entry of expenses and income for accounting, as CSV or for beancount.

    Every entry balances, and each budget line has what O2.4.1 shows as actual. Rows that cannot
    be booked are listed; exit code 1 says that there were such, or that the data hold errors.
    """
    from xlevent.app.accounting.chart_keys import unused_keys
    from xlevent.app.accounting.journal import journal as journal_of
    from xlevent.app.event import Event
    from xlevent.cli.settling_output import journal_json, print_journal
    from xlevent.domain.finding import has_errors
    from xlevent.errors import MisuseError
    from xlevent.interop.chart_of_accounts import load_chart
    from xlevent.interop.files import replace
    from xlevent.interop.journal_files import write_beancount, write_csv

    form = form or _SUFFIXES.get(output.suffix.lower())
    if form is None:
        raise MisuseError(
            Text(
                f"「{output.suffix or output.name}」不是分錄的格式。",
                f"{output.suffix or 'a name without suffix'} is no format of a journal.",
            ),
            where=str(output),
            mend=Text(
                "請以 .csv 或 .beancount 為副檔名，或用 --format 指定。",
                "Name it .csv or .beancount, or give --format.",
            ),
        )
    accounts = load_chart(chart)
    force = may_replace([output], force)
    event = Event.load(file)
    wrong = tell_data_errors(event, file)
    if chart is not None:
        for place, key in unused_keys(event, accounts, load_chart(None)):
            note(
                f"注意：{chart}，{place}：此活動沒有「{key}」，這一行不生效。請核對拼法。",
                f"Mind: {chart}, {place}: this event has no {key!r}, so that the line has no "
                "effect. Check how it is spelt.",
            )
    done = journal_of(event, accounts)
    shown = language or event.language
    if form == "csv":
        content = write_csv(done.entries, done.base_currency, shown)
    else:
        title = str(event.settings.get("event_name") or "")
        content = write_beancount(done.entries, done.base_currency, shown, title)
    replace(output, content)
    if as_json:
        print_json({**journal_json(done), "findings": [finding_json(f) for f in done.findings]})
    else:
        print_journal(done, terminal_language())
        if done.findings:
            print_findings(done.findings)
        say(str(output))
    if wrong or has_errors(done.findings):
        raise typer.Exit(1)


@app.command(epilog="Example: xlevent accounts -o my-chart.yaml", rich_help_panel=panels.MONEY)
def accounts(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write it there; else print it.")
    ] = None,
    force: ForceOption = False,
) -> None:
    """Give the chart of accounts of the journal, to change it and hand it to --chart."""
    from xlevent.interop.chart_of_accounts import default_text
    from xlevent.interop.files import replace

    if output is None:
        say(default_text())
        return
    may_replace([output], force)
    replace(output, default_text().encode("utf-8"))
    say(str(output))
