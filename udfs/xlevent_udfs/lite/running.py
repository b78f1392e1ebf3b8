"""What main.py of a workbook uses in the task pane: declared functions, macros, their outcome."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from xlevent import __version__
from xlevent.domain.language import Language, Text
from xlevent_udfs.catalogue import CATALOGUE
from xlevent_udfs.kernel.errors import error_line
from xlevent_udfs.macros.declaration import GivenFile
from xlevent_udfs.macros.outcome import Outcome

FILES = Path("/data")  # what people drop on, and fetch from, the menu Files > Import/Export
_OWN = ".whl"  # our own package may lie among the files


class Lite:
    """The add-in in one workbook: `function` and `macro` fill what main.py names with life.

    main.py holds a definition per function and script, as xlwings Lite looks for them there. What
    they do comes from the catalogue, so that a newer package never disagrees with an older main.py.
    """

    def __init__(self, written_by: str, *, language: Language = "both", alert: bool = True) -> None:
        self.language: Language = language
        self.alert = alert
        if written_by != __version__:
            self._say(
                Text(
                    f"main.py 由 xlevent {written_by} 產生，套件是 {__version__}："
                    "請重新產生 main.py。",
                    f"main.py was written by xlevent {written_by}, the package is {__version__}: "
                    "write main.py anew.",
                )
            )

    def function(self, named: Callable[..., Any]) -> Callable[..., Any]:
        """The function of the catalogue that has the name; it counts as defined in main.py."""
        entry = CATALOGUE.get(named.__name__)
        if entry is None:
            gone = Text(
                f"xlevent {__version__} 沒有函數 {named.__name__}。",
                f"xlevent {__version__} has no function {named.__name__}.",
            )
            answer: Callable[..., Any] = wraps(named)(
                lambda *given: error_line(gone, self.language)
            )
        else:
            answer = entry.python(self.language)
        answer.__module__ = named.__module__
        return answer

    def macro(self, named: Callable[..., Any]) -> Callable[..., Any]:
        """A script that runs the macro of the name and tells how it went."""

        @wraps(named)
        def press(book: Any, file: str = "") -> None:
            self._tell(book, self._outcome(named.__name__, book, file))

        return press

    def _outcome(self, name: str, book: Any, file: str) -> Outcome:
        from xlevent_udfs.macros.running import run

        given = None
        if file.strip():
            found = chosen(file.strip(), FILES)
            if isinstance(found, Text):
                return Outcome(False, [found], self.language)
            given = GivenFile(found.name, found.read_bytes())
        return run(name, book, file=given, progress=self._say)

    def _tell(self, book: Any, outcome: Outcome) -> None:
        lines = [line.show(outcome.language) for line in outcome.lines]
        if outcome.download is not None:
            kept = keep(outcome.download.name, outcome.download.content, FILES)
            lines.append(kept.show(outcome.language))
        text = "\n".join(lines)
        print(text)
        if self.alert:
            book.app.alert(text, "xlevent", mode="info" if outcome.done else "critical")

    def _say(self, text: Text) -> None:
        print(text.show(self.language))


def chosen(name: str, folder: Path) -> Path | Text:
    """The file of that name among those given to xlwings Lite; a sentence where there is none."""
    there = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*") if folder.is_dir() else ())
        if path.is_file() and path.suffix != _OWN
    }
    if name in there:
        return there[name]
    if not there:
        return Text(
            f"沒有檔案 {name}：請先放入 xlwings Lite 選單「Files > Import/Export」。",
            f"There is no file {name}: drop it on the menu Files > Import/Export of xlwings Lite.",
        )
    return Text(
        f"沒有檔案 {name}。現有：{'、'.join(there)}。",
        f"There is no file {name}. There are: {', '.join(there)}.",
    )


def keep(name: str, content: bytes, folder: Path) -> Text:
    """Write a file where xlwings Lite offers it for download; a sentence that says where."""
    if not folder.is_dir():
        return Text(
            f"這一版 xlwings Lite 沒有「Files」選單，檔案 {name} 無法保存：請更新 xlwings Lite。",
            f"This version of xlwings Lite has no menu Files, so that {name} cannot be kept: "
            "update xlwings Lite.",
        )
    (folder / Path(name).name).write_bytes(content)
    return Text(
        f"檔案 {name} 在 xlwings Lite 選單「Files > Import/Export」，可下載。",
        f"{name} can be downloaded from the menu Files > Import/Export of xlwings Lite.",
    )
