"""O5.1.2 Checklist and acceptance: what is inspected on site, and what is accepted."""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import (
    ByList,
    Chart,
    Document,
    Field,
    Figure,
    Heading,
    Para,
    Series,
    Sheet,
    Signatures,
    Table,
)
from xlevent.sheets.kernel.expressions import look, look_number, ratio, rows
from xlevent.standard import output_title

_CHECKS = Table(
    "checks",
    Text("檢核表", "Checklist"),
    (
        c.key("id", "編號", "ID", prefix="CK"),
        c.choice("phase", "階段", "Phase", "check_phase", required=True),
        c.choice("category", "類別", "Category", "check_category", required=True, width=18),
        c.text("place", "地點", "Place", width=16),
        c.text("item", "檢查項目", "Item", required=True, width=30),
        c.note("specification", "規格與標準", "Specification", required=True,
               help=("可以判定合格與否的標準。", "What decides between pass and fail.")),
        c.text("basis", "依據", "Basis", width=22,
               help=("法規、契約、計畫書或客戶要求。",
                     "The law, contract, plan or client request behind it.")),
        c.link("supplier", "供應商", "Supplier", "suppliers"),
        c.link("owner", "負責人", "Owner", "people", required=True),
        c.datetime("due", "應完成時間", "Due"),
        c.datetime("checked", "檢查時間", "Checked"),
        c.link("checked_by", "檢查人", "Checked by", "people"),
        c.choice("result", "檢查結果", "Result", "check_result"),
        c.note("defect", "缺失", "Defect"),
        c.note("action", "改善措施", "Remedy"),
        c.datetime("rechecked", "複檢時間", "Re-checked"),
        c.choice("recheck_result", "複檢結果", "Re-check result", "check_result"),
        c.calc("final", "最終結果", "Final result", "choice",
               'IF([recheck_result]<>"",[recheck_result],'
               'IF([result]<>"",[result],{check_result.pending}))', list="check_result"),
        c.calc("late", "逾時", "Late", "choice",
               'IF(N([due])=0,"",IF([checked]<>"",IF([checked]>[due],{yes_no.yes},{yes_no.no}),'
               'IF(fig.as_of="","",IF([due]<N(fig.as_of),{yes_no.yes},{yes_no.no}))))',
               list="yes_no", width=9),
        c.url("proof", "照片佐證", "Photo"),
    ),
    blank=25,
)  # fmt: skip

_BY_CATEGORY = Table(
    "checks_by_category",
    Text("各類檢查進度", "Checks by category"),
    (
        c.choice("category", "類別", "Category", "check_category", width=24),
        c.calc("total", "項數", "Checks", "integer", "COUNTIFS(checks[category],[category])"),
        *(
            c.calc(key, zh, en, "integer",
                   f"COUNTIFS(checks[category],[category],checks[final],{{check_result.{value}}})")
            for key, zh, en, value in (
                ("passed", "合格", "Passed", "pass"), ("failed", "不合格", "Failed", "fail"),
                ("pending", "待檢", "Pending", "pending"),
            )
        ),
        c.calc("share", "完成率", "Share done", "percent",
               ratio("[total]-[pending]", "[total]"), bar=True),
    ),
    rows=ByList("check_category"),
)  # fmt: skip

_ORDER = "[order_line]"
_ACCEPTANCES = Table(
    "acceptances",
    Text("驗收表", "Acceptances"),
    (
        c.key("id", "編號", "ID", prefix="AC"),
        c.link("order_line", "採購明細", "Order line", "order_lines", required=True),
        c.calc("contract", "契約", "Contract", "text", look("order_lines", "contract", _ORDER)),
        c.calc("item", "品項", "Item", "text", look("order_lines", "item", _ORDER), width=26),
        c.calc("supplier_name", "供應商", "Supplier", "text",
               look("suppliers", "name", look("order_lines", "supplier", _ORDER)), width=22),
        c.calc("ordered", "訂購數量", "Ordered", "number",
               look_number("order_lines", "quantity", _ORDER)),
        c.number("quantity", "交驗數量", "Quantity inspected", required=True, ge=0, width=11),
        c.date("date", "驗收日期", "Date", required=True),
        c.text("place", "驗收地點", "Place", width=16),
        c.link("inspector", "主驗人", "Inspector", "people", required=True),
        c.link("witness", "會驗人", "Witness", "people"),
        c.note("method", "規格與驗收方法", "Specification and method"),
        c.choice("result", "驗收結果", "Result", "acceptance_result", required=True, width=16),
        c.number("defective", "不合格數量", "Defective", ge=0),
        c.note("defect", "缺失說明", "Defect"),
        c.date("remedy_due", "改善期限", "Remedy due"),
        c.date("reinspection", "複驗日期", "Re-inspection", width=14),
        c.choice("reinspection_result", "複驗結果", "Re-inspection result",
                 "acceptance_result", width=16),
        c.amount("price_reduction", "減價金額", "Price reduction", ge=0),
        c.calc("accepted_quantity", "合格數量", "Accepted quantity", "number",
               "IF(OR([reinspection_result]={acceptance_result.accepted},"
               "[reinspection_result]={acceptance_result.reduced}),N([quantity]),"
               "IF(OR([result]={acceptance_result.accepted},[result]={acceptance_result.reduced},"
               "[result]={acceptance_result.rework}),MAX(0,N([quantity])-N([defective])),0))",
               help=("驗收合格的數量；複驗合格後為全部交驗數量。",
                     "What was accepted; after a good re-inspection the whole quantity.")),
        c.calc("outstanding", "未驗收數量", "Outstanding", "number",
               "N([ordered])-SUMIFS(acceptances[accepted_quantity],"
               "acceptances[order_line],[order_line])",
               help=("採購明細尚未驗收合格的數量；負數表示超收。",
                     "Of the order line, not accepted yet; negative: more than ordered.")),
        c.link("signed_by", "核准人", "Signed off by", "people"),
        c.date("signed_off", "核准日期", "Signed off",
               help=("空白表示尚未核准，不得付款。", "Blank: not signed off, so nothing may be paid.")),
        c.url("proof", "佐證", "Proof"),
    ),
    blank=15,
)  # fmt: skip

