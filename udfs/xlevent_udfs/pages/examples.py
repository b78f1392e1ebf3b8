"""One example of each function, as its page shows it; the answer is computed, not typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Cell = str | int | float | bool | date | Decimal | None


@dataclass(frozen=True, slots=True)
class Block:
    """A range with a header: keys of columns, and rows in their order."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


Given = Cell | Block  # a Decimal is a share: 5%
_START = date(2027, 3, 1)
_DAY = date(2026, 3, 2)
_TASKS = Block(
    ("id", "name", "duration", "predecessors"),
    [
        ["T-001", "簽訂場地 Sign the venue", 3, None],
        ["T-002", "設計主視覺 Key visual", 5, "T-001"],
        ["T-003", "印製看板 Print signs", 4, "T-002"],
        ["T-004", "招募志工 Recruit volunteers", 6, "T-001"],
        ["T-005", "進場 Move in", 1, "T-003; T-004+1d"],
    ],
)
_THREE_POINTS = Block(
    ("id", "duration", "predecessors", "optimistic", "likely", "pessimistic"),
    [
        ["T-001", 3, None, 2, 3, 8],
        ["T-002", 5, "T-001", 4, 5, 9],
        ["T-003", 4, "T-002", 3, 4, 6],
    ],
)
_HOLIDAYS = Block(
    ("date", "kind", "name"),
    [
        [date(2027, 3, 3), "holiday", "停電 Power cut"],
        [date(2027, 3, 6), "makeup", "補班 Make-up day"],
    ],
)
_LINES = Block(
    ("id", "item", "amount"),
    [["V1", "場地 Venue", 120_000], ["V2", "音響 Sound", 50_000], ["V3", "餐飲 Catering", 80_000]],
)
_EXPENSES = Block(
    ("budget_line", "gross", "order_line"),
    [["V1", 118_000, None], ["V2", 56_000, None], ["V3", 20_000, "PO-7"], ["V9", 900, None]],
)
_ORDERS = Block(
    ("id", "budget_line", "quantity", "unit_price"), [["PO-7", "V3", 300, 280]],
)  # fmt: skip
_PAYMENTS = Block(
    ("id", "payee", "gross", "paid_on"),
    [
        ["E-001", "大安音響有限公司", 52_500, date(2026, 5, 4)],
        ["E-002", "王小明", 30_000, date(2026, 5, 6)],
        ["E-003", "好味餐飲", 84_000, None],
        ["E-004", "速印社", 6_300, date(2026, 5, 8)],
    ],
)
_BANK = Block(
    ("date", "amount", "counterparty", "description"),
    [
        [date(2026, 5, 5), -52_500, "大安音響有限公司", "轉帳 transfer"],
        [date(2026, 5, 6), -27_000, "王小明", "轉帳 transfer"],
        [date(2026, 5, 20), 12, None, "利息 interest"],
    ],
)
_FEE: tuple[Given, ...] = ("professional_fee", 30_000, _DAY)

EXAMPLES: dict[str, tuple[Given, ...]] = {
    "XLE_SCHEDULE": (_TASKS, _START),
    "XLE_CRITICAL_PATH": (_TASKS, _START),
    "XLE_FINISH": (_TASKS, _START, None, _HOLIDAYS),
    "XLE_FLOAT": (_TASKS, _START, "T-004"),
    "XLE_EXPLAIN": (_TASKS, _START, "T-005"),
    "XLE_WORKDAY": (_START, 4, _HOLIDAYS),
    "XLE_WORKDAYS": (_START, date(2027, 3, 7), _HOLIDAYS),
    "XLE_LEVEL": (
        Block(("id", "duration", "predecessors"), [["A", 2, None], ["B", 2, None]]),
        _START,
        Block(("id", "capacity"), [["CREW", 1]]),
        Block(("resource", "task", "quantity"), [["CREW", "A", 1], ["CREW", "B", 1]]),
    ),
    "XLE_RISK_FINISH": (_THREE_POINTS, _START, 80),
    "XLE_AVAILABLE": (60_000, 10_000, 2_000),
    "XLE_BUDGET_LOAD": (
        Block(("id", "value", "closed"), [["PO-1", 5_000, None], ["PO-2", 900, "yes"]]),
        Block(("amount", "order"), [[7_000, "PO-1"], [1_000, None]]),
    ),
    "XLE_BUDGET_STATUS": (50_000, 5_000, 30_000, 10_000, 4_000),
    "XLE_BUDGET_CHECK": (_LINES, _EXPENSES, _ORDERS, None, None, Decimal("0.05")),
    "XLE_THREE_WAY": (50, 47, 50, 100, 100, Decimal("0.05")),
    "XLE_DUPLICATES": (
        Block(
            ("payee", "invoice_number", "gross", "date"),
            [
                ["好味餐飲", "AB-12345678", 8_400, date(2026, 3, 2)],
                ["速印社", "CD-00000011", 6_300, date(2026, 3, 3)],
                ["好味餐飲", "ab12345678", 8_400, date(2026, 3, 9)],
            ],
        ),
    ),
    "XLE_RECONCILE": (_PAYMENTS, _BANK),
    "XLE_SETTLEMENT": (500_000, 300_000, 300_000, 450_000),
    "XLE_UBN": ("04595258",),
    "XLE_INVOICE": ("ab-12345678",),
    "XLE_INVOICE_PERIOD": (date(2026, 4, 8),),
    "XLE_VAT": (2_550, _DAY),
    "XLE_VAT_IN": (2_677, _DAY),
    "XLE_PREMIUM": _FEE,
    "XLE_WITHHOLDING": _FEE,
    "XLE_NET_PAY": _FEE,
    "XLE_GROSS_UP": _FEE,
    "XLE_CAPITALS": (34_133,),
    "XLE_EARNED_VALUE": (100_000, 50_000, 40_000, 45_000),
    "XLE_SPONSOR_ROI": (750_000, 400_000, 25_000),
    "XLE_ORGANISER_ROI": (300_000, 50_000, 70_000),
    "XLE_MARKET_VALUE": (500_000, 15, Decimal("0.03")),
    "XLE_FULFILMENT": (200_000, 15_000),
    "XLE_RISK_LEVEL": ("likely", "major"),
    "XLE_RUN_OF_SHOW": (
        Block(
            ("hard_start", "minutes", "activity"),
            [["09:00", 30, "報到 Doors"], [None, 45, "開場 Opening"], ["10:00", 40, "演講 Talk"]],
        ),
    ),
    "XLE_RACI_CHECK": ("王小明", "林佳穎、陳大文"),
}
