"""The supply agreement to print and sign."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel.blocks import Document, Field, Heading, Lines, Para, Signatures
from xlevent.sheets.partner_parts import blank_en, blank_zh, day_en, day_zh, of, organiser, partner

_NAME = of("suppliers", "name", "pick.supplier")
_PENALTY = "{ROUND(N(pick.daily_penalty)*1000,2)}"
_CAP = '{TEXT(N(pick.penalty_limit),"0%")}'
_COPIES = "{IF(N(pick.copies)=0,2,pick.copies)}"

SUPPLY_AGREEMENT = Document(
    "supply_agreement",
    Text("供應協議書", "Supply Agreement"),
    table="supply_agreements",
    parts=(
        Field(Text("協議名稱", "Title"), "pick.title"),
        Para(Text(
            f"立協議書人：{{settings.organiser_name}}（以下稱「甲方」）與 {_NAME}（以下稱「乙方」）",
            f"This agreement is made between {{settings.organiser_name}} (“Party A”) and {_NAME} (“Party B”).",
        )),
        Para(Text(
            "鑑於甲方辦理「{settings.event_name}」（以下稱「本活動」），需由乙方於協議期間內依甲方之訂購供應"
            "貨品或服務；雙方本於平等互惠及誠信原則，同意訂立本協議書，條款如下：",
            "Whereas Party A is organising {IF(settings.event_name_en=\"\",settings.event_name,settings.event_name_en)} (the “Event”) and needs Party B to "
            "supply goods or services as ordered from time to time, the parties agree in good faith:",
        )),
        Heading(Text("第 1 條　供應範圍", "Article 1  Scope"), 2),
        Para(Text(
            "乙方供應範圍：{pick.scope}。個別採購之品項、數量及期限，以雙方簽訂之採購契約或甲方訂購單為準；"
            "與本協議書牴觸者，以採購契約為優先。",
            "Party B supplies: {pick.scope}. Items, quantities and dates follow each purchase contract "
            "or order, which prevails over this agreement where they differ.",
        )),
        Heading(Text("第 2 條　協議期間", "Article 2  Term"), 2),
        Para(Text(
            f"本協議書自{day_zh('pick.start')}起至{day_zh('pick.end')}止。期滿前已成立之訂購，仍適用本協議書至履行完畢。",
            f"This agreement runs from {day_en('pick.start')} to {day_en('pick.end')}. Orders placed before "
            "its end remain under it until they are fulfilled.",
        )),
        Heading(Text("第 3 條　單價與採購上限", "Article 3  Prices and ceiling"), 2),
        Para(Text(
            "協議期間內，乙方同意依下列單價供應，不得調漲。"
            "{IF(N(pick.ceiling)=0,\"本協議書不保證採購數量：\","
            "\"訂購總額（含稅）以 \"&settings.base_currency&\" \"&TEXT(pick.ceiling,\"#,##0\")&"
            "\" 元為上限，且不保證採購數量：\")}",
            "Party B supplies at the following prices, which stay firm for the term; no quantity is guaranteed. "
            "{IF(N(pick.ceiling)=0,\"\",\"All orders together, tax included, stay within \"&"
            "settings.base_currency&\" \"&TEXT(pick.ceiling,\"#,##0\")&\".\")}",
        )),
        Lines("supply_prices", ("item", "specification", "unit", "unit_price", "tax_kind"), 12,
              widths=(3, 4, 1, 2, 2)),
        Heading(Text("第 4 條　訂購與交付", "Article 4  Orders and delivery"), 2),
        Para(Text(
            f"甲方應於交付日 {blank_zh('pick.lead_days')} 日前以書面或電子郵件訂購；乙方應依訂購期限交付至"
            "{IF(pick.delivery_place=\"\",settings.venue_address,pick.delivery_place)}，交付前之費用與風險由乙方負擔。",
            f"Party A orders in writing or by e-mail at least {blank_en('pick.lead_days')} days ahead; Party B delivers "
            "to {IF(pick.delivery_place=\"\",settings.venue_address,pick.delivery_place)} at its own cost and risk.",
        )),
        Heading(Text("第 5 條　驗收與付款", "Article 5  Acceptance and payment"), 2),
        Para(Text(
            f"甲方應於交付後 {blank_zh('pick.acceptance_days')} 日內完成驗收；不符者乙方應無償改善、更換或減價。付款條件："
            f"{{pick.payment_terms}}；乙方於驗收合格後開立統一發票請款，甲方於收受後 {blank_zh('pick.payment_days')} 日內付款。",
            f"Party A inspects within {blank_en('pick.acceptance_days')} days of delivery; Party B mends, replaces or "
            "reduces the price of what fails. Terms: {pick.payment_terms}; payment within "
            f"{blank_en('pick.payment_days')} days of a uniform invoice issued after acceptance.",
        )),
        Heading(Text("第 6 條　保固與逾期違約金", "Article 6  Warranty and delay"), 2),
        Para(Text(
            f"乙方自驗收合格日起保固 {blank_zh('pick.warranty_months')} 個月。乙方逾期交付者，每逾一日按該筆訂購金額千分之 "
            f"{_PENALTY} 計罰，以訂購金額 {_CAP} 為上限，甲方得自應付款項扣抵。",
            f"Party B warrants its supply for {blank_en('pick.warranty_months')} months from acceptance. For each day of "
            f"delay it owes {_PENALTY} per mille of the order, at most {_CAP}, which Party A may set off.",
        )),
        Heading(Text("第 7 條以下　其他約定", "Article 7 and following  Further terms"), 2),
        Lines("supply_clauses", ("article", "title", "text"), 14, match=False, widths=(2, 2, 8), prose=True),
        Para(Text(
            f"本協議書正本一式 {_COPIES} 份，由雙方各執為憑。因本協議書涉訟時，雙方合意以"
            "{IF(pick.court=\"\",\"　　　　\",pick.court)}為第一審管轄法院。",
            f"Signed in {_COPIES} originals, held by the parties. Court of first instance: "
            "{IF(pick.court=\"\",\"____________\",pick.court)}. Governed by the laws of Taiwan (R.O.C.).",
        )),
        Heading(Text("立協議書人", "The parties"), 2),
        *organiser("甲方", "Party A"),
        *partner("乙方", "Party B", "suppliers", "pick.supplier"),
        Signatures((Text("甲方", "Party A"), Text("乙方", "Party B"))),
        Para(Text(f"立約日：{day_zh('pick.signed')}", f"Date: {day_en('pick.signed')}")),
    ),
)  # fmt: skip
