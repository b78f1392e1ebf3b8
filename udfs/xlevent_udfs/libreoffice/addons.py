"""The menu "xlevent" of Calc: an entry for each macro, in both languages (Addons.xcu)."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from xlevent.domain.language import Text
from xlevent_udfs.libreoffice.component_names import EXTENSION, MACROS
from xlevent_udfs.macros.declaration import Macro

RECOGNISE = "recognise"  # the entry that is no macro of the workbook
_RECOGNISE_TITLE = Text("認得 Excel 檔中的 XLE 函數", "Recognise XLE functions of Excel files")
_CONTEXT = "com.sun.star.sheet.SpreadsheetDocument"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
    'oor:name="Addons" oor:package="org.openoffice.Office">\n'
    '<node oor:name="AddonUI"><node oor:name="OfficeMenuBar">\n'
    f'<node oor:name="{EXTENSION}" oor:op="replace">'
    f'<prop oor:name="Context"><value>{_CONTEXT}</value></prop>'
    '<prop oor:name="Title"><value xml:lang="en-US">xlevent</value></prop>'
    '<node oor:name="Submenu">\n'
)
_FOOT = "</node></node>\n</node></node>\n</oor:component-data>\n"


def addons(macros: Iterable[Macro]) -> str:
    """The configuration of the menu."""
    entries = [(macro.name, _title(macro)) for macro in macros]
    entries.append((RECOGNISE, _RECOGNISE_TITLE))
    return _HEAD + "".join(_entry(n, *entry) for n, entry in enumerate(entries)) + _FOOT


def _title(macro: Macro) -> Text:
    if macro.file is None:
        return macro.title
    return Text(f"{macro.title.zh}…", f"{macro.title.en}...")  # it asks for a file


def _entry(number: int, name: str, title: Text) -> str:
    titles = "".join(
        f'<value xml:lang="{tag}">{escape(said)}</value>'
        for tag, said in (("en-US", title.en), ("zh-TW", title.zh))
    )
    return (
        # LibreOffice sorts entries by name.
        f'<node oor:name="m{number:02d}" oor:op="replace">'
        f'<prop oor:name="URL"><value>service:{MACROS}?{name}</value></prop>'
        f'<prop oor:name="Title">{titles}</prop>'
        '<prop oor:name="Target"><value>_self</value></prop>'
        f'<prop oor:name="Context"><value>{_CONTEXT}</value></prop></node>\n'
    )
