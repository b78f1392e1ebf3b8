"""The macros as scripts of xlwings Server, for buttons on sheets and other add-ins' panes."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import xlwings
from xlwings.server import script

from xlevent_udfs.kernel.declaration import shown
from xlevent_udfs.macros.catalogue import MACROS
from xlevent_udfs.macros.declaration import Macro
from xlevent_udfs.server.computing import computers

_TITLE = "xlevent"


def _script(macro: Macro) -> Callable[..., Awaitable[None]]:
    async def call(book: xlwings.Book) -> None:
        answer = await computers().result(macro.name, json.dumps(book.api).encode())
        actions = book.json()["actions"]
        actions.extend(answer["actions"])
        actions.append(_alert(answer))

    call.__name__ = call.__qualname__ = macro.name
    call.__doc__ = shown(macro.help, "both")
    return call


def _alert(answer: dict[str, Any]) -> dict[str, Any]:
    """The action of `App.alert`, which itself asks for the active book of the whole process."""
    language = "en" if answer["language"] == "en" else "zh-TW"
    lines = [line[language] for line in answer["lines"]]
    if answer["download"] is not None:
        lines.append(
            {
                "zh-TW": "請在 xlevent 工作窗格執行，以取得檔案。",
                "en": "Run it in the task pane of xlevent to get the file.",
            }[language]
        )
    mode = "info" if answer["done"] else "critical"
    return {"func": "alert", "args": ["\n".join(lines), _TITLE, "ok", mode, ""]}


globals().update({name: script(_script(macro)) for name, macro in MACROS.items()})
__all__ = list(MACROS)
