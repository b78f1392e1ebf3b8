"""Findings about amounts and totals that are not what their parts give (XL498, XL499)."""

from __future__ import annotations

from xlevent.domain.problems import declare

# fmt: off
AMOUNT_DIFFERS = declare(
    "XL498", "error",
    ("「{column}」顯示 {shown}，但依數量、單價、匯率與稅別應為 {amount}。",
     "{column} shows {shown}; quantity, price, rate and tax give {amount}."),
    ("請還原公式（由上一列向下填滿）並重新計算；需要不同金額時請改數量或單價。",
     "Restore the formula (fill it down) and recalculate; to change it, change its parts."),
)
TOTAL_DIFFERS = declare(
    "XL499", "error",
    ("「{title}」顯示 {shown}，但各列合計為 {amount}。",
     "{title} shows {shown}; its rows sum to {amount}."),
    ("請還原公式、把表格外的列納入表格，並重新計算。",
     "Restore the formula, bring rows outside the table into it, and recalculate."),
)
