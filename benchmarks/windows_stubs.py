"""What classic xlwings imports on Windows, as far as a call of a function touches it.

xlwings' own `udfs.call_udf` then runs on any machine: it looks up the module, reads each range
through xlwings' conversion, calls, and converts the answer. What COM itself costs (a process
boundary, and a variant for each cell) is not in it, and can be measured on Windows only.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Sequence
from datetime import UTC
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

_MODULES = (
    "pythoncom", "win32api", "win32con", "win32event", "win32gui", "win32process",
    "win32timezone", "win32com", "win32com.client", "win32com.client.dynamic", "win32com.server",
    "win32com.server.dispatcher", "win32com.server.policy", "win32com.server.util",
)  # fmt: skip


def call_udf() -> Callable[..., Any]:
    """xlwings.udfs.call_udf, with the Windows modules stubbed; xlwings must not be loaded yet."""
    if "xlwings" in sys.modules:
        raise RuntimeError("xlwings was loaded before its stubs")
    _install()
    platform, sys.platform = sys.platform, "win32"
    try:
        import xlwings
        from xlwings import udfs
    finally:
        sys.platform = platform
    assert "excel" in [engine.name for engine in xlwings.engines]
    found: Callable[..., Any] = udfs.call_udf
    return found


class ComRange:
    """A range of Excel as COM hands it to a function: its values, where it is, how large."""

    Row = Column = 1
    Worksheet = MagicMock()
    iid = "{00020846-0000-0000-C000-000000000046}"  # what makes a COM object a range

    def __init__(self, rows: Sequence[Sequence[object]]) -> None:
        self.Value: object = tuple(map(tuple, rows))
        if len(rows) == len(rows[0]) == 1:
            self.Value = rows[0][0]
        self.Rows, self.Columns = _Counted(len(rows)), _Counted(len(rows[0]))
        self._oleobj_ = self

    def GetTypeInfo(self) -> ComRange:  # noqa: N802
        """As pywin32: what an object is, to be asked further."""
        return self

    GetTypeAttr = GetTypeInfo


class _Counted:
    def __init__(self, count: int) -> None:
        self.Count = count


def _install() -> None:
    for name in _MODULES:
        sys.modules[name] = MagicMock(__file__="")
    types: Any = ModuleType("pywintypes")
    types.IID = str
    types.TimeType = type("TimeType", (), {})
    types.com_error = types.error = type("com_error", (Exception,), {})
    sys.modules["pywintypes"] = types
    for name in ("CDispatch", "DispatchBaseClass", "CoClassBaseClass"):
        setattr(sys.modules["win32com.client"], name, type(name, (), {}))
    sys.modules["win32timezone"].TimeZoneInfo.utc = lambda: UTC
    for name in ("oledll", "windll", "PyDLL"):
        setattr(ctypes, name, MagicMock())
