"""Vouchers that several funding sources pay for in O6.2.1, and their sheet 支出分攤表.

A voucher without rows here counts for its own funding source. What the rows of a voucher leave
stays with its own source, so that nothing of it is lost or counted twice.
"""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.exact_shares import exact_share, share_columns
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import (
    Document,
    Field,
    Heading,
    Lines,
    Para,
    Signatures,
    Table,
)
from xlevent.sheets.kernel.expressions import count, look, look_number, ratio, total
from xlevent.sheets.partner_parts import doc_key

_PLACES = "settings.currency_decimals"
_VOUCHER = "[voucher]"
_WHOLE = "[voucher_amount]"
# A typed amount counts as it stands; else the share of the voucher's amount.
_BY_SHARE = '[amount]=""'
_SHARED = total("expense_allocations", "weight", voucher=_VOUCHER)
_TARGET = f"ROUND({_WHOLE}*ROUND({_SHARED},6),{_PLACES})"
_OWN = look("expenses", "funding_source", _VOUCHER)
_OWN_ROWS = f"COUNTIFS(expense_allocations[voucher],[voucher],expense_allocations[source],{_OWN})"
_PAID = f"{look_number('expenses', 'paid_on', _VOUCHER)}>0"
_STATE = look("expenses", "match_state", _VOUCHER)

ALLOCATIONS = Table(
    "expense_allocations",
    Text("支出分攤", "Shared vouchers"),
    (
        c.key("id", "分攤編號", "Share ID", prefix="EA"),
        c.link("voucher", "憑證編號", "Voucher", "expenses", required=True),
        c.calc("payee", "受款人", "Payee", "text", look("expenses", "payee", _VOUCHER), width=22),
        c.calc("voucher_amount", "憑證金額", "Voucher amount", "amount",
               look_number("expenses", "base_amount", _VOUCHER), width=15),
        c.link("source", "分攤財源", "Paid by source", "funding_sources", required=True,
               width=14),
        c.calc("source_name", "分攤財源名稱", "Payer", "text",
               look("funding_sources", "name", "[source]"), width=24),
        c.percent("share", "分攤比率", "Share", ge=0, le=1,
                  help=("占憑證金額的比率；填金額者免填。",
                        "Of the voucher's amount; not needed where the amount is given.")),
        c.amount("amount", "指定金額", "Fixed amount",
                 help=("本位幣；優先於比率。", "In the base currency; goes before the share.")),
        c.calc("weight", "比率權數", "Weight", "percent", f"IF({_BY_SHARE},N([share]),0)",
               hidden=True, places=6),
        *share_columns("expense_allocations", ideal=f"{_WHOLE}*[weight]", group="voucher",
                       shares=_BY_SHARE),
        c.calc("allocated", "分攤金額", "Amount borne", "amount",
               f"IF(N({_WHOLE})=0,0,IF({_BY_SHARE},"
               + exact_share("expense_allocations", whole=_WHOLE, target=_TARGET, group="voucher")
               + f",ROUND([amount],{_PLACES})))",
               help=("尾差一元依小數大者、先列者分配，合計等於憑證金額。",
                     "Odd dollars go to the largest remainders, then to the first row.")),
        c.calc("share_borne", "負擔比率", "Share borne", "percent",
               ratio("N([allocated])", _WHOLE), places=2),
        c.calc("rest", "本憑證餘額", "Rest of voucher", "amount",
               f"ROUND(N({_WHOLE})-{total('expense_allocations', 'allocated', voucher=_VOUCHER)},"
               f"{_PLACES})", width=15,
               help=("未列分攤的金額，由憑證原財源負擔。",
                     "What the rows leave stays with the voucher's own funding source.")),
        c.calc("check", "分攤檢核", "Check", "choice",
               "IF([rest]=0,{voucher_share_check.complete},"
               f"IF([rest]*N({_WHOLE})<0,{{voucher_share_check.over}},"
               f"IF({_OWN_ROWS}>0,{{voucher_share_check.short}},{{voucher_share_check.rest}})))",
               list="voucher_share_check", width=20),
        c.calc("paid", "已付金額", "Paid", "amount", f"IF({_PAID},N([allocated]),0)", hidden=True),
        c.calc("in_bank", "銀行已見", "Found in the bank", "amount",
               f"IF(OR({_STATE}={{match_state.matched}},{_STATE}={{match_state.matched_difference}}),"
               "N([allocated]),0)", hidden=True),
        c.note("basis", "分攤依據", "Basis", width=28,
               help=("如面積、人數、協議書條款。", "Such as area, heads, or a clause of the deed.")),
        *doc_key("expense_allocations", "voucher"),
    ),
    blank=12,
    hint=Text("一張憑證由多個財源負擔時，一財源一列", "One row a source, where several pay one voucher"),
)  # fmt: skip


