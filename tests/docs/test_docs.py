"""The examples of the guide and README run, and their links lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from tests.tools.programs import ROOT
from xlevent import cli
from xlevent.app.event import Event

pytestmark = pytest.mark.slow  # whole workbooks are built and changed

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
WITH_CODE = [ROOT / "README.md", ROOT / "docs" / "scripts.md"]
COMMANDS = set(typer.main.get_command(cli.app).commands)  # type: ignore[attr-defined]


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text("utf-8"), re.M | re.S)


def plan_of_the_guide() -> str:
    return blocks(ROOT / "docs" / "scripts.md", "yaml")[0]


@pytest.mark.parametrize("page", WITH_CODE, ids=lambda p: p.name)
def test_every_yaml_block_builds_without_findings(page: Path, tmp_path: Path) -> None:
    for number, text in enumerate(blocks(page, "yaml")):
        plan = tmp_path / f"{number}.yaml"
        plan.write_text(text, encoding="utf-8")
        event = Event.load(plan)
        assert [f.show() for f in event.findings] == []
        event.build(tmp_path / f"{number}.xlsx", language="en")
        assert Event.read(tmp_path / f"{number}.xlsx") == event


@pytest.mark.parametrize("page", WITH_CODE, ids=lambda p: p.name)
def test_every_python_block_runs(page: Path, tmp_path: Path) -> None:
    assert blocks(page, "python")
    for code in blocks(page, "python"):
        (tmp_path / "gala.yaml").write_text(plan_of_the_guide(), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


def test_the_commands_of_the_guide_run_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "gala.yaml").write_text(plan_of_the_guide(), encoding="utf-8")
    lines = [line for block in blocks(WITH_CODE[1], "sh") for line in block.splitlines()]
    assert lines
    for line in lines:
        words = line.split()
        assert words[0] == "xlevent"
        done = subprocess.run(
            [sys.executable, "-m", "xlevent.cli", *words[1:]],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_and_pictures_exist(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_named_commands_exist(page: Path) -> None:
    for command in re.findall(r"`(?:\S*/)?xlevent ([a-z]+)", page.read_text("utf-8")):
        assert command in COMMANDS


def test_pictures_are_small() -> None:
    pictures = list((ROOT / "docs" / "pictures").iterdir())
    assert pictures
    assert all(p.suffix == ".png" and p.stat().st_size < 250_000 for p in pictures)
