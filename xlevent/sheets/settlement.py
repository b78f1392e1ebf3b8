"""Settlement of subsidies in O6.2.1: terms of the grants, the form 收支結算表, its print-out."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.expense_allocations import borne
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import (
    Document,
    Field,
    Heading,
    Mirror,
    Para,
    Signatures,
    Table,
)
from xlevent.sheets.kernel.columns import Column, Kind
from xlevent.sheets.kernel.expressions import look, look_number, ratio, total

_ROUND = "ROUND({},settings.currency_decimals)"

TERMS = Table(
    "settlement_terms",
    Text("補助核定資料", "Terms of the grants"),
    (
        c.link("source", "財源", "Funding source", "funding_sources", required=True, unique=True),
        c.text("approval_number", "核定文號", "Approval number", width=22),
        c.date("approved_on", "核定日期", "Approved on"),
        c.choice("scope", "結算範圍", "Scope", "settlement_scope",
                 help=("全案：以全部經費結算；空白同指定經費。",
                       "Whole event: all costs count. Blank: the lines of this source.")),
        c.amount("approved_cost", "核定計畫經費 A", "Approved cost A", ge=0, width=16,
                 help=("空白時用該財源的預算科目合計。",
                       "Blank: the sum of the budget lines of the source.")),
        c.choice("excess", "超支負擔", "If more is spent", "excess_rule", width=20,
                 help=("實支超過 A 時；空白同依補助比率。",
                       "Where more than A is spent. Blank: shared by the ratio.")),
        c.date("report_due", "結案期限", "Report due"),
        c.date("reported_on", "結案報送日", "Reported on"),
        c.amount("returned", "已繳回金額", "Returned", ge=0),
        c.date("returned_on", "繳回日期", "Returned on"),
        c.note("conditions", "附帶條件", "Conditions"),
    ),
    blank=4,
)  # fmt: skip

_CAPPED = f"{look('settlement_terms', 'excess', '[source]', 'source')}={{excess_rule.own}}"
_WHOLE = f"{look('settlement_terms', 'scope', '[source]', 'source')}={{settlement_scope.event}}"
_REPORT_DUE = look_number("settlement_terms", "report_due", "[source]", "source")
_REPORTED = look_number("settlement_terms", "reported_on", "[source]", "source")
_GRANT = (
    f"OR({look('funding_sources', 'kind', '[source]')}={{funding_kind.subsidy}},"
    "COUNTIFS(settlement_terms[source],[source])>0)"
)


def _grant(key: str, zh: str, en: str, kind: Kind, formula: str, **options: object) -> Column:
    """A column of the settlement form; only money that must be settled has it."""
    return c.calc(key, zh, en, kind, f'IF([grant]={{yes_no.yes}},{formula},"")', **options)


SETTLEMENT = Table(
    "settlement",
    Text("收支結算表", "Settlement by funding source"),
    (
        c.key("source", "財源", "Funding source", width=12),
        c.calc("name", "財源名稱", "Source name", "text",
               look("funding_sources", "name", "[source]"), width=24),
        c.calc("kind", "財源類別", "Kind", "choice", look("funding_sources", "kind", "[source]"),
               list="funding_kind"),
        c.calc("grant", "須結算", "To be settled", "choice",
               f"IF({_GRANT},{{yes_no.yes}},{{yes_no.no}})", list="yes_no", width=11,
               help=("政府補助，或列於補助核定資料的財源。",
                     "A subsidy, or a source with terms of its own.")),
        c.calc("promised", "核定或承諾金額", "Promised", "amount",
               look_number("funding_sources", "amount", "[source]"), width=15),
        c.calc("received", "撥付金額 C", "Received C", "amount",
               look_number("funding_sources", "received", "[source]")),
        c.calc("actual", "實支總額 E", "Actual E", "amount",
               f"IF({_WHOLE},N(fig.expenses_total),"
               f"{borne('[source]')})",
               help=("列支憑證合計，含支出分攤。", "Vouchers on this source, with shared ones.")),
        _grant("approved_cost", "核定計畫經費 A", "Approved cost A", "amount",
               f"IF({look_number('settlement_terms', 'approved_cost', '[source]', 'source')}>0,"
               f"{look_number('settlement_terms', 'approved_cost', '[source]', 'source')},"
               f"IF({_WHOLE},N(fig.budget_total),"
               f"{total('budget_lines', 'amount', funding_source='[source]')}))", width=15),
        _grant("approved_subsidy", "核定補助金額 B", "Approved subsidy B", "amount",
               "N([promised])", width=15),
        _grant("ratio", "補助比率 D=B/A", "Ratio D=B/A", "percent",
               ratio("[approved_subsidy]", "[approved_cost]"), places=2, width=14),
        _grant("unspent", "計畫結餘 F=A-E", "Unspent F=A-E", "amount",
               "N([approved_cost])-N([actual])", width=15,
               help=("負數為超出核定經費。", "Negative: more than the approved cost.")),
        _grant("to_return", "應繳回 G=F×D-(B-C)", "To return G", "amount",
               'IF([ratio]="","",' + _ROUND.format(
                   f"IF({_CAPPED},MAX(0,[unspent]),[unspent])*[ratio]"
                   "-(N([approved_subsidy])-N([received]))") + ")", width=19,
               help=("負數表示補助機關尚應撥付。", "Negative: the agency still owes money.")),
        _grant("subsidy_share", "補助負擔 X=C-G", "Subsidy share X=C-G", "amount",
               # B - G, as forms print it, holds only where all of B was received (C = B).
               'IF([to_return]="","",N([received])-[to_return])', width=15),
        _grant("own_share", "自籌負擔 Y=E-X", "Own share Y=E-X", "amount",
               'IF([subsidy_share]="","",N([actual])-[subsidy_share])', width=15),
        _grant("returned", "已繳回", "Returned", "amount",
               look_number("settlement_terms", "returned", "[source]", "source")),
        _grant("left_to_return", "尚應繳回", "Still to return", "amount",
               'IF([to_return]="","",MAX(0,[to_return])-N([returned]))', width=15,
               help=("負數表示繳回超過應繳。", "Negative: more was returned than was due.")),
        _grant("still_owed", "機關尚應撥付", "Agency still owes", "amount",
               'IF([to_return]="","",MAX(0,-[to_return]))', width=16),
        c.calc("report_due", "結案期限", "Report due", "date",
               f'IF({_REPORT_DUE}=0,"",{_REPORT_DUE})'),
        c.calc("report_state", "結案狀態", "Report state", "choice",
               f'IF({_REPORT_DUE}=0,"",IF({_REPORTED}>0,'
               f"IF({_REPORTED}<={_REPORT_DUE},{{report_state.reported}},{{report_state.late}}),"
               f'IF(AND(fig.as_of<>"",N(fig.as_of)>{_REPORT_DUE}),{{report_state.overdue}},'
               "{report_state.pending})))", list="report_state", width=14),
        c.calc("balance", "收支餘額", "Balance", "amount",
               'N([received])-IF([subsidy_share]="",N([actual]),[subsidy_share])',
               help=("撥付減應負擔；負數由其他財源支應。",
                     "Received less its share; negative: other sources pay.")),
    ),
    rows=Mirror("funding_sources"),
)  # fmt: skip

STATEMENT = Document(
    "settlement_statement",
    Text("收支結算表", "Statement of settlement"),
    table="settlement",
    parts=(
        Heading(Text("收支結算表", "Statement of settlement")),
        Field(Text("計畫名稱", "Event"), 'settings.event_name&""'),
        Field(Text("執行單位", "Organiser"), 'settings.organiser_name&""'),
        Field(Text("補助財源", "Funding source"), "pick.name"),
        Field(Text("核定文號", "Approval number"),
              look("settlement_terms", "approval_number", "pick.source", "source")),
        Heading(Text("結算", "Settlement"), 2),
        Field(Text("A 核定計畫經費", "A Approved cost"), "pick.approved_cost", "amount"),
        Field(Text("B 核定補助金額", "B Approved subsidy"), "pick.approved_subsidy", "amount"),
        Field(Text("C 撥付金額", "C Received"), "pick.received", "amount"),
        Field(Text("D 補助比率 B/A", "D Ratio B/A"), "pick.ratio", "percent"),
        Field(Text("E 實支總額", "E Actual cost"), "pick.actual", "amount"),
        Field(Text("F 計畫結餘 A-E", "F Unspent A-E"), "pick.unspent", "amount"),
        Field(Text("G 應繳回 F×D-(B-C)", "G To return F×D-(B-C)"), "pick.to_return", "amount"),
        Field(Text("X 補助負擔 C-G", "X Subsidy share C-G"), "pick.subsidy_share", "amount"),
        Field(Text("Y 自籌負擔 E-X", "Y Own share E-X"), "pick.own_share", "amount"),
        Para(Text(
            "本表所列支出均取得合法憑證，未重複申請其他機關補助，如有不實願負一切責任。",
            "Every expense has a lawful voucher and was claimed from no other agency; the "
            "undersigned answer for it.",
        )),
        Signatures((
            Text("製表", "Prepared by"), Text("出納", "Cashier"), Text("會計", "Accountant"),
            Text("負責人", "Head of the organisation"),
        )),
    ),
)  # fmt: skip
