"""Lists of Home, Indicators and Findings."""

from xlevent.sheets.kernel.lists import choices

LISTS = (
    choices(
        "severity", "嚴重度", "Severity",
        ("error", "錯誤", "Error", "bad"), ("warning", "警告", "Warning", "warn"),
        ("notice", "提醒", "Notice", "muted"),
    ),
    choices(
        "deliverable_state", "產出狀態", "State of a deliverable",
        ("empty", "未開始", "Empty", "muted"), ("incomplete", "未完整", "Incomplete", "warn"),
        ("filled", "已填寫", "Filled", "good"), ("overdue", "逾期", "Overdue", "bad"),
        ("findings", "待處理", "Has findings", "bad"),
    ),
    choices(
        "indicator_state", "評估", "Assessment",
        ("met", "達成", "Met", "good"), ("partly", "部分達成", "Partly", "warn"),
        ("not_met", "未達成", "Not met", "bad"), ("not_applicable", "不適用", "Not applicable", "muted"),
    ),
    choices(
        "engine_state", "計算值狀態", "State of computed values",
        ("none", "尚未計算", "Not computed", "muted"), ("current", "最新", "Up to date", "good"),
        ("stale", "已過期", "Out of date", "bad"),
    ),
)  # fmt: skip
