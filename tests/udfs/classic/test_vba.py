"""The VBA modules: read back by two independent readers, nothing runs by itself, no name twice."""

from __future__ import annotations

import re
from collections import Counter
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pyopenvba
import pytest
import xlwings
from xlevent_udfs.catalogue import CATALOGUE
from xlevent_udfs.classic import macros, vba
from xlevent_udfs.macros.catalogue import MACROS

from tests.udfs.classic.parts import MAIN, fromstring, parts
from xlevent.errors import MisuseError
from xlevent.workbook.embedding.project import Module

_PUBLIC = re.compile(
    r"^ *(?:(Private|Public) )?(?:Declare PtrSafe |Declare )?(?:Function|Sub) (\w+)", re.MULTILINE
)
_BY_ITSELF = re.compile(r"(?i)^(auto_?(open|close|exec|exit|new)|workbook_\w+|worksheet_\w+)$")


# What the editor keeps for itself ([MS-VBAL] 3.3.5.2, and what it adds).
_WORDS = set(
    """
    abs addressof and any array as attribute base boolean byref byte byval call case cbool cbyte
    ccur cdate cdbl cdec cint circle clng clnglng clngptr close const csng cstr currency cvar cverr
    date debug decimal declare defbool defbyte defcur defdate defdbl defint deflng deflnglng
    deflngptr defobj defsng defstr defvar dim do doevents double each else elseif empty end endif
    enum eqv erase event exit explicit false fix for friend function get global gosub goto if imp
    implements in input inputb int integer is lbound len lenb let like line lock long longlong
    longptr loop lset me mid midb mod new next not nothing null object on open option optional or
    paramarray preserve print private psets public put raiseevent redim rem resume return rset
    scale seek select set sgn shared single spc static stop string sub tab then to true type
    typeof ubound unlock until variant vb_name wend while width with withevents write xor
    """.split()  # noqa: SIM905
)
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:oletools")


def read_back(path: Path) -> dict[str, str]:
    """Every module that holds code, by olevba."""
    from oletools.olevba import VBA_Parser

    parser = VBA_Parser(str(path))
    try:
        found = {Path(name).stem: source for _, _, name, source in parser.extract_all_macros()}
    finally:
        parser.close()
    return found


def test_olevba_reads_every_module_back(made: Path) -> None:
    found = read_back(made)
    for module in vba.modules():
        written = [line for line in module.source.splitlines() if not _header(line)]
        held = [line for line in found[module.name].splitlines() if not _header(line)]
        assert [line for line in held if line] == [line for line in written if line], module.name


def test_pyopenvba_finds_nothing_wrong(made: Path) -> None:
    with pyopenvba.ExcelFile(made) as file:
        assert file.validate() == []
        names = set(file.module_names())
    assert {m.name for m in vba.modules()} < names
    report = pyopenvba.check_file(made)
    assert report.ok, report.issues


def test_modules_of_xlwings_are_as_in_the_workbook_that_excel_saved(made: Path) -> None:
    """xlwings brings a workbook with its standalone module, made in Excel itself."""
    saved = Path(str(xlwings.__file__)).with_name("quickstart_standalone.xlsm")
    with pyopenvba.ExcelFile(saved) as file:
        wanted = file.vba_modules()
    with pyopenvba.ExcelFile(made) as file:
        held = file.vba_modules()
    for name in ("xlwings", "Dictionary", "ThisWorkbook", "Sheet1"):
        assert _words(held[name]) == _words(wanted[name]), name


def test_code_names_are_those_of_the_modules(made: Path) -> None:
    content = parts(made)
    names = [fromstring(content["xl/workbook.xml"]).find(f"{MAIN}workbookPr").get("codeName")]  # type: ignore[union-attr]
    for part, data in content.items():
        if part.startswith("xl/worksheets/sheet"):
            properties = fromstring(data).find(f"{MAIN}sheetPr")
            assert properties is not None
            names.append(properties.get("codeName"))
    ours = {module.name for module in vba.modules()}
    with pyopenvba.ExcelFile(made) as file:
        documents = [name for name in file.module_names() if name not in ours]
    assert sorted(map(str, names)) == sorted(documents)
    assert len(set(names)) == len(names)


def test_nothing_runs_by_itself_and_no_name_is_public_twice(made: Path) -> None:
    found = read_back(made)
    public = Counter(
        name.upper()
        for module, source in found.items()
        if module != "Dictionary"  # names of a class are asked through its objects
        for visibility, name in set(_PUBLIC.findall(source))
        if visibility != "Private"
    )
    assert not [name for name in public if _BY_ITSELF.match(name)]
    assert not [name for name, times in public.items() if times > 1]
    assert set(CATALOGUE) <= set(public)


def test_every_macro_has_a_sub_that_calls_its_entry(made: Path) -> None:
    source = read_back(made)["xlevent_macros"]
    for name in MACROS:
        assert f"Public Sub {vba.sub_name(name)}()" in source
        assert f'RunPython "from xlevent_udfs.classic import macros; macros.{name}()"' in source
        assert callable(getattr(macros, name))


def test_notices_of_licences_come_along(made: Path) -> None:
    found = read_back(made)
    assert "xlwings is distributed under a BSD 3-clause license." in found["xlwings"]
    assert "MIT (http://www.opensource.org/licenses/mit-license.php" in found["Dictionary"]


def test_no_parameter_is_a_word_of_the_language() -> None:
    parameters = {a.name for function in CATALOGUE.values() for a in function.arguments}
    assert not parameters & _WORDS


def test_a_source_must_be_ascii() -> None:
    with pytest.raises(ValueError, match="not ASCII"):
        Module("other", "' 中文")


def _header(line: str) -> bool:
    return line.startswith(("Attribute VB_", "VERSION", "BEGIN", "END", "  MultiUse"))


def _words(source: str) -> list[str]:
    """The lines as the editor compares them: it knows no capitals."""
    return source.casefold().splitlines()


def test_a_missing_xlwings_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(vba, "find_spec", lambda _: None)
    monkeypatch.setattr(vba, "version", nowhere)
    with pytest.raises(MisuseError, match="xlwings is not installed") as caught:
        vba.modules()
    assert "xlevent[excel]" in caught.value.mend.zh
