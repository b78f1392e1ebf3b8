"""Run by itself: what MPXJ finds in a project file, as JSON on stdout (needs Java).

python mpxj_oracle.py FILE [--schedule] [--write FILE]...
"""

from __future__ import annotations

import json
import sys
from typing import Any

_SCHEMA = "org.mpxj.mspdi.schema.Project"
ORDERED = (
    "", "$Tasks$Task", "$Tasks$Task$PredecessorLink", "$Tasks$Task$Baseline",
    "$Resources$Resource", "$Assignments$Assignment", "$Calendars$Calendar",
    "$Calendars$Calendar$Exceptions$Exception", "$Calendars$Calendar$WeekDays$WeekDay",
)  # fmt: skip


def main(arguments: list[str]) -> None:
    import jpype
    import mpxj  # noqa: F401 - puts its jars on the class path

    jpype.startJVM("-Xmx600m")
    java = jpype.JClass
    project = java("org.mpxj.reader.UniversalProjectReader")().read(arguments[0])
    writers = {".xml": "org.mpxj.mspdi.MSPDIWriter", ".mpx": "org.mpxj.mpx.MPXWriter",
               ".pmxml": "org.mpxj.primavera.PrimaveraPMFileWriter",
               ".xer": "org.mpxj.primavera.PrimaveraXERFileWriter"}  # fmt: skip
    while "--write" in arguments:
        at = arguments.index("--write")
        target = arguments[at + 1]
        del arguments[at : at + 2]
        writer = java(writers[target[target.rindex(".") :]])()
        if target.endswith(".xer"):
            writer.setCharset(java("java.nio.charset.Charset").forName("MS950"))
        writer.write(project, target)
    if "--schedule" in arguments:
        start = project.getProjectProperties().getStartDate()
        java("org.mpxj.cpm.MicrosoftScheduler")().schedule(project, start)
    days = java("java.time.LocalDate")
    print(
        json.dumps(
            {
                "start": str(project.getProjectProperties().getStartDate()),
                "tasks": [_task(task) for task in project.getTasks()],
                "calendars": {
                    str(calendar.getName()): [
                        [f"{hours.getStart()}-{hours.getEnd()}"
                         for hours in calendar.getHours(days.of(2026, 1, 1).plusDays(day))]
                        for day in range(365)
                    ]
                    for calendar in project.getCalendars()
                },
                "order": {kind: _order(java(_SCHEMA + kind)) for kind in ORDERED},
                "assignments": [
                    [str(a.getTask().getText(1)), str(a.getResource().getName()),
                     float(str(a.getUnits()))]
                    for a in project.getResourceAssignments()
                ],
            }
        )
    )  # fmt: skip


def _order(kind: Any) -> list[str]:
    """The names of the children in the order of Microsoft's schema, of which MPXJ has classes."""
    marks = {str(mark.annotationType().getSimpleName()): mark for mark in _marks(kind.class_)}
    names = []
    for field in marks["XmlType"].propOrder():
        found = {
            str(mark.annotationType().getSimpleName()): mark
            for mark in _marks(kind.class_.getDeclaredField(field))
        }
        name = str(found["XmlElement"].name()) if "XmlElement" in found else "##default"
        names.append(str(field) if name == "##default" else name)
    return names


def _marks(what: Any) -> list[Any]:
    return list(what.getAnnotations())


def _task(task: Any) -> dict[str, Any]:
    duration = task.getDuration()
    return {
        "id": str(task.getText(1)),
        "name": str(task.getName()),
        "level": int(str(task.getOutlineLevel())),
        "start": str(task.getStart()),
        "finish": str(task.getFinish()),
        "early_start": str(task.getEarlyStart()),
        "early_finish": str(task.getEarlyFinish()),
        "late_start": str(task.getLateStart()),
        "late_finish": str(task.getLateFinish()),
        "summary": bool(task.getSummary()),
        "milestone": bool(task.getMilestone()),
        "duration": f"{float(duration.getDuration()):g} {duration.getUnits()}",
        "constraint": str(task.getConstraintType()),
        "deadline": str(task.getDeadline()),
        "baseline": [str(task.getBaselineStart()), str(task.getBaselineFinish())],
        "actual": [str(task.getActualStart()), str(task.getActualFinish())],
        "percent": float(str(task.getPercentageComplete())),
        "links": sorted(
            f"{link.getPredecessorTask().getText(1)} {link.getType()} {link.getLag()}"
            for link in task.getPredecessors()
        ),
    }


if __name__ == "__main__":
    main(sys.argv[1:])
