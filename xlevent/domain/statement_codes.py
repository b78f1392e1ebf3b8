"""Findings about bank statements and ledger exports (XL500-XL529)."""

from __future__ import annotations

from xlevent.domain.problems import declare

# fmt: off
# --- one line ----------------------------------------------------------------------------------
BAD_DATE = declare(
    "XL500", "error",
    ("交易日期「{value}」無法辨識，此筆未讀取。",
     "The date {value!s} cannot be read; the line is left out."),
    ("請更正檔案中的日期，或在欄位對照檔設定 date。",
     "Correct it in the file, or set date in the profile."),
)
NO_DATE = declare(
    "XL501", "error",
    ("此筆有金額但沒有日期，未讀取。", "The line has an amount but no date; it is left out."),
    ("請補上日期；若空白代表同上一筆，請在欄位對照檔設定 date_carries: true。",
     "Fill it in; if blank means the date above, set date_carries: true in the profile."),
)
BAD_AMOUNT = declare(
    "XL502", "error",
    ("金額「{value}」無法辨識，此筆未讀取。",
     "The amount {value!s} cannot be read; the line is left out."),
    ("請更正檔案中的金額，例如 -1234.5。", "Correct it in the file, for example -1234.5."),
)
NO_AMOUNT = declare(
    "XL503", "error",
    ("此筆有日期但沒有金額，未讀取。", "The line has a date but no amount; it is left out."),
    ("請補上金額；若不是交易，請刪除此列。", "Fill it in, or delete the row if it is no movement."),
)
BOTH_SIDES = declare(
    "XL504", "error",
    ("同一筆同時有支出 {debit} 與存入 {credit}，未讀取。",
     "The line has both a payment of {debit} and a receipt of {credit}; it is left out."),
    ("請拆成兩筆，或檢查欄位對照。", "Split it into two lines, or check the columns."),
)
BAD_MARK = declare(
    "XL505", "error",
    ("借貸記號「{value}」無法辨識，不知是支出或存入，此筆未讀取。",
     "The debit/credit mark {value!s} is unknown; the line is left out."),
    ("請在欄位對照檔的 marks 補上。", "Add it to marks in the profile."),
)
SCIENTIFIC = declare(
    "XL506", "error",
    ("金額「{value}」是科學記號，末幾位已遺失，此筆未讀取。",
     "The amount {value!s} is in scientific notation, which hides digits; the line is left out."),
    ("請由銀行重新下載，不要用 Excel 另存。",
     "Export it again from the bank and do not save it in Excel."),
)
BAD_BALANCE = declare(
    "XL507", "warning",
    ("餘額「{value}」無法辨識，未採用。", "The balance {value!s} cannot be read and is not used."),
    ("請更正檔案中的餘額。", "Correct it in the file."),
)
ROUNDED_NUMBER = declare(
    "XL508", "warning",
    ("{count} 個{what_zh}超過 15 位且末幾位已被 Excel 捨入（例如「{value}」），未採用。",
     ("{count} long numbers ({what_en}, such as {value!s}) were rounded by Excel to 15 digits; "
     "they are not used.")),
    ("請由銀行重新下載，並以文字格式開啟該欄。",
     "Export the file again and open that column as text."),
)
LEDGER_SIDES = declare(
    "XL514", "notice",
    ("分類帳的借方視為存入、貸方視為支出（現金與存款科目）。",
     "Debit is read as money in and credit as money out, as in a ledger of cash and bank."),
    ("費用科目請用 --profile ledger-expenses。",
     "For accounts of expenses use --profile ledger-expenses."),
)
# --- dates and numbers of a whole column -------------------------------------------------------
AMBIGUOUS_DATES = declare(
    "XL510", "error",
    ("「{value}」等日期可讀作 {readings}，整欄都無法確定，這些筆未讀取。",
     ("Dates such as {value!s} may mean {readings}, and nothing in the column decides; "
     "their lines are left out.")),
    ("請指定日期寫法：--dates ymd、roc、dmy 或 mdy，或在欄位對照檔設定 date。",
     "Say how dates are written: --dates ymd, roc, dmy or mdy, or date in the profile."),
)
DATES_DECIDED = declare(
    "XL511", "notice",
    ("「{value}」等日期讀作{reading_zh}（{why_zh}）。",
     "Dates such as {value!s} are read as {reading_en}: {why_en}."),
    ("若不對，請指定 --dates。", "If that is wrong, say so with --dates."),
)
MIXED_DATES = declare(
    "XL512", "warning",
    ("日期欄混有 {count} 個 Excel 日期與文字日期（例如「{value}」），日與月可能被 Excel 對調。",
     ("The column holds {count} Excel dates beside texts such as {value!s}; Excel may have "
     "swapped days and months.")),
    ("請由銀行重新下載，不要先用 Excel 開啟。", "Use the bank's file before Excel opened it."),
)
AMBIGUOUS_NUMBERS = declare(
    "XL513", "error",
    ("「{value}」等數字不知是千分位或小數，這些筆未讀取。",
     "It is unclear whether {value!s} has thousands or decimals; such lines are left out."),
    ("請在欄位對照檔設定 decimal: point 或 comma。",
     "Set decimal: point or decimal: comma in the profile."),
)
# --- the whole statement -----------------------------------------------------------------------
BALANCE_BREAK = declare(
    "XL515", "warning",
    ("餘額不連續：前筆 {before} 加此筆 {amount} 應為 {expected}，檔案為 {found}。",
     "The balance breaks: {before} and {amount} make {expected}, the file says {found}."),
    ("此筆之前可能缺漏、重複或金額有誤。", "A line before it may be missing, twice or wrong."),
)
CLOSING_DIFFERS = declare(
    "XL516", "warning",
    ("期初 {opening} 加全部 {count} 筆 {total} 應為 {expected}，期末卻是 {closing}。",
     "Opening {opening} and {count} lines of {total} make {expected}, but closing is {closing}."),
    ("檔案可能不完整。", "The file may be incomplete."),
)
TOTAL_DIFFERS = declare(
    "XL517", "warning",
    ("檔案的合計 {stated} 與讀到的 {found} 不符。",
     "The total in the file is {stated}, the lines read make {found}."),
    ("請檢查未讀取的列。", "Look at the lines that were not read."),
)
SIGNS_REVERSED = declare(
    "XL518", "error",
    ("由餘額看來，金額的正負與支出存入相反。",
     "The balances show that payments and receipts are the wrong way round."),
    ("請在欄位對照檔設定 sign: reversed（或對調 debit 與 credit）。",
     "Set sign: reversed in the profile, or exchange debit and credit."),
)
NOT_LINES = declare(
    "XL519", "notice",
    ("有 {count} 列不是交易（附註、小計），未讀取，例如「{value}」。",
     "{count} rows are no movements (notes, subtotals) and are left out, such as {value!s}."),
    ("若其中有交易，請補上日期與金額。", "If one is a movement, give it a date and an amount."),
)
PENDING = declare(
    "XL520", "notice",
    ("{count} 筆尚未入帳，未讀取。", "{count} entries are not booked yet and are left out."),
    ("入帳後請重新下載。", "Export again when they are booked."),
)
BATCH_KEPT = declare(
    "XL521", "notice",
    ("整批 {amount} 的 {count} 筆明細金額不全或不符，以一筆讀取。",
     "The {count} details of a batch of {amount} do not add up to it; it is read as one line."),
    ("明細在說明文字中。", "The details are in the description."),
)
NO_LINES = declare(
    "XL522", "notice",
    ("檔案中沒有交易。", "The file has no movements."),
    ("請檢查查詢期間。", "Check the period that was exported."),
)
OTHER_CURRENCY = declare(
    "XL523", "notice",
    ("檔案有 {count} 種幣別（{value}），各自成為一份對帳單。",
     "The file has {count} currencies ({value!s}); each becomes a statement of its own."),
)
# --- several files -----------------------------------------------------------------------------
TAKEN_ONCE = declare(
    "XL524", "notice",
    ("有 {count} 筆已在「{other}」中，只採用一次。",
     "{count} lines are in {other!s} too and are taken once."),
)
OVERLAP_DIFFERS = declare(
    "XL525", "warning",
    ("與「{other}」重疊的期間有 {count} 筆只在其中一個檔案。",
     "{count} lines of the period shared with {other!s} are in one of the files only."),
    ("請確認兩個檔案都完整。", "Make sure that both files are complete."),
)
REFERENCE_CONFLICT = declare(
    "XL526", "warning",
    ("交易序號「{value}」在「{other}」中的日期或金額不同，兩筆都保留。",
     "Reference {value!s} has another date or amount in {other!s}; both lines are kept."),
    ("請確認哪一筆正確。", "Find out which one is right."),
)
GAP = declare(
    "XL527", "warning",
    ("上一份對帳單止於 {end} 餘額 {closing}，這一份自 {begin} 餘額 {opening} 起，中間可能缺漏。",
     ("The statement before ends on {end} with {closing}, this one begins on {begin} with "
     "{opening}; lines between may be missing.")),
    ("請補下載中間的期間。", "Export the period between them too."),
)
SAME_ENDING = declare(
    "XL528", "warning",
    ("兩個不同的帳戶末四碼都是「{value}」，表中無法分辨。",
     "Two different accounts end with {value!s}; the table cannot tell them apart."),
    ("請分開對帳。", "Reconcile them one at a time."),
)
LINE_CHANGED = declare(
    "XL529", "warning",
    ("銀行交易「{value}」與檔案不同（{what}），保留表中的內容。",
     "Bank line {value!s} differs from the file ({what}); the table stays as it is."),
    ("若表中有誤，請手動更正。", "If the table is wrong, correct it by hand."),
)
# fmt: on
