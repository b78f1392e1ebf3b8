"""Lists: the values behind every drop-down (the writer lays them out, one column a list)."""

from xlevent.domain.language import Text
from xlevent.sheets.kernel.blocks import Sheet

SHEET = Sheet(
    "Lists",
    tab=Text("清單", "Lists"),
    title=Text("清單", "Lists"),
    about=Text(
        "下拉選單的選項；可自訂的清單下方留有空格。",
        "The choices of every drop-down; lists that you may extend have empty cells below.",
    ),
    blocks=(),
)
