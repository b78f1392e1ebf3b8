"""A process that runs macros, one at a time: python -m xlevent_udfs.server.worker

It reads calls from stdin and answers on stdout, both in frames: the length in four bytes, then
that many bytes. A call is two frames: the macro's name, and the request as the task pane sends it
(the workbook of xlwings' own client; beside it, under "xlevent", the chosen file). An answer is
any number of frames S (a step of the progress), then one frame A (the end), each with JSON.

A process of its own, because xlwings keeps the active workbook for the whole process (two
calls at a time would write into each other's workbook), because it can be stopped at once, and
because a long computation then keeps no other waiting.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any, BinaryIO

from xlevent.domain.language import Text
from xlevent_udfs.macros.declaration import GivenFile
from xlevent_udfs.macros.outcome import Outcome

# What a session says last before it writes: here it only notes what is to be written.
_WRITING = "Writing "


def main() -> None:
    """Answer calls until stdin ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever is printed must not end up among the frames
    import xlevent_udfs.macros.running  # noqa: F401 - before the first call, which then is quick

    calls = sys.stdin.buffer
    while True:
        name = read_frame(calls)
        request = read_frame(calls)
        if name is None or request is None:
            return
        _answer(name.decode(), request, lambda kind, data: _write_frame(answers, kind, data))


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next frame; None at the end."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    size = int.from_bytes(head, "big")
    content = stream.read(size)
    return content if len(content) == size else None


def frame(content: bytes) -> bytes:
    """A frame around the content."""
    return len(content).to_bytes(4, "big") + content


def _write_frame(stream: BinaryIO, kind: bytes, data: object) -> None:
    stream.write(frame(kind + json.dumps(data, ensure_ascii=False).encode()))
    stream.flush()


def _answer(name: str, request: bytes, tell: Callable[[bytes, object], None]) -> None:
    def progress(step: Text) -> None:
        if not step.en.startswith(_WRITING):
            tell(b"S", {"step": both(step)})

    try:
        data = json.loads(request)
        given = data.pop("xlevent", None) or {}
        if not isinstance(data.get("sheets"), list) or not isinstance(data.get("book"), dict):
            raise TypeError("no workbook in the request")
        file = _file(given.get("file"))
    except (ValueError, TypeError, AttributeError, KeyError, binascii.Error) as error:
        wrong = Text(
            f"伺服器看不懂工作窗格送來的內容（{error}）。請重新載入工作窗格再執行。",
            f"The server does not understand what the task pane sent ({error}). Reload the task "
            "pane and run it again.",
        )
        tell(b"A", told(Outcome(False, [wrong]), []))
        return
    try:
        outcome, actions = _run(name, data, file, progress)
    except Exception as error:  # noqa: BLE001 - a fault of ours: told, logged, nothing changed
        traceback.print_exc()
        fault = Text(
            f"巨集發生未預期的錯誤（{type(error).__name__}），活頁簿未變更。請將伺服器紀錄交給管理員。",
            f"The macro failed unexpectedly ({type(error).__name__}); the workbook is unchanged. "
            "Ask your administrator to look into the server's log.",
        )
        outcome, actions = Outcome(False, [fault]), []
    tell(b"A", told(outcome, actions))


def _file(given: Any) -> GivenFile | None:
    if given is None:
        return None
    return GivenFile(str(given["name"]), base64.b64decode(given["content"], validate=True))


def _run(
    name: str, data: dict[str, Any], file: GivenFile | None, progress: Callable[[Text], None]
) -> tuple[Outcome, list[Any]]:
    import xlwings

    from xlevent_udfs.macros.running import run

    book = xlwings.Book(json=data)
    try:
        outcome = run(name, book, file=file, progress=progress)
        return outcome, book.json()["actions"] if outcome.done else []
    finally:
        book.close()


def told(outcome: Outcome, actions: list[Any]) -> dict[str, Any]:
    """What the task pane is told: texts in both languages, so that it can change its own."""
    made = outcome.download
    return {
        "done": outcome.done,
        "language": outcome.language,
        "lines": [both(line) for line in outcome.lines],
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "sheet": finding.place.sheet,
                "cell": finding.place.cell,
                "message": both(finding.message),
                "hint": both(finding.hint),
            }
            for finding in outcome.findings
        ],
        "actions": actions,
        "download": made
        and {
            "name": made.name,
            "media_type": made.media_type,
            "content": base64.b64encode(made.content).decode(),
        },
    }


def both(text: Text) -> dict[str, str]:
    """A text for JSON."""
    return {"zh-TW": text.zh, "en": text.en}


if __name__ == "__main__":
    main()
