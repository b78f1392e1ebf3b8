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


def _amount(zh: str, en: str, column: str) -> Field:
    return Field(Text(zh, en), _number(column), "amount")


REPORT = Document(
    "fulfilment_report",
    Text("贊助履約報告", "Sponsorship Fulfilment Report"),
    table="sponsors",
    parts=(
        Field(Text("贊助商", "Sponsor"), "pick.name"),
        Field(Text("贊助級別", "Tier"), "pick.tier"),
        Field(Text("協議編號", "Agreement"), "pick.agreement"),
        Field(Text("服務窗口", "Account owner"), "pick.owner"),
        Para(Text(
            "感謝 貴單位贊助「{settings.event_name}」。謹就協議所載權益之履行情形、佐證、價值與後續合作報告如下，"
            "資料截至 {IF(N(fig.as_of)=0,\"\",TEXT(fig.as_of,\"yyyy-mm-dd\"))}。",
            "Thank you for supporting {IF(settings.event_name_en=\"\",settings.event_name,settings.event_name_en)}. This reports what was promised, what was "
            "delivered with proof, and what it was worth, as of "
            "{IF(N(fig.as_of)=0,\"\",TEXT(fig.as_of,\"yyyy-mm-dd\"))}.",
        )),
        Heading(Text("一、贊助目標", "1  Your goals"), 2),
        Field(Text("目標", "Goals"),
              'IF(pick.goals="",{t:協議未載明，以下依權益逐項報告|None were set down; see each benefit},pick.goals)',
              "note", 2),
        Heading(Text("二、贊助投入", "2  Your contribution"), 2),
        Para(Text(
            f"現金：承諾 {money('pick.cash_pledged')}，已收 {money('pick.cash_received')}，"
            f"未收 {money('pick.cash_open')}（其中逾期 {money('pick.cash_overdue')}）。"
            f"實物：承諾 {money('pick.in_kind_pledged')}，已收 {money('pick.in_kind_received')}；實物與現金分列，不相加。",
            f"Cash: pledged {money('pick.cash_pledged')}, received {money('pick.cash_received')}, "
            f"open {money('pick.cash_open')} (of which overdue {money('pick.cash_overdue')}). "
            f"In-kind: pledged {money('pick.in_kind_pledged')}, received {money('pick.in_kind_received')}; "
            "the two are never added up.",
        )),
        Heading(Text("三、承諾與履行", "3  Promised and delivered"), 2),
        Lines("benefits", ("description", "quantity", "delivered_quantity", "state", "proof"), 16,
              widths=(3, 2, 2, 2, 3)),
        Heading(Text("四、未履行與原因", "4  Not delivered, and why"), 2),
        Lines("benefits", ("description", "undelivered", "state", "reason", "make_good",
                           "made_good"), 8, widths=(3, 2, 2, 2, 2, 1), by="doc_key_short"),
        Heading(Text("五、超額履行", "5  Over-delivered"), 2),
        Lines("benefits", ("description", "quantity", "delivered_quantity", "surplus"), 8,
              widths=(6, 2, 2, 2), by="doc_key_over"),
        Heading(Text("六、權益平衡", "6  Balance of benefits"), 2),
        _amount("承諾價值（不含免除）", "Promised (without waived)", "promised"),
        _amount("承諾內已履行", "Kept of the promise", "kept"),
        _amount("短少", "Shortfall", "shortfall"),
        _amount("免除", "Waived", "waived"),
        _amount("超額履行", "Over-delivered", "surplus"),
        _amount("已補償", "Made good", "made_good"),
        _amount("尚欠補償", "Still to make good", "owed"),
        Field(Text("履約率", "Fulfilment"), _share("fulfilment")),
        Heading(Text("七、價值與報酬", "7  Value and return"), 2),
        _amount("權利金", "Fee", "fee"),
        _amount("活化投入", "Your activation", "activation"),
        _amount("履行總價值（含補償）", "Value delivered, make-goods included", "value_delivered"),
        _amount("其中附佐證", "Of which proven", "proven"),
        Field(Text("贊助商報酬率", "Your ROI"), _share("sponsor_roi")),
        Field(Text("報酬率（實物計入成本）", "Your ROI, in-kind counted as cost"),
              _share("roi_with_in_kind")),
        Para(Text(
            "報酬率＝（履行總價值－權利金－活化投入）÷（權利金＋活化投入）；無成本者不計。",
            "ROI = (value delivered - fee - activation) / (fee + activation); none without a cost.",
        )),
        Heading(Text("八、後續合作", "8  Next time"), 2),
        Field(Text("回饋與後續", "Feedback and next steps"),
              'IF(pick.feedback="",{t:期盼再次攜手合作|We hope to work with you again},pick.feedback)',
              "note", 2),
        Field(Text("續約意向", "Renewal"), "pick.renewal"),
        Field(Text("續約洽談日", "Renewal talk on"), "pick.renewal_date", "date"),
        Signatures((Text("主辦單位", "Organiser"), Text("贊助單位", "Sponsor"))),
    ),
)  # fmt: skip
