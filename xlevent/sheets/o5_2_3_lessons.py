"""O5.2.3 Lessons learned from emergencies."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.deadlines import due_state
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import (
    ByList,
    Chart,
    Document,
    Figure,
    Heading,
    Lines,
    Para,
    Series,
    Sheet,
    Signatures,
    Table,
)
from xlevent.sheets.kernel.expressions import look, ratio, rows
from xlevent.standard import output_title

_CLOSED = "OR([adopted]={lesson_adoption.applied},[adopted]={lesson_adoption.declined})"

_LESSONS = Table(
    "lessons",
    Text("經驗學習", "Lessons"),
    (
        c.key("id", "編號", "ID", prefix="LS"),
        c.link("issue", "來源問題", "Issue", "issues",
               help=("空白表示來自演練或觀察。", "Blank: from a drill or an observation.")),
        c.calc("issue_text", "問題說明", "Issue text", "note",
               look("issues", "description", "[issue]")),
        c.date("date", "日期", "Date"),
        c.choice("area", "領域", "Area", "lesson_area", required=True, width=16),
        c.note("event", "事件經過", "Event", required=True),
        c.note("response", "應變作為", "Response", required=True),
        c.choice("effect", "處理效果", "Effect", "lesson_effect", required=True),
        c.note("worked", "做得好的", "What worked"),
        c.note("failed", "待改進的", "What did not"),
        c.note("cause", "根本原因", "Root cause"),
        c.note("lesson", "學到的經驗", "Lesson", required=True),
        c.note("improvement", "改善作法", "Improvement", required=True),
        c.link("owner", "負責人", "Owner", "people", required=True),
        c.date("due", "期限", "Due"),
        c.choice("adopted", "採納情形", "Adopted", "lesson_adoption", required=True),
        c.text("adopted_in", "納入文件", "Written into", width=22,
               help=("納入的作業規範、契約或手冊。", "The procedure, contract or manual that holds it.")),
        c.calc("due_state", "期限狀況", "Due state", "choice", due_state(_CLOSED, "[due]"),
               list="action_due"),
    ),
    blank=12,
)  # fmt: skip

_BY_AREA = Table(
    "lessons_by_area",
    Text("依領域彙總", "Lessons by area"),
    (
        c.choice("area", "領域", "Area", "lesson_area", width=22),
        c.calc("total", "件數", "Lessons", "integer", "COUNTIFS(lessons[area],[area])"),
        c.calc("applied", "已納入作業", "In use", "integer",
               "COUNTIFS(lessons[area],[area],lessons[adopted],{lesson_adoption.applied})",
               width=11),
        c.calc("pending", "尚未納入", "Not in use", "integer", "[total]-[applied]"),
    ),
    rows=ByList("lesson_area"),
)  # fmt: skip

_REPORT = Document(
    "lessons_report",
    Text("緊急處理經驗學習報告", "Lessons-learned report"),
    parts=(
        Heading(Text("緊急處理經驗學習報告", "Emergency lessons-learned report")),
        Para(Text(
            "「{settings.event_name&\"\"}」現場共記錄 {fig.issues_total} 件問題，未解決 "
            "{fig.issues_open} 件，平均解決時間 {TEXT(N(fig.issues_mean_minutes),\"0\")} 分鐘，"
            "額外費用 {TEXT(N(fig.issues_cost),\"#,##0\")} {settings.base_currency&\"\"}。",
            "Issues on site: {fig.issues_total}, still open: {fig.issues_open}; mean time to "
            "resolve: {TEXT(N(fig.issues_mean_minutes),\"0\")} min; extra cost: "
            "{TEXT(N(fig.issues_cost),\"#,##0\")} {settings.base_currency&\"\"}.",
        )),
        Para(Text(
            "由此整理出 {fig.lessons_total} 項經驗，其中 {fig.lessons_applied} 項已納入作業規範。",
            "Lessons drawn from them: {fig.lessons_total}, in use: {fig.lessons_applied}.",
        )),
        Heading(Text("經驗與改善", "Lessons and improvements"), 2),
        Lines("lessons", ("event", "effect", "lesson", "improvement", "owner"), rows=12,
              match=False, widths=(3, 1, 3, 4, 1)),
        Signatures((
            Text("撰寫人", "Author"), Text("安全管理人員", "Safety officer"),
            Text("專案負責人", "Project manager"),
        )),
    ),
)  # fmt: skip

SHEET = Sheet(
    "O5.2.3",
    tab=Text("經驗學習", "Lessons"),
    title=output_title("O5.2.3"),
    about=Text(
        "把現場事件變成下次可用的作法：經過、應變、效果、經驗、改善與採納。",
        "Turns incidents into better practice: event, response, effect, lesson, improvement.",
    ),
    phase="T5",
    figures=(
        Figure("lessons_total", Text("經驗件數", "Lessons"), "integer", rows("lessons")),
        Figure(
            "lessons_applied", Text("已納入作業", "Lessons in use"), "integer",
            "COUNTIFS(lessons[adopted],{lesson_adoption.applied})",
        ),
        Figure(
            "lessons_applied_share", Text("納入比率", "Share in use"), "percent",
            ratio("fig.lessons_applied", "fig.lessons_total"),
        ),
        Figure(
            "issues_without_lesson", Text("無檢討的重大問題", "Serious issues without a lesson"),
            "integer",
            "COUNTIFS(issues[lessons],0,issues[severity],{issue_severity.critical})"
            "+COUNTIFS(issues[lessons],0,issues[severity],{issue_severity.major})",
            good_if="=0",
        ),
        Figure(
            "lessons_overdue", Text("逾期改善", "Improvements overdue"), "integer",
            "COUNTIFS(lessons[due_state],{action_due.overdue})", good_if="=0",
        ),
    ),
    blocks=(
        _LESSONS,
        _BY_AREA,
        Chart(
            "stacked_bar", Text("各領域的經驗", "Lessons by area"),
            categories="lessons_by_area[area]",
            series=(
                Series("lessons_by_area[applied]", Text("已納入作業", "In use"), tone="good"),
                Series("lessons_by_area[pending]", Text("尚未納入", "Not in use"), tone="warn"),
            ),
        ),
        _REPORT,
    ),
)  # fmt: skip
