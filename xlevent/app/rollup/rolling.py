"""The roll-up of an event, and the trace from a total to its rows."""

from __future__ import annotations

from dataclasses import dataclass

from xlevent.app.evaluated import Evaluated
from xlevent.app.event import Event
from xlevent.app.rollup import sponsors, suppliers
from xlevent.app.rollup.measure import Measure
from xlevent.app.rollup.sponsors import Sponsors, Sponsorship, roll_up_sponsors
from xlevent.app.rollup.suppliers import Suppliers, Supply, roll_up_suppliers
from xlevent.domain.language import Text
from xlevent.domain.problems import nearest
from xlevent.errors import NOTHING, MisuseError


@dataclass(frozen=True, slots=True)
class RollUp:
    """Sponsors and suppliers of one event."""

    sponsors: Sponsors
    suppliers: Suppliers
    currency: str
    places: int


@dataclass(frozen=True, slots=True)
class Trace:
    """What a total rests on."""

    name: str  # as it was asked for
    title: Text
    whose: str  # name of the sponsor, tier, supplier or event
    measure: Measure


def roll_up(event: Event, evaluated: Evaluated | None = None) -> RollUp:
    """Sponsors and suppliers of an event, from formulas evaluated once."""
    evaluated = evaluated or Evaluated(event, "en")
    places = event.settings.get("currency_decimals")
    return RollUp(
        roll_up_sponsors(evaluated),
        roll_up_suppliers(evaluated),
        str(event.settings.get("base_currency") or ""),
        places if isinstance(places, int) else 0,
    )


def trace(rolled: RollUp, name: str) -> Trace:
    """The rows behind `cash_received`, `SP-003.cash_received`, `SUP-001.paid`; MisuseError else."""
    owner, dot, measure = name.strip().rpartition(".")
    measure = measure.lower().replace("-", "_")
    known = {**sponsors.TITLES, **suppliers.TITLES}
    if measure not in known:
        near = nearest(measure, known)
        hint = Text(f"是否為「{near}」？", f"Did you mean {near}? ") if near else NOTHING
        raise MisuseError(
            Text(f"沒有總計「{measure}」。", f"there is no total {measure!r}."),
            mend=Text(
                f"{hint.zh}可用：{'、'.join(known)}。", f"{hint.en}Known: {', '.join(known)}."
            ),
        )
    scope = _scope(rolled, owner if dot else "", measure)
    if scope is None:
        raise MisuseError(
            Text(
                f"沒有「{owner}」的總計「{measure}」。",
                f"there is no {owner!r} with a total {measure!r}.",
            ),
            mend=Text(
                "「.」之前請寫贊助商、方案或供應商的編號。",
                "Write the ID of a sponsor, package or supplier before the point.",
            ),
        )
    return Trace(name, known[measure], scope.name, scope.measures[measure])


def _scope(rolled: RollUp, owner: str, measure: str) -> Sponsorship | Supply | None:
    if measure in sponsors.TITLES:
        return rolled.sponsors.find(owner) if owner else rolled.sponsors.event
    return rolled.suppliers.find(owner) if owner else rolled.suppliers.event
