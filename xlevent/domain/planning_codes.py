"""Findings about how a schedule is written in its tables (XL36x)."""

from __future__ import annotations

from xlevent.domain.problems import declare

# fmt: off
NO_DURATION = declare(
    "XL360", "warning",
    ("工作「{task}」沒有工期，以 0 計。", "The task {task!s} has no duration; it counts as 0."),
    ("請填入工期；里程碑請將類型改為里程碑。",
     "Fill in the duration, or make it a milestone."),
)
MILESTONE_WITH_DURATION = declare(
    "XL361", "warning",
    ("里程碑「{task}」填了工期 {value}，以 0 計。",
     "The milestone {task!s} has a duration of {value!s}; it counts as 0."),
    ("請刪除工期，或將類型改為工作。", "Delete the duration, or make it a task."),
)
WBS_TWICE = declare(
    "XL362", "warning",
    ("WBS「{value}」用了兩次；下層歸於第一個。",
     "The WBS {value!s} stands twice; what lies below belongs to the first."),
    ("請讓每列的 WBS 不同。", "Give every row a WBS of its own."),
)
NO_CALENDAR = declare(
    "XL363", "notice",
    ("沒有行事曆，以週一至週五 09:00-12:00、13:00-18:00 排程。",
     "There is no calendar; Monday to Friday 09:00-12:00 and 13:00-18:00 are used."),
    ("請在行事曆工作表填入工作週。", "Fill in a working week on the Calendar sheet."),
)
HOURS_NOT_READ = declare(
    "XL364", "error",
    ("「{column}」的工作時段「{value}」無法讀取。",
     "The hours {value!s} in {column} cannot be read."),
    ("請寫成如 09:00-12:00,13:00-18:00。", "Write them as in 09:00-12:00,13:00-18:00."),
)
PROGRESS_TWICE = declare(
    "XL365", "warning",
    ("工作「{task}」有兩列進度，採用第一列。",
     "The task {task!s} has two rows of progress; the first is used."),
    ("請刪除其中一列。", "Delete one of them."),
)
LEFT_OUT = declare(
    "XL366", "warning",
    ("工作「{task}」未計算日期，因為它或它的前置工作有誤。",
     "The task {task!s} has no dates, because it or what it follows is in error."),
    ("請先處理上面的錯誤。", "Mend the errors listed here first."),
)
WRONG_ESTIMATE = declare(
    "XL367", "warning",
    ("工作「{task}」的三點工期未採用：{why}。",
     "The three durations of {task!s} are not used: {why}."),
    ("請更正；目前以工期計算。", "Correct them; the duration is used instead."),
)
FINISH_BEFORE_START = declare(
    "XL368", "error",
    ("「{column}」的 {value} 早於開始 {first}，未採用。",
     "{value!s} in {column} is before its start {first!s}; it is not used."),
    ("請更正日期。", "Correct one of the two dates."),
)
