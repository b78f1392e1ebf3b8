"""addin lite: the files that a workbook needs in xlwings Lite."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlevent.cli.addin import addin
from xlevent.cli.frame import ForceOption, LanguageOption
from xlevent.cli.output import say, tell

if TYPE_CHECKING:
    from xlevent_udfs.lite.writing import Source


@addin.command(
    epilog="Example: xlevent addin lite -o lite --wheel-url https://files.example.com/xlevent/"
)
def lite(
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the files.")] = Path(
        "lite"
    ),
    wheel_url: Annotated[
        str, typer.Option("--wheel-url", help="Where you serve the wheel: its address or folder.")
    ] = "",
    bundle: Annotated[
        bool, typer.Option("--bundle", help="Pack the package into main.py, for one workbook.")
    ] = False,
    book: Annotated[
        Path | None,
        typer.Option("--book", help="Also copy this workbook with the files in it (untried form)."),
    ] = None,
    alert: Annotated[
        bool, typer.Option("--alert/--no-alert", help="Show what a macro did in a box, too.")
    ] = True,
    language: LanguageOption = "both",
    force: ForceOption = False,
) -> None:
    """Write main.py, requirements.txt and the wheel for xlwings Lite, which needs no Python."""
    from xlevent_udfs.lite.files import write
    from xlevent_udfs.lite.packing import WHEEL

    from xlevent.domain.language import Text
    from xlevent.errors import MisuseError

    if bundle and wheel_url:
        raise MisuseError(
            Text(
                "--bundle 與 --wheel-url 只能擇一。", "--bundle and --wheel-url exclude each other."
            ),
            mend=Text(
                "有伺服器放 wheel 就給網址，沒有就用 --bundle。",
                "Give an address if a server has the wheel, --bundle if there is none.",
            ),
        )
    source: Source = "url" if wheel_url else "bundle" if bundle or book else "file"
    for path in write(output, language, source, url=wheel_url, book=book, alert=alert, force=force):
        say(str(path))
    _tell_next(WHEEL if source == "file" else "", book)


def _tell_next(wheel: str, book: Path | None) -> None:
    """What to do in Excel now."""
    if book is not None:
        tell(
            f"用 Excel 開啟 {book.name} 的副本，再開啟 xlwings Lite。沒有函數時，請貼上 main.py 與 "
            "requirements.txt。見 docs/addin-lite.md。",
            f"Open the copy of {book.name} in Excel, then xlwings Lite. If it has no functions, "
            "paste main.py and requirements.txt. See docs/addin-lite.md.",
        )
        return
    drop = (
        (f"選單 Files > Import/Export 放入 {wheel}，", f"drop {wheel} on Files > Import/Export, ")
        if wheel
        else ("", "")
    )
    tell(
        f"在 xlwings Lite：{drop[0]}貼上 main.py 與 requirements.txt，再按 Restart。"
        "見 docs/addin-lite.md。",
        f"In xlwings Lite: {drop[1]}paste main.py and requirements.txt, then choose Restart. "
        "See docs/addin-lite.md.",
    )
