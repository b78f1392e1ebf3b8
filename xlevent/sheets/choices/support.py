"""Lists of the support sheets: Settings, Calendar, Dashboard."""

from xlevent.domain.rates_tw import TITLES
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
        *((name, title.zh, title.en) for name, title in TITLES.items()),
    ),
)  # fmt: skip
