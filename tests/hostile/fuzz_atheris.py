"""Coverage-guided fuzzing of the readers, by hand: pytest does not collect this file.

    PYTHONPATH=.:udfs python tests/hostile/fuzz_atheris.py TARGET [corpus] [options]

for example `parts /tmp/fuzz/parts -max_total_time=600 -timeout=30 -rss_limit_mb=1000`; the
options are those of libFuzzer. Targets:

- parts: one part of a good workbook (the first byte says which) is replaced by the input;
- sheet: the same for the worksheet alone, which has two readers that must agree;
- zip: the input is the file;
- plan: the input is a plan in YAML, JSON or CSV (the first byte says which).

Seeds are written to the corpus folder when that is empty. What the readers may do is give an
event or raise XleventError; anything else is a crash, which libFuzzer writes to a file.
`python -m pip install atheris` first. Results of past runs stand in docs/safety.md.
"""

from __future__ import annotations

import io
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import atheris

_GUIDING = ["xlevent.workbook", "xlevent.interop", "xlevent.domain", "zipfile"]
with atheris.instrument_imports(include=_GUIDING):
    from tests.workbook.books import DECLARED, Book
    from xlevent.app.event import Event
    from xlevent.app.read import read
    from xlevent.errors import XleventError
    from xlevent.workbook import xml_reader

_WORDS = (
    b'<row r="9">', b"</row>", b'<c r="A9" t="s">', b"<c>", b"<v>", b"</v></c>", b"<f>A1</f>",
    b"<is><t>", b"</t></is>", b' t="str"', b' t="e"', b' t="b"', b' t="d"', b"<v/>", b"<x/>",
    b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x ?>", b"&amp;", b"&#0;", b"_x0041_", b"_xD800_",
    b"1E+308", b"-1", b"99999999999", b"XFD1048576", b"A1:B2", b'<mergeCell ref="A1:B2"/>',
    b"<!DOCTYPE x [", b'<!ENTITY a "b">', b"&a;", b"2026-11-20", b"24:00", b"#REF!", b"<<: *a",
    b"!!python/object", b"|\n", b"\xff\xfe", b"\xef\xbb\xbf", b'date1904="1"',
    b'localSheetId="0"', b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x07",
)  # fmt: skip
_PLANS = (".yaml", ".json", ".csv")
_SHEET = "xl/worksheets/sheet1.xml"
_FOLDER = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))


def _good() -> dict[str, bytes]:
    path = Book().write(_FOLDER / "good.xlsx")
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


GOOD = _good()
PARTS = sorted(name for name in GOOD if not name.startswith("docProps/"))


def _book(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def _read(content: bytes) -> object:
    path = _FOLDER / "fuzz.xlsx"
    path.write_bytes(content)
    try:
        event = read(path, registry=DECLARED)
    except XleventError as error:
        if str(path) not in str(error):
            raise RuntimeError(f"the error does not say where: {error}") from error
        return None
    for finding in event.check():
        str(finding.message), str(finding.place)
    return event.tables, event.settings


def parts(data: bytes) -> None:
    """One part is replaced."""
    if data:
        name = PARTS[data[0] % len(PARTS)]
        _read(_book({**GOOD, name: data[1:]}))


def sheet(data: bytes) -> None:
    """The sheet is replaced; the short cut and the parser must see the same."""
    content = _book({**GOOD, _SHEET: data})
    short = _read(content)
    start = xml_reader.plain_start
    xml_reader.plain_start = lambda head: None
    try:
        parsed = _read(content)
    finally:
        xml_reader.plain_start = start
    if parsed is not None and short is not None:
        assert repr(parsed) == repr(short), "the short cut and the parser differ"


def archive(data: bytes) -> None:
    """The whole file."""
    _read(data)


def plan(data: bytes) -> None:
    """A plan file, or a folder with one table."""
    if not data:
        return
    folder = _FOLDER / "plan"
    folder.mkdir(exist_ok=True)
    suffix = _PLANS[data[0] % len(_PLANS)]
    path = folder / f"{'tasks' if data[0] < 128 else 'settings'}{suffix}"
    path.write_bytes(data[1:])
    try:
        event = Event.load(folder if suffix == ".csv" else path, registry=DECLARED)
        event.check()
    except XleventError:
        pass
    finally:
        path.unlink()


def _seeds(target: str) -> list[bytes]:
    if target == "parts":
        return [bytes((number,)) + GOOD[name] for number, name in enumerate(PARTS)]
    if target == "sheet":
        rows = b'<row r="9"><c r="A9" t="inlineStr"><is><t>x</t></is></c><c><f>A1</f></c></row>'
        return [GOOD[_SHEET], GOOD[_SHEET].replace(b"</sheetData>", rows + b"</sheetData>")]
    if target == "zip":
        return [_book(GOOD), _book({n: GOOD[n] for n in ("[Content_Types].xml", "_rels/.rels")})]
    yaml = "settings:\n  event_name: 臺北展\ntasks:\n- &a {id: T-001, start: 2026-11-20}\n- *a\n"
    json = '{"settings": {"event_name": "x"}, "tasks": [{"id": "T-001", "cost": 1e3}]}'
    csv = 'id,name,start\r\nT-001,"舞台, 燈光",2026-11-20\r\n\'=x,,\r\n'
    return [bytes((n,)) + t.encode() for n, t in enumerate((yaml, json, csv))]


_TARGETS: dict[str, Callable[[bytes], None]] = {
    "parts": parts, "sheet": sheet, "zip": archive, "plan": plan,
}  # fmt: skip


def main() -> None:
    """Fuzz the target that the first argument names."""
    name = sys.argv.pop(1) if len(sys.argv) > 1 else ""
    if name not in _TARGETS:
        raise SystemExit(__doc__)
    warnings.simplefilter("ignore")
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        corpus = Path(sys.argv[1])
        if not corpus.is_file():  # of a crash, which is to be run again
            corpus.mkdir(parents=True, exist_ok=True)
        if corpus.is_dir() and not any(corpus.iterdir()):
            for number, seed in enumerate(_seeds(name)):
                (corpus / f"seed{number}").write_bytes(seed)
    words = _FOLDER / "words"
    lines = ("".join(f"\\x{byte:02x}" for byte in word) for word in _WORDS)
    words.write_text("".join(f'"{line}"\n' for line in lines))
    atheris.Setup([*sys.argv, f"-dict={words}", "-len_control=0"], _TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
