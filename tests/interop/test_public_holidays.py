"""Holidays and make-up days against the government's calendar, and the merge with one's own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.known_answers import load_truth, truth_path
from xlevent.domain.language import Text
from xlevent.errors import MisuseError
from xlevent.interop import public_holidays as module
from xlevent.interop.public_holidays import DayKind, OwnDay, SpecialDay, merge, public_holidays

CHECK = load_truth(truth_path("tw_calendar_check.json"))
BY_LAW_2025 = {date.fromisoformat(row[0]) for row in CHECK["2025"]["holidays_mismatch"]}


def works(year: int) -> dict[date, bool]:
    """Whether each day of a year is worked, from what we return."""
    special = {day.date: day.kind for day in public_holidays("TW", [year]).days}
    first = date(year, 1, 1)
    days = [first + timedelta(n) for n in range(366)]
    return {
        day: special[day] == DayKind.MAKEUP if day in special else day.weekday() < 5
        for day in days
        if day.year == year
    }


@pytest.mark.parametrize("year", sorted(CHECK))
def test_working_days_of_taiwan(year: str) -> None:
    """Against the package's own calendar, of which the file says on which days it was wrong."""
    import holidays

    expect = CHECK[year]
    ours = works(int(year))
    assert len(ours) == expect["days"]
    assert [str(day) for day, worked in ours.items() if worked and day.weekday() > 4] == expect[
        "makeup"
    ]
    package = holidays.country_holidays("TW", years=[int(year), int(year) + 1])
    wrong = {date.fromisoformat(row[0]): row[2] for row in expect["holidays_mismatch"]}
    for day, worked in ours.items():
        if day in BY_LAW_2025:
            assert not worked, day  # "official work": the law came after the file's source
        elif day in wrong:
            assert worked == (wrong[day] == "official work"), day
        else:
            assert worked == package.is_working_day(day), day


# Free weekdays of the government's calendars, typed by hand and not taken from the package.
FREE_WEEKDAYS = {
    2017: "0102 0127 0130 0131 0201 0227 0228 0403 0404 0529 0530 1004 1009 1010",
    2018: "0101 0215 0216 0219 0220 0228 0404 0405 0406 0618 0924 1010 1231",
    2023: "0102 0120 0123 0124 0125 0126 0127 0227 0228 0403 0404 0405 0622 0623 0929 1009 1010",
    2024: "0101 0208 0209 0212 0213 0214 0228 0404 0405 0610 0917 1010",
    2025: "0101 0127 0128 0129 0130 0131 0228 0403 0404 0530 0929 1006 1010 1024 1225",
    2026: "0101 0216 0217 0218 0219 0220 0227 0403 0406 0501 0619 0925 0928 1009 1026 1225",
}


@pytest.mark.parametrize("year", FREE_WEEKDAYS)
def test_free_weekdays(year: int) -> None:
    found = [f"{d:%m%d}" for d, worked in works(year).items() if d.weekday() < 5 and not worked]
    assert found == FREE_WEEKDAYS[year].split()


def test_an_older_package_is_completed_by_the_law(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = public_holidays("TW", [2025]).days
    original = module._calendar

    def older(*arguments: Any) -> Any:
        calendar = original(*arguments)
        for day in (*BY_LAW_2025, date(2025, 9, 28), date(2025, 10, 25)):
            calendar.pop(day, None)
        return calendar

    monkeypatch.setattr(module, "_calendar", older)
    completed = public_holidays("TW", [2025]).days
    assert [(d.date, d.kind, d.name.zh) for d in completed] == [
        (d.date, d.kind, d.name.zh) for d in whole
    ]
    assert next(d for d in completed if d.date == date(2025, 12, 25)).source.zh == (
        "紀念日及節日實施條例"
    )


def test_rows_fit_the_table_of_the_workbook() -> None:
    from xlevent.sheets.registry import registry

    days = {day.date: day for day in public_holidays("tw", range(2024, 2026)).days}
    assert days[date(2025, 1, 29)].name == Text("春節", "Chinese New Year")
    row = days[date(2024, 2, 17)].row("both")
    assert row["name"] == "補行上班日 Make-up working day"
    assert row["kind"] == "makeup"
    columns = {column.key for column in registry().tables["holidays"].columns}
    assert row.keys() <= columns
    kinds = {choice.key for choice in registry().lists["holiday_kind"].options}
    assert {day.kind for day in days.values()} <= kinds


def test_a_make_up_day_of_the_year_before_is_found() -> None:
    """2014-12-27 was worked for 2015-01-02."""
    kinds = {day.date: day.kind for day in public_holidays("TW", [2014]).days}
    assert kinds[date(2014, 12, 27)] == DayKind.MAKEUP


def codes(country: str, years: list[int]) -> list[str]:
    return [finding.code for finding in public_holidays(country, years).findings]


def test_what_is_not_known_is_said() -> None:
    assert codes("TW", [2024, 2026]) == []
    assert codes("TW", [2026, 2027, 2028]) == ["XL381", "XL381"]
    assert codes("TW", [1997]) == ["XL383"]
    assert codes("JP", [2026, 2027]) == ["XL382"]
    assert codes("XX", [2026]) == ["XL380"]
    assert codes("DE-ZZ", [2026]) == ["XL380"]
    assert "XL384" in codes("MY", [2030])  # Islamic days
    with pytest.raises(MisuseError):
        public_holidays("TW", [])


def test_other_countries_and_their_parts() -> None:
    japan = {day.date: day.name.en for day in public_holidays("JP", [2026]).days}
    assert japan[date(2026, 1, 12)] == "Coming of Age Day"
    assert date(2026, 1, 6) in {day.date for day in public_holidays("DE-BY", [2026]).days}
    assert date(2026, 1, 6) not in {day.date for day in public_holidays("DE", [2026]).days}
    china = {d.date: d.kind for d in public_holidays("CN", [2024]).days}
    assert china[date(2024, 2, 18)] == DayKind.MAKEUP


DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 9))
KINDS = st.sampled_from(DayKind)


@given(
    st.lists(st.builds(OwnDay, DAYS, KINDS, st.sampled_from([None, "CAL-2"]))),
    st.lists(
        st.builds(SpecialDay, DAYS, st.just(Text("日", "day")), KINDS, st.just(Text("", ""))),
        unique_by=lambda day: day.date,
    ),
)
@settings(deadline=None)
def test_the_own_table_always_wins(own: list[OwnDay], fetched: list[SpecialDay]) -> None:
    added, findings = merge(own, fetched)
    general = {day.date: day.kind for day in own if day.calendar is None}
    assert not {day.date for day in added} & general.keys()
    assert {day.date for day in fetched} <= {day.date for day in added} | general.keys()
    differing = [d for d in fetched if d.date in general and general[d.date] != d.kind]
    assert len(findings) == len(differing)
    assert merge([*own, *(OwnDay(d.date, d.kind) for d in added)], fetched)[0] == ()
