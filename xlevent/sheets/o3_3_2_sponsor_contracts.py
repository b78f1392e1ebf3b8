"""O3.3.2: goods and services bought from sponsors, sold to them, or bartered."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Figure, Sheet, Table
from xlevent.sheets.kernel.expressions import count, look, look_number, total
from xlevent.sheets.partner_parts import clauses, doc_key, priced
from xlevent.sheets.sponsor_contract_document import SPONSOR_CONTRACT
from xlevent.standard import output_title

_SELLS = "[direction]={trade_direction.sell_to}"
_NOT_CANCELLED = '"<>"&{order_state.cancelled}'


_CONTRACTS = Table(
    "sponsor_contracts",
    Text("贊助商採購契約", "Sponsor contracts"),
    (
        c.key("id", "契約編號", "Contract ID", prefix="SCN"),
        c.link("sponsor", "贊助商", "Sponsor", "sponsors", required=True),
        c.calc("sponsor_name", "贊助商名稱", "Sponsor name", "text",
               look("sponsors", "name", "[sponsor]"), width=22),
        c.choice("direction", "交易方向", "Direction", "trade_direction", required=True, width=20),
        c.calc("buyer", "買方", "Buyer", "text", f"IF({_SELLS},[sponsor_name],settings.organiser_name)",
               width=22),
        c.calc("seller", "賣方", "Seller", "text",
               f"IF({_SELLS},settings.organiser_name,[sponsor_name])", width=22),
        c.text("title", "契約名稱", "Title", required=True, width=28),
        c.note("scope", "標的說明", "Scope"),
        c.date("signed", "立約日", "Signed"),
        c.date("start", "履約起日", "Start"),
        c.date("end", "履約迄日", "End"),
        c.choice("state", "契約狀態", "State", "contract_state", required=True, width=16),
        c.text("delivery_place", "履約地點", "Place of delivery", width=24),
        c.choice("payment_terms", "付款條件", "Payment terms", "payment_terms", width=18),
        c.integer("payment_days", "付款天數", "Payment time", ge=0, unit=("天", "days")),
        c.integer("acceptance_days", "驗收天數", "Acceptance time", ge=0, unit=("天", "days")),
        c.percent("penalty_rate", "逾期違約金率", "Penalty rate", ge=0, le=1,
                  help=("每日；空白依設定", "Per day of delay; blank: as in the settings")),
        c.calc("daily_penalty", "適用日罰率", "Daily penalty", "percent",
               'IF([penalty_rate]="",settings.daily_penalty_rate,[penalty_rate])'),
        c.calc("total", "契約總價", "Total", "amount",
               "SUMIFS(sponsor_contract_lines[amount],sponsor_contract_lines[contract],[id],"
               f"sponsor_contract_lines[state],{_NOT_CANCELLED})"),
        c.calc("tax", "內含營業稅", "Business tax", "amount",
               "SUMIFS(sponsor_contract_lines[tax],sponsor_contract_lines[contract],[id],"
               f"sponsor_contract_lines[state],{_NOT_CANCELLED})"),
        c.calc("settled", "已收付", "Settled", "amount",
               total("sponsor_contract_lines", "settled", contract="[id]")),
        c.calc("unsettled", "未收付", "Not settled", "amount", "N([total])-N([settled])"),
        c.text("court", "管轄法院", "Court", width=20),
        c.integer("copies", "正本份數", "Originals", ge=0),
        c.link("owner", "承辦人", "Owner", "people", required=True),
        c.url("file", "簽署檔案", "Signed file"),
        c.note("note", "備註", "Note"),
    ),
    blank=6,
)  # fmt: skip

_LINES = Table(
    "sponsor_contract_lines",
    Text("契約明細", "Contract lines"),
    (
        c.key("id", "明細編號", "Line ID", prefix="SCL"),
        c.link("contract", "契約編號", "Contract", "sponsor_contracts", required=True),
        c.calc("direction", "交易方向", "Direction", "choice",
               look("sponsor_contracts", "direction", "[contract]"), list="trade_direction",
               width=20),
        c.text("item", "品項", "Item", required=True, width=26),
        c.text("specification", "規格", "Specification", width=26),
        c.number("quantity", "數量", "Quantity", required=True, ge=0),
        c.text("unit", "單位", "Unit", width=8),
        c.price("unit_price", "單價", "Unit price", required=True, ge=0),
        c.choice("tax_kind", "稅別", "Tax", "tax_kind", required=True),
        *priced(),
        c.link("budget_line", "預算科目", "Budget line", "budget_lines"),
        c.link("order_line", "對應訂單", "Order line", "order_lines",
               help=("向贊助商採購者另列訂購明細，才計入預算承諾",
                     "A purchase counts in the budget through its order line")),
        c.calc("in_budget", "已列訂單", "Has an order", "choice",
               'IF([direction]={trade_direction.buy_from},IF([order_line]="",{yes_no.no},'
               '{yes_no.yes}),"")', list="yes_no"),
        c.date("due", "交付期限", "Due", required=True),
        c.date("delivered", "實際交付", "Delivered"),
        c.choice("state", "訂購狀態", "State", "order_state", required=True, width=16),
        c.amount("settled_amount", "自行登錄收付", "Settled by hand", ge=0,
                 help=("無對應訂單者填寫，例如售予贊助商的收款", "Where there is no order line, such as a sale")),
        c.calc("settled", "已收付", "Settled", "amount",
               'IF([order_line]="",[settled_amount],'
               + look_number("order_lines", "paid", "[order_line]") + ")"),
        *doc_key("sponsor_contract_lines", "contract"),
    ),
)  # fmt: skip


def _by_direction(direction: str) -> str:
    return total("sponsor_contracts", "total", direction=f"{{trade_direction.{direction}}}")


SHEET = Sheet(
    "O3.3.2",
    tab=Text("贊助採購", "Sponsor contracts"),
    title=output_title("O3.3.2"),
    phase="T3",
    about=Text(
        "登錄與贊助商之間的買賣與互易契約，與贊助款分開，並列印契約書。",
        "Keeps purchases, sales and barters with sponsors, apart from the sponsorship itself.",
    ),
    figures=(
        Figure("sponsor_contracts_bought", Text("向贊助商採購", "Bought from sponsors"), "amount",
               _by_direction("buy_from")),
        Figure("sponsor_contracts_sold", Text("售予贊助商", "Sold to sponsors"), "amount",
               _by_direction("sell_to")),
        Figure("sponsor_contracts_bartered", Text("互易", "Bartered"), "amount",
               _by_direction("barter")),
        Figure("sponsor_lines_without_order", Text("採購未列訂單", "Purchases without order"),
               "integer", count("sponsor_contract_lines", in_budget="{yes_no.no}"), good_if="=0"),
    ),
    blocks=(
        SPONSOR_CONTRACT,
        _CONTRACTS,
        _LINES,
        clauses("sponsor_contract_clauses", Text("契約條款", "Contract clauses"), 6),
    ),
)  # fmt: skip
