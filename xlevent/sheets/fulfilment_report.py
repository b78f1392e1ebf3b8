"""The report that a sponsor reads after the event: promised, delivered, value, next step."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel.blocks import Document, Field, Heading, Lines, Para, Signatures
from xlevent.sheets.kernel.expressions import look, look_number
from xlevent.sheets.partner_parts import money


def _number(column: str) -> str:
    return look_number("sponsor_value", column, "pick.id", key="sponsor")


def _share(column: str) -> str:
    """A percentage as text, a dash where it is blank."""
    shown = look("sponsor_value", column, "pick.id", key="sponsor")
    return f'IF({shown}="","-",TEXT({_number(column)},"0.0%"))'


REPORT = Document(
    "fulfilment_report",
    Text("贊助履約報告", "Sponsorship Fulfilment Report"),
    table="sponsors",
    parts=(
        Field(Text("贊助商", "Sponsor"), "pick.name"),
        Field(Text("贊助級別", "Tier"), "pick.tier"),
        Field(Text("協議編號", "Agreement"), "pick.agreement"),
        Para(Text(
            "感謝 貴單位贊助「{settings.event_name}」。謹就協議所載權益之履行情形、佐證與價值報告如下。",
            "Thank you for supporting {IF(settings.event_name_en=\"\",settings.event_name,settings.event_name_en)}. This reports what was promised, what was "
            "delivered with proof, and what it was worth.",
        )),
        Heading(Text("一、贊助投入", "1  Your contribution"), 2),
        Para(Text(
            f"現金：承諾 {money('pick.cash_pledged')}，已收 {money('pick.cash_received')}。"
            f"實物：承諾 {money('pick.in_kind_pledged')}，已收 {money('pick.in_kind_received')}。",
            f"Cash: pledged {money('pick.cash_pledged')}, received {money('pick.cash_received')}. "
            f"In-kind: pledged {money('pick.in_kind_pledged')}, received {money('pick.in_kind_received')}.",
        )),
        Heading(Text("二、權益履行", "2  Benefits delivered"), 2),
        Lines("benefits", ("description", "quantity", "delivered_quantity", "state", "value",
                           "delivered_value"), 16, widths=(4, 1, 1, 2, 2, 2)),
        Heading(Text("三、短少與補償", "3  Shortfalls and make-goods"), 2),
        Lines("benefits", ("description", "reason", "make_good", "made_good"), 16,
              widths=(4, 3, 3, 2)),
        Heading(Text("四、價值與報酬", "4  Value and return"), 2),
        Field(Text("承諾價值", "Promised value"), _number("promised"), "amount"),
        Field(Text("履行總價值（含補償）", "Value delivered"), _number("value_delivered"), "amount"),
        Field(Text("履約率", "Fulfilment"), _share("fulfilment")),
        Field(Text("贊助商報酬率", "Your ROI"), _share("sponsor_roi")),
        Heading(Text("五、後續合作", "5  Next time"), 2),
        Para(Text(
            "{IF(pick.feedback=\"\",\"期盼再次攜手合作。\",pick.feedback)}",
            "{IF(pick.feedback=\"\",\"We hope to work with you again.\",pick.feedback)}",
        )),
        Signatures((Text("主辦單位", "Organiser"), Text("贊助單位", "Sponsor"))),
    ),
)  # fmt: skip
