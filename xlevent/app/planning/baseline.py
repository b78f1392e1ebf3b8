"""`xlevent baseline set`: the dates to which progress is compared."""

from __future__ import annotations

from datetime import datetime

from xlevent.app.event import Event
from xlevent.app.planning.scheduling import Scheduled, put
from xlevent.domain.language import Text
from xlevent.errors import MisuseError

_COLUMNS = (("baseline_start", "start"), ("baseline_finish", "finish"))


def has_baseline(event: Event) -> bool:
    """Whether any task has a baseline."""
    return any(row.get(name) for row in event.tables["tasks"] for name, _ in _COLUMNS)


def set_baseline(event: Event, done: Scheduled, *, replace: bool = False) -> int:
    """Take today's schedule as the baseline; the number of tasks that got one.

    A baseline is a promise: an existing one is replaced only with `replace`.
    """
    if has_baseline(event) and not replace:
        raise MisuseError(
            Text("工作已有基準。", "the tasks have a baseline already."),
            mend=Text(
                "要取代請用 --force；先前承諾的日期就不在了。",
                "Use --force to replace it; what was promised before is then gone.",
            ),
        )
    count = 0
    for row in event.tables["tasks"]:
        dates = done.schedule.get(str(row.get("id")))
        count += dates is not None
        for name, end in _COLUMNS:
            moment: datetime | None = None if dates is None else getattr(dates, end)
            put(row, name, None if moment is None else moment.date())
    return count
