"""What the command says of itself: --help, --version, and the list in the README."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from xlevent import __version__, cli
from xlevent.cli.panels import PANELS

COMMANDS = (
    "demo", "new", "build", "read", "check", "describe", "schema", "template", "diff", "merge",
    "upgrade", "log", "schedule", "explain", "level", "simulate", "evm", "calendar", "import",
    "export", "validate", "runsheet", "match", "fee", "todo", "document", "statement", "settle",
    "journal", "accounts", "rollup", "results", "reconcile", "report", "doctor",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(sys, "argv", ["xlevent"])


def said(*arguments: str) -> str:
    done = CliRunner().invoke(cli.app, list(arguments))
    assert done.exit_code == 0
    return done.stdout


def test_version() -> None:
    assert said("--version") == f"xlevent {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example_that_uses_known_options(command: str) -> None:
    text = re.sub(r"[│\s]+", " ", said(command, "--help"))
    example = re.search(rf"Example: (xlevent {command}\b.*)", text)
    assert example
    known = set(re.findall(r"--?[a-z][a-z-]*", text[: example.start()]))
    assert set(re.findall(r"(?<= )--?[a-z][a-z-]*", example[1])) <= known


def test_help_lists_every_command_and_the_codes() -> None:
    text = said("--help")
    assert all(command in text for command in COMMANDS)
    assert "Exit codes: 0 done" in text
    assert set(COMMANDS) == {
        c.name or c.callback.__name__ for c in cli.app.registered_commands if c.callback
    }


def test_help_and_the_readme_list_the_commands_in_the_same_families() -> None:
    """Every command has a panel, in the order of PANELS; README has a section for each."""
    commands = typer.main.get_command(cli.app)
    families: dict[str, list[str]] = {}
    for name in commands.list_commands(None):  # type: ignore[attr-defined]
        panel = commands.commands[name].rich_help_panel  # type: ignore[attr-defined]
        families.setdefault(panel, []).append(name)
    assert tuple(families) == PANELS
    assert re.findall(r"─ ([A-Z][a-z -]+) ─", said("--help")) == ["Options", *PANELS]
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    told = {
        title: set(re.findall(r"^\| `xlevent ([a-z]+)", part, re.MULTILINE))
        for title, part in re.findall(r"^### (.+)\n((?:(?!#).*\n)*)", readme, re.MULTILINE)
    }
    assert {panel: told.get(panel) for panel in PANELS} == {
        panel: set(names) for panel, names in families.items()
    }


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["describe", "--help"]])
def test_help_starts_without_heavy_libraries(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom xlevent.cli import main\n"
        f"sys.argv = ['xlevent', *{arguments!r}]\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print('LOADED', *{name.partition('.')[0] for name in sys.modules})\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    loaded = set(done.stdout.decode().partition("LOADED ")[2].split())
    assert "typer" in loaded
    heavy = {"xlsxwriter", "ironcalc", "yaml", "ruamel", "pandas", "numpy", "lxml"}
    assert not heavy & loaded
    if len(arguments) == 1:  # for the options of one command typer itself may load it
        assert "pydantic" not in loaded
