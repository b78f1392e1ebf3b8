"""Minutes of cross-department meetings: O4.1.2 and O4.2.1 differ in subject, not in shape."""

from __future__ import annotations

from dataclasses import dataclass

from xlevent.domain.language import Text
from xlevent.sheets.follow_up import days_overdue, due_state
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import (
    Document,
    Field,
    Figure,
    Heading,
    Lines,
    Para,
    Sheet,
    Signatures,
    Table,
)
from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.kernel.expressions import count, look, ratio, rows
from xlevent.standard import output_title


@dataclass(frozen=True, slots=True)
class MeetingSeries:
    """A series of meetings: what tells one sheet of minutes from the other."""

    code: str
    tab: Text
    about: Text
    name: str  # begins the keys of tables and figures: market -> market_meetings
    letter: str  # begins the identifiers of rows: M -> MM-001
    subjects: str  # list of agenda subjects
    topic: Column  # what the meetings decide about: a link to the rows of another sheet


def minutes_sheet(series: MeetingSeries) -> Sheet:
    """The sheet of minutes of one series of meetings."""
    return Sheet(
        series.code,
        tab=series.tab,
        title=output_title(series.code),
        blocks=(
            _meetings(series),
            _attendance(series),
            _decisions(series),
            _actions(series),
            _minutes(series),
        ),
        figures=_figures(series),
        phase="T4",
        about=series.about,
    )


def _meetings(series: MeetingSeries) -> Table:
    attendance, actions = f"{series.name}_attendance", f"{series.name}_actions"
    return Table(
        f"{series.name}_meetings",
        Text("會議", "Meetings"),
        (
            c.key("id", "會議編號", "Meeting ID", prefix=f"{series.letter}M", width=12),
            c.text("title", "會議名稱", "Meeting", required=True, width=28),
            c.date("date", "日期", "Date", required=True),
            c.time("start", "開始時間", "Start"),
            c.time("finish", "結束時間", "Finish"),
            c.text("place", "地點或會議連結", "Place or link", width=20),
            c.text("departments", "參與部門", "Departments", width=24),
            c.link("chair", "主席", "Chair", "people"),
            c.link("recorder", "紀錄", "Minutes by", "people"),
            c.choice("subject", "主要議題", "Main subject", series.subjects, width=20),
            c.note("agenda", "議程", "Agenda"),
            c.note("discussion", "討論摘要", "Discussion", width=44),
            c.choice("state", "會議狀態", "Meeting state", "minutes_state", width=18),
            c.date("circulated_on", "紀錄送閱日期", "Minutes sent on", width=16),
            c.date("next_date", "下次會議", "Next meeting", width=14),
            c.url("file", "附件", "Attachment"),
            c.calc(
                "length", "會議時間", "Length", "minutes",
                'IF(OR([start]="",[finish]=""),"",ROUND(([finish]-[start])*1440,0))',
                unit=Text("分鐘", "min"),
            ),
            c.calc(
                "invited", "應出席", "Invited", "integer",
                count(attendance, meeting="[id]"), unit=("人", "people"),
            ),
            c.calc(
                "attended", "實到", "Attended", "integer",
                f"SUMIFS({attendance}[counted],{attendance}[meeting],[id])",
                unit=("人", "people"), width=12,
                help=("出席、線上出席與代理出席", "Present, online or by deputy"),
            ),
            c.calc("attendance", "出席率", "Attendance", "percent",
                   ratio("[attended]", "[invited]"), width=13),
            c.calc(
                "open_actions", "未結事項", "Open actions", "integer",
                f"{count(actions, meeting='[id]', state='{action_state.open}')}"
                f"+{count(actions, meeting='[id]', state='{action_state.in_progress}')}",
                width=15,
            ),
        ),
        blank=8,
        hint=Text(
            "一列一場會議；出席、決議與待辦事項在下方各表，以會議編號相連。",
            "One row per meeting; attendance, decisions and actions below refer to its ID.",
        ),
    )  # fmt: skip


