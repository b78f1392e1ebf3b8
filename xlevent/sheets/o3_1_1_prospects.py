"""O3.1.1: who might supply or sponsor the event, and how far the talks have come."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import ByList, Chart, Figure, Series, Sheet, Table
from xlevent.sheets.kernel.expressions import count, look, ratio, total
from xlevent.sheets.partner_parts import UBN, due_column
from xlevent.standard import output_title

_ENDED = "OR([stage]={prospect_stage.won},[stage]={prospect_stage.lost})"
_SCORE = ("1 最低，5 最高", "1 is lowest, 5 is highest")

_PROSPECTS = Table(
    "prospects",
    Text("潛在名單", "Prospects"),
    (
        c.key("id", "名單編號", "Prospect ID", prefix="PR"),
        c.choice("role", "合作角色", "Role", "partner_role", required=True, width=14),
        c.text("name", "單位名稱", "Organisation", required=True, width=26),
        c.text("ubn", "統一編號", "UBN", pattern=UBN, width=11,
               help=("八位數字，以文字保存", "Eight digits, kept as text")),
        c.choice("sector", "行業別", "Sector", "partner_sector", open=True),
        c.choice("category", "供應類別", "Supply category", "supplier_category", open=True,
                 help=("可供應的類別，純贊助商留空", "What it could supply; blank for a sponsor")),
        c.text("contact", "聯絡人", "Contact"),
        c.text("position", "職稱", "Position"),
        c.text("phone", "電話", "Phone", width=15),
        c.text("email", "電子郵件", "Email", width=24),
        c.text("source", "名單來源", "Found through", width=18),
        c.note("offer", "可提供項目或合作興趣", "Offer or interest"),
        c.link("package", "擬提方案", "Package in mind", "packages",
               help=("擬向贊助商提案的方案", "The package to be proposed to a sponsor")),
        c.integer("need_fit", "需求契合", "Fit to needs", ge=1, le=5, help=_SCORE),
        c.integer("audience_fit", "客群契合", "Fit of audience", ge=1, le=5, help=_SCORE),
        c.integer("capacity_fit", "能力與預算", "Capacity", ge=1, le=5, help=_SCORE),
        c.calc("fit", "契合度", "Fit score", "number",
               'IF([need_fit]+[audience_fit]+[capacity_fit]=0,"",'
               "ROUND(([need_fit]+[audience_fit]+[capacity_fit])/"
               "(([need_fit]>0)+([audience_fit]>0)+([capacity_fit]>0)),1))", bar=True,
               help=("已評分項目的平均", "Mean of the scores that are given")),
        c.choice("stage", "洽談階段", "Stage", "prospect_stage", required=True, width=15),
        c.percent("probability", "成功機率", "Probability", ge=0, le=1),
        c.amount("amount", "預估金額", "Amount", ge=0,
                 help=("贊助商：現金贊助；供應商：採購金額", "Sponsor: cash; supplier: purchase value")),
        c.calc("weighted", "加權金額", "Weighted amount", "amount",
               "IF([stage]={prospect_stage.won},[amount],IF([stage]={prospect_stage.lost},0,"
               "ROUND([amount]*[probability],settings.currency_decimals)))",
               help=("成交全計，未成為零", "Won counts in full, lost not at all")),
        c.link("owner", "負責人", "Owner", "people", required=True),
        c.date("last_contact", "最近聯繫", "Last contact"),
        c.text("next_step", "下一步", "Next step", width=24),
        c.date("next_date", "下一步日期", "Next date"),
        due_column("next_state", "追蹤狀況", "Follow-up", done=_ENDED, due="[next_date]"),
        c.calc("package_name", "方案名稱", "Package name", "text",
               look("packages", "name", "[package]")),
        c.note("outcome", "結果與原因", "Outcome and reason"),
        c.link("sponsor", "編入贊助商", "Became sponsor", "sponsors",
               help=("成交後在名冊中的編號", "Its row in the roster once won")),
    ),
    blank=20,
)  # fmt: skip


def _of_role(role: str, column: str | None = None) -> str:
    """Rows or a sum at this stage: those of one role and those of both roles."""
    roles = (f"{{partner_role.{role}}}", "{partner_role.both}")
    if column is None:
        return "+".join(count("prospects", stage="[stage]", role=r) for r in roles)
    return "+".join(total("prospects", column, stage="[stage]", role=r) for r in roles)


_FUNNEL = Table(
    "funnel",
    Text("洽談漏斗", "Funnel"),
    (
        c.choice("stage", "洽談階段", "Stage", "prospect_stage", width=15),
        c.calc("suppliers", "供應商家數", "Suppliers", "integer", _of_role("supplier")),
        c.calc("sponsors", "贊助商家數", "Sponsors", "integer", _of_role("sponsor")),
        c.calc("prospects", "名單家數", "Prospects", "integer",
               count("prospects", stage="[stage]"),
               help=("兼具兩種角色者只計一次", "A prospect of both roles counts once")),
        c.calc("share", "占比", "Share", "percent", ratio("N([prospects])", "fig.prospects_total"),
               bar=True),
        c.calc("sponsor_amount", "贊助預估", "Sponsor amount", "amount",
               total("prospects", "amount", stage="[stage]", role="{partner_role.sponsor}")
               + "+" + total("prospects", "amount", stage="[stage]", role="{partner_role.both}")),
        c.calc("sponsor_weighted", "贊助加權", "Sponsor weighted", "amount",
               _of_role("sponsor", "weighted")),
        c.calc("purchase_amount", "採購預估", "Purchase amount", "amount",
               total("prospects", "amount", stage="[stage]", role="{partner_role.supplier}")),
    ),
    rows=ByList("prospect_stage"),
)  # fmt: skip

SHEET = Sheet(
    "O3.1.1",
    tab=Text("潛在名單", "Prospects"),
    title=output_title("O3.1.1"),
    phase="T3",
    about=Text(
        "列出潛在供應商與贊助商，評估契合度，追蹤洽談階段與下一步。",
        "Lists possible suppliers and sponsors, how well they fit, and the next step with each.",
    ),
    figures=(
        Figure("prospects_total", Text("名單家數", "Prospects"), "integer",
               'SUMPRODUCT((prospects[id]<>"")*1)'),
        Figure("prospects_won", Text("已成交", "Won"), "integer",
               count("prospects", stage="{prospect_stage.won}")),
        Figure("prospects_sponsor_weighted", Text("贊助加權金額", "Weighted sponsorship"),
               "amount", "SUM(funnel[sponsor_weighted])"),
        Figure("prospects_overdue", Text("逾期未追蹤", "Follow-ups overdue"), "integer",
               count("prospects", next_state="{action_due.overdue}"), good_if="=0"),
    ),
    blocks=(
        _FUNNEL,
        Chart("bar", Text("洽談漏斗", "Funnel"), "funnel[stage]", (
            Series("funnel[suppliers]", Text("供應商", "Suppliers"), tone="soft"),
            Series("funnel[sponsors]", Text("贊助商", "Sponsors"), tone="accent"),
        )),
        _PROSPECTS,
    ),
)  # fmt: skip
