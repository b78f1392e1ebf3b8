"""What a sheet, table or column is, in words: for `xlevent describe` and the documentation."""

from __future__ import annotations

import re
from difflib import get_close_matches

from xlevent.domain.language import Text
from xlevent.errors import MisuseError
from xlevent.sheets.kernel.blocks import (
    ByList,
    Chart,
    Document,
    Fixed,
    Gantt,
    Mirror,
    Record,
    Sheet,
    Table,
)
from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.registry import Registry, registry
from xlevent.standard import indicators

_CHECK = re.compile(r"xl\d{3}", re.IGNORECASE)
_ROLE = {"input": "填寫 typed", "calc": "公式 formula", "engine": "計算 engine"}


def describe(name: str | None = None) -> str:
    """Markdown on the sheet, table, `table.column` or check of that name; without one, an overview.

    A sheet is named by its code (O2.3.2, Settings), a check by its own (XL420). MisuseError names
    the nearest known one.
    """
    known = registry()
    if name is None:
        return overview(known)
    if _CHECK.fullmatch(name):
        from xlevent.app.validating.catalogue import check_page

        page = check_page(name.upper(), known)
        if page:
            return page
    for sheet in known.sheets:
        if name.casefold() == sheet.code.casefold() and not sheet.hidden:
            return sheet_page(sheet, known)
    table, _, column = name.partition(".")
    if table in known.tables and not column:
        return "\n".join(_table(known.tables[table], known))
    declared = known.tables.get(table) or known.records.get(table)
    if declared is not None:
        for one in declared.columns:
            if one.key == column:
                return "\n".join(_column_text(declared.key, one, known))
    names = [s.code for s in known.sheets] + list(known.tables)
    names += [f"{t.key}.{c.key}" for t in known.tables.values() for c in t.columns]
    names += [f"{r.key}.{c.key}" for r in known.records.values() for c in r.columns]
    near = get_close_matches(name, names, 3)
    hint = (
        Text(f"是否為 {'、'.join(near)}？", f"Did you mean {' or '.join(near)}?")
        if near
        else Text("`xlevent describe` 列出所有工作表。", "`xlevent describe` lists the sheets.")
    )
    raise MisuseError(
        Text("沒有這個工作表、資料表或欄位。", "there is no such sheet, table or column."),
        where=name,
        mend=hint,
    )


def overview(known: Registry) -> str:
    """A table of all sheets with what they hold."""
    lines = ["| 工作表 sheet | 名稱 title | 資料表 tables |", "|---|---|---|"]
    for sheet in known.sheets:
        if not sheet.hidden:
            tables = ", ".join(f"`{t.key}`" for t in sheet.tables)
            lines.append(f"| {sheet.code} | {_both(sheet.title)} | {tables} |")
    return "\n".join(lines)


def sheet_page(sheet: Sheet, known: Registry) -> str:
    """The documentation page of one sheet."""
    lines = [f"# {sheet.code} {_both(sheet.title)}", "", sheet.about.zh, "", sheet.about.en, ""]
    serves = [i for i in indicators() if sheet.code in i.evidence]
    if serves:
        lines += ["## 佐證的行為指標 Indicators it gives evidence for", ""]
        lines += [f"- {i.code} {i.text.zh} / {i.text.en}" for i in serves] + [""]
    if sheet.figures:
        lines += ["## 指標卡 Figures", "", "| 名稱 title | 公式 formula |", "|---|---|"]
        lines += [f"| {_both(f.title)} | {_code(f.formula)} |" for f in sheet.figures] + [""]
    for block in sheet.blocks:
        match block:
            case Table():
                lines += [*_table(block, known), ""]
            case Record():
                lines += [*_record(block, known), ""]
            case Document():
                lines += [*_document(block), ""]
            case Chart():
                lines += [f"圖表 Chart: {_both(block.title)} ({block.kind})", ""]
            case Gantt():
                lines += [f"格內甘特圖 Gantt in the grid of `{block.table}`", ""]
    return "\n".join(lines).rstrip() + "\n"


def _table(table: Table, known: Registry) -> list[str]:
    lines = [f"## {_both(table.title)} `{table.key}`", ""]
    if table.hint:
        lines += [f"{table.hint.zh} {table.hint.en}", ""]
    match table.rows:
        case ByList(name):
            lines += [f"每個選項一列：`{name}`。One row for each value of `{name}`.", ""]
        case Mirror(source):
            lines += [f"隨 `{source}` 逐列計算。Follows `{source}` row by row.", ""]
        case Fixed():
            lines += ["列數固定。The rows are given.", ""]
    for block in known.computed:
        if table.key in block.reads:
            names = ", ".join(f"`{name}`" for name in block.reads[table.key])
            goes = f"修改後「{block.title.zh}」即過期 {block.title.en} goes stale when these change"
            lines += [f"{goes}: {names}", ""]
    return [*lines, *_columns(table.columns, known)]


def _record(record: Record, known: Registry) -> list[str]:
    lines = [f"## {_both(record.title)} `{record.key}`", ""]
    for title, columns in record.fields:
        lines += [f"### {_both(title)}", "", *_columns(columns, known), ""]
    return lines


def _document(document: Document) -> list[str]:
    chosen = f"，隨所選的 `{document.table}` 填入" if document.table else ""
    follows = f", filled from the chosen row of `{document.table}`" if document.table else ""
    return [
        f"## 文件 Document: {_both(document.title)} `{document.key}`",
        "",
        f"可列印的 A4 文件{chosen}。A printable A4 document{follows}.",
    ]


def _columns(columns: tuple[Column, ...], known: Registry) -> list[str]:
    lines = [
        "| 鍵 key | 標題 title | 種類 kind | 由誰 by | 說明 about |",
        "|---|---|---|---|---|",
    ]
    for column in columns:
        must = " **必填 required**" if column.required and column.role == "input" else ""
        cells = (
            f"`{column.key}`", _both(column.title), column.kind, _ROLE[column.role] + must,
            "; ".join(_about(column, known)),
        )  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def _about(column: Column, known: Registry) -> list[str]:
    notes = []
    if column.help:
        notes.append(f"{column.help.zh} {column.help.en}".replace("|", "\\|"))
    if column.unit:
        notes.append(f"{column.unit.zh} {column.unit.en}")
    if column.list:
        options = known.lists[column.list].options
        notes.append(f"`{column.list}`: " + ", ".join(f"{o.key} {o.label.zh}" for o in options))
        if column.open:
            notes.append("可填其他值 other values allowed")
    if column.link:
        notes.append(f"→ `{column.link}`")
    for sign, bound in (("≥", column.ge), (">", column.gt), ("≤", column.le)):
        if bound is not None:
            notes.append(f"{sign} {bound}")
    if column.formula:
        notes.append(_code(column.formula))
    return notes


def _column_text(table: str, column: Column, known: Registry) -> list[str]:
    must = "，必填 required" if column.required else ""
    return [
        f"## `{table}.{column.key}` {_both(column.title)}",
        "",
        f"{column.kind}, {_ROLE[column.role]}{must}",
        "",
        *(f"- {note}" for note in _about(column, known)),
    ]


def _both(text: Text) -> str:
    return text.show("both")


def _code(formula: str) -> str:
    escaped = formula.replace("|", "\\|")
    return f"`{escaped}`"
