"""What is missing before an event can be closed, out of what the sheets themselves judge.

Deliverables that are empty or lack required cells, indicators that are not met, work that is not
done, findings of `check`; beside them figures that should be zero. Nothing here is a list of its
own: which figures should be zero is declared with them, which rows are work in
`xlevent.sheets.duties`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlevent.app.duties.todo import Duty, duties_of
from xlevent.app.evaluated import Evaluated
from xlevent.app.event import Event
from xlevent.app.reporting.model import Fact, Report, Section, Table, TableColumn, same
from xlevent.domain import codes
from xlevent.domain.finding import Finding
from xlevent.domain.language import Text
from xlevent.sheets.registry import Registry
from xlevent.standard import indicators, output_title

_ZERO = "=0"  # of a figure's `good_if`: something is still to be settled
_MOST = 20


@dataclass(frozen=True, slots=True)
class Gap:
    """A deliverable that is not there: no rows, or required cells still empty."""

    code: str
    owner: str
    rows: int
    missing: int


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A figure that is zero where all went well; it may be history, such as a late response."""

    key: str
    title: Text
    sheet: str
    value: int


@dataclass(frozen=True, slots=True)
class Unmet:
    """An indicator that is not met.

    `state` is partly, not_met, or "" without evidence; `judged` says that a person decided so.
    """

    code: str
    state: str
    judged: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """All that is missing.

    Figures and what a person judged tell how the event went; they do not hold up its closing.
    """

    as_of: date
    gaps: tuple[Gap, ...]
    indicators: tuple[Unmet, ...]
    duties: tuple[Duty, ...]
    figures: tuple[Unsettled, ...]
    findings: tuple[Finding, ...]

    @property
    def can_close(self) -> bool:
        """Whether nothing is left to do or to decide."""
        undecided = any(not one.judged for one in self.indicators)
        return not (self.gaps or undecided or self.duties or self.findings)


def missing_to_close(event: Event) -> Missing:
    """What is still missing on the data date (today where the event has none)."""
    evaluated = Evaluated(event, event.language)
    registry = event.registry
    assert isinstance(registry, Registry)
    given = evaluated.figure("as_of")
    as_of = given if isinstance(given, date) else date.today()
    gaps = tuple(
        Gap(str(row["code"]), str(row.get("owner") or ""), _whole(row.get("rows")),
            _whole(row.get("missing")))
        for row in evaluated.rows("deliverables")
        if not _whole(row.get("rows")) or _whole(row.get("missing"))
    )  # fmt: skip
    unmet = tuple(
        Unmet(str(row["code"]), str(row.get("result") or ""), row.get("state") is not None)
        for row in evaluated.rows("indicators")
        if row.get("result") not in ("met", "not_applicable")
    )
    # A deliverable is told as a gap, not as work too.
    duties = tuple(
        duty for duty in duties_of(evaluated, as_of, as_of) if duty.table != "deliverables"
    )
    figures = tuple(
        Unsettled(key, figure.title, registry.sheet_of[key].code, _whole(value))
        for key, figure in registry.figures.items()
        if figure.good_if == _ZERO and _whole(value := evaluated.figure(key))
    )
    return Missing(as_of, gaps, unmet, duties, figures, tuple(_open(event.check())))


