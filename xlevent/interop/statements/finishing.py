"""The order of a statement and the proof of its sums, the same for every format."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from xlevent.domain import statement_codes as codes
from xlevent.domain.bank import Statement, StatementLine
from xlevent.domain.finding import has_errors
from xlevent.domain.money import ZERO
from xlevent.interop.statements.amounts import whole
from xlevent.interop.statements.notes import Notes

_ENOUGH = 3  # balances that show more than chance


def finish(statement: Statement, notes: Notes) -> Statement:
    """The statement, oldest line first, with begin and end, its sums checked."""
    lines = statement.lines
    forward, backward = _breaks(lines), _breaks(lines[::-1])
    if _newest_first(lines) or (not _oldest_first(lines) and len(backward) < len(forward)):
        lines, forward = lines[::-1], backward
    if not lines and not has_errors(notes.found):  # errors tell already why there are none
        notes.add(codes.NO_LINES)
    if len(forward) >= _ENOUGH and _is_mirrored(lines, forward):
        notes.add(codes.SIGNS_REVERSED, forward[0][1].place)
    else:
        for before, line in forward:
            assert line.balance is not None
            notes.add(
                codes.BALANCE_BREAK, line.place, line.balance,
                before=_show(before), amount=_show(line.amount),
                expected=_show(before + line.amount), found=_show(line.balance),
            )  # fmt: skip
    opening, closing = statement.opening, statement.closing
    total = sum((line.amount for line in lines), ZERO)
    if opening is not None and closing is not None and opening + total != closing:
        notes.add(
            codes.CLOSING_DIFFERS, opening=_show(opening), closing=_show(closing),
            count=len(lines), total=_show(total), expected=_show(opening + total),
        )  # fmt: skip
    if lines and lines[0].balance is not None and opening is None:
        opening = whole(lines[0].balance - lines[0].amount)
    if lines and lines[-1].balance is not None and closing is None:
        closing = lines[-1].balance
    days = [line.date for line in lines]
    return replace(
        statement, lines=lines, opening=opening, closing=closing,
        begin=min(filter(None, (statement.begin, min(days, default=None))), default=None),
        end=max(filter(None, (statement.end, max(days, default=None))), default=None),
    )  # fmt: skip


def _breaks(lines: tuple[StatementLine, ...]) -> list[tuple[Decimal, StatementLine]]:
    """Lines whose balance does not follow, with the balance that they should have started from.

    Lines without a balance are added up until the next that has one.
    """
    found = []
    running: Decimal | None = None
    for line in lines:
        if line.balance is None:
            if running is not None:
                running += line.amount
            continue
        if running is not None and running + line.amount != line.balance:
            found.append((running, line))
        running = line.balance
    return found


def _is_mirrored(
    lines: tuple[StatementLine, ...], breaks: list[tuple[Decimal, StatementLine]]
) -> bool:
    """Whether no line fits the balances as it is, and all do with the other sign."""
    if len(breaks) < sum(1 for line in lines[1:] if line.amount and line.balance is not None):
        return False
    return not _breaks(tuple(replace(line, amount=-line.amount) for line in lines))


def _newest_first(lines: tuple[StatementLine, ...]) -> bool:
    return len(lines) > 1 and lines[0].date > lines[-1].date


def _oldest_first(lines: tuple[StatementLine, ...]) -> bool:
    return len(lines) > 1 and lines[0].date < lines[-1].date


def _show(amount: Decimal) -> str:
    return f"{amount:,f}"
