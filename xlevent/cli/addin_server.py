"""The command `xlevent addin server`: functions, macros and a task pane through xlwings Server."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from xlevent.cli.addin import addin
from xlevent.cli.frame import ForceOption
from xlevent.cli.output import note, tell


@addin.command(epilog="Example: xlevent addin server --hostname events.example.com --port 8000")
def server(
    host: Annotated[
        str, typer.Option(help="Address to listen on; 0.0.0.0 for other computers.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    hostname: Annotated[
        str, typer.Option(help="Name (and port) under which Excel reaches the server.")
    ] = "",
    certificate: Annotated[
        Path | None, typer.Option(help="TLS certificate (.crt, .pem); Excel wants https.")
    ] = None,
    key: Annotated[Path | None, typer.Option(help="Key of the certificate.")] = None,
    folder: Annotated[
        Path | None, typer.Option(help="Where the add-in's ids and settings.env are kept.")
    ] = None,
    manifest: Annotated[
        Path | None, typer.Option(help="Write the manifest to this file and end.")
    ] = None,
    force: ForceOption = False,
) -> None:
    """Run xlwings Server with our functions, macros, manifest and task pane.

    Needs the extra `server`. xlwings Server is free for noncommercial use
    (PolyForm Noncommercial) and needs a paid plan of xlwings for commercial
    use. XLWINGS_LICENSE_KEY holds the key, or the word noncommercial; xlevent
    never sets it.

    Excel wants https: give --certificate and --key, or let
    `npx office-addin-dev-certs install` make them for this computer (they are
    found by themselves), or put a proxy that does TLS in front. The guide:
    docs/addin-server.md.
    """
    from xlevent_udfs.server import installation, starting

    place = folder or installation.usual_folder()
    tls = starting.chosen_certificate(certificate, key)
    name = hostname or (f"localhost:{port}" if host in _LOCAL else f"{host}:{port}")
    if manifest is not None:
        _write_manifest(manifest, force, name, place)
        return
    kind = starting.ready(place, name)
    _say_at_start(kind, name, tls is not None, place)
    starting.start(host, port, name, place, tls)


_LOCAL = ("127.0.0.1", "localhost", "::1", "0.0.0.0", "::")


def _write_manifest(path: Path, force: bool, hostname: str, folder: Path) -> None:
    from xlevent_udfs.server import manifest, settings, starting

    from xlevent.interop.replace import refuse_existing

    refuse_existing(path, force)
    starting.need_server()
    settings.prepare(folder, hostname, os.environ)
    path.write_text(manifest.write_manifest(os.environ["XLWINGS_HOSTNAME"], os.environ), "utf-8")
    tell(f"已寫入 {path}。", f"Wrote {path}.")


def _say_at_start(kind: str, hostname: str, https: bool, folder: Path) -> None:
    from xlevent_udfs.server.licence import NOTICE

    note(NOTICE.zh, NOTICE.en)
    note(f"目前的授權：{kind}。", f"Licence in use: {kind}.")
    scheme = "https" if https else "http"
    note(
        f"資訊清單：{scheme}://{hostname}/manifest/download　編號保存於 {folder}",
        f"Manifest: {scheme}://{hostname}/manifest/download  Ids are kept in {folder}",
    )
    if not https:
        note(
            "以 http 執行：Excel 需要 https，請用 --certificate 與 --key，或由前端代理負責 TLS。",
            "Running on http: Excel wants https. Give --certificate and --key, or put a proxy that "
            "does TLS in front.",
        )
