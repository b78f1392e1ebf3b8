"""The two real events that come with xlevent say what their sources say, to the cent.

Every figure of the sources (tests/data) is compared twice: with the rows of the plan, and with
the values that a viewer of the built workbook sees without recalculating it.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.tools.programs import ROOT
from xlevent.app.event import Event
from xlevent.app.samples import SAMPLES, sample
from xlevent.sheets.registry import registry

pytestmark = pytest.mark.slow  # whole workbooks are built and changed

DATA = ROOT / "tests" / "data"
NETWORKS, SUMMIT = "ournetworks-2018", "g0v-summit-2014"
REAL = (NETWORKS, SUMMIT)
Rows = list[dict[str, Any]]

# What the final accounts of Our Networks call otherwise than its budget.
BUDGET_CATEGORY = {"Yami-ichi": "Space"}
TIERS = {"coffee_break": "Coffee break", "tier_3": "Tier 3", "tier_2": "Tier 2", "tier_1": "Tier 1"}
DAYS = {
    "Friday": date(2018, 7, 13),
    "Saturday": date(2018, 7, 14),
    "Sunday": date(2018, 7, 15),
}


def source(name: str, part: str) -> list[dict[str, str]]:
    """The rows of a source file."""
    with (DATA / name / part).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Workbook:
    """The stored values of a built workbook: rows by table and column key, figures."""

    tables: dict[str, Rows]
    figures: dict[str, Any]

    def row(self, table: str, column: str, value: object) -> dict[str, Any]:
        """The one row whose column holds that value."""
        (found,) = (r for r in self.tables[table] if r[column] == value)
        return found


@dataclass(frozen=True)
class Sample:
    """A sample as a plan and as a workbook."""

    event: Event
    book: Workbook

    def column(self, table: str, column: str) -> list[Any]:
        """A column of the plan's rows."""
        return [row.get(column) for row in self.event.tables[table]]


def stored(path: Path) -> Workbook:
    """What stands in the cells of a workbook; rows without a key are left out."""
    file = openpyxl.load_workbook(path, data_only=True)
    tables: dict[str, Rows] = {}
    for sheet in file.worksheets:
        for name, area in sheet.tables.items():
            declared = registry().tables.get(name)
            if declared is None:
                continue
            keys = [c.key for c in declared.columns]
            cells = [[cell.value for cell in row] for row in sheet[area][1:]]
            rows = [dict(zip(keys, row, strict=True)) for row in cells]
            tables[name] = [row for row in rows if row[keys[0]] not in (None, "")]
    figures = {}
    for name, defined in file.defined_names.items():
        if name.startswith("fig_"):
            ((tab, cell),) = defined.destinations
            figures[name.removeprefix("fig_")] = file[tab][cell.replace("$", "")].value
    return Workbook(tables, figures)


def cents(value: object) -> Decimal:
    """A stored number as money; no figure here has a part of a cent."""
    exact = Decimal(repr(value))
    rounded = exact.quantize(Decimal("0.01"))
    assert abs(exact - rounded) < Decimal("1e-9"), value
    return rounded


def time_of_day(value: object) -> time:
    """A stored time, which the sum of fractions of a day may miss by less than a second."""
    if isinstance(value, time):
        value = datetime.combine(date(2000, 1, 1), value)
    assert isinstance(value, datetime), value
    return (value + timedelta(seconds=0.5)).replace(microsecond=0).time()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sample]:
    """Both events, each loaded and built once."""
    folder = tmp_path_factory.mktemp("samples")
    found = {}
    for name in REAL:
        with sample(name) as plan:
            event = Event.load(plan)
        event.build(folder / f"{name}.xlsx", language="en")
        found[name] = Sample(event, stored(folder / f"{name}.xlsx"))
    return found


@pytest.fixture
def networks(built: dict[str, Sample]) -> Sample:
    """Our Networks 2018."""
    return built[NETWORKS]


@pytest.fixture
def summit(built: dict[str, Sample]) -> Sample:
    """g0v Summit 2014."""
    return built[SUMMIT]


@pytest.mark.parametrize("name", REAL)
def test_nothing_is_found_in_the_plan(built: dict[str, Sample], name: str) -> None:
    assert name in SAMPLES
    assert [f.show() for f in built[name].event.check()] == []


