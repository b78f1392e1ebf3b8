"""How a reconciliation is shown: four sums and their proof, differences, suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlevent.cli.output import say, terminal_language
from xlevent.domain.language import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlevent.app.money.reconciled import Reconciliation
    from xlevent.compute.reconciling import Group, State, Suggestion
    from xlevent.domain.language import Language

_MOST = 30  # rows of a list on the terminal; the sheet and --json hold them all


def print_reconciliation(done: Reconciliation) -> None:
    """The four sums, whether they hold, and what a person should look at."""
    language = terminal_language()
    _print_sums(done, language)
    _section(Text("差額", "Differences"), list(_differences(done, language)), language)
    _section(Text("決定免配對", "Put aside by decisions"), list(_aside(done, language)), language)
    rows = list(_left(done, language))
    _section(Text("未對到", "Without a partner"), rows, language)
    found = [_suggestion(n, s, done, language) for n, s in enumerate(done.result.suggestions, 1)]
    title = Text("對帳建議(不會自動套用)", "Suggestions (never applied by themselves)")
    _section(title, found, language)


def _print_sums(done: Reconciliation, language: Language) -> None:
    from rich.console import Console
    from rich.table import Table

    from xlevent.app.money.reconciling_words import STATES, money

    titles = (
        Text("狀態", "State"), Text("付款筆數", "Payments"), Text("帳列金額", "Sheet"),
        Text("銀行筆數", "Bank lines"), Text("銀行金額", "Bank"),
    )  # fmt: skip
    table = Table(header_style="bold", show_footer=True)
    sums = done.result.sums
    total = done.total
    footer = (
        Text("合計", "Sum").show(language), str(total.payments), money(total.paid),
        str(total.lines), money(total.bank),
    )  # fmt: skip
    for number, (title, foot) in enumerate(zip(titles, footer, strict=True)):
        justify = "right" if number else "left"
        table.add_column(title.show(language), foot, justify=justify)  # type: ignore[arg-type]
    for state, line in sums.items():
        table.add_row(
            STATES[state].show(language), str(line.payments), money(line.paid),
            str(line.lines), money(line.bank),
        )  # fmt: skip
    Console().print(table)
    if done.added:
        say(Text(f"新增 {done.added} 筆銀行交易", f"{done.added} bank lines added").show(language))
    proof = (
        Text("驗算：四個狀態合計等於輸入，沒有遺漏。",
             "Proof: the four states add up to what went in; nothing is lost.")
        if done.proven
        else Text("驗算不符！", "The proof fails!")
    )  # fmt: skip
    say(proof.show(language))


def _section(title: Text, lines: list[str], language: Language) -> None:
    if not lines:
        return
    say(f"{title.show(language)} ({len(lines)})")
    for line in lines[:_MOST]:
        say(f"  {line}")
    if len(lines) > _MOST:
        rest = len(lines) - _MOST
        say("  " + Text(f"…另 {rest} 列", f"… {rest} more").show(language))


def _differences(done: Reconciliation, language: Language) -> Iterator[str]:
    from xlevent.app.money.reconciling_words import money, reason

    for group in done.result.groups:
        if group.difference and group.kind != "one_sided":
            said = reason(group).show(language)
            yield f"{_pair(group.payments, group.lines)}  {money(group.difference)}  {said}"


def _aside(done: Reconciliation, language: Language) -> Iterator[str]:
    """Rows that a person says have no partner, as their table writes the amount."""
    from xlevent.app.money.reconciling_words import money, reason

    for group in done.result.groups:
        if group.kind == "one_sided":
            amount = money(-group.difference)
            said = f"{group.decision}: {reason(group).show(language)}"
            yield f"{_pair(group.payments, group.lines)}  {amount}  {said}"


def _left(done: Reconciliation, language: Language) -> Iterator[str]:
    from xlevent.app.money.reconciling_rows import name_of
    from xlevent.app.money.reconciling_words import STATES, money
    from xlevent.compute.reconciling import State

    for mark, state in done.result.payments.items():
        if state is State.SHEET_ONLY:
            paid = done.payments[mark]
            title = STATES[state].show(language)
            who = paid.names[0] if paid.names else ""
            yield f"{name_of(mark)}  {paid.day or ''}  {money(paid.amount)}  {who}  {title}"
    for mark, state in done.result.lines.items():
        if state is State.BANK_ONLY:
            line = done.lines[mark]
            who = line.counterparty or line.description
            title = STATES[state].show(language)
            yield f"{name_of(mark)}  {line.day or ''}  {money(-line.amount)}  {who}  {title}"


def _suggestion(number: int, one: Suggestion, done: Reconciliation, language: Language) -> str:
    from xlevent.app.money.reconciling_words import money
    from xlevent.app.money.reconciling_writing import names_of
    from xlevent.sheets.registry import registry

    label = registry().lists["match_reason"].label(one.reason, language)
    names = names_of(
        [done.payments[m] for m in one.payments], [done.lines[m] for m in one.lines]
    )  # fmt: skip
    difference = f"  {money(one.difference)}" if one.payments and one.difference else ""
    pair = _pair(one.payments, one.lines)
    return f"MS-{number:03d} {one.score:2d}  {pair}{difference}  {label}  {names}"


def _pair(payments: Iterable[str], lines: Iterable[str]) -> str:
    from xlevent.app.money.reconciling_rows import name_of

    sides = ["; ".join(map(name_of, side)) for side in (payments, lines)]
    return " ↔ ".join(filter(None, sides))


def reconciliation_json(done: Reconciliation) -> object:
    """Everything, for scripts."""
    from xlevent.app.money.reconciling_rows import name_of

    return {
        "proven": done.proven,
        "added": done.added,
        "sums": {
            state.value: {
                "payments": s.payments, "paid": str(s.paid), "bank_lines": s.lines,
                "bank": str(s.bank),
            }
            for state, s in done.result.sums.items()
        },
        "groups": [_group_json(group) for group in done.result.groups],
        "unmatched": {
            "payments": _names(done.result.payments, "unmatched_sheet"),
            "bank_lines": _names(done.result.lines, "unmatched_bank"),
        },
        "suggestions": [
            {
                "payments": [name_of(m) for m in s.payments],
                "bank_lines": [name_of(m) for m in s.lines], "reason": s.reason,
                "score": s.score, "difference": str(s.difference),
            }
            for s in done.result.suggestions
        ],
        "findings": [
            {
                "code": f.code, "severity": f.severity, "table": f.table, "row": f.row,
                "message": {"zh-TW": f.message.zh, "en": f.message.en},
            }
            for f in done.findings
        ],
    }  # fmt: skip


def _group_json(group: Group) -> dict[str, object]:
    from xlevent.app.money.reconciling_rows import name_of

    return {
        "payments": [name_of(m) for m in group.payments],
        "bank_lines": [name_of(m) for m in group.lines],
        "kind": group.kind,
        "clue": group.clue,
        "confidence": group.confidence,
        "difference": str(group.difference),
        "because": [{"why": part.why, "amount": str(part.amount)} for part in group.because],
        "decision": group.decision,
    }


def _names(states: dict[str, State], wanted: str) -> list[str]:
    from xlevent.app.money.reconciling_rows import name_of

    return [name_of(mark) for mark, state in states.items() if state.value == wanted]
