"""Lists of the support sheets: Settings, Calendar, Dashboard."""

from xlevent.sheets.kernel.lists import choices

LISTS = (
    choices(
        "language", "語言", "Language",
        ("zh-TW", "繁體中文", "Traditional Chinese"), ("en", "英文", "English"),
        ("both", "中英並列", "Chinese and English"),
    ),
    choices(
        "event_kind", "活動類型", "Kind of event",
        ("exhibition", "展覽", "Exhibition"), ("forum", "論壇", "Forum"),
        ("exhibition_forum", "展覽暨論壇", "Exhibition and forum"),
        ("conference", "會議", "Conference"), ("launch", "發表會", "Product launch"),
        ("festival", "節慶活動", "Festival"), ("performance", "演出", "Performance"),
        ("sport", "體育賽事", "Sports event"), ("gala", "晚宴", "Gala dinner"),
        ("training", "研習課程", "Training"), ("other", "其他", "Other"),
    ),
    choices(
        "holiday_kind", "日期類別", "Kind of day",
        ("holiday", "放假日", "Holiday", "muted"), ("makeup", "補行上班日", "Make-up day", "accent"),
    ),
    choices(
        "check_treatment", "檢核處理", "Treatment of a check",
        ("off", "關閉", "Off", "muted"), ("notice", "降為提醒", "Notice", "none"),
        ("warning", "列為警告", "Warning", "warn"), ("error", "列為錯誤", "Error", "bad"),
    ),
    choices(
        "measure_status", "指標狀況", "State of a measure",
        ("on_track", "正常", "On track", "good"), ("watch", "注意", "Watch", "warn"),
        ("off_track", "異常", "Off track", "bad"), ("no_data", "無資料", "No data", "muted"),
    ),
    choices(
        "rate_name", "費率或門檻", "Rate or threshold",
        ("business_tax", "營業稅率", "Business tax"),
        ("premium", "補充保費率", "Supplementary premium"),
        ("premium_cap", "補充保費單次給付上限", "Premium: most of one payment"),
        ("premium_from", "補充保費單次給付下限", "Premium: from a payment of"),
        ("premium_bonus_multiple", "獎金補充保費投保薪資倍數", "Premium: bonus above so many salaries"),
        ("minimum_wage", "每月基本工資", "Monthly minimum wage"),
        ("withholding_resident", "居住者扣繳率", "Withholding, residents"),
        ("withholding_salary", "薪資扣繳率(非每月給付)", "Withholding, pay that is not monthly"),
        ("withholding_salary_from", "薪資起扣標準", "Withholding: pay from"),
        ("withholding_exempt_to", "免予扣繳稅額", "Withholding: tax not withheld up to"),
        ("withholding_non_resident", "非居住者扣繳率", "Withholding, non-residents"),
        ("withholding_non_resident_salary", "非居住者薪資扣繳率", "Withholding, pay of non-residents"),
        ("withholding_non_resident_low_salary", "非居住者低薪扣繳率",
         "Withholding, low pay of non-residents"),
        ("withholding_low_salary_multiple", "低薪上限基本工資倍數", "Low pay: up to so many minimum wages"),
        ("withholding_non_resident_manuscript_exempt_to", "非居住者稿費免扣上限",
         "Manuscript fees of non-residents free up to"),
        ("procurement_small", "小額採購門檻", "Small purchase up to"),
        ("procurement_announcement", "公告金額", "Announcement from"),
    ),
)  # fmt: skip