_RECORD = Document(
    "acceptance_record",
    Text("驗收紀錄", "Record of acceptance"),
    table="acceptances",
    parts=(
        Heading(Text("驗收紀錄", "Record of acceptance")),
        Field(Text("活動名稱", "Event"), 'settings.event_name&""'),
        Field(Text("驗收編號", "Acceptance"), "pick.id"),
        Field(Text("契約", "Contract"), "pick.contract"),
        Field(Text("供應商", "Supplier"), "pick.supplier_name"),
        Field(Text("品項", "Item"), "pick.item"),
        Field(Text("訂購數量", "Quantity ordered"), "pick.ordered", "number"),
        Field(Text("交驗數量", "Quantity inspected"), "pick.quantity", "number"),
        Field(Text("合格數量", "Quantity accepted"), "pick.accepted_quantity", "number"),
        Field(Text("驗收日期", "Date"), "pick.date", "date"),
        Field(Text("驗收地點", "Place"), 'pick.place&""'),
        Field(Text("規格與方法", "Specification and method"), 'pick.method&""', lines=2),
        Heading(Text("驗收結果", "Result"), 2),
        Field(Text("結果", "Result"), 'pick.result&""'),
        Field(Text("缺失說明", "Defect"), 'pick.defect&""', lines=2),
        Field(Text("複驗結果", "Re-inspection"), 'pick.reinspection_result&""'),
        Field(Text("減價金額", "Price reduction"), "pick.price_reduction", "amount"),
        Para(Text(
            "本次驗收依契約規格、圖說與數量辦理，雙方確認上列結果無誤。",
            "Inspected against the specification and quantity of the contract; both parties "
            "confirm the result above.",
        )),
        Signatures((
            Text("主驗人", "Inspector"), Text("會驗人", "Witness"),
            Text("供應商代表", "For the supplier"), Text("核准", "Approved by"),
        )),
    ),
)  # fmt: skip

SHEET = Sheet(
    "O5.1.2",
    tab=Text("檢核驗收表", "Checks"),
    title=output_title("O5.1.2"),
    about=Text(
        "現場軟硬體、安全與法規的檢查，以及採購品項的驗收；驗收合格才能付款。",
        "Checks of set-up, safety and law on site, and acceptance of what was bought.",
    ),
    phase="T5",
    figures=(
        Figure("checks_total", Text("檢查項目", "Checks"), "integer", rows("checks")),
        Figure(
            "checks_failed", Text("不合格", "Checks failed"), "integer",
            "COUNTIFS(checks[final],{check_result.fail})", good_if="=0",
        ),
        Figure(
            "checks_pending", Text("待檢", "Checks pending"), "integer",
            "COUNTIFS(checks[final],{check_result.pending})", good_if="=0",
        ),
        Figure("acceptances_total", Text("驗收筆數", "Acceptances"), "integer",
               rows("acceptances")),
        Figure(
            "acceptances_unsigned", Text("未核准的驗收", "Acceptances not signed off"), "integer",
            f'{rows("acceptances")}-COUNTIFS(acceptances[signed_off],">0")', good_if="=0",
        ),
        Figure(
            "accepted_first_share", Text("一次驗收合格率", "Accepted first time"), "percent",
            ratio("COUNTIFS(acceptances[result],{acceptance_result.accepted})",
                  f"({rows('acceptances')}-COUNTIFS(acceptances[result],"
                  "{acceptance_result.pending}))"),
        ),
    ),
    blocks=(
        _CHECKS,
        _BY_CATEGORY,
        Chart(
            "stacked_bar", Text("各類檢查結果", "Results by category"),
            categories="checks_by_category[category]",
            series=(
                Series("checks_by_category[passed]", Text("合格", "Passed"), tone="good"),
                Series("checks_by_category[failed]", Text("不合格", "Failed"), tone="bad"),
                Series("checks_by_category[pending]", Text("待檢", "Pending"), tone="muted"),
            ),
            height=420,
        ),
        _ACCEPTANCES,
        _RECORD,
    ),
)  # fmt: skip
