"""O5.2.1 Emergency procedures: scenarios with steps, call tree, minutes."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.deadlines import action_done, due_state
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import (
    Document,
    Field,
    Figure,
    Heading,
    Lines,
    Sheet,
    Signatures,
    Table,
)
from xlevent.sheets.kernel.expressions import look, rows
from xlevent.standard import output_title

_SCENARIOS = Table(
    "scenarios",
    Text("應變情境", "Scenarios"),
    (
        c.key("id", "編號", "ID", prefix="SN"),
        c.choice("kind", "事件類別", "Kind", "incident_kind", required=True, width=16),
        c.text("name", "情境名稱", "Scenario", required=True, width=26),
        c.note("trigger", "啟動條件", "Trigger", required=True,
               help=("何時啟動本程序，由誰判定。", "When the procedure starts and who decides.")),
        c.note("scope", "影響範圍", "Scope"),
        c.link("risk", "對應風險", "Risk", "risks"),
        c.link("commander", "現場指揮官", "Incident commander", "people", required=True),
        c.link("deputy", "代理人", "Deputy", "people"),
        c.minutes("respond_within", "應變時限", "Respond within", ge=0),
        c.choice("evacuate", "須疏散", "Evacuation", "yes_no", width=11),
        c.link("assembly_point", "集合點", "Assembly point", "routes"),
        c.text("authority", "通報機關", "Authority to notify", width=22,
               help=("119、110、主管機關及法定時限。",
                     "119, 110, the authority and the time that the law allows.")),
        c.minutes("tell_client_within", "通知客戶時限", "Tell client within", ge=0, width=12),
        c.note("resources", "所需資源", "Resources"),
        c.note("statement", "對外說詞", "Public statement"),
        c.date("drill_date", "演練日期", "Drill"),
        c.note("drill_result", "演練結果", "Drill result"),
        c.choice("state", "核准狀態", "Approval", "approval_state"),
        c.calc("steps", "步驟數", "Steps", "integer",
               "COUNTIFS(scenario_steps[scenario],[id])"),
        c.calc("used", "啟動次數", "Times used", "integer", "COUNTIFS(issues[scenario],[id])"),
    ),
    blank=12,
)  # fmt: skip

_STEPS = Table(
    "scenario_steps",
    Text("應變步驟", "Steps"),
    (
        c.key("id", "編號", "ID", prefix="SS"),
        c.link("scenario", "情境", "Scenario", "scenarios", required=True),
        c.integer("no", "順序", "No.", required=True, ge=1),
        c.minutes("within", "完成時限", "Within", ge=0,
                  help=("自啟動起算的分鐘數。", "Minutes from the start of the procedure.")),
        c.note("action", "行動", "Action", required=True, width=44),
        c.text("role", "執行職務", "Role", width=18),
        c.link("owner", "執行人", "Owner", "people"),
        c.text("contact", "通報對象", "Who is told", width=20),
        c.text("tools", "設備與文件", "Tools and forms", width=20),
        c.calc("doc_key", "文件鍵", "Document key", "text",
               # A product of comparisons, because IronCalc orders texts in COUNTIFS the wrong way.
               '[scenario]&"|"&SUMPRODUCT((scenario_steps[scenario]=[scenario])'
               "*((scenario_steps[no]<[no])+(scenario_steps[no]=[no])"
               "*(scenario_steps[id]<=[id])))", hidden=True, width=14),
    ),
    blank=25,
)  # fmt: skip

_CALL_TREE = Table(
    "call_tree",
    Text("緊急通報樹", "Call tree"),
    (
        c.key("id", "編號", "ID", prefix="CL"),
        c.integer("level", "層級", "Level", required=True, ge=1,
                  help=("1 為發現者最先通報的人。", "1 is called first by whoever finds it.")),
        c.text("role", "職務", "Role", required=True, width=20),
        c.link("person", "人員", "Person", "people",
               help=("外部單位留空，改填名稱與電話。", "Blank for outsiders: type name and phone.")),
        c.text("outside", "外部單位", "Outside body", width=22),
        c.text("outside_phone", "外部電話", "Outside phone", width=16),
        c.calc("name", "通報對象", "Who", "text", 'IF([person]<>"",[person],[outside]&"")',
               width=22),
        c.calc("phone", "電話", "Phone", "text",
               f'IF([person]<>"",{look("people", "phone", "[person]", "name")},'
               '[outside_phone]&"")', width=16),
        c.link("called_by", "由誰通報", "Called by", "call_tree"),
        c.minutes("within", "通報時限", "Within", ge=0),
        c.link("scenario", "適用情境", "Scenario", "scenarios",
               help=("空白表示所有情境。", "Blank: for every scenario.")),
        c.link("backup", "代理人", "Backup", "people"),
        c.date("tested_on", "測試日期", "Tested on"),
        c.note("note", "備註", "Note", width=28),
    ),
    blank=12,
)  # fmt: skip

_MEETINGS = Table(
    "emergency_meetings",
    Text("應變會議紀錄", "Emergency minutes"),
    (
        c.key("id", "編號", "ID", prefix="EM"),
        c.datetime("held", "時間", "Time", required=True),
        c.text("place", "地點", "Place", width=16),
        c.link("scenario", "情境", "Scenario", "scenarios"),
        c.link("issue", "問題", "Issue", "issues"),
        c.link("chair", "主持人", "Chair", "people", required=True),
        c.links("attendees", "出席人員", "Attendees", "people", width=24),
        c.text("outside", "外部出席", "Outside attendees", width=20,
               help=("客戶、場地、供應商、主管機關。", "Client, venue, suppliers, authorities.")),
        c.note("situation", "狀況說明", "Situation", required=True),
        c.note("discussion", "討論", "Discussion"),
        c.note("decision", "決議", "Decision", required=True),
        c.link("owner", "執行人", "Owner", "people"),
        c.datetime("due", "期限", "Due"),
        c.choice("state", "辦理狀態", "State", "action_state"),
        c.calc("due_state", "期限狀況", "Due state", "choice",
               due_state(action_done("[state]"), "[due]"), list="action_due"),
        c.link("recorder", "紀錄", "Recorder", "people"),
    ),
    blank=8,
)  # fmt: skip

_PROCEDURE = Document(
    "emergency_procedure",
    Text("緊急應變程序", "Emergency procedure"),
    table="scenarios",
    parts=(
        Heading(Text("緊急應變程序", "Emergency procedure")),
        Field(Text("活動", "Event"), 'settings.event_name&""'),
        Field(Text("場地", "Venue"), 'settings.venue&" "&settings.venue_address'),
        Field(Text("情境", "Scenario"), "pick.name"),
        Field(Text("啟動條件", "Trigger"), "pick.trigger", lines=2),
        Field(Text("影響範圍", "Scope"), 'pick.scope&""', lines=2),
        Field(Text("現場指揮官", "Incident commander"), "pick.commander"),
        Field(Text("代理人", "Deputy"), 'pick.deputy&""'),
        Field(Text("集合點", "Assembly point"), look("routes", "name", "pick.assembly_point")),
        Field(Text("通報機關", "Authority"), 'pick.authority&""'),
        Heading(Text("步驟", "Steps"), 2),
        Lines("scenario_steps", ("no", "within", "action", "role", "contact"), rows=12,
              widths=(1, 1, 6, 2, 2)),
        Heading(Text("緊急通報", "Calls"), 2),
        Lines("call_tree", ("level", "role", "name", "phone", "within"), rows=12, match=False,
              widths=(1, 3, 4, 3, 1)),
        Field(Text("對外說詞", "Public statement"), 'pick.statement&""', lines=3),
        Signatures((Text("安全管理人員", "Safety officer"), Text("專案負責人", "Project manager"))),
    ),
)  # fmt: skip

SHEET = Sheet(
    "O5.2.1",
    tab=Text("緊急應變", "Emergency"),
    title=output_title("O5.2.1"),
    about=Text(
        "每種情境的應變步驟與通報樹，以及應變會議的決議；可逐一列印張貼。",
        "Steps and call tree for each scenario, and the minutes of emergency meetings.",
    ),
    phase="T5",
    figures=(
        Figure("scenarios_total", Text("應變情境", "Scenarios"), "integer", rows("scenarios")),
        Figure(
            "scenarios_unready", Text("沒有步驟的情境", "Scenarios without steps"), "integer",
            "COUNTIFS(scenarios[steps],0)", good_if="=0",
        ),
        Figure(
            "scenarios_drilled", Text("已演練", "Scenarios drilled"), "integer",
            'COUNTIFS(scenarios[drill_date],">0")',
        ),
        Figure(
            "call_tree_untested", Text("未測試的通報", "Calls not tested"), "integer",
            f'{rows("call_tree")}-COUNTIFS(call_tree[tested_on],">0")', good_if="=0",
        ),
        Figure(
            "emergency_actions_open", Text("未結決議", "Decisions open"), "integer",
            "COUNTIFS(emergency_meetings[due_state],{action_due.on_time})"
            "+COUNTIFS(emergency_meetings[due_state],{action_due.overdue})"
            "+COUNTIFS(emergency_meetings[due_state],{action_due.no_date})",
        ),
    ),
    blocks=(_SCENARIOS, _STEPS, _CALL_TREE, _MEETINGS, _PROCEDURE),
)  # fmt: skip
