"""Ids, settings, certificates and the port: what is looked at before the server starts."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from xlevent_udfs.server import installation, settings, starting

from xlevent.errors import MisuseError, UnreadableFileError, UnwritableFileError


def test_ids_are_made_once(tmp_path: Path) -> None:
    first = installation.manifest_ids(tmp_path / "new")
    assert set(first) == set(installation.ENVIRONMENTS)
    assert len(set(first.values())) == len(first)
    assert installation.manifest_ids(tmp_path / "new") == first
    assert installation.manifest_ids(tmp_path / "other") != first


@pytest.mark.parametrize("content", ["", "{", "[]", '{"prod": "x"}', '{"prod": 1}'])
def test_damaged_ids_are_never_replaced(tmp_path: Path, content: str) -> None:
    path = tmp_path / "manifest-ids.json"
    path.write_text(content, "utf-8")
    with pytest.raises(UnreadableFileError, match="backup"):
        installation.manifest_ids(tmp_path)
    assert path.read_text("utf-8") == content


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises((UnwritableFileError, UnreadableFileError), match="ids of the add-in"):
        installation.manifest_ids(tmp_path / "file" / "folder")


def test_the_folder_can_be_named(tmp_path: Path) -> None:
    assert installation.usual_folder({"XLEVENT_SERVER_FOLDER": str(tmp_path)}) == tmp_path
    assert installation.usual_folder({}).name == "server"


def test_what_a_person_has_set_counts_first(tmp_path: Path) -> None:
    pytest.importorskip("dotenv")
    lines = "XLWINGS_ENVIRONMENT=qa\nXLWINGS_PROJECT_NAME=Events\nXLWINGS_LICENSE_KEY=key\n"
    installation.settings_file(tmp_path).write_text(lines, "utf-8")
    environment = {"XLWINGS_ENVIRONMENT": "uat"}
    settings.prepare(tmp_path, "h:1", environment)
    assert environment["XLWINGS_ENVIRONMENT"] == "uat"
    assert environment["XLWINGS_PROJECT_NAME"] == "Events"
    assert environment["XLWINGS_LICENSE_KEY"] == "key"
    assert environment["XLWINGS_HOSTNAME"] == "h:1"
    assert environment["XLWINGS_FUNCTIONS_NAMESPACE"] == ""


def test_the_licence_key_is_never_set_silently(tmp_path: Path) -> None:
    environment: dict[str, str] = {}
    settings.prepare(tmp_path, "h", environment)
    assert "XLWINGS_LICENSE_KEY" not in environment


@pytest.mark.parametrize(("cdn", "allowed"), [("", False), ("false", False), ("true", True)])
def test_the_policy_names_microsoft_only_where_its_cdn_is_wanted(
    tmp_path: Path, cdn: str, allowed: bool
) -> None:
    made = settings.defaults(tmp_path, "h", {"XLWINGS_CDN_OFFICEJS": cdn})
    policy = json.loads(made["XLWINGS_CUSTOM_HEADERS"])["Content-Security-Policy"]
    assert ("appsforoffice" in policy) is allowed


def test_limits_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XLEVENT_SERVER_MEGABYTES", "3")
    monkeypatch.setenv("XLEVENT_SERVER_SECONDS", "soon")
    assert settings.largest_request() == 3_000_000
    assert settings.longest_run() == 300


def test_certificates(tmp_path: Path) -> None:
    assert starting.chosen_certificate(None, None, tmp_path) is None
    with pytest.raises(MisuseError, match="--key"):
        starting.chosen_certificate(tmp_path / "a.pem", None)
    with pytest.raises(UnreadableFileError):
        starting.chosen_certificate(tmp_path / "a.pem", tmp_path / "a.key")
    for name in ("localhost.crt", "localhost.key"):
        (tmp_path / name).write_text("", "utf-8")
    found = starting.chosen_certificate(None, None, tmp_path)
    assert found is not None
    assert found.key == tmp_path / "localhost.key"


def test_a_port_in_use_is_said_before_anything_starts() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(MisuseError, match="--port"):
            starting._need_free("127.0.0.1", taken.getsockname()[1])
