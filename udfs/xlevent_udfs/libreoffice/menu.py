"""What the menu of the extension does: macros on the open document, and their outcome shown.

The object `context` is UNO's component context; boxes, file pickers and the status bar are asked of
its services.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from xlevent.domain.language import Language, Text
from xlevent_udfs.libreoffice.addons import RECOGNISE
from xlevent_udfs.libreoffice.book import Book
from xlevent_udfs.libreoffice.recognising import recognise
from xlevent_udfs.macros.catalogue import MACROS
from xlevent_udfs.macros.declaration import GivenFile, Macro
from xlevent_udfs.macros.outcome import Download, Outcome
from xlevent_udfs.macros.running import quiet, run

_CALC = "com.sun.star.sheet.SpreadsheetDocument"
_NO_DOCUMENT = Text("請先切換到活動的試算表。", "Go to the event's spreadsheet first.")


def execute(context: Any, given: Mapping[str, Any]) -> str:
    """For scripts: run `macro` on `document` (else the current one), with `file` if it wants one.

    Shows nothing; the outcome as JSON. A file that the macro makes goes into the folder `save`.
    """
    import json

    document = given.get("document") or _document(context)
    if given["macro"] == RECOGNISE:
        return json.dumps({"done": True, "changed": recognise(document)})
    file = _given(Path(given["file"])) if given.get("file") else None
    outcome = run_macro(document, given["macro"], file)
    if outcome.download is not None and given.get("save"):
        (Path(given["save"]) / outcome.download.name).write_bytes(outcome.download.content)
    language = outcome.language
    findings = [
        {
            "code": finding.code,
            "severity": finding.severity,
            "sheet": finding.place.sheet,
            "cell": finding.place.cell,
            "message": finding.message.show(language),
            "hint": finding.hint.show(language),
        }
        for finding in outcome.findings
    ]
    lines = [line.show(language) for line in outcome.lines]
    said = {"done": outcome.done, "lines": lines, "findings": findings}
    return json.dumps(said, ensure_ascii=False)


def run_macro(
    document: Any,
    name: str,
    file: GivenFile | None,
    progress: Callable[[Text], None] = quiet,
) -> Outcome:
    """Run a macro; what it changed can be undone in one step."""
    title = MACROS[name].title
    with _one_step(document, title):
        try:
            return run(name, Book(document), file=file, progress=progress)
        except ImportError as error:  # UNO's import makes one of it where a module is missing
            lacking = str(error).partition(" (or ")[0]
            said = Text(
                f"這裡缺少「{title.zh}」需要的套件：{lacking}。",
                f"{title.en!r} needs a package that is not installed here: {lacking}.",
            )
            return Outcome(False, [said])


def trigger(context: Any, name: str) -> None:
    """An entry of the menu was chosen."""
    document = _document(context)
    if document is None:
        _box(context, None, "xlevent", _NO_DOCUMENT.show("both"), warning=True)
        return
    frame = document.CurrentController.Frame
    if name == RECOGNISE:
        changed = recognise(document)
        said = Text(f"已重新認得 {changed} 個公式。", f"Formulas recognised: {changed}.")
        _box(context, frame, "xlevent", said.show("both"), warning=False)
        return
    macro = MACROS[name]
    language = interface_language(context)
    file = None
    if macro.file is not None:
        path = _pick(context, macro.file.show(language), saving=None)
        if path is None:
            return
        file = _given(path)
    with _status(frame, macro, language) as progress:
        outcome = run_macro(document, name, file, progress)
    if outcome.download is not None:
        _keep(context, outcome.download, language)
    told = "\n".join(line.show(outcome.language) for line in outcome.lines)
    _box(context, frame, macro.title.show(language), told, warning=not outcome.done)


def interface_language(context: Any) -> Language:
    """Chinese where LibreOffice speaks Chinese, else English."""
    import uno

    provider = _service(context, "com.sun.star.configuration.ConfigurationProvider")
    node = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    node.Name, node.Value = "nodepath", "/org.openoffice.Setup/L10N"
    access = provider.createInstanceWithArguments(
        "com.sun.star.configuration.ConfigurationAccess", (node,)
    )
    return "zh-TW" if str(access.getPropertyValue("ooLocale")).startswith("zh") else "en"


def _document(context: Any) -> Any:
    """The spreadsheet that is seen: the one in front, else the only one there is."""
    desktop = _service(context, "com.sun.star.frame.Desktop")
    front = desktop.CurrentComponent
    if _is_spreadsheet(front):
        return front
    frames = desktop.Frames
    seen = [frames.getByIndex(number).Controller for number in range(frames.Count)]
    found = [c.Model for c in seen if c is not None and _is_spreadsheet(c.Model)]
    return found[0] if len(found) == 1 else None


def _is_spreadsheet(document: Any) -> bool:
    return hasattr(document, "supportsService") and bool(document.supportsService(_CALC))


def _given(path: Path) -> GivenFile:
    return GivenFile(path.name, path.read_bytes())


@contextmanager
def _one_step(document: Any, title: Text) -> Iterator[None]:
    steps = document.UndoManager
    steps.enterUndoContext(f"xlevent: {title.show('both')}")
    try:
        yield
    finally:
        steps.leaveUndoContext()


@contextmanager
def _status(frame: Any, macro: Macro, language: Language) -> Iterator[Callable[[Text], None]]:
    """Steps of the macro in the status bar."""
    bar = frame.createStatusIndicator()
    bar.start(macro.title.show(language), 0)
    try:
        yield lambda step: bar.setText(f"{macro.title.show(language)}: {step.show(language)}")
    finally:
        bar.end()


def _keep(context: Any, made: Download, language: Language) -> None:
    title = Text("儲存檔案", "Save the file").show(language)
    path = _pick(context, title, saving=made.name)
    if path is not None:
        path.write_bytes(made.content)


def _pick(context: Any, title: str, *, saving: str | None) -> Path | None:
    """Ask for a file, to be read or, with a name to begin with, to be written."""
    import unohelper

    picker = _service(context, "com.sun.star.ui.dialogs.FilePicker")
    if saving is not None:
        picker.initialize((1,))  # TemplateDescription.FILESAVE_SIMPLE; asks before it replaces
        picker.setDefaultName(saving)
    picker.setTitle(title)
    if not picker.execute():
        return None
    return Path(unohelper.fileUrlToSystemPath(picker.SelectedFiles[0]))


def _box(context: Any, frame: Any, title: str, text: str, *, warning: bool) -> None:
    import uno

    kind = uno.Enum("com.sun.star.awt.MessageBoxType", "WARNINGBOX" if warning else "INFOBOX")
    toolkit = _service(context, "com.sun.star.awt.Toolkit")
    window = frame.ContainerWindow if frame is not None else toolkit.getDesktopWindow()
    toolkit.createMessageBox(window, kind, 1, title, text).execute()


def _service(context: Any, name: str) -> Any:
    return context.ServiceManager.createInstanceWithContext(name, context)
