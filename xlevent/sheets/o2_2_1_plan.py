"""O2.2.1: the ten parts of the plan, what they rest on, and the plan that the client reads."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.deadlines import action_done, due_state
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import ByList, Figure, Sheet, Table
from xlevent.sheets.kernel.expressions import count, ratio, rows
from xlevent.sheets.plan_document import EVENT_PLAN
from xlevent.standard import output_title

# The tables whose rows stand behind each part.
_BEHIND = {
    "content": ("scope_items", "run_of_show", "goals"),
    "budget": ("budget_lines", "funding_sources"),
    "law": ("permits",),
    "marketing": ("marketing_budget", "opportunities"),
    "risk": ("risks",),
    "service": ("stakeholders", "client_briefings"),
    "resources": ("resources", "assignments"),
    "project": ("tasks", "checkpoints", "raci"),
    "emergency": ("scenarios",),
    "alternatives": ("problem_options", "venue_assessments"),
}  # fmt: skip


def _rows_behind() -> str:
    steps = "".join(
        f"IF([part]={{plan_part.{part}}},{'+'.join(rows(table) for table in tables)},"
        for part, tables in _BEHIND.items()
    )
    return steps + "0" + ")" * len(_BEHIND)


_PARTS = Table(
    "plan_parts",
    Text("計畫書章節", "Parts of the plan"),
    (
        c.choice("part", "章節", "Part", "plan_part", width=24),
        c.note("text", "內容", "Text", width=70),
        c.link("owner", "撰寫人", "Owner", "people"),
        c.date("due", "完稿期限", "Due"),
        c.text("evidence", "佐證文件", "Evidence", width=24),
        c.choice("status", "狀態", "Status", "part_state"),
        c.calc("rows_behind", "佐證列數", "Rows behind", "integer", _rows_behind(),
               help=("其他工作表支持本章的資料列數", "Rows in the other sheets that support it")),
        c.calc("state", "完整性", "Completeness", "choice",
               'IF([text]="",{part_state.empty},'
               'IF([status]="",{part_state.draft},[status]))', list="part_state", width=14),
    ),
    rows=ByList("plan_part"),
    hint=Text("十項章節出自 P2.2.4", "The ten parts that P2.2.4 asks for"),
)  # fmt: skip

_ASPECTS = (
    ("fit", "適用性", "Fit"), ("capacity_score", "容量", "Capacity score"),
    ("access", "交通與無障礙", "Access"), ("technology", "技術條件", "Technology"),
    ("safety", "安全", "Safety"), ("sustainability", "永續", "Sustainability"),
    ("price_score", "價格", "Price score"),
)  # fmt: skip

_ASSESSMENTS = Table(
    "venue_assessments",
    Text("場地設備與軟硬體評估", "Venue, equipment and staffing assessment"),
    (
        c.key("id", "評估編號", "Assessment ID", prefix="VA", width=13),
        c.choice("kind", "評估項目", "Assessed item", "assessment_kind", required=True),
        c.text("candidate", "候選對象", "Candidate", required=True, width=26),
        c.note("requirement", "需求條件", "Requirement", width=28),
        c.note("finding", "現況與評估", "Finding"),
        c.integer("capacity", "容納量", "Capacity", ge=0),
        c.amount("cost", "費用", "Cost", ge=0),
        c.choice("available", "檔期可用", "Available", "yes_no"),
        *(
            c.integer(key, zh, en, ge=0, le=5, width=15,
                      help=("1 最差，5 最好", "1 is worst, 5 is best"))
            for key, zh, en in _ASPECTS
        ),
        c.calc("score", "平均分數", "Average score", "number",
               'IFERROR(AVERAGE([fit],[capacity_score],[access],[technology],[safety],'
               '[sustainability],[price_score]),"")'),
        c.calc("rank", "同類名次", "Rank in kind", "integer",
               'IF([score]="","",' + count("venue_assessments", kind="[kind]",
                                           score='">"&[score]') + "+1)"),
        c.choice("result", "結論", "Result", "assessment_result"),
        c.link("owner", "評估人", "Assessed by", "people"),
        c.date("visited_on", "場勘日期", "Visited on"),
    ),
)  # fmt: skip

_RESPONSES = Table(
    "competitor_responses",
    Text("競爭者與反饋因應", "Competitors, feedback and adjustment"),
    (
        c.key("id", "因應編號", "Response ID", prefix="CA"),
        c.choice("source", "資訊來源", "Source", "feedback_source", required=True, width=16),
        c.link("competitor", "競爭者", "Competitor", "competitors"),
        c.date("date", "取得日期", "Date"),
        c.note("finding", "資訊或意見", "Finding", required=True),
        c.note("adjustment", "調整作法", "Adjustment", required=True),
        c.choice("part", "調整章節", "Part adjusted", "plan_part", width=18),
        c.link("owner", "負責人", "Owner", "people"),
        c.date("due", "期限", "Due"),
        c.choice("state", "辦理狀態", "State", "action_state"),
        c.calc("due_state", "期限狀況", "Due state", "choice",
               due_state(action_done("[state]"), "[due]"), list="action_due"),
    ),
)  # fmt: skip

_MET = (
    'IF(OR([target]="",[result]=""),{target_state.unknown},'
    "IF(IF([direction]={goal_direction.lower},[result]<=[target],[result]>=[target]),"
    "{target_state.met},{target_state.missed}))"
)

_SUSTAINABILITY = Table(
    "sustainability_measures",
    Text("永續措施", "Sustainability measures"),
    (
        c.key("id", "措施編號", "Measure ID", prefix="SM"),
        c.choice("theme", "永續面向", "Theme", "sustainability_theme", required=True, width=18),
        c.note("measure", "措施", "Measure", required=True),
        c.text("standard", "依循準則", "Standard", width=20,
               help=("如 ISO 20121、SDG 12、環保署指引", "Such as ISO 20121 or SDG 12")),
        c.text("indicator", "衡量指標", "Indicator", width=22),
        c.text("unit", "單位", "Unit", width=8),
        c.number("target", "目標值", "Target"),
        c.number("result", "實績", "Result"),
        c.choice("direction", "方向", "Better when", "goal_direction"),
        c.calc("achieved", "達成狀況", "Achieved", "choice", _MET, list="target_state"),
        c.link("owner", "負責人", "Owner", "people"),
        c.note("evidence", "佐證資料", "Evidence"),
    ),
)  # fmt: skip

_PERMITS = Table(
    "permits",
    Text("法規、許可與保險", "Laws, permits and insurance"),
    (
        c.key("id", "許可編號", "Permit ID", prefix="PM"),
        c.text("subject", "事項", "Subject", required=True, width=24),
        c.text("law", "法規依據", "Law", width=26),
        c.text("authority", "主管機關", "Authority", width=20),
        c.note("requirement", "應辦理事項", "Requirement"),
        c.date("due", "辦理期限", "Due"),
        c.date("applied_on", "申請日期", "Applied on"),
        c.date("granted_on", "核准日期", "Granted on"),
        c.text("reference", "文號或保單號", "Reference"),
        c.date("valid_until", "有效期限", "Valid until"),
        c.choice("state", "許可狀態", "State", "permit_state", required=True),
        c.link("owner", "負責人", "Owner", "people"),
        c.calc("due_state", "期限狀況", "Due state", "choice",
               due_state("OR([state]={permit_state.granted},[state]={permit_state.not_needed})",
                         "[due]"), list="action_due"),
    ),
)  # fmt: skip

SHEET = Sheet(
    "O2.2.1",
    tab=Text("管理計畫", "Plan"),
    title=output_title("O2.2.1"),
    phase="T2",
    about=Text(
        "依十項章節撰寫活動管理計畫書，並彙整場地評估、因應調整、法規許可與永續措施。",
        "The event plan in ten parts, with assessments, adjustments, permits, sustainability.",
    ),
    landscape=False,
    blocks=(EVENT_PLAN, _PARTS, _ASSESSMENTS, _RESPONSES, _PERMITS, _SUSTAINABILITY),
    figures=(
        Figure("plan_complete", Text("章節完成率", "Parts written"), "percent",
               ratio('SUMPRODUCT((plan_parts[text]<>"")*1)', "ROWS(plan_parts[part])")),
        Figure("plan_final", Text("定稿章節", "Final parts"), "integer",
               count("plan_parts", state="{part_state.final}")),
        Figure("permits_open", Text("待取得許可", "Permits to obtain"), "integer",
               count("permits", state="{permit_state.to_apply}") + "+"
               + count("permits", state="{permit_state.applied}"), good_if="=0"),
        Figure("permits_overdue", Text("許可逾期", "Permits overdue"), "integer",
               count("permits", due_state="{action_due.overdue}"), good_if="=0"),
        Figure("sustainability_met", Text("永續達成率", "Sustainability targets met"), "percent",
               ratio(count("sustainability_measures", achieved="{target_state.met}"),
                     rows("sustainability_measures"))),
    ),
)  # fmt: skip
