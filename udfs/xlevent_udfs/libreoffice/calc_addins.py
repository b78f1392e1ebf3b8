"""What Calc's function wizard shows: names, help and arguments, in both languages (CalcAddIns.xcu).

Calc reads it at start, long before Python runs. It takes every argument as optional, because each
may be of any kind; so the help of an argument says whether it is required.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from xlevent.domain.language import Text
from xlevent_udfs.kernel.arguments import Argument
from xlevent_udfs.kernel.declaration import Function
from xlevent_udfs.libreoffice.component_names import FUNCTIONS, parameter

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
    'oor:name="CalcAddIns" oor:package="org.openoffice.Office">\n'
    '<node oor:name="AddInInfo">\n'
    f'<node oor:name="{FUNCTIONS}" oor:op="replace"><node oor:name="AddInFunctions">\n'
)
_FOOT = "</node></node>\n</node>\n</oor:component-data>\n"
_AS_ARRAY = Text("以陣列公式輸入：Ctrl+Shift+Enter。", "An array formula: press Ctrl+Shift+Enter.")
_REQUIRED = Text("必填：", "Required: ")


def calc_addins(functions: Iterable[Function]) -> str:
    """The configuration of these functions."""
    return _HEAD + "".join(map(_function, functions)) + _FOOT


def _function(function: Function) -> str:
    same = Text(function.name, function.name)  # Excel's files and the formula bar know one name
    arguments = "".join(
        _node(
            parameter(number),
            _texts("DisplayName", Text(argument.name, argument.name))
            + _texts("Description", _help(argument)),
        )
        for number, argument in enumerate(function.arguments)
    )
    return _node(
        function.name,
        _texts("DisplayName", same)
        + _texts("Description", described(function))
        + '<prop oor:name="Category"><value>Add-In</value></prop>'
        + _texts("CompatibilityName", same)
        + f'<node oor:name="Parameters">{arguments}</node>',
    )


def described(function: Function) -> Text:
    """What the wizard says of a function: what it does, gives, and how it is entered."""
    how = _AS_ARRAY if function.spills else Text("", "")
    return Text(
        f"{function.help.zh}結果：{function.result.zh}{how.zh}",
        f"{function.help.en} Result: {function.result.en} {how.en}".rstrip(),
    )


def _help(argument: Argument) -> Text:
    before = Text("", "") if argument.optional else _REQUIRED
    return Text(before.zh + argument.help.zh, before.en + argument.help.en)


def _node(name: str, inner: str) -> str:
    return f'<node oor:name={quoteattr(name)} oor:op="replace">{inner}</node>\n'


def _texts(name: str, text: Text) -> str:
    values = "".join(
        f'<value xml:lang="{tag}">{escape(said)}</value>'
        for tag, said in (("en-US", text.en), ("zh-TW", text.zh))
    )
    return f'<prop oor:name="{name}">{values}</prop>'
