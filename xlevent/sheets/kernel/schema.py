"""Public row models (pydantic) and the JSON Schema of a whole plan, made from the columns.

The reader of 50,000 rows does not pass through here (see `model`), but both call the same
conversions, so a row that one accepts the other accepts too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
    create_model,
)
from pydantic_core import PydanticCustomError

from xlevent.domain import codes, values
from xlevent.domain.language import Text
from xlevent.sheets.kernel.blocks import ByList, Table
from xlevent.sheets.kernel.columns import NUMERIC, Column
from xlevent.sheets.kernel.links import Declared
from xlevent.sheets.kernel.lists import ChoiceList
from xlevent.sheets.kernel.model import as_key, as_table, cell_converter

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PLAN_VERSION = 1
Mode = Literal["validation", "serialization"]

_TYPES: dict[str, Any] = {
    "integer": int, "minutes": int, "number": Decimal, "amount": Decimal, "price": Decimal,
    "percent": Decimal, "date": date, "time": time, "datetime": datetime,
}  # fmt: skip
_TIME = r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$"
_DATETIME = r"^\d{4}-\d\d-\d\d[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$"
_NUMBER = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$"
_PERCENT = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?%?$"


class PlanRow(BaseModel):
    """A row of a table; unknown columns are refused."""

    model_config = ConfigDict(extra="forbid", validate_default=False)


_cache: dict[tuple[int, str], tuple[object, type[PlanRow]]] = {}


def row_model(table: Table, lists: Mapping[str, ChoiceList]) -> type[PlanRow]:
    """The pydantic model of a row of that table."""
    found = _cache.get((id(lists), table.key))
    if found is None or found[0] is not table:
        found = _cache[id(lists), table.key] = (table, _make(table, lists))
    return found[1]


def _make(table: Table, lists: Mapping[str, ChoiceList]) -> type[PlanRow]:
    fields: dict[str, Any] = {}
    for index, column in enumerate(c for c in table.columns if c.role != "calc"):
        needed = column.role == "input" and (
            column.required or (index == 0 and not table.anonymous)
        )
        kind: Any = _TYPES.get(column.kind, str)
        annotated: Any = Annotated[
            kind if needed else kind | None,
            BeforeValidator(_validator(as_key(table, column), lists)),
            PlainSerializer(_serializer(column), when_used="json-unless-none"),
            WithJsonSchema(_cell_schema(column, lists, "validation"), mode="validation"),
            WithJsonSchema(_cell_schema(column, lists, "serialization"), mode="serialization"),
        ]
        info = Field(
            default=... if needed else None,
            title=column.title.show("both"),
            description=_description(column),
            json_schema_extra=_extra(column),
        )
        fields[column.key] = (annotated, info)
    name = "".join(part.capitalize() for part in table.key.split("_")) + "Row"
    model: type[PlanRow] = create_model(
        name, __base__=PlanRow, __doc__=table.title.show("both"), **fields
    )
    return model


def _validator(column: Column, lists: Mapping[str, ChoiceList]) -> Any:
    convert = cell_converter(column, lists)

    def validate(raw: object) -> object:
        value, problems = convert(raw)
        for problem in problems:
            if problem.code.severity == "error":
                found = codes.finding(
                    problem, column=column.key, value=raw, titles={"column": column.title}
                )
                # The braces of a template would be read again by pydantic.
                raise PydanticCustomError(
                    "xlevent", "{code} {text}",
                    {"code": found.code, "text": found.message.show("both")},
                )  # fmt: skip
        return value

    return validate


def _serializer(column: Column) -> Any:
    """Numbers as numbers, as a saved plan holds them; at most 15 digits, so nothing is lost."""

    def serialize(value: Any) -> object:
        if isinstance(value, Decimal):
            return int(value) if value == value.to_integral_value() else float(value)
        return value if isinstance(value, int | str) else values.present(column.kind, value)

    return serialize


def _description(column: Column) -> str | None:
    parts = [column.help.show("both")] if column.help else []
    if column.unit:
        parts.append(f"單位 unit: {column.unit.show('both')}.")
    if column.link:
        parts.append(f"連結 link: {column.link}.")
    return " ".join(parts) or None


def _both(text: Text) -> dict[str, str]:
    return {"zh-TW": text.zh, "en": text.en}


def _extra(column: Column) -> dict[str, Any]:
    extra: dict[str, Any] = {"x-kind": column.kind, "x-title": _both(column.title)}
    if column.unit:
        extra["x-unit"] = _both(column.unit)
    if column.link:
        extra["x-link"] = column.link
    if column.role == "engine":
        extra["x-engine"] = True
        extra["readOnly"] = True
    return extra


def _cell_schema(column: Column, lists: Mapping[str, ChoiceList], mode: Mode) -> dict[str, Any]:
    schema = _kind_schema(column, lists, mode)
    empty = {"type": "null"}
    if column.required and column.role == "input":
        return schema
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], empty]}
    return {"anyOf": [schema, empty]}


def _kind_schema(column: Column, lists: Mapping[str, ChoiceList], mode: Mode) -> dict[str, Any]:
    if column.kind in NUMERIC:
        number: dict[str, Any] = {
            "type": "integer" if column.kind in ("integer", "minutes") else "number"
        }
        for word, bound in (
            ("minimum", column.ge), ("exclusiveMinimum", column.gt), ("maximum", column.le),
        ):  # fmt: skip
            if bound is not None:
                number[word] = int(bound) if bound == int(bound) else float(bound)
        if mode == "serialization":
            return number
        text = {"type": "string", "pattern": _PERCENT if column.kind == "percent" else _NUMBER}
        return {"anyOf": [number, text]}
    if column.kind == "date":
        return {"type": "string", "format": "date"}
    if column.kind == "time":
        return {"type": "string", "pattern": _TIME}
    if column.kind == "datetime":
        return {"type": "string", "pattern": _DATETIME}
    if column.kind == "choice" and column.list:
        return _choice_schema(column, lists[column.list])
    schema: dict[str, Any] = {"type": "string", "maxLength": values.TEXT_LIMIT}
    if column.pattern:
        schema["pattern"] = f"^(?:{column.pattern})$"
    if column.kind == "links":
        return {"anyOf": [schema, {"type": "array", "items": {"type": "string"}}]}
    return schema


def _choice_schema(column: Column, known: ChoiceList) -> dict[str, Any]:
    labels = "; ".join(f"{o.key} = {o.label.show('both')}" for o in known.options)
    schema: dict[str, Any] = {
        "type": "string",
        "description": f"{known.title.show('both')}: {labels}",
        "x-labels": {o.key: _both(o.label) for o in known.options},
    }
    keys = [o.key for o in known.options]
    if column.open:
        return {**schema, "examples": keys}
    return {**schema, "enum": keys}


def plan_schema(declared: Declared, mode: Mode = "validation") -> dict[str, Any]:
    """The JSON Schema (Draft 2020-12) of a plan file, as YAML or JSON.

    validation: what a plan may hold (a number may also be a text of digits).
    serialization: what xlevent hands out through pydantic (decimals are texts of digits).
    """
    definitions: dict[str, Any] = {}
    properties: dict[str, Any] = {"xlevent": {"const": PLAN_VERSION}}

    def define(table: Table) -> str:
        schema = row_model(table, declared.lists).model_json_schema(mode=mode)
        name = schema["title"]
        schema["title"] = table.title.show("both")
        schema.pop("description", None)
        schema["x-title"] = _both(table.title)
        definitions[name] = schema
        return f"#/$defs/{name}"

    for record in declared.records.values():
        properties[record.key] = {"$ref": define(as_table(record))}
    chosen = {d.key: d for d in declared.documents.values() if d.table}
    properties["documents"] = {
        "type": "object",
        "description": "文件所選的列 The row chosen for each document",
        "properties": {
            key: {"type": ["string", "null"], "title": d.title.show("both"), "x-link": d.table}
            for key, d in chosen.items()
        },
        "additionalProperties": False,
    }
    for key, table in declared.tables.items():
        if table.is_computed:
            continue
        properties[key] = {
            "title": table.title.show("both"),
            "type": ["array", "null"],
            "items": {"$ref": define(table)},
        }
        if isinstance(table.rows, ByList):
            properties[key]["maxItems"] = len(declared.lists[table.rows.list].options)
    return {
        "$schema": DIALECT,
        "title": "xlevent plan",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "$defs": definitions,
    }
