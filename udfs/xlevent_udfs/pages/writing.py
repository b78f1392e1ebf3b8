"""docs/functions/: an overview by family, and a page for each function.

Everything follows from the declarations; example answers and error lines are computed.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import ModuleType

from xlevent.domain.language import Text
from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.registry import registry
from xlevent_udfs.catalogue import CATALOGUE, Function
from xlevent_udfs.kernel.arguments import Argument, Choice, Scalar, Texts
from xlevent_udfs.kernel.rows import Rows
from xlevent_udfs.pages import prose
from xlevent_udfs.pages.examples import EXAMPLES, Block, Cell, Given

FOLDER = "docs/functions"
_CALLED = re.compile(r"`((?:app|compute)\.[\w.]+)`")
_SOURCE = re.compile(r"Sources?(?: for [^:]+)?: (.+?)(?:\n\s*\n|\Z)", re.DOTALL)
_UNITS = {
    "amount": Text("金額", "amount"), "price": Text("金額", "amount"),
    "percent": Text("比率，1 為 100%", "share, 1 is 100%"), "minutes": Text("分鐘", "minutes"),
    "date": Text("日期", "date"), "datetime": Text("日期時刻", "date and time"),
    "time": Text("時刻", "time of day"), "integer": Text("整數", "whole number"),
    "number": Text("數值", "number"), "choice": Text("選項", "choice"),
}  # fmt: skip
_TEXT = Text("文字", "text")


def pages() -> Iterator[tuple[str, str]]:
    """Each page, relative to the repository, and its text."""
    yield f"{FOLDER}/README.md", overview()
    for entry in CATALOGUE.values():
        yield f"{FOLDER}/{entry.name}.md", function_page(entry)


def overview() -> str:
    """All functions by family, what every one of them has in common, and limits."""
    lines = [prose.TITLE, ""]
    for category, title in prose.CATEGORIES.items():
        lines += [f"## {_both(title)}", "", "| 函數 function | 說明 what it answers |", "|---|---|"]
        lines += [
            f"| [{entry.name}]({entry.name}.md) | {entry.help.zh}<br>{entry.help.en} |"
            for entry in CATALOGUE.values()
            if entry.category == category
        ]
        lines.append("")
    lines += [prose.RANGES, prose.LIMITS, *_limits(), ""]
    return "\n".join(lines)


def function_page(entry: Function) -> str:
    """What a function wants and gives, an example with its answer, and what it says when wrong."""
    lines = [f"# {entry.name}", "", entry.help.zh, "", entry.help.en, ""]
    lines += [f"`{_signature(entry)}`", ""]
    lines += [
        "## 引數 Arguments",
        "",
        "| 引數 argument | 形狀 shape | 說明 help |",
        "|---|---|---|",
    ]
    for argument in entry.arguments:
        must = "選填 optional" if argument.optional else "**必填 required**"
        help_ = f"{argument.help.zh}<br>{argument.help.en}{_bounds(argument)}"
        if isinstance(argument, Choice):
            help_ += f"<br>{_options(argument.list)}"
        lines.append(f"| `{argument.name}` | {_both(argument.shape)}<br>{must} | {_cell(help_)} |")
    lines.append("")
    for argument in entry.arguments:
        if isinstance(argument, Rows):
            lines += _columns(argument)
    lines += ["## 結果 Result", "", entry.result.zh, "", entry.result.en, ""]
    lines += _example(entry)
    lines += _errors(entry)
    lines += _core(entry)
    return "\n".join(lines).rstrip() + "\n"


# --- parts of a page -----------------------------------------------------------------------------
def _signature(entry: Function) -> str:
    given = (f"[{a.name}]" if a.optional else a.name for a in entry.arguments)
    return f"={entry.name}({', '.join(given)})"


def _bounds(argument: Argument) -> str:
    if not isinstance(argument, Scalar):
        return ""
    parts = [f"≥ {argument.least}"] if argument.least is not None else []
    if argument.most is not None:
        parts.append(f"≤ {argument.most:,}")
    return f" ({', '.join(parts)})" if parts else ""


def _columns(argument: Rows) -> list[str]:
    lines = [
        f"### `{argument.name}`", "",
        prose.COLUMNS.format(most=argument.most), "",
        "| 順序 order | 標題 title | 種類 kind | |", "|---|---|---|---|",
    ]  # fmt: skip
    for number, column in enumerate(argument.declared.columns, start=1):
        marks = []
        if column.key in argument.required:
            marks.append("每列必填 in each row")
        elif column.key in argument.needed:
            marks.append("標題必有 in the header")
        if column.key == argument.unique:
            marks.append("不可重複 no two alike")
        if column.list is not None:
            marks.append(_options(column.list))
        kind = "number" if column.key == "rate" else column.kind  # a rate is a price of money
        shown = _both(_UNITS.get(kind, _TEXT))
        lines.append(f"| {number} | {_titles(column)} | {shown} | {_cell('; '.join(marks))} |")
    return [*lines, ""]


def _options(name: str) -> str:
    """The choices of a drop-down list; each may be given in either language or by its key."""
    options = registry().lists[name].options
    return ", ".join(f"`{option.key}` {_both(option.label)}" for option in options)


def _titles(column: Column) -> str:
    return _cell(column.title.zh if column.title.zh == column.title.en else
                 f"{column.title.zh} / {column.title.en}")  # fmt: skip


def _example(entry: Function) -> list[str]:
    given = EXAMPLES[entry.name]
    lines = ["## 例 Example", ""]
    literals: list[str] = []
    cells: list[object] = []
    left = 1
    for argument, one in zip(entry.arguments, given, strict=False):
        if isinstance(one, Block):
            assert isinstance(argument, Rows)
            rows = _range(argument, one)
            where = f"{_letter(left)}1:{_letter(left + len(one.columns) - 1)}{len(rows)}"
            left += len(one.columns) + 1
            literals.append(where)
            cells.append(_cells(argument, one))
            lines += [f"`{argument.name}`, {where}:", "", *_table(rows), ""]
        else:
            literals.append(_literal(one))
            cells.append(_cells(argument, one))
    if entry.spills:
        at = len(entry.arguments) - 1
        literals += [""] * (at - len(literals)) + ["TRUE"]
        cells += [None] * (at - len(cells)) + [True]
    lines += [f"`={entry.name}({', '.join(literals)})`", ""]
    answer = entry.run(*cells, usual="both")
    if isinstance(answer, list):
        return [*lines, *_table(answer), ""]
    return [*lines, f"→ **{_shown(answer) or '(空白 empty)'}**", ""]


def _range(argument: Rows, block: Block) -> list[list[Cell]]:
    # A column that the function does not read may stand there too, as in real sheets.
    table = argument.whole
    head: list[Cell] = [table.column(key).title.show("both") for key in block.columns]
    return [head, *(list(row) for row in block.rows)]


def _errors(entry: Function) -> list[str]:
    """Lines that the function really answers: nothing given, then each argument spoilt."""
    pairs = list(zip(entry.arguments, EXAMPLES[entry.name], strict=False))
    good = [_cells(argument, one) for argument, one in pairs]
    tried = [entry.run(usual="both")]
    for at, (argument, one) in enumerate(pairs):
        if one is not None:
            tried += [
                entry.run(*good[:at], bad, *good[at + 1 :], usual="both")
                for bad in _spoilt(argument, one)
            ]
    told = [line for line in dict.fromkeys(map(str, tried)) if line.startswith("#XLE!")]
    return ["## 錯誤 Errors", "", prose.ERRORS, "", "```", *told, "```", ""] if told else []


def _spoilt(argument: Argument, one: Given) -> list[object]:
    if not isinstance(one, Block) or not isinstance(argument, Rows):
        if isinstance(argument, Texts):
            return ["#N/A"]
        return ["?", [["?", "?"]]] if argument.shape != _TEXT else [[["?", "?"]]]
    head, *body = [[_sent(cell) for cell in row] for row in _range(argument, one)]
    found: list[object] = []
    for at, key in enumerate(one.columns):
        kind = next((c.kind for c in argument.declared.columns if c.key == key), "text")
        if kind in _UNITS and kind != "choice":
            found.append([head, *body[:-1], [*body[-1][:at], "?", *body[-1][at + 1 :]]])
            break
    for at, key in enumerate(one.columns):
        if key in argument.required:
            found.append([head, *body[:-1], [*body[-1][:at], None, *body[-1][at + 1 :]]])
            break
    return found


def _cells(argument: Argument, one: Given) -> object:
    if isinstance(one, Block):
        assert isinstance(argument, Rows)
        return [[_sent(cell) for cell in row] for row in _range(argument, one)]
    return _sent(one)


def _core(entry: Function) -> list[str]:
    called = core_of(entry)
    lines = ["## 計算 Computed by", ""]
    lines.append(", ".join(f"`xlevent.{name}`" for name in called))
    sources = list(dict.fromkeys(filter(None, map(_source, called))))
    return [*lines, "", *(f"依據 Source: {source}" for source in sources), ""]


def core_of(entry: Function) -> list[str]:
    """What the function's docstring names: functions, classes or modules below xlevent."""
    return _CALLED.findall(entry.call.__doc__ or "")


