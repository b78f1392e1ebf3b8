"""The contract about goods and services traded with a sponsor."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel.blocks import Document, Field, Heading, Lines, Para, Signatures
from xlevent.sheets.kernel.expressions import look
from xlevent.sheets.partner_parts import blank_en, blank_zh, day_en, day_zh, money


def _party(field: str, organiser: str) -> tuple[str, str]:
    """A fact about the buyer and about the seller: the organiser sells only if it says so."""
    sponsor = look("sponsors", field, "pick.sponsor")
    sells = "pick.direction={trade_direction.sell_to}"
    return f"IF({sells},{sponsor},{organiser})", f"IF({sells},{organiser},{sponsor})"


_BUYER, _SELLER = zip(
    _party("name", "settings.organiser_name"),
    _party("representative", "settings.organiser_representative"),
    _party("ubn", "settings.organiser_ubn"),
    _party("address", "settings.organiser_address"),
    strict=True,
)
_FACTS = (
    Text("代表人", "Representative"),
    Text("統一編號", "UBN"),
    Text("地址", "Address"),
)
_COPIES = "{IF(N(pick.copies)=0,2,pick.copies)}"
_PLACE = '{IF(pick.delivery_place="",settings.venue_address,pick.delivery_place)}'

SPONSOR_CONTRACT = Document(
    "sponsor_purchase_contract",
    Text("採購契約書（贊助商）", "Purchase Contract with a Sponsor"),
    table="sponsor_contracts",
    parts=(
        Field(Text("契約名稱", "Title"), "pick.title"),
        Field(Text("交易方向", "Direction"), "pick.direction"),
        Para(Text(
            "立契約書人：{pick.buyer}（買方，以下稱「甲方」）與 {pick.seller}（賣方，以下稱「乙方」）",
            "This contract is made between {pick.buyer} (buyer, “Party A”) and {pick.seller} (seller, “Party B”).",
        )),
        Para(Text(
            "鑑於{pick.sponsor_name}贊助「{settings.event_name}」（以下稱「本活動」），雙方另就本活動所需貨品或服務"
            "約定買賣，並與贊助協議書各自獨立履行；雙方同意條款如下：",
            "Whereas {pick.sponsor_name} sponsors {IF(settings.event_name_en=\"\",settings.event_name,settings.event_name_en)} (the “Event”) and the parties trade "
            "goods or services for it, independently of the sponsorship agreement, they agree:",
        )),
        Heading(Text("第 1 條　契約標的", "Article 1  Subject"), 2),
        Para(Text(
            "{IF(pick.scope=\"\",pick.title,pick.scope)}。明細如下（金額以 {settings.base_currency} 計，含稅）：",
            "{IF(pick.scope=\"\",pick.title,pick.scope)}. The items (amounts in {settings.base_currency}, tax included):",
        )),
        Lines("sponsor_contract_lines", ("item", "specification", "quantity", "unit", "unit_price",
                                         "amount", "due"), 10, widths=(2, 2, 1, 1, 2, 2, 2)),
        Heading(Text("第 2 條　契約總價", "Article 2  Price"), 2),
        Para(Text(
            f"契約總價為 {money('pick.total')} 元整，內含營業稅 {money('pick.tax')} 元。互易者，雙方各依法開立統一發票。",
            f"The price is {money('pick.total')}, of which business tax {money('pick.tax')}. In a barter each "
            "party issues its own uniform invoice.",
        )),
        Heading(Text("第 3 條　與贊助款之關係", "Article 3  Relation to the sponsorship"), 2),
        Para(Text(
            "本契約價金不得與現金贊助或實物贊助抵銷，亦不計入贊助金額；雙方另有書面約定者，從其約定。",
            "The price is neither set off against cash or in-kind sponsorship nor counted as such, unless "
            "the parties agree otherwise in writing.",
        )),
        Heading(Text("第 4 條　履約期間與地點", "Article 4  Time and place"), 2),
        Para(Text(
            f"履約期間自{day_zh('pick.start')}起至{day_zh('pick.end')}止，各項期限如明細。履約地點：{_PLACE}。",
            f"From {day_en('pick.start')} to {day_en('pick.end')}; each item by its due date. Place: {_PLACE}.",
        )),
        Heading(Text("第 5 條　驗收與付款", "Article 5  Acceptance and payment"), 2),
        Para(Text(
            f"甲方應於交付後 {blank_zh('pick.acceptance_days')} 日內驗收；不符者乙方應無償改善或更換。付款條件："
            f"{{pick.payment_terms}}；甲方於驗收合格並收受統一發票後 {blank_zh('pick.payment_days')} 日內付款。",
            f"Party A inspects within {blank_en('pick.acceptance_days')} days of delivery; Party B mends or replaces what "
            f"fails. Terms: {{pick.payment_terms}}; payment within {blank_en('pick.payment_days')} days of acceptance and invoice.",
        )),
        Heading(Text("第 6 條　逾期違約金", "Article 6  Delay"), 2),
        Para(Text(
            "乙方逾期交付者，每逾一日按逾期部分價金千分之 {ROUND(N(pick.daily_penalty)*1000,2)} 計罰，"
            "以該部分價金 {TEXT(N(settings.penalty_cap),\"0%\")} 為上限。",
            "Each day of delay costs Party B {ROUND(N(pick.daily_penalty)*1000,2)} per mille of the late part, "
            "at most {TEXT(N(settings.penalty_cap),\"0%\")}.",
        )),
        Heading(Text("第 7 條以下　其他約定", "Article 7 and following  Further terms"), 2),
        Lines("sponsor_contract_clauses", ("article", "title", "text"), 14, match=False,
              widths=(2, 2, 8), prose=True),
        Para(Text(
            f"本契約書正本一式 {_COPIES} 份，雙方各執為憑。因本契約涉訟時，以"
            "{IF(pick.court=\"\",\"　　　　\",pick.court)}為第一審管轄法院。",
            f"Signed in {_COPIES} originals, held by the parties. Court of first instance: "
            "{IF(pick.court=\"\",\"____________\",pick.court)}. Governed by the laws of Taiwan (R.O.C.).",
        )),
        Heading(Text("立契約書人", "The parties"), 2),
        *(Field(title, formula) for title, formula in zip(
            (Text("甲方（買方）", "Party A (buyer)"), *_FACTS), _BUYER, strict=True)),
        *(Field(title, formula) for title, formula in zip(
            (Text("乙方（賣方）", "Party B (seller)"), *_FACTS), _SELLER, strict=True)),
        Signatures((Text("甲方（買方）", "Party A (buyer)"), Text("乙方（賣方）", "Party B (seller)"))),
        Para(Text(f"立約日：{day_zh('pick.signed')}", f"Date: {day_en('pick.signed')}")),
    ),
)  # fmt: skip
