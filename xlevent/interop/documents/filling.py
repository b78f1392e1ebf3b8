"""Filling a Word template with what a document shows for one row."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xlevent.domain.language import Text
from xlevent.errors import MisuseError, UnreadableFileError
from xlevent.interop.documents.content import Content
from xlevent.interop.documents.needed import library

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
# What an expression of a template may run into.
_FAILURES = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_NEAR = 200  # characters of the template that a message repeats
_MEND = Text(
    "請與新的範本比對：xlevent template --document {} -o new.docx",
    "Compare it with a new one: xlevent template --document {} -o new.docx",
)


def fill(template: Path, content: Content, target: Path) -> None:
    """Write the template, filled, to `target` (.docx).

    UnreadableFileError where the template is no .docx; MisuseError where it asks for something
    that the document does not have, or where its commands cannot be read. The template may
    not run anything: its commands are those of Jinja's sandbox.
    """
    docxtpl = library("docxtpl")
    jinja2, sandbox = library("jinja2"), library("jinja2.sandbox")
    opc = library("docx.opc.exceptions")
    mend = Text(*(text.format(content.document) for text in _MEND))
    if not template.is_file():
        raise UnreadableFileError(
            Text("找不到這個範本。", "there is no such template."), where=str(template)
        )
    environment = sandbox.SandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=True)
    try:
        document = docxtpl.DocxTemplate(str(template))
        document.init_docx()
    except (opc.OpcError, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise UnreadableFileError(
            Text("這不是 Word 文件（.docx）。", "this is no Word document (.docx)."),
            where=str(template),
            mend=mend,
        ) from error
    try:
        document.render(_context(content), environment, autoescape=True)
    except jinja2.UndefinedError as error:
        raise MisuseError(
            Text(
                f"範本要求此文件沒有的內容：{error.message}。",
                f"the template asks for what this document does not have: {error.message}.",
            ),
            where=str(template),
            mend=mend,
        ) from error
    except (jinja2.TemplateError, *_FAILURES) as error:
        near = " ".join(text.strip() for text in getattr(error, "docx_context", ()))
        near_zh = f"（附近文字：{near.strip()[:_NEAR]}）" if near.strip() else ""
        near = f" (near: {near.strip()[:_NEAR]})" if near.strip() else ""
        raise MisuseError(
            Text(
                f"範本的指令無法讀取：{error}{near_zh}。",
                f"a command of the template cannot be read: {error}{near}.",
            ),
            where=str(template),
            mend=mend,
        ) from error
    document.save(str(target))


def _context(content: Content) -> dict[str, Any]:
    return {
        "number": _clean(content.row or ""),
        "language": content.language,
        "pick": _all(content.pick),
        "settings": _all(content.settings),
        "fig": _all(content.figures),
        "text": _all(content.texts),
        "lines": {key: [_all(row) for row in rows] for key, rows in content.lines.items()},
    }


def _all(texts: Mapping[str, str]) -> dict[str, str]:
    return {key: _clean(text) for key, text in texts.items()}


def _clean(text: str) -> str:
    """Without characters that XML cannot hold; docxtpl reads \\a and \\f as commands."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
