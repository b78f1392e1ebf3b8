"""The level of a risk: looked up in a matrix, never multiplied.

A matrix is an agreement, not arithmetic: the product of two ranks means nothing.
"""

from __future__ import annotations

from typing import Literal

from xlevent.domain.language import Text
from xlevent.errors import MisuseError

Level = Literal["low", "medium", "high", "extreme"]

LIKELIHOODS = ("rare", "unlikely", "possible", "likely", "almost_certain")
# By impact, one level for each likelihood.
MATRIX: dict[str, tuple[Level, ...]] = {
    "negligible": ("low", "low", "low", "low", "medium"),
    "minor": ("low", "low", "medium", "medium", "medium"),
    "moderate": ("low", "medium", "medium", "high", "high"),
    "major": ("medium", "medium", "high", "high", "extreme"),
    "severe": ("medium", "high", "high", "extreme", "extreme"),
}


def risk_level(likelihood: str, impact: str) -> Level:
    """The level; MisuseError for a likelihood or an impact that the matrix does not know."""
    if likelihood not in LIKELIHOODS or impact not in MATRIX:
        raise MisuseError(
            Text(
                f"風險矩陣沒有可能性「{likelihood}」與衝擊「{impact}」的組合。",
                f"the matrix knows no {likelihood!r} with {impact!r}.",
            ),
            mend=Text(
                f"可能性：{'、'.join(LIKELIHOODS)}；衝擊：{'、'.join(MATRIX)}。",
                f"Likelihoods: {', '.join(LIKELIHOODS)}; impacts: {', '.join(MATRIX)}.",
            ),
        )
    return MATRIX[impact][LIKELIHOODS.index(likelihood)]
