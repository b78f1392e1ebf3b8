"""The wheel for xlwings Lite: what functions and macros can reach, without the rest of xlevent."""

from __future__ import annotations

import ast
import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import xlevent
import xlevent_udfs
from xlevent import __version__

NAME = "xlevent_lite"  # not `xlevent`: it holds less, and nobody's package on PyPI is meant
WHEEL = f"{NAME}-{__version__}-py3-none-any.whl"
ROOTS = (
    "xlevent_udfs.lite.running",
    "xlevent_udfs.macros.catalogue",
    "xlevent_udfs.macros.running",
)
# Found by looking into the package's folder, not by an import statement.
_LISTED = ("xlevent.sheets", "xlevent.sheets.choices")
_NEVER = ("xlevent.cli", "xlevent.samples")
# What of other people's is imported when a function or macro runs -> how requirements name it, and
# what for. Pyodide has all but XlsxWriter, which is pure Python. What is not named here (ironcalc,
# ortools, pandas ...) is never asked for by what runs in the task pane, or can be done without.
PACKAGES = {
    "lxml": ("lxml", "bank files"),
    "numpy": ("numpy", "simulation"),
    "xlsxwriter": ("XlsxWriter", "reports"),
    "yaml": ("pyyaml", "bank files"),
}
_METADATA = f"""\
Metadata-Version: 2.1
Name: xlevent-lite
Version: {__version__}
Summary: xlevent for xlwings Lite: the functions and macros of the workbook
License: MIT
Requires-Python: >=3.11
"""
_WHEEL = "Wheel-Version: 1.0\nGenerator: xlevent\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_DATE = (1980, 1, 1, 0, 0, 0)  # the same bytes every time


def wheel() -> bytes:
    """The wheel, the same bytes for the same source."""
    members = dict(_sources())
    folder = f"{NAME}-{__version__}.dist-info"
    required = "".join(f"Requires-Dist: {PACKAGES[name][0]}\n" for name in needed())
    members[f"{folder}/METADATA"] = (_METADATA + required).encode()
    members[f"{folder}/WHEEL"] = _WHEEL.encode()
    rows = [f"{name},sha256={_digest(data)},{len(data)}" for name, data in members.items()]
    members[f"{folder}/RECORD"] = "\n".join([*rows, f"{folder}/RECORD,,", ""]).encode()
    return _zipped(members, zipfile.ZIP_DEFLATED)


def packed() -> bytes:
    """The wheel without compression of its parts, for a file that is compressed as a whole."""
    return _zipped(dict(_sources()), zipfile.ZIP_STORED)


def _zipped(members: dict[str, bytes], method: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method, compresslevel=9) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, _DATE), data, method, 9)
    return made.getvalue()


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def _sources() -> Iterator[tuple[str, bytes]]:
    """Path in the wheel and bytes of every module that can be reached, and of what lies by it."""
    folders: set[Path] = set()
    for module in sorted(reachable()):
        path = _path(module)
        assert path is not None
        yield _inside(path), path.read_bytes()
        folders.add(path.parent)
    for folder in sorted(folders):
        for data in sorted(folder.iterdir()):
            if data.is_file() and data.suffix not in (".py", ".pyc"):
                yield _inside(data), data.read_bytes()


def _inside(path: Path) -> str:
    root = _ROOT["xlevent_udfs" if _ROOT["xlevent_udfs"] in path.parents else "xlevent"]
    return path.relative_to(root.parent).as_posix()


_ROOT = {
    "xlevent": Path(xlevent.__file__).parent,
    "xlevent_udfs": Path(xlevent_udfs.__file__).parent,
}


@cache
def reachable(roots: tuple[str, ...] = ROOTS) -> frozenset[str]:
    """The modules of ours that the roots import, at once or when called."""
    found: set[str] = set()
    waiting = [*roots]
    while waiting:
        module = waiting.pop()
        path = _path(module)
        if module in found or path is None or module.startswith(_NEVER):
            continue
        found.add(module)
        waiting += [module.rpartition(".")[0], *_imports(path)]
        if module in _LISTED:
            waiting += [f"{module}.{child.stem}" for child in path.parent.glob("*.py")]
    return frozenset(found)


@cache
def needed() -> tuple[str, ...]:
    """The packages of other people that what we pack may import, of those in PACKAGES."""
    named = {
        name.partition(".")[0]
        for module in reachable()
        if (path := _path(module)) is not None
        for name in _imports(path)
    }
    return tuple(sorted(named & set(PACKAGES)))


def _path(module: str) -> Path | None:
    """The file of a module; None where the name is no module of ours."""
    top, _, rest = module.partition(".")
    if top not in _ROOT:
        return None
    place = _ROOT[top].joinpath(*rest.split(".")) if rest else _ROOT[top]
    for path in (place.with_name(f"{place.name}.py"), place / "__init__.py"):
        if path.is_file():
            return path
    return None


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
