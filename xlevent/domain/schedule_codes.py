"""Codes of findings about the schedule, XL3xx: links, tasks, calendars, dates, conflicts."""

from __future__ import annotations

from xlevent.domain.problems import declare as _code

# fmt: off
# --- the text of a cell with predecessors ------------------------------------------------------
PREDECESSOR_TEXT = _code(
    "XL301", "error",
    ("前置工作第 {position} 個字元無法解讀{found}，應為{expected}；此工作及其後續未排程。",
     ("Character {position} of the predecessors: expected {expected}, found {found}; this task "
      "and what follows it are not scheduled.")),
    ("請寫成 T-003FS+2d; T-005SS 的形式。", "Write them like T-003FS+2d; T-005SS."),
)
PREDECESSOR_UNKNOWN = _code(
    "XL302", "error",
    ("沒有前置工作「{found}」；此工作及其後續未排程。",
     "There is no predecessor {found!r}; this task and what follows it are not scheduled."),
    ("請更正工作編號。", "Correct the task's id."),
)
PREDECESSOR_AMBIGUOUS = _code(
    "XL303", "warning",
    ("「{found}」可指{readings}，採用第一個。",
     "{found} may mean {readings}; the first is taken."),
    ("請在工作編號與連結型態之間加空格。", "Put a space between the id and the kind of link."),
)
PREDECESSOR_REPEATED = _code(
    "XL304", "notice",
    ("前置工作「{found}」出現兩次。", "The predecessor {found} stands twice."),
    ("請刪除其中一個。", "Remove one of them."),
)
# --- links and outline -------------------------------------------------------------------------
CYCLE = _code(
    "XL310", "error",
    ("工作互為前置：{tasks}；這些工作及其後續未排程。",
     "Tasks wait for each other: {tasks}; they and what follows them are not scheduled."),
    ("請刪除其中一個連結。", "Remove one of these links."),
)
LINK_TO_ITSELF = _code(
    "XL311", "error",
    ("工作「{tasks}」以自己為前置；此工作及其後續未排程。",
     "Task {tasks} is its own predecessor; it and what follows it are not scheduled."),
    ("請刪除該連結。", "Remove the link."),
)
UNKNOWN_SUCCESSOR = _code(
    "XL312", "error",
    ("「{predecessor}」的後續工作「{successor}」不存在。",
     "{predecessor} leads to task {successor!r}, which does not exist."),
    ("請更正或刪除該連結。", "Correct or remove the link."),
)
OWN_SUMMARY = _code(
    "XL313", "error",
    ("「{predecessor}」與「{successor}」之間的連結無效：一者為另一者的彙總工作。",
     "{predecessor} cannot be linked with {successor}: one is a summary of the other."),
    ("請改連到彙總之外的工作。", "Link to a task outside the summary."),
)
DUPLICATE_TASK = _code(
    "XL314", "error",
    ("工作編號「{tasks}」重複，只排程第一列。",
     "The task id {tasks} stands twice; only its first row is scheduled."),
    ("請給予不同編號。", "Give it another id."),
)
UNKNOWN_PARENT = _code(
    "XL315", "error",
    ("「{tasks}」的上層工作「{detail}」不存在，視為沒有上層。",
     "The summary task {detail!r} of {tasks} does not exist; it is taken as having none."),
    ("請更正上層。", "Correct the summary task."),
)
PARENT_CIRCLE = _code(
    "XL316", "error",
    ("工作互為上層：{tasks}；其中一層不採用。",
     "Tasks are each other's summaries: {tasks}; one level is not used."),
    ("請更正其中一個上層。", "Correct one of these summaries."),
)
# --- tasks -------------------------------------------------------------------------------------
NEGATIVE_DURATION = _code(
    "XL320", "error",
    ("「{tasks}」的工期為負；此工作及其後續未排程。",
     "{tasks} has a negative duration; it and what follows it are not scheduled."),
    ("工期為 0 或正數。", "A duration is 0 or positive."),
)
ABSURD_DURATION = _code(
    "XL321", "error",
    ("「{tasks}」的{what}超過一百年；此工作及其後續未排程。",
     ("{tasks} has a {what} of more than a hundred years; it and what follows it are not "
      "scheduled.")),
    ("請檢查數字與單位。", "Check the number and its unit."),
)
WRONG_PERCENT = _code(
    "XL322", "error",
    ("「{tasks}」的完成率 {detail} 不在 0 至 100 之間；此工作及其後續未排程。",
     ("{tasks} is {detail} percent complete, outside 0 to 100; it and what follows it are not "
      "scheduled.")),
    ("請更正完成率。", "Correct the percentage."),
)
NO_CONSTRAINT_DATE = _code(
    "XL323", "error",
    ("「{tasks}」的限制 {detail} 沒有日期；此工作及其後續未排程。",
     "The constraint {detail} of {tasks} has no date; it and what follows it are not scheduled."),
    ("請填入限制日期。", "Fill in the constraint's date."),
)
NO_DATES = _code(
    "XL324", "error",
    ("「{tasks}」不自動排程，但沒有開始或完成日期。",
     "{tasks} is not scheduled automatically and has neither start nor finish."),
    ("請填入日期。", "Fill in a date."),
)
FINISH_BEFORE_START = _code(
    "XL325", "error",
    ("「{tasks}」的完成早於開始；此工作及其後續未排程。",
     "{tasks} finishes before it starts; it and what follows it are not scheduled."),
    ("請更正日期。", "Correct the dates."),
)
# --- calendars and dates -----------------------------------------------------------------------
UNUSABLE_CALENDAR = _code(
    "XL330", "error",
    ("「{tasks}」的行事曆「{detail}」無法使用；此工作及其後續未排程。",
     ("The calendar {detail!r} of {tasks} cannot be used; it and what follows it are not "
      "scheduled.")),
    ("請更正行事曆。", "Correct the calendar."),
)
PROJECT_CALENDAR = _code(
    "XL331", "error",
    ("專案行事曆「{detail}」無法使用，未排程。",
     "The project's calendar {detail!r} cannot be used; nothing is scheduled."),
    ("請更正行事曆。", "Correct the calendar."),
)
NO_WORKING_TIME = _code(
    "XL332", "error",
    ("行事曆「{calendar}」沒有工作時間。", "Calendar {calendar} has no working time."),
    ("請填入至少一個工作日的時段。", "Give it the hours of at least one working day."),
)
WRONG_SHIFTS = _code(
    "XL333", "error",
    ("行事曆「{calendar}」的時段有誤：{detail}。", "Wrong hours in calendar {calendar}: {detail}."),
    ("時段的開始須早於結束，且在同一天內。", "A shift starts before it ends, within one day."),
)
CALENDAR_PARENT = _code(
    "XL334", "error",
    ("行事曆「{calendar}」的基礎行事曆「{detail}」不存在或互為基礎。",
     "Calendar {calendar} is based on {detail!r}, which does not exist or is based on it."),
    ("請更正基礎行事曆。", "Correct the base calendar."),
)
DUPLICATE_CALENDAR = _code(
    "XL335", "error",
    ("行事曆「{calendar}」重複，只採用第一個。",
     "Calendar {calendar} is defined twice; only the first is used."),
    ("請給予不同名稱。", "Give it another name."),
)
OUTSIDE_CALENDAR = _code(
    "XL336", "error",
    ("排程超出行事曆範圍（{detail}），未排程。",
     "The schedule leaves its calendars ({detail}); nothing is scheduled."),
    ("日期須在 1900 至 2399 年之間，且行事曆須有足夠工作時間。",
     "Dates lie between 1900 and 2399, and calendars must have enough working time."),
)
DATE_OUTSIDE_CALENDAR = _code(
    "XL337", "error",
    ("「{tasks}」的日期 {detail} 超出行事曆範圍；此工作及其後續未排程。",
     ("{tasks} has the date {detail}, outside every calendar; it and what follows it are not "
      "scheduled.")),
    ("日期須在 1900 至 2399 年之間。", "Dates lie between 1900 and 2399."),
)
NO_PROJECT_DATE = _code(
    "XL340", "error",
    ("沒有專案開始日期（倒推排程則為活動日期），未排程。",
     ("The project has no start (or, when scheduling backward, no event date); nothing is "
      "scheduled.")),
    ("請在設定填入日期。", "Fill in the date in the settings."),
)
DATA_DATE_BEFORE_START = _code(
    "XL341", "warning",
    ("資料日期早於專案開始。", "The data date lies before the project's start."),
    ("請更正資料日期。", "Correct the data date."),
)
# --- conflicts ---------------------------------------------------------------------------------
CONFLICT = _code(
    "XL350", "warning",
    ("「{predecessor}」的{first}與「{successor}」的{second}互相矛盾，差 {minutes} 工作分鐘。",
     ("{first} of {predecessor} and {second} of {successor} contradict each other by {minutes} "
      "working minutes.")),
    ("請更改其中一個，或縮短兩者之間的工作：{tasks}。",
     "Change one of them, or shorten the tasks between: {tasks}."),
)
