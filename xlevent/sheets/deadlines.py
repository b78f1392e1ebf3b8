"""The state of a due date, which several sheets show the same way."""

from __future__ import annotations


def due_state(done: str, due: str) -> str:
    """A value of the list action_due, from a test for "done" and a date that may be blank."""
    return (
        f"IF({done},{{action_due.done}},IF(N({due})=0,{{action_due.no_date}},"
        f'IF(fig.as_of="",{{action_due.on_time}},'
        f"IF(N({due})<N(fig.as_of),{{action_due.overdue}},{{action_due.on_time}}))))"
    )


def action_done(state: str) -> str:
    """Whether an action_state needs no more work."""
    return f"OR({state}={{action_state.done}},{state}={{action_state.cancelled}})"
