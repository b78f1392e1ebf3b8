"""Findings about values that the engine computed."""

from __future__ import annotations

from xlevent.domain.problems import declare

# fmt: off
VALUES_STALE = declare(
    "XL180", "warning",
    ("「{block}」的計算值早於其輸入資料。",
     "The computed values of {block} are older than their inputs."),
    ("請{how_zh}。", "{how_en}."),
)
BLOCK_UNKNOWN = declare(
    "XL181", "notice",
    ("計算狀態中的「{value}」不是任何計算區塊，不採用。",
     "{value!s} in the list of computations is no computed block; it is not used."),
    ("可從檔案移除。", "It may be removed from the file."),
)  # fmt: skip
