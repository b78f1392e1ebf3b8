"""Holidays and make-up working days of a country, from the package `holidays`.

The package is asked through its working-day function, which knows the make-up Saturdays. What an
older version of it lacks stands in `_BY_LAW`. The workbook's own table goes before all of this:
`merge`. Sources: Taiwan's calendars of government offices (行政院人事行政總處 政府行政機關
辦公日曆表); the Act of 2025-05-28 on memorial days and holidays (紀念日及節日實施條例).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from importlib.metadata import version
from typing import Any

from xlevent.domain import holiday_codes as codes
from xlevent.domain.finding import Finding
from xlevent.domain.language import Language, Text
from xlevent.domain.problems import Problem, finding
from xlevent.errors import MisuseError

DEFAULT_COUNTRY = "TW"

PUBLISHED: Mapping[str, tuple[int, int]] = {"TW": (1998, 2026)}
"""First and last year whose days were compared with the calendar that the government published;
the package was, from 1998 on, and `tests/data/schedule/tw_calendar_check.json` day by day."""

_LAW_2025 = Text("紀念日及節日實施條例", "Act on memorial days and holidays, 2025-05-28")
_CONFUCIUS = Text("孔子誕辰紀念日", "Confucius' Birthday")
_RESTORATION = Text(
    "臺灣光復暨金門古寧頭大捷紀念日", "Taiwan Restoration and Guningtou Victory Memorial Day"
)


def _observed(name: Text) -> Text:
    return Text(f"{name.zh}（補假）", f"{name.en} (observed)")


_BY_LAW: Mapping[str, tuple[tuple[date, Text, Text], ...]] = {
    "TW": (
        (date(2025, 9, 28), _CONFUCIUS, _LAW_2025),
        (date(2025, 9, 29), _observed(_CONFUCIUS), _LAW_2025),
        (date(2025, 10, 24), _observed(_RESTORATION), _LAW_2025),
        (date(2025, 10, 25), _RESTORATION, _LAW_2025),
        (date(2025, 12, 25), Text("行憲紀念日", "Constitution Day"), _LAW_2025),
    ),
}
_MAKEUP = Text("補行上班日", "Make-up working day")
_DAY = timedelta(days=1)


class DayKind(StrEnum):
    """Values of the list `holiday_kind`."""

    HOLIDAY = "holiday"
    MAKEUP = "makeup"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that does not follow the week: free, or worked although it is a weekend."""

    date: date
    name: Text
    kind: DayKind
    source: Text

    def row(self, language: Language) -> dict[str, object]:
        """A row of the workbook's table `holidays`, without its id.

        `hours` is left out: a make-up day has the hours of the calendar's Monday.
        """
        return {
            "date": self.date,
            "name": self.name.show(language),
            "kind": str(self.kind),
            "source": self.source.show(language),
        }


@dataclass(frozen=True, slots=True)
class PublicHolidays:
    """Days in order, and what must be said about them."""

    days: tuple[SpecialDay, ...]
    findings: tuple[Finding, ...]


