"""O3.1.3: what must be bought, by which method, and which quotes came in."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import Chart, Figure, Series, Sheet, Table
from xlevent.sheets.kernel.expressions import count, look, look_number, ratio, total
from xlevent.sheets.partner_parts import position, priced
from xlevent.standard import output_title

_REQUIREMENTS = Table(
    "requirements",
    Text("採購需求", "Requirements"),
    (
        c.key("id", "需求編號", "Requirement ID", prefix="RQ"),
        c.text("item", "採購項目", "Item", required=True, width=26),
        c.choice("category", "供應類別", "Category", "supplier_category", open=True),
        c.note("specification", "規格與驗收標準", "Specification", required=True),
        c.number("quantity", "數量", "Quantity", required=True, ge=0),
        c.text("unit", "單位", "Unit", width=8),
        c.date("needed_by", "需用日期", "Needed by", required=True),
        c.price("unit_estimate", "預估單價", "Unit estimate", required=True, ge=0,
                help=("含稅、本位幣", "Including tax, base currency")),
        c.calc("estimate", "預估金額", "Estimate", "amount",
               "ROUND([quantity]*[unit_estimate],settings.currency_decimals)"),
        c.link("budget_line", "預算科目", "Budget line", "budget_lines", required=True),
        c.calc("budget", "科目預算", "Line budget", "amount",
               look_number("budget_lines", "amount", "[budget_line]")),
        c.calc("method", "採購方式", "Method", "choice",
               "IF(N([estimate])<=settings.small_purchase,{procurement_method.small},"
               "IF(N([estimate])<settings.announcement_purchase,{procurement_method.quotes},"
               "{procurement_method.tender}))", list="procurement_method", width=22,
               help=("依設定的小額與公告金額門檻", "By the thresholds in the settings")),
        c.calc("quotes_needed", "應取得報價", "Quotes needed", "integer",
               "IF(AND(settings.quotes_from_amount>0,"
               "N([estimate])>=settings.quotes_from_amount),settings.quotes_needed,1)"),
        c.calc("quotes_received", "有效報價", "Valid quotes", "integer",
               count("quotes", requirement="[id]", valid="{yes_no.yes}")),
        c.calc("lowest", "最低報價", "Lowest quote", "amount",
               "IFERROR(AVERAGEIFS(quotes[amount],quotes[requirement],[id],"
               'quotes[price_rank],1),"")'),
        c.percent("price_weight", "價格權重", "Price weight", ge=0, le=1,
                  help=("空白為最低標 (100%)，其餘為品質分數", "Blank: lowest price; the rest is quality")),
        c.calc("best_quote", "最優報價", "Best quote", "text",
               look("quotes", "id", '[id]&"|1"', key="rank_key"), width=12),
        c.link("selected_quote", "採用報價", "Selected quote", "quotes"),
        c.calc("selected_supplier", "採用廠商", "Selected supplier", "text",
               look("quotes", "supplier_name", "[selected_quote]"), width=22),
        c.calc("selected_amount", "決標金額", "Award amount", "amount",
               'IF([selected_quote]="","",'
               + look_number("quotes", "amount", "[selected_quote]", missing='""') + ")"),
        c.calc("saving", "節省金額", "Saving", "amount",
               'IF([selected_amount]="","",N([estimate])-[selected_amount])'),
        c.calc("saving_share", "節省率", "Saving share", "percent",
               'IF([saving]="","",' + ratio("[saving]", "[estimate]") + ")"),
        c.note("justification", "決標理由", "Reason for the award", width=26,
               help=("未採最優報價或家數不足時必填", "Needed when not the best, or too few quotes")),
        c.calc("policy", "比價檢核", "Policy check", "choice",
               'IF(AND([selected_quote]="",N([quotes_received])=0),{quote_check.waiting},'
               'IF(AND(N([quotes_received])<N([quotes_needed]),[justification]=""),'
               "{quote_check.short},"
               'IF(AND([selected_quote]<>"",[selected_quote]<>[best_quote],'
               '[justification]=""),{quote_check.justify},'
               "IF(N([selected_amount])>N([budget]),{quote_check.over},{quote_check.met}))))",
               list="quote_check", width=16),
        c.choice("state", "需求狀態", "State", "requirement_state", required=True, width=15),
        c.calc("ordered", "已訂購金額", "Ordered", "amount",
               total("order_lines", "amount", requirement="[id]")),
        c.link("owner", "請購人", "Requested by", "people", required=True),
        c.link("approver", "核准人", "Approved by", "people"),
    ),
    blank=16,
)  # fmt: skip

# A quote competes if it complies and had not expired on the data date.
_VALID = (
    'IF(OR([state]={quote_state.invalid},AND([state]<>{quote_state.selected},[valid_until]<>"",'
    'fig.as_of<>"",[valid_until]<N(fig.as_of),[state]<>{quote_state.not_selected})),'
    "{yes_no.no},{yes_no.yes})"
)
_RIVALS = "quotes[requirement],[requirement],quotes[valid],{yes_no.yes}"

_QUOTES = Table(
    "quotes",
    Text("報價比較", "Quotes"),
    (
        c.key("id", "報價編號", "Quote ID", prefix="QT"),
        c.link("requirement", "需求編號", "Requirement", "requirements", required=True),
        c.calc("item", "採購項目", "Item", "text", look("requirements", "item", "[requirement]"),
               width=24),
        c.link("supplier", "供應商", "Supplier", "suppliers", required=True),
        c.calc("supplier_name", "供應商名稱", "Supplier name", "text",
               look("suppliers", "name", "[supplier]"), width=22),
        c.date("quoted_on", "報價日期", "Quoted on", required=True),
        c.date("valid_until", "有效期限", "Valid until"),
        c.number("quantity", "報價數量", "Quantity", required=True, ge=0),
        c.price("unit_price", "單價", "Unit price", required=True, ge=0),
        c.choice("currency", "幣別", "Currency", "currency", width=10),
        c.price("rate", "匯率", "Rate", gt=0,
                help=("換算本位幣的匯率，外幣必填", "To the base currency; needed for others")),
        c.choice("tax_kind", "稅別", "Tax", "tax_kind", required=True),
        *priced(with_rate=True),
        c.date("delivery", "可交付日", "Delivery"),
        c.calc("in_time", "趕得上", "In time", "choice",
               'IF([delivery]="","",IF([delivery]<='
               + look_number("requirements", "needed_by", "[requirement]")
               + ",{yes_no.yes},{yes_no.no}))", list="yes_no"),
        c.number("quality", "品質分數", "Quality score", ge=0, le=100,
                 help=("規格、實績、服務，0 至 100 分", "Specification, record, service: 0 to 100")),
        c.choice("state", "報價狀態", "State", "quote_state", required=True, width=16),
        c.calc("valid", "列入比較", "Compared", "choice", _VALID, list="yes_no"),
        c.calc("price_rank", "價格名次", "Price rank", "integer",
               "IF([valid]={yes_no.yes},"
               f'COUNTIFS({_RIVALS},quotes[amount],"<"&N([amount]))+1,"")'),
        c.calc("price_score", "價格分數", "Price score", "number",
               'IF([valid]={yes_no.yes},IF(N([amount])=0,0,ROUND(100*'
               + look_number("requirements", "lowest", "[requirement]")
               + '/[amount],2)),"")', help=("最低價得 100 分", "The lowest price scores 100")),
        c.calc("weight", "價格權重", "Price weight", "percent",
               "IFERROR(IF(INDEX(requirements[price_weight],"
               'MATCH([requirement],requirements[id],0))="",1,'
               "INDEX(requirements[price_weight],MATCH([requirement],requirements[id],0))),1)"),
        c.calc("score", "總分", "Score", "number",
               'IF([valid]={yes_no.yes},ROUND(N([price_score])*[weight]+'
               '[quality]*(1-[weight]),2),"")', bar=True),
        c.calc("score_rank", "總分名次", "Rank", "integer",
               "IF([valid]={yes_no.yes},"
               f'COUNTIFS({_RIVALS},quotes[score],">"&N([score]))'
               f'+COUNTIFS({_RIVALS},quotes[score],N([score]),quotes[position],"<="&N([position])),"")'),
        c.calc("rank_key", "名次鍵", "Rank key", "text",
               'IF([score_rank]="","",[requirement]&"|"&[score_rank])', hidden=True),
        c.url("file", "報價單", "Quotation file"),
        position(),
    ),
    blank=30,
)  # fmt: skip

SHEET = Sheet(
    "O3.1.3",
    tab=Text("採購需求", "Requirements"),
    title=output_title("O3.1.3"),
    phase="T3",
    about=Text(
        "訂明採購規格、預估與採購方式，比較報價並檢核應取得的家數。",
        "States what to buy and how, compares the quotes and checks the purchasing policy.",
    ),
    figures=(
        Figure("requirements_estimate", Text("預估採購", "Estimated purchases"), "amount",
               "SUM(requirements[estimate])"),
        Figure("requirements_awarded", Text("決標金額", "Awarded"), "amount",
               "SUM(requirements[selected_amount])"),
        Figure("requirements_saving", Text("節省金額", "Saving"), "amount",
               "SUM(requirements[saving])", good_if=">=0"),
        Figure("requirements_short", Text("比價不符", "Policy not met"), "integer",
               count("requirements", policy="{quote_check.short}") + "+"
               + count("requirements", policy="{quote_check.justify}"), good_if="=0"),
    ),
    blocks=(
        _REQUIREMENTS,
        Chart("column", Text("預估與決標", "Estimate and award"), "requirements[item]", (
            Series("requirements[estimate]", Text("預估", "Estimate"), tone="soft"),
            Series("requirements[selected_amount]", Text("決標", "Award"), tone="accent"),
        )),
        _QUOTES,
    ),
)  # fmt: skip
