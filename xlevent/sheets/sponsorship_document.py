"""The sponsorship agreement to print and sign."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel.blocks import Document, Field, Heading, Lines, Para, Signatures
from xlevent.sheets.kernel.expressions import look, look_number
from xlevent.sheets.partner_parts import (
    amount_text,
    blank_en,
    blank_zh,
    day_en,
    day_zh,
    organiser,
    partner,
)


def _text(field: str) -> str:
    return look("sponsorship_agreements", field, "pick.agreement")


def _number(field: str) -> str:
    return look_number("sponsorship_agreements", field, "pick.agreement")


_COURT = _text("court")
_COPIES = "{IF(" + _number("copies") + "=0,2," + _number("copies") + ")}"
_PLACE_ZH = "{IF(" + _text("territory") + '="","中華民國臺灣地區",' + _text("territory") + ")}"
_PLACE_EN = "{IF(" + _text("territory") + '="","Taiwan",' + _text("territory") + ")}"
_EXCLUSIVE = _text("exclusive_for")

SPONSORSHIP_AGREEMENT = Document(
    "sponsorship_agreement",
    Text("贊助協議書", "Sponsorship Agreement"),
    table="sponsors",
    parts=(
        Field(Text("協議編號", "Agreement number"), "pick.agreement"),
        Field(Text("協議名稱", "Title"), _text("title")),
        Para(Text(
            "立協議書人：{settings.organiser_name}（主辦單位，以下稱「甲方」）與 {pick.name}（贊助單位，以下稱「乙方」）",
            "This agreement is made between {settings.organiser_name} (organiser, “Party A”) and "
            "{IF(pick.name_en=\"\",pick.name,pick.name_en)} (sponsor, “Party B”).",
        )),
        Para(Text(
            "鑑於甲方辦理「{settings.event_name}」（以下稱「本活動」），乙方認同本活動宗旨並願意贊助，"
            "甲方願意提供相對之回饋權益；雙方本於誠信原則，同意訂立本協議書，條款如下：",
            "Whereas Party A is organising {IF(settings.event_name_en=\"\",settings.event_name,settings.event_name_en)} (the “Event”), Party B shares its purpose "
            "and wishes to support it, and Party A grants benefits in return, the parties agree:",
        )),
        Heading(Text("第 1 條　贊助級別與名義", "Article 1  Tier and designation"), 2),
        Para(Text(
            f"乙方以「{{pick.tier}}」級別贊助本活動，甲方同意乙方使用「{{{_text('designation')}}}」名義。",
            f"Party B supports the Event at the tier “{{pick.tier}}” and may call itself “{{{_text('designation')}}}”.",
        )),
        Heading(Text("第 2 條　現金贊助", "Article 2  Cash"), 2),
        Para(Text(
            "{IF(N(pick.cash_pledged)=0,\"本協議書無現金贊助。\",\"乙方應給付現金贊助 \"&"
            f"{amount_text('pick.cash_pledged')}&\" 元整（含稅），依下列期別給付。\")}}"
            f"甲方開立統一發票或合法憑證後 {blank_zh(_number('payment_days'))} 日內，乙方應匯入甲方指定帳戶；"
            "逾期者按法定利率計付遲延利息。",
            "{IF(N(pick.cash_pledged)=0,\"No cash is pledged.\",\"Party B pays \"&"
            f"{amount_text('pick.cash_pledged')}&\" (tax included) in the instalments below.\")}} "
            f"Payment is due within {blank_en(_number('payment_days'))} days of an invoice or other lawful "
            "voucher; late payment bears statutory interest.",
        )),
        Lines("sponsor_payments", ("instalment", "amount", "due"), 4, widths=(6, 3, 3)),
        Heading(Text("第 3 條　實物贊助", "Article 3  In-kind"), 2),
        Para(Text(
            "{IF(N(pick.in_kind_pledged)=0,\"本協議書無實物贊助。\",\"乙方提供下列實物或服務，約定價值 \"&"
            f"{amount_text('pick.in_kind_pledged')}&\" 元（依所載計價依據）。\")}}"
            "實物與現金贊助不得相抵或互換；交付經甲方點收始為履行。",
            "{IF(N(pick.in_kind_pledged)=0,\"No in-kind is pledged.\",\"Party B provides the following, valued at \"&"
            f"{amount_text('pick.in_kind_pledged')}&\" on the stated basis.\")}} "
            "In-kind neither replaces nor offsets cash; it counts once Party A has received it.",
        )),
        Lines("in_kind_items", ("item", "kind", "basis", "value", "due"), 6,
              widths=(4, 2, 2, 2, 2)),
        Heading(Text("第 4 條　回饋權益", "Article 4  Benefits"), 2),
        Para(Text(
            "甲方應依下列項目、數量及期限履行回饋權益，並保存佐證；未能履行者，雙方協議等值補償。",
            "Party A delivers the following benefits in the quantities and by the dates stated and keeps "
            "proof; for what it cannot deliver the parties agree a make-good of equal value.",
        )),
        Lines("benefits", ("description", "metric", "quantity", "due"), 14, widths=(6, 2, 2, 2)),
        Heading(Text("第 5 條　期間、地區與排他", "Article 5  Term, territory, exclusivity"), 2),
        Para(Text(
            f"權益期間自{day_zh(_number('start'))}起至{day_zh(_number('end'))}止，地區為{_PLACE_ZH}。"
            f"{{IF({_EXCLUSIVE}=\"\",\"本協議書不具排他性。\","
            f"\"甲方於權益期間內不接受其他\"&{_EXCLUSIVE}&\"類別之贊助。\")}}",
            f"The rights run from {day_en(_number('start'))} to {day_en(_number('end'))} in {_PLACE_EN}. "
            f"{{IF({_EXCLUSIVE}=\"\",\"They are not exclusive.\","
            f"\"Party A accepts no other sponsor in the field of \"&{_EXCLUSIVE}&\".\")}}",
        )),
        Heading(Text("第 6 條　履約報告", "Article 6  Fulfilment report"), 2),
        Para(Text(
            f"甲方應於活動結束後 {blank_zh(_number('report_days'))} 日內提出履約報告，載明權益履行、佐證、價值及成效。",
            f"Within {blank_en(_number('report_days'))} days after the Event Party A reports what was delivered, the "
            "proof, its value and the results.",
        )),
        Heading(Text("第 7 條以下　其他約定", "Article 7 and following  Further terms"), 2),
        Lines("sponsorship_clauses", ("article", "title", "text"), 14, match=False,
              widths=(2, 2, 8), prose=True),
        Para(Text(
            f"本協議書正本一式 {_COPIES} 份，雙方各執為憑。因本協議書涉訟時，以"
            f"{{IF({_COURT}=\"\",\"　　　　\",{_COURT})}}為第一審管轄法院。",
            f"Signed in {_COPIES} originals, held by the parties. Court of first instance: "
            f"{{IF({_COURT}=\"\",\"____________\",{_COURT})}}. Governed by the laws of Taiwan (R.O.C.).",
        )),
        Heading(Text("立協議書人", "The parties"), 2),
        *organiser("甲方（主辦單位）", "Party A (organiser)"),
        *partner("乙方（贊助單位）", "Party B (sponsor)", "sponsors", "pick.id"),
        Signatures((Text("甲方", "Party A"), Text("乙方", "Party B"))),
        Para(Text(
            f"立約日：{day_zh(_number('signed'))}", f"Date: {day_en(_number('signed'))}"
        )),
    ),
)  # fmt: skip
