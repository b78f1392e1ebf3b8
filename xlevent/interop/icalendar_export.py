"""Dates as an iCalendar file (RFC 5545), for the calendars of phones and offices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from xlevent.domain.language import Text
from xlevent.errors import MisuseError

DEFAULT_TIMEZONE = "Asia/Taipei"
_CONTROLS = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """One entry of a calendar.

    Parameters
    ----------
    uid
        Globally unique; the same for the same row at every export, so that calendars update it.
    start, end
        Local time without zone, or a day for an entry of the whole day; no end: a moment, or
        that one day. The end of whole days is the last of them.
    cancelled
        Whether it does not take place.
    busy
        Whether it fills the time of whoever has it.
    """

    uid: str
    summary: str
    start: date | datetime
    end: date | datetime | None = None
    location: str = ""
    description: str = ""
    category: str = ""
    cancelled: bool = False
    busy: bool = True


def write_icalendar(
    entries: Sequence[AgendaEntry],
    *,
    name: str,
    stamp: datetime,
    timezone: str = DEFAULT_TIMEZONE,
) -> bytes:
    """The file; the same entries and stamp give the same bytes.

    `stamp` (UTC) stands as the moment of export in every entry. MisuseError for an unknown zone.
    """
    import icalendar

    zone = _zone(timezone)
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//xlevent//xlevent//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _clean(name))
    calendar.add("x-wr-timezone", timezone)
    for entry in entries:
        event = icalendar.Event()
        event.add("uid", _clean(entry.uid))
        event.add("dtstamp", stamp.replace(tzinfo=UTC))
        event.add("summary", _clean(entry.summary))
        event.add("dtstart", _local(entry.start, zone))
        if entry.end is not None:
            event.add("dtend", _local(_after(entry.end), zone))
        for key, text in (
            ("location", entry.location), ("description", entry.description),
            ("categories", entry.category),
        ):  # fmt: skip
            if text:
                event.add(key, _clean(text))
        event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
        event.add("transp", "OPAQUE" if entry.busy and not entry.cancelled else "TRANSPARENT")
        calendar.add_component(event)
    if any(isinstance(entry.start, datetime) for entry in entries):
        years = [entry.start.year for entry in entries]
        calendar.add_missing_timezones(date(min(years) - 1, 1, 1), date(max(years) + 2, 1, 1))
    written: bytes = calendar.to_ical()
    return written


def _zone(name: str) -> object:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise MisuseError(
            Text(f"沒有時區「{name}」。", f"there is no time zone {name!r}."),
            mend=Text(
                "請寫成 Asia/Taipei 或 Europe/Berlin。", "Write it as Asia/Taipei or Europe/Berlin."
            ),
        ) from None


def _local(moment: date | datetime, zone: object) -> date | datetime:
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=zone)  # type: ignore[arg-type]
    return moment


def _after(end: date | datetime) -> date | datetime:
    """A file names the day after the last one."""
    return end if isinstance(end, datetime) else date.fromordinal(end.toordinal() + 1)


def _clean(text: str) -> str:
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n"))
