"""`xlevent calendar`: public holidays and make-up days into the Calendar sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from xlevent.app.event import Event
from xlevent.app.planning.writing import Kept
from xlevent.app.updating.change import Change
from xlevent.domain.finding import Finding
from xlevent.domain.language import Language, Text
from xlevent.domain.values import Value
from xlevent.errors import MisuseError
from xlevent.interop.public_holidays import (
    DEFAULT_COUNTRY,
    DayKind,
    OwnDay,
    merge,
    public_holidays,
)

_YEARS = re.compile(r"\s*(\d{4})\s*(?:[-–~]\s*(\d{4}))?\s*\Z")
_NUMBERED = re.compile(r"(.*?)(\d+)\Z")


def add_holidays(country: str | None, years: str | None) -> Kept[tuple[int, list[Finding]]]:
    """Fetch the days of a country and add those that the table does not have.

    None: the country of the settings, and the years from the start of planning to the year
    after the event.
    """

    def run(event: Event) -> tuple[tuple[int, list[Finding]], Change]:
        chosen = country or str(event.settings.get("holiday_country") or DEFAULT_COUNTRY)
        span = _years(event, years)
        fetched = public_holidays(chosen, span)
        rows = event.tables["holidays"]
        own = [
            OwnDay(day, DayKind(str(row["kind"])), _text(row.get("calendar")))
            for row in rows
            if isinstance(day := row.get("date"), date) and row.get("kind")
        ]
        new, differing = merge(own, fetched.days)
        names = _new_names({str(row.get("id")) for row in rows})
        language: Language = "en" if event.language == "en" else "zh-TW"
        for added in new:
            rows.append({"id": next(names), **added.row(language)})  # type: ignore[dict-item]
        what = Text(
            f"匯入 {chosen} 放假日與補班日 {len(new)} 天", f"{len(new)} holidays of {chosen} added"
        )
        return (len(new), [*fetched.findings, *differing]), Change(what)

    return Kept(run)


def _years(event: Event, given: str | None) -> range:
    if given is not None:
        match = _YEARS.match(given)
        if match is None:
            raise MisuseError(
                Text(f"「{given}」不是年份或年份範圍。", f"{given!r} is no span of years."),
                mend=Text("請寫成 2027 或 2026-2027。", "Write 2027 or 2026-2027."),
            )
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first or last - first > 30:
            raise MisuseError(
                Text(
                    f"「{given}」不是 30 年以內的範圍。",
                    f"{given!r} is no span of at most 30 years.",
                ),
                mend=Text("請寫成 2026-2027。", "Write 2026-2027."),
            )
        return range(first, last + 1)
    days = [
        day
        for key in ("planning_start", "event_start", "event_end")
        if isinstance(day := event.settings.get(key), date)
    ]
    if not days:
        raise MisuseError(
            Text("活動沒有日期，無法判斷年份。", "the event has no dates to tell the years from."),
            mend=Text("請加上 --years 2026-2027。", "Give --years 2026-2027."),
        )
    return range(min(days).year, max(days).year + 1)


def _new_names(taken: set[str]) -> Iterator[str]:
    """HD-011, HD-012, ...: after the highest number in use."""
    used = [int(match[2]) for name in taken if (match := _NUMBERED.match(name))]
    number = max(used, default=0)
    while True:
        number += 1
        name = f"HD-{number:03}"
        if name not in taken:
            yield name


def _text(value: Value | None) -> str | None:
    return None if value is None else str(value)
