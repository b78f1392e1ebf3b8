"""Drop-downs, limits and hints of a column, as XlsxWriter's data validation."""

from __future__ import annotations

from datetime import date
from typing import Any

from xlevent.domain.language import Language, Text
from xlevent.sheets.kernel.columns import Column
from xlevent.sheets.registry import Registry
from xlevent.workbook.names import keys_name, list_name

_TITLE = 32
_MESSAGE = 255

_COMPUTED = Text(
    "此格由公式計算，不必填寫；若要改變結果，請改白底的輸入格。",
    "This cell is computed. Change the white input cells instead.",
)
_ENGINE = Text("此格由 xlevent 計算後寫入。", "xlevent computes and writes this cell.")
_PICK = Text("請由下拉清單選擇。", "Choose from the list.")
_UNIQUE = Text("編號不可重複。", "Each ID may stand here only once.")
_NUMBER = Text("請輸入數字。", "Enter a number.")
_DATE = Text("請輸入日期，例如 2026-11-20。", "Enter a date, such as 2026-11-20.")
_TIME = Text("請輸入時間，例如 09:30。", "Enter a time of day, such as 09:30.")


def validation(
    column: Column, first_cell: str, area: str, registry: Registry, language: Language
) -> dict[str, Any] | None:
    """The validation of a column's cells, or None where anything goes without a hint."""
    rule = _rule(column, first_cell, area, language)
    hint = _hint(column, registry, language)
    if rule is None and hint is None:
        return None
    options = rule or {"validate": "any"}
    if hint:
        options["input_title"] = column.title.show(language)[:_TITLE]
        options["input_message"] = hint[:_MESSAGE]
    if "error_message" in options:
        options["error_title"] = column.title.show(language)[:_TITLE]
        options["error_message"] = options["error_message"][:_MESSAGE]
    return options


def _rule(column: Column, first_cell: str, area: str, language: Language) -> dict[str, Any] | None:
    def rule(validate: str, message: Text, stop: str = "stop", **more: Any) -> dict[str, Any]:
        return {"validate": validate, "error_type": stop,
                "error_message": message.show(language), "ignore_blank": True, **more}  # fmt: skip

    if column.role == "calc":
        return rule("custom", _COMPUTED, value="=FALSE")
    if column.role == "engine":
        return rule("custom", _ENGINE, "warning", value="=FALSE")
    if column.kind == "choice":
        stop = "information" if column.open else "stop"
        return rule("list", _PICK, stop, source=f"={list_name(str(column.list))}")
    if column.kind == "link":
        return rule("list", _PICK, "warning", source=f"={keys_name(str(column.link))}")
    if column.unique:
        return rule("custom", _UNIQUE, value=f"=COUNTIF({area},{first_cell})=1")
    if column.kind in ("integer", "minutes", "number", "amount", "price", "percent"):
        kind = "integer" if column.kind in ("integer", "minutes") else "decimal"
        low = column.ge if column.ge is not None else column.gt
        return rule(kind, _bounds(column), **_between(column, low))
    if column.kind in ("date", "datetime"):
        return rule("date", _DATE, criteria=">=", value=date(1990, 1, 1))
    if column.kind == "time":
        return rule("decimal", _TIME, criteria="between", minimum=0, maximum=0.999999)
    return None


def _between(column: Column, low: Any) -> dict[str, Any]:
    if low is not None and column.le is not None:
        return {"criteria": "between", "minimum": float(low), "maximum": float(column.le)}
    if column.gt is not None:
        return {"criteria": ">", "value": float(column.gt)}
    if low is not None:
        return {"criteria": ">=", "value": float(low)}
    if column.le is not None:
        return {"criteria": "<=", "value": float(column.le)}
    return {"criteria": "between", "minimum": -1e14, "maximum": 1e14}


def _bounds(column: Column) -> Text:
    limits = []
    if column.ge is not None:
        limits.append(f"≥ {column.ge}")
    if column.gt is not None:
        limits.append(f"> {column.gt}")
    if column.le is not None:
        limits.append(f"≤ {column.le}")
    if not limits:
        return _NUMBER
    return Text(f"請輸入數字（{'、'.join(limits)}）。", f"Enter a number ({', '.join(limits)}).")


def _hint(column: Column, registry: Registry, language: Language) -> str | None:
    if column.role != "input":
        return None
    parts = []
    if column.help:
        parts.append(column.help)
    if column.unit:
        parts.append(Text(f"單位：{column.unit.zh}", f"Unit: {column.unit.en}"))
    if column.kind == "links" and column.link:
        title = registry.tables[column.link].title
        parts.append(Text(f"{title.zh}的編號，以「; 」分隔", f"IDs of {title.en}, split by ; "))
    if not parts:
        return None
    return (
        "\n".join(part.show("zh-TW") for part in parts)
        + ("\n" + " ".join(part.en for part in parts) if language == "both" else "")
        if language != "en"
        else " ".join(part.en for part in parts)
    )
