"""LibreOffice Calc with a profile that lasts, extensions and a hand inside: `calc_driver.py`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.tools.libreoffice import SETTINGS
from tests.tools.programs import ROOT, program

_BRINGER = "python3 dev.py test installs it (libreoffice-calc, python3-uno)"
# unopkg refuses to run as root; whoever is root becomes nobody.
_NOBODY = 65_534


@contextmanager
def calc() -> Iterator[Calc]:
    """Calc with a new profile, in a folder that another user may be given."""
    with tempfile.TemporaryDirectory(prefix="xlevent-calc-") as folder:
        yield Calc(Path(folder))


class Calc:
    """One profile of LibreOffice, for one test after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.profile = folder / "profile"
        self._soffice = program("soffice", bringer=_BRINGER)
        self._unopkg = program("unopkg", bringer=_BRINGER)
        self.python = program("python3-uno", bringer=_BRINGER, places=_pythons(self._soffice))
        user = self.profile / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
        self.hand_over()

    def hand_over(self) -> None:
        """Let LibreOffice write what lies in the folder, also where it runs as nobody."""
        if os.geteuid() == 0:
            for path in (self.folder, *self.folder.rglob("*")):
                if not path.is_symlink():
                    os.chown(path, _NOBODY, _NOBODY)

    def extension(self, *arguments: str) -> str:
        """Run unopkg; what it says."""
        done = self._run([str(self._unopkg), *arguments, f"-env:UserInstallation={self._url}"])
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def install(self, oxt: Path) -> None:
        """Install an extension for the user of the profile."""
        copy = self.folder / "install.oxt"
        shutil.copyfile(oxt, copy)
        self.hand_over()
        self.extension("add", str(copy))

    def ask(self, **request: Any) -> dict[str, Any]:
        """Start LibreOffice, let the driver do what is asked, and end it; the driver's answer.

        `log` is a file for every call between LibreOffice and its Python, `environment` what
        its processes get beside ours.
        """
        log = request.pop("log", None)
        given = request.pop("environment", {})
        path = self.folder / "request.json"
        request |= {"soffice": str(self._soffice), "profile": self._url}
        path.write_text(json.dumps(request, ensure_ascii=False), encoding="utf-8")
        self.hand_over()
        driver = ROOT / "tests/tools/calc_driver.py"
        shutil.copyfile(driver, self.folder / driver.name)  # nobody may not see our tree
        extra = {"PYUNO_LOGLEVEL": "CALL", "PYUNO_LOGTARGET": log} if log else {}
        command = [str(self.python), str(self.folder / driver.name), str(path)]
        done = self._run(command, extra | given)
        assert done.returncode == 0, done.stderr[-3000:]
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return answer

    @property
    def _url(self) -> str:
        return self.profile.as_uri()

    def _run(
        self, command: list[str], extra: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        root = os.geteuid() == 0
        # Nothing of this checkout may reach LibreOffice's Python but through the extension.
        environment = {
            k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "XLEVENT"))
        }
        return subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=300, cwd=self.folder,
            env=environment | {"HOME": str(self.folder)} | (extra or {}),
            user=_NOBODY if root else None, group=_NOBODY if root else None,
            extra_groups=[] if root else None,
        )  # fmt: skip


def _pythons(soffice: Path) -> tuple[Path, ...]:
    """Pythons that know UNO: the one that came with LibreOffice, else Debian's."""
    beside = soffice.resolve().parent / "python"
    if beside.is_file():
        return (beside,)
    found = Path("/usr/bin/python3")
    if Path("/usr/lib/python3/dist-packages/uno.py").exists():
        return (found,)
    return ()