@pytest.mark.parametrize("name", REAL)
def test_no_cell_of_the_workbook_shows_an_error(built: dict[str, Sample], name: str) -> None:
    book = built[name].book
    values = [v for rows in book.tables.values() for row in rows for v in row.values()]
    values += book.figures.values()
    assert not [v for v in values if isinstance(v, str) and v.startswith("#")]


@pytest.mark.parametrize("name", REAL)
def test_the_licence_stands_in_the_plan_and_in_an_information_item(
    built: dict[str, Sample], name: str
) -> None:
    with sample(name) as plan:
        head = plan.read_text(encoding="utf-8")[:900]
    assert "https://github.com/" in head
    assert "CC BY-SA 4.0" in head or "授權" in head
    assert all(built[name].column("information_items", "terms"))
    assert all(built[name].column("information_items", "address"))


# --- Our Networks 2018: budget and accounts ------------------------------------------------------
def test_the_budget_has_the_twenty_lines_of_the_source(networks: Sample) -> None:
    given = [
        (r["category"], r["description"], f"Section: {r['section']}", Decimal(r["amount_cad"]))
        for r in source(NETWORKS, "budget.csv")
    ]
    planned = [r for r in networks.event.tables["budget_lines"] if r["quantity"]]
    assert len(given) == 20
    assert [
        (r["category"], r["item"], r["specification"], r["quantity"] * r["unit_price"])
        for r in planned
    ] == given
    shown = [r for r in networks.book.tables["budget_lines"] if r["quantity"]]
    assert [
        (r["category"], r["item"], r["specification"], cents(r["amount"])) for r in shown
    ] == given


def test_the_lines_that_carry_actual_cost_only_plan_nothing(networks: Sample) -> None:
    carriers = [r for r in networks.book.tables["budget_lines"] if not r["quantity"]]
    assert {cents(r["amount"]) for r in carriers} == {Decimal("0.00")}
    assert len({r["category"] for r in carriers}) == len(carriers) == 7


def test_the_printed_totals(networks: Sample) -> None:
    figures = networks.book.figures
    assert cents(figures["budget_total"]) == Decimal("7570.00")
    assert cents(figures["revised_total"]) == Decimal("7570.00")
    assert cents(figures["expenses_total"]) == Decimal("9037.85")
    assert cents(figures["actual_total"]) == Decimal("9037.85")
    assert cents(figures["income_planned"]) == Decimal("6465.00")
    assert sum(map(cents, (r["amount"] or 0 for r in networks.book.tables["funding_sources"]))) == (
        Decimal("6465.00")
    )
    assert sum(networks.column("expenses", "gross")) == Decimal("9037.85")


def test_variance_by_category_is_the_printed_one(networks: Sample) -> None:
    """The source prints actual - budget, the sheet budget - actual."""
    planned: dict[str, Decimal] = defaultdict(Decimal)
    for line in source(NETWORKS, "budget.csv"):
        planned[line["category"]] += Decimal(line["amount_cad"])
    seen = set()
    for given in source(NETWORKS, "expenses_final.csv"):
        category = BUDGET_CATEGORY.get(given["category"], given["category"])
        row = networks.book.row("budget_by_category", "category", category)
        assert cents(row["baseline"]) == planned[category]
        assert cents(row["actual"]) == Decimal(given["amount_cad"])
        assert cents(row["forecast"]) == Decimal(given["amount_cad"])
        assert cents(row["variance"]) == -Decimal(given["against_projected_cad"])
        seen.add(category)
    assert seen == {r["category"] for r in networks.book.tables["budget_by_category"]}
    assert planned["Registration"] == 0


def test_each_expense_is_a_category_of_the_accounts(networks: Sample) -> None:
    given = source(NETWORKS, "expenses_final.csv")
    rows = networks.event.tables["expenses"]
    assert [r["gross"] for r in rows] == [Decimal(g["amount_cad"]) for g in given]
    for row, wanted in zip(rows, given, strict=True):
        assert f"category {wanted['category']} in" in str(row["description"])
    shown = networks.book.tables["expenses"]
    assert [(r["category"], cents(r["base_amount"])) for r in shown] == [
        (BUDGET_CATEGORY.get(g["category"], g["category"]), Decimal(g["amount_cad"])) for g in given
    ]