def core_object(name: str) -> tuple[object, ModuleType]:
    """What a name of `core_of` means, and the module it stands in."""
    path = f"xlevent.{name}"
    found: list[str] = []
    while True:
        try:
            module = importlib.import_module(path)
            break
        except ModuleNotFoundError:
            path, _, last = path.rpartition(".")
            found.insert(0, last)
    target: object = module
    for part in found:
        target = getattr(target, part)
    return target, inspect.getmodule(target) or module


def _source(name: str) -> str:
    target, module = core_object(name)
    for text in (inspect.getdoc(target), inspect.getdoc(module)):
        match = _SOURCE.search(text or "")
        if match:
            return " ".join(match[1].split()).rstrip(".") + "."
    return ""


def _limits() -> Iterator[str]:
    yield "| 函數 function | 引數 argument | 最多列 most rows |"
    yield "|---|---|---|"
    for entry in CATALOGUE.values():
        parts = [(a.name, f"{a.most:,}") for a in entry.arguments if isinstance(a, Rows)]
        if parts:
            names, most = ("<br>".join(column) for column in zip(*parts, strict=True))
            yield f"| {entry.name} | {names} | {most} |"


# --- cells ---------------------------------------------------------------------------------------
def _sent(cell: Given) -> object:
    """A cell as Excel sends it."""
    return float(cell) if isinstance(cell, Decimal) else cell


def _literal(cell: Given) -> str:
    """A value as it is typed in a formula."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, date):
        return f"DATE({cell.year},{cell.month},{cell.day})"
    if isinstance(cell, Decimal):
        return f"{(cell * 100).normalize():f}%"
    return f'"{cell}"' if isinstance(cell, str) else "" if cell is None else str(cell)


def _shown(cell: object) -> str:
    """A value as people see it."""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M" if cell.hour or cell.minute else "%Y-%m-%d")
    if isinstance(cell, float):
        return f"{cell:.6f}".rstrip("0").rstrip(".")
    return "" if cell is None else _cell(str(cell))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _table(rows: Sequence[Iterable[object]]) -> list[str]:
    head, *body = [[_shown(cell) for cell in row] for row in rows]
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    return lines + [f"| {' | '.join(row)} |" for row in body]


def _letter(number: int) -> str:
    return chr(ord("A") + number - 1) if number <= 26 else "A" + _letter(number - 26)


def _both(text: Text) -> str:
    return text.zh if text.zh == text.en else f"{text.zh} {text.en}"
