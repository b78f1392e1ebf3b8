"""Quotes, deliveries and ratings of random suppliers: the sheets against a plain calculation."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from xlevent.app.evaluated import Evaluated
from xlevent.app.event import Event

AS_OF = date(2026, 11, 30)
TAX = Decimal("0.05")
NEEDED, FROM_AMOUNT = 3, 150_000
Row = dict[str, Any]
Plan = dict[str, list[Row]]


def whole(amount: Decimal, places: int = 0) -> Decimal:
    return Decimal(amount).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def filled(**cells: Any) -> Row:
    return {key: value for key, value in cells.items() if value is not None}


def random_plan(seed: int) -> Plan:
    rng = random.Random(seed)
    suppliers = [f"SUP-{n}" for n in range(5)]
    plan: Plan = {
        "suppliers": [{"id": s, "name": s, "category": "av", "state": "approved"}
                      for s in suppliers],
        "budget_lines": [{"id": "BL-1", "item": "x", "quantity": 1, "unit_price": 200_000,
                          "tax_kind": "none", "category": "c"}],
        "contracts": [{"id": f"CT-{s}", "supplier": s, "title": s, "state": "signed"}
                      for s in suppliers],
        "requirements": [], "quotes": [], "order_lines": [], "acceptances": [],
        "supplier_performance": [],
    }  # fmt: skip

    def day(around: date = AS_OF) -> date:
        return around + timedelta(days=rng.randint(-30, 30))

    for n in range(12):
        quotes = [f"QT-{n}-{i}" for i in range(rng.choice((0, 1, 3, 4)))]
        plan["requirements"].append(filled(
            id=f"RQ-{n}", item="x", quantity=1, unit_estimate=rng.choice((90_000, FROM_AMOUNT)),
            budget_line="BL-1", needed_by=AS_OF, state="quoting",
            price_weight=rng.choice((None, Decimal("0.6"), Decimal(0))),
            selected_quote=rng.choice((None, *quotes)),
            justification=rng.choice((None, "only one fits")),
        ))  # fmt: skip
        for quote in quotes:
            plan["quotes"].append(filled(
                id=quote, requirement=f"RQ-{n}", supplier=rng.choice(suppliers),
                quantity=rng.choice((0, 1, 2)), unit_price=rng.choice((50_001, 80_000, 130_000)),
                tax_kind=rng.choice(("none", "included", "added")), quoted_on=AS_OF,
                valid_until=rng.choice((None, day())), quality=rng.choice((None, 60, 90)),
                state=rng.choice(("received", "selected", "not_selected", "invalid")),
            ))  # fmt: skip
    for n in range(40):
        plan["order_lines"].append(filled(
            id=f"OL-{n}", contract=f"CT-{rng.choice(suppliers[:4])}", budget_line="BL-1", item="x",
            quantity=1, unit_price=1000, tax_kind="none", due=day(),
            delivered=rng.choice((None, day())),
            state=rng.choice(("ordered", "delivered", "closed", "cancelled")),
        ))  # fmt: skip
        for i in range(rng.choice((0, 1, 1, 2))):
            plan["acceptances"].append(filled(
                id=f"AC-{n}-{i}", order_line=f"OL-{n}", quantity=1, date=rng.choice((None, AS_OF)),
                result=rng.choice(("pending", "accepted", "accepted", "rework", "rejected")),
            ))  # fmt: skip
    for n in range(8):
        plan["supplier_performance"].append({
            "id": f"PF-{n}", "date": AS_OF, "supplier": rng.choice(suppliers[:3]),
            "aspect": "quality", "score": rng.randint(1, 5), "event": "x",
        })  # fmt: skip
    return plan


@pytest.fixture(scope="module", params=[3, 14, 159])
def both(request: pytest.FixtureRequest) -> tuple[Plan, Evaluated]:
    plan = random_plan(request.param)
    given = {
        "event_name": "E", "data_date": AS_OF, "base_currency": "TWD", "tax_rate": TAX,
        "quotes_from_amount": FROM_AMOUNT, "quotes_needed": NEEDED,
    }  # fmt: skip
    return plan, Evaluated(Event(given, plan), "en")


def amount(quote: Row) -> Decimal:
    net = whole(Decimal(quote["quantity"] * quote["unit_price"]))
    return net + whole(net * TAX) if quote["tax_kind"] == "added" else net


def competes(quote: Row) -> bool:
    expired = "valid_until" in quote and quote["valid_until"] < AS_OF
    decided = quote["state"] in ("selected", "not_selected")
    return quote["state"] != "invalid" and (decided or not expired)


def scored(plan: Plan, requirement: Row) -> list[tuple[Decimal, Row]]:
    """Best first; of equal scores the one that stands first."""
    rivals = [q for q in plan["quotes"] if q["requirement"] == requirement["id"] and competes(q)]
    lowest = min(map(amount, rivals), default=Decimal(0))
    weight = requirement.get("price_weight", Decimal(1))
    found = []
    for quote in rivals:
        price = whole(100 * lowest / amount(quote), 2) if amount(quote) else Decimal(0)
        found.append((whole(price * weight + quote.get("quality", 0) * (1 - weight), 2), quote))
    return sorted(found, key=lambda pair: -pair[0])


def test_quotes_are_scored_and_the_policy_is_checked(both: tuple[Plan, Evaluated]) -> None:
    plan, evaluated = both
    shown = {row["id"]: row for row in evaluated.rows("quotes")}
    seen = set()
    for requirement, row in zip(plan["requirements"], evaluated.rows("requirements"), strict=True):
        ranked = scored(plan, requirement)
        for place, (score, quote) in enumerate(ranked, start=1):
            assert shown[quote["id"]]["amount"] == amount(quote)
            assert shown[quote["id"]]["score"] == score
            assert shown[quote["id"]]["score_rank"] == place
        best = ranked[0][1]["id"] if ranked else None
        assert row.get("best_quote") == best
        assert row.get("lowest") == min((amount(q) for _, q in ranked), default=None)
        taken = requirement.get("selected_quote")
        needed = NEEDED if requirement["unit_estimate"] >= FROM_AMOUNT else 1
        reason = "justification" in requirement
        if taken is None and not ranked:
            wanted = "waiting"
        elif len(ranked) < needed and not reason:
            wanted = "short"
        elif taken is not None and taken != best and not reason:
            wanted = "justify"
        else:
            price = next((amount(q) for q in plan["quotes"] if q["id"] == taken), Decimal(0))
            wanted = "over" if price > 200_000 else "met"
        assert row["policy"] == wanted
        seen.add(wanted)
    assert len(seen) >= 3


def test_deliveries_and_ratings(both: tuple[Plan, Evaluated]) -> None:
    plan, evaluated = both
    on_time: dict[str, list[bool]] = {s["id"]: [] for s in plan["suppliers"]}
    first_time: dict[str, list[bool]] = {s["id"]: [] for s in plan["suppliers"]}
    for order, row in zip(plan["order_lines"], evaluated.rows("order_lines"), strict=True):
        supplier = order["contract"].removeprefix("CT-")
        cancelled = order["state"] == "cancelled"
        until = order.get("delivered") or (order["due"] if order["state"] == "closed" else AS_OF)
        late = 0 if cancelled else max(0, (until - order["due"]).days)
        assert row["days_late"] == late
        punctual = None
        if not cancelled and (late or "delivered" in order):
            punctual = late == 0
            on_time[supplier].append(punctual)
        assert row.get("on_time") == {None: None, True: "yes", False: "no"}[punctual]
        mine = [a for a in plan["acceptances"] if a["order_line"] == order["id"]]
        inspected = [a for a in mine if "date" in a and a["result"] != "pending"]
        if inspected:
            passed = sum(a["result"] == "accepted" for a in mine)
            first_time[supplier].append(passed >= len(inspected))
    for supplier in evaluated.rows("suppliers"):
        key = str(supplier["id"])
        entries = [p["score"] for p in plan["supplier_performance"] if p["supplier"] == key]
        score = whole(Decimal(sum(entries)) / len(entries), 2) if entries else None
        shares = [_share(on_time[key]), _share(first_time[key]), score and score / 5]
        known = [share for share in shares if share is not None]
        rating = int(whole(100 * sum(known) / len(known))) if known else None
        assert supplier.get("score") == score
        assert supplier.get("rating") == rating
        grade = None if rating is None else (
            "a" if rating >= 90 else "b" if rating >= 80 else "c" if rating >= 70 else "d"
        )  # fmt: skip
        assert supplier.get("grade") == grade
    assert any(row.get("rating") is None for row in evaluated.rows("suppliers"))


def _share(answers: list[bool]) -> Decimal | None:
    return Decimal(sum(answers)) / len(answers) if answers else None
