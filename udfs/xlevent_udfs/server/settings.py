"""The settings that xlwings Server starts with; what a person has set is left alone."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, MutableMapping
from pathlib import Path

from xlevent_udfs.server.installation import manifest_ids, settings_file

PROJECT = Path(__file__).with_name("project")
# No source outside of the company; styles inline because Excel on the web puts some in.
POLICY = (
    "default-src 'self'; script-src 'self'{cdn}; img-src 'self' data: blob:; "
    "style-src 'self' 'unsafe-inline'; font-src 'self' https://res-1.cdn.office.net; "
    "form-action 'self'; object-src 'none'; base-uri 'self'"
)
_CDN = " https://appsforoffice.microsoft.com"
_LARGEST_MB, _LONGEST_SECONDS = 64, 300


def prepare(folder: Path, hostname: str, environment: MutableMapping[str, str]) -> None:
    """Put the settings into the environment of the process, before xlwings Server is imported.

    What stands there already counts first, then settings.env of the installation.
    """
    for name, value in _from_file(settings_file(folder)).items():
        environment.setdefault(name, value)
    for name, value in defaults(folder, hostname, environment).items():
        environment.setdefault(name, value)


def defaults(folder: Path, hostname: str, environment: Mapping[str, str]) -> dict[str, str]:
    """The settings of xlwings Server that make it xlevent's."""
    cdn = environment.get("XLWINGS_CDN_OFFICEJS", "").strip().lower() in ("1", "true", "yes", "on")
    policy = POLICY.format(cdn=_CDN if cdn else "")
    ids = {f"XLWINGS_MANIFEST_ID_{k.upper()}": v for k, v in manifest_ids(folder).items()}
    return {
        "XLWINGS_PROJECT_DIR": str(PROJECT),
        "XLWINGS_ENVIRONMENT": "prod",
        "XLWINGS_PROJECT_NAME": "xlevent",
        "XLWINGS_HOSTNAME": hostname,
        # Names as in every runtime: =XLE_FINISH(...), not =XLE.XLE_FINISH(...).
        "XLWINGS_FUNCTIONS_NAMESPACE": "",
        # Excel for the web reads the list of functions from a page of Microsoft's, whose address
        # varies by region. Nothing is told by it; macros refuse other pages (see endpoints).
        "XLWINGS_CORS_ALLOW_ORIGINS": '["*"]',
        "XLWINGS_CUSTOM_HEADERS": json.dumps({"Content-Security-Policy": policy}),
        # The task pane is plain JavaScript and needs none of these.
        "XLWINGS_ENABLE_ALPINEJS_CSP": "false",
        "XLWINGS_ENABLE_BOOTSTRAP": "false",
        "XLWINGS_ENABLE_HTMX": "false",
        "XLWINGS_ENABLE_SOCKETIO": "false",
        **ids,
    }


def largest_request() -> int:
    """The most bytes that a macro call may hold (XLEVENT_SERVER_MEGABYTES)."""
    return _number("XLEVENT_SERVER_MEGABYTES", _LARGEST_MB) * 1_000_000


def longest_run() -> int:
    """After how many seconds a macro is stopped (XLEVENT_SERVER_SECONDS)."""
    return _number("XLEVENT_SERVER_SECONDS", _LONGEST_SECONDS)


def most_processes() -> int:
    """How many macros are computed at a time (XLEVENT_SERVER_PROCESSES)."""
    return _number("XLEVENT_SERVER_PROCESSES", min(os.cpu_count() or 1, 4))


def _number(name: str, usual: int) -> int:
    text = os.environ.get(name, "").strip()
    return int(text) if text.isdecimal() and int(text) > 0 else usual


def _from_file(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    from dotenv import dotenv_values

    return {name: value for name, value in dotenv_values(path).items() if value is not None}
