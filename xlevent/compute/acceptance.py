"""What an inspection accepted of the quantity that was shown."""

from __future__ import annotations

from decimal import Decimal

from xlevent.domain.money import ZERO

_GOOD = frozenset(("accepted", "reduced"))
_PARTLY = frozenset(("accepted", "reduced", "rework"))


def accepted_quantity(
    quantity: Decimal, defective: Decimal, result: str | None, reinspection: str | None
) -> Decimal:
    """The quantity that may be paid: all of it after a good re-inspection, else what is not
    defective, nothing while it is pending or rejected.

    `result` and `reinspection` are keys of the list of acceptance results; None: none yet.
    """
    if reinspection in _GOOD:
        return quantity
    return max(ZERO, quantity - defective) if result in _PARTLY else ZERO
