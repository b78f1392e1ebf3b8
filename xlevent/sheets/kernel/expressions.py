"""Building stones for formulas: plain functions that return formula text in field names."""

from __future__ import annotations


def look(table: str, field: str, by: str, key: str = "id") -> str:
    """Text of `field` in the row of `table` whose key equals `by`; empty if there is none."""
    return f'IFERROR(INDEX({table}[{field}],MATCH({by},{table}[{key}],0))&"","")'


def look_number(table: str, field: str, by: str, key: str = "id", missing: str = "0") -> str:
    """Number of `field` in the row of `table` whose key equals `by`; `missing` if none."""
    return f"IFERROR(N(INDEX({table}[{field}],MATCH({by},{table}[{key}],0))),{missing})"


def total(table: str, column: str, **where: str) -> str:
    """Sum of a column over the rows where each named column equals its expression."""
    if not where:
        return f"SUM({table}[{column}])"
    return f"SUMIFS({table}[{column}],{_criteria(table, where)})"


def count(table: str, **where: str) -> str:
    """Number of rows where each named column equals its expression."""
    return f"COUNTIFS({_criteria(table, where)})"


def rows(table: str, column: str = "id") -> str:
    """Number of rows whose key is filled in."""
    return f'SUMPRODUCT(({table}[{column}]<>"")*1)'


def ratio(top: str, bottom: str) -> str:
    """top / bottom, blank where the divisor is zero or blank."""
    return f'IF(N({bottom})=0,"",({top})/({bottom}))'


def _criteria(table: str, where: dict[str, str]) -> str:
    return ",".join(f"{table}[{column}],{value}" for column, value in where.items())
