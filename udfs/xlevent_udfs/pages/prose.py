"""What the pages say of all functions alike."""

from __future__ import annotations

from xlevent.domain.language import Text

CATEGORIES = {
    "schedule": Text("時程", "Schedule"),
    "money": Text("預算與款項", "Budget and money"),
    "taiwan": Text("臺灣稅務與單據", "Taxes and papers of Taiwan"),
    "value": Text("實獲值與贊助", "Earned value and sponsorship"),
    "onsite": Text("風險、權責與現場", "Risk, responsibility and the day itself"),
}

TITLE = """# 函數 Functions

以公式呼叫的函數，名稱與引數在 Excel 的每一種執行方式與 LibreOffice 都相同；安裝見
[安裝增益集](../addin.md)。每頁的例子與錯誤訊息都是實際計算的結果。

Functions for formulas. Names and arguments are the same in every way to run the add-in, in Excel and
in LibreOffice; to install it see [Installing the add-in](../addin.md). The examples and error lines
of each page are what the function really answered."""

RANGES = """## 範圍照原樣選取 Ranges as they are

- 可含標題列(中文、英文或中英並列)，也可不含；標題上方可有報表名稱。沒有標題時依每頁的順序。
  With a header row (Chinese, English or both) or without; a title may stand above it. Without a header
  the order of the page counts.
- 有標題時，欄位順序不拘，其他欄位不影響；標題與欄名只差一點時會詢問，不會略過。
  Under a header the order is free and other columns do no harm. A title that almost names a column is
  asked about, never passed over.
- 空白列與空白欄略過；最後的合計列(第一格為「合計」「Total」等，其餘為數字)不算資料。
  Blank rows and columns are passed over. A row of totals (its first cell says 合計, Total or the like,
  the others are numbers) is no data.
- 數字可為文字：`1,200`、`NT$ 3,000`、`500元`、`(1,200)`、全形數字；比率可為 `5%` 或 0.05。
  Numbers may be texts: `1,200`, `NT$ 3,000`, `500元`, `(1,200)`, full-width digits; shares `5%` or 0.05.
- 日期可為 Excel 日期、`2026-03-02`、`2026/3/2`、`115/3/2`、`民國115年3月2日`。
  Dates may be Excel's, `2026-03-02`, `2026/3/2`, or of the ROC calendar: `115/3/2`.
- 合併儲存格只有第一格有值，其餘視為空白：必填欄會指出缺值的列，選填欄當作空白。不會自動往下填，因為
  空白與合併在公式中無法分辨。
  Merged cells hold their value in the first cell; the others are blank. A required column names the row
  that lacks it, an optional one counts as blank. Nothing is filled down: a formula cannot tell merged
  cells from blank ones.
- 錯誤值(如 `#N/A`)不會當作空白：會指出所在的列。
  An error such as `#N/A` never counts as blank: its row is named.
- 編號的大小寫視為相同，重複的編號會指出兩列。
  IDs are alike in upper and lower case; of an ID that stands twice both rows are named.

結果有多格時會溢出；最後一個引數 `headers` 填 TRUE 時加上標題。日期與時刻是 Excel 的數值，請設定儲存格
格式。函數不會自行重算(非 volatile)：輸入改變時才計算。

Results of several cells spill; `headers`, the last argument, puts titles above them. Dates and times
are Excel's numbers: format the cells. No function is volatile: it computes when an input changes.

## 錯誤 Errors

算不出來時，儲存格是一行以 `#XLE!` 開頭的文字：哪個引數、哪一列(從範圍的第一列算起)、怎麼改；語言依
標題列。公式可用 `=LEFT(A1,5)="#XLE!"` 判斷。

Where there is no answer the cell holds one line that begins with `#XLE!`: the argument, the row
(counted from the first of the range) and how to mend it, in the language of the header. A formula can
ask `=LEFT(A1,5)="#XLE!"`.
"""

LIMITS = """## 上限 Limits

列數超過時是一行說明，不會讓 Excel 等待；較大的資料請用 `xlevent` 指令。

Beyond these rows the answer is one line that says so, and Excel does not wait; for more use the
command `xlevent`.
"""

COLUMNS = """最多 {most:,} 列；沒有標題列時依此順序。 At most {most:,} rows; in this order where there \
is no header."""

ERRORS = """這些是函數對錯誤輸入的實際回答(語言依標題列)：

What the function really says of wrong input (in the language of the header):"""
