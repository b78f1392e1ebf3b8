"""The table of stable codes: severity, message and hint of every kind of finding.

XL1xx: cells, rows and links. XL2xx: files. Further areas have modules of their own beside this
one. A code never changes its meaning; retired codes are not used again. Templates take `{table}`,
`{column}`, `{value}` and the details named here.
"""

from __future__ import annotations

from xlevent.domain.problems import CODES as CODES
from xlevent.domain.problems import Code as Code
from xlevent.domain.problems import Problem as Problem
from xlevent.domain.problems import declare as _code
from xlevent.domain.problems import finding as finding
from xlevent.domain.problems import nearest as nearest

# fmt: off
# --- names -------------------------------------------------------------------------------------
UNKNOWN_TABLE = _code(
    "XL101", "error",
    ("沒有名為「{value}」的資料表。", "There is no table {value!s}."),
    ("請更正名稱或移除該段。", "Correct the name or remove the part."),
)
UNKNOWN_COLUMN = _code(
    "XL102", "error",
    ("資料表「{table}」沒有欄位「{value}」。", "Table {table} has no column {value!s}."),
    ("請更正名稱或移除該欄。", "Correct the name or remove the column."),
)
UNKNOWN_SETTING = _code(
    "XL103", "error",
    ("沒有名為「{value}」的設定。", "There is no setting {value!s}."),
    ("請更正名稱或移除該項。", "Correct the name or remove the entry."),
)
UNKNOWN_DOCUMENT = _code(
    "XL104", "warning",
    ("沒有名為「{value}」的文件。", "There is no document {value!s}."),
    ("請更正名稱或移除該項。", "Correct the name or remove the entry."),
)
RESULT_GIVEN = _code(
    "XL105", "notice",
    ("「{table}」的「{column}」是計算結果，檔案中的值不採用。",
     "{column} of {table} is a result; the value in the file is not used."),
    ("可從檔案移除。", "It may be removed from the file."),
)
DUPLICATE_KEY = _code(
    "XL106", "error",
    ("名稱「{value}」出現兩次，只採用第一次的值。",
     "The name {value!s} stands twice; only the first value is used."),
    ("請刪除其中一個。", "Remove one of them."),
)
TABLE_IS_RESULT = _code(
    "XL107", "notice",
    ("「{table}」由其他資料計算，檔案中的列不採用。",
     "Table {table} follows from others; its rows in the file are not used."),
    ("可從檔案移除。", "They may be removed from the file."),
)
# --- what a cell holds -------------------------------------------------------------------------
MISSING = _code(
    "XL110", "warning",
    ("「{table}」的必填欄位「{column}」空白。", "The required cell {column} of {table} is empty."),
    ("請填入。", "Fill it in."),
)
NOT_A_NUMBER = _code(
    "XL111", "error",
    ("「{column}」的「{value}」不是數值。", "{value!s} in {column} is not a number."),
    ("請輸入數字，例如 1234.5。", "Type a number such as 1234.5."),
)
NOT_AN_INTEGER = _code(
    "XL112", "error",
    ("「{column}」的「{value}」不是整數。", "{value!s} in {column} is not a whole number."),
    ("請輸入沒有小數的數字。", "Type a number without decimals."),
)
NOT_A_DATE = _code(
    "XL113", "error",
    ("「{column}」的「{value}」不是日期。", "{value!s} in {column} is not a date."),
    ("請輸入年-月-日，例如 2026-11-20。", "Type year-month-day, such as 2026-11-20."),
)
NOT_A_TIME = _code(
    "XL114", "error",
    ("「{column}」的「{value}」不是時刻。", "{value!s} in {column} is not a time of day."),
    ("請輸入 00:00 至 23:59，例如 09:30。", "Type 00:00 to 23:59, such as 09:30."),
)
NOT_A_DATETIME = _code(
    "XL115", "error",
    ("「{column}」的「{value}」不是日期與時刻。", "{value!s} in {column} is not a date and time."),
    ("請輸入例如 2026-11-20 09:30。", "Type it as in 2026-11-20 09:30."),
)
NOT_A_TEXT = _code(
    "XL116", "error",
    ("「{column}」不是單一的值。", "{column} does not hold a single value."),
    ("請改為一段文字或一個數字。", "Give one text or one number."),
)
TEXT_NUMBER = _code(
    "XL120", "warning",
    ("「{column}」的「{value}」是看起來像數值的文字，已視為數值。",
     "{value!s} in {column} is text that looks like a number; it is read as a number."),
    ("請改為數值（去除引號或重新輸入）。", "Make it a number: remove the quotes or retype it."),
)
TEXT_DATE = _code(
    "XL121", "warning",
    ("「{column}」的「{value}」是看起來像日期或時刻的文字，已視為日期或時刻。",
     "{value!s} in {column} is text that looks like a date or time; it is read as one."),
    ("請改為日期（去除引號或重新輸入）。", "Make it a date: remove the quotes or retype it."),
)
CURRENCY_MARK = _code(
    "XL122", "warning",
    ("「{column}」的「{value}」帶有幣別符號，只採用數值。",
     "{value!s} in {column} carries a currency sign; only the number is used."),
    ("請只輸入數值；幣別另有欄位。", "Type the number only; a currency has its own column."),
)
ZONE_DROPPED = _code(
    "XL123", "warning",
    ("「{column}」的「{value}」帶有時區，只採用當地時刻。",
     "{value!s} in {column} carries a time zone; its clock time is used as it stands."),
    ("請輸入活動所在地的時刻。", "Type the local time of the event."),
)
TIME_DROPPED = _code(
    "XL124", "warning",
    ("「{column}」只記日期，「{value}」的時刻不採用。",
     "{column} holds a day only; the time in {value!s} is not used."),
    ("請只輸入日期。", "Type the date only."),
)
NUMBER_AS_TEXT = _code(
    "XL125", "warning",
    ("文字欄「{column}」的「{value}」是超過 15 位的數值，可能已失去末幾位。",
     "{value!s} in the text column {column} has more than 15 digits; the last may be lost."),
    ("請以文字重新輸入。", "Retype it as text."),
)
TOO_SMALL = _code(
    "XL130", "error",
    ("「{column}」的「{value}」太小，須{rule_zh} {bound}。",
     "{value!s} in {column} is too small; it must be {rule_en} {bound}."),
    ("請更正數值。", "Correct the number."),
)
TOO_LARGE = _code(
    "XL131", "error",
    ("「{column}」的「{value}」太大，不得超過 {bound}。",
     "{value!s} in {column} is too large; it must be at most {bound}."),
    ("請更正數值。", "Correct the number."),
)
NOT_IN_LIST = _code(
    "XL132", "error",
    ("「{column}」的「{value}」不在清單「{list}」中。",
     "{value!s} in {column} is not in the list {list}."),
    ("請從清單選取。", "Choose a value of the list."),
)
WRONG_PATTERN = _code(
    "XL133", "error",
    ("「{column}」的「{value}」格式不符。", "{value!s} in {column} does not have the right form."),
    ("須符合 {pattern}。", "It must match {pattern}."),
)
DUPLICATE_ID = _code(
    "XL140", "error",
    ("「{table}」的「{column}」「{value}」重複，先前已在第 {first} 列。",
     "{value!s} stands twice in {column} of {table}; it was used in row {first} before."),
    ("每一列的編號須不同；大小寫視為相同。",
     "Every row needs its own; upper and lower case count as the same."),
)
DANGLING_LINK = _code(
    "XL141", "error",
    ("「{column}」的「{value}」在「{target}」中不存在。",
     "{value!s} in {column} does not exist in {target}."),
    ("請更正，或在該表新增此列。", "Correct it, or add that row there."),
)
LINK_SPELLING = _code(
    "XL142", "notice",
    ("「{column}」的「{value}」與「{target}」中的「{key}」拼法不同，已視為同一個。",
     "{value!s} in {column} is spelled {key!s} in {target}; it is read as that one."),
)
DANGLING_PICK = _code(
    "XL143", "error",
    ("文件「{column}」所選的「{value}」在「{target}」中不存在。",
     "{value!s}, chosen for the document {column}, does not exist in {target}."),
    ("請選取存在的列。", "Choose a row that exists."),
)
TOO_MANY_DECIMALS = _code(
    "XL150", "warning",
    ("「{column}」的「{value}」小數超過 {places} 位，已四捨五入。",
     "{value!s} in {column} has more than {places} decimals; it was rounded half-up."),
    ("請輸入至多 {places} 位小數。", "Type at most {places} decimals."),
)
TOO_MANY_DIGITS = _code(
    "XL151", "warning",
    ("「{column}」的「{value}」超過 15 位有效數字，Excel 只保留 15 位。",
     "{value!s} in {column} has more than 15 significant digits; Excel keeps 15."),
    ("請減少位數；編號請放在文字欄。",
     "Use fewer digits; keep numbers that are names in text columns."),
)
TEXT_TOO_LONG = _code(
    "XL152", "error",
    ("「{column}」的文字有 {length} 個字元，超過 Excel 一格的上限 32,767。",
     "The text in {column} has {length} characters; a cell of Excel holds 32,767."),
    ("請縮短，或把全文放在另一個檔案並填入連結。",
     "Shorten it, or keep the full text in a file and give its address."),
)
CONTROL_CHARACTERS = _code(
    "XL153", "warning",
    ("「{column}」含有 Excel 不接受的控制字元，已移除。",
     "{column} held control characters that Excel refuses; they were removed."),
    ("請檢查文字的來源。", "Check where the text came from."),
)
DATE_OUT_OF_RANGE = _code(
    "XL154", "error",
    ("「{column}」的「{value}」超出 Excel 的日期範圍（1900 至 9999 年）。",
     "{value!s} in {column} is outside the dates of Excel (years 1900 to 9999)."),
    ("請更正年份。", "Correct the year."),
)
NUMBER_OUT_OF_RANGE = _code(
    "XL155", "error",
    ("「{column}」的「{value}」大到無法計算。",
     "{value!s} in {column} is too large to compute with."),
    ("請更正數值。", "Correct the number."),
)
# --- workbooks ---------------------------------------------------------------------------------
ERROR_CELL = _code(
    "XL160", "error",
    ("「{column}」是錯誤值 {value}。", "{column} holds the error {value!s}."),
    ("請更正公式或重新輸入。", "Mend the formula or type the value."),
)
FORMULA_IN_INPUT = _code(
    "XL161", "notice",
    ("輸入欄「{column}」中是公式，採用其值「{value}」。",
     "The input cell {column} holds a formula; its value {value!s} is kept."),
    ("若要保留公式，請留在活頁簿中。", "The formula itself stays in the workbook only."),
)
RESULT_OVERWRITTEN = _code(
    "XL162", "warning",
    ("「{table}」計算欄「{column}」的公式已被「{value}」覆蓋。",
     "The formula of {column} in {table} was overwritten with {value!s}."),
    ("請還原公式（由上一列向下填滿）。", "Restore the formula: fill it down from another row."),
)
HEADER_RENAMED = _code(
    "XL163", "warning",
    ("「{table}」的欄位「{column}」標題改成了「{value}」，仍依位置讀取。",
     "The header of {column} in {table} was renamed to {value!s}; it is read by its position."),
    ("請還原標題。", "Restore the header."),
)
COLUMN_MISSING = _code(
    "XL164", "warning",
    ("「{table}」缺少欄位「{column}」。", "Table {table} lacks the column {column}."),
    ("請以 `xlevent upgrade` 更新活頁簿。",
     "Bring the workbook up to date with `xlevent upgrade`."),
)
TABLE_MISSING = _code(
    "XL165", "warning",
    ("活頁簿缺少資料表「{table}」。", "The workbook lacks the table {table}."),
    ("請以 `xlevent upgrade` 更新活頁簿。",
     "Bring the workbook up to date with `xlevent upgrade`."),
)
TABLE_BY_HEADERS = _code(
    "XL166", "warning",
    ("「{table}」已不是 Excel 表格，依標題列讀取。",
     "{table} is no Excel table any more; it was read by its header row."),
    ("請把資料貼回範本中的表格，公式與下拉選單才會完整。",
     "Paste the rows into the table of a template, which has the formulas and drop-downs."),
)
ROWS_BELOW = _code(
    "XL167", "warning",
    ("「{table}」下方有 {count} 列不在表格範圍內，已一併讀取。",
     "{count} rows directly below {table} are outside of the table; they were read."),
    ("請拖曳表格右下角，把這些列納入表格，公式才會計入。",
     "Drag the corner of the table over them, so that formulas count them."),
)
EXTRA_COLUMN = _code(
    "XL168", "notice",
    ("「{table}」中自行增加的欄位「{value}」未讀取。",
     "The column {value!s} was added to {table}; it is not read."),
    ("它仍保留在活頁簿中。", "It stays in the workbook."),
)
MERGED_CELLS = _code(
    "XL169", "warning",
    ("「{table}」中有合併儲存格 {value}，只採用左上角的值。",
     "Cells {value!s} of {table} are merged; only the top left value is used."),
    ("請取消合併並逐格填入。", "Unmerge them and fill in each cell."),
)
TOTAL_BELOW = _code(
    "XL170", "notice",
    ("「{table}」下方的「{value}」看似合計列，未讀取。",
     "The row {value!s} below {table} looks like a total; it was not read."),
    ("若是資料，請移入表格範圍內。", "If it is data, move it into the table."),
)
TABLE_TWICE = _code(
    "XL171", "warning",
    ("「{table}」出現不只一次，只讀取「{value}」中的一份。",
     "{table} stands more than once; only the one in {value!s} was read."),
    ("請刪除或改名其餘各份。", "Remove the others."),
)
NOT_COMPUTED = _code(
    "XL172", "error",
    ("「{column}」中的公式尚未計算，沒有值可讀。",
     "The formula in {column} was never computed; there is no value to read."),
    ("請用 Excel 開啟並存檔，或直接填入值。",
     "Open the workbook in Excel and save it, or type the value."),
)
SETTING_MISSING = _code(
    "XL173", "warning",
    ("活頁簿缺少設定「{column}」的儲存格。", "The cell of the setting {column} is missing."),
    ("請以 `xlevent upgrade` 更新活頁簿。",
     "Bring the workbook up to date with `xlevent upgrade`."),
)
# --- the list itself ---------------------------------------------------------------------------
MORE_OF_THE_SAME = _code(
    "XL199", "notice",
    ("「{table}」的「{column}」另有 {count} 個相同的問題（{code}）未逐一列出。",
     "{count} further findings {code} in {column} of {table} are not listed one by one."),
    ("請先處理已列出的部分。", "Mend the listed ones first."),
)
# --- files -------------------------------------------------------------------------------------
WRONG_SHAPE = _code(
    "XL201", "error",
    ("「{value}」應為{expected_zh}。", "{value!s} should be {expected_en}."),
    ("請參考說明文件的計畫檔格式。", "See the plan file format in the documentation."),
)
LEGACY_ENCODING = _code(
    "XL202", "notice",
    ("檔案不是 UTF-8，已依 Big5 讀取。", "The file is not UTF-8; it was read as Big5."),
    ("建議另存為「CSV UTF-8」。", "Better save it as CSV UTF-8."),
)
FILE_IGNORED = _code(
    "XL203", "notice",
    ("「{value}」不是計畫檔的一部分，未讀取。", "{value!s} is no part of a plan; it was not read."),
)
LONG_ROW = _code(
    "XL204", "error",
    ("這一列的欄數多於標題列。", "This row has more cells than the header."),
    ("含逗號的文字請以雙引號括起。", "Put texts that hold a comma in double quotes."),
)  # fmt: skip
