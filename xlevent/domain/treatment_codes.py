"""Findings about rules that were switched off or regraded in the settings."""

from __future__ import annotations

from xlevent.domain.problems import declare

# fmt: off
UNKNOWN_RULE = declare(
    "XL400", "error",
    ("沒有代碼為「{value}」的檢核，此列不生效。",
     "There is no check {value!s}; this row has no effect."),
    ("請更正代碼，例如 XL428。", "Correct the code, such as XL428."),
)
NOT_TREATABLE = declare(
    "XL401", "error",
    ("檢核 {value} 不得調整，此列不生效。",
     "Check {value} cannot be regraded; the row has no effect."),
    ("它表示資料無法讀取或規則遭調整；請更正資料。",
     "It says that data cannot be read, or that rules were changed; mend the data instead."),
)
RULES_TREATED = declare(
    "XL402", "notice",
    ("設定中關閉 {off} 項檢核（隱藏 {hidden} 項發現），調整 {regraded} 項：{codes}。",
     ("Checks switched off in the settings: {off}; findings hidden by that: {hidden}; checks "
      "regraded: {regraded} ({codes}).")),
    ("理由與決定人見設定的「檢核規則調整」。",
     "Reasons and names stand in the Settings, under Treatment of checks."),
)
