"""main.py as xlwings Lite runs it, by xlwings' own code; in Pyodide and in CPython alike.

Run by test_main_in_pyodide.py. Excel hands functions their cells, and scripts the whole book, as
JSON; xlwings.server registers, converts, calls and answers with values and actions.
"""

import json
import sys
import time
import traceback
import types
from pathlib import Path


def load(source):
    """main.py as a module, as xlwings' runtime makes one from the text in the workbook."""
    module = types.ModuleType("main")
    sys.modules["main"] = module
    exec(compile(source, "main.py", "exec"), module.__dict__)
    return module


async def drive(asked):
    began = time.process_time()
    from xlwings import server

    xlwings_imported = time.process_time() - began
    source = Path(asked["main"]).read_text("utf-8")
    began = time.process_time()
    module = load(source)
    imported = time.process_time() - began
    answers = {}
    began = time.process_time()
    for name, given in asked["calls"].items():
        data = _from_pane(_request(name, given))
        answers[name] = _to_pane(await server.custom_functions_call(data, module))
    called = time.process_time() - began
    return {
        "functions": server.custom_functions_meta(module)["functions"],
        "scripts": server.custom_scripts_meta(module),
        "answers": answers,
        "pressed": [await _press(server, module, script) for script in asked["scripts"]],
        "kept": {file.name: file.read_text("utf-8") for file in Path("/data").glob("*.html")},
        "modules": sorted({name.partition(".")[0] for name in sys.modules}),
        "xlwings_seconds": xlwings_imported,
        "import_seconds": imported,
        "call_seconds": called,
    }


def _request(name, given):
    return {
        "func_name": name, "args": given, "version": "dev", "client": "Office.js",
        "content_language": "zh-TW", "date_format": "yyyy/m/d", "caller_address": "Sheet1!A1",
        "runtime": "1.4", "culture_info_name": "zh-TW",
    }  # fmt: skip


async def _press(server, module, script):
    import xlwings

    book = xlwings.Book(json=_from_pane(script["book"]))
    try:
        book = await server.custom_scripts_call(
            module, script["name"], typehint_to_value={xlwings.Book: book}, args=script["args"]
        )
    except Exception:  # noqa: BLE001 - told to the test, as Lite tells it to the planner
        return {"error": traceback.format_exc()}
    return _to_pane(book.json())


def _from_pane(data):
    """Data as they come from JavaScript: there, an empty cell is a null that is no None."""
    if sys.platform != "emscripten":
        return data
    import js

    return js.JSON.parse(json.dumps(data)).to_py()


def _to_pane(data):
    """Data as JavaScript gets them."""
    if sys.platform != "emscripten":
        return data
    import js
    from pyodide.ffi import to_js

    return json.loads(js.JSON.stringify(to_js(data, dict_converter=js.Object.fromEntries)))
