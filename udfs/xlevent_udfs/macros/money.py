"""Macros of money: validate, reconcile, roll up."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from xlevent.app.money.reconciled import Reconciliation, reconcile_event
from xlevent.app.updating.findings import findings_change
from xlevent.app.updating.opened import Opened
from xlevent.app.validating.running import validate as validated
from xlevent.domain.bank import Statement
from xlevent.domain.language import Text
from xlevent_udfs.macros.declaration import GivenFile, macro
from xlevent_udfs.macros.outcome import Outcome
from xlevent_udfs.macros.planning import written
from xlevent_udfs.macros.refusal import RefusalError
from xlevent_udfs.macros.report_sheet import write_report_sheet
from xlevent_udfs.macros.session import Session

_COUNTED = (
    ("error", Text("錯誤", "errors")), ("warning", Text("警告", "warnings")),
    ("notice", Text("提醒", "notices")),
)  # fmt: skip
_ROLLUP = Text("贊助供應彙總", "Roll-up")


@macro(
    Text("檢核", "Validate"),
    Text("檢核全部資料，寫入「檢核結果」工作表，並在儲存格標示。",
         "Check all data, list what is wrong on the Findings sheet, and mark the cells."),
)  # fmt: skip
def validate(session: Session) -> Outcome:
    """The rules of `xlevent validate`, written to the Findings sheet."""
    found = validated(session.event)
    cells = session.change("validate", lambda event: findings_change(event, found.findings))
    counts = Counter(finding.severity for finding in found.findings)
    zh = "、".join(f"{title.zh} {counts[severity]}" for severity, title in _COUNTED)  # type: ignore[index]
    en = ", ".join(f"{counts[severity]} {title.en}" for severity, title in _COUNTED)  # type: ignore[index]
    lines = [Text(f"{found.rules} 條規則：{zh}。", f"{found.rules} rules: {en}."), written(cells)]
    return Outcome(True, lines, session.language, list(found.findings))


@macro(
    Text("對帳", "Reconcile"),
    Text("讀入銀行對帳單，將付款與銀行交易配對，寫入經費支出表。",
         "Take in a bank statement and match payments with the lines of the bank."),
    file=Text("銀行對帳單(CSV、Excel、OFX、CAMT.053、MT940)",
              "Bank statement (CSV, Excel, OFX, CAMT.053, MT940)"),
)  # fmt: skip
def reconcile(session: Session, file: GivenFile | None) -> Outcome:
    """See `app.money.reconciled.reconcile_event`.

    Without a file the statement may stand on the active sheet, where that is none of ours; else
    the lines that are in O6.2.1 already are matched anew.
    """
    statements = _in_file(file) if file is not None else _on_sheet(session)
    kept = reconcile_event(statements)
    cells = session.change("reconcile", kept.change)
    done = kept.result
    lines = [*_sums(done), written(cells)]
    # Rows without a partner are results of a reconciliation, and the sheet lists them.
    told = [f for f in done.findings if f.code not in ("XL534", "XL535")]
    return Outcome(True, lines, session.language, told)


def _sums(done: Reconciliation) -> list[Text]:
    from xlevent.app.money.reconciling_words import STATES, money

    lines = []
    if done.added:
        lines.append(Text(f"新增 {done.added} 筆銀行交易。", f"{done.added} bank lines added."))
    for state, line in done.result.sums.items():
        title = STATES[state]
        lines.append(
            Text(
                f"{title.zh}：付款 {line.payments} 筆 {money(line.paid)}，"
                f"銀行 {line.lines} 筆 {money(line.bank)}。",
                f"{title.en}: {line.payments} payments {money(line.paid)}, "
                f"{line.lines} bank lines {money(line.bank)}.",
            )
        )
    if not done.proven:
        lines.append(Text("各狀態的合計與總數不符。", "The states do not add up to the whole."))
    return lines


def _in_file(file: GivenFile) -> Sequence[Statement]:
    from xlevent.app.statements import read_statements

    if not file.content:
        raise RefusalError(
            f"{file.name} 是空的，請重新下載對帳單。",
            f"{file.name} is empty. Download the statement again.",
        )
    with tempfile.TemporaryDirectory(prefix="xlevent-") as folder:
        path = Path(folder) / (Path(file.name.replace("\\", "/")).name or "statement")
        path.write_bytes(file.content)
        return read_statements([path])


def _on_sheet(session: Session) -> Sequence[Statement]:
    tab = str(session.book.sheets.active.name)
    if tab in _ours(session.opened):
        return ()
    from xlevent.interop.statements.grid import Cell, Grid, NumberedRow
    from xlevent.interop.statements.reading import read_grids

    cells = session.source.grid(tab)
    rows: list[NumberedRow] = []
    for number, row in sorted(cells.items()):
        listed: list[Cell] = [row.get(column) for column in range(1, max(row) + 1)]
        rows.append((number, listed))
    if not rows:
        raise RefusalError(
            f"工作表「{tab}」是空的。請選擇對帳單檔案，或切換到貼有對帳單的工作表。",
            f"The sheet {tab!r} is empty. Choose the file of a statement, or go to the sheet that "
            "holds one.",
        )
    grid = Grid(session.source.name, "xlsx", lambda: rows, tab)
    return read_grids([grid], session.source.name)


def _ours(book: Opened) -> set[str]:
    return {place.sheet for place in book.places.values()} | {
        position[0] for position in book.raw.cells.values()
    }


@macro(
    Text("彙總", "Roll up"),
    Text("彙總贊助商、贊助級別與供應商，驗證沒有遺漏，寫到一張新工作表。",
         "Add up sponsors, tiers and suppliers on a sheet of its own, and prove it complete."),
)  # fmt: skip
def roll_up(session: Session) -> Outcome:
    """The roll-up of `xlevent rollup`, from the values that Excel has computed."""
    from xlevent.app.rollup.report import rollup_report
    from xlevent.app.rollup.rolling import roll_up as rolled_up

    rolled = rolled_up(session.event, session.evaluated)
    report = rollup_report(rolled, str(session.event.settings.get("event_name") or ""))
    tab = write_report_sheet(session.source, report, _ROLLUP, session.language)
    scopes = (*rolled.sponsors.sponsors, *rolled.sponsors.tiers, rolled.sponsors.event)
    balances = [balance for scope in scopes for balance in scope.balances]
    broken = sum(not balance.holds for balance in balances)
    shown = f"{rolled.currency} {rolled.sponsors.event.total('cash_received'):,.{rolled.places}f}"
    lines = [
        Text(
            f"{len(rolled.sponsors.sponsors)} 家贊助商，實收現金 {shown}。",
            f"{len(rolled.sponsors.sponsors)} sponsors, cash received {shown}.",
        ),
        Text(f"{len(balances)} 項平衡檢核，不符 {broken}。",
             f"{len(balances)} proofs, {broken} of which do not hold."),
        Text(f"見工作表「{tab}」。", f"See the sheet {tab!r}."),
    ]  # fmt: skip
    return Outcome(True, lines, session.language)
