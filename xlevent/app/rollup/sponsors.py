"""Sponsors rolled up: money, goods, benefits and both returns by sponsor, tier and event.

What a single row is worth is computed by the formulas of its sheet; here rows are added up and
the returns taken (compute/sponsor_value). The sheets add up natively; tests compare the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from xlevent.app.evaluated import Evaluated
from xlevent.app.rollup.measure import NOTHING, Balance, Measure, Source, gather
from xlevent.compute import sponsor_value
from xlevent.domain.language import Text

_CASH = ("sponsor_payments", "sponsor", "instalment")
_GOODS = ("in_kind_items", "sponsor", "item")
_BENEFITS = ("benefits", "sponsor", "description")
_WAIVED = ("state", "waived")

# Name, source, title. Cash and in-kind stand apart; no measure holds both.
_DECLARED = (
    ("cash_pledged", _CASH, "amount", "承諾現金", "Cash pledged"),
    ("cash_invoiced", _CASH, "invoiced", "已開票", "Invoiced"),
    ("cash_received", _CASH, "received", "已收現金", "Cash received"),
    ("cash_open", _CASH, "open_amount", "未收現金", "Cash open"),
    ("cash_overdue", _CASH, "overdue", "逾期未收", "Overdue"),
    ("cash_written_off", _CASH, "written_off", "呆帳沖銷", "Written off"),
    ("in_kind_pledged", _GOODS, "value", "承諾實物", "In-kind pledged"),
    ("in_kind_received", _GOODS, "received_value", "已收實物", "In-kind received"),
    ("in_kind_open", _GOODS, "open_value", "未收實物", "In-kind open"),
    ("relief_pledged", _GOODS, "relief_pledged", "承諾抵充", "Relief pledged"),
    ("relief", _GOODS, "relief", "已抵充預算", "Budget relief"),
    ("promised_all", _BENEFITS, "value", "全部承諾價值", "Promised in all"),
    ("promised", _BENEFITS, "value", "承諾價值", "Promised value"),
    ("kept", _BENEFITS, "kept", "承諾內履行", "Kept"),
    ("shortfall", _BENEFITS, "shortfall", "短少價值", "Shortfall"),
    ("waived", _BENEFITS, "waived", "免除價值", "Waived"),
    ("surplus", _BENEFITS, "surplus", "超額價值", "Over-delivered"),
    ("delivered", _BENEFITS, "delivered_value", "履行價值", "Delivered value"),
    ("proven", _BENEFITS, "proven", "有佐證價值", "Proven value"),
    ("made_good", _BENEFITS, "made_good", "已補償", "Made good"),
    ("owed", _BENEFITS, "owed", "尚欠價值", "Still owed"),
    ("balance", _BENEFITS, "balance", "權益餘額", "Balance"),
    ("servicing", ("servicing_costs", "sponsor", "item"), "cost", "服務成本", "Servicing cost"),
    ("activation", ("sponsors", "id", "name"), "activation", "活化投入", "Activation"),
)  # fmt: skip
SOURCES: Mapping[str, Source] = {
    name: Source(table, column, owner, label, _WAIVED if name == "promised" else None)
    for name, (table, owner, label), column, _, _ in _DECLARED
}
TITLES: Mapping[str, Text] = {name: Text(zh, en) for name, _, _, zh, en in _DECLARED}


@dataclass(frozen=True, slots=True)
class Sponsorship:
    """One sponsor, tier or the whole event: its measures, and what follows from them."""

    key: str
    name: str
    measures: Mapping[str, Measure]
    benefits: Mapping[str, int]  # number of benefits by state; "" where none is given

    def total(self, measure: str) -> Decimal:
        """A total, 0 where no row gives anything."""
        return self.measures.get(measure, NOTHING).total

    @property
    def value_delivered(self) -> Decimal:
        """What was delivered and made good."""
        return self.total("delivered") + self.total("made_good")

    @property
    def fee(self) -> Decimal:
        """Cash pledged less written off, without in-kind."""
        return self.total("cash_pledged") - self.total("cash_written_off")

    @property
    def fulfilment(self) -> Decimal | None:
        """The share of the promised value that was delivered."""
        return sponsor_value.fulfilment(self.total("promised"), self.total("shortfall"))

    @property
    def sponsor_roi(self) -> Decimal | None:
        """Whether it paid for the sponsor; None without a cost."""
        return sponsor_value.sponsor_return(
            self.value_delivered, self.fee, self.total("activation")
        )

    @property
    def organiser_roi(self) -> Decimal | None:
        """Whether it paid for the organiser; None without a cost."""
        return sponsor_value.organiser_return(
            self.total("cash_received"), self.total("relief"), self.total("servicing")
        )

    @property
    def balances(self) -> tuple[Balance, ...]:
        """What was promised is where it went."""
        return (
            self._balance("cash", "cash_pledged", "cash_received", "cash_open", "cash_written_off"),
            self._balance("in_kind", "in_kind_pledged", "in_kind_received", "in_kind_open"),
            self._balance("benefits", "promised_all", "kept", "shortfall", "waived"),
        )

    def _balance(self, name: str, whole: str, *parts: str) -> Balance:
        return Balance(name, self.total(whole), {part: self.total(part) for part in parts})


@dataclass(frozen=True, slots=True)
class Sponsors:
    """All sponsors of an event."""

    sponsors: tuple[Sponsorship, ...]
    tiers: tuple[Sponsorship, ...]  # by package; the last has no key: sponsors without a package
    event: Sponsorship

    def find(self, key: str) -> Sponsorship | None:
        """The sponsor or tier of that key."""
        folded = key.casefold()
        scopes = (*self.sponsors, *self.tiers)
        return next((s for s in scopes if s.key and s.key.casefold() == folded), None)


def roll_up_sponsors(evaluated: Evaluated) -> Sponsors:
    """Every sponsor, every tier and the event. Rows without a sponsor count for the event only."""
    tables = evaluated.event.registry.tables
    gathered = {
        name: gather(evaluated.rows(s.table), s, tables[s.table].key_column.key)
        for name, s in SOURCES.items()
    }
    counted = _counted(evaluated)
    found: list[Sponsorship] = []
    package_of: dict[str, str] = {}
    for row in evaluated.rows("sponsors"):
        key = str(row.get("id", ""))
        if key and key not in package_of:  # twice: a finding; its rows count once
            package_of[key] = str(row.get("package", ""))
            own = {name: owners.get(key, NOTHING) for name, owners in gathered.items()}
            found.append(Sponsorship(key, str(row.get("name", "")), own, counted.get(key, {})))
    tiers = []
    for row in evaluated.rows("packages"):
        key = str(row.get("id", ""))
        tiers.append(_together(
            key, str(row.get("name", "")), (s for s in found if package_of[s.key] == key)
        ))  # fmt: skip
    known = {tier.key for tier in tiers}
    loose = [s for s in found if package_of[s.key] not in known]
    if loose:
        tiers.append(_together("", "", loose))
    everything = {
        name: sum(owners.values(), NOTHING) for name, owners in gathered.items()
    }  # fmt: skip
    name = str(evaluated.event.settings.get("event_name") or "-")
    event = Sponsorship("", name, everything, _added(counted.values()))
    return Sponsors(tuple(found), tuple(tiers), event)


def _together(key: str, name: str, sponsors: Iterable[Sponsorship]) -> Sponsorship:
    chosen = list(sponsors)
    measures = {measure: sum((s.measures[measure] for s in chosen), NOTHING) for measure in SOURCES}
    return Sponsorship(key, name, measures, _added(s.benefits for s in chosen))


def _counted(evaluated: Evaluated) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for row in evaluated.rows("benefits"):
        states = found.setdefault(str(row.get("sponsor", "")), {})
        state = str(row.get("state", ""))
        states[state] = states.get(state, 0) + 1
    return found


def _added(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in counts:
        for state, count in one.items():
            found[state] = found.get(state, 0) + count
    return found
