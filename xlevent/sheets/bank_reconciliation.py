"""The reconciliation of O6.2.1: states, their proof, what people decided, what is proposed.

A row takes part if it was paid by bank. `match_amount` says so natively, so that the proof does
not believe the engine: what takes part is counted here, and must be in the states.
"""

from __future__ import annotations

from xlevent.domain.language import Text
from xlevent.sheets.kernel import columns as c
from xlevent.sheets.kernel.blocks import ByList, Figure, Table
from xlevent.sheets.kernel.expressions import count, rows, total

# What the engine writes for a row that a person put aside without any bank line.
NO_LINES = "–"

_NEVER_BANK = (
    "OR([method]={payment_method.cash},[method]={payment_method.offset},"
    'AND([method]={payment_method.petty_cash},[bank_reference]=""))'
)

VOUCHER_COLUMNS = (
    c.calc("match_amount", "應對帳金額", "Amount to match", "amount",
           f'IF(N([paid_net])=0,"",IF([match_state]<>"",[paid_net],'
           f'IF(OR([paid_on]="",{_NEVER_BANK}),"",[paid_net])))',
           help=("已付且經銀行者；現金、抵減與未撥補的零用金不對帳。",
                 "Paid by bank; not cash, offsets and petty cash that is not paid back yet.")),
    c.engine(c.choice("match_state", "對帳狀態", "Match state", "match_state", width=18)),
    c.engine(c.text("matched_lines", "對應銀行交易", "Matched bank lines", width=18)),
    c.engine(c.amount("match_difference", "對帳差額", "Match difference",
                      help=("銀行金額減實付金額。", "Bank amount less paid net."))),
    c.engine(c.text("match_reason", "對帳說明", "Match reason", width=24)),
)  # fmt: skip

RECEIPT_COLUMNS = (
    c.calc("match_amount", "應對帳金額", "Amount to match", "amount",
           'IF(N([received])=0,"",IF(OR([match_state]<>"",[received_on]<>""),[received],""))'),
    c.engine(c.choice("match_state", "對帳狀態", "Match state", "match_state", width=18)),
    c.engine(c.text("matched_lines", "對應銀行交易", "Matched bank lines", width=18)),
    c.engine(c.amount("match_difference", "對帳差額", "Match difference",
                      help=("銀行入帳減實收金額。", "Bank amount less received."))),
    c.engine(c.text("match_reason", "對帳說明", "Match reason", width=24)),
)  # fmt: skip

_MATCHED = "OR([state]={match_state.matched},[state]={match_state.matched_difference})"
_SHEET = "([voucher_amount]-[receipt_amount])"
_ASIDE = f'"{NO_LINES}"'

RECONCILIATION = Table(
    "reconciliation",
    Text("對帳結果", "Reconciliation"),
    (
        c.choice("state", "對帳狀態", "State", "match_state", width=26),
        c.calc("vouchers", "憑證筆數", "Vouchers", "integer",
               count("expenses", match_state="[state]")),
        c.calc("voucher_amount", "憑證實付", "Voucher amount", "amount",
               total("expenses", "match_amount", match_state="[state]")),
        c.calc("receipts", "贊助收款筆數", "Receipts", "integer",
               count("sponsor_payments", match_state="[state]")),
        c.calc("receipt_amount", "贊助實收", "Receipt amount", "amount",
               total("sponsor_payments", "match_amount", match_state="[state]")),
        c.calc("bank_rows", "銀行筆數", "Bank rows", "integer",
               count("bank_lines", state="[state]")),
        c.calc("bank_amount", "銀行金額", "Bank amount", "amount",
               total("bank_lines", "amount", state="[state]"),
               help=("支出為負、存入為正。", "Payments are negative, receipts positive.")),
        c.calc("difference", "差額", "Difference", "amount",
               f'IF({_MATCHED},-[bank_amount]-{_SHEET},"")',
               help=("銀行淨支出減帳列淨支出。", "What the bank paid less what the sheet says.")),
        c.calc("explained", "已說明差額", "Explained", "amount",
               f"IF({_MATCHED},"
               + total("bank_lines", "difference", state="[state]") + "+"
               + total("expenses", "match_difference", match_state="[state]", matched_lines=_ASIDE)
               + "-" + total("sponsor_payments", "match_difference", match_state="[state]",
                             matched_lines=_ASIDE)
               + ',"")'),
        c.calc("check", "檢核", "Check", "choice",
               'IF([difference]="","",IF([difference]=[explained],{check_result.pass},'
               "{check_result.fail}))", list="check_result"),
    ),
    rows=ByList("match_state"),
)  # fmt: skip


# Lines in another currency take no part.
_OTHER = 'bank_lines[currency],"?*"'
_BASE = "bank_lines[currency],settings.base_currency"
_BANK_ROWS = (
    f'({rows("bank_lines")}-COUNTIFS(bank_lines[id],"?*",{_OTHER})'
    f'+COUNTIFS(bank_lines[id],"?*",{_BASE}))'
)
_BANK_AMOUNT = (
    f"(SUM(bank_lines[amount])-SUMIFS(bank_lines[amount],{_OTHER})"
    f"+SUMIFS(bank_lines[amount],{_BASE}))"
)


def _by_side(vouchers: str, receipts: str, bank: str) -> str:
    return (
        f"IF([side]={{match_side.vouchers}},{vouchers},"
        f"IF([side]={{match_side.receipts}},{receipts},{bank}))"
    )


