"""O5.1.1 Work manual: run of show, staffing, contacts and routes."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Figure, Sheet, Table
from xlevent.sheets.kernel.expressions import look, rows
from xlevent.standard import output_title

_SEQ_LIMIT = 100000  # greater than every seq; turns "the next seq" into a maximum
_TODAY = "run_of_show[day],[day]"
# Sequence number of the last hard start at or before this row, and of the next one after it.
_ANCHOR = (
    "SUMPRODUCT(MAX((run_of_show[day]=[day])*(run_of_show[seq]<=[seq])"
    '*(run_of_show[hard_start]<>"")*run_of_show[seq]))'
)
_NEXT = (
    f"{_SEQ_LIMIT}-SUMPRODUCT(MAX((run_of_show[day]=[day])*(run_of_show[seq]>[seq])"
    f'*(run_of_show[hard_start]<>"")*({_SEQ_LIMIT}-run_of_show[seq])))'
)
_START = (
    'IF(OR(N([day])=0,N([anchor])=0),"",'
    f"SUMIFS(run_of_show[hard_start],{_TODAY},run_of_show[seq],[anchor])"
    f'+SUMIFS(run_of_show[minutes],{_TODAY},run_of_show[seq],">="&[anchor],'
    'run_of_show[seq],"<"&[seq])/1440)'
)
_NEXT_START = f"SUMIFS(run_of_show[hard_start],{_TODAY},run_of_show[seq],[next_anchor])"
_NO_NEXT = f'OR([end]="",N([next_anchor])>={_SEQ_LIMIT})'

_RUN_OF_SHOW = Table(
    "run_of_show",
    Text("活動流程表", "Run of show"),
    (
        c.key("id", "編號", "ID", prefix="RS"),
        c.integer("seq", "序號", "Seq", required=True, ge=1, le=_SEQ_LIMIT - 1,
                  help=("同一天內由小到大排列，不可重複；可跳號以便插入。",
                        "Order within a day, no number twice; leave gaps to insert rows.")),
        c.date("day", "日期", "Day", required=True),
        c.time("hard_start", "定點開始", "Hard start",
               help=("必須準時開始者填時間；空白表示接續前一列。每天第一列必填。",
                     "A fixed time; blank: follows the row before. The first row of a day needs one.")),
        c.minutes("minutes", "時間長度", "Duration", required=True, ge=0),
        c.calc("start", "開始", "Start", "time", _START),
        c.calc("end", "結束", "End", "time",
               'IF([start]="","",[start]+N([minutes])/1440)'),
        c.calc("overrun", "逾時", "Overrun", "minutes",
               f'IF({_NO_NEXT},"",MAX(0,ROUND(([end]-{_NEXT_START})*1440,0)))',
               unit=("分鐘", "min"),
               help=("結束時間超過下一個定點開始的分鐘數。",
                     "Minutes by which the end passes the next hard start.")),
        c.calc("slack", "定點前餘裕", "Slack to hard start", "minutes",
               f'IF({_NO_NEXT},"",ROUND(({_NEXT_START}-[end])*1440,0)-SUMIFS('
               f'run_of_show[minutes],{_TODAY},run_of_show[seq],">"&[seq],'
               'run_of_show[seq],"<"&[next_anchor]))',
               unit=("分鐘", "min"), width=11,
               help=("扣除其間各列後，離下一個定點開始還剩的分鐘數；負數表示排不下。",
                     "Minutes left before the next hard start after all rows between; negative: too full.")),
        c.choice("segment", "類別", "Segment", "show_segment", open=True),
        c.text("activity", "流程內容", "Activity", required=True, width=34),
        c.text("place", "地點", "Place", width=16),
        c.link("lead", "負責人", "Lead", "people"),
        c.text("presenter", "主持講者演出", "Presenter", width=18),
        c.note("cue", "提示口令", "Cue", width=28,
               help=("開始前的口令與觸發點，例如「頒獎音樂下、追光」。",
                     "What is called and on what trigger, such as music in, follow spot.")),
        c.text("sound", "音響", "Sound", width=18),
        c.text("lighting", "燈光", "Lighting", width=18),
        c.text("screen", "螢幕畫面", "Screen", width=18),
        c.text("props", "道具器材", "Props and gear", width=18),
        c.note("backup", "備案", "Backup", width=28),
        c.choice("state", "狀態", "State", "show_state"),
        c.time("actual_start", "實際開始", "Actual start"),
        c.calc("delay", "延遲", "Delay", "minutes",
               'IF(OR([actual_start]="",[start]=""),"",ROUND(([actual_start]-[start])*1440,0))',
               unit=("分鐘", "min")),
        c.calc("anchor", "起算序號", "Anchor seq", "integer", _ANCHOR, hidden=True,
               help=("往前最近的定點開始所在序號。", "Seq of the last hard start up to this row.")),
        c.calc("next_anchor", "下一定點序號", "Next hard seq", "integer", _NEXT, width=12, hidden=True,
               help=(f"下一個定點開始的序號；{_SEQ_LIMIT} 表示之後沒有。",
                     f"Seq of the next hard start; {_SEQ_LIMIT}: none after this row.")),
    ),
    blank=20,
    hint=Text(
        "只填定點開始與時間長度，開始與結束時間自動推算；逾時的列要縮短或移動。",
        "Type hard starts and durations only; times follow. Shorten or move the rows that overrun.",
    ),
)  # fmt: skip

# Half a minute of play, because a criterion written as text loses the last digits of a time.
_SHIFTS = (
    "COUNTIFS(roster[role],[role],roster[place],[place],roster[date],[date],"
    'roster[start],"<="&([start]+1/2880),roster[end],">="&([end]-1/2880),roster[person],"?*"'
)
# Subtracted rather than excluded by "<>": evaluators disagree whether a blank state is unequal.
_COVERED = (
    f"{_SHIFTS})-{_SHIFTS},roster[state],{{roster_state.declined}})"
    f"-{_SHIFTS},roster[state],{{roster_state.absent}})"
)
_STAFFING = Table(
    "staffing_needs",
    Text("人力需求", "Staffing needs"),
    (
        c.key("id", "編號", "ID", prefix="MN"),
        c.text("team", "組別", "Team", width=14),
        c.choice("role", "職務", "Role", "onsite_role", open=True, required=True, width=16),
        c.text("place", "地點", "Place", required=True, width=16),
        c.date("date", "日期", "Date", required=True),
        c.time("start", "開始", "Start", required=True),
        c.time("end", "結束", "End", required=True),
        c.integer("needed", "需求人數", "Needed", required=True, ge=0, unit=("人", "people")),
        c.calc("rostered", "已排人數", "Rostered", "integer", _COVERED,
               help=("同職務、地點、日期且涵蓋全時段的班次。",
                     "Shifts of the same role, place and day that cover the whole time.")),
        c.calc("gap", "缺額", "Gap", "integer", "MAX(0,N([needed])-N([rostered]))"),
        c.text("skills", "資格條件", "Skills", width=22),
        c.note("duties", "工作內容", "Duties"),
    ),
    blank=15,
)  # fmt: skip

_ROSTER = Table(
    "roster",
    Text("人力配置表", "Roster"),
    (
        c.key("id", "編號", "ID", prefix="RO"),
        c.link("person", "人員", "Person", "people",
               help=("空白表示尚未找到人。", "Blank: nobody was found yet.")),
        c.choice("role", "職務", "Role", "onsite_role", open=True, required=True, width=16),
        c.text("team", "組別", "Team", width=14),
        c.text("place", "地點", "Place", required=True, width=16),
        c.date("date", "日期", "Date", required=True),
        c.time("start", "開始", "Start", required=True),
        c.time("end", "結束", "End", required=True,
               help=("早於開始時間表示到隔天。", "Earlier than the start: on the next day.")),
        c.calc("hours", "時數", "Hours", "number",
               'IF(OR([start]="",[end]=""),"",ROUND(([end]-[start]+([end]<[start]))*24,2))'),
        c.text("contact", "現場聯絡方式", "Contact on site", width=18,
               help=("空白時用人員表的行動電話。", "Blank: the mobile of the people table.")),
        c.calc("phone", "電話", "Phone", "text",
               f'IF([contact]<>"",[contact]&"",{look("people", "phone", "[person]", "name")})',
               width=16),
        c.choice("state", "出勤狀態", "State", "roster_state"),
        c.choice("meal", "餐食", "Meal", "meal_kind", width=10),
        c.choice("insured", "已投保", "Insured", "yes_no", width=9),
        c.note("duties", "工作內容", "Duties"),
        c.engine(c.text("double_booked", "重複排班", "Double-booked with", width=16,
                        help=("同一人時段重疊的班次。", "Shifts of the same person that overlap."))),
        c.engine(c.choice("uncovered", "無人當班", "Uncovered", "yes_no", width=11,
                          help=("沒有人員、無法出勤或缺勤的班次。",
                                "A shift without a person, or whose person is not available."))),
    ),
    blank=20,
)  # fmt: skip

_BRIEFINGS = Table(
    "briefings",
    Text("彩排與工作說明會", "Rehearsals and briefings"),
    (
        c.key("id", "編號", "ID", prefix="BR"),
        c.datetime("held", "時間", "Time", required=True),
        c.choice("kind", "類別", "Kind", "briefing_kind", required=True, width=16),
        c.text("place", "地點", "Place", width=16),
        c.text("audience", "對象", "Audience", width=24),
        c.link("lead", "主持人", "Led by", "people"),
        c.text("version", "發布版本", "Version issued", width=12,
               help=("發給主要人員與供應商的手冊版本。", "Version of the manual handed out.")),
        c.note("content", "說明重點", "Points made"),
        c.note("question", "待釐清問題", "Open question"),
        c.note("answer", "答覆", "Answer"),
        c.choice("state", "辦理狀態", "State", "action_state"),
    ),
    blank=8,
)  # fmt: skip

_CONTACTS = Table(
    "contacts",
    Text("現場聯絡表", "Contact sheet"),
    (
        c.key("id", "編號", "ID", prefix="CN"),
        c.choice("kind", "對象", "Kind", "contact_kind", required=True, width=16),
        c.text("name", "姓名", "Name", required=True, width=16),
        c.text("organisation", "單位", "Organisation", width=22),
        c.text("role", "職務", "Role", width=18),
        c.link("supplier", "供應商", "Supplier", "suppliers"),
        c.text("phone", "電話", "Phone", required=True, width=16),
        c.text("channel", "無線電頻道", "Radio channel", width=11),
        c.text("messenger", "通訊帳號", "Messenger", width=16),
        c.text("place", "現場位置", "Position on site", width=16),
        c.text("hours", "可聯絡時段", "Reachable", width=16),
        c.date("verified_on", "再次確認日", "Verified on",
               help=("活動前實際撥通確認的日期。", "Day on which the number was tried before the event.")),
        c.note("note", "備註", "Note", width=28),
    ),
    blank=15,
)  # fmt: skip

_ROUTES = Table(
    "routes",
    Text("出口與動線", "Exits and routes"),
    (
        c.key("id", "編號", "ID", prefix="RT"),
        c.choice("kind", "類別", "Kind", "route_kind", required=True, width=16),
        c.text("name", "名稱", "Name", required=True, width=22),
        c.text("origin", "起點", "From", width=18),
        c.text("destination", "終點", "To", width=18),
        c.integer("width_cm", "淨寬", "Clear width", ge=0, unit=("公分", "cm")),
        c.integer("capacity", "容許人數", "Capacity", ge=0, unit=("人", "people")),
        c.choice("accessible", "無障礙", "Accessible", "yes_no", width=11),
        c.choice("lit", "緊急照明", "Emergency light", "yes_no", width=11),
        c.choice("signed", "標示清楚", "Signed", "yes_no", width=10),
        c.link("guard", "引導人員", "Guide", "people"),
        c.choice("result", "檢查結果", "Result", "check_result"),
        c.datetime("checked", "檢查時間", "Checked"),
        c.url("map", "平面圖", "Map"),
        c.note("note", "管制與備註", "Control and notes"),
    ),
    blank=10,
)  # fmt: skip

SHEET = Sheet(
    "O5.1.1",
    tab=Text("工作手冊", "Work manual"),
    title=output_title("O5.1.1"),
    about=Text(
        "活動當天的流程、人力、聯絡方式與動線，供所有工作人員與供應商使用。",
        "Run of show, staffing, contacts and routes for everybody who works on site.",
    ),
    phase="T5",
    figures=(
        Figure(
            "show_rows", Text("流程列數", "Segments"), "integer", rows("run_of_show"),
        ),
        Figure(
            "show_overruns", Text("逾時的流程", "Segments that overrun"), "integer",
            'COUNTIFS(run_of_show[overrun],">0")', good_if="=0",
        ),
        Figure(
            "staffing_gap", Text("人力缺額", "People missing"), "integer",
            "SUM(staffing_needs[gap])", good_if="=0",
        ),
        Figure(
            "double_bookings", Text("重複排班", "Double bookings"), "integer",
            'COUNTIFS(roster[double_booked],"?*")', good_if="=0",
        ),
        Figure(
            "shifts_uncovered", Text("無人當班", "Shifts uncovered"), "integer",
            "COUNTIFS(roster[uncovered],{yes_no.yes})", good_if="=0",
        ),
        Figure(
            "contacts_unverified", Text("未確認的聯絡", "Contacts not verified"), "integer",
            f'{rows("contacts")}-COUNTIFS(contacts[verified_on],">0")', good_if="=0",
        ),
    ),
    blocks=(_RUN_OF_SHOW, _STAFFING, _ROSTER, _BRIEFINGS, _CONTACTS, _ROUTES),
)  # fmt: skip
