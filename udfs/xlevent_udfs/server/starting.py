"""Starts xlwings Server with our project."""

from __future__ import annotations

import importlib.util
import os
import socket
from dataclasses import dataclass
from pathlib import Path

from xlevent.domain.language import Text
from xlevent.errors import MisuseError, UnreadableFileError, XleventError, said_by_system
from xlevent_udfs.server.licence import check_licence
from xlevent_udfs.server.settings import PROJECT, prepare

_EXTRA = "xlevent[server]"
# Where `npx office-addin-dev-certs install` puts a certificate that this computer trusts.
_MADE_FOR_THIS = Path.home() / ".office-addin-dev-certs"


@dataclass(frozen=True, slots=True)
class Certificate:
    """Files of a TLS certificate."""

    certificate: Path
    key: Path


class LackingError(XleventError):
    """A package that the server needs is not installed."""


def need_server() -> None:
    """LackingError without the packages of the extra."""
    if importlib.util.find_spec("xlwings_server") is None:
        raise LackingError(
            Text("沒有安裝 xlwings Server。", "xlwings Server is not installed."),
            mend=Text(
                f'請執行：pip install "{_EXTRA}"（非商業使用免費，否則須付費方案）。',
                f'Run: pip install "{_EXTRA}" (free for noncommercial use, else a paid plan).',
            ),
        )


def chosen_certificate(
    certificate: Path | None, key: Path | None, usual: Path = _MADE_FOR_THIS
) -> Certificate | None:
    """The given files, else those of office-addin-dev-certs; None: there are none."""
    if (certificate is None) != (key is None):
        raise MisuseError(
            Text("憑證檔需要它的金鑰。", "a certificate needs its key."),
            mend=Text("請同時給 --certificate 與 --key。", "Give both --certificate and --key."),
        )
    if certificate is not None and key is not None:
        for path in (certificate, key):
            if not path.is_file():
                raise UnreadableFileError(
                    Text("找不到這個檔案。", "there is no such file."), where=str(path)
                )
        return Certificate(certificate, key)
    found = Certificate(usual / "localhost.crt", usual / "localhost.key")
    return found if found.certificate.is_file() and found.key.is_file() else None


def start(host: str, port: int, hostname: str, folder: Path, tls: Certificate | None) -> None:
    """Run the server until it is stopped; LicenceError without a licence key."""
    ready(folder, hostname)
    _need_free(host, port)
    import uvicorn

    uvicorn.run(
        "xlwings_server.main:main_app",
        host=host,
        port=port,
        log_level="info",
        timeout_graceful_shutdown=5,  # panes keep their connections open
        ssl_certfile=str(tls.certificate) if tls else None,
        ssl_keyfile=str(tls.key) if tls else None,
    )


def ready(folder: Path, hostname: str) -> str:
    """Set everything that must be set before xlwings Server is imported; the kind of licence."""
    need_server()
    prepare(folder, hostname, os.environ)
    kind = check_licence()
    if os.environ["XLWINGS_PROJECT_DIR"] == str(PROJECT):
        _check_project()
    return kind


def _check_project() -> None:
    """Import what xlwings Server would: it only logs where our endpoints cannot be imported."""
    import xlevent_udfs.server.endpoints
    import xlevent_udfs.server.functions
    import xlevent_udfs.server.scripts  # noqa: F401


def _need_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise MisuseError(
                Text(
                    f"無法在 {host}:{port} 接受連線（{said_by_system(error).zh}）。",
                    f"{host}:{port} cannot be listened on ({error.strerror or error}).",
                ),
                mend=Text(
                    "請結束占用它的程式，或以 --port 另選。",
                    "Stop the program that uses it, or choose another by --port.",
                ),
            ) from error
