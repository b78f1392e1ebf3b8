"""The competency standard KMC3332-001v1 as data: what an event coordinator must deliver.

`kmc3332.json` holds the standard itself. Its Chinese texts and its codes are the source's, with
their peculiarities (S16 does not occur; the sponsor roster stands under the suppliers as O3.2.4,
the supplier roster under the sponsors as O3.3.4); its English texts are ours.

`evidence.json` is our reading: the deliverables whose sheets give evidence for an indicator,
the most telling one first.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from xlevent.domain.language import Text


@dataclass(frozen=True, slots=True)
class Duty:
    """A field of responsibility, T1 to T6."""

    code: str
    title: Text


@dataclass(frozen=True, slots=True)
class Task:
    """A task within a duty, such as T2.3, with the competency level (1 to 6) it asks for."""

    code: str
    title: Text
    duty: str
    level: int


@dataclass(frozen=True, slots=True)
class Output:
    """A deliverable of a task, such as O2.3.2."""

    code: str
    title: Text
    task: str

    @property
    def duty(self) -> str:
        """The code of the duty it belongs to."""
        return _duty_of(self.task)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A performance indicator of a task, such as P5.1.10, and the outputs that prove it."""

    code: str
    text: Text
    task: str
    evidence: tuple[str, ...]

    @property
    def duty(self) -> str:
        """The code of the duty it belongs to."""
        return _duty_of(self.task)


@dataclass(frozen=True, slots=True)
class Competency:
    """Knowledge (K) or a skill (S), with the tasks that ask for it.

    The source lists them once per duty, beside all of its tasks; only T6 does so task by task.
    """

    code: str
    title: Text
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attitude:
    """An attitude (A), asked for in the whole occupation."""

    code: str
    title: Text
    description: Text


@cache
def duties() -> tuple[Duty, ...]:
    """The six duties, in the standard's order."""
    return tuple(Duty(row["code"], _text(row)) for row in _standard()["duties"])


@cache
def tasks() -> tuple[Task, ...]:
    """The 17 tasks, in the standard's order."""
    return tuple(
        Task(row["code"], _text(row), row["duty"], row["level"]) for row in _standard()["tasks"]
    )


@cache
def outputs() -> tuple[Output, ...]:
    """The 41 deliverables, in the standard's order."""
    return tuple(Output(row["code"], _text(row), row["task"]) for row in _standard()["outputs"])


@cache
def indicators() -> tuple[Indicator, ...]:
    """The 68 performance indicators, in the standard's order."""
    evidence = _load("evidence.json")
    return tuple(
        Indicator(row["code"], _text(row), row["task"], tuple(evidence[row["code"]]))
        for row in _standard()["indicators"]
    )


@cache
def knowledge() -> tuple[Competency, ...]:
    """The 20 fields of knowledge."""
    return _competencies("knowledge")


@cache
def skills() -> tuple[Competency, ...]:
    """The 25 skills; the standard has no S16."""
    return _competencies("skills")


@cache
def attitudes() -> tuple[Attitude, ...]:
    """The ten attitudes."""
    return tuple(
        Attitude(row["code"], _text(row), _text(row["description"]))
        for row in _standard()["attitudes"]
    )


def output_title(code: str) -> Text:
    """The standard's title of a deliverable, such as O2.3.2; KeyError if there is none."""
    for output in outputs():
        if output.code == code:
            return output.title
    raise KeyError(f"the standard has no output {code!r}; it has O1.1.1 to O6.2.1")


def _duty_of(task: str) -> str:
    return task.partition(".")[0]


def _competencies(kind: str) -> tuple[Competency, ...]:
    return tuple(
        Competency(row["code"], _text(row), tuple(row["tasks"])) for row in _standard()[kind]
    )


def _text(row: dict[str, Any]) -> Text:
    return Text(row["zh"], row["en"])


@cache
def _standard() -> dict[str, Any]:
    return _load("kmc3332.json")


def _load(name: str) -> dict[str, Any]:
    source = resources.files(__package__).joinpath(name)
    return json.loads(source.read_text(encoding="utf-8"))  # type: ignore[no-any-return]