PROOF = Table(
    "reconciliation_proof",
    Text("對帳驗算", "Proof of the reconciliation"),
    (
        c.choice("side", "來源", "Rows of", "match_side", width=26),
        c.calc("rows_in", "應對帳筆數", "Rows", "integer",
               _by_side("COUNT(expenses[match_amount])", "COUNT(sponsor_payments[match_amount])",
                        _BANK_ROWS)),
        c.calc("rows_found", "各狀態筆數合計", "Rows in the states", "integer",
               _by_side("SUM(reconciliation[vouchers])", "SUM(reconciliation[receipts])",
                        "SUM(reconciliation[bank_rows])"), width=16),
        c.calc("amount_in", "應對帳金額合計", "Amount to match in all", "amount",
               _by_side("SUM(expenses[match_amount])", "SUM(sponsor_payments[match_amount])",
                        _BANK_AMOUNT), width=20),
        c.calc("amount_found", "各狀態金額合計", "Amount in the states", "amount",
               _by_side("SUM(reconciliation[voucher_amount])",
                        "SUM(reconciliation[receipt_amount])",
                        "SUM(reconciliation[bank_amount])"), width=20),
        c.calc("lost", "差異", "Lost", "amount", "[amount_in]-[amount_found]",
               help=("必須為 0：沒有一元遺漏。", "Must be 0: no money is lost.")),
        c.calc("check", "檢核", "Check", "choice",
               "IF(AND([rows_in]=[rows_found],[lost]=0),{check_result.pass},{check_result.fail})",
               list="check_result"),
    ),
    rows=ByList("match_side"),
    hint=Text("各狀態合計須等於輸入", "The states must add up to what went in"),
)  # fmt: skip

DECISIONS = Table(
    "match_decisions",
    Text("對帳決定", "Decisions on matches"),
    (
        c.key("id", "決定編號", "Decision ID", prefix="MD"),
        c.choice("decision", "決定", "Decision", "match_decision", required=True, width=26,
                 help=("確認、否決、拆分，或僅銀行有的項目。",
                       "Confirm, reject, split, or put a row aside that has no partner.")),
        c.links("vouchers", "憑證", "Vouchers", "expenses", width=18),
        c.links("receipts", "贊助收款", "Receipts", "sponsor_payments", width=16),
        c.links("bank_lines", "銀行交易", "Bank lines", "bank_lines", width=30),
        c.amount("amount", "拆分金額", "Amount of the split", ge=0, width=18,
                 help=("僅拆分時填寫。", "For a split only.")),
        c.link("by", "決定人", "Decided by", "people"),
        c.date("date", "決定日期", "Decided on"),
        c.note("note", "說明", "Note"),
        c.engine(c.choice("result", "適用結果", "Result", "match_decision_result", width=22)),
    ),
    hint=Text("人的決定優先，下次對帳不會被更動", "Decisions of people go first and are kept"),
)  # fmt: skip

SUGGESTIONS = Table(
    "match_suggestions",
    Text("對帳建議", "Suggested matches"),
    (
        c.engine(c.key("id", "建議編號", "Suggestion ID", prefix="MS", width=12)),
        c.engine(c.integer("score", "可能性", "Score", help=("0 至 99。", "0 to 99."))),
        c.engine(c.choice("reason", "原因", "Reason", "match_reason", width=30)),
        c.engine(c.text("vouchers", "憑證", "Vouchers", width=18)),
        c.engine(c.text("receipts", "贊助收款", "Receipts", width=16)),
        c.engine(c.text("bank_lines", "銀行交易", "Bank lines", width=18)),
        c.engine(c.amount("sheet_amount", "帳列金額", "Sheet amount")),
        c.engine(c.amount("bank_amount", "銀行金額", "Bank amount")),
        c.engine(c.amount("difference", "差額", "Difference")),
        c.engine(c.text("names", "帳列與銀行名稱", "Names", width=40)),
    ),
    hint=Text("僅供參考，不會自動套用；採用者請填入對帳決定",
              "Never applied by itself; write what is right into the decisions"),
)  # fmt: skip

FIGURES = (
    Figure(
        "expenses_unmatched", Text("未對到的列", "Rows not matched"), "integer",
        "COUNTIFS(expenses[match_state],{match_state.unmatched_sheet})"
        "+COUNTIFS(sponsor_payments[match_state],{match_state.unmatched_sheet})"
        "+COUNTIFS(bank_lines[state],{match_state.unmatched_bank})", good_if="=0",
    ),
    Figure(
        "reconciliation_open", Text("對帳驗算未過", "Failed proofs of matching"), "integer",
        "IF(COUNTIFS(bank_lines[state],\"?*\")=0,0,"
        "COUNTIFS(reconciliation_proof[check],{check_result.fail})"
        "+COUNTIFS(reconciliation[check],{check_result.fail}))", good_if="=0",
    ),
    Figure(
        "sponsor_cash_proven", Text("銀行已證實贊助現金", "Sponsor cash proven by the bank"),
        "amount",
        "SUMIFS(reconciliation[receipt_amount],reconciliation[state],{match_state.matched})"
        "+SUMIFS(reconciliation[receipt_amount],reconciliation[state],"
        "{match_state.matched_difference})", hidden=True,
    ),
)  # fmt: skip
