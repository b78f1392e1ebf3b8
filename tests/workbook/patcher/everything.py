"""A workbook with everything that Excel can hold, small enough to be compared part by part.

What XlsxWriter writes is here; what it does not know is added by `everything_parts`.
"""

from __future__ import annotations

import struct
import zlib
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.workbook.patcher.everything_parts import add_parts

DATA, ORDERS, CHARTS, APART = "Data", "Orders", "Charts", "Apart"
ORDER_HEADERS = ("id", "amount", "double", "day")
FIRST_ORDER, LAST_ORDER = 4, 9  # rows of data, from 1
_KINDS: tuple[dict[str, str], ...] = (
    {"type": "column"}, {"type": "bar"}, {"type": "line"}, {"type": "pie"}, {"type": "doughnut"},
    {"type": "area"}, {"type": "scatter"}, {"type": "radar"}, {"type": "stock"},
)  # fmt: skip


def write_everything(path: Path) -> Path:
    """Write the workbook, with macros: give it a name that ends in .xlsm."""
    folder = path.parent / f"{path.stem}-material"
    folder.mkdir()
    plain = folder / "plain.xlsm"
    picture = _picture(folder / "picture.png")
    macros = folder / "vbaProject.bin"
    # A compound file in name only: it must come out as it went in, and nobody runs it.
    macros.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8)
    book = xlsxwriter.Workbook(str(plain))
    book.set_properties(
        {"title": "Everything", "author": "xlevent", "created": datetime(2026, 1, 1)}
    )
    book.set_custom_property("Project", "Everything")
    book.set_calc_mode("auto")
    book.add_vba_project(str(macros))
    sheets = {name: book.add_worksheet(name) for name in (DATA, ORDERS, CHARTS, APART)}
    _data(book, sheets[DATA], picture)
    _orders(book, sheets[ORDERS])
    _charts(book, sheets[CHARTS])
    _apart(sheets[APART])
    for name, reference in (
        ("rate", "=Data!$B$2"), ("Orders!own", "=Orders!$B$4"), ("amounts", "=orders[amount]"),
        ("twice", "=Data!$B$2*2"),
    ):  # fmt: skip
        assert book.define_name(name, reference) == 0
    hidden = book.add_worksheet("Hidden")
    hidden.write_formula("A1", "=Data!B2", None, 11)
    hidden.very_hidden()
    book.close()
    return add_parts(plain, path)


