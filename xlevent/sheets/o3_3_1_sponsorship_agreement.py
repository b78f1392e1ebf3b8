"""O3.3.1: sponsorship agreements, and the document for the chosen sponsor."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Figure, Sheet, Table
from xlevent.sheets.kernel.expressions import count, look, look_number
from xlevent.sheets.partner_parts import clauses
from xlevent.sheets.sponsorship_document import SPONSORSHIP_AGREEMENT
from xlevent.standard import output_title

_AGREEMENTS = Table(
    "sponsorship_agreements",
    Text("贊助協議", "Sponsorship agreements"),
    (
        c.key("id", "協議編號", "Agreement ID", prefix="SA"),
        c.link("sponsor", "贊助商", "Sponsor", "sponsors", required=True, unique=True,
               help=("每一贊助商一份；增補以附約記載", "One for each sponsor; additions as an annex")),
        c.calc("sponsor_name", "贊助商名稱", "Sponsor name", "text",
               look("sponsors", "name", "[sponsor]"), width=22),
        c.calc("tier", "贊助級別", "Tier", "text", look("sponsors", "tier", "[sponsor]"), width=14),
        c.text("title", "協議名稱", "Title", required=True, width=28),
        c.text("designation", "贊助名義", "Designation", width=20,
               help=("例如：指定白金贊助商", "Such as Official Platinum Sponsor")),
        c.date("start", "權益起日", "Rights from", required=True),
        c.date("end", "權益迄日", "Rights until", required=True),
        c.text("exclusive_for", "排他類別", "Exclusive for", width=20,
               help=("空白表示無排他", "Blank: no exclusivity")),
        c.text("territory", "權益地區", "Territory", width=16),
        c.integer("payment_days", "付款天數", "Payment time", ge=0, unit=("天", "days")),
        c.integer("report_days", "結案報告天數", "Report time", ge=0, unit=("天", "days"),
                  help=("活動結束後提出履約報告的期限", "When the fulfilment report is due after the event")),
        c.calc("cash", "贊助現金", "Cash", "amount",
               look_number("sponsors", "cash_pledged", "[sponsor]")),
        c.calc("in_kind", "贊助實物", "In-kind", "amount",
               look_number("sponsors", "in_kind_pledged", "[sponsor]")),
        c.calc("benefits_value", "權益價值", "Benefits value", "amount",
               "SUMIFS(benefits[value],benefits[sponsor],[sponsor])"),
        c.text("court", "管轄法院", "Court", width=20),
        c.integer("copies", "正本份數", "Originals", ge=0),
        c.choice("state", "契約狀態", "State", "contract_state", required=True, width=16),
        c.date("sent", "送簽日", "Sent"),
        c.date("signed", "立約日", "Signed"),
        c.link("owner", "承辦人", "Owner", "people", required=True),
        c.url("file", "簽署檔案", "Signed file"),
        c.note("note", "附約與備註", "Annexes and notes"),
    ),
)  # fmt: skip


SHEET = Sheet(
    "O3.3.1",
    tab=Text("贊助協議", "Sponsorship"),
    title=output_title("O3.3.1"),
    phase="T3",
    about=Text(
        "登錄贊助協議；選取贊助商即可列印協議書，含收款期別、實物與回饋權益。",
        "Keeps the agreements; choose a sponsor to print its own with cash, in-kind and benefits.",
    ),
    figures=(
        Figure("sponsorships_signed", Text("已簽協議", "Signed agreements"), "integer",
               'COUNTIFS(sponsorship_agreements[signed],">0")'),
        Figure("sponsorships_out", Text("用印中", "Out for signature"), "integer",
               count("sponsorship_agreements", state="{contract_state.sent}")),
        Figure("sponsorships_cash", Text("協議現金", "Cash agreed"), "amount",
               "SUM(sponsorship_agreements[cash])"),
        Figure("sponsorships_in_kind", Text("協議實物", "In-kind agreed"), "amount",
               "SUM(sponsorship_agreements[in_kind])"),
    ),
    blocks=(
        SPONSORSHIP_AGREEMENT,
        _AGREEMENTS,
        clauses("sponsorship_clauses", Text("協議條款", "Agreement clauses"), 6),
    ),
)  # fmt: skip
