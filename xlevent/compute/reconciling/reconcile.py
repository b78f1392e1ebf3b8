"""The whole reconciliation: decisions of people, then clue after clue, the strongest first."""

from __future__ import annotations

from collections.abc import Iterable

from xlevent.compute.reconciling.common import by_common_invoice, by_common_reference
from xlevent.compute.reconciling.decided import decide
from xlevent.compute.reconciling.desk import Desk
from xlevent.compute.reconciling.differences import by_difference, by_joint_difference
from xlevent.compute.reconciling.joint import by_batch, by_joint, by_parts
from xlevent.compute.reconciling.pairs import by_amount, by_invoice, by_payee, by_reference
from xlevent.compute.reconciling.records import (
    BankLine,
    Conflict,
    Decision,
    Options,
    Payment,
    Reconciled,
    State,
    StateSum,
)
from xlevent.compute.reconciling.returns import by_return
from xlevent.compute.reconciling.suggesting import suggest


def reconcile(
    payments: Iterable[Payment],
    lines: Iterable[BankLine],
    decisions: Iterable[Decision] = (),
    options: Options | None = None,
) -> Reconciled:
    """Put every payment that takes part and every bank line into exactly one state.

    The result does not depend on the order of any of the rows. Nothing is matched where several
    candidates fit equally well; those are suggestions. MisuseError where two payments or two
    lines have the same ID.
    """
    desk = Desk(payments, lines, options or Options())
    conflicts = decide(desk, decisions)
    taken = {name for group in desk.groups for name in group.lines}
    blocked = {
        b for b, is_open in enumerate(desk.open_lines)
        if not is_open and desk.lines[b].source.id not in taken
    }  # fmt: skip
    by_return(desk)
    by_reference(desk)
    by_common_reference(desk)
    by_invoice(desk)
    by_common_invoice(desk)
    by_payee(desk)
    joint = by_joint(desk)
    parts = by_parts(desk)
    by_joint_difference(desk)
    by_difference(desk)
    by_amount(desk)
    by_batch(desk)
    return _result(desk, conflicts, joint, parts, blocked)


def _result(
    desk: Desk,
    conflicts: list[Conflict],
    joint: dict[int, list[tuple[int, ...]]],
    parts: dict[int, list[tuple[int, ...]]],
    blocked: set[int],
) -> Reconciled:
    suggestions = suggest(desk, joint, parts, blocked)
    groups = tuple(sorted(desk.groups, key=lambda g: (g.lines, g.payments)))
    payments = {p.source.id: State.SHEET_ONLY for p in desk.payments if p.source.claimed}
    lines = {b.source.id: State.BANK_ONLY for b in desk.lines}
    for group in groups:
        payments.update(dict.fromkeys(group.payments, group.state))
        lines.update(dict.fromkeys(group.lines, group.state))
    return Reconciled(
        groups, tuple(suggestions), payments, lines, _sums(desk, payments, lines), tuple(conflicts)
    )


def _sums(desk: Desk, payments: dict[str, State], lines: dict[str, State]) -> dict[State, StateSum]:
    paid = {state: [0, 0] for state in State}
    bank = {state: [0, 0] for state in State}
    for one in desk.payments:
        state = payments.get(one.source.id)
        if state is not None:
            paid[state][0] += 1
            paid[state][1] += one.out
    for line in desk.lines:
        state = lines[line.source.id]
        bank[state][0] += 1
        bank[state][1] += line.out
    return {
        s: StateSum(paid[s][0], desk.money(paid[s][1]), bank[s][0], desk.money(bank[s][1]))
        for s in State
    }
