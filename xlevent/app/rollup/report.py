"""The roll-up as a report: sponsors, tiers, suppliers, proofs; and a trace."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xlevent.app.reporting.model import Fact, Report, Section, Table, TableColumn, same
from xlevent.app.rollup.measure import Balance
from xlevent.app.rollup.rolling import RollUp, Trace
from xlevent.app.rollup.sponsors import TITLES, Sponsorship
from xlevent.app.rollup.suppliers import TITLES as SUPPLY_TITLES
from xlevent.domain.language import Text
from xlevent.domain.money import round_half_up

_CASH = ("cash_pledged", "cash_invoiced", "cash_received", "cash_overdue", "cash_written_off")
_GOODS = ("in_kind_pledged", "in_kind_received", "relief")
_BENEFITS = ("promised", "kept", "shortfall", "waived", "made_good", "proven")
_NAME = (TableColumn(Text("編號", "ID")), TableColumn(Text("名稱", "Name"), wide=True))
_EVENT = Text("全案", "Event")
_LOOSE = Text("（未選方案）", "(no package)")
_BALANCES = {
    "cash": Text("現金：承諾＝已收＋未收＋沖銷", "Cash: pledged = received + open + written off"),
    "in_kind": Text("實物：承諾＝已收＋未收", "In-kind: pledged = received + open"),
    "benefits": Text(
        "權益：承諾＝履行＋短少＋免除", "Benefits: promised = kept + shortfall + waived"
    ),
}
_HOLDS = {True: Text("相符", "holds"), False: Text("不符", "does not hold")}


def rollup_report(rolled: RollUp, event: str) -> Report:
    """Everything that `xlevent rollup` prints."""
    found = rolled.sponsors
    scopes = [*found.sponsors, found.event]
    tiers = [*found.tiers, found.event]
    sections = (
        Section("sponsors", Text("贊助商", "Sponsors"), _tables(scopes, rolled)),
        Section("tiers", Text("贊助級別", "Tiers"), _tables(tiers, rolled)),
        Section("suppliers", Text("供應商", "Suppliers"), (_suppliers(rolled),)),
        Section("proofs", Text("平衡檢核", "Nothing lost"), (_proofs(rolled),)),
    )
    facts = (Fact(Text("本位幣", "Currency"), same(rolled.currency)),)
    return Report(Text("贊助與供應彙總", "Roll-up"), same(event), facts, sections)


def trace_report(rolled: RollUp, found: Trace) -> Report:
    """The rows that a total is the sum of."""
    columns = (
        TableColumn(Text("資料表", "Table")), TableColumn(Text("欄位", "Column")),
        TableColumn(Text("列", "Row")), TableColumn(Text("內容", "What"), wide=True),
        TableColumn(Text("金額", "Amount"), number=True),
    )  # fmt: skip
    rows = [
        tuple(map(same, (p.table, p.column, p.key, p.label, _amount(p.amount, rolled))))
        for p in found.measure.parts
    ]
    total = (_BLANK, _BLANK, _BLANK, Text("合計", "Total"))
    rows.append((*total, same(_amount(found.measure.total, rolled))))
    table = Table(found.title, columns, tuple(rows))
    section = Section("trace", Text("依據", "What it rests on"), (table,))
    return Report(found.title, same(found.whose), (), (section,))


_BLANK = Text("", "")


def _tables(scopes: Sequence[Sponsorship], rolled: RollUp) -> tuple[Table, ...]:
    def amounts(title: Text, names: Sequence[str]) -> Table:
        columns = (*_NAME, *(TableColumn(TITLES[name], number=True) for name in names))
        rows = tuple(
            (*_named(s), *(same(_amount(s.total(name), rolled)) for name in names)) for s in scopes
        )
        return Table(title, columns, rows)

    returns = Table(
        Text("履約與報酬", "Fulfilment and returns"),
        (
            *_NAME,
            *(
                TableColumn(title, number=True)
                for title in (
                    Text("履約率", "Fulfilment"), Text("履行總價值", "Value delivered"),
                    Text("權利金", "Fee"), TITLES["activation"],
                    Text("贊助商報酬率", "Sponsor ROI"), TITLES["servicing"],
                    Text("主辦報酬率", "Organiser ROI"),
                )
            ),
        ),
        tuple(
            (
                *_named(s), same(_share(s.fulfilment)), same(_amount(s.value_delivered, rolled)),
                same(_amount(s.fee, rolled)), same(_amount(s.total("activation"), rolled)),
                same(_share(s.sponsor_roi)), same(_amount(s.total("servicing"), rolled)),
                same(_share(s.organiser_roi)),
            )
            for s in scopes
        ),
    )  # fmt: skip
    return (
        amounts(Text("現金", "Cash"), _CASH),
        amounts(Text("實物（不與現金相加）", "In-kind (never added to cash)"), _GOODS),
        amounts(Text("回饋權益", "Benefits"), _BENEFITS),
        returns,
    )


def _named(scope: Sponsorship) -> tuple[Text, Text]:
    if scope.key:
        return same(scope.key), same(scope.name)
    return _BLANK, _EVENT if scope.name else _LOOSE


def _suppliers(rolled: RollUp) -> Table:
    columns = (
        *_NAME,
        *(TableColumn(title, number=True) for title in SUPPLY_TITLES.values()),
        *(
            TableColumn(title, number=True)
            for title in (
                Text("準時率", "On time"), Text("一次驗收率", "First time"),
                Text("綜合評分", "Rating"),
            )
        ),
    )  # fmt: skip
    rows = tuple(
        (
            *((same(s.key), same(s.name)) if s.key else (_BLANK, _EVENT)),
            *(same(_amount(s.total(name), rolled)) for name in SUPPLY_TITLES),
            same(_share(s.on_time)), same(_share(s.first_time)),
            same("" if s.rating is None else str(s.rating)),
        )
        for s in (*rolled.suppliers.suppliers, rolled.suppliers.event)
    )  # fmt: skip
    return Table(Text("採購", "Purchases"), columns, rows)


def _proofs(rolled: RollUp) -> Table:
    columns = (
        TableColumn(Text("檢核", "Proof"), wide=True),
        TableColumn(Text("承諾", "Promised"), number=True),
        TableColumn(Text("合計", "Sum of the parts"), number=True),
        TableColumn(Text("贊助商不符", "Sponsors that fail"), number=True),
        TableColumn(Text("結果", "Result")),
    )
    rows = []
    for number, balance in enumerate(rolled.sponsors.event.balances):
        failing = [s.key for s in rolled.sponsors.sponsors if not s.balances[number].holds]
        rows.append((
            _BALANCES[balance.name], same(_amount(balance.whole, rolled)),
            same(_amount(_sum(balance), rolled)), same(", ".join(failing) or "0"),
            _HOLDS[balance.holds and not failing],
        ))  # fmt: skip
    return Table(Text("承諾去向", "Where promises went"), columns, tuple(rows))


def _sum(balance: Balance) -> Decimal:
    return sum(balance.parts.values(), Decimal(0))


def _amount(amount: Decimal, rolled: RollUp) -> str:
    return f"{round_half_up(amount, rolled.places):,f}"


def _share(share: Decimal | None) -> str:
    """A percentage; blank where there is nothing to divide by."""
    return "" if share is None else f"{round_half_up(share * 100, 1)}%"
