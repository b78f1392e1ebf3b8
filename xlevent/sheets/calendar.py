"""Calendars: working weeks with shifts, holidays and make-up days."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Figure, Sheet, Table
from xlevent.sheets.kernel.columns import Column

_SHIFT = r"([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)"
_SHIFTS = rf"{_SHIFT}(,{_SHIFT})*"
_HOURS_HELP = (
    "例：09:00-12:00,13:00-18:00；空白表示不上班。",
    "Such as 09:00-12:00,13:00-18:00; blank: no work on that day.",
)
_WEEKDAY = (
    "IF(N([date])=0,\"\",CHOOSE(WEEKDAY([date],2),{t:週一|Mon},{t:週二|Tue},{t:週三|Wed},"
    "{t:週四|Thu},{t:週五|Fri},{t:週六|Sat},{t:週日|Sun}))"
)  # fmt: skip


def _day(key: str, zh: str, en: str) -> Column:
    return c.text(key, zh, en, pattern=_SHIFTS, help=_HOURS_HELP, width=24)


_CALENDARS = Table(
    "calendars",
    Text("工作週", "Working weeks"),
    (
        c.key("id", "行事曆編號", "Calendar ID", prefix="CAL", width=12,
              help=("第一列為全案預設行事曆。", "The first row is the calendar of the project.")),
        c.text("name", "名稱", "Name", required=True, width=22),
        _day("mon", "週一", "Mon"),
        _day("tue", "週二", "Tue"),
        _day("wed", "週三", "Wed"),
        _day("thu", "週四", "Thu"),
        _day("fri", "週五", "Fri"),
        _day("sat", "週六", "Sat"),
        _day("sun", "週日", "Sun"),
        c.calc(
            "working_days", "每週工作日", "Working days a week", "integer",
            "".join(f'+([{d}]<>"")' for d in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))[1:],
            width=11,
        ),
        c.note("note", "備註", "Note", width=28),
    ),
    blank=4,
)  # fmt: skip

_HOLIDAYS = Table(
    "holidays",
    Text("放假日與補行上班日", "Holidays and make-up days"),
    (
        c.key("id", "編號", "ID", prefix="HD"),
        c.date("date", "日期", "Date", required=True),
        c.calc("weekday", "星期", "Weekday", "text", _WEEKDAY, width=10),
        c.text("name", "名稱", "Name", width=22),
        c.choice("kind", "類別", "Kind", "holiday_kind", required=True, width=16),
        c.link("calendar", "適用行事曆", "Calendar", "calendars",
               help=("空白表示適用所有行事曆。", "Blank: for every calendar.")),
        c.text("hours", "工作時段", "Hours", pattern=_SHIFTS, width=24,
               help=("補行上班日的時段；空白時同該行事曆週一。",
                     "Hours of a make-up day; blank: those of Monday.")),
        c.text("source", "依據", "Source", width=24),
    ),
    blank=20,
)  # fmt: skip

SHEET = Sheet(
    "Calendar",
    tab=Text("行事曆", "Calendar"),
    title=Text("行事曆", "Calendar"),
    about=Text(
        "時程計算所用的工作週、班別、放假日與補行上班日；可有多份行事曆。",
        "Working weeks, shifts, holidays and make-up days for the schedule; several are allowed.",
    ),
    figures=(
        Figure(
            "calendars_total", Text("行事曆數", "Calendars"), "integer",
            'SUMPRODUCT((calendars[id]<>"")*1)',
        ),
        Figure(
            "holidays_total", Text("放假日數", "Holidays"), "integer",
            "COUNTIFS(holidays[kind],{holiday_kind.holiday})",
        ),
        Figure(
            "makeup_days_total", Text("補班日數", "Make-up days"), "integer",
            "COUNTIFS(holidays[kind],{holiday_kind.makeup})",
        ),
        Figure(
            "next_holiday", Text("下一個放假日", "Next special day"), "date",
            'IF(fig.as_of="","",IFERROR(SMALL(holidays[date],'
            'COUNTIFS(holidays[date],"<="&N(fig.as_of))+1),""))',
        ),
    ),
    blocks=(_CALENDARS, _HOLIDAYS),
)  # fmt: skip
