"""What xlwings Server loads: the whole catalogue (needs xlwings.pro, see the licence page)."""

from __future__ import annotations

import asyncio
import functools
import inspect
import sys
from collections.abc import Callable
from typing import Any

from xlwings.server import func

from xlevent_udfs.catalogue import functions
from xlevent_udfs.kernel.errors import usual_language

# For each cell xlwings asks whether it is Pyodide's null, and each time looks for Pyodide on the
# disk. What is known to be missing is found missing at once: 0.4 ms less for each cell.
if sys.platform != "emscripten":
    sys.modules.setdefault("pyodide", None)  # type: ignore[arg-type]


def _in_thread(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """xlwings' decorator, on a function that lets the server answer others meanwhile."""

    def decorate(call: Callable[..., Any]) -> Any:
        @functools.wraps(call)
        async def answer(*given: object) -> Any:
            return await asyncio.to_thread(call, *given)

        answer.__signature__ = inspect.signature(call)  # type: ignore[attr-defined]
        return func(**options)(answer)

    return decorate


globals().update(functions(_in_thread, usual_language()))