def borne(source: str) -> str:
    """What a funding source bears of all vouchers: its own, and its shares of others'."""
    return _of_source("own_amount", "allocated", source)


def paid_by(source: str) -> str:
    """What of it is paid."""
    return _of_source("own_paid", "paid", source)


def in_bank_of(source: str) -> str:
    """What of it was found on the bank statement."""
    return _of_source("own_in_bank", "in_bank", source)


def _of_source(own: str, shared: str, source: str) -> str:
    return (
        f"({total('expenses', own, funding_source=source)}"
        f"+{total('expense_allocations', shared, source=source)})"
    )


_AWAY = total("expense_allocations", "allocated", voucher="[id]")
_SEEN = "OR([match_state]={match_state.matched},[match_state]={match_state.matched_difference})"

# Columns of the expenses: what of a voucher stays with its own source.
OWN_COLUMNS = (
    c.calc("own_amount", "本財源負擔", "Borne by its source", "amount",
           f"ROUND(N([base_amount])-{_AWAY},{_PLACES})", width=16,
           help=("本位幣金額減支出分攤表所列各財源的金額。",
                 "The base amount less the shares of other sources in the shared vouchers.")),
    c.calc("own_paid", "本財源已付", "Paid by its source", "amount",
           "IF(N([paid_on])>0,N([own_amount]),0)", hidden=True),
    c.calc("own_in_bank", "本財源銀行已見", "In the bank by its source", "amount",
           f"IF({_SEEN},N([own_amount]),0)", hidden=True),
)  # fmt: skip

_OWN_SHARE = "pick.own_amount"

ALLOCATION_SHEET = Document(
    "allocation_sheet",
    Text("支出分攤表", "Allocation sheet"),
    table="expenses",
    parts=(
        Heading(Text("支出分攤表", "Allocation sheet of a shared voucher")),
        Field(Text("活動名稱", "Event"), 'settings.event_name&""'),
        Field(Text("執行單位", "Organiser"), 'settings.organiser_name&""'),
        Field(Text("憑證編號", "Voucher"), "pick.id"),
        Field(Text("憑證日期", "Date"), "pick.date", "date"),
        Field(Text("發票或收據號碼", "Number"), 'pick.invoice_number&""'),
        Field(Text("受款人", "Payee"), 'pick.payee&" "&pick.payee_ubn'),
        Field(Text("用途說明", "Purpose"), "pick.description", lines=2),
        Field(Text("憑證金額(本位幣)", "Amount in base currency"), "pick.base_amount", "amount"),
        Heading(Text("各財源分攤", "Shares"), 2),
        Lines("expense_allocations",
              ("source", "source_name", "share_borne", "allocated", "basis"), rows=8,
              widths=(1, 3, 2, 2, 4)),
        Field(Text("原財源負擔餘額", "Rest borne by the voucher's own source"),
              f'{look("funding_sources", "name", "pick.funding_source")}', "text"),
        Field(Text("餘額", "Rest"), _OWN_SHARE, "amount"),
        Field(Text("分攤合計", "Sum of all shares"),
              f"{_OWN_SHARE}+{total('expense_allocations', 'allocated', voucher='pick.id')}",
              "amount"),
        Field(Text("核對", "Proof"),
              f"IF(ROUND({_OWN_SHARE}+{total('expense_allocations', 'allocated', voucher='pick.id')}"
              f"-pick.base_amount,{_PLACES})=0,{{t:合計等於憑證金額|the shares sum to the voucher}},"
              "{t:合計不等於憑證金額|the shares do not sum to the voucher})"),
        Para(Text(
            "本張憑證由上列財源分攤，正本存放於執行單位；各財源僅列報其分攤金額，未重複報支。",
            "The sources above share this voucher; the organiser keeps the original. Each source "
            "is charged with its share only, and none is charged twice.",
        )),
        Signatures((
            Text("製表", "Prepared by"), Text("會計", "Accountant"),
            Text("負責人或授權代簽人", "Head or delegate"),
        )),
    ),
)  # fmt: skip

# Vouchers whose shares are more than the voucher, or leave a rest to nobody.
UNEVEN = (
    count("expense_allocations", check="{voucher_share_check.over}")
    + "+"
    + count("expense_allocations", check="{voucher_share_check.short}")
)
