"""Lists that several duties share."""

from xlevent.sheets.kernel.lists import choices

LISTS = (
    choices("yes_no", "是否", "Yes or no", ("yes", "是", "Yes"), ("no", "否", "No")),
    choices(
        "priority", "優先順序", "Priority",
        ("high", "高", "High", "bad"), ("medium", "中", "Medium", "warn"),
        ("low", "低", "Low", "muted"),
    ),
    choices(
        "action_state", "辦理狀態", "Action state",
        ("open", "待辦", "Open", "warn"), ("in_progress", "進行中", "In progress", "accent"),
        ("done", "完成", "Done", "good"), ("cancelled", "取消", "Cancelled", "muted"),
    ),
    choices(
        "action_due", "期限狀況", "Due state",
        ("done", "已完成", "Finished", "good"), ("on_time", "期限內", "On time", "none"),
        ("overdue", "逾期", "Overdue", "bad"), ("no_date", "未訂期限", "No date", "warn"),
    ),
    choices(
        "approval_state", "核准狀態", "Approval",
        ("draft", "草擬", "Draft", "muted"), ("submitted", "送審", "Submitted", "accent"),
        ("approved", "核准", "Approved", "good"), ("rejected", "退回", "Rejected", "bad"),
    ),
    choices(
        "tax_kind", "稅別", "Tax",
        ("included", "含稅", "Tax included"), ("added", "外加稅", "Tax added"),
        ("none", "免稅", "No tax"),
    ),
    choices(
        "currency", "幣別", "Currency",
        ("TWD", "TWD", "TWD"), ("USD", "USD", "USD"), ("EUR", "EUR", "EUR"),
        ("JPY", "JPY", "JPY"), ("CAD", "CAD", "CAD"), ("GBP", "GBP", "GBP"),
        ("CNY", "CNY", "CNY"), ("HKD", "HKD", "HKD"), ("SGD", "SGD", "SGD"),
        ("KRW", "KRW", "KRW"), ("AUD", "AUD", "AUD"), ("CHF", "CHF", "CHF"),
    ),
)  # fmt: skip
