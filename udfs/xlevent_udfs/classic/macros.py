"""What the buttons of classic xlwings run: RunPython calls the function of the macro's name.

RunPython "from xlevent_udfs.classic import macros; macros.schedule()"
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import xlwings

from xlevent.domain.language import Text
from xlevent_udfs.classic.chosen_file import choose_file
from xlevent_udfs.kernel.declaration import shown
from xlevent_udfs.macros.catalogue import MACROS
from xlevent_udfs.macros.declaration import GivenFile
from xlevent_udfs.macros.outcome import Download, Outcome
from xlevent_udfs.macros.running import run

_LONGEST = 1_000  # characters of a message box; more would not fit a small screen
_SAVED = Text("檔案存於 {path}", "Saved as {path}")
_UNSAVED = Text("檔案 {name} 無法儲存：{why}", "The file {name} could not be saved: {why}")
_UNREAD = Text("檔案無法讀取：{why}", "The file cannot be read: {why}")
_MORE = Text("……其餘見工作表。", "... the rest stands on the sheets.")

Choose = Callable[[Any, str], "Path | None"]


def start(name: str) -> None:
    """Run a macro on the workbook whose button was clicked."""
    perform(name, xlwings.Book.caller())


def perform(name: str, book: Any, *, choose: Choose = choose_file) -> Outcome | None:
    """Run a macro on a book and show its outcome in a message box; None: nobody chose a file."""
    macro = MACROS[name]
    file = None
    if macro.file is not None:
        path = choose(book, shown(macro.file, "both"))
        if path is None:
            return None
        try:
            file = GivenFile(path.name, path.read_bytes())
        except OSError as error:
            told = Outcome(False, [_filled(_UNREAD, why=_reason(error))])
            _show(book, macro.title, told, [])
            return told
    with _progress(book) as progress:
        outcome = run(name, book, file=file, progress=progress)
    saved = [] if outcome.download is None else [_save(book, outcome.download)]
    _show(book, macro.title, outcome, saved)
    return outcome


def _show(book: Any, title: Text, outcome: Outcome, more: list[Text]) -> None:
    language = outcome.language
    lines = [shown(line, language) for line in (*outcome.lines, *more)]
    text = "\n".join(lines)
    if len(text) > _LONGEST:
        kept = text[: _LONGEST - 200].rpartition("\n")[0] or text[: _LONGEST - 200]
        text = "\n".join((kept, shown(_MORE, language), *(shown(one, language) for one in more)))
    mode = "info" if outcome.done else "critical"
    book.app.alert(text, title=f"xlevent - {shown(title, language)}", mode=mode)


@contextlib.contextmanager
def _progress(book: Any) -> Iterator[Callable[[Text], None]]:
    """Tells steps in the status bar, which is Excel's own again in the end."""

    def tell(step: Text) -> None:
        _status(book, f"xlevent: {shown(step, 'both')}")

    try:
        yield tell
    finally:
        _status(book, False)


def _status(book: Any, text: str | bool) -> None:
    with contextlib.suppress(NotImplementedError):  # the engine has no status bar
        book.app.status_bar = text


def _save(book: Any, download: Download) -> Text:
    """Put a file beside the workbook, or where people find it if that is not on this machine."""
    why = ""
    for folder in _folders(book):
        path = _free(folder / download.name)
        try:
            with path.open("xb") as stream:
                stream.write(download.content)
        except OSError as error:
            why = _reason(error)
        else:
            return _filled(_SAVED, path=str(path))
    return _filled(_UNSAVED, name=download.name, why=why)


def _folders(book: Any) -> Iterator[Path]:
    try:
        path = Path(book.fullname)
    except Exception:  # noqa: BLE001 - OneDrive and SharePoint fail in ways of their own
        path = Path()
    if path.is_absolute() and path.parent.is_dir():  # a book that was never saved has no folder
        yield path.parent
    for folder in (Path.home() / "Downloads", Path.home()):
        if folder.is_dir():
            yield folder


def _free(path: Path) -> Path:
    free, number = path, 1
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return free


def _filled(text: Text, **values: str) -> Text:
    return Text(text.zh.format(**values), text.en.format(**values))


def _reason(error: OSError) -> str:
    return error.strerror or str(error)


def _entries() -> dict[str, Callable[[], None]]:
    return {name: partial(start, name) for name in MACROS}


globals().update(_entries())
