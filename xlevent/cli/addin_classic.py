"""The command addin classic: a workbook with functions and buttons for Excel's own Python link."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from xlevent.cli.addin import addin
from xlevent.cli.frame import ForceOption
from xlevent.cli.output import tell


@addin.command(epilog="Example: xlevent addin classic gala.xlsx -o gala.xlsm")
def classic(
    book: Annotated[Path, typer.Argument(help="Workbook of xlevent (.xlsx, .xlsm).")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write there instead of beside the workbook (.xlsm)."),
    ] = None,
    interpreter: Annotated[
        str | None,
        typer.Option(
            help="The Python that Excel starts; this one on Windows and macOS, none elsewhere."
        ),
    ] = None,
    force: ForceOption = False,
) -> None:
    """Make a workbook macro-enabled: =XLE_...() and buttons on Home, for Windows and macOS."""
    from xlevent_udfs.classic.workbook import enable

    if interpreter is None and sys.platform in ("win32", "darwin"):
        interpreter = sys.executable
    done = enable(book, output, force=force, interpreter=interpreter)
    if done.renewed:
        if done.backup:
            tell(
                f"已更新 {done.path} 的巨集；原來的內容在 {done.backup}",
                f"Renewed the macros of {done.path}; what was there before: {done.backup}",
            )
        else:
            tell(f"已更新巨集；寫到 {done.path}", f"Renewed the macros; written to {done.path}")
    else:
        tell(f"已寫出：{done.path}", f"Written: {done.path}")
    tell(
        "Excel 會詢問是否信任其中的巨集。安裝方式：docs/addin-classic.md。",
        "Excel asks whether to trust its macros. How to install: docs/addin-classic.md.",
    )
