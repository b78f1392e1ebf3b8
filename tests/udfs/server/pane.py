"""The task pane in Chromium, with Office.js replaced by office-addin-mock (see office.mjs)."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.tools.programs import IN_CI, ROOT, program

HERE = Path(__file__).parent
_TOOLS = ROOT / ".tools"
_BRINGER = "python3 dev.py test installs it"


def bundle(folder: Path) -> Path:
    """office.mjs and Microsoft's mock as one script for a page."""
    esbuild = _package("esbuild") / "bin" / "esbuild"
    _package("office-addin-mock")
    made = folder / "office.js"
    alias = f"--alias:office-addin-manifest={HERE / 'office_app.mjs'}"
    done = subprocess.run(
        [str(esbuild), str(HERE / "office.mjs"), "--bundle", f"--outfile={made}", alias],
        env={**os.environ, "NODE_PATH": str(_TOOLS / "node_modules")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return made


def _package(name: str) -> Path:
    folder = _TOOLS / "node_modules" / name
    if not folder.exists():
        reason = f"{name} is missing: {_BRINGER} with npm"
        if IN_CI:
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


class Pane:
    """A page that is told what to do; it lives until `close`."""

    def __init__(self, office: Path) -> None:
        chromium = program(
            "chromium", bringer=_BRINGER, places=(Path("/usr/bin/chromium-browser"),)
        )
        node = program("node", bringer=_BRINGER)
        _package("playwright-core")
        self._process = subprocess.Popen(
            [str(node), str(HERE / "drive.mjs"), str(office)],
            env={**os.environ, "XLEVENT_TOOLS": str(_TOOLS), "XLEVENT_CHROMIUM": str(chromium)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip

    def do(self, command: str, /, **given: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": command, **given}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline() or '{"error": "the browser is gone"}')
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["found"]

    def open(self, url: str, payload: dict[str, Any], **options: Any) -> Pane:
        """Open the pane and wait until it knows the workbook's language."""
        self.do("open", url=f"{url}/taskpane.html", payload=payload, **options)
        self.wait("document.querySelectorAll('.macro').length")
        return self

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(120)

    def eval(self, code: str) -> Any:
        return self.do("eval", code=code)

    def wait(self, code: str, seconds: float = 120) -> Any:
        return self.do("wait", code=code, seconds=seconds)

    def click(self, selector: str) -> None:
        self.do("click", selector=selector)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.do("press", key=key)

    def choose(self, name: str, content: bytes) -> None:
        encoded = base64.b64encode(content).decode()
        self.do("choose", selector="#file", name=name, content=encoded)

    def text(self, selector: str) -> str:
        return str(self.eval(f"return document.querySelector({json.dumps(selector)}).innerText"))

    def macro(self, name: str) -> None:
        """Press a macro's button."""
        self.click(f'[data-macro="{name}"]')

    def outcome(self, seconds: float = 300) -> tuple[str, list[str]]:
        """Wait for the end: its title and sentences."""
        self.wait("!document.getElementById('outcome').hidden", seconds)
        lines = self.eval("return [...document.querySelectorAll('#lines p')].map(p => p.innerText)")
        return self.text("#outcome-title"), lines

    def language(self, language: str) -> None:
        self.click(f'[data-language="{language}"]')

    def book(self, what: str) -> Any:
        """Something of the workbook in the mock."""
        return self.eval(f"return book.{what}")

    def cells(self) -> Any:
        """All that the cells hold, to see whether anything changed."""
        return self.eval("return book.sheets.map(s => [s.name, s.rows, s.tables])")