def _in_meeting(series: MeetingSeries, table: str) -> tuple[Column, Column]:
    """The link of a child row to its meeting, and the key under which the minutes list it."""
    # Not COUNTIFS with "<="&[id]: IronCalc orders texts the wrong way round in it.
    number = f"SUMPRODUCT(({table}[meeting]=[meeting])*({table}[id]<=[id]))"
    return (
        c.link(
            "meeting", "會議編號", "Meeting ID", f"{series.name}_meetings", required=True, width=12
        ),
        c.calc(
            "doc_key", "紀錄序", "Order in minutes", "text",
            f'IF([meeting]="","",[meeting]&"|"&{number})', width=17, hidden=True,
        ),
    )  # fmt: skip


def _attendance(series: MeetingSeries) -> Table:
    key = f"{series.name}_attendance"
    meeting, doc_key = _in_meeting(series, key)
    there = ",".join(f"[presence]={{presence.{p}}}" for p in ("present", "online", "deputy"))
    return Table(
        key,
        Text("出席紀錄", "Attendance"),
        (
            c.key("id", "編號", "ID", prefix=f"{series.letter}MT"),
            meeting,
            c.link("person", "姓名", "Person", "people", required=True),
            c.calc("department", "部門", "Department", "text",
                   look("people", "department", "[person]", "name")),
            c.calc("role", "職務", "Role", "text", look("people", "role", "[person]", "name")),
            c.choice("presence", "出席情形", "Attendance", "presence", required=True),
            c.text(
                "deputy", "代理人", "Deputy",
                help=("代理出席者姓名與職稱", "Name and position of the deputy"),
            ),
            c.text("remark", "備註", "Remark", width=24),
            c.calc("counted", "計入實到", "Counted", "integer", f"IF(OR({there}),1,0)", hidden=True),
            doc_key,
        ),
        blank=24,
    )  # fmt: skip


def _decisions(series: MeetingSeries) -> Table:
    key = f"{series.name}_decisions"
    meeting, doc_key = _in_meeting(series, key)
    return Table(
        key,
        Text("議題與決議", "Subjects and decisions"),
        (
            c.key("id", "決議編號", "Decision ID", prefix=f"{series.letter}MD", width=13),
            meeting,
            c.choice("subject", "議題", "Subject", series.subjects, required=True, open=True,
                     width=20),
            c.note("background", "說明", "Background"),
            series.topic,
            c.note("decision", "決議內容", "Decision", required=True, width=44),
            c.choice("result", "決議結果", "Outcome", "decision_result", width=17),
            c.text("departments", "權責部門", "Departments in charge", width=22),
            c.amount(
                "budget_effect", "預算影響", "Budget effect",
                help=("增加為正、減少為負；須另於 O2.4.1 辦理變更",
                      "More is positive, less negative; record the change in O2.4.1"),
            ),
            doc_key,
        ),
    )  # fmt: skip


def _actions(series: MeetingSeries) -> Table:
    key = f"{series.name}_actions"
    meeting, doc_key = _in_meeting(series, key)
    return Table(
        key,
        Text("待辦事項追蹤", "Action items"),
        (
            c.key("id", "編號", "ID", prefix=f"{series.letter}A"),
            meeting,
            c.link("decision", "決議編號", "Decision ID", f"{series.name}_decisions", width=13),
            c.note("action", "待辦事項", "Action", required=True),
            c.choice("priority", "優先順序", "Priority", "priority"),
            c.link("owner", "負責人", "Owner", "people", required=True),
            c.calc("department", "部門", "Department", "text",
                   look("people", "department", "[owner]", "name")),
            c.date("due", "期限", "Due", required=True),
            c.choice("state", "辦理狀態", "State", "action_state", required=True),
            c.note("progress", "辦理情形", "Progress"),
            c.date("done_on", "完成日期", "Done on"),
            due_state(),
            days_overdue(),
            doc_key,
        ),
        blank=16,
    )  # fmt: skip


