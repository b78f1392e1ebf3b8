"""The rates of a day with what the workbook's settings override."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import cast

from xlevent.app.event import Event
from xlevent.app.money.cells import day, number
from xlevent.app.money.cells import text as words
from xlevent.compute.tax_tw.terms import Terms
from xlevent.domain.rates_tw import RateName


def terms_on(event: Event, on: date) -> Terms:
    """Rates that hold on that day; a row of the settings' own rates wins over the table.

    Of several rows for one rate and day the latest start wins, then the later row.
    """
    chosen: dict[RateName, tuple[date, Decimal]] = {}
    own = number(event.settings, "tax_rate")
    if own is not None:
        chosen["business_tax"] = (date.min, own)
    for row in event.tables["own_rates"]:
        value = number(row, "value")
        first = day(row, "valid_from") or date.min
        last = day(row, "valid_until") or date.max
        if value is None or not first <= on <= last:
            continue
        name = cast("RateName", words(row, "rate"))
        if name not in chosen or first >= chosen[name][0]:
            chosen[name] = (first, value)
    return Terms(on, {name: value for name, (_, value) in chosen.items()})