def _open(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Errors and warnings; empty required cells are told with their deliverable."""
    return [f for f in findings if f.severity != "notice" and f.code != codes.MISSING.code]


def _whole(value: object) -> int:
    return int(value) if isinstance(value, int | Decimal) else 0


_GAPS = (
    TableColumn(Text("產出", "Deliverable"), wide=True), TableColumn(Text("代碼", "Code")),
    TableColumn(Text("負責人", "Owner")), TableColumn(Text("資料列數", "Rows"), number=True),
    TableColumn(Text("必填未填", "Required empty"), number=True),
)  # fmt: skip
_INDICATORS = (
    TableColumn(Text("指標", "Indicator")), TableColumn(Text("內容", "Text"), wide=True),
    TableColumn(Text("評估", "Result")), TableColumn(Text("佐證", "Evidence")),
)  # fmt: skip
_WORK = (
    TableColumn(Text("資料表", "Table"), wide=True), TableColumn(Text("工作表", "Sheet")),
    TableColumn(Text("未完成", "Open"), number=True),
    TableColumn(Text("逾期", "Overdue"), number=True), TableColumn(Text("列", "Rows"), wide=True),
)  # fmt: skip
_FIGURES = (
    TableColumn(Text("項目", "Figure"), wide=True), TableColumn(Text("工作表", "Sheet")),
    TableColumn(Text("數量", "Number"), number=True),
)  # fmt: skip
_FINDINGS = (
    TableColumn(Text("代碼", "Code")), TableColumn(Text("位置", "Where")),
    TableColumn(Text("說明", "What"), wide=True),
)  # fmt: skip


def missing_report(event: Event, missing: Missing) -> Report:
    """A section for each kind of what is missing."""
    registry = event.registry
    assert isinstance(registry, Registry)
    states = registry.lists["indicator_state"].text
    known = {one.code: one for one in indicators()}
    tables = Counter(duty.table for duty in missing.duties)
    late = Counter(duty.table for duty in missing.duties if duty.standing == "overdue")
    found = (
        ("gaps", Text("未完成的產出", "Deliverables not complete"), _GAPS, [
            (output_title(g.code), same(g.code), same(g.owner or "–"), same(str(g.rows)),
             same(str(g.missing)))
            for g in missing.gaps
        ]),
        ("figures", Text("應為零的數字", "Figures that should be zero"), _FIGURES, [
            (f.title, same(f.sheet), same(str(f.value))) for f in missing.figures
        ]),
        ("work", Text("未完成的工作", "Work not done"), _WORK, [
            (registry.tables[key].title, same(registry.sheet_of[key].code), same(str(count)),
             same(str(late[key])), same(_ids(missing.duties, key)))
            for key, count in tables.items()
        ]),
        ("indicators", Text("未達成的職能指標", "Indicators not met"), _INDICATORS, [
            (same(i.code), known[i.code].text, states(i.state) if i.state else
             Text("無佐證", "No evidence"), same(", ".join(known[i.code].evidence)))
            for i in missing.indicators
        ]),
        ("findings", Text("檢核發現", "Open findings"), _FINDINGS, [
            (same(f.code), same(str(f.place) or ".".join(filter(None, (f.table, f.column)))),
             f.message)
            for f in missing.findings
        ]),
    )  # fmt: skip
    sections = tuple(
        Section(key, title, (Table(title, columns, tuple(rows[:_limit(key)]), _more(rows, key)),))
        for key, title, columns, rows in found if rows
    )  # fmt: skip
    figures = tuple(Fact(title, same(str(len(rows)))) for _, title, _, rows in found)
    name = str(event.settings.get("event_name") or "")
    return Report(
        Text("結案前待補項目", "Missing before closing"), same(name),
        (Fact(Text("基準日", "As of"), same(str(missing.as_of))),
         Fact(Text("可否結案", "Can be closed"),
              Text("可以", "yes") if missing.can_close else Text("尚不可", "not yet"))),
        sections, figures,
    )  # fmt: skip


def _limit(key: str) -> int:
    return 100 if key in ("gaps", "indicators") else _MOST * 3


def _more(rows: Sequence[object], key: str) -> Text | None:
    left = len(rows) - _limit(key)
    return Text(f"另有 {left} 列。", f"{left} more rows.") if left > 0 else None


def _ids(duties: Sequence[Duty], table: str) -> str:
    names = [duty.id for duty in duties if duty.table == table]
    return ", ".join(names[:_MOST]) + (", …" if len(names) > _MOST else "")
