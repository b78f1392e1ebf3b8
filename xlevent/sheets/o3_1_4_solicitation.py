"""O3.1.4: what is offered to sponsors, at which price, and towards which target."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import ByList, Chart, Figure, Series, Sheet, Table
from xlevent.sheets.kernel.expressions import look, ratio, total
from xlevent.sheets.partner_parts import due_column
from xlevent.standard import output_title

_CASH = "[kind]={support_kind.cash}"

_TARGETS = Table(
    "sponsor_targets",
    Text("募集目標", "Fundraising targets"),
    (
        c.choice("kind", "贊助性質", "Kind of support", "support_kind", width=16),
        c.amount("target", "募集目標", "Target", ge=0),
        c.date("due", "達成期限", "Due"),
        c.link("owner", "負責人", "Owner", "people"),
        c.calc("offered", "方案總價", "Offered", "amount",
               f'IF({_CASH},SUM(packages[offered]),"")',
               help=("各方案定價乘名額", "Price x places of all packages")),
        c.calc("pledged", "已承諾", "Pledged", "amount",
               f"IF({_CASH},SUM(sponsor_payments[amount]),"
               "SUMIFS(in_kind_items[value],in_kind_items[kind],[kind]))"),
        c.calc("received", "已收到", "Received", "amount",
               f"IF({_CASH},SUM(sponsor_payments[received]),"
               "SUMIFS(in_kind_items[received_value],in_kind_items[kind],[kind]))"),
        c.calc("gap", "尚差", "Gap", "amount", "MAX(0,[target]-N([pledged]))"),
        c.calc("coverage", "達成率", "Coverage", "percent", ratio("N([pledged])", "[target]"),
               bar=True),
    ),
    rows=ByList("support_kind"),
    hint=Text("現金與實物分列，不相加", "Cash and in-kind stand apart and are never added up"),
)  # fmt: skip

_PACKAGES = Table(
    "packages",
    Text("贊助方案", "Packages"),
    (
        c.key("id", "方案編號", "Package ID", prefix="PK"),
        c.choice("tier", "贊助級別", "Tier", "sponsor_tier", required=True, open=True, width=14),
        c.text("name", "方案名稱", "Package", required=True, width=24),
        c.amount("price", "定價", "Price", required=True, ge=0,
                 help=("含稅現金；純實物方案填 0", "Cash incl. tax; 0 for an in-kind package")),
        c.integer("slots", "名額", "Places", required=True, ge=0),
        c.calc("sold", "已售", "Sold", "integer",
               'COUNTIFS(sponsors[package],[id],sponsors[state],"<>"&{sponsor_state.withdrawn})'),
        c.calc("places_left", "剩餘名額", "Places left", "integer", "[slots]-N([sold])"),
        c.calc("sold_share", "售出率", "Sold share", "percent", ratio("N([sold])", "[slots]"),
               bar=True),
        c.calc("offered", "方案總價", "Offered", "amount", "[price]*[slots]"),
        c.calc("pledged", "已承諾現金", "Cash pledged", "amount",
               total("sponsors", "cash_pledged", package="[id]")),
        c.calc("tangible", "可量測價值", "Tangible value", "amount",
               total("package_benefits", "value", package="[id]",
                     nature="{benefit_nature.tangible}")),
        c.calc("intangible", "無形價值", "Intangible value", "amount",
               total("package_benefits", "value", package="[id]",
                     nature="{benefit_nature.intangible}")),
        c.calc("market_value", "公平市價", "Fair market value", "amount",
               total("package_benefits", "value", package="[id]"),
               help=("回饋權益的數量乘單位價值", "Quantity x unit value of the benefits")),
        c.calc("price_to_value", "價格價值比", "Price to value", "percent",
               ratio("[price]", "[market_value]"),
               help=("低於 100% 對贊助商有利", "Below 100 % is a good deal for the sponsor")),
        c.amount("service_cost", "單位服務成本", "Service cost each", ge=0,
                 help=("主辦單位履行每一份權益的成本", "What servicing one sponsor costs the organiser")),
        c.calc("margin", "單位淨收入", "Net income each", "amount", "[price]-[service_cost]"),
        c.choice("exclusive", "同業排他", "Exclusive", "yes_no", width=11),
        c.date("deadline", "招商截止", "Deadline"),
        c.note("description", "方案說明", "Description"),
    ),
    blank=8,
)  # fmt: skip

_BENEFITS = Table(
    "package_benefits",
    Text("方案回饋", "Benefits by package"),
    (
        c.key("id", "回饋編號", "Benefit ID", prefix="PBN"),
        c.link("package", "方案", "Package", "packages", required=True),
        c.calc("tier", "贊助級別", "Tier", "text", look("packages", "tier", "[package]"), width=14),
        c.text("benefit", "回饋權益", "Benefit", required=True, width=30),
        c.choice("kind", "權益類別", "Kind", "benefit_kind", open=True),
        c.choice("nature", "效益性質", "Nature", "benefit_nature", required=True),
        c.text("metric", "衡量單位", "Metric", required=True, width=16),
        c.number("quantity", "數量", "Quantity", required=True, ge=0),
        c.price("unit_value", "單位價值", "Unit value", required=True, ge=0,
                help=("曝光以每千次成本 (CPM) 計", "Impressions count by the thousand (CPM)")),
        c.calc("value", "價值", "Value", "amount",
               "ROUND([quantity]*[unit_value],settings.currency_decimals)"),
        c.text("basis", "計價依據", "Basis of value", width=26),
        c.note("conditions", "履行規範", "Conditions", width=28),
    ),
    blank=30,
)  # fmt: skip

_PLAN = Table(
    "solicitation_plan",
    Text("招商計畫內容", "Plan text and schedule"),
    (
        c.key("id", "項次", "Plan ID", prefix="SLP"),
        c.choice("part", "計畫章節", "Part", "solicitation_part", required=True, width=18),
        c.note("content", "內容", "Content", required=True, width=70),
        c.link("owner", "負責人", "Owner", "people"),
        c.date("due", "完成期限", "Due"),
        c.choice("state", "辦理狀態", "State", "action_state"),
        due_column("due_state", "期限狀況", "Due state",
                   done="OR([state]={action_state.done},[state]={action_state.cancelled})",
                   due="[due]"),
    ),
    blank=9,
)  # fmt: skip

_CASH_TARGET = total("sponsor_targets", "target", kind="{support_kind.cash}")

SHEET = Sheet(
    "O3.1.4",
    tab=Text("招商計畫", "Solicitation"),
    title=output_title("O3.1.4"),
    phase="T3",
    about=Text(
        "訂定募集目標、贊助方案與回饋，並以公平市價檢視定價。",
        "Sets the fundraising targets, the packages with their benefits, and tests the prices.",
    ),
    figures=(
        Figure("sponsor_cash_target", Text("現金募集目標", "Cash target"), "amount", _CASH_TARGET),
        Figure("packages_offered", Text("方案總價", "Value on offer"), "amount",
               "SUM(packages[offered])"),
        Figure("sponsor_target_coverage", Text("現金目標達成率", "Cash target covered"), "percent",
               ratio("SUM(sponsor_payments[amount])", _CASH_TARGET), good_if=">=1"),
        Figure("packages_sold", Text("已售方案", "Packages sold"), "integer",
               "SUM(packages[sold])"),
    ),
    blocks=(
        _TARGETS,
        Chart("column", Text("目標、承諾與收到", "Target, pledged, received"),
              "sponsor_targets[kind]", (
            Series("sponsor_targets[target]", Text("目標", "Target"), tone="muted"),
            Series("sponsor_targets[pledged]", Text("承諾", "Pledged"), tone="accent"),
            Series("sponsor_targets[received]", Text("收到", "Received"), tone="good"),
        )),
        _PACKAGES,
        Chart("column", Text("定價與公平市價", "Price and fair market value"), "packages[name]", (
            Series("packages[price]", Text("定價", "Price"), tone="accent"),
            Series("packages[market_value]", Text("公平市價", "Market value"), tone="soft"),
        )),
        _BENEFITS,
        _PLAN,
    ),
)  # fmt: skip