def _data(book: Any, sheet: Any, picture: Path) -> None:
    """Inputs in A to C, formulas in D and E; and most of what a sheet can carry."""
    bold = book.add_format({"bold": True})
    money = book.add_format({"num_format": "#,##0.00", "locked": False})
    sheet.write_row("A1", ("name", "pieces", "price", "total", "running"), bold)
    total = 0.0
    for row in range(2, 22):
        sheet.write_string(row - 1, 0, f"item {row}")
        sheet.write_number(row - 1, 1, row * 5 + 1)
        sheet.write_number(row - 1, 2, row * 1.5, money)
        amount = (row * 5 + 1) * row * 1.5
        total += amount
        sheet.write_formula(row - 1, 3, f"=B{row}*C{row}", money, amount)
        sheet.write_formula(row - 1, 4, f"=SUM(D$2:D{row})", money, total)
    pieces = [row * 5 + 1 for row in range(2, 22)]
    sheet.write_formula("G2", "=rate*10", None, pieces[0] * 10)
    sheet.write_formula("G3", "=twice+SUM(amounts)", None, pieces[0] * 2 + 2100)
    sheet.write_array_formula("G4:G6", "{=B2:B4*2}", None, pieces[0] * 2)
    sheet.write_number("G5", pieces[1] * 2)
    sheet.write_number("G6", pieces[2] * 2)
    sheet.write_dynamic_array_formula("H4:H6", "=B2:B4*3", None, pieces[0] * 3)
    sheet.write_number("H5", pieces[1] * 3)
    sheet.write_number("H6", pieces[2] * 3)
    sheet.write_formula("G8", '=SUMIF(B2:B21,">50",C2)', None, sum(
        row * 1.5 for row in range(2, 22) if row * 5 + 1 > 50))  # fmt: skip
    sheet.write_formula("G9", '=INDEX(A2:A21,MATCH(MAX(B2:B21),B2:B21,0))&""', None, "item 21")
    sheet.write_rich_string("G10", "plain ", bold, "bold", " plain")
    sheet.write_boolean("G11", True)
    sheet.write_url("G12", "https://example.org/", string="outside")
    sheet.write_url("G13", "internal:'Orders'!A1", string="inside")
    sheet.write_datetime(
        "G14", datetime(2026, 11, 20), book.add_format({"num_format": "yyyy-mm-dd"})
    )
    sheet.merge_range("I1:J1", "merged", bold)
    sheet.write_string("G15", "007")
    sheet.ignore_errors({"number_stored_as_text": "G15"})
    sheet.insert_checkbox("G16", True)
    sheet.embed_image("G17", str(picture))
    sheet.insert_image("L2", str(picture), {"description": "floating"})
    sheet.insert_textbox("L8", "a text box")
    sheet.write_comment("B2", "a note", {"author": "Ming"})
    sheet.insert_button("L14", {"macro": "Run", "caption": "Run"})
    for row in range(2, 6):
        sheet.add_sparkline(row - 1, 10, {"range": f"Data!B{row}:C{row}"})
    sheet.conditional_format("B2:B21", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("C2:C21", {"type": "icon_set", "icon_style": "3_traffic_lights"})
    sheet.conditional_format(
        "D2:D21", {"type": "cell", "criteria": ">", "value": 500, "format": bold}
    )
    sheet.data_validation("B2:B21", {"validate": "integer", "criteria": ">=", "value": 0})
    sheet.data_validation("A2:A21", {"validate": "length", "criteria": "<", "value": 99})
    sheet.set_column("A:A", 18)
    sheet.set_column("C:C", 12, None, {"level": 1})
    for row in range(5, 10):
        sheet.set_row(row, None, None, {"level": 1})
    sheet.freeze_panes(1, 1)
    sheet.set_tab_color("#7F6000")
    sheet.protect("", {"format_cells": True})
    sheet.unprotect_range("A2:C21", "inputs")
    sheet.set_header("&C&G", {"image_center": str(picture)})
    sheet.set_footer("&LPage &P")
    sheet.print_area("A1:K30")
    sheet.repeat_rows(0)
    sheet.set_h_pagebreaks([15])
    sheet.set_background(str(picture))
    sheet.set_zoom(90)


def _orders(book: Any, sheet: Any) -> None:
    """A table with calculated columns and totals, and formulas upon it."""
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_string("A1", "orders")
    sheet.write_formula("F1", "=SUM(orders[double])", None, 4200)
    sheet.write_formula("G1", "=ROWS(orders[id])", None, 6)
    sheet.write_formula("H1", "=orders[[#Totals],[amount]]", None, 2100)
    columns: list[dict[str, Any]] = [
        {"header": "id", "total_string": "total"},
        {"header": "amount", "total_function": "sum", "total_value": 2100},
        {"header": "double", "formula": "=orders[[#This Row],[amount]]*2"},
        {"header": "day", "format": day},
    ]
    options = {"name": "orders", "columns": columns, "total_row": True}
    code = sheet.add_table(FIRST_ORDER - 2, 0, LAST_ORDER, len(columns) - 1, options)
    assert code == 0
    for number, row in enumerate(range(FIRST_ORDER - 1, LAST_ORDER), start=1):
        sheet.write_string(row, 0, f"OR-{number:03d}")
        sheet.write_number(row, 1, number * 100)
        sheet.write_formula(row, 2, "=orders[[#This Row],[amount]]*2", None, number * 200)
        sheet.write_datetime(row, 3, datetime(2026, 1, number), day)
    sheet.data_validation(
        FIRST_ORDER - 1, 1, LAST_ORDER - 1, 1,
        {"validate": "decimal", "criteria": ">=", "value": 0},
    )  # fmt: skip
    sheet.conditional_format(FIRST_ORDER - 1, 1, LAST_ORDER - 1, 1, {"type": "3_color_scale"})


def _charts(book: Any, sheet: Any) -> None:
    """A chart of each kind, on the inputs and on the table."""
    for number, kind in enumerate(_KINDS):
        chart = book.add_chart(kind)
        for _ in range(3 if kind["type"] == "stock" else 1):
            series: dict[str, Any] = {
                "name": "=Data!$B$1", "categories": "=Data!$A$2:$A$6", "values": "=Data!$B$2:$B$6",
                "categories_data": [f"item {row}" for row in range(2, 7)],
                "values_data": [row * 5 + 1 for row in range(2, 7)],
            }  # fmt: skip
            if kind["type"] == "line":
                series |= {
                    "trendline": {"type": "linear"},
                    "y_error_bars": {"type": "fixed", "value": 1},
                }
            if kind["type"] == "scatter":
                series["categories"], series["categories_data"] = (
                    "=Data!$C$2:$C$6",
                    [row * 1.5 for row in range(2, 7)],
                )
            chart.add_series(series)
        sheet.insert_chart(number // 3 * 16, number % 3 * 8, chart)
    table = book.add_chart({"type": "column"})
    table.add_series({
        "values": f"=Orders!$B${FIRST_ORDER}:$B${LAST_ORDER}",
        "values_data": [number * 100 for number in range(1, 7)],
    })  # fmt: skip
    second = book.add_chart({"type": "line"})
    apart: dict[str, Any] = {"values": "=Apart!$A$1:$A$5", "values_data": [1, 2, 3, 4, 5]}
    second.add_series({**apart, "y2_axis": True})
    table.combine(second)
    sheet.insert_chart(48, 0, table)
    alone = book.add_chartsheet("Chart sheet")
    only = book.add_chart({"type": "bar"})
    only.add_series(apart)
    alone.set_chart(only)


def _apart(sheet: Any) -> None:
    """What depends on nothing that is changed; its filter hides rows."""
    for row in range(1, 6):
        sheet.write_number(row - 1, 0, row)
        sheet.write_formula(row - 1, 1, f"=A{row}*2", None, row * 2)
    sheet.write_row("D1", ("kind", "number"))
    for row in range(1, 6):
        sheet.write_row(row, 3, ("x" if row % 2 else "y", row))
    sheet.autofilter("D1:E6")
    sheet.filter_column("D", "kind == x")
    for row in (2, 4):
        sheet.set_row(row, options={"hidden": True})
    sheet.write_formula("H1", "=SUBTOTAL(109,A1:A5)", None, 7)


def _picture(path: Path) -> Path:
    """A red square of 16 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    rows = (b"\0" + b"\xff\0\0" * 16) * 16
    head = struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )  # fmt: skip
    return path
