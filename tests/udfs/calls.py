"""One call of every function, to be made in each runtime; values as JSON can carry them."""

from __future__ import annotations

from typing import Any

_TASKS = [["ID", "Duration", "Predecessors"], ["A", 3, None], ["B", 2, "A"], ["C", 4, "A+1d"]]
_THREE_POINTS = [
    ["ID", "Duration", "Predecessors", "Optimistic", "Likely", "Pessimistic"],
    ["A", 3, None, 2, 3, 9],
    ["B", 2, "A", 1, 2, 4],
]
_START = 46083  # 2026-03-02
_HOLIDAYS = [["Date", "Kind"], ["2026-03-04", "holiday"], ["2026-03-07", "makeup"]]
_FEE = ["professional_fee", 30000, _START]

CALLS: dict[str, list[Any]] = {
    "XLE_AVAILABLE": [60000, 10000, 2000],
    "XLE_BUDGET_CHECK": [
        [["V1", 1000], ["V2", 5000], ["V3", 100]],
        [["V1", 1200], ["V2", 3000, "O1"], ["X", 5]],
        [["O1", "V2", 2, 3000], ["O2", "V3", 1, 101]],
        [["V1", 50]],
        [["V2", 100]],
        0.05,
        6000,
        True,
    ],
    "XLE_BUDGET_LOAD": [[["A", 5000, None], ["B", 900, "yes"]], [[7000, "B"], [1000, "A"]]],
    "XLE_BUDGET_STATUS": [50000, 5000, 30000, 10000, 4000, True],
    "XLE_CAPITALS": [34133],
    "XLE_CRITICAL_PATH": [_TASKS, _START, None, _HOLIDAYS],
    "XLE_DUPLICATES": [[["甲", "INV-4021", 500, "2026-03-01"], ["甲", "4021-A", 500, _START]]],
    "XLE_EARNED_VALUE": [100000, 50000, 40000, 45000, True],
    "XLE_EXPLAIN": [_TASKS, _START, "B"],
    "XLE_FINISH": [_TASKS, _START, None, _HOLIDAYS],
    "XLE_FLOAT": [_TASKS, _START, "B"],
    "XLE_FULFILMENT": [200000, 15000],
    "XLE_GROSS_UP": [*_FEE, True],
    "XLE_INVOICE": ["ab-12345678"],
    "XLE_INVOICE_PERIOD": [_START],
    "XLE_LEVEL": [_TASKS, _START, [["R", 1]], [["R", "B", 1], ["R", "C", 1]]],
    "XLE_MARKET_VALUE": [500000, 15, "3%"],
    "XLE_NET_PAY": [*_FEE, None, True],
    "XLE_ORGANISER_ROI": [300000, 50000, 70000],
    "XLE_PREMIUM": _FEE,
    "XLE_RACI_CHECK": ["甲", [["乙", "丙"]]],
    "XLE_RECONCILE": [
        [
            ["A", "王小明", 1000, "2026-03-02"],
            ["B", "甲公司", 5000, "2026-03-03"],
            ["C", "乙", 7, None],
        ],
        [["2026-03-02", -1015, "王小明"], ["2026-03-04", -5000, "甲公司"]],
        None,
        None,
        True,
    ],
    "XLE_RISK_FINISH": [_THREE_POINTS, _START, 80, 500],
    "XLE_RISK_LEVEL": ["likely", "重大"],
    "XLE_RUN_OF_SHOW": [[["09:00", 30, "x"], [None, 45, "y"], ["10:00", 5, "z"]], True],
    "XLE_SCHEDULE": [_TASKS, _START, None, _HOLIDAYS, True],
    "XLE_SETTLEMENT": [500000, 300000, 300000, 450000],
    "XLE_SPONSOR_ROI": [750000, 400000, 25000],
    "XLE_THREE_WAY": [50, 47, 50, 100, 100, 0.05],
    "XLE_UBN": ["04595257"],
    "XLE_VAT": [2550, _START],
    "XLE_VAT_IN": [2677, _START],
    "XLE_WITHHOLDING": _FEE,
    "XLE_WORKDAY": [_START, 3, _HOLIDAYS],
    "XLE_WORKDAYS": [_START, 46100, _HOLIDAYS],
}
