"""Findings about plans that come from or go to other programs (XL39x)."""

from __future__ import annotations

from xlevent.domain.problems import declare

# fmt: off
UNKNOWN_PREDECESSOR = declare(
    "XL390", "warning",
    ("工作「{task}」的前置工作 {value} 不在檔案內，未匯入該關係。",
     "The task {task!s} follows {value!s}, which is not in the file; that link is left out."),
    ("請在前置工作欄補上。", "Add it in the column of predecessors."),
)
NOT_HELD = declare(
    "XL391", "warning",
    ("「{task}」的{what}無法保存：{value}。", "{task!s}: {what} cannot be kept ({value})."),
    ("請確認計畫少了它仍然正確。", "Make sure that the plan is right without it."),
)
NOT_READ = declare(
    "XL392", "warning",
    ("「{task}」的{what}「{value}」無法使用，未匯入。",
     "{task!s}: {what} {value!s} cannot be used and is left out."),
    ("請在原檔案更正，或在匯入後補填。", "Correct it in the file, or fill it in afterwards."),
)
TIME_OF_DAY = declare(
    "XL393", "notice",
    ("「{task}」的{what} {value} 改為整日 {day}：表中只記日期。",
     "{task!s}: {what} {value} becomes the day {day}; the tables hold days."),
    ("需要到分鐘時，請改用班別或前置關係。", "Where minutes matter, use shifts or links."),
)
OUTLINE_JUMP = declare(
    "XL394", "warning",
    ("工作「{task}」的大綱階層 {value} 跳過上層，改為 {level}。",
     "The outline level {value} of {task!s} has no level above; it becomes {level}."),
    ("請檢查 WBS。", "Check the WBS."),
)
WRONG_UID = declare(
    "XL395", "warning",
    ("「{task}」的唯一識別碼「{value}」缺漏或重複；指向它的關係可能不全。",
     "The UID {value!s} of {task!s} is missing or stands twice; links to it may be missing."),
    ("請以原程式另存一次。", "Save the file again in the program that it comes from."),
)
DATES_DIFFER = declare(
    "XL396", "notice",
    ("工作「{task}」在檔案中為 {value}，排程結果為 {ours}。",
     "The file has {task!s} at {value}, the schedule at {ours}."),
    ("常見原因：資料日期、資源行事曆、拆分或手動排程。",
     "Common reasons: the data date, calendars of resources, splits, manual scheduling."),
)
UNIT_CHANGED = declare(
    "XL397", "notice",
    ("工作「{task}」的工期單位改為{unit}，長度不變。",
     "The duration of {task!s} is written in {unit} now; it is as long as before."),
)
WBS_CHANGED = declare(
    "XL398", "notice",
    ("檔案的 WBS 代碼不符合階層，改用大綱編號。",
     "The WBS codes of the file do not follow the outline; outline numbers are used."),
)
NOT_EXPORTED = declare(
    "XL399", "warning",
    ("「{task}」的{what}無法匯出：{value}。", "{task!s}: {what} cannot be exported ({value})."),
    ("請先更正，或在匯入的程式中補上。", "Correct it first, or add it in the other program."),
)
# fmt: on