def test_income_planned_and_received(networks: Sample) -> None:
    given = source(NETWORKS, "income.csv")
    rows = {str(r["name"]): r for r in networks.event.tables["funding_sources"]}
    for wanted in given:
        planned, received = Decimal(wanted["projected_cad"]), Decimal(wanted["final_cad"])
        assert (rows[wanted["category"]]["amount"], rows[wanted["category"]]["received"]) == (
            planned,
            received,
        )
        shown = networks.book.row("funding_sources", "name", wanted["category"])
        assert cents(shown["outstanding"]) == -Decimal(wanted["against_projected_cad"])
    by_kind = networks.book.tables["income_by_kind"]
    assert sum(cents(r["planned"]) for r in by_kind) == Decimal("6465.00")
    assert sum(cents(r["received"]) for r in by_kind) == Decimal("9175.54")


def test_balance_of_cash(networks: Sample) -> None:
    cash = networks.book.tables["income_and_expense"][-1]
    assert cents(cash["income"]) == Decimal("9175.54")
    assert cents(cash["expense"]) == Decimal("9037.85")
    assert cents(cash["balance"]) == Decimal("137.69")


# --- Our Networks 2018: three days and packages --------------------------------------------------
def test_run_of_show_is_the_run_sheet(networks: Sample) -> None:
    given = [
        (DAYS[r["day"]], time.fromisoformat(r["start"]), r["what"], r["who"])
        for r in source(NETWORKS, "runsheet.csv")
    ]
    rows = networks.event.tables["run_of_show"]
    assert len(given) == 30
    assert [
        (r["day"], r["hard_start"], r["activity"], str(r["lead"]).lower()) for r in rows
    ] == given
    shown = networks.book.tables["run_of_show"]
    assert [
        (r["day"].date(), time_of_day(r["start"]), r["activity"], r["lead"].lower()) for r in shown
    ] == given
    assert not networks.book.figures["show_overruns"]


def test_hands_of_the_run_sheet_are_needed_and_rostered(networks: Sample) -> None:
    given = [
        (DAYS[r["day"]], time.fromisoformat(r["start"]), r["what"], int(r["people"]))
        for r in source(NETWORKS, "runsheet.csv")
        if r["people"]
    ]
    needs = networks.event.tables["staffing_needs"]
    assert [(r["date"], r["start"], r["duties"], r["needed"]) for r in needs] == given
    shown = networks.book.tables["staffing_needs"]
    assert [r["needed"] for r in shown] == [r["rostered"] for r in shown] == [g[3] for g in given]
    assert networks.book.figures["staffing_gap"] == 0
    assert len(networks.event.tables["roster"]) == sum(g[3] for g in given)


def test_packages_and_benefits(networks: Sample) -> None:
    prices, *benefits = source(NETWORKS, "sponsor_packages.csv")
    packages = {str(r["tier"]): r for r in networks.event.tables["packages"]}
    assert {t: packages[name]["price"] for t, name in TIERS.items()} == {
        t: Decimal(prices[t]) for t in TIERS
    }
    for tier, name in TIERS.items():
        assert cents(networks.book.row("packages", "tier", name)["price"]) == Decimal(prices[tier])
    given = {
        (r["benefit"], name): r[tier] for r in benefits for tier, name in TIERS.items() if r[tier]
    }
    shown = {(r["benefit"], r["tier"]): r for r in networks.book.tables["package_benefits"]}
    assert shown.keys() == given.keys()
    for place, said in given.items():
        row = shown[place]
        if said.isdigit():
            assert (row["quantity"], row["metric"]) == (int(said), "tickets")
        else:
            assert row["quantity"] == 1
            if said != "yes":
                assert said in row["conditions"]


