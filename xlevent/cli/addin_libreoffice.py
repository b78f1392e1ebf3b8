"""The command xlevent addin libreoffice: the extension for LibreOffice Calc."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xlevent.cli.addin import addin
from xlevent.cli.frame import ForceOption, may_replace
from xlevent.cli.output import say


@addin.command(epilog="Example: xlevent addin libreoffice -o xlevent.oxt")
def libreoffice(
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write (.oxt).")] = Path(
        "xlevent.oxt"
    ),
    force: ForceOption = False,
) -> None:
    """Write the extension that brings the functions to LibreOffice Calc; it needs nothing else."""
    from xlevent_udfs.libreoffice.extension import save_extension

    from xlevent.domain.language import Text
    from xlevent.errors import MisuseError

    if output.suffix.lower() != ".oxt":
        option = f"-o {output.with_suffix('.oxt')}"
        raise MisuseError(
            Text(
                "LibreOffice 以副檔名 .oxt 認得擴充套件。",
                "LibreOffice knows extensions by the ending .oxt.",
            ),
            where=str(output),
            mend=Text(f"請寫 {option}。", f"Write {option}."),
        )
    force = may_replace([output], force)
    save_extension(output, force=force)
    say(f"{output}  double-click it, or: unopkg add {output}")
