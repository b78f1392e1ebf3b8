"""Whether a file is valid: the Open XML SDK's validator and the cross-reference lint."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import NamedTuple

from tests.tools import xl_lint
from tests.tools.programs import ROOT, program

_NAME = "ooxml-validator"
_PLACES = (
    ROOT / ".tools" / "node_modules" / ".bin" / _NAME,
    ROOT / ".tools" / "node_modules" / ".bin" / f"{_NAME}.cmd",
)


class Defect(NamedTuple):
    """Something in a file that Excel may refuse or repair."""

    code: str
    part: str
    detail: str

    def __str__(self) -> str:
        return f"{self.part}: {self.code}: {self.detail}"


def validate(path: Path, *, office: str | None = None) -> list[Defect]:
    """What the Open XML SDK finds; office names a version such as Office2016."""
    own = os.environ.get("OOXML_VALIDATOR")  # a validator installed elsewhere
    places = (Path(own), *_PLACES) if own else _PLACES
    found = program(_NAME, bringer="python3 dev.py test installs it with npm", places=places)
    options = ["--officeVersion", office] if office else []
    done = subprocess.run(
        [str(found), str(path), *options], capture_output=True, text=True, timeout=600, check=False
    )
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{_NAME} could not run: {done.stderr or done.stdout}")
    return [
        Defect(
            error["id"] or error["errorType"],
            f"{error['path'] or path.name} {error['xPath'] or ''}".strip(),
            error["description"],
        )
        for error in json.loads(done.stdout)["errors"]
    ]


def lint(path: Path) -> list[Defect]:
    """What the cross-reference lint finds: the damage that no schema sees. Needs no program."""
    return [Defect(code, str(part), str(detail)) for code, part, detail in xl_lint.lint(str(path))]
