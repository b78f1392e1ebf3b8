"""Commands of the add-in: addin, with one command for each program that can run it."""

from __future__ import annotations

from typing import Annotated

import typer

from xlevent.cli import panels
from xlevent.cli.frame import JsonOption, app
from xlevent.cli.output import print_json, say, terminal_language
from xlevent.domain.language import Text

addin = typer.Typer(
    no_args_is_help=True, help="The functions =XLE_...() and the macros in Excel and LibreOffice."
)
app.add_typer(addin, name="addin", rich_help_panel=panels.ADDIN)


@addin.command(epilog="Example: xlevent addin functions XLE_NET_PAY")
def functions(
    name: Annotated[str, typer.Argument(help="Only this function, with its arguments.")] = "",
    as_json: JsonOption = False,
) -> None:
    """List the functions of the catalogue, or explain one."""
    from xlevent_udfs.catalogue import CATALOGUE

    from xlevent.domain import codes
    from xlevent.errors import MisuseError

    wanted = name.strip().upper()
    if wanted and wanted not in CATALOGUE:
        near = codes.nearest(wanted, CATALOGUE)
        raise MisuseError(
            Text(f"沒有函數「{name}」。", f"there is no function {name!r}."),
            mend=Text(f"是否為「{near}」？", f"Did you mean {near}?")
            if near
            else Text("請見 `xlevent addin functions`。", "See `xlevent addin functions`."),
        )
    listed = [entry for key, entry in CATALOGUE.items() if wanted in ("", key)]
    if as_json:
        print_json([entry.described() for entry in listed])
        return
    language = terminal_language()
    for entry in listed:
        given = ", ".join(f"[{a.name}]" if a.optional else a.name for a in entry.arguments)
        say(f"{entry.name}({given})")
        say(f"    {entry.help.show(language)}")
        if wanted:
            for argument in entry.arguments:
                say(f"    {argument.name}: {argument.help.show(language)}")
            say(f"    → {entry.result.show(language)}")
            say(f"    {entry.example}")
