"""What LibreOffice loads from the extension, in its own Python: keep it small, it runs at start.

The functions themselves are imported by the first call. This file must compile in the Python of
every LibreOffice, older ones too: there it says in the cell what is wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import unohelper
from com.sun.star.task import XJob, XJobExecutor
from org.xlevent.calc import XFunctions  # from the type library of the extension

FUNCTIONS = "org.xlevent.calc.Functions"
MACROS = "org.xlevent.calc.Macros"
_INTERFACE = "org.xlevent.calc.XFunctions"
_BUNDLED = str(Path(__file__).parent / "python")
_OLDEST = (3, 11)
_TOO_OLD = (
    "#XLE! xlevent 需要 Python 3.11 以上，此 LibreOffice 附的是 {0}；請更新 LibreOffice。"
    " / xlevent needs Python 3.11 or later, this LibreOffice has {0}: update LibreOffice."
)


class Functions(unohelper.Base, XFunctions):
    """All functions of the catalogue, whatever they are called."""

    def __init__(self, context: Any, *given: Any) -> None:
        self.context = context

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if not name.startswith("XLE_"):
            raise AttributeError(name)

        def call(document: Any, *given: Any) -> Any:
            if sys.version_info < _OLDEST:
                return self._too_old(name)
            return _answer(name, document, given)

        setattr(self, name, call)
        return call

    def _too_old(self, name: str) -> Any:
        line = _TOO_OLD.format("{}.{}".format(*sys.version_info[:2]))
        reflection = "/singletons/com.sun.star.reflection.theCoreReflection"
        declared = self.context.getValueByName(reflection).forName(_INTERFACE)
        is_array = declared.getMethod(name).ReturnType.Name.startswith("[]")
        return ((line,),) if is_array else line


def _answer(name: str, document: Any, given: tuple[Any, ...]) -> Any:
    _prefer_bundled()
    from xlevent_udfs.libreoffice.calling import answer

    zero = document.getPropertyValue("NullDate")
    return answer(name, (zero.Year, zero.Month, zero.Day), given)


class Macros(unohelper.Base, XJobExecutor, XJob):
    """The menu, which triggers; and macros for scripts, which execute."""

    def __init__(self, context: Any, *given: Any) -> None:
        self.context = context

    def trigger(self, event: str) -> None:
        """Run a macro on the document that is seen, and show its outcome."""
        self._menu().trigger(self.context, event)

    def execute(self, arguments: Any) -> str:
        """Run a macro; its outcome as JSON. See xlevent_udfs.libreoffice.menu.execute."""
        given = {argument.Name: argument.Value for argument in arguments}
        return str(self._menu().execute(self.context, given))

    def _menu(self) -> Any:
        if sys.version_info < _OLDEST:
            raise RuntimeError(_TOO_OLD.format("{}.{}".format(*sys.version_info[:2])))
        _prefer_bundled()
        from xlevent_udfs.libreoffice import menu

        return menu


def _prefer_bundled() -> None:
    """Our packages come from the extension, even where others of that name are installed."""
    if _BUNDLED not in sys.path:
        sys.path.insert(0, _BUNDLED)


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - LibreOffice's name
g_ImplementationHelper.addImplementation(Functions, FUNCTIONS, ("com.sun.star.sheet.AddIn",))
g_ImplementationHelper.addImplementation(Macros, MACROS, ("com.sun.star.task.Job",))
