"""The golden vectors of sponsorship, worked out by the sheets themselves."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from tests.known_answers import golden_file
from xlevent.app.evaluated import Evaluated
from xlevent.app.event import Event

GOLDEN = json.loads(golden_file("sponsor.json").read_text("utf-8"), parse_float=Decimal)


@pytest.fixture(scope="module")
def evaluated() -> Evaluated:
    """A candidate for each return, a sponsor for each too, a benefit for each impression."""
    returns = [*GOLDEN["roi"], *GOLDEN["blank"]]
    impressions = GOLDEN["impressions"]
    return Evaluated(
        Event(
            {"event_name": "E", "data_date": "2026-11-30", "base_currency": "TWD"},
            {
                "forecasts": [
                    {"id": f"FC-{n}", "name": "x", "viewpoint": "sponsor", "fee": case["costs"]}
                    for n, case in enumerate(returns)
                ],
                "forecast_benefits": [
                    {"id": f"FB-{n}", "forecast": f"FC-{n}", "benefit": "x", "metric": "x",
                     "quantity": 1, "unit_value": case["benefits"], "probability": 1}
                    for n, case in enumerate(returns)
                ],
                "sponsors": [
                    {"id": f"SP-{n}", "name": "x", "state": "signed"} for n in range(len(returns))
                ],
                "sponsor_payments": [
                    {"id": f"SPM-{n}", "sponsor": f"SP-{n}", "amount": case["costs"],
                     "received": case["benefits"], "due": "2026-12-01"}
                    for n, case in enumerate(returns)
                ],
                "servicing_costs": [
                    {"id": f"SVC-{n}", "sponsor": f"SP-{n}", "item": "x", "estimate": case["costs"]}
                    for n, case in enumerate(returns)
                ],
                "benefits": [
                    {"id": f"BF-{n}", "sponsor": f"SP-{n}", "description": "x", "quantity": 1,
                     "unit_value": case["benefits"], "state": "completed",
                     "delivered_quantity": 1}
                    for n, case in enumerate(returns)
                ],
                "package_benefits": [
                    {"id": f"PBN-{n}", "package": "PK-1", "benefit": "x", "nature": "tangible",
                     "metric": "thousand impressions", "unit_value": case["cpm"],
                     "quantity": Decimal(case["impressions"]) * Decimal(case.get("share", 1))
                     / 1000}
                    for n, case in enumerate(impressions)
                ],
            },
        ),
        "en",
    )  # fmt: skip


def near(sheet: object, golden: str) -> bool:
    """The same to the digits that the vector has."""
    places = Decimal(1).scaleb(-max(1, len(golden.partition(".")[2])))
    return sheet is not None and abs(Decimal(str(sheet)) - Decimal(golden)) <= places / 2


def test_returns(evaluated: Evaluated) -> None:
    candidates, sponsors = evaluated.rows("forecasts"), evaluated.rows("sponsor_value")
    for number, case in enumerate(GOLDEN["roi"]):
        assert near(candidates[number].get("roi"), case["roi"]), case
        assert near(sponsors[number].get("sponsor_roi"), case["roi"]), case
        assert near(sponsors[number].get("organiser_roi"), case["roi"]), case
        if "bcr" in case:
            assert near(candidates[number].get("bcr"), case["bcr"]), case


def test_no_cost_no_return(evaluated: Evaluated) -> None:
    first = len(GOLDEN["roi"])
    assert GOLDEN["blank"]
    for number in range(first, first + len(GOLDEN["blank"])):
        assert "roi" not in evaluated.rows("forecasts")[number]
        row = evaluated.rows("sponsor_value")[number]
        assert not {"sponsor_roi", "organiser_roi"} & set(row)


def test_impressions(evaluated: Evaluated) -> None:
    rows = evaluated.rows("package_benefits")
    assert [row["value"] for row in rows] == [case["value"] for case in GOLDEN["impressions"]]
