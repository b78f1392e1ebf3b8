# ruff: noqa: E501
"""Reading and patching YAML plans: texts as typed, places, hostile files."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.strategies import SMALL
from xlevent.app.event import Event
from xlevent.domain.values import Quoted
from xlevent.errors import MisuseError, UnreadableFileError
from xlevent.interop import plan_yaml

PLAN = """\
# A plan of ours
xlevent: 1

settings:
    event_name: 'Fair'   # the name
    tax_rate: 5%
documents: {order: B}

items:    # things
    # the first
    - id:   A
      name: "Chairs"     # many
      cost: 1_0
      remark: |
        two
        lines

    # the second
    - {id: B, name: Tables, cost: 1234.50,
       pieces: 3}
    - id: C
      name: Lamps
      day: 114/3/1
      start: 9:30
people:
- name: Bob # boss
"""


def load(tmp_path: Path, text: str = PLAN, name: str = "plan.yaml") -> tuple[Path, Event]:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path, Event.load(path, registry=SMALL)


def test_scalars_stay_texts() -> None:
    raw = plan_yaml.loads(
        "items:\n- {a: 01026751, b: 12:30, c: no, d: '1', e: ~, f: 'null', g: }\n"
    )
    row = raw.tables["items"].rows[0]
    assert row == {
        "a": "01026751",
        "b": "12:30",
        "c": "no",
        "d": "1",
        "e": None,
        "f": "null",
        "g": None,
    }
    assert isinstance(row["d"], Quoted)
    assert not isinstance(row["a"], Quoted)


def test_places() -> None:
    raw = plan_yaml.loads("\n\nitems:\n- id: A\n  cost:   x\n- {id: B, cost: y}\n", "p.yaml")
    table = raw.tables["items"]
    assert str(table.place) == "p.yaml:3:1"
    assert str(table.spot(0).place()) == "p.yaml:4:3"
    assert str(table.spot(0).place("cost")) == "p.yaml:5:11"
    assert str(table.spot(1).place("cost")) == "p.yaml:6:17"


def test_findings_have_places(tmp_path: Path) -> None:
    path, event = load(tmp_path)
    found = [(f.code, f.place.line) for f in event.findings]
    assert found == [("XL111", 13)]
    assert str(path) in event.findings[0].show()


def test_saving_without_change_changes_nothing(tmp_path: Path) -> None:
    path, event = load(tmp_path)
    before = path.stat().st_mtime_ns
    event.save(path)
    assert path.read_text(encoding="utf-8") == PLAN
    assert path.stat().st_mtime_ns == before


def test_only_changed_values_change(tmp_path: Path) -> None:
    path, event = load(tmp_path)
    chairs, tables, lamps = event.tables["items"]
    chairs["name"] = "Benches: 2"
    chairs["remark"] = "one\nother"
    tables["pieces"] = 4
    del lamps["start"]
    lamps["cost"] = Decimal("12.50")
    event.settings["tax_rate"] = Decimal("0.1")
    event.picks["order"] = "C"
    event.tables["people"].append({"name": "Ann", "reports_to": "Bob"})
    event.tables["notes"].append({"text": "new"})
    event.save(path)
    expected = (
        PLAN.replace('"Chairs"', '"Benches: 2"')
        .replace("|\n        two\n        lines\n", "|-\n        one\n        other\n")
        .replace(
            "{id: B, name: Tables, cost: 1234.50,\n       pieces: 3}",
            "{id: B, name: Tables, pieces: 4, cost: 1234.5}",
        )
        .replace("      start: 9:30\n", "      cost: 12.5\n")
        .replace("tax_rate: 5%", "tax_rate: 0.1")
        .replace("{order: B}", "{order: C}")
        + "- name: Ann\n  reports_to: Bob\n\n# 紀錄 Notes\nnotes:\n  - text: new\n"
    )
    assert path.read_text(encoding="utf-8") == expected


def test_a_comma_inside_braces_is_told(tmp_path: Path) -> None:
    """YAML reads {cost: 1,234.50} as cost 1 and a name 234.50."""
    _, event = load(tmp_path, "items:\n- {id: A, name: a, cost: 1,234.50}\n")
    assert "XL102" in {f.code for f in event.findings}


def test_rows_move_with_their_comments(tmp_path: Path) -> None:
    text = "items:\n  # about A\n  - id: A\n    name: a\n\n  # about B\n  - id: B   # b\n    name: b\n# end\n"
    path, event = load(tmp_path, text)
    event.tables["items"].reverse()
    event.tables["items"].insert(1, {"id": "N-1", "name": "new"})
    event.save(path)
    assert path.read_text(encoding="utf-8") == (
        "items:\n  # about A\n\n  # about B\n  - id: B   # b\n    name: b\n"
        "  - id: N-1\n    name: new\n  - id: A\n    name: a\n# end\n"
    )


def test_removed_rows_and_tables(tmp_path: Path) -> None:
    text = "items:\n- id: A\n  name: a\n- id: B\n  name: b\npeople:\n- name: Bob\n# end\n"
    path, event = load(tmp_path, text)
    del event.tables["items"][0]
    event.tables["people"].clear()
    event.save(path)
    assert path.read_text(encoding="utf-8") == ("items:\n- id: B\n  name: b\npeople: []\n# end\n")
    event.tables["people"].append({"name": "Ann"})
    event.save(path)
    assert "people:\n  - name: Ann\n# end\n" in path.read_text(encoding="utf-8")


def test_line_breaks_of_windows_stay(tmp_path: Path) -> None:
    path, event = load(tmp_path, "items:\r\n- id: A\r\n  name: a\r\n")
    event.tables["items"][0]["remark"] = "x\ny"
    event.tables["items"].append({"id": "B", "name": "b"})
    event.save(path)
    content = path.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n")
    assert Event.load(path, registry=SMALL) == event


def test_unreadable_cells_and_unknown_names_survive(tmp_path: Path) -> None:
    text = "itmes:\n- {a: '1'}\nitems:\n- id: A\n  name: a\n  cost: lots\n  clr: red\nsettings: {evnt: x}\n"
    path, event = load(tmp_path, text)
    assert {f.code for f in event.findings} == {"XL101", "XL102", "XL103", "XL110", "XL111"}
    event.tables["items"][0]["name"] = "b"
    event.save(path)
    assert path.read_text(encoding="utf-8") == text.replace("name: a", "name: b")
    for other in ("new.yaml", "new.json", "new"):
        event.save(tmp_path / other)
        again = Event.load(tmp_path / other, registry=SMALL)
        assert again == event
        assert {f.code for f in again.findings} == {f.code for f in event.findings}
    event.tables["items"][0]["cost"] = Decimal(5)
    event.save(path)
    assert "cost: 5\n" in path.read_text(encoding="utf-8")
    assert "XL111" not in {f.code for f in event.check()}


def test_anchors_aliases_and_merges(tmp_path: Path) -> None:
    text = (
        "base: &base {name: a, cost: 5}\nitems:\n- &one {id: A, <<: *base}\n- <<: *one\n  id: B\n"
        "  name: &n b\n- {id: C, name: *n}\n"
    )
    raw = plan_yaml.loads(
        text.replace("base: &base {name: a, cost: 5}", "base:\n- &base {name: a, cost: 5}")
    )
    assert raw.tables["items"].rows == [
        {"id": "A", "name": "a", "cost": "5"},
        {"id": "B", "name": "b", "cost": "5"},
        {"id": "C", "name": "b"},
    ]
    assert raw.problems == []


def test_changing_a_row_made_of_aliases(tmp_path: Path) -> None:
    text = "# top\nitems:\n- &one\n  id: A\n  name: a\n- <<: *one\n  id: B\n- {id: C, name: c}\n"
    path, event = load(tmp_path, text)
    event.tables["items"][1]["cost"] = Decimal(3)
    event.save(path)
    assert Event.load(path, registry=SMALL) == event
    assert path.read_text(encoding="utf-8").startswith("# top\nitems:\n- &one\n")


def test_duplicate_names(tmp_path: Path) -> None:
    path, event = load(
        tmp_path, "items:\n- {id: A, name: a, name: b}\nitems:\n- {id: B, name: b}\n"
    )
    found = [(f.code, f.place.line, f.place.column) for f in event.findings if f.code == "XL106"]
    assert found == [("XL106", 2, 20), ("XL106", 3, 1)]
    assert [r["id"] for r in event.tables["items"]] == ["A", "B"]
    with pytest.raises(MisuseError):
        event.save(path)


@pytest.mark.parametrize(
    "text",
    ["items: 5\n", "items: {id: A}\n", "items:\n- 5\n- [a]\n", "items:\n- {id: {a: b}}\n",
     "settings: [1]\n", "? [a]\n: 5\n", "items:\n- ? {a: b}\n  : c\n", "documents: x\n"],
)  # fmt: skip
def test_wrong_shapes_are_findings(tmp_path: Path, text: str) -> None:
    _, event = load(tmp_path, text)
    wrong = [f for f in event.findings if f.code == "XL201"]
    assert wrong
    assert wrong[0].place.line


@pytest.mark.parametrize(
    "text",
    ["a: [1\n", "a:\n\t- b\n", "- 1\n", "text\n", "a: *b\n", "a: b\n---\nc: d\n", "xlevent: 2\n",
     "xlevent: x\n", "a: \x00\n", "a: " + "[" * 100, "a:\n- " + "{b: " * 100, '"a\n', "%YAML 9\n---\n"],
)  # fmt: skip
def test_unreadable_files(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        load(tmp_path, text)
    assert "plan.yaml" in caught.value.where.en


def test_billion_laughs() -> None:
    lines = ["a0: &a0 [" + ", ".join(["{b: c}"] * 9) + "]"]
    lines += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 9) + "]" for n in range(1, 12)]
    raw = plan_yaml.loads("\n".join(lines) + "\n")  # lists of lists are no rows: findings
    assert sum(len(t.rows) for t in raw.tables.values()) < 100
    row = "base:\n- &r {" + ", ".join(f"c{n}: x" for n in range(500)) + "}\n"
    with pytest.raises(UnreadableFileError, match="aliases"):
        plan_yaml.loads(row + "items:\n" + "- *r\n" * 1000)


def test_no_tag_is_obeyed(tmp_path: Path) -> None:
    raw = plan_yaml.loads("items:\n- {id: !!python/object/apply:os.getcwd [], name: !!int '5'}\n")
    assert raw.tables["items"].rows[0]["name"] == "5"


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "---\n", "null\n", "{}\n", "items:\n", "items: []\n"]
)
def test_empty_plans(tmp_path: Path, text: str) -> None:
    path, event = load(tmp_path, text)
    assert [f.code for f in event.findings] == ["XL110"]
    event.tables["items"].append({"id": "A", "name": "a"})
    event.save(path)
    assert Event.load(path, registry=SMALL) == event


def test_encodings(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    for encoding in ("utf-8-sig", "utf-16"):
        path.write_bytes("settings: {event_name: 展覽}\n".encode(encoding))
        assert Event.load(path, registry=SMALL).settings["event_name"] == "展覽"
    path.write_bytes("settings: {event_name: 展覽}\n".encode("cp950"))
    with pytest.raises(UnreadableFileError, match="UTF-8"):
        Event.load(path, registry=SMALL)
