"""Row models and JSON schemas made from the declarations of all sheets."""

from __future__ import annotations

import json
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from pydantic import ValidationError

from tests.strategies import SMALL, item, plans
from xlevent.app.event import Event
from xlevent.sheets.kernel.model import RowReader
from xlevent.sheets.kernel.schema import plan_schema, row_model
from xlevent.sheets.registry import registry

few = settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a whole plan takes minutes
    suppress_health_check=[
        HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example,
        HealthCheck.filter_too_much,
    ],
)  # fmt: skip


def test_row_models_are_typed_and_cached() -> None:
    model = row_model(SMALL.tables["items"], SMALL.lists)
    assert model is row_model(SMALL.tables["items"], SMALL.lists)
    row: Any = model.model_validate(item(cost="1,234", day="114/3/1", state="完成"))
    assert row.cost == Decimal(1234)
    assert row.state == "done"
    assert json.loads(row.model_dump_json(exclude_none=True)) == {
        "id": "IT-1", "name": "A", "cost": 1234, "day": "2025-03-01", "state": "done",
    }  # fmt: skip
    again = model.model_validate_json(row.model_dump_json())
    assert again == row


def test_row_models_refuse_with_codes() -> None:
    model = row_model(SMALL.tables["items"], SMALL.lists)
    with pytest.raises(ValidationError) as caught:
        model.model_validate({"id": "A", "cost": "{x}", "pieces": 1001, "clr": 1})
    messages = {e["loc"][0]: e["msg"] for e in caught.value.errors()}
    assert messages["cost"].startswith("XL111")
    assert messages["pieces"].startswith("XL131")
    assert set(messages) == {"cost", "pieces", "clr", "name"}


def test_reader_keeps_rows_with_bad_cells() -> None:
    read = RowReader(SMALL.tables["items"], SMALL.lists).read(
        [{}, item(cost="x"), {"id": "", "name": None}, {"clr": "x"}]
    )
    assert read.rows == [item(), {}]
    assert read.origins == [1, 3]
    assert read.unread == {0: {"cost": "x"}, 1: {"clr": "x"}}
    assert [(p.row, p.column, p.problem.code.code) for p in read.problems] == [
        (1, "cost", "XL111"), (3, None, "XL102"), (3, "id", "XL110"), (3, "name", "XL110"),
    ]  # fmt: skip


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_schemas_are_valid(mode: Any) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = plan_schema(registry(), mode)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"].endswith("2020-12/schema")
    task = schema["$defs"]["TasksRow"]["properties"]["name"]
    assert task["x-title"]["zh-TW"]
    assert task["x-title"]["en"]
    json.dumps(schema)


def test_every_column_is_in_the_schema() -> None:
    schema = plan_schema(registry())
    for key, table in registry().tables.items():
        if table.is_computed:
            assert key not in schema["properties"]
            continue
        name = schema["properties"][key]["items"]["$ref"].rpartition("/")[2]
        columns = schema["$defs"][name]["properties"]
        assert list(columns) == [c.key for c in table.stored]
        for column in table.stored:
            if column.kind == "choice" and not column.open and column.list:
                text = json.dumps(columns[column.key])
                assert all(o.key in text for o in registry().lists[column.list].options)


@few
@given(plans(SMALL))
def test_saved_json_is_valid_by_the_schema(event: Event) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(plan_schema(SMALL))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "plan.json")
        event.save(path)
        content = json.loads(path.read_text(encoding="utf-8"))
    assert [e.message for e in validator.iter_errors(content)] == []


@pytest.mark.slow
@few
@given(plans(registry(), max_rows=1))  # two rows in each of all tables are too much to draw
def test_plans_of_all_sheets_round_trip(event: Event) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    assert [f.show() for f in event.findings if f.severity == "error"] == []
    with tempfile.TemporaryDirectory() as folder:
        for name in ("plan.yaml", "plan.json", "plan"):
            event.save(Path(folder, name))
            assert Event.load(Path(folder, name)) == event
        content = json.loads(Path(folder, "plan.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(plan_schema(registry()))
    assert [e.message for e in validator.iter_errors(content)] == []
