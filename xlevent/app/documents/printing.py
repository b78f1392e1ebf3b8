"""Documents of an event's rows as files: .docx through a template, PDF, or a printable sheet."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from xlevent.app.documents.contents import contents
from xlevent.app.documents.sheets import write_sheets
from xlevent.domain.language import Language, Text
from xlevent.domain.problems import nearest
from xlevent.errors import NOTHING, MisuseError
from xlevent.interop.documents.filling import fill
from xlevent.interop.documents.office import find_soffice, to_pdf
from xlevent.interop.documents.template import write_template
from xlevent.interop.replace import make_folder, refuse_existing, replacing
from xlevent.sheets.kernel.blocks import Document
from xlevent.sheets.registry import Registry, registry

if TYPE_CHECKING:
    from xlevent.app.event import Event

Format = Literal["docx", "pdf", "xlsx"]
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST = 80


def document_named(name: str, declared: Registry | None = None) -> Document:
    """The document of that key; hyphens will do, and a beginning that fits only one."""
    known = (declared or registry()).documents
    key = name.strip().lower().replace("-", "_")
    if key in known:
        return known[key]
    begins = [k for k in known if k.startswith(key)] if key else []
    if len(begins) == 1:
        return known[begins[0]]
    near = nearest(key, known)
    hint = Text(f"是否為「{near}」？", f"Did you mean {near}? ") if near else NOTHING
    raise MisuseError(
        Text(f"沒有文件「{name}」。", f"there is no document {name!r}."),
        mend=Text(
            f"{hint.zh}文件：{'、'.join(known)}。", f"{hint.en}Documents: {', '.join(known)}."
        ),
    )


def rows_of(event: Event, document: Document, rows: Sequence[str], every: bool) -> list[str | None]:
    """The keys of the rows to print; MisuseError where one is not there or none is named."""
    if document.table is None:
        if rows:
            raise MisuseError(
                Text(f"{document.key} 針對整個活動。", f"{document.key} is about the whole event."),
                mend=Text("請不要指定列。", "Leave the row out."),
            )
        return [None]
    declared = event.registry.tables[document.table]
    key, title = declared.key_column.key, declared.title.zh
    known = {str(r[key]): str(r[key]) for r in event.tables.get(document.table, ()) if key in r}
    if every:
        return list(known)
    if not rows:
        some = ", ".join(list(known)[:8]) or "there are none"
        some_zh = "、".join(list(known)[:8]) or "目前沒有"
        raise MisuseError(
            Text(
                f"{document.key} 針對「{title}」的一列。",
                f"{document.key} is about one row of {document.table}.",
            ),
            mend=Text(
                f"請指定一列或多列（{some_zh}），或用 --all。",
                f"Name one or more ({some}), or use --all.",
            ),
        )
    folded = {name.casefold(): name for name in known}
    absent = [row for row in rows if row.casefold() not in folded]
    if absent:
        near = nearest(absent[0], known)
        raise MisuseError(
            Text(
                f"「{title}」沒有 {'、'.join(absent)} 這一列。",
                f"there is no row {', '.join(absent)} in {document.table}.",
            ),
            mend=Text(f"是否為「{near}」？", f"Did you mean {near}?")
            if near
            else Text("請在活頁簿查看有哪些列。", "See its rows in the workbook."),
        )
    return list(dict.fromkeys(folded[row.casefold()] for row in rows))


def print_documents(
    event: Event,
    document: Document,
    rows: Sequence[str | None],
    folder: Path,
    *,
    form: Format = "docx",
    language: Language | None = None,
    template: Path | None = None,
    soffice: Path | None = None,
    force: bool = False,
) -> list[Path]:
    """Write a file per row to `folder`, named `document-row.docx` (.pdf, .xlsx); the paths.

    Nothing is written where a file exists already and `force` is not given, or where one of
    the documents cannot be made.
    """
    language = language or event.language
    if form == "xlsx" and template is not None:
        raise MisuseError(
            Text("Word 範本不能產生活頁簿。", "a Word template makes no workbook."),
            where=str(template),
            mend=Text(
                "請不要指定範本，或用 --format docx 或 pdf。",
                "Leave it out, or use --format docx or pdf.",
            ),
        )
    targets = [folder / f"{name}.{form}" for name in _names(document, rows)]
    for target in targets:
        if folder.is_dir():
            refuse_existing(target, force)
    program = find_soffice(soffice) if form == "pdf" else None
    with tempfile.TemporaryDirectory(prefix="xlevent-documents-") as scratch:
        work = Path(scratch)
        if form == "xlsx":
            made = write_sheets(event, document, rows, language, work)
        else:
            made = _filled(event, document, rows, language, template, work)
        if form == "pdf":
            made = to_pdf(made, work, soffice=program)
        make_folder(folder)
        for source, target in zip(made, targets, strict=True):
            with replacing(target) as temporary:
                shutil.copyfile(source, temporary)
    return targets


def _filled(
    event: Event,
    document: Document,
    rows: Sequence[str | None],
    language: Language,
    template: Path | None,
    folder: Path,
) -> list[Path]:
    """A .docx of each row, by number."""
    if template is None:
        template = folder / "template.docx"
        write_template(document, _registry(event), language, template)
    made: list[Path] = []
    for number, content in enumerate(contents(event, document, rows, language)):
        made.append(folder / f"{number:04d}.docx")
        fill(template, content, made[-1])
    return made


def save_template(name: str, path: Path, language: Language, force: bool = False) -> None:
    """Write the Word template of a document, for people to change."""
    if path.suffix.lower() != ".docx":
        raise MisuseError(
            Text("Word 範本的檔名以 .docx 結尾。", "a Word template's name ends with .docx."),
            where=str(path),
            mend=Text(f"例如 {path.stem}.docx。", f"Try {path.stem}.docx."),
        )
    document = document_named(name)
    refuse_existing(path, force)
    with replacing(path) as temporary:
        write_template(document, registry(), language, temporary)


def _registry(event: Event) -> Registry:
    if not isinstance(event.registry, Registry):
        raise TypeError("documents belong to sheets, and this event knows only tables")
    return event.registry


def _names(document: Document, rows: Sequence[str | None]) -> list[str]:
    """File names that every system accepts, each once."""
    names: list[str] = []
    for row in rows:
        plain = _UNSAFE.sub("_", row or "").strip("._")[:_LONGEST]
        name = f"{document.key}-{plain}" if row is not None else document.key
        given, number = name, 2
        while name.casefold() in {n.casefold() for n in names}:
            name = f"{given}-{number}"
            number += 1
        names.append(name)
    return names