def public_holidays(country: str, years: Iterable[int]) -> PublicHolidays:
    """Holidays and make-up days of whole years.

    Parameters
    ----------
    country
        Two letters of ISO 3166, or a subdivision of it after a hyphen, such as "DE-BY".
    years
        Of the Gregorian calendar.

    Returns
    -------
    PublicHolidays
        Weekend days that are holidays are among its days, for those who work on weekends.
        Findings name an unknown country, years that no government calendar confirms, estimates.
    """
    wanted = sorted(set(years))
    if not wanted:
        raise MisuseError(
            Text("沒有指定年份。", "no year was given."),
            mend=Text("請指定一個年份或年份範圍。", "Give one year or a span of years."),
        )
    name = country.strip().upper()
    chinese = _calendar(name, wanted, ("zh_TW", "zh_HK", "zh_CN", "en_US"))
    english = _calendar(name, wanted, ("en_US",))
    if chinese is None or english is None:
        problem = Problem(codes.NO_SUCH_COUNTRY)
        return PublicHolidays((), (_finding(problem, value=country),))
    source = Text(f"holidays 套件 {_version()}", f"package holidays {_version()}")
    days: dict[date, SpecialDay] = {}
    findings: list[Finding] = []
    if name not in PUBLISHED:
        problem = Problem(codes.COUNTRY_NOT_CHECKED, {"version": _version()})
        findings.append(_finding(problem, value=name))
    for year in wanted:
        if not chinese.start_year <= year <= chinese.end_year:
            findings.append(_finding(Problem(codes.YEAR_WITHOUT_DATA, {"year": year}), value=name))
            continue
        findings += _doubts(name, year)
        day = date(year, 1, 1)
        while day.year == year:
            works = chinese.is_working_day(day)
            if day in chinese and not works:
                text = Text(_named(chinese, day), _named(english, day))
                days[day] = SpecialDay(day, text, DayKind.HOLIDAY, source)
                if "estimated" in text.en:
                    details = {"day": day, "name": text}
                    findings.append(_finding(Problem(codes.DAY_ESTIMATED, details)))
            elif works and chinese.is_weekend(day):
                days[day] = SpecialDay(day, _MAKEUP, DayKind.MAKEUP, source)
            if day == date.max:
                break
            day += _DAY
    for day, text, law in _BY_LAW.get(name, ()):
        if day.year in wanted and day not in days:
            days[day] = SpecialDay(day, text, DayKind.HOLIDAY, law)
    return PublicHolidays(tuple(days[day] for day in sorted(days)), tuple(findings))


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A row of the workbook's table; without `calendar` it holds for every calendar."""

    date: date
    kind: str
    calendar: str | None = None


def merge(
    own: Collection[OwnDay], fetched: Iterable[SpecialDay]
) -> tuple[tuple[SpecialDay, ...], tuple[Finding, ...]]:
    """What to add to the workbook's own table, which always wins, and where the two differ.

    A day that stands in the table for every calendar is never fetched again. A row for one
    calendar goes before the fetched one on that calendar only, so the fetched one is added.
    """
    general = {day.date: day.kind for day in own if day.calendar is None}
    added: list[SpecialDay] = []
    findings: list[Finding] = []
    for day in fetched:
        kind = general.get(day.date)
        if kind is None:
            added.append(day)
        elif kind != day.kind:
            details = {"day": day.date, "own": _shown(kind), "fetched": _shown(day.kind)}
            findings.append(_finding(Problem(codes.DIFFERS_FROM_TABLE, details)))
    return tuple(added), tuple(findings)


def _calendar(name: str, years: list[int], spoken: tuple[str, ...]) -> Any:
    """The package's calendar, or None where it does not know the country.

    The next year belongs to it: its first holidays may have a make-up day before the new year.
    """
    import holidays

    country, _, part = name.partition("-")
    known = holidays.list_supported_countries(include_aliases=True)
    if country not in known or (part and part not in known[country]):
        return None
    span = {*years, *(year + 1 for year in years if year < date.max.year)}
    plain = holidays.country_holidays(country, subdiv=part or None)
    # Where neither is spoken, the country's own names are better than none.
    chosen = next((tag for tag in spoken if tag in plain.supported_languages), None)
    return holidays.country_holidays(country, subdiv=part or None, years=span, language=chosen)


def _named(calendar: Any, day: date) -> str:
    return str(calendar.get(day, "")).replace("\n", "; ")


def _doubts(country: str, year: int) -> list[Finding]:
    first, last = PUBLISHED.get(country, (year, year))
    if first <= year <= last:
        return []
    return [_finding(Problem(codes.YEAR_NOT_PUBLISHED, {"year": year, "known": last}))]


def _finding(problem: Problem, value: object = None) -> Finding:
    return finding(problem, table="holidays", column="date", value=value)


def _shown(kind: str) -> Text:
    return {
        "holiday": Text("放假日", "holiday"),
        "makeup": Text("補行上班日", "make-up day"),
    }.get(kind, Text(kind, kind))


def _version() -> str:
    return version("holidays")
