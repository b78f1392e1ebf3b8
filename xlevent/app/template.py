"""Events to begin with: the empty master, and a new event with its first facts."""

from __future__ import annotations

from datetime import date

from xlevent.app.event import Event
from xlevent.domain.language import Text
from xlevent.domain.values import Raw
from xlevent.errors import MisuseError

# Currencies without minor units in daily use; the others have two decimals.
_WHOLE = frozenset(("TWD", "JPY", "KRW"))


def empty_event() -> Event:
    """An event without any facts; tolerances and policies have their defaults."""
    return Event()


def new_event(name: str, *, start: str = "", end: str = "", currency: str = "TWD") -> Event:
    """An event with its name, days and currency; MisuseError where a day is none."""
    settings: dict[str, Raw] = {"event_name": name, "base_currency": currency}
    settings["currency_decimals"] = 0 if currency in _WHOLE else 2
    for key, text in (("event_start", start), ("event_end", end or start)):
        if text:
            settings[key] = _day(text)
    if start and end and _day(end) < _day(start):
        raise MisuseError(
            Text("活動結束早於開始。", "the event ends before it starts."),
            where=Text(f"{start} 至 {end}", f"{start} to {end}"),
        )
    return Event(settings)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise MisuseError(
            Text(f"「{text}」不是日期。", f"{text!r} is no day."),
            mend=Text(
                "請寫成年-月-日，例如 2027-04-10。", "Write year-month-day, such as 2027-04-10."
            ),
        ) from error