def _minutes(series: MeetingSeries) -> Document:
    name = series.name
    when = (
        'IF(N(pick.date)=0,"",TEXT(pick.date,"yyyy-mm-dd"))&IF(N(pick.start)=0,"","  "&'
        'TEXT(pick.start+1/172800,"hh:mm"))&IF(N(pick.finish)=0,"","-"&TEXT(pick.finish+1/172800,"hh:mm"))'
    )
    attended = 'IF(N(pick.invited)=0,"",pick.attended&" / "&pick.invited)'
    return Document(
        f"{name}_minutes",
        Text("跨部門會議紀錄", "Cross-department meeting minutes"),
        (
            Heading(Text("會議資訊", "Meeting")),
            Field(Text("活動名稱", "Event"), "settings.event_name"),
            Field(Text("會議名稱", "Meeting"), "pick.title"),
            Field(Text("時間", "Time"), when),
            Field(Text("地點", "Place"), "pick.place"),
            Field(Text("主席", "Chair"), "pick.chair"),
            Field(Text("紀錄", "Minutes by"), "pick.recorder"),
            Field(Text("參與部門", "Departments"), "pick.departments"),
            Field(Text("實到／應到人數", "Attended / invited"), attended),
            Heading(Text("議程", "Agenda")),
            Para(Text("{pick.agenda}", "{pick.agenda}"), lines=3),
            Heading(Text("出席", "Attendance")),
            Lines(
                f"{name}_attendance", ("person", "department", "role", "presence", "deputy"),
                rows=12, widths=(2, 3, 3, 2, 2),
            ),
            Heading(Text("討論摘要", "Discussion")),
            Para(Text("{pick.discussion}", "{pick.discussion}"), lines=5),
            Heading(Text("議題與決議", "Decisions")),
            Lines(
                f"{name}_decisions", ("id", "subject", "decision", "result"),
                rows=6, widths=(2, 3, 5, 2),
            ),
            Heading(Text("待辦事項", "Actions")),
            Lines(
                f"{name}_actions", ("id", "action", "owner", "due", "state"),
                rows=8, widths=(2, 4, 2, 2, 2),
            ),
            Field(
                Text("下次會議", "Next meeting"),
                'IF(N(pick.next_date)=0,"",TEXT(pick.next_date,"yyyy-mm-dd"))',
            ),
            Signatures((
                Text("主席", "Chair"), Text("紀錄", "Minutes by"),
                Text("專案負責人", "Project manager"),
            )),
        ),
        table=f"{name}_meetings",
    )  # fmt: skip


def _figures(series: MeetingSeries) -> tuple[Figure, ...]:
    name = series.name
    meetings, attendance, actions = f"{name}_meetings", f"{name}_attendance", f"{name}_actions"
    held = "+".join(
        count(meetings, state=f"{{minutes_state.{state}}}")
        for state in ("held", "circulated", "confirmed")
    )
    unfinished = "+".join(
        count(actions, state=f"{{action_state.{state}}}") for state in ("open", "in_progress")
    )
    return (
        Figure(f"{meetings}_held", Text("已召開會議", "Meetings held"), "integer", held),
        Figure(
            f"{attendance}_share", Text("出席率", "Attendance"), "percent",
            ratio(f"SUM({attendance}[counted])", rows(attendance)),
        ),
        Figure(
            f"{name}_decisions_total", Text("決議數", "Decisions"), "integer",
            rows(f"{name}_decisions"),
        ),
        Figure(f"{actions}_open", Text("未結待辦", "Open actions"), "integer", unfinished),
        Figure(
            f"{actions}_overdue", Text("逾期待辦", "Overdue actions"), "integer",
            count(actions, due_state="{action_due.overdue}"), good_if="=0",
        ),
    )  # fmt: skip
