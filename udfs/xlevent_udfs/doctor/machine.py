"""The machine as the checks see it; only `ThisMachine` asks the operating system."""

from __future__ import annotations

import locale
import os
import platform
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib import import_module, metadata
from pathlib import Path, PurePath
from typing import Any, Protocol


class Machine(Protocol):
    """What is asked of a machine. Recorded ones stand in for it in tests."""

    system: str  # sys.platform: win32, darwin, linux
    python: tuple[int, int, int]
    bits: int  # of Python
    processor: str
    executable: str
    home: Path
    environment: Mapping[str, str]
    encoding: str  # of what is printed
    locale: str

    def registry(self, key: str, value: str = "") -> str | int | None:
        """A value of the Windows registry: key as HKCU\\... or HKLM\\..., value "" the default."""

    def package(self, name: str) -> str | None:
        """The version of an installed Python package."""

    def program(self, name: str) -> Path | None:
        """Where a program is that the shell would find."""

    def exists(self, path: PurePath) -> bool:
        """Whether there is a file or folder."""

    def found(self, folder: PurePath, pattern: str) -> list[Path]:
        """The files in a folder that fit a pattern."""

    def text(self, path: PurePath | str) -> str | None:
        """The content of a text file; None where it cannot be read."""

    def says(self, *command: str) -> str | None:
        """What a command prints; None where it fails or takes longer than 20 seconds."""

    def writable(self, folder: PurePath) -> bool:
        """Whether a file can be made there."""


_HIVES = {"HKCU": "HKEY_CURRENT_USER", "HKLM": "HKEY_LOCAL_MACHINE"}


class ThisMachine:
    """The machine that runs this."""

    def __init__(self) -> None:
        self.system = sys.platform
        self.python = sys.version_info[:3]
        self.bits = struct.calcsize("P") * 8
        self.processor = platform.machine()
        self.executable = sys.executable
        self.home = Path.home()
        self.environment: Mapping[str, str] = os.environ
        self.encoding = getattr(sys.stdout, "encoding", None) or ""
        self.locale = ".".join(part for part in locale.getlocale() if part)

    def registry(self, key: str, value: str = "") -> str | int | None:
        """A value of the registry, in the view of 64 bits, then of 32; None elsewhere."""
        try:
            winreg: Any = import_module("winreg")
        except ImportError:
            return None
        hive, _, path = key.partition("\\")
        for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
            try:
                with winreg.OpenKey(
                    getattr(winreg, _HIVES[hive]), path, 0, winreg.KEY_READ | view
                ) as opened:
                    found = winreg.QueryValueEx(opened, value)[0]
            except OSError:
                continue
            return found if isinstance(found, int) else str(found)
        return None

    def package(self, name: str) -> str | None:
        """The version of an installed Python package."""
        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            return None

    def program(self, name: str) -> Path | None:
        """Where the shell finds a program."""
        found = shutil.which(name)
        return Path(found) if found else None

    def exists(self, path: PurePath) -> bool:
        """Whether there is a file or folder, as far as we may look."""
        try:
            return Path(path).exists()
        except OSError:
            return False

    def found(self, folder: PurePath, pattern: str) -> list[Path]:
        """The files in a folder that fit a pattern."""
        try:
            return sorted(Path(folder).glob(pattern))
        except OSError:
            return []

    def text(self, path: PurePath | str) -> str | None:
        """A text file's content; on Windows also that of a stream (`book.xlsm:Zone.Identifier`)."""
        try:
            with open(path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123 - streams
                return file.read(1_000_000)
        except (OSError, ValueError):
            return None

    def says(self, *command: str) -> str | None:
        """What a command prints."""
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, errors="replace", timeout=20, check=False
            )
        except (OSError, subprocess.SubprocessError):
            return None
        return done.stdout.strip() if done.returncode == 0 else None

    def writable(self, folder: PurePath) -> bool:
        """Whether a file can be made there; it is gone at once."""
        try:
            with tempfile.TemporaryFile(dir=Path(folder)):
                return True
        except OSError:
            return False
