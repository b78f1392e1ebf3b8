"""The standard is complete and consistent, with the peculiarities of its source."""

from __future__ import annotations

import json
import re
from importlib import resources

import pytest

from xlevent import standard
from xlevent.domain.language import Text

PATTERNS = {
    "duties": r"T\d",
    "tasks": r"T\d\.\d",
    "outputs": r"O\d\.\d\.\d",
    "indicators": r"P\d\.\d\.\d{1,2}",
    "knowledge": r"K\d\d",
    "skills": r"S\d\d",
    "attitudes": r"A\d\d",
}


def codes(kind: str) -> list[str]:
    return [entry.code for entry in getattr(standard, kind)()]


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("duties", 6),
        ("tasks", 17),
        ("outputs", 41),
        ("indicators", 68),
        ("knowledge", 20),
        ("skills", 25),
        ("attitudes", 10),
    ],
)
def test_every_entry_is_there_once_in_order(kind: str, number: int) -> None:
    found = codes(kind)
    assert len(found) == number
    assert len(set(found)) == number
    assert all(re.fullmatch(PATTERNS[kind], code) for code in found)
    assert found == sorted(found, key=lambda code: [int(n) for n in re.findall(r"\d+", code)])


@pytest.mark.parametrize("kind", PATTERNS)
def test_every_text_is_there_in_both_languages(kind: str) -> None:
    for entry in getattr(standard, kind)():
        texts = [
            value for name in entry.__slots__ if isinstance(value := getattr(entry, name), Text)
        ]
        assert texts
        for text in texts:
            assert re.search(r"[\u4e00-\u9fff]", text.zh), entry
            assert re.search(r"[A-Za-z]", text.en), entry
            assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]", text.en), entry
            assert text.zh == text.zh.strip()
            assert text.en == text.en.strip()


def test_tasks_belong_to_the_duty_in_their_code() -> None:
    assert {task.duty for task in standard.tasks()} == set(codes("duties"))
    for task in standard.tasks():
        assert task.code.startswith(f"{task.duty}.")


def test_levels_are_the_sources() -> None:
    other_than_four = {task.code: task.level for task in standard.tasks() if task.level != 4}
    assert other_than_four == {"T2.4": 3, "T4.2": 3, "T5.2": 5}


@pytest.mark.parametrize("kind", ["outputs", "indicators"])
def test_outputs_and_indicators_belong_to_the_task_in_their_code(kind: str) -> None:
    entries = getattr(standard, kind)()
    assert {entry.task for entry in entries} == set(codes("tasks"))
    for entry in entries:
        assert entry.code[1:].startswith(f"{entry.task[1:]}.")
        assert entry.duty == entry.task[:2]


def test_indicators_number_without_gaps_within_a_task() -> None:
    for task in codes("tasks"):
        numbers = [int(i.code.rpartition(".")[2]) for i in standard.indicators() if i.task == task]
        assert numbers == list(range(1, len(numbers) + 1))


def test_every_indicator_has_evidence_in_existing_outputs() -> None:
    known = set(codes("outputs"))
    for indicator in standard.indicators():
        assert indicator.evidence, indicator.code
        assert len(set(indicator.evidence)) == len(indicator.evidence), indicator.code
        assert set(indicator.evidence) <= known, indicator.code


def test_evidence_names_only_indicators_of_the_standard() -> None:
    source = resources.files("xlevent.standard").joinpath("evidence.json")
    assert list(json.loads(source.read_text(encoding="utf-8"))) == codes("indicators")


def test_every_output_is_evidence_for_an_indicator() -> None:
    used = {code for indicator in standard.indicators() for code in indicator.evidence}
    assert used == set(codes("outputs"))


def test_every_task_is_proved_by_one_of_its_own_outputs() -> None:
    for output in standard.outputs():
        task_evidence = {
            code for i in standard.indicators() if i.task == output.task for code in i.evidence
        }
        assert {o.code for o in standard.outputs() if o.task == output.task} & task_evidence


def test_competencies_point_at_existing_tasks() -> None:
    known = codes("tasks")
    for competency in (*standard.knowledge(), *standard.skills()):
        assert competency.tasks
        assert list(competency.tasks) == [task for task in known if task in competency.tasks]


def test_competencies_of_closing_differ_by_task() -> None:
    by_task = {
        task: {c.code for c in (*standard.knowledge(), *standard.skills()) if task in c.tasks}
        for task in ("T6.1", "T6.2")
    }
    assert by_task["T6.1"] == {"K08", "K09", "S02", "S03", "S05", "S13"}
    assert by_task["T6.2"] == {"K08", "K09", "K19", "S02", "S18"}


def test_peculiar_numbers_of_the_source_are_kept() -> None:
    assert "S16" not in codes("skills")
    assert codes("skills")[-1] == "S26"
    # Rosters stand under the other party's task.
    assert standard.output_title("O3.2.4").zh == "贊助商管理名冊"
    assert standard.output_title("O3.3.4").zh == "供應商管理名冊"
    # Two pairs of outputs share their Chinese title; English tells them apart.
    for first, second in (("O3.2.2", "O3.3.2"), ("O4.1.2", "O4.2.1")):
        assert standard.output_title(first).zh == standard.output_title(second).zh
        assert standard.output_title(first).en != standard.output_title(second).en
    assert "P5.1.10" in codes("indicators")


def test_unknown_output_is_named_in_the_error() -> None:
    with pytest.raises(KeyError, match=r"O9\.9\.9"):
        standard.output_title("O9.9.9")
