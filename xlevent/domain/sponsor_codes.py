"""Findings about sponsors: agreements, benefits, in-kind, value (XL600 to XL629)."""

from __future__ import annotations

from xlevent.domain.problems import declare

# fmt: off
# --- agreement ---------------------------------------------------------------------------------
NO_AGREEMENT = declare(
    "XL600", "warning",
    ("贊助商 {sponsor} 已列 {count} 項回饋權益，但沒有贊助協議。",
     "Sponsor {sponsor} has {count} benefits and no sponsorship agreement."),
    ("請登錄協議，或刪除尚未談定的權益。",
     "Register the agreement, or take out benefits that are not agreed."),
)
SIGNED_WITHOUT_DATE = declare(
    "XL601", "warning",
    ("贊助商 {sponsor} 列為已簽約，但協議未填立約日。",
     "Sponsor {sponsor} counts as signed, but its agreement has no date of signature."),
    ("請填立約日，或更正贊助商狀態。", "Fill in the date, or correct the sponsor's state."),
)
BEFORE_RIGHTS = declare(
    "XL602", "warning",
    ("權益 {benefit} 於 {day} 履行，早於協議權益起日 {first}。",
     "Benefit {benefit} was delivered on {day}, before the rights begin on {first}."),
    ("請更正日期，或確認協議期間。", "Correct the date, or the term of the agreement."),
)
DUE_BEFORE_SIGNED = declare(
    "XL603", "warning",
    ("權益 {benefit} 的期限 {day} 早於協議立約日 {first}。",
     "Benefit {benefit} is due on {day}, before its agreement was signed on {first}."),
    ("請更正期限。", "Correct the due date."),
)
MONEY_BEFORE_SIGNED = declare(
    "XL604", "notice",
    ("{what} 於 {day} 收到，早於協議立約日 {first}。",
     "{what} came in on {day}, before the agreement was signed on {first}."),
    ("請確認日期；簽約前之款物應註明性質。",
     "Check the dates; say what money or goods before a signature are."),
)
RIGHTS_END_FIRST = declare(
    "XL605", "error",
    ("協議 {agreement} 的權益迄日 {end} 早於起日 {start}。",
     "The rights of agreement {agreement} end on {end}, before they start on {start}."),
    ("請更正其中一個日期。", "Correct one of the two dates."),
)
# --- packages ----------------------------------------------------------------------------------
OVERSOLD = declare(
    "XL606", "warning",
    ("方案 {package} 只有 {slots} 個名額，已有 {sold} 家贊助商。",
     "Package {package} has {slots} places, and {sold} sponsors."),
    ("請增加名額、改列他案，或更正退出者的狀態。",
     "Add places, move a sponsor, or mark who has withdrawn."),
)
OTHER_PACKAGE = declare(
    "XL607", "warning",
    ("權益 {benefit} 引用方案 {other} 的回饋，但贊助商 {sponsor} 的方案是 {package}。",
     "Benefit {benefit} is of package {other}; sponsor {sponsor} has {package}."),
    ("請改引用本方案的回饋，或清空該欄並註明為加贈。",
     "Refer to the sponsor's own package, or leave the cell blank for an extra."),
)
BEYOND_PACKAGE = declare(
    "XL608", "warning",
    ("贊助商 {sponsor} 的「{benefit}」承諾 {quantity}，超過方案所含 {limit}。",
     "Sponsor {sponsor} is promised {quantity} of {benefit}; its package holds {limit}."),
    ("請更正數量，或將加贈另列一筆。", "Correct the quantity, or list what is extra by itself."),
)
BELOW_PRICE = declare(
    "XL609", "notice",
    ("贊助商 {sponsor} 承諾現金 {amount}，低於方案定價 {price}。",
     "Sponsor {sponsor} pledges {amount} in cash; its package costs {price}."),
    ("請確認折讓，或補列收款期別。", "Check the discount, or add the missing instalment."),
)
# --- benefits ----------------------------------------------------------------------------------
NO_PROOF = declare(
    "XL610", "warning",
    ("權益 {benefit} 已履行，但沒有佐證。", "Benefit {benefit} is delivered, and has no proof."),
    ("請補上照片、截圖或報表的位置。", "Say where the photo, screenshot or report is."),
)
NOTHING_DELIVERED = declare(
    "XL611", "warning",
    ("權益 {benefit} 列為已履行，但履行數量空白或為零，價值以零計。",
     "Benefit {benefit} is completed, but its delivered quantity is empty; it counts as 0."),
    ("請填履行數量。", "Fill in the quantity that was delivered."),
)
WAIVED_WITHOUT_REASON = declare(
    "XL612", "warning",
    ("權益 {benefit} 已免除，但未填原因。", "Benefit {benefit} is waived without a reason."),
    ("請填原因，例如贊助商來函免除。", "Give the reason, such as a letter of the sponsor."),
)
MADE_GOOD_FOR_NOTHING = declare(
    "XL613", "warning",
    ("權益 {benefit} 已於 {day} 補償，但沒有補償價值，以零計。",
     "Benefit {benefit} was made good on {day}, but the make-good has no value; it counts as 0."),
    ("請填補償價值。", "Fill in what the make-good is worth."),
)
BY_THE_THOUSAND = declare(
    "XL614", "warning",
    ("「{what}」的數量 {quantity} 以千次計，即 {impressions} 次曝光。",
     "{quantity} of {what} are thousands: {impressions} impressions."),
    ("是否填成了次數？以千次成本計價時，數量應除以 1,000。",
     "Are single impressions meant? By CPM the quantity is divided by 1,000."),
)
# --- in-kind -----------------------------------------------------------------------------------
IN_KIND_WITHOUT_EVIDENCE = declare(
    "XL615", "warning",
    ("實物 {item} 已計價 {amount}，但沒有計價佐證。",
     "In-kind item {item} counts as {amount} without evidence of its value."),
    ("請填價目表、發票或比價來源。", "Name the price list, invoice or comparable price."),
)
RELIEF_WITHOUT_LINE = declare(
    "XL616", "warning",
    ("實物 {item} 列為抵充預算，但未指定抵充科目。",
     "In-kind item {item} is to relieve the budget, but names no line."),
    ("請填抵充科目；不取代採購者改列加值。",
     "Name the line; what replaces no purchase is enhancing."),
)
LINE_WITHOUT_RELIEF = declare(
    "XL617", "warning",
    ("實物 {item} 填了科目 {line}，但性質不是抵充預算，不會抵減支出。",
     "In-kind item {item} names line {line}, but is not budget relieving; it offsets nothing."),
    ("請改列抵充預算，或清空科目。", "Make it budget relieving, or empty the line."),
)
RELIEF_BEYOND_LINE = declare(
    "XL618", "warning",
    ("科目 {line} 的實物抵充 {amount} 超過其修正預算 {revised}。",
     "In-kind relief of {amount} on line {line} is above its revised budget of {revised}."),
    ("超過的部分沒有取代任何採購；請更正價值或科目。",
     "The rest replaces no purchase; correct its value or line."),
)
# --- money -------------------------------------------------------------------------------------
PAID_TOO_MUCH = declare(
    "XL619", "warning",
    ("收款 {payment} 的實收與沖銷共 {amount}，超過承諾 {pledged}。",
     "Received and written off on {payment} are {amount}, above the {pledged} pledged."),
    ("請更正金額；溢收應退還或另列一筆。",
     "Correct the amounts; pay back what is too much, or list it by itself."),
)
WRITTEN_OFF_WITHOUT_REASON = declare(
    "XL620", "warning",
    ("收款 {payment} 沖銷 {amount}，但未填原因。",
     "{amount} of {payment} were written off without a reason."),
    ("請填沖銷原因。", "Give the reason."),
)
SERVICING_TWICE = declare(
    "XL621", "warning",
    ("費用 {expense} 分攤給贊助服務的比率共 {share}，超過全額。",
     "Shares of expense {expense} in servicing sponsors add up to {share}."),
    ("請更正分攤比率。", "Correct the shares."),
)
# --- prospects and forecasts -------------------------------------------------------------------
WON_WITHOUT_SPONSOR = declare(
    "XL622", "notice",
    ("潛在贊助商 {prospect} 已成交，但未連到贊助商名冊。",
     "Prospect {prospect} was won, but is not linked to the roster of sponsors."),
    ("請在「編入贊助商」選取，預估才能與實際比較。",
     "Choose its sponsor, so that the forecast meets what came of it."),
)
ESTIMATES_CROSS = declare(
    "XL623", "warning",
    ("預期效益 {benefit} 的保守、最可能、樂觀數量 {low}、{likely}、{high} 未由小到大。",
     "Low, likely and high quantity of {benefit} are {low}, {likely}, {high}: not in order."),
    ("請更正數量。", "Correct the quantities."),
)
