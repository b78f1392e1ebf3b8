"""Steers LibreOffice through UNO: python3 calc_driver.py REQUEST.json; prints JSON.

It runs in a Python that has the module uno (Debian: python3-uno), not in the one of the tests.
A request: `soffice` and `profile`; then, each optional and done in this order:

file          to open, else a new document
cells         {sheet: rows} to fill
formulas      [[sheet, range, formula]]; a range of several cells takes an array formula
jobs          macros to execute on the document, each by its arguments; their answers come back
day_zero      [day, month, year] from which the document counts from now on
read, texts   [[sheet, range]]: values, and what is shown
seconds       [[sheet, cell]]: how long each takes to be calculated anew, and processor time
trials        [[[sheet, cell, value]], [[sheet, cell]]]: what is shown in these cells while those
              hold these values; afterwards they are as before
views         [sheet]: frozen columns and rows, whether there is a grid, the zoom
save          [[path, filter]]
descriptions  prefix of the functions that the wizard describes
"""

import json
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import uno
from com.sun.star.beans import NamedValue, PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException


def main(request):
    pipe = f"xlevent{time.time_ns()}"
    office = subprocess.Popen(
        [
            request["soffice"], f"-env:UserInstallation={request['profile']}", "--headless",
            "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        context = connected(pipe, office)
        make = context.ServiceManager.createInstanceWithContext
        desktop = make("com.sun.star.frame.Desktop", context)
        try:
            return answers(request, desktop, lambda name: make(name, context))
        finally:
            with suppress(DisposedException):  # the answer may come after the end
                desktop.terminate()
            office.wait(60)
    finally:
        office.kill()


def connected(pipe, office):
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(600):
        if office.poll() is not None:
            raise SystemExit("LibreOffice ended at once")
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("LibreOffice does not answer")


def answers(request, desktop, make):
    found = {}
    hidden = [option("Hidden", "views" not in request)]
    if "settings" in request:
        change_settings(make, request["settings"])
    url = uno.systemPathToFileUrl(request["file"]) if "file" in request else "private:factory/scalc"
    document = desktop.loadComponentFromURL(url, "_blank", 0, tuple(hidden))
    sheets = document.Sheets
    for name, rows in request.get("cells", {}).items():
        if not sheets.hasByName(name):
            sheets.insertNewByName(name, sheets.Count)
        fill(sheets.getByName(name), rows)
    for name, place, formula in request.get("formulas", []):
        if not sheets.hasByName(name):
            sheets.insertNewByName(name, sheets.Count)
        cells = sheets.getByName(name).getCellRangeByName(place)
        if ":" in place:
            cells.setArrayFormula(formula)
        else:
            cells.getCellByPosition(0, 0).setFormula(formula)
    found["jobs"] = [json.loads(execute(make, document, job)) for job in request.get("jobs", [])]
    if "day_zero" in request:
        document.NullDate = uno.createUnoStruct("com.sun.star.util.Date", *request["day_zero"])
        document.calculateAll()

    def cells_of(place):
        return sheets.getByName(place[0]).getCellRangeByName(place[1])

    found["read"] = [cells_of(place).getDataArray() for place in request.get("read", [])]
    found["texts"] = [shown(cells_of(place)) for place in request.get("texts", [])]
    found["seconds"] = [
        seconds(cells_of(place), request["profile"]) for place in request.get("seconds", [])
    ]
    found["trials"] = [trial(cells_of, typed, asked) for typed, asked in request.get("trials", [])]
    found["views"] = [view(document, name) for name in request.get("views", [])]
    for path, form in request.get("save", []):
        document.storeToURL(uno.systemPathToFileUrl(path), (option("FilterName", form),))
    document.close(True)
    if "descriptions" in request:
        found["descriptions"] = described(make, request["descriptions"])
    return found


def trial(cells_of, typed, asked):
    cells = [cells_of(place).getCellByPosition(0, 0) for *place, _ in typed]
    before = [(cell, cell.getDataArray(), cell.getFormula()) for cell in cells]
    for cell, (*_, value) in zip(cells, typed, strict=True):
        cell.setDataArray(((entry(value),),))
    shown = [cells_of(place).getCellByPosition(0, 0).String for place in asked]
    for cell, data, formula in before:
        if formula.startswith("="):
            cell.setFormula(formula)
        else:
            cell.setDataArray(data)
    return shown


def execute(make, document, job):
    arguments = tuple(NamedValue(name, value) for name, value in job.items())
    return make("org.xlevent.calc.Macros").execute((*arguments, NamedValue("document", document)))


def option(name, value):
    return PropertyValue(name, 0, value, 0)


def fill(sheet, rows):
    width = max(map(len, rows), default=0)
    if width:
        block = tuple(tuple(map(entry, [*row, *[None] * (width - len(row))])) for row in rows)
        sheet.getCellRangeByPosition(0, 0, width - 1, len(rows) - 1).setDataArray(block)


def entry(value):
    """A text or a number; a blank cell is an empty text."""
    if value is None:
        return ""
    return value if isinstance(value, str) else float(value)


def view(document, name):
    controller = document.CurrentController
    controller.setActiveSheet(document.Sheets.getByName(name))
    columns = rows = 0
    if controller.hasFrozenPanes():
        columns, rows = controller.getSplitColumn(), controller.getSplitRow()
    return [columns, rows, controller.ShowGrid, controller.ZoomValue]


def shown(cells):
    address = cells.RangeAddress
    rows = range(address.EndRow - address.StartRow + 1)
    columns = range(address.EndColumn - address.StartColumn + 1)
    return [[cells.getCellByPosition(x, y).String for x in columns] for y in rows]


def seconds(cells, profile):
    """By the clock and of the processor, which other programs on the machine disturb least."""
    cell = cells.getCellByPosition(0, 0)
    formula = cell.Formula
    began, spent = time.perf_counter(), processor(profile)
    cell.setFormula(formula)
    cell.getValue()
    return time.perf_counter() - began, processor(profile) - spent


def processor(profile):
    """Seconds, to a hundredth, of LibreOffice with that profile; Linux only, else 0."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            said = (process / "cmdline").read_bytes()
            if b"soffice.bin" in said and profile.encode() in said:
                fields = (process / "stat").read_text().rpartition(")")[2].split()
                total += int(fields[11]) + int(fields[12])
    return total / 100


def described(make, prefix):
    every = make("com.sun.star.sheet.FunctionDescriptions")
    found = {}
    for number in range(every.Count):
        one = {value.Name: value.Value for value in every.getByIndex(number)}
        if one["Name"].startswith(prefix):
            arguments = [[a.Name, a.Description, a.IsOptional] for a in one["Arguments"]]
            found[one["Name"]] = {"help": one["Description"], "arguments": arguments}
    return found


def change_settings(make, settings):
    provider = make("com.sun.star.configuration.ConfigurationProvider")
    for node, name, value in settings:
        access = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationUpdateAccess", (option("nodepath", node),)
        )
        access.setPropertyValue(name, value)
        access.commitChanges()


if __name__ == "__main__":
    asked = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    print(json.dumps(main(asked), ensure_ascii=False))
