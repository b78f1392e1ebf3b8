"""Shares that add up to the dollar: the columns that divide an amount as `allocate` does.

Every share is cut off to whole units of the currency; what is then left goes, one unit each, to
the largest remainders, and among equal ones to the row that stands first.
"""

from __future__ import annotations

from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.columns import Column

_PLACES = "settings.currency_decimals"
# Six decimals beyond the currency's: finer than any share that people type, and coarser than
# the noise of binary fractions, which would turn 29 into 28.999999999999996 and then into 28.
_FINE = f"({_PLACES}+6)"


def share_columns(
    table: str, *, ideal: str, group: str | None = None, shares: str = "TRUE"
) -> tuple[Column, Column, Column]:
    """Hidden columns `cut`, `left_over`, `rank` of a table that has a column `position`.

    Parameters
    ----------
    ideal
        The share before rounding, an expression over the row.
    group
        Column whose equal values belong to one amount; None: the whole table divides one.
    shares
        Whether the row takes a share; other rows have no remainder and get no unit.
    """
    mine = f"{table}[{group}],[{group}]," if group else ""
    exact = f"ROUND({ideal},{_FINE})"
    larger = f'COUNTIFS({mine}{table}[left_over],">"&[left_over])'
    before = f'COUNTIFS({mine}{table}[left_over],[left_over],{table}[position],"<="&N([position]))'
    return (
        c.calc("cut", "捨位金額", "Cut share", "amount",
               f"IF({shares},ROUNDDOWN({exact},{_PLACES}),0)", hidden=True),
        c.calc("left_over", "尾數", "Remainder", "number",
               f"IF({shares},ROUND(ABS({exact}-[cut])*10^{_PLACES},6),-1)", hidden=True, places=6),
        c.calc("rank", "尾數序", "Rank of remainder", "integer",
               f"IF({shares},{larger}+{before},0)", hidden=True),
    )  # fmt: skip


def exact_share(table: str, *, whole: str, target: str, group: str | None = None) -> str:
    """The share of a row that has the columns of `share_columns`; all of them sum to `target`.

    `whole` is the amount that is divided: its sign is that of every share.
    """
    mine = f"{table}[{group}],[{group}]," if group else ""
    cut = f'SUMIFS({table}[cut],{mine}{table}[left_over],">=0")'
    units = f"ROUND(ABS({target}-{cut})*10^{_PLACES},0)"
    extra = f"IF([rank]<={units},IF({whole}<0,-1,1)*10^(-{_PLACES}),0)"
    return f"ROUND([cut]+{extra},{_PLACES})"
