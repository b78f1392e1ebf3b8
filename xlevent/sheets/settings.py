"""Settings: the facts, dates, tolerances and policies that every other sheet reads."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Figure, Record, Sheet, Table

_UBN = r"\d{8}"
_EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"

_EVENT = (
    c.text("event_name", "活動名稱", "Event name", required=True, width=40),
    c.text("event_name_en", "活動英文名稱", "Event name in English", width=40),
    c.text(
        "event_code", "專案代碼", "Event code",
        help=("契約、憑證與檔名使用的簡短代碼。", "Short code for contracts, vouchers and files."),
    ),
    c.choice("event_kind", "活動類型", "Kind of event", "event_kind", open=True, default="forum"),
    c.integer("expected_attendance", "預估人次", "Expected attendance", ge=0,
              unit=("人次", "people")),
)  # fmt: skip

_PARTIES = (
    c.text("client_name", "委託單位", "Client", required=True, width=30),
    c.text("client_ubn", "委託單位統一編號", "Client UBN", pattern=_UBN,
           help=("八位數字，以文字保存。", "Eight digits, kept as text.")),
    c.text("client_contact", "委託單位聯絡人", "Client contact",
           help=("姓名、職稱與電話。", "Name, position and telephone.")),
    c.text("organiser_name", "主辦執行單位", "Organiser", required=True, width=30),
    c.text("organiser_ubn", "執行單位統一編號", "Organiser UBN", pattern=_UBN,
           help=("憑證的買受人統一編號應與此相同。", "Vouchers must name this number as the buyer.")),
    c.text("organiser_address", "執行單位地址", "Organiser address", width=40),
    c.text("organiser_representative", "執行單位代表人", "Organiser representative"),
    c.link("project_manager", "專案負責人", "Project manager", "people"),
)  # fmt: skip

_VENUE = (
    c.text("venue", "場地", "Venue", width=30),
    c.text("venue_address", "場地地址", "Venue address", width=40),
    c.integer("venue_capacity", "場地容留人數", "Venue capacity", ge=0, unit=("人", "people"),
              help=("同時在場人數上限，依場地核定或消防規定。",
                    "Most people at one time, by the venue permit or fire rules.")),
    c.text("liability_policy", "公共意外責任險", "Public liability insurance", width=30,
           help=("保險公司、保單號碼與保額。", "Insurer, policy number and sum insured.")),
)  # fmt: skip

_DATES = (
    c.date("planning_start", "籌備開始日", "Planning starts"),
    c.date("event_start", "活動開始日", "Event starts", required=True),
    c.date("event_end", "活動結束日", "Event ends", required=True),
    c.date("data_date", "資料日期", "Data date",
           help=("各表以此日為「今天」；空白時用系統日期。",
                 "Every sheet takes it as today; blank: the date of the computer.")),
    c.choice("schedule_from", "排程方向", "Schedule from", "schedule_direction", default="start",
             help=("由籌備開始日順排，或由活動結束日逆排。",
                   "Forward from the start of planning, or back from the end of the event.")),
    c.number("hours_per_day", "每日工時", "Hours a working day", gt=0, le=24,
             unit=("小時", "hours"), default="8",
             help=("工期與浮時的「天」換算成的工時。", "What a day of duration or float is worth.")),
    c.text("holiday_country", "放假日國別", "Country of holidays", pattern="[A-Z]{2}", default="TW",
           help=("兩碼國別，供匯入放假日；行事曆表內的日期優先。",
                 "Two letters, for fetching holidays; dates in the Calendar sheet go first.")),
)  # fmt: skip

_MONEY = (
    c.choice("base_currency", "本位幣", "Base currency", "currency", required=True, default="TWD"),
    c.integer("currency_decimals", "金額小數位數", "Decimals of money", ge=0, le=4,
              unit=("位", "digits"), help=("新臺幣為 0。", "0 for TWD."), default="0"),
    c.choice("language", "活頁簿語言", "Language of the workbook", "language", default="both"),
    c.choice("keep_backup", "寫入前備份", "Keep a backup", "yes_no", default="yes",
             help=("xlevent 更新此檔前，將舊檔另存一份。",
                   "Before xlevent updates this file, the old one is kept beside it.")),
    c.percent("tax_rate", "營業稅率", "Business tax rate", ge=0, le=1, default="0.05"),
    c.amount("approved_total", "核定總經費", "Approved total", ge=0,
             help=("客戶或補助機關核定的總額，超過即示警。",
                   "The total approved by the client; more than this raises an alarm.")),
    c.percent("contingency_policy", "預備金比率下限", "Contingency policy", ge=0, le=1,
              help=("預備金占預算的最低比率。", "Smallest share of contingency in the budget."), default="0.1"),
    c.amount("ticket_price", "票價", "Ticket price", ge=0, unit=("每人", "per head")),
    c.amount("variable_cost_per_head", "每人變動成本", "Variable cost per head", ge=0,
             unit=("每人", "per head")),
    c.percent("overspend_tolerance", "超支容許率", "Overspend tolerance", ge=0, le=1,
              help=("超出預算在此比率內為注意，以上為異常。",
                    "Up to this share over the budget is a warning, beyond it an alarm."), default="0.05"),
)  # fmt: skip

_PURCHASING = (
    c.amount("small_purchase", "小額採購門檻", "Small purchase threshold", ge=0,
             help=("政府採購法：15 萬元以下得逕洽廠商。",
                   "Government Procurement Act: up to 150,000 one supplier may be asked."), default="150000"),
    c.amount("announcement_purchase", "公告金額", "Announcement threshold", ge=0,
             help=("政府採購法：150 萬元以上應公告招標。",
                   "Government Procurement Act: from 1,500,000 a public tender is due."), default="1500000"),
    c.amount("quotes_from_amount", "比價起始金額", "Quotes needed from", ge=0,
             help=("本單位規定：達此金額須取得報價。", "Own policy: from this amount quotes are due."), default="150000"),
    c.integer("quotes_needed", "報價家數", "Quotes needed", ge=0, unit=("家", "quotes"), default="3"),
    c.percent("daily_penalty_rate", "逾期違約金日率", "Penalty for each day late", ge=0, le=1,
              unit=("每日", "per day"),
              help=("每逾一日按契約價金計罰，一般為千分之一。",
                    "Share of the contract price for each day late, usually 0.1 %."), default="0.001"),
    c.percent("penalty_cap", "違約金上限", "Penalty cap", ge=0, le=1,
              help=("占契約價金的上限，一般為 20 %。",
                    "Largest share of the contract price, usually 20 %."), default="0.2"),
)  # fmt: skip

_CHECKS = (
    c.percent("quantity_tolerance", "數量容差", "Quantity tolerance", ge=0, le=1, default="0.02"),
    c.percent("price_tolerance", "單價容差", "Price tolerance", ge=0, le=1, default="0.02"),
    c.amount("tolerance_cap", "容差金額上限", "Tolerance cap", ge=0,
             help=("三方比對時差額不得超過此數。",
                   "In the three-way match no difference may exceed it."), default="5000"),
    c.amount("tax_tolerance", "稅額容差", "Tax tolerance", ge=0,
             help=("憑證稅額與計算值可差 1 元。", "Stated tax may differ by one dollar."), default="1"),
    c.integer("bank_date_window", "對帳日期範圍", "Bank date window", ge=0, unit=("日", "days"),
              help=("付款日與銀行日相差天數的上限。", "Most days between payment and bank date."), default="7"),
    c.amount("bank_amount_tolerance", "對帳金額容差", "Bank amount tolerance", ge=0,
             help=("匯款手續費等可接受的差額。", "Accepted difference, such as a transfer fee."), default="30"),
    c.number("near_critical_days", "近要徑總浮時", "Near-critical float", ge=0,
             unit=("工作日", "working days"),
             help=("總浮時在此以內列為近要徑。", "Total float up to this is near-critical."), default="2"),
    c.percent("fulfilment_target", "權益履行目標", "Fulfilment target", ge=0, le=1, default="0.95"),
    c.percent("partly_met_from", "部分達成下限", "Partly met from", ge=0, le=1,
              help=("目標達成率在此以上為部分達成。",
                    "A goal reached to this share counts as partly met."), default="0.8"),
    c.minutes("response_minutes", "現場回應時限", "Response time on site", ge=0,
              help=("問題通報後應有人處理的分鐘數。",
                    "Minutes from the report until somebody must act."), default="10"),
    c.number("confidence_z", "信賴水準 z 值", "Confidence z", gt=0,
             help=("95 % 信賴水準為 1.96。", "1.96 for 95 % confidence."), default="1.96"),
)  # fmt: skip

_PEOPLE = Table(
    "people",
    Text("人員", "People"),
    (
        c.key("name", "姓名", "Name", width=14,
              help=("各表的負責人由此選取，不可重複。",
                    "Owners in all sheets are picked from here; no name twice.")),
        c.text("role", "職務", "Role", required=True, width=20),
        c.text("department", "部門", "Department", width=16),
        c.text("organisation", "單位", "Organisation", width=22),
        c.text("email", "電子郵件", "Email", pattern=_EMAIL, width=28),
        c.text("phone", "行動電話", "Mobile", width=16,
               help=("以文字保存，開頭的 0 才不會消失。", "Kept as text so that a leading 0 stays.")),
        c.link("reports_to", "直屬主管", "Reports to", "people", width=14),
        c.integer("escalation_level", "通報層級", "Escalation level", ge=1, le=5, width=11,
                  help=("1 為現場第一線，數字越大層級越高。",
                        "1 is the first line on site; higher numbers stand above.")),
        c.text("certificates", "證照與訓練", "Certificates", width=24,
               help=("急救、防火管理、職安、特種個資等。",
                     "First aid, fire safety manager, safety at work and so on.")),
        c.note("note", "備註", "Note", width=28),
    ),
    blank=20,
)  # fmt: skip

_OWN_RATES = Table(
    "own_rates",
    Text("自訂法定費率", "Rates of your own"),
    (
        c.choice("rate", "費率或門檻", "Rate or threshold", "rate_name", required=True, width=36),
        c.number("value", "數值", "Value", required=True, ge=0, places=6,
                 help=("比率填小數，如 0.0211；金額為新臺幣。",
                       "A rate as a fraction, such as 0.0211; amounts in TWD.")),
        c.date("valid_from", "生效日", "Valid from"),
        c.date("valid_until", "截止日", "Valid until"),
        c.note("source", "依據", "Source", width=30),
    ),
    blank=6,
    anonymous=True,
    hint=Text(
        "只填與內建費率不同者，或新年度尚未內建者；給付日在期間內即採用。",
        "Only what differs from the built-in rates, or a new year's; it holds for its days.",
    ),
)  # fmt: skip

CHECK_RULES = Table(
    "check_rules",
    Text("檢核規則調整", "Treatment of checks"),
    (
        c.key("code", "檢核代碼", "Check", width=11,
              help=("如 XL428，見檢核結果或說明文件。", "Such as XL428, as on the Findings sheet.")),
        c.choice("treatment", "處理方式", "Treatment", "check_treatment", required=True, width=13),
        c.note("reason", "理由", "Reason", required=True, width=44),
        c.link("decided_by", "決定人", "Decided by", "people", required=True, width=14),
        c.date("decided_on", "決定日期", "Decided on"),
    ),
    blank=6,
    hint=Text("關閉或調整 xlevent validate 的規則；檢核結果會註明",
              "Switches off or regrades rules of xlevent validate; the findings say so"),
)  # fmt: skip

SHEET = Sheet(
    "Settings",
    tab=Text("設定", "Settings"),
    title=Text("設定", "Settings"),
    about=Text(
        "活動的基本資料、日期、容差與政策；每項檢核都讀取這裡的值。",
        "Facts, dates, tolerances and policies; every check reads its limits here.",
    ),
    figures=(
        # The only volatile formula of the workbook, and none at all while it is empty.
        Figure(
            "as_of", Text("基準日", "As of"), "date",
            'IF(settings.data_date<>"",settings.data_date,'
            'IF(settings.event_start<>"",TODAY(),""))',
        ),
        Figure(
            "days_to_go", Text("距活動天數", "Days to go"), "integer",
            'IF(OR(fig.as_of="",settings.event_start=""),"",MAX(0,settings.event_start-fig.as_of))',
        ),
        Figure(
            "event_days", Text("活動天數", "Event days"), "integer",
            'IF(OR(settings.event_start="",settings.event_end=""),"",'
            "settings.event_end-settings.event_start+1)",
        ),
        Figure(
            "people_total", Text("人員數", "People"), "integer",
            'SUMPRODUCT((people[name]<>"")*1)',
        ),
    ),
    blocks=(
        Record(
            "settings",
            Text("設定", "Settings"),
            (
                (Text("活動", "Event"), _EVENT),
                (Text("委託與執行單位", "Client and organiser"), _PARTIES),
                (Text("場地", "Venue"), _VENUE),
                (Text("日期", "Dates"), _DATES),
                (Text("金額與預算", "Money and budget"), _MONEY),
                (Text("採購政策", "Purchasing policy"), _PURCHASING),
                (Text("檢核容差與門檻", "Tolerances and thresholds"), _CHECKS),
            ),
        ),
        _PEOPLE,
        _OWN_RATES,
        CHECK_RULES,
    ),
)  # fmt: skip
