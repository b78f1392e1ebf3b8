"""Whether the declared sheets agree with each other: formulas, links, lists, computed blocks."""

from __future__ import annotations

from collections.abc import Iterator

from xlevent.domain.language import LANGUAGES, Text
from xlevent.sheets.kernel import formula as f
from xlevent.sheets.kernel.blocks import (
    ByList,
    Chart,
    Document,
    Fixed,
    Lines,
    Mirror,
    Para,
    Record,
    Table,
)
from xlevent.sheets.kernel.blocks import Field as DocumentField
from xlevent.sheets.registry import Registry, tab_name


def contradictions(built: Registry) -> Iterator[str]:
    """Everything that is wrong with the declarations."""
    yield from _blocks(built)
    for sheet in built.sheets:
        tab = tab_name(sheet, Text(sheet.tab.zh, sheet.tab.en).show("both"))
        if len(tab) > 31 or set(tab) & set("[]:*?/\\"):
            yield f"{sheet.code}: tab {tab!r} is no valid sheet name ({len(tab)} characters)"
        for figure in sheet.figures:
            yield from _formula(built, figure.formula, None, f"figure {figure.key}")
            if figure.kind == "choice" and figure.list not in built.lists:
                yield f"figure {figure.key}: no list {figure.list!r}"
        for block in sheet.blocks:
            if isinstance(block, Table):
                yield from _table(built, block)
            elif isinstance(block, Record):
                for column in block.columns:
                    if column.list and column.list not in built.lists:
                        yield f"{block.key}.{column.key}: no list {column.list!r}"
                    if column.link and column.link not in built.tables:
                        yield f"{block.key}.{column.key}: links to unknown table {column.link!r}"
            elif isinstance(block, Document):
                yield from _document(built, block)
            elif isinstance(block, Chart):
                for reference in (block.categories, *(s.values for s in block.series)):
                    yield from _formula(built, reference, None, f"{sheet.code} chart")
            elif block.table not in built.tables:  # a Gantt, the last kind of block
                yield f"{sheet.code}: Gantt of unknown table {block.table!r}"


def _blocks(built: Registry) -> Iterator[str]:
    """Every engine column is written by one block, and what blocks read is part of a plan."""
    settings = {c.key for r in built.records.values() for c in r.columns}
    written: dict[tuple[str, str], str] = {}
    for block in built.computed:
        where = f"block {block.key}"
        for key, names in (*block.writes.items(), *block.reads.items()):
            table = built.tables.get(key)
            known = {c.key: c.role for c in table.columns} if table else {}
            writes = names is block.writes.get(key)
            for name in names:
                role = known.get(name)
                if role is None:
                    yield f"{where}: no column {key}[{name}]"
                elif (role != "engine") if writes else (role == "calc"):
                    yield f"{where}: {key}[{name}] is {role}"
                elif writes and written.setdefault((key, name), block.key) != block.key:
                    yield f"{where}: {key}[{name}] is written by {written[key, name]} too"
                elif not writes and table is not None and table.rows is not None:
                    yield f"{where}: the rows of {key} are given, so no copy can follow them"
        for name in block.settings:
            if name not in settings:
                yield f"{where}: no setting {name!r}"
    for table in built.tables.values():
        for column in table.columns:
            computed = column.role == "engine" and not table.report
            if computed and (table.key, column.key) not in written:
                yield f"{table.key}.{column.key}: no block computes it"


def _table(built: Registry, table: Table) -> Iterator[str]:
    keys = [c.key for c in table.columns]
    for language in LANGUAGES:
        titles = [c.title.show(language).casefold() for c in table.columns]
        for title in {t for t in titles if titles.count(t) > 1}:
            yield f"table {table.key}: two columns are titled {title!r}"
    for key in {k for k in keys if keys.count(k) > 1}:
        yield f"table {table.key}: column {key!r} is declared twice"
    if isinstance(table.rows, Mirror) and table.rows.table not in built.tables:
        yield f"table {table.key}: mirrors unknown table {table.rows.table!r}"
    if isinstance(table.rows, ByList) and table.rows.list not in built.lists:
        yield f"table {table.key}: rows by unknown list {table.rows.list!r}"
    for column in table.columns:
        where = f"{table.key}.{column.key}"
        if column.list and column.list not in built.lists:
            yield f"{where}: no list {column.list!r}"
        if column.link and column.link not in built.tables:
            yield f"{where}: links to unknown table {column.link!r}"
        if column.tint:
            yield from _formula(built, "{}[{}]".format(*column.tint.split(".")), None, where)
        if column.formula is not None:
            yield from _formula(built, column.formula, table, where)
        if isinstance(table.rows, Mirror) and column.role != "calc" and column.key != keys[0]:
            yield f"{where}: a mirror holds formulas only"
    if isinstance(table.rows, Fixed):
        for row in table.rows.rows:
            for key, value in row.items():
                if key not in keys:
                    yield f"table {table.key}: a fixed row names unknown column {key!r}"
                elif value.startswith("="):
                    yield from _formula(built, value[1:], table, f"{table.key}.{key}")


def _document(built: Registry, document: Document) -> Iterator[str]:
    table = built.tables.get(document.table) if document.table else None
    if document.table and table is None:
        yield f"document {document.key}: unknown table {document.table!r}"
        return
    where = f"document {document.key}"
    for part in document.parts:
        if isinstance(part, DocumentField):
            yield from _formula(built, part.formula, None, where, table)
        elif isinstance(part, Para):
            for text in part.text:
                try:
                    yield from _formula(built, f.sentence(text), None, where, table)
                except ValueError as problem:
                    yield f"{where}: {problem}"
        elif isinstance(part, Lines):
            child = built.tables.get(part.table)
            if child is None:
                yield f"{where}: lines of unknown table {part.table!r}"
                continue
            known = {c.key for c in child.columns}
            wanted = (*part.columns, part.by) if part.match else part.columns
            for name in wanted:
                if name not in known:
                    yield f"{where}: table {part.table!r} has no column {name!r}"


def _formula(
    built: Registry, text: str, own: Table | None, where: str, picked: Table | None = None
) -> Iterator[str]:
    try:
        tokens = f.parse(text)
    except ValueError as error:
        yield f"{where}: {error}"
        return
    settings = {c.key for r in built.records.values() for c in r.columns}
    for token in tokens:
        problem = ""
        if isinstance(token, f.Own):
            if own is None or token.column not in {c.key for c in own.columns}:
                problem = f"no column [{token.column}] in this table"
        elif isinstance(token, f.Whole):
            table = built.tables.get(token.table)
            if table is None or token.column not in {c.key for c in table.columns}:
                problem = f"no column {token.table}[{token.column}]"
        elif isinstance(token, f.Setting):
            if token.key not in settings:
                problem = f"no setting {token.key!r}"
        elif isinstance(token, f.FigureRef):
            if token.key not in built.figures:
                problem = f"no figure {token.key!r}"
        elif isinstance(token, f.Label):
            listed = built.lists.get(token.list)
            if listed is None or token.value not in {o.key for o in listed.options}:
                problem = f"no list value {token.list}.{token.value}"
        elif isinstance(token, f.Pick) and (
            picked is None or token.field not in {c.key for c in picked.columns}
        ):
            problem = f"no field pick.{token.field}"
        if problem:
            yield f"{where}: {problem}"
