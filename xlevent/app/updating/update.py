"""The living workbook: read, change, patch what changed, replace the file in one step."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from xlevent.app.event import Event
from xlevent.app.updating.change import Change, Updated
from xlevent.app.updating.edits import Edits
from xlevent.app.updating.gantt import move_gantt
from xlevent.app.updating.made import make_change
from xlevent.app.updating.opened import Opened, opened
from xlevent.app.updating.renewal import renew
from xlevent.domain.language import Text
from xlevent.errors import MisuseError
from xlevent.interop.locking import exclusive
from xlevent.interop.open_elsewhere import refuse_open
from xlevent.interop.replace import backup_path, refuse_existing, replacing
from xlevent.sheets.registry import registry
from xlevent.workbook.limits import Limits
from xlevent.workbook.links import link_formula
from xlevent.workbook.package import open_package
from xlevent.workbook.package_source import PackageSource
from xlevent.workbook.patcher.patch import Patch


def update_book(
    path: Path | str,
    command: str,
    change: Callable[[Event], Change],
    *,
    output: Path | str | None = None,
    force: bool = False,
    limits: Limits | None = None,
) -> Updated:
    """Change a workbook in place (or a copy, at `output`).

    `change` gets the workbook's event, changes it and says what it did. Only cells whose values
    differ are written; everything else in the file stays. Where nothing differs, nothing is
    written. FileInUseError where the workbook is open elsewhere or being updated by another
    process; UnreadableFileError where it is no workbook of ours.
    """
    path, output = Path(path), None if output is None else Path(output)
    target = output or path
    if output is not None:
        refuse_existing(output, force)
        if output.suffix.lower() != path.suffix.lower():
            raise MisuseError(
                Text(
                    f"{path.suffix} 的副本也要是 {path.suffix}。",
                    f"the copy of a {path.suffix} is a {path.suffix} too.",
                ),
                where=str(output),
                mend=Text(f"例如 {output.stem}{path.suffix}。", f"Try {output.stem}{path.suffix}."),
            )
    refuse_open(target)
    # The file is replaced when it is closed again: Windows replaces no file that is open.
    with (
        exclusive(target),
        contextlib.ExitStack() as afterwards,
        open_package(path, limits) as package,
    ):
        book = opened(PackageSource(package), registry())
        edits = make_change(book, command, change, log_always=output is not None)
        result = Updated(target)
        result.unplaced = [f"{t.title.en}: {title.en}" for t, title in edits.unplaced]
        result.cells = edits.asked
        if not edits.cells and output is None:
            return result
        with contextlib.closing(Patch(package)) as patch:
            _apply(book, edits, patch)
            move_gantt(book, edits, patch)
            result.renewal = renew(book, package, edits, patch)
            backup = _keeps_backup(book) and output is None
            patch.write(afterwards.enter_context(replacing(target, backup=backup)))
        result.backup = backup_path(target) if backup else None
    return result


def _keeps_backup(book: Opened) -> bool:
    return book.event.settings.get("keep_backup") != "no"


def _apply(book: Opened, edits: Edits, patch: Patch) -> None:
    for key, last in edits.last_rows.items():
        native = book.native(key)
        if native is not None:
            patch.resize_table(native.name, last)
    # A row is opened once for all its cells.
    for edit in sorted(edits.cells, key=lambda edit: (edit.sheet, edit.row, edit.column)):
        if edit.link:
            formula = link_formula(edit.link, str(edit.value))
            patch.set_formula(edit.sheet, edit.row, edit.column, formula, edit.value)
        elif edit.value is None:
            patch.clear(edit.sheet, edit.row, edit.column)
        else:
            patch.set_value(edit.sheet, edit.row, edit.column, edit.value)
