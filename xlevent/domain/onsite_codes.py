"""Findings about the run of show and the roster (XL64x)."""

from __future__ import annotations

from xlevent.domain.problems import declare

# fmt: off
DOUBLE_BOOKED = declare(
    "XL640", "warning",
    ("「{person}」在 {start} 至 {end} 同時排在 {first} 與 {second}。",
     "{person!s} is on {first!s} and {second!s} at once, {start!s} to {end!s}."),
    ("請換人、改時間或刪除其中一班。", "Give one of them to somebody else, or change its time."),
)
SHIFT_UNCOVERED = declare(
    "XL641", "warning",
    ("{shift} 的「{role}」無人當班（{start} 至 {end}）。",
     "Nobody takes {shift!s}, {role!s}, {start!s} to {end!s}."),
    ("請在人員欄填入可出勤的人。", "Fill in somebody who can come."),
)
NEED_UNCOVERED = declare(
    "XL642", "warning",
    ("{need} 的「{role}」在 {place} 需要 {people} 人，{start} 至 {end} 只有 {have} 人。",
     "{need!s} needs {people!s} × {role!s} at {place!s}; {start!s} to {end!s} there are {have!s}."),
    ("請在人力配置表補上班次；職務與地點要寫得相同。",
     "Add shifts to the roster, with the same role and place."),
)
SHOW_OVERRUN = declare(
    "XL643", "warning",
    ("{row} 定在 {start} 開始，但前面的流程到 {end} 才結束，逾時 {minutes} 分鐘。",
     "{row!s} starts at {start!s}, but what runs before it ends at {end!s}: {minutes!s} min over."),
    ("請縮短前面的流程，或把定點開始延後。",
     "Shorten what runs before it, or move its hard start."),
)
SHOW_NO_START = declare(
    "XL644", "warning",
    ("{row} 沒有開始時間：當天前面沒有任何定點開始。",
     "{row!s} has no time: no hard start stands before it on that day."),
    ("請為當天第一列填入定點開始。", "Give the first row of the day a hard start."),
)
SHOW_SEQ_TWICE = declare(
    "XL645", "warning",
    ("{row} 的序號 {value} 在同一天與 {first} 相同，先後不明。",
     "{row!s} has the number {value!s} of {first!s} on the same day; their order is open."),
    ("請改成不同的序號。", "Give it a number of its own."),
)
LEAD_TWICE = declare(
    "XL646", "warning",
    ("「{person}」在 {start} 至 {end} 同時負責 {first} 與 {second}，地點不同。",
     "{person!s} leads {first!s} and {second!s} at once in two places, {start!s} to {end!s}."),
    ("請為其中一段另派負責人。", "Let somebody else lead one of them."),
)
LEAD_OFF_SHIFT = declare(
    "XL647", "notice",
    ("「{person}」負責 {row}（{start} 至 {end}），但當天的班次未涵蓋。",
     "{person!s} leads {row!s} ({start!s} to {end!s}), outside the shifts of that day."),
    ("請延長班次，或另派負責人。", "Make the shift longer, or let somebody else lead it."),
)
