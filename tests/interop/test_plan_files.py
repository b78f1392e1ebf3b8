# ruff: noqa: E501
"""JSON, CSV folders and frames: places, limits, hostile input."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from tests.strategies import SMALL, item
from xlevent.app.event import Event
from xlevent.errors import MisuseError, UnreadableFileError
from xlevent.interop import plan, plan_csv, plan_json


def test_json_places(tmp_path: Path) -> None:
    text = (
        '{"items": [\n {"id": "A", "name": "a"},\n {"id": "B",\n  "cost": "x{,:\\"}", "a/b~": 1}]}'
    )
    path = tmp_path / "plan.json"
    path.write_text(text, encoding="utf-8")
    found = {f.code: f for f in Event.load(path, registry=SMALL).findings}
    assert str(found["XL111"].place) == f"{path}:4:11:/items/1/cost"
    assert str(found["XL102"].place).endswith("/items/1/a~1b~0")


def test_json_numbers_are_exact() -> None:
    raw = plan_json.loads(
        '{"items": [{"cost": 0.1, "pieces": 12345678901234567890123, "hours": 1e400}]}'
    )
    assert raw.tables["items"].rows[0]["cost"] == Decimal("0.1")
    event = Event.from_raw(raw, registry=SMALL)
    assert {"XL155"} <= {f.code for f in event.findings}


def test_json_duplicates() -> None:
    raw = plan_json.loads('{"items": [{"id": "A",\n "id": "B"}], "items": []}', "p.json")
    assert [str(place) for _, place in raw.problems] == [
        "p.json:2:2:/items/0/id",
        "p.json:2:15:/items",
    ]
    assert raw.tables["items"].rows == [{"id": "A"}]


@pytest.mark.parametrize(
    "text",
    ["[1]", "{", '{"a": NaN}', '{"xlevent": 3}', "[" * 100_000, '{"a": 1,}', "'a'", '{"items": [{"a": -Infinity}]}'],
)  # fmt: skip
def test_unreadable_json(text: str) -> None:
    with pytest.raises(UnreadableFileError):
        plan_json.loads(text)


@pytest.mark.parametrize(
    "text",
    ['{"items": {}}', '{"items": [1, "a"]}', '{"items": [{"id": {"a": 1}}]}', '{"settings": 5}'],
)
def test_wrong_shapes_in_json(text: str) -> None:
    event = Event.from_raw(plan_json.loads(text, "p.json"), registry=SMALL)
    assert any(f.code == "XL201" and f.place.line == 1 for f in event.findings)


def test_csv_headers_may_be_titles(tmp_path: Path) -> None:
    (tmp_path / "items.csv").write_text(
        "編號 ID;Name;金額;合計\nA;a;-1,5;9\n\n;;;\nB;b;7;\n", encoding="utf-8"
    )
    event = Event.load(tmp_path, registry=SMALL)
    assert [r["id"] for r in event.tables["items"]] == ["A", "B"]
    found = [(f.code, f.place.line) for f in event.findings if f.place.line]
    assert found == [("XL111", 2), ("XL105", 2)]


def test_csv_in_big5(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes("姓名,email\n王小明,a@b\n".encode("cp950"))
    event = Event.load(tmp_path, registry=SMALL)
    assert event.tables["people"] == [{"name": "王小明", "email": "a@b"}]
    assert "XL202" in {f.code for f in event.findings}


def test_csv_rows_that_are_too_long(tmp_path: Path) -> None:
    raw = plan_csv.loads("id,name\nA,b,c\n", "items", "items.csv")
    assert [(p.code.code, str(place)) for p, place in raw.problems] == [("XL204", "items.csv:2")]


def test_csv_lines_count_line_breaks_in_cells() -> None:
    raw = plan_csv.loads('id,remark\nA,"x\ny"\nB,z\n', "items", "i.csv")
    assert str(raw.tables["items"].spot(1).place("id")) == "i.csv:4"


def test_limits(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("items: []\n" * 1, encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="larger"):
        plan.load(path, limit=5)
    with pytest.raises(UnreadableFileError, match="large"):
        plan.load(tmp_path, limit=5)


def test_parts_stay_in_their_folder(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("name\nBob\n", encoding="utf-8")
    folder = tmp_path / "plan"
    folder.mkdir()
    (folder / "people.csv").symlink_to(secret)
    with pytest.raises(UnreadableFileError, match="leads out"):
        plan.load(folder)


def test_other_files_in_a_folder_are_told(tmp_path: Path) -> None:
    (tmp_path / "notes.docx").write_text("x", encoding="utf-8")
    (tmp_path / "readme.md").write_text("x", encoding="utf-8")
    assert [p.code.code for p, _ in plan.load(tmp_path).problems] == ["XL203"]


def test_pictures_beside_a_plan_are_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "poster.png").write_text("x", encoding="utf-8")
    for name in ("media", "mixed", "empty"):
        (tmp_path / name).mkdir()
    (tmp_path / "media" / "stage.JPG").write_text("x", encoding="utf-8")
    (tmp_path / "media" / ".hidden").write_text("x", encoding="utf-8")
    (tmp_path / "mixed" / "tasks.csv").write_text("x", encoding="utf-8")
    told = [p.details["value"] for p, _ in plan.load(tmp_path).problems]
    assert told == ["empty", "mixed"]  # parts of a plan that lie too deep are told


def test_unknown_tables_cannot_leave_the_folder(tmp_path: Path) -> None:
    event = Event(tables={"../x": [{"a": "b"}]}, registry=SMALL)
    with pytest.raises(MisuseError):
        event.save(tmp_path / "plan")
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.parametrize("name", ["plan.txt", "plan"])
def test_what_is_no_plan(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x", encoding="utf-8")
    with pytest.raises(UnreadableFileError):
        plan.load(tmp_path / name)
    with pytest.raises(UnreadableFileError):
        plan.load(tmp_path / "missing.yaml")


def test_frames_of_numpy_kinds() -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame(
        {
            "id": ["A", "B"],
            "Name": ["a", None],
            "cost": [1.5, float("nan")],
            "pieces": pd.array([3, None], dtype="Int64"),
            "day": pd.to_datetime(["2026-11-20", None]),
            "urgent": [True, False],
        }
    )
    event = Event.from_frames({"items": frame}, settings={"event_name": "E"}, registry=SMALL)
    assert event.tables["items"][0] == item(
        id="A", name="a", cost=Decimal("1.5"), pieces=3, day=dt.date(2026, 11, 20), urgent="yes"
    )
    assert event.tables["items"][1] == {"id": "B", "urgent": "no"}
    assert [f.code for f in event.findings] == ["XL110"]
    assert str(event.findings[0].place) == "<frame items>:/1/name"
    with pytest.raises(MisuseError):
        Event.from_frames({"items": [1]}, registry=SMALL)  # type: ignore[dict-item]
