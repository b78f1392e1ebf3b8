"""Why each task is where it is: for the sheet a few sentences, for `xlevent explain` all of it."""

from __future__ import annotations

from collections.abc import Iterable

from xlevent.app.event import Event
from xlevent.app.planning.scheduling import Scheduled, put
from xlevent.compute.explain import CriticalKind, Explanation, explain
from xlevent.compute.explain_text import Sentences
from xlevent.domain.language import Language, Text
from xlevent.domain.problems import nearest
from xlevent.errors import MisuseError


def explained(done: Scheduled, task: str) -> tuple[Explanation, list[Text]]:
    """All that is to be said of a task; MisuseError where there is no such task."""
    name = _known(done, task)
    if name not in done.schedule:
        raise MisuseError(
            Text(
                f"{name} 沒有日期，因為它或它的前置工作有誤。",
                f"{name} has no dates, because it or what it follows is in error.",
            ),
            mend=Text(
                "請先處理 `xlevent schedule` 列出的問題。",
                "Mend the findings of `xlevent schedule` first.",
            ),
        )
    found = explain(done.schedule, name)
    return found, _sentences(done).write(found)


def write_explanations(event: Event, done: Scheduled) -> None:
    """Fill the column that tells why each task is where it is, in the event's language."""
    say = _sentences(done)
    for row in event.tables["tasks"]:
        name = str(row.get("id"))
        if name not in done.schedule:
            put(row, "explanation", None)
            continue
        found = explain(done.schedule, name)
        why = say.reason(found.chain[0], late=found.late)
        first = Text(f"{why.zh}。", f"{why.en[:1].upper()}{why.en[1:]}.")
        lines = [first, say.critical(found)]
        if found.total is not None and found.why_critical != CriticalKind.DONE:
            lines += say.total(found.total)
        put(row, "explanation", _joined(lines, event.language))


def _joined(lines: Iterable[Text], language: Language) -> str:
    lines = list(lines)
    if language == "both":
        return "".join(line.zh for line in lines) + "　" + " ".join(line.en for line in lines)
    if language == "en":
        return " ".join(line.en for line in lines)
    return "".join(line.zh for line in lines)


def _sentences(done: Scheduled) -> Sentences:
    names = {task.id: task.name for task in done.project.tasks}

    def label(task: str) -> str:
        name = names.get(task, "")
        return f"{task} {name}" if name and name != task else task

    return Sentences(done.project.minutes_per_day, label)


def _known(done: Scheduled, task: str) -> str:
    folded = {name.casefold(): name for name in done.project.rows}
    found = folded.get(task.strip().casefold())
    if found is None:
        near = nearest(task, done.project.rows)
        raise MisuseError(
            Text(f"沒有工作「{task}」。", f"there is no task {task!r}."),
            mend=Text(f"是否為「{near}」？", f"Did you mean {near!r}?")
            if near
            else Text("請填工作的編號，例如 T-001。", "Give the ID of a task, such as T-001."),
        )
    return found
