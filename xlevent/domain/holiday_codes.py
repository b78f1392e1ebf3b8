"""Findings about public holidays and make-up days that are fetched (XL38x)."""

from __future__ import annotations

from xlevent.domain.problems import declare

# fmt: off
NO_SUCH_COUNTRY = declare(
    "XL380", "error",
    ("沒有國別「{value}」的放假日資料。", "There are no holidays for the country {value!s}."),
    ("請填 ISO 3166 兩碼國別，例如 TW、JP、US，或自行填寫行事曆表。",
     "Give two letters of ISO 3166, such as TW, JP, US, or fill in the Calendar sheet yourself."),
)
YEAR_NOT_PUBLISHED = declare(
    "XL381", "warning",
    ("{year} 年的放假日依法規推算：所用資料只核對到 {known} 年的政府辦公日曆表。",
     "The holidays of {year} follow from the law; no published calendar after {known} is known."),
    ("請與公布的日曆表核對，並在行事曆表補上調整放假與補行上班日。",
     "Compare them with the published calendar; add moved and make-up days to the Calendar sheet."),
)
COUNTRY_NOT_CHECKED = declare(
    "XL382", "notice",
    ("國別「{value}」的放假日取自 holidays 套件 {version}，未與該國公布的日曆核對。",
     "The holidays of {value!s} come from the package holidays {version}, unchecked."),
    ("請抽查；行事曆表自填的日期優先。",
     "Check a few; dates that stand in the Calendar sheet go first."),
)
YEAR_WITHOUT_DATA = declare(
    "XL383", "warning",
    ("國別「{value}」沒有 {year} 年的放假日資料。",
     "There are no holidays of {value!s} for {year}."),
    ("請自行填寫行事曆表。", "Fill in the Calendar sheet yourself."),
)
DAY_ESTIMATED = declare(
    "XL384", "warning",
    ("{day} 的「{name}」為推定日期。", "The date of {name!s}, {day}, is an estimate."),
    ("請待公布後更正。", "Correct it once it is announced."),
)
DIFFERS_FROM_TABLE = declare(
    "XL385", "notice",
    ("{day} 在行事曆表為「{own}」，與取得的「{fetched}」不同；採用行事曆表。",
     "{day} is a {own} in the Calendar sheet and a {fetched} in what was fetched; the sheet wins."),
)
# fmt: on
