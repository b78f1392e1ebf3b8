"""O4.1.2: minutes of the meetings that settle target markets and opportunities."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.meetings import MeetingSeries, minutes_sheet

SHEET = minutes_sheet(
    MeetingSeries(
        "O4.1.2",
        tab=Text("市場會議", "Market meetings"),
        about=Text(
            "跨部門會議確認目標市場與行銷機會：出席、決議、待辦追蹤，並可列印會議紀錄。",
            "Meetings that settle target markets and opportunities: attendance, decisions, actions, "
            "and minutes to print.",
        ),
        name="market",
        letter="M",
        subjects="market_subject",
        topic=c.link("opportunity", "行銷機會", "Opportunity", "opportunities", width=14),
    )
)
