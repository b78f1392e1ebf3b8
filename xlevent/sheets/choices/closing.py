"""Lists of duty T6: the closing report and the settlement of expenses."""

from xlevent.sheets.kernel.lists import choices

LISTS = (
    choices(
        "report_section", "報告章節", "Section of the report",
        ("summary", "摘要", "Summary"), ("goals", "目標與成果", "Goals and results"),
        ("execution", "活動執行", "Execution"), ("finance", "財務決算", "Finances"),
        ("sponsors", "贊助", "Sponsors"), ("suppliers", "供應商與履約", "Suppliers and contracts"),
        ("marketing", "行銷成效", "Marketing"), ("issues", "問題與危機處理", "Issues and crises"),
        ("lessons", "經驗學習", "Lessons"), ("sustainability", "永續", "Sustainability"),
        ("recommendations", "改善建議", "Recommendations"),
    ),
    choices(
        "goal_status", "目標達成", "Goal attainment",
        ("met", "達成", "Met", "good"), ("partly", "部分達成", "Partly met", "warn"),
        ("missed", "未達成", "Missed", "bad"), ("unknown", "未評估", "Not measured", "muted"),
    ),
    choices(
        "respondent_group", "受訪對象", "Group of respondents",
        ("visitors", "觀眾", "Visitors"), ("exhibitors", "參展單位", "Exhibitors"),
        ("speakers", "講者", "Speakers"), ("client", "委託單位", "Client"),
        ("sponsors", "贊助商", "Sponsors"), ("suppliers", "供應商", "Suppliers"),
        ("staff", "工作人員", "Staff"),
    ),
    choices(
        "media_kind", "媒材類別", "Kind of media",
        ("photo", "照片", "Photo"), ("video", "影片", "Video"), ("audio", "音檔", "Audio"),
        ("press", "媒體報導", "Press coverage"), ("document", "文件", "Document"),
        ("dataset", "資料檔", "Data file"),
    ),
    choices(
        "consent_state", "授權狀態", "State of consent",
        ("granted", "已授權", "Granted", "good"), ("pending", "待授權", "Pending", "warn"),
        ("refused", "不同意", "Refused", "bad"), ("not_needed", "免授權", "Not needed", "muted"),
    ),
    choices(
        "recommendation_area", "建議領域", "Area of a recommendation",
        ("content", "內容規劃", "Content"), ("budget", "預算財務", "Budget and finance"),
        ("schedule", "時程", "Schedule"), ("supplier", "供應商", "Suppliers"),
        ("sponsor", "贊助", "Sponsorship"), ("marketing", "行銷", "Marketing"),
        ("onsite", "現場執行", "On-site work"), ("safety", "安全應變", "Safety and emergency"),
        ("sustainability", "永續", "Sustainability"), ("people", "人力", "People"),
    ),
    choices(
        "voucher_kind", "憑證類別", "Kind of voucher",
        ("e_invoice", "電子發票", "Electronic invoice"),
        ("invoice", "統一發票", "Uniform invoice"),
        ("small_receipt", "免用統一發票收據", "Receipt of a small business"),
        ("receipt", "收據", "Receipt"), ("fee_receipt", "勞務報酬單", "Fee receipt"),
        ("payroll", "薪資清冊", "Payroll list"), ("travel", "旅費報告表", "Travel claim"),
        ("foreign", "國外憑證", "Foreign invoice"), ("customs", "海關代徵營業稅", "Customs tax form"),
        ("allocation", "支出分攤表", "Allocation sheet"),
        ("statement", "支出證明單", "Statement of expense"),
        ("credit", "折讓單", "Credit note"),
    ),
    choices(
        "income_kind", "所得類別", "Kind of income",
        ("none", "非個人所得", "No personal income"),
        ("professional_fee", "執行業務所得 9A", "Professional fee 9A"),
        ("manuscript_fee", "稿費 9B", "Manuscript fee 9B"),
        ("salary", "薪資 50", "Salary 50"), ("part_time_wage", "兼職薪資 50", "Part-time wage 50"),
        ("bonus", "獎金 50", "Bonus 50"), ("rent", "租金 51", "Rent 51"),
        ("commission", "佣金", "Commission"), ("prize", "競技機會中獎 91", "Prize 91"),
        ("other_income", "其他所得 92", "Other income 92"),
    ),
    choices(
        "payment_method", "付款方式", "Method of payment",
        ("transfer", "匯款", "Bank transfer"), ("cheque", "支票", "Cheque"),
        ("card", "信用卡", "Credit card"), ("cash", "現金", "Cash"),
        ("petty_cash", "零用金", "Petty cash"), ("reimburse", "代墊歸還", "Reimbursement"),
        ("mobile", "電子支付", "Mobile payment"), ("offset", "抵減", "Offset"),
    ),
    choices(
        "payment_state", "付款狀態", "State of payment",
        ("paid", "已付", "Paid", "good"), ("unpaid", "未付", "Unpaid", "warn"),
        ("overdue", "逾期未付", "Overdue payment", "bad"), ("on_hold", "暫緩付款", "On hold", "bad"),
    ),
    choices(
        "claim_state", "核銷狀態", "State of the claim",
        ("preparing", "整理中", "Preparing", "muted"), ("submitted", "送核", "Submitted", "accent"),
        ("cleared", "核銷完成", "Cleared", "good"), ("returned", "退補件", "Returned", "bad"),
    ),
    choices(
        "match_state", "對帳狀態", "State of matching",
        ("matched", "相符", "Matched", "good"),
        ("matched_difference", "有差額相符", "Matched with a difference", "warn"),
        ("unmatched_sheet", "帳列未對到", "Not found in the bank", "bad"),
        ("unmatched_bank", "銀行未對到", "Not found in the sheet", "bad"),
    ),
    choices(
        "three_way", "三方比對", "Three-way match",
        ("pay", "可付款", "Pay", "good"), ("pay_with_note", "附註付款", "Pay with a note", "warn"),
        ("hold", "暫緩", "Hold", "bad"), ("no_order", "無訂單", "No order", "muted"),
    ),
    choices(
        "settlement_scope", "結算範圍", "Scope of the settlement",
        ("assigned", "指定經費", "Lines of this source"), ("event", "全案經費", "Whole event"),
    ),
)  # fmt: skip
