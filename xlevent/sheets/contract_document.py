"""The purchase contract to print and sign."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel.blocks import Document, Field, Heading, Lines, Para, Signatures
from xlevent.sheets.partner_parts import (
    amount_text,
    blank_en,
    blank_zh,
    day_en,
    day_zh,
    money,
    of,
    organiser,
    partner,
)

_NAME = of("suppliers", "name", "pick.supplier")
_PENALTY = "{ROUND(N(pick.daily_penalty)*1000,2)}"
_CAP = '{TEXT(N(pick.penalty_limit),"0%")}'
_COPIES = "{IF(N(pick.copies)=0,2,pick.copies)}"
_PLACE = '{IF(pick.delivery_place="",settings.venue_address,pick.delivery_place)}'

PURCHASE_CONTRACT = Document(
    "purchase_contract",
    Text("採購契約書", "Purchase Contract"),
    table="contracts",
    parts=(
        Field(Text("契約名稱", "Title"), "pick.title"),
        Field(Text("契約性質", "Kind"), "pick.kind"),
        Para(Text(
            f"立契約書人：{{settings.organiser_name}}（以下稱「甲方」）與 {_NAME}（以下稱「乙方」）",
            f"This contract is made between {{settings.organiser_name}} (“Party A”) and {_NAME} (“Party B”).",
        )),
        Para(Text(
            "鑑於甲方辦理「{settings.event_name}」（以下稱「本活動」），委由乙方承作或供應下列項目，"
            "雙方同意訂立本契約書，共同遵守：",
            "Whereas Party A is organising {IF(settings.event_name_en=\"\",settings.event_name,settings.event_name_en)} (the “Event”) and engages Party B to "
            "provide the following, the parties agree:",
        )),
        Heading(Text("第 1 條　契約標的", "Article 1  Subject"), 2),
        Para(Text(
            "{IF(pick.scope=\"\",pick.title,pick.scope)}。明細如下（金額以 {settings.base_currency} 計，含稅）：",
            "{IF(pick.scope=\"\",pick.title,pick.scope)}. The items (amounts in {settings.base_currency}, tax included):",
        )),
        Lines("order_lines", ("item", "specification", "quantity", "unit", "unit_price", "amount",
                              "due"), 15, widths=(2, 2, 1, 1, 2, 2, 2)),
        Heading(Text("第 2 條　契約總價", "Article 2  Price"), 2),
        Para(Text(
            f"契約總價為 {money('pick.total')} 元整，內含營業稅 {money('pick.tax')} 元。"
            "除契約另有約定外，總價已包含一切履約所需費用。",
            f"The price is {money('pick.total')}, of which business tax {money('pick.tax')}. Unless stated "
            "otherwise it covers everything that the performance needs.",
        )),
        Heading(Text("第 3 條　履約期間與地點", "Article 3  Time and place"), 2),
        Para(Text(
            f"履約期間自{day_zh('pick.start')}起至{day_zh('pick.end')}止，各項交付期限如明細。履約地點：{_PLACE}。",
            f"From {day_en('pick.start')} to {day_en('pick.end')}; each item by its due date. Place: {_PLACE}.",
        )),
        Heading(Text("第 4 條　付款", "Article 4  Payment"), 2),
        Para(Text(
            "付款條件：{pick.payment_terms}。{pick.payment_note} 乙方應開立統一發票（買受人統一編號 "
            f"{{settings.organiser_ubn}}），甲方於收受合法憑證後 {blank_zh('pick.payment_days')} 日內付款；依法應扣繳之稅款及保險費由甲方代扣。",
            "Terms: {pick.payment_terms}. {pick.payment_note} Party B issues a uniform invoice (buyer’s UBN "
            f"{{settings.organiser_ubn}}); Party A pays within {blank_en('pick.payment_days')} days of a lawful voucher, "
            "less tax and premium that the law tells it to withhold.",
        )),
        Heading(Text("第 5 條　驗收", "Article 5  Acceptance"), 2),
        Para(Text(
            f"甲方應於交付後 {blank_zh('pick.acceptance_days')} 日內驗收。不符契約者，乙方應於甲方所定期限內無償改善；"
            "逾期未改善，甲方得減價收受、自行改善並向乙方求償，或解除該部分契約。",
            f"Party A inspects within {blank_en('pick.acceptance_days')} days of delivery. Party B mends defects free of "
            "charge in the time set; failing that, Party A may reduce the price, mend them at Party B’s cost, "
            "or withdraw from that part.",
        )),
        Heading(Text("第 6 條　保證、保固與逾期違約金", "Article 6  Bond, warranty, delay"), 2),
        Para(Text(
            f"{{IF(N(pick.bond)=0,\"本契約免繳履約保證金。\",\"履約保證金 \"&{amount_text('pick.bond')}&"
            "\" 元，驗收合格且無待解決事項後無息發還。\")}保固期間自驗收合格日起 "
            f"{blank_zh('pick.warranty_months')} 個月。乙方逾期者，每逾一日按逾期部分價金千分之 "
            f"{_PENALTY} 計罰，以該部分價金 {_CAP} 為上限，甲方得自應付款項或保證金扣抵。",
            f"{{IF(N(pick.bond)=0,\"No performance bond.\",\"Performance bond \"&{amount_text('pick.bond')}&"
            "\", returned without interest once all is accepted and settled.\")} "
            f"Warranty {blank_en('pick.warranty_months')} months from acceptance. Each day of delay costs "
            f"{_PENALTY} per mille of the late part, at most {_CAP}, to be set off.",
        )),
        Heading(Text("第 7 條以下　其他約定", "Article 7 and following  Further terms"), 2),
        Lines("contract_clauses", ("article", "title", "text"), 14, match=False, widths=(2, 2, 8), prose=True),
        Para(Text(
            f"本契約書正本一式 {_COPIES} 份，雙方各執為憑。"
            "{IF(pick.agreement=\"\",\"\",\"供應協議書 \"&pick.agreement&\" 為本契約之一部分。\")}"
            "因本契約涉訟時，以{IF(pick.court=\"\",\"　　　　\",pick.court)}為第一審管轄法院。",
            f"Signed in {_COPIES} originals, held by the parties. "
            "{IF(pick.agreement=\"\",\"\",\"Supply agreement \"&pick.agreement&\" is part of it. \")}"
            "Court of first instance: "
            "{IF(pick.court=\"\",\"____________\",pick.court)}. Governed by the laws of Taiwan (R.O.C.).",
        )),
        Heading(Text("立契約書人", "The parties"), 2),
        *organiser("甲方", "Party A"),
        *partner("乙方", "Party B", "suppliers", "pick.supplier"),
        Signatures((Text("甲方", "Party A"), Text("乙方", "Party B"))),
        Para(Text(f"立約日：{day_zh('pick.signed')}", f"Date: {day_en('pick.signed')}")),
    ),
)  # fmt: skip
