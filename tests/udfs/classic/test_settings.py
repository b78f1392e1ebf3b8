"""xlwings' own VBA reads our settings, in pyOpenVBA's interpreter."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.interpreter import Interpreter
from xlevent_udfs.classic import vba
from xlevent_udfs.classic.settings import settings, writer
from xlevent_udfs.macros.catalogue import MACROS
from xlsxwriter import Workbook

# Two things of VBA that the interpreter lacks: remarks behind directives, and Windows' shell.
_REMARK = re.compile(r"(?m)^( *#[^'\r\n]*)'[^\r\n]*")
_SHELL = "ExpandEnvironmentStrings = WScript.ExpandEnvironmentStrings(s)"
_STUB = """\
Public Asked As String
Public Function RunPython(PythonCommand As String)
    Asked = PythonCommand
End Function
Public Function WasAsked() As String
    WasAsked = Asked
End Function
"""


@pytest.fixture(scope="module")
def excel(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The sheet in a workbook of its own, with xlwings' standalone module."""
    path = tmp_path_factory.mktemp("settings") / "settings.xlsx"
    with Workbook(str(path)) as book:
        writer(settings("/opt/xlevent/bin/python"))(book)
    app = ExcelApplication.open(path)
    for module in vba.modules():
        if not module.is_class:
            source = _REMARK.sub(r"\1", module.source)
            app.add_module(source.replace(_SHELL, "ExpandEnvironmentStrings = s"), name=module.name)
    return app


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("UDF MODULES", "xlevent_udfs.classic.functions"),
        ("INTERPRETER_WIN", "/opt/xlevent/bin/python"),
        ("USE UDF SERVER", "False"),
        ("SHOW CONSOLE", "False"),
        ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),
    ],
)
def test_what_stands_on_the_sheet_is_found(excel: Any, name: str, wanted: str) -> None:
    assert excel.run("GetConfig", name, "the default", "sheet") == wanted


@pytest.mark.parametrize("name", ["INTERPRETER_MAC", "PYTHONPATH", "CONDA PATH", "CONDA ENV"])
def test_what_nobody_filled_is_left_to_other_settings(excel: Any, name: str) -> None:
    assert excel.run("GetConfig", name, "the default", "sheet") == "the default"


@pytest.mark.parametrize("name", MACROS)
def test_each_sub_asks_python_for_its_macro(name: str) -> None:
    machine = Interpreter()
    machine.add_module(_STUB, name="Stub")
    machine.add_module(vba.macros_source(), name="xlevent_macros")
    machine.run(vba.sub_name(name), [])
    asked = machine.run("WasAsked", [])
    assert asked == f"from xlevent_udfs.classic import macros; macros.{name}()"
