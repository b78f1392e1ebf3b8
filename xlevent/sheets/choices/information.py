"""Lists of duty T1: collecting and analysing information."""

from xlevent.sheets.kernel.lists import choices

LISTS = (
    choices(
        "info_kind", "資訊類別", "Information kind",
        ("event", "活動", "Event"), ("product", "產品", "Product"), ("service", "服務", "Service"),
    ),
    choices(
        "info_topic", "資訊主題", "Subject area",
        ("trend", "市場趨勢", "Market trends"), ("consumer", "消費者偏好", "Consumer preferences"),
        ("competitor", "競爭活動", "Competing events"), ("industry", "產業概況", "Industry overview"),
        ("price", "價格行情", "Market prices"), ("venue", "場地與設備", "Venues and equipment"),
        ("supplier", "供應商", "Suppliers"), ("sponsor", "贊助商", "Sponsors"),
        ("technology", "活動科技", "Event technology"), ("law", "法令與許可", "Law and permits"),
        ("sustainability", "永續", "Sustainability"), ("case", "過往案例", "Past cases"),
    ),
    choices(
        "info_source", "來源類型", "Source type",
        ("government", "政府統計與公告", "Government statistics and notices"),
        ("association", "公協會", "Trade association"),
        ("research", "研究機構報告", "Research report"), ("academic", "學術文獻", "Academic work"),
        ("media", "媒體報導", "Media"), ("client", "委託客戶", "Client"),
        ("vendor", "廠商", "Vendor"), ("own_research", "自行調查", "Own research"),
        ("internal", "內部資料", "Internal records"),
    ),
    choices(
        "info_way", "取得方式", "Way obtained",
        ("public", "公開查詢", "Public search"), ("request", "公文或書面索取", "Written request"),
        ("purchase", "付費購買", "Purchase"), ("licence", "授權取得", "Licence"),
        ("interview", "訪談", "Interview"), ("survey", "問卷調查", "Survey"),
        ("site_visit", "現場勘查", "Site visit"), ("quote", "詢價", "Request for quotation"),
        ("provided", "客戶或夥伴提供", "Provided by client or partner"),
    ),
    choices(
        "info_basis", "合法依據", "Legal basis",
        ("public_information", "已公開資訊", "Published information"),
        ("open_data", "政府資料開放授權", "Open government data licence"),
        ("fair_use", "著作權合理使用", "Fair use of copyright"),
        ("licensed", "授權或購買契約", "Licence or purchase contract"),
        ("contract", "契約或類似契約關係", "Contract or pre-contract relation"),
        ("consent", "當事人同意", "Consent of the data subject"),
        ("nda", "保密協議", "Non-disclosure agreement"),
        ("legal_duty", "法律明文規定", "Provision of law"),
    ),
    choices(
        "info_secrecy", "機密等級", "Confidentiality",
        ("open", "公開", "Public", "none"), ("internal", "內部使用", "Internal", "accent"),
        ("confidential", "機密", "Confidential", "warn"),
        ("restricted", "限閱", "Restricted", "bad"),
    ),
    choices(
        "info_state", "蒐集狀態", "Collection state",
        ("needed", "待蒐集", "Needed", "warn"), ("collecting", "蒐集中", "Collecting", "accent"),
        ("obtained", "已取得", "Obtained", "good"),
        ("unavailable", "無法取得", "Unavailable", "bad"),
    ),
    choices(
        "info_reliability", "可信度", "Reliability",
        ("verified", "已查證", "Verified", "good"),
        ("credible", "來源可信", "Credible source", "accent"),
        ("unverified", "未查證", "Unverified", "warn"), ("doubtful", "存疑", "Doubtful", "bad"),
    ),
    choices(
        "info_validity", "效期狀況", "Validity",
        ("valid", "有效", "Valid", "good"), ("expiring", "即將到期", "Expiring soon", "warn"),
        ("expired", "已逾期", "Expired", "bad"), ("no_date", "未訂效期", "No expiry set", "muted"),
    ),
    choices(
        "score_check", "評分檢核", "Score check",
        ("ok", "正常", "Fine", "good"), ("duplicate", "重複評分", "Scored twice", "bad"),
        ("missing", "尚未評分", "Not scored", "warn"),
    ),
    choices(
        "alternative_verdict", "評選結論", "Verdict",
        ("preferred", "建議採用", "Preferred", "good"), ("backup", "列為備選", "Backup", "accent"),
        ("undecided", "待補資料", "More data needed", "warn"),
        ("rejected", "不採用", "Not adopted", "muted"),
    ),
    choices(
        "term_kind", "詞彙類別", "Kind of term",
        ("technical", "專業術語", "Technical term"), ("jargon", "行話", "Jargon"),
        ("abbreviation", "縮寫", "Abbreviation"), ("law", "法規", "Law or regulation"),
        ("standard", "標準或認證", "Standard or certification"),
    ),
    choices(
        "segment_kind", "市場別", "Market type",
        ("consumer", "一般消費者", "Consumers"), ("business", "企業與專業人士", "Businesses"),
        ("government", "政府與公部門", "Public sector"),
        ("education", "學校與學生", "Schools and students"),
        ("nonprofit", "非營利組織", "Non-profits"), ("international", "國際訪客", "International"),
    ),
    choices(
        "competitor_kind", "競爭類型", "Competition type",
        ("direct", "直接競爭", "Direct"), ("indirect", "間接競爭", "Indirect"),
        ("substitute", "替代選擇", "Substitute"), ("potential", "潛在進入者", "Potential entrant"),
    ),
    choices(
        "threat_level", "威脅程度", "Threat level",
        ("high", "高", "High", "bad"), ("medium", "中", "Medium", "warn"),
        ("low", "低", "Low", "muted"),
    ),
    choices(
        "date_clash", "檔期衝突", "Date clash",
        ("overlap", "檔期重疊", "Overlaps", "bad"), ("near", "前後兩週內", "Within two weeks", "warn"),
        ("clear", "無衝突", "Clear", "good"), ("unknown", "檔期未定", "Dates unknown", "muted"),
    ),
    choices(
        "swot_kind", "SWOT 面向", "SWOT quadrant",
        ("strength", "優勢 S", "Strength", "good"), ("weakness", "劣勢 W", "Weakness", "warn"),
        ("opportunity", "機會 O", "Opportunity", "accent"), ("threat", "威脅 T", "Threat", "bad"),
    ),
    choices(
        "swot_strategy", "TOWS 策略", "TOWS strategy",
        ("so", "SO 善用優勢掌握機會", "SO use strengths on opportunities"),
        ("wo", "WO 藉機會改善劣勢", "WO mend weaknesses by opportunities"),
        ("st", "ST 以優勢化解威脅", "ST meet threats with strengths"),
        ("wt", "WT 減少劣勢避開威脅", "WT limit weaknesses, avoid threats"),
    ),
    choices(
        "pestel", "環境面向", "PESTEL factor",
        ("political", "政治", "Political"), ("economic", "經濟", "Economic"),
        ("social", "社會", "Social"), ("technological", "科技", "Technological"),
        ("environmental", "環境", "Environmental"), ("legal", "法律", "Legal"),
    ),
    choices(
        "trend_horizon", "影響時程", "Horizon",
        ("now", "已發生", "Already here"), ("this_event", "本屆活動前", "Before this event"),
        ("next_year", "一年內", "Within a year"), ("later", "一年以上", "More than a year"),
    ),
    choices(
        "trend_effect", "影響方向", "Effect",
        ("favourable", "有利", "Favourable", "good"), ("neutral", "中性", "Neutral", "muted"),
        ("adverse", "不利", "Adverse", "bad"), ("unclear", "待觀察", "To be watched", "warn"),
    ),
)  # fmt: skip
