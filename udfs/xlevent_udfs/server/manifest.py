"""The manifest: what Excel is told of the add-in, its buttons and where the server is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xlevent import __version__
from xlevent_udfs.macros.catalogue import MACROS
from xlevent_udfs.server.settings import PROJECT

# Excel's limits of characters: bt:ShortStrings and bt:LongStrings.
SHORT, LONG = 125, 250
# Macros by the group of the ribbon in which their buttons stand.
_GROUPS = {
    "Plan": ("schedule", "level", "simulate"),
    "Money": ("validate", "reconcile", "roll_up"),
    "Report": ("refresh_dashboard", "closing_report", "export"),
}


def facts() -> dict[str, Any]:
    """What the template of the manifest is filled with beside the settings of xlwings Server."""
    return {
        # A version below 1 is refused by Microsoft's administration.
        "version": ".".join([str(int(part) + (at == 0)) for at, part in _numbers()]) + ".0",
        "groups": [
            {"id": group, "macros": [_button(name) for name in names]}
            for group, names in _GROUPS.items()
        ],
    }


def write_manifest(hostname: str, settings: Mapping[str, str]) -> str:
    """The manifest as the server would answer it, made without a server."""
    import jinja2

    loader = jinja2.FileSystemLoader(PROJECT / "templates")
    environment = jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["xlevent_manifest"] = facts()
    stage = settings["XLWINGS_ENVIRONMENT"]
    path = settings.get("XLWINGS_APP_PATH", "")
    given = {
        "settings": {
            "environment": stage,
            "project_name": settings["XLWINGS_PROJECT_NAME"],
            "functions_namespace": settings["XLWINGS_FUNCTIONS_NAMESPACE"],
            "static_url_path": settings.get("XLWINGS_STATIC_URL_PATH", "/static"),
            "auth_providers": settings.get("XLWINGS_AUTH_PROVIDERS", ""),
            "auth_entraid_client_id": settings.get("XLWINGS_AUTH_ENTRAID_CLIENT_ID", ""),
        },
        "base_url": f"https://{hostname}",
        "base_url_with_app_path": f"https://{hostname}{path}",
        "manifest_id": settings[f"XLWINGS_MANIFEST_ID_{stage.upper()}"],
    }
    return environment.get_template("manifest.xml").render(given)


def icons() -> Path:
    """The folder of the pictures on the buttons."""
    return PROJECT / "static" / "xlevent" / "icons"


def _numbers() -> list[tuple[int, str]]:
    return list(enumerate(__version__.split(".")[:3]))


def _button(name: str) -> dict[str, Any]:
    macro = MACROS[name]
    return {"name": name, "title": macro.title, "help": macro.help}
