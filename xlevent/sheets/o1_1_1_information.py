"""O1.1.1: what was found out, from where, how lawfully, and whether it still holds."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import ByList, Chart, Figure, Series, Sheet, Table
from xlevent.sheets.kernel.expressions import count, rows
from xlevent.standard import output_title

_SOON = 30  # days before the end of validity from which an item is "expiring"

ITEMS = Table(
    "information_items",
    Text("資訊項目", "Information items"),
    (
        c.key("id", "編號", "ID", prefix="INF"),
        c.choice("kind", "類別", "Kind", "info_kind", required=True),
        c.choice("subject", "主題領域", "Subject area", "info_topic", open=True, width=16),
        c.text("topic", "資訊名稱", "Topic", required=True, width=26),
        c.note(
            "need",
            "資訊需求",
            "Information need",
            help=("這項資訊要回答的問題或支援的決策", "The question or decision that it serves"),
        ),
        c.link("goal", "對應目標", "Goal", "goals"),
        c.choice("state", "蒐集狀態", "Collection state", "info_state", width=16),
        c.note("summary", "內容摘要", "Summary", width=44),
        c.text("source", "資料來源", "Source", required=True, width=24),
        c.choice("source_type", "來源類型", "Source type", "info_source", width=18),
        c.url("address", "原始網址或檔案", "Original link"),
        c.choice("way", "取得方式", "Way obtained", "info_way", width=16),
        c.date("obtained_on", "取得日期", "Obtained on", width=13),
        c.choice(
            "legal_basis",
            "合法依據",
            "Legal basis",
            "info_basis",
            width=20,
            help=(
                "取得與使用的正當依據；含個人資料時依個人資料保護法必填",
                "Why it may be held and used; must be given when personal data is included",
            ),
        ),
        c.choice("personal_data", "含個人資料", "Personal data", "yes_no", width=14),
        c.text(
            "terms",
            "授權與引用條件",
            "Terms of use",
            width=22,
            help=("授權範圍、引用方式或法條條號", "Scope of licence, way to cite, or article"),
        ),
        c.choice("secrecy", "機密等級", "Confidentiality", "info_secrecy", width=16),
        c.choice("reliability", "可信度", "Reliability", "info_reliability", width=15),
        c.text("stored_in", "存放位置", "Stored in", width=24),
        c.date("valid_until", "有效期限", "Valid until"),
        c.date(
            "keep_until",
            "保存期限",
            "Keep until",
            help=("屆期應刪除、銷毀或重新取得同意", "Then delete, destroy or renew the consent"),
        ),
        c.link("owner", "負責人", "Owner", "people"),
        c.calc(
            "age",
            "資料天數",
            "Age",
            "integer",
            'IF(OR(fig.as_of="",[obtained_on]=""),"",MAX(0,fig.as_of-[obtained_on]))',
            unit=("天", "days"),
        ),
        c.calc(
            "validity",
            "效期狀況",
            "Validity",
            "choice",
            'IF([valid_until]="",{info_validity.no_date},IF(fig.as_of="",{info_validity.valid},'
            "IF([valid_until]<fig.as_of,{info_validity.expired},"
            f"IF([valid_until]<=fig.as_of+{_SOON},"
            "{info_validity.expiring},{info_validity.valid}))))",
            list="info_validity",
        ),
        c.calc(
            "uses",
            "引用次數",
            "Times used",
            "integer",
            count("findings_use", information="[id]"),
            width=12,
            help=("O1.2.1 資訊運用表引用本項的列數", "Rows of O1.2.1 that build on this item"),
        ),
    ),
    hint=Text(
        "一列一項資訊：先寫需求，再記錄來源、取得方式、合法依據、機密等級與存放位置。",
        "One row per item: the need first, then source, way, legal basis, secrecy and storage.",
    ),
)


def _per_kind(**where: str) -> str:
    return count("information_items", kind="[kind]", **where)


KINDS = Table(
    "information_kinds",
    Text("各類別統計", "Count by kind"),
    (
        c.choice("kind", "類別", "Kind", "info_kind"),
        c.calc("items", "項數", "Items", "integer", _per_kind()),
        c.calc(
            "obtained", "已取得", "Obtained", "integer", _per_kind(state="{info_state.obtained}")
        ),
        c.calc(
            "verified",
            "已查證",
            "Verified",
            "integer",
            _per_kind(reliability="{info_reliability.verified}"),
        ),
        c.calc(
            "expired", "已逾期", "Expired", "integer", _per_kind(validity="{info_validity.expired}")
        ),
        c.calc(
            "restricted",
            "機密或限閱",
            "Confidential",
            "integer",
            _per_kind(secrecy="{info_secrecy.confidential}")
            + "+"
            + _per_kind(secrecy="{info_secrecy.restricted}"),
            width=14,
        ),
        c.calc(
            "personal", "含個資", "Personal data", "integer",
            _per_kind(personal_data="{yes_no.yes}"), width=14,
        ),
        c.calc("used", "已運用", "Used", "integer", _per_kind(uses='">0"')),
    ),
    rows=ByList("info_kind"),
)  # fmt: skip

SHEET = Sheet(
    "O1.1.1",
    tab=Text("資訊分類", "Information"),
    title=output_title("O1.1.1"),
    blocks=(
        KINDS,
        Chart(
            "column",
            Text("各類別資訊：取得、查證與運用", "Items by kind: obtained, verified, used"),
            categories="information_kinds[kind]",
            series=(
                Series("information_kinds[items]", Text("項數", "Items"), tone="soft"),
                Series("information_kinds[obtained]", Text("已取得", "Obtained"), tone="accent"),
                Series("information_kinds[verified]", Text("已查證", "Verified"), tone="good"),
                Series("information_kinds[used]", Text("已運用", "Used"), tone="warn"),
            ),
        ),
        ITEMS,
    ),
    figures=(
        Figure(
            "information_total", Text("資訊項數", "Items"), "integer", rows("information_items")
        ),
        Figure(
            "information_needed",
            Text("待取得", "Still to obtain"),
            "integer",
            count("information_items", state="{info_state.needed}")
            + "+"
            + count("information_items", state="{info_state.collecting}"),
            good_if="=0",
        ),
        Figure(
            "information_expired",
            Text("已逾期", "Expired"),
            "integer",
            count("information_items", validity="{info_validity.expired}"),
            good_if="=0",
        ),
        Figure(
            "information_no_basis",
            Text("個資缺合法依據", "Personal data, no basis"),
            "integer",
            "SUMPRODUCT((information_items[personal_data]={yes_no.yes})"
            '*(information_items[legal_basis]=""))',
            good_if="=0",
        ),
        Figure(
            "information_unused",
            Text("尚未運用", "Not used yet"),
            "integer",
            count("information_items", uses="0", state="{info_state.obtained}"),
        ),
    ),
    phase="T1",
    about=Text(
        "登錄活動、產品與服務資訊的需求、來源、取得方式、合法依據、機密等級與效期。",
        "Registers what is known of event, products and services: need, source, lawful way, "
        "secrecy and validity.",
    ),
)
