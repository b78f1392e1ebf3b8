"""All functions of the catalogue, by name; importing this module declares them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xlevent.domain.language import Language
from xlevent_udfs.functions import (
    controlling,
    money,
    onsite,
    reconciling,
    schedule,
    taiwan,
    value,
)
from xlevent_udfs.kernel.declaration import CATALOGUE, Function

FAMILIES = (schedule, money, controlling, reconciling, taiwan, value, onsite)

__all__ = ["CATALOGUE", "FAMILIES", "Function", "functions"]


def functions(
    decorate: Callable[..., Any], language: Language = "both", **options: Any
) -> dict[str, Any]:
    """Each function of the catalogue, decorated by a runtime's `func`.

    A module of the runtime puts them into its namespace, where xlwings looks for them.
    """
    made = {}
    for name, entry in CATALOGUE.items():
        made[name] = decorate(**options)(entry.python(language))
    return made
