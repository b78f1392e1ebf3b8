"""The extension file: the add-in with all the code it needs, so that nothing else is installed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from types import ModuleType
from xml.sax.saxutils import escape

import xlsxwriter

import xlevent
import xlevent_udfs
from xlevent.domain.language import Text
from xlevent.interop.replace import refuse_existing, replacing
from xlevent_udfs.catalogue import CATALOGUE
from xlevent_udfs.libreoffice.addons import addons
from xlevent_udfs.libreoffice.calc_addins import calc_addins
from xlevent_udfs.libreoffice.component_names import EXTENSION, INTERFACE, parameter
from xlevent_udfs.libreoffice.type_library import ANY, DOCUMENT, ROWS, Method, type_library
from xlevent_udfs.macros.catalogue import MACROS

OLDEST = "7.4"
"""LibreOffice that the extension asks for: the oldest one it was run in."""

_NAME = Text("xlevent 活動企劃函數", "xlevent: functions for event planners")
_ABOUT = Text(
    "活動企劃的試算表函數(XLE_...)：排程與要徑、預算與對帳、扣繳與補充保費、實獲值、贊助效益。"
    "函數都在本機計算，不連網路。",
    "Spreadsheet functions (XLE_...) for planning events: schedules and critical paths, budgets "
    "and matching, Taiwan's withholding and premiums, earned value, sponsors' returns. "
    "All is computed on this machine; nothing goes to the network.",
)
_CODE = "python"  # component.py looks there
# What it holds, without what has no place in LibreOffice. XlsxWriter (BSD, Python only) names cells
# for the reports of macros; the functions do without.
_PACKAGES: dict[ModuleType, set[str]] = {
    xlevent: {"cli", "samples"},
    xlevent_udfs: {"classic", "doctor", "lite", "server"},
    xlsxwriter: set(),
}
_PARTS = {
    "types.rdb": "application/vnd.sun.star.uno-typelibrary;type=RDB",
    "component.py": "application/vnd.sun.star.uno-component;type=Python",
    "CalcAddIns.xcu": "application/vnd.sun.star.configuration-data",
    "Addons.xcu": "application/vnd.sun.star.configuration-data",
}
_THEN = (1980, 1, 1, 0, 0, 0)  # no clock in the file: equal sources give equal bytes


def save_extension(path: Path, *, force: bool = False) -> None:
    """Write the .oxt file; MisuseError where `path` exists and `force` is not given."""
    refuse_existing(path, force)
    content = extension()
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def extension() -> bytes:
    """The .oxt file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in sorted(_contents()):
            info = zipfile.ZipInfo(name, _THEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # as on Unix, wherever it is made
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return buffer.getvalue()


def _contents() -> Iterator[tuple[str, bytes]]:
    here = Path(__file__).parent
    yield "META-INF/manifest.xml", _manifest().encode()
    yield "description.xml", _description().encode()
    yield "description/en.txt", _ABOUT.en.encode()
    yield "description/zh-TW.txt", _ABOUT.zh.encode()
    yield "LICENSE", _licence("xlevent", "LICENSE").encode()
    yield "types.rdb", type_library(INTERFACE, _methods())
    yield "CalcAddIns.xcu", calc_addins(CATALOGUE.values()).encode()
    yield "Addons.xcu", addons(MACROS.values()).encode()
    yield "component.py", (here / "component.py").read_bytes()
    yield f"{_CODE}/xlsxwriter/LICENSE.txt", _licence("xlsxwriter", "LICENSE.txt").encode()
    for package, left_out in _PACKAGES.items():
        folder = Path(package.__path__[0])
        for path in folder.rglob("*"):
            inside = path.relative_to(folder)
            if inside.parts[0] in left_out or "__pycache__" in inside.parts:
                continue
            if path.is_file():
                yield f"{_CODE}/{package.__name__}/{inside.as_posix()}", path.read_bytes()


def _methods() -> list[Method]:
    return [
        Method(
            function.name,
            [
                ("document", DOCUMENT),
                *((parameter(number), ANY) for number in range(len(function.arguments))),
            ],
            ROWS if function.spills else ANY,
        )
        for function in CATALOGUE.values()
    ]


def _manifest() -> str:
    entries = "".join(
        f'<manifest:file-entry manifest:media-type="{kind}" manifest:full-path="{name}"/>\n'
        for name, kind in _PARTS.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">\n'
        f"{entries}</manifest:manifest>\n"
    )


def _description() -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:lo="http://libreoffice.org/extensions/description/2011">
<identifier value="{EXTENSION}"/>
<version value="{xlevent.__version__}"/>
<dependencies>
<lo:LibreOffice-minimal-version value="{OLDEST}" name="LibreOffice {OLDEST}"/>
</dependencies>
<display-name>
<name lang="en">{escape(_NAME.en)}</name>
<name lang="zh-TW">{escape(_NAME.zh)}</name>
</display-name>
<extension-description>
<src lang="en" xlink:href="description/en.txt"/>
<src lang="zh-TW" xlink:href="description/zh-TW.txt"/>
</extension-description>
</description>
"""


def _licence(package: str, name: str) -> str:
    """A licence, as the installed package holds it; ours lies in the source tree too."""
    for place in (f"licenses/{name}", name):
        with suppress(PackageNotFoundError):
            found = distribution(package).read_text(place)
            if found:
                return found
    return (Path(xlevent.__path__[0]).parent / name).read_text("utf-8")
