"""Formula parts about dates that several planning sheets share."""

from __future__ import annotations

from xlevent.sheets.kernel.expressions import look_number


def look_date(table: str, field: str, by: str, key: str = "id") -> str:
    """The day of `field` in the row found, without its time of day; blank if there is none."""
    moment = look_number(table, field, by, key)
    return f'IF({moment}=0,"",INT({moment}))'


def elapsed_share(start: str, finish: str) -> str:
    """How much of the days from start to finish had passed on the data date, from 0 to 1."""
    length = f"(N({finish})-N({start})+1)"
    return (
        f'IF(OR(fig.as_of="",N({start})=0,N({finish})=0),0,'
        f"MAX(0,MIN(1,(N(fig.as_of)-N({start})+1)/MAX(1,{length}))))"
    )
