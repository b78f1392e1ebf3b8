"""What is due as entries of a calendar."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

from xlevent.app.duties.todo import Todo
from xlevent.app.event import Event
from xlevent.domain.language import Text
from xlevent.interop.icalendar_export import AgendaEntry

_CATEGORY = Text("待辦", "To do")


def todo_entries(event: Event, todo: Todo) -> list[AgendaEntry]:
    """An entry of a whole day for every duty with a date."""
    home = str(event.settings.get("event_code") or event.settings.get("event_name") or "")
    mark = hashlib.sha256(home.encode()).hexdigest()[:16]
    entries: list[AgendaEntry] = []
    for duty in todo.duties:
        if duty.due is not None:
            title = event.registry.tables[duty.table].title.show(event.language)
            lines = [title, duty.state.show(event.language), "; ".join(duty.owners)]
            entries.append(
                AgendaEntry(
                    f"todo-{duty.table}-{quote(duty.id, safe='')}.{mark}@xlevent",
                    f"{duty.id} {duty.what.show(event.language)}", duty.due,
                    description="\n".join(line for line in lines if line),
                    category=_CATEGORY.show(event.language), busy=False,
                )
            )  # fmt: skip
    return entries
