"""O4.2.1: minutes of the meetings in which departments promise marketing resources."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.meetings import MeetingSeries, minutes_sheet

SHEET = minutes_sheet(
    MeetingSeries(
        "O4.2.1",
        tab=Text("資源會議", "Resource meetings"),
        about=Text(
            "跨部門會議協調行銷資源的取得程序與可運用時機：出席、決議、待辦追蹤，並可列印會議紀錄。",
            "Meetings on how and when marketing resources become available: attendance, decisions, "
            "actions, and minutes to print.",
        ),
        name="resource",
        letter="R",
        subjects="resource_subject",
        topic=c.link("resource", "行銷資源", "Marketing resource", "marketing_resources", width=20),
    )
)