# --- g0v Summit 2014 -----------------------------------------------------------------------------
def test_priced_lines(summit: Sample) -> None:
    given = [
        (
            r["category_zh"],
            r["description_zh"],
            Decimal(r["quantity"]),
            Decimal(r["unit_price_twd"]),
            Decimal(r["amount_twd"]),
        )
        for r in source(SUMMIT, "budget.csv")
    ]
    assert sum(g[4] for g in given) == 622_000
    assert [
        (r["category"], r["item"], r["quantity"], r["unit_price"], r["quantity"] * r["unit_price"])
        for r in summit.event.tables["budget_lines"]
    ] == given
    assert [
        (r["category"], r["item"], r["quantity"], r["unit_price"], r["amount"])
        for r in summit.book.tables["budget_lines"]
    ] == given
    assert summit.book.figures["budget_total"] == 622_000


def test_categories_without_a_price_plan_nothing(summit: Sample) -> None:
    planned: dict[str, int] = defaultdict(int)
    for line in source(SUMMIT, "budget.csv"):
        planned[line["category_zh"]] += int(line["amount_twd"])
    rows = summit.book.tables["budget_by_category"]
    shown = {r["category"]: r["baseline"] for r in rows}
    assert shown == {**planned, "口譯": 0, "工作雜支": 0}


def test_milestones_and_what_was_done(summit: Sample) -> None:
    given = [
        (date.fromisoformat(r["date"]), r["what_zh"], r["done"] == "yes")
        for r in source(SUMMIT, "milestones.csv")
    ]
    done = {r["task"]: r["percent"] == 1 for r in summit.event.tables["task_progress"]}
    assert [
        (r["baseline_finish"], r["name"], done[r["id"]]) for r in summit.event.tables["tasks"]
    ] == given
    assert set(summit.column("tasks", "kind")) == {"milestone"}
    assert [
        (r["baseline_finish"].date(), r["name"], r["percent"] == 1)
        for r in summit.book.tables["tasks"]
    ] == given
    share = summit.book.figures["tasks_done_share"]
    assert share == pytest.approx(sum(g[2] for g in given) / len(given))


def test_volunteers_by_group(summit: Sample) -> None:
    given = [
        (f"{r['group_zh']}：{r['role_zh']}", int(r["people"]) if r["people"] else None)
        for r in source(SUMMIT, "staffing.csv")
    ]
    rows = [r for r in summit.event.tables["resources"] if r["kind"] == "person"]
    assert [(r["name"], r.get("capacity")) for r in rows] == given
    shown = summit.book.tables["resources"][: len(given)]
    assert [(r["name"], r["capacity"]) for r in shown] == given


def test_tickets_capacity_and_packages(summit: Sample) -> None:
    """Figures that only the README of the source gives."""
    assert summit.event.settings["ticket_price"] == 500
    capacity = [r["capacity"] for r in summit.event.tables["resources"] if r["kind"] == "venue"]
    assert capacity == [150 + 450, 20 + 180]
    assert summit.column("packages", "price") == [100_000]


# --- no figure is invented -----------------------------------------------------------------------
ALLOWED = {
    # Cells that xlevent requires and the sources do not give: 0 adds nothing, 1 is "granted".
    ("packages", "slots"): {0},
    ("package_benefits", "quantity"): {1, 2, 4},
    ("package_benefits", "unit_value"): {0},
    ("run_of_show", "minutes"): {0, 60},
    ("attendance_log", "attended"): {100},
    ("tasks", "duration"): {0},
}
ONLY_IN_README = {
    NETWORKS: set(),
    SUMMIT: {Decimal(150 + 450), Decimal(20 + 180), Decimal(100_000)},
}


@pytest.mark.parametrize("name", REAL)
def test_no_figure_is_invented(built: dict[str, Sample], name: str) -> None:
    """Every number of the plan stands in the source, or is one of the few listed above."""
    cells = [
        v for p in (DATA / name).glob("*.csv") for r in source(name, p.name) for v in r.values()
    ]
    known = {Decimal(0), Decimal(1)}
    for cell in cells:
        if cell and cell.replace(".", "", 1).isdigit():
            known.add(Decimal(cell))
    known |= ONLY_IN_README[name]
    for table, rows in built[name].event.tables.items():
        for row in rows:
            for column, value in row.items():
                if isinstance(value, int | Decimal) and column != "seq":
                    good = ALLOWED.get((table, column), known)
                    assert value in good, f"{table}.{column}: {value}"
