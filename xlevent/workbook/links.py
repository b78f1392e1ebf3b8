"""Links to cells, as formulas.

A link that is a property of its cell makes LibreOffice keep the text in an editor of its own, which
takes a millisecond whenever a formula looks at it: with two findings every cell that they might
mark took several.
"""

from __future__ import annotations


def link_formula(target: str, shown: str) -> str:
    """The formula, without equals sign, of a link to `target`: #'A sheet'!B4."""
    target, shown = target.replace('"', '""'), shown.replace('"', '""')
    return f'HYPERLINK("{target}","{shown}")'
