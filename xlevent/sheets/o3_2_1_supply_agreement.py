"""O3.2.1: framework agreements with suppliers, and the document to print and sign."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Figure, Sheet, Table
from xlevent.sheets.kernel.expressions import count, look, ratio, total
from xlevent.sheets.partner_parts import (
    clauses,
    doc_key,
)
from xlevent.sheets.supply_document import SUPPLY_AGREEMENT
from xlevent.standard import output_title

_AGREEMENTS = Table(
    "supply_agreements",
    Text("供應協議", "Supply agreements"),
    (
        c.key("id", "協議編號", "Agreement ID", prefix="AG"),
        c.link("supplier", "供應商", "Supplier", "suppliers", required=True),
        c.calc("supplier_name", "供應商名稱", "Supplier name", "text",
               look("suppliers", "name", "[supplier]"), width=22),
        c.text("title", "協議名稱", "Title", required=True, width=28),
        c.note("scope", "供應範圍", "Scope", required=True),
        c.date("start", "起日", "Start", required=True),
        c.date("end", "迄日", "End", required=True),
        c.amount("ceiling", "採購上限", "Ceiling", ge=0,
                 help=("協議期間訂購總額上限，含稅", "Most that may be ordered in all, incl. tax")),
        c.text("delivery_place", "交付地點", "Delivery place", width=24),
        c.integer("lead_days", "訂購前置天數", "Lead time", ge=0, unit=("天", "days")),
        c.integer("acceptance_days", "驗收天數", "Acceptance time", ge=0, unit=("天", "days")),
        c.choice("payment_terms", "付款條件", "Payment terms", "payment_terms", width=18),
        c.integer("payment_days", "付款天數", "Payment time", ge=0, unit=("天", "days")),
        c.integer("warranty_months", "保固月數", "Warranty", ge=0, unit=("月", "months")),
        c.percent("penalty_rate", "逾期違約金率", "Penalty rate", ge=0, le=1,
                  help=("每日；空白依設定", "Per day of delay; blank: as in the settings")),
        c.percent("penalty_cap", "違約金上限", "Penalty cap", ge=0, le=1,
                  help=("空白依設定", "Blank: as in the settings")),
        c.calc("daily_penalty", "適用日罰率", "Daily penalty", "percent",
               'IF([penalty_rate]="",settings.daily_penalty_rate,[penalty_rate])'),
        c.calc("penalty_limit", "適用上限", "Penalty limit", "percent",
               'IF([penalty_cap]="",settings.penalty_cap,[penalty_cap])'),
        c.text("court", "管轄法院", "Court", width=20),
        c.integer("copies", "正本份數", "Originals", ge=0),
        c.choice("state", "契約狀態", "State", "contract_state", required=True, width=16),
        c.date("signed", "立約日", "Signed"),
        c.calc("ordered", "已訂購", "Ordered", "amount",
               total("contracts", "total", agreement="[id]"),
               help=("引用本協議的契約總額", "Sum of the contracts under this agreement")),
        c.calc("ceiling_left", "上限餘額", "Left of ceiling", "amount",
               'IF([ceiling]="","",[ceiling]-N([ordered]))'),
        c.calc("ceiling_used", "上限使用率", "Ceiling used", "percent",
               ratio("N([ordered])", "[ceiling]"), bar=True),
        c.link("owner", "承辦人", "Owner", "people", required=True),
        c.url("file", "簽署檔案", "Signed file"),
        c.note("note", "備註", "Note"),
    ),
    blank=8,
)  # fmt: skip

_PRICES = Table(
    "supply_prices",
    Text("單價表", "Price schedule"),
    (
        c.key("id", "單價編號", "Price ID", prefix="SPR"),
        c.link("agreement", "協議編號", "Agreement", "supply_agreements", required=True),
        c.text("item", "品項", "Item", required=True, width=24),
        c.text("specification", "規格", "Specification", width=26),
        c.text("unit", "單位", "Unit", width=8),
        c.price("unit_price", "單價", "Unit price", required=True, ge=0),
        c.choice("tax_kind", "稅別", "Tax", "tax_kind", required=True),
        c.number("minimum", "最低訂量", "Minimum order", ge=0),
        *doc_key("supply_prices", "agreement"),
    ),
    blank=20,
)  # fmt: skip

SHEET = Sheet(
    "O3.2.1",
    tab=Text("供應協議", "Supply agreement"),
    title=output_title("O3.2.1"),
    phase="T3",
    about=Text(
        "登錄供應協議與單價，選取編號即可列印協議書；條款可自行增刪。",
        "Keeps supply agreements and price schedules; choose one to print it. Clauses are editable.",
    ),
    figures=(
        Figure("supply_agreements_signed", Text("已簽協議", "Signed agreements"), "integer",
               count("supply_agreements", state="{contract_state.signed}")),
        Figure("supply_ceiling", Text("協議上限合計", "Ceilings"), "amount",
               "SUM(supply_agreements[ceiling])"),
        Figure("supply_ordered", Text("協議項下訂購", "Ordered under them"), "amount",
               "SUM(supply_agreements[ordered])"),
    ),
    blocks=(
        SUPPLY_AGREEMENT,
        _AGREEMENTS,
        _PRICES,
        clauses("supply_clauses", Text("協議條款", "Agreement clauses"), 6),
    ),
)  # fmt: skip
