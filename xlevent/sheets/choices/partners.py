"""Lists of duty T3: suppliers, sponsors, what they agree to and how they perform."""

from xlevent.sheets.kernel.lists import choices

# In-kind comes in three kinds; only the first may offset a cost line. The totals by kind of
# support use the same labels, so that one column can be compared with the other.
_IN_KIND = (
    ("relieving", "抵充預算", "Budget relieving", "good"),
    ("enhancing", "加值", "Enhancing", "accent"),
    ("donation", "捐贈", "Donation", "muted"),
)

LISTS = (
    choices(
        "partner_role", "合作角色", "Role",
        ("supplier", "供應商", "Supplier"), ("sponsor", "贊助商", "Sponsor"),
        ("both", "供應兼贊助", "Both"),
    ),
    choices(
        "prospect_stage", "洽談階段", "Stage",
        ("identified", "列入名單", "Identified", "muted"),
        ("contacted", "已聯繫", "Contacted", "none"),
        ("meeting", "已拜訪", "Met", "accent"),
        ("proposal", "已提案", "Proposal sent", "accent"),
        ("negotiating", "議約中", "Negotiating", "warn"),
        ("won", "成交", "Won", "good"), ("lost", "未成", "Lost", "bad"),
    ),
    choices(
        "partner_sector", "行業別", "Sector",
        ("technology", "資訊科技", "Technology"), ("finance", "金融保險", "Finance"),
        ("manufacturing", "製造", "Manufacturing"), ("energy", "能源環保", "Energy"),
        ("construction", "營建地產", "Construction"), ("retail", "零售百貨", "Retail"),
        ("food", "食品餐飲", "Food and drink"), ("transport", "交通運輸", "Transport"),
        ("media", "媒體傳播", "Media"), ("design", "設計文創", "Design and culture"),
        ("health", "醫療健康", "Health"), ("education", "教育研究", "Education"),
        ("public", "政府機關", "Public sector"), ("ngo", "公協會", "Association"),
        ("other", "其他", "Other"),
    ),
    choices(
        "supplier_category", "供應類別", "Supplier category",
        ("venue", "場地", "Venue"), ("booths", "展位搭建", "Booths and stage"),
        ("av", "影音燈光", "Sound, light, video"), ("it", "網路與資訊", "Network and IT"),
        ("registration", "報名與票務", "Registration"), ("catering", "餐飲", "Catering"),
        ("print", "印刷輸出", "Printing"), ("design", "視覺設計", "Design"),
        ("media", "媒體廣告", "Media and advertising"), ("photo", "攝影錄影", "Photo and film"),
        ("interpretation", "口譯翻譯", "Interpretation"), ("speakers", "講師表演", "Speakers"),
        ("staff", "人力派遣", "Staffing"), ("security", "保全醫護", "Security and first aid"),
        ("cleaning", "清潔環保", "Cleaning and waste"), ("transport", "交通住宿", "Travel"),
        ("freight", "倉儲物流", "Freight"), ("insurance", "保險", "Insurance"),
        ("gifts", "禮品", "Gifts"), ("other", "其他", "Other"),
    ),
    choices(
        "forecast_decision", "評估結論", "Conclusion",
        ("pursue", "積極爭取", "Pursue", "good"), ("negotiate", "議條件", "Negotiate", "warn"),
        ("hold", "暫緩", "Hold", "muted"), ("drop", "放棄", "Drop", "bad"),
    ),
    choices(
        "viewpoint", "評估觀點", "Point of view",
        ("organiser", "主辦單位", "Organiser"), ("sponsor", "贊助商", "Sponsor"),
    ),
    choices(
        "benefit_kind", "權益類別", "Kind of benefit",
        ("naming", "冠名", "Naming right"), ("logo", "標誌露出", "Logo"),
        ("media", "媒體曝光", "Media exposure"), ("digital", "數位社群", "Digital and social"),
        ("booth", "展位", "Booth"), ("stage", "演講發表", "Speaking slot"),
        ("tickets", "門票貴賓席", "Tickets"), ("hospitality", "招待交流", "Hospitality"),
        ("sampling", "試用發放", "Sampling"), ("leads", "名單與數據", "Leads and data"),
        ("exclusive", "同業排他", "Exclusivity"), ("cost", "成本節省", "Cost saved"),
        ("other", "其他", "Other"),
    ),
    choices(
        "benefit_nature", "效益性質", "Nature",
        ("tangible", "可量測", "Tangible"), ("intangible", "無形", "Intangible"),
    ),
    choices(
        "procurement_method", "採購方式", "Procurement method",
        ("small", "小額採購", "Small purchase"),
        ("quotes", "公開取得報價或企劃書", "Written quotations"),
        ("tender", "公開招標", "Open tender"),
    ),
    choices(
        "requirement_state", "需求狀態", "Requirement state",
        ("draft", "草擬", "Draft", "muted"), ("approved", "核准", "Approved", "accent"),
        ("quoting", "詢價中", "Asking for quotes", "warn"),
        ("awarded", "決標", "Awarded", "good"), ("ordered", "已訂約", "Contracted", "good"),
        ("cancelled", "取消", "Cancelled", "muted"),
    ),
    choices(
        "quote_state", "報價狀態", "Quote state",
        ("received", "收件", "Received", "none"), ("selected", "採用", "Selected", "good"),
        ("not_selected", "未採用", "Not selected", "muted"),
        ("invalid", "資格或規格不符", "Not compliant", "bad"),
    ),
    choices(
        "quote_check", "比價檢核", "Policy check",
        ("met", "符合", "Met", "good"), ("short", "報價家數不足", "Too few quotes", "bad"),
        ("justify", "應敘明理由", "Reason needed", "warn"),
        ("over", "超出預算", "Over budget", "bad"),
        ("waiting", "待報價", "Waiting", "muted"),
    ),
    choices(
        "solicitation_part", "計畫章節", "Part of the plan",
        ("purpose", "活動緣起與目的", "Purpose of the event"),
        ("audience", "參與者輪廓", "Audience profile"),
        ("reasons", "贊助理由", "Reasons to sponsor"),
        ("targets", "目標產業與名單", "Target sectors"),
        ("packages", "方案與回饋", "Packages and benefits"),
        ("schedule", "招商期程", "Schedule"), ("rules", "招商規範", "Rules"),
        ("service", "贊助商服務", "Sponsor service"), ("contact", "聯絡窗口", "Contact"),
    ),
    choices(
        "sponsor_tier", "贊助級別", "Tier",
        ("title", "冠名", "Title"), ("platinum", "白金", "Platinum"), ("gold", "黃金", "Gold"),
        ("silver", "白銀", "Silver"), ("bronze", "青銅", "Bronze"),
        ("media", "媒體夥伴", "Media partner"), ("in_kind", "實物贊助", "In-kind"),
        ("partner", "合作夥伴", "Partner"),
    ),
    choices(
        "contract_state", "契約狀態", "Contract state",
        ("draft", "草擬", "Draft", "muted"), ("review", "審閱中", "In review", "accent"),
        ("sent", "用印中", "Out for signature", "warn"), ("signed", "已簽約", "Signed", "good"),
        ("completed", "履約完成", "Completed", "good"),
        ("terminated", "終止", "Terminated", "bad"),
    ),
    choices(
        "contract_kind", "契約性質", "Contract kind",
        ("services", "勞務", "Services"), ("goods", "財物", "Goods"),
        ("works", "工程", "Works"), ("rental", "租賃", "Rental"),
    ),
    choices(
        "order_state", "訂購狀態", "Order state",
        ("ordered", "已訂購", "Ordered", "accent"),
        ("partly_delivered", "部分交付", "Partly delivered", "warn"),
        ("delivered", "已交付", "Delivered", "good"), ("closed", "結案", "Closed", "muted"),
        ("cancelled", "取消", "Cancelled", "muted"),
    ),
    choices(
        "payment_terms", "付款條件", "Payment terms",
        ("advance", "預付", "In advance"), ("deposit", "訂金加尾款", "Deposit and balance"),
        ("delivery", "驗收後付款", "After acceptance"), ("net30", "月結 30 天", "Net 30 days"),
        ("net60", "月結 60 天", "Net 60 days"), ("instalments", "分期", "Instalments"),
    ),
    choices(
        "sponsor_state", "贊助商狀態", "Sponsor state",
        ("confirmed", "口頭確認", "Confirmed", "warn"), ("signed", "已簽約", "Signed", "good"),
        ("completed", "履約完成", "Completed", "good"),
        ("withdrawn", "退出", "Withdrawn", "bad"),
    ),
    choices(
        "sponsor_payment_state", "款項狀態", "Payment state",
        ("pledged", "已承諾", "Pledged", "muted"), ("invoiced", "已開票", "Invoiced", "accent"),
        ("partial", "部分入帳", "Partly received", "warn"),
        ("received", "已入帳", "Received", "good"), ("overdue", "逾期", "Overdue", "bad"),
        ("written_off", "呆帳沖銷", "Written off", "muted"),
    ),
    choices(
        "renewal", "續約意向", "Renewal",
        ("open", "未詢問", "Not asked", "muted"), ("likely", "有意願", "Likely", "accent"),
        ("renewed", "已續約", "Renewed", "good"), ("declined", "不續約", "Declined", "bad"),
    ),
    choices("in_kind_kind", "實物性質", "Kind of in-kind", *_IN_KIND),
    choices(
        "support_kind", "贊助性質", "Kind of support", ("cash", "現金", "Cash", "good"), *_IN_KIND
    ),
    choices(
        "in_kind_basis", "計價依據", "Basis of value",
        ("price_list", "公開定價", "Price list"), ("invoice", "發票", "Invoice"),
        ("comparable", "市場行情", "Comparable price"), ("appraisal", "鑑價", "Appraisal"),
    ),
    choices(
        "trade_direction", "交易方向", "Direction",
        ("buy_from", "向贊助商採購", "Bought from the sponsor", "accent"),
        ("sell_to", "售予贊助商", "Sold to the sponsor", "good"),
        ("barter", "互易", "Barter", "warn"),
    ),
    choices(
        "supplier_state", "供應商狀態", "Supplier state",
        ("candidate", "候選", "Candidate", "muted"), ("approved", "合格", "Approved", "good"),
        ("watch", "觀察", "On watch", "warn"), ("blocked", "停權", "Blocked", "bad"),
    ),
    choices(
        "supplier_grade", "評鑑等第", "Grade",
        ("a", "A", "A", "good"), ("b", "B", "B", "good"), ("c", "C", "C", "warn"),
        ("d", "D", "D", "bad"),
    ),
    choices(
        "allocation_source", "資源來源", "Source",
        ("cash", "贊助現金", "Sponsor cash"), ("in_kind", "贊助實物", "In-kind"),
        ("resource", "供應資源", "Resource"),
    ),
    choices(
        "allocation_check", "分配檢核", "Allocation check",
        ("right", "相符", "Right", "good"), ("left", "尚有未分配", "Not all allocated", "warn"),
        ("over", "超額分配", "Over-allocated", "bad"),
        ("no_source", "缺來源", "No source", "bad"), ("no_use", "缺用途", "No use", "bad"),
    ),
    choices(
        "benefit_state", "履行狀態", "Benefit state",
        ("pending", "待履行", "Pending", "muted"),
        ("in_progress", "履行中", "In progress", "accent"),
        ("completed", "已履行", "Completed", "good"), ("waived", "免除", "Waived", "warn"),
    ),
    choices(
        "fulfilment_state", "履約狀況", "Fulfilment",
        ("met", "達標", "On target", "good"), ("below", "未達標", "Below target", "bad"),
        ("none", "無權益", "No benefits", "muted"),
    ),
    choices(
        "performance_aspect", "評鑑面向", "Aspect",
        ("quality", "品質", "Quality"), ("delivery", "交期", "Delivery"),
        ("service", "配合度", "Service"), ("price", "價格", "Price"),
        ("safety", "安全衛生", "Health and safety"), ("green", "永續環保", "Sustainability"),
        ("paperwork", "文件與請款", "Paperwork"),
    ),
)  # fmt: skip
