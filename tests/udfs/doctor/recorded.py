"""A machine as it was told to the tests: registry, files, packages and what commands print."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePath


def _slashes(path: object) -> str:
    return str(path).replace("\\", "/")


@dataclass
class Recorded:
    """Nothing is there but what is named."""

    system: str = "win32"
    python: tuple[int, int, int] = (3, 12, 4)
    bits: int = 64
    processor: str = "AMD64"
    executable: str = r"C:\xlevent\python.exe"
    home: Path = Path("C:/Users/hsu")
    environment: dict[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"
    locale: str = "Chinese (Traditional)_Taiwan.950"
    values: dict[tuple[str, str], str | int] = field(default_factory=dict)  # registry
    packages: dict[str, str] = field(default_factory=dict)
    programs: dict[str, Path] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)  # folders that cannot be written to

    def registry(self, key: str, value: str = "") -> str | int | None:
        return self.values.get((key.casefold(), value))

    def package(self, name: str) -> str | None:
        return self.packages.get(name)

    def program(self, name: str) -> Path | None:
        return self.programs.get(name)

    def exists(self, path: PurePath) -> bool:
        return _slashes(path) in self.files

    def found(self, folder: PurePath, pattern: str) -> list[Path]:
        inside = f"{_slashes(folder)}/"
        names = [name for name in self.files if name.startswith(inside)]
        return [Path(name) for name in names if PurePath(name[len(inside) :]).match(pattern)]

    def text(self, path: PurePath | str) -> str | None:
        return self.files.get(_slashes(path))

    def says(self, *command: str) -> str | None:
        return self.printed.get(_slashes(" ".join(command)))

    def writable(self, folder: PurePath) -> bool:
        return _slashes(folder) not in self.closed


def registry(*lines: tuple[str, str, str | int]) -> dict[tuple[str, str], str | int]:
    """Values of a registry; keys are the same in any case, as in Windows."""
    return {(key.casefold(), name): value for key, name, value in lines}
