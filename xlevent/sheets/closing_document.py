"""The printable closing report of O6.1.1: chapters of sentences with figures, text and rows."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.choices.closing import LISTS
from xlevent.sheets.closing_sentences import SENTENCES
from xlevent.sheets.kernel.blocks import (
    Document,
    Field,
    Heading,
    Lines,
    Para,
    Part,
    Signatures,
)

_MEASURES = 8  # rows of the benefit analysis
_ROW_OF = {
    option.key: number
    for declared in LISTS
    if declared.name == "report_section"
    for number, option in enumerate(declared.options, start=1)
}


def _section(key: str, zh: str, en: str, *parts: Part) -> tuple[Part, ...]:
    """A chapter: its heading, sentences with figures, the text that people wrote, its lines."""
    number = _ROW_OF[key]
    body = f'INDEX(report_sections[body],{number})&""'
    heading = Heading(Text(f"{number}. {zh}", f"{number}. {en}"), 2)
    remarks = Field(Text("說明", "Remarks"), body, "note", 4)
    return (heading, Para(SENTENCES[key]), remarks, *parts)


REPORT = Document(
    "closing_report",
    Text("專案結案報告", "Closing report"),
    parts=(
        Heading(Text("專案結案報告", "Closing report")),
        Field(Text("活動名稱", "Event"), 'settings.event_name&""'),
        Field(Text("英文名稱", "English name"), 'settings.event_name_en&""'),
        Field(Text("委託單位", "Client"), 'settings.client_name&""'),
        Field(Text("執行單位", "Organiser"), 'settings.organiser_name&""'),
        Field(Text("專案負責人", "Project manager"), 'settings.project_manager&""'),
        Field(Text("資料日期", "Data date"), "fig.as_of", "date"),
        *_section(
            "summary", "摘要", "Summary",
        ),
        *_section(
            "goals", "目標與成果", "Goals and results",
            Lines("goal_results", ("goal_text", "target", "result", "achievement", "status"),
                  rows=8, match=False, widths=(5, 2, 2, 1, 2)),
        ),
        *_section(
            "execution", "活動執行", "Execution",
            Lines("attendance_log", ("date", "session", "registered", "attended", "show_rate"),
                  rows=8, match=False, widths=(2, 5, 2, 2, 1)),
        ),
        *_section(
            "finance", "財務決算", "Finances",
            Lines("benefit_analysis", ("measure", "planned", "actual", "difference", "rate"),
                  rows=_MEASURES, match=False, widths=(4, 2, 2, 2, 2)),
        ),
        *_section(
            "sponsors", "贊助", "Sponsors",
        ),
        *_section(
            "suppliers", "供應商與履約", "Suppliers and contracts",
        ),
        *_section(
            "marketing", "行銷成效", "Marketing",
        ),
        *_section(
            "issues", "問題與危機處理", "Issues and crises",
            Lines("issues_by_severity", ("severity", "total", "resolved", "open", "cost"),
                  rows=4, match=False, widths=(4, 2, 2, 2, 2)),
        ),
        *_section(
            "lessons", "經驗學習", "Lessons",
            Lines("lessons", ("event", "lesson", "improvement", "adopted"), rows=8, match=False,
                  widths=(3, 4, 4, 1)),
        ),
        *_section("sustainability", "永續", "Sustainability"),
        *_section(
            "recommendations", "改善建議", "Recommendations",
            Lines("recommendations", ("area", "recommendation", "benefit", "priority"), rows=8,
                  match=False, widths=(2, 5, 4, 1)),
        ),
        Heading(Text("附件：影音圖片", "Annex: pictures, audio and video"), 2),
        Lines("report_media", ("id", "kind", "title", "file"), rows=20, match=False,
              widths=(1, 1, 5, 5)),
        Signatures((
            Text("專案負責人", "Project manager"), Text("執行單位代表", "For the organiser"),
            Text("委託單位", "For the client"),
        )),
    ),
)  # fmt: skip
