"""Registers and calls the functions through xlwings' own code for Windows, on any machine.

What xlwings imports of Windows (pywin32, ctypes' DLLs) is replaced by the least that lets its
modules be imported; what converts, registers and calls is xlwings' own. Run as a script: calls
come as JSON on stdin, the answers go to stdout.
"""

from __future__ import annotations

import ctypes
import io
import json
import re
import sys
import time
from datetime import UTC, datetime
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

MODULE = "xlevent_udfs.classic.functions"
MISSING = -2147352572  # what VBA hands over for an argument that was left out


class ComTime(datetime):
    """A moment as pywin32 has it: a datetime of a class of its own."""


def prepare() -> Any:
    """xlwings as Windows has it; the module of its UDF server comes back."""
    for name in (
        "pythoncom", "win32api", "win32con", "win32event", "win32gui", "win32process",
        "win32timezone", "win32com.server", "win32com.server.dispatcher",
        "win32com.server.policy", "win32com.server.util",
    ):  # fmt: skip
        sys.modules[name] = MagicMock(name=name)
    types = ModuleType("pywintypes")
    types.com_error = type("com_error", (Exception,), {})  # type: ignore[attr-defined]
    types.TimeType = types.datetime = ComTime  # type: ignore[attr-defined]
    types.Time = lambda *_: ComTime(1970, 1, 1)  # type: ignore[attr-defined]
    types.IID = str  # type: ignore[attr-defined]
    sys.modules["pywintypes"] = types
    sys.modules["win32com"] = MagicMock(name="win32com")
    client = ModuleType("win32com.client")
    for name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass"):
        setattr(client, name, type(name, (), {}))
    client.Dispatch = client.DispatchEx = lambda given, **_: given  # type: ignore[attr-defined]
    client.dynamic = MagicMock()  # type: ignore[attr-defined]
    sys.modules["win32com.client"] = client
    ctypes.windll = ctypes.oledll = MagicMock()  # type: ignore[attr-defined]
    ctypes.PyDLL = MagicMock()  # type: ignore[misc]
    sys.modules["pythoncom"].__file__ = "pythoncom.dll"
    sys.modules["win32timezone"].TimeZoneInfo.utc = lambda: UTC
    import xlwings
    from xlwings import _xlwindows

    xlwings._xlwindows = _xlwindows
    xlwings.engines.add(xlwings.main.Engine(impl=_xlwindows.engine))
    server = ModuleType("xlwings.com_server")  # its event loop serves functions that wait
    server.loop = None  # type: ignore[attr-defined]
    sys.modules["xlwings.com_server"] = server
    from xlwings import udfs

    xlwings.func = udfs.xlfunc
    return udfs


def generated(udfs: Any) -> str:
    """What `import_udfs` writes before it hands the module over to Excel."""
    book = MagicMock()
    book.Name = "gala.xlsm"
    book.Application.Version = "16.0"
    written: list[str] = []

    def take(path: str) -> None:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123
            written.append(file.read())

    book.VBProject.VBComponents.Import = take
    silent, sys.stdout = sys.stdout, io.StringIO()
    try:
        udfs.import_udfs(MODULE, book)
    finally:
        sys.stdout = silent
    calls = book.Application.MacroOptions.call_args_list
    options.update({re.sub(".*!", "", call.args[0]): call.kwargs for call in calls})
    return written[0]


options: dict[str, Any] = {}  # what Excel would be told of each function


def com(value: Any) -> Any:
    """A value as COM hands it over: rows as tuples, moments as pywin32 makes them."""
    if isinstance(value, list):
        return tuple(map(com, value))
    if isinstance(value, dict):
        return MISSING if "missing" in value else ComTime.fromisoformat(value["moment"])
    return value


def plain(value: Any) -> Any:
    """An answer as JSON can carry it."""
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return {"moment": value.isoformat()} if isinstance(value, datetime) else value


def main() -> None:
    """Answer what stands on stdin."""
    asked = json.load(sys.stdin)
    start = time.process_time()
    udfs = prepare()
    module = udfs.get_udf_module(MODULE, None)
    seconds = time.process_time() - start
    answers = [
        plain(udfs.call_udf(MODULE, name, tuple(map(com, args)), None, MagicMock()))
        for name, args in asked
    ]
    found = {n: getattr(module, n).__xlfunc__ for n in dir(module) if n.startswith("XLE_")}
    facts = {
        name: {
            "category": info["category"], "volatile": info["volatile"], "sub": info["sub"],
            "doc": info["ret"]["doc"],
            "args": [
                {"name": a["name"], "doc": a["doc"], "ndim": a["options"].get("ndim"),
                 "optional": "optional" in a}
                for a in info["args"]
            ],
        }
        for name, info in found.items()
    }  # fmt: skip
    text = generated(udfs)
    print(json.dumps({"source": text, "registered": facts, "answers": answers,
                      "options": options, "seconds": seconds}))  # fmt: skip


if __name__ == "__main__":
    main()
