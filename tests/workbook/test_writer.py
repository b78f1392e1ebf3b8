"""What the writer puts into a file, on small registries; and rules for every declared formula."""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from tests.tools import validator
from tests.workbook.small_books import MAIN, SHOP, SMALL_BOOK, native, shop
from xlevent.app.event import Event
from xlevent.app.template import empty_event
from xlevent.domain.language import LANGUAGES, Language
from xlevent.sheets.kernel import formula as f
from xlevent.sheets.kernel.blocks import Document, Fixed, Table
from xlevent.sheets.kernel.columns import NUMERIC, TEMPORAL
from xlevent.sheets.registry import Registry, registry
from xlevent.workbook.book import BookData
from xlevent.workbook.checked import WriteError
from xlevent.workbook.document_writer import formulas
from xlevent.workbook.documents import compose
from xlevent.workbook.structured import Structured, column_formula
from xlevent.workbook.validation import validation
from xlevent.workbook.writer import write_book

ORDERS = [{"id": "O1", "name": "=SUM(A1)", "colour": "green"}, {"id": "-O2", "name": "燈光"}]
LINES = [{"id": "L1", "order": "O1", "pieces": 2, "price": 3}, {"id": "L2", "order": "-O2"}]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("writer") / "book.xlsx"
    write_book(shop(ORDERS, LINES, picks={"letter": "O1"}), found)
    return found


@pytest.fixture(scope="module")
def book(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def written(tmp_path: Path, data: BookData) -> Any:
    write_book(data, tmp_path / "book.xlsx")
    return openpyxl.load_workbook(tmp_path / "book.xlsx")


def tree(path: Path, part: str) -> etree._Element:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(part))


def column_cells(book: Any, table: str, header: str) -> list[Any]:
    sheet = next(s for s in book.worksheets if table in s.tables)
    rows = list(sheet[sheet.tables[table].ref])
    index = [cell.value for cell in rows[0]].index(header)
    return [row[index] for row in rows[1:]]


# --- texts ---------------------------------------------------------------------------------------
FORMULA_LIKE = ("=1+1", "+886 2", "-x", "@x", "={1}", '=HYPERLINK("x")', "=", "-")


@pytest.mark.parametrize("text", FORMULA_LIKE)
def test_a_text_that_looks_like_a_formula_is_a_quoted_text(tmp_path: Path, text: str) -> None:
    lines = [{"id": text, "order": "O1", "remark": text}]
    orders = [{"id": "O1", "name": text, "page": text, "colour": text}]
    settings = {"event_name": text}
    found = written(tmp_path, shop(orders, lines, settings=settings, picks={"letter": "O1"}))
    cells = [
        *(column_cells(found, "orders", h)[0] for h in ("名稱 Name", "網址 Page", "顏色 Colour")),
        *(column_cells(found, "lines", h)[0] for h in ("編號 ID", "備註 Remark")),
        found["設定 Settings"]["C6"],
    ]
    assert found.defined_names["set_event_name"].attr_text == "'設定 Settings'!$C$6"
    for cell in cells:
        # openpyxl takes any text with "=" for a formula, so the file itself is asked as well.
        assert cell.value == text
        assert cell.quotePrefix
    with zipfile.ZipFile(tmp_path / "book.xlsx") as archive:
        plain = text.replace("&", "&amp;").replace("<", "&lt;").encode()
        for part in archive.namelist():
            if part.startswith("xl/worksheets/sheet"):
                assert b"<f>" + plain.removeprefix(b"=") + b"</f>" not in archive.read(part)
        assert b">" + plain + b"<" in archive.read("xl/sharedStrings.xml")


@pytest.mark.parametrize(
    "text",
    [
        "x" * 32_767,
        "長" * 10_000,
        "😀👩‍👩‍👧",
        "𠮷野家",
        "a\nb",
        "\ta",
        " a",
        "_x0041_",
        "<a&b>",
        "\u2028",
    ],
    ids=lambda text: f"{text[:1]!r}{len(text)}",
)
def test_texts_are_kept(tmp_path: Path, text: str) -> None:
    found = written(tmp_path, shop(ORDERS, [{"id": "L1", "order": "O1", "remark": text}]))
    cell = column_cells(found, "lines", "備註 Remark")[0]
    shown = cell.value.replace("_x005F_x0041_", "_x0041_")  # openpyxl leaves the escape
    assert shown == text
    assert not cell.quotePrefix
    assert validator.lint(tmp_path / "book.xlsx") == []


def test_control_characters_are_escaped(tmp_path: Path) -> None:
    # Plans hold none (the reader drops them), but the file must be sound in any case.
    written(tmp_path, shop(ORDERS, [{"id": "L1", "order": "O1", "remark": "a\x01\x0bb\x1f"}]))
    assert validator.lint(tmp_path / "book.xlsx") == []


def test_a_text_beyond_the_limit_is_told(tmp_path: Path) -> None:
    data = shop(ORDERS, [{"id": "L1", "order": "O1", "remark": "x" * 32_768}])
    with pytest.raises(WriteError, match="text of 32768 characters in row"):
        write_book(data, tmp_path / "book.xlsx")


# --- tables --------------------------------------------------------------------------------------
def test_every_table_is_a_native_table(path: Path) -> None:
    for key, table in SHOP.tables.items():
        found = native(path, key)
        assert [text for _, text in found.columns] == [c.title.show("both") for c in table.columns]
        assert (found.headers, found.totals) == (1, 0)


@pytest.mark.parametrize("registry_used", [SHOP, SMALL_BOOK], ids=["shop", "small"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_new_rows_get_the_formula_of_the_cells(
    tmp_path: Path, language: Language, registry_used: Registry
) -> None:
    data = BookData(registry_used, language, {"event_name": "x"}, {}, {})
    found = written(tmp_path, data)
    seen = 0
    for sheet in found.worksheets:
        for one in sheet.tables.values():
            table = registry_used.tables[one.displayName]
            first, *rows = sheet[one.ref]
            assert first[0].value == table.key_column.title.show(language)
            for index, column in enumerate(one.tableColumns):
                formula = column.calculatedColumnFormula
                cells = {row[index].value for row in rows}
                if formula is not None:
                    seen += 1
                    assert cells == {f"={formula.attr_text}"}
                elif not isinstance(table.rows, Fixed):
                    assert column_formula(data.registry, table, table.columns[index].key) is None
    assert seen


def test_formula_cells_hold_their_values(path: Path) -> None:
    values = openpyxl.load_workbook(path, data_only=True)
    assert [c.value for c in column_cells(values, "lines", "金額 Amount")][:2] == [6, 0]
    assert [c.value for c in column_cells(values, "orders", "合計 Total")][:2] == [6, 0]


def test_results_are_guarded(path: Path, book: openpyxl.Workbook) -> None:
    """Typing over a result is refused with an explanation."""
    sheet = next(s for s in book.worksheets if "lines" in s.tables)
    cell = column_cells(book, "lines", "金額 Amount")[0].coordinate
    (rule,) = [v for v in sheet.data_validations.dataValidation if cell in v.sqref]
    assert (rule.type, rule.formula1, rule.errorStyle) == ("custom", "FALSE", None)
    assert "公式" in rule.error
    early = column_cells(book, "lines", "最早 Early")[0].coordinate
    (rule,) = [v for v in sheet.data_validations.dataValidation if early in v.sqref]
    assert rule.errorStyle == "warning"


def test_only_result_sheets_are_protected_without_a_password(book: openpyxl.Workbook) -> None:
    for declared in SHOP.sheets:
        if declared.hidden:
            continue
        sheet = next(s for s in book.worksheets if s.title.endswith(declared.tab.show("both")))
        assert sheet.protection.sheet == declared.protect
        assert not sheet.protection.password
        assert not sheet.protection.hashValue
    assert not column_cells(book, "by_state", "預算 Budget")[0].protection.locked
    assert column_cells(book, "by_state", "已用 Spent")[0].protection.locked


# --- drop-downs ----------------------------------------------------------------------------------
def test_drop_downs_lead_to_cells(book: openpyxl.Workbook) -> None:
    sources = {
        rule.formula1
        for sheet in book.worksheets
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    assert sources == {"list_state", "list_colour", "list_engine_state", "keys_orders"}
    for name in sources - {"keys_orders"}:
        ((tab, area),) = book.defined_names[name].destinations
        listed = [cell[0].value for cell in book[tab][area]]
        labels = [o.label.show("both") for o in SHOP.lists[name[5:]].options]
        assert listed[: len(labels)] == labels
        # Own values of an open list stand below, and there is room for more.
        assert listed[len(labels) :] == (["green", *[None] * 8] if name == "list_colour" else [])
    assert book.defined_names["keys_orders"].attr_text == "orders[編號 ID]"


def _declared_columns() -> Iterator[tuple[str, Any]]:
    for table in registry().tables.values():
        yield from ((f"{table.key}.{c.key}", c) for c in table.columns)
    for record in registry().records.values():
        yield from ((f"{record.key}.{c.key}", c) for c in record.columns)


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_fit_without_being_cut(language: Language) -> None:
    long = []
    for where, column in _declared_columns():
        options = validation(column, "A1", "A1:A9", registry(), language) or {}
        for part, limit in (("title", 32), ("message", 255)):
            for kind in ("input", "error"):
                # A text that fills the limit was cut, and Excel counts UTF-16 units.
                text = options.get(f"{kind}_{part}", "")
                if len(text.encode("utf-16-le")) // 2 > limit:
                    long.append(f"{where}: {text}")
                if part == "message" and len(text) == limit:
                    long.append(f"{where} was cut: {text}")
    assert long == []


def test_every_list_of_a_drop_down_exists() -> None:
    for where, column in _declared_columns():
        if column.kind == "choice":
            assert column.list in registry().lists, where
        if column.role == "input" and column.kind == "link":
            assert column.link in registry().tables, where


# --- names and pages -----------------------------------------------------------------------------
_NAME = re.compile(r"[a-z_][a-z0-9_]*\Z")
_CELL_LIKE = re.compile(r"[a-z]{1,3}[0-9]+\Z|r[0-9]*c?[0-9]*\Z|c[0-9]*\Z")


def test_names_are_valid_and_lead_somewhere(book: openpyxl.Workbook) -> None:
    for name, defined in book.defined_names.items():
        assert _NAME.match(name), name
        assert not _CELL_LIKE.match(name), name
        if not name.startswith("keys_"):
            for tab, area in defined.destinations:
                assert book[tab][area] is not None


def test_keys_of_all_sheets_make_valid_names() -> None:
    found = registry()
    names = [*found.tables, *(f"fig_{k}" for k in found.figures)]
    names += [f"list_{k}" for k in found.lists]
    assert [n for n in names if not _NAME.match(n) or _CELL_LIKE.match(n) or len(n) > 60] == []
    assert len({n.casefold() for n in names}) == len(names)


@pytest.mark.parametrize("key", SHOP.figures)
def test_every_figure_has_a_name(book: openpyxl.Workbook, key: str) -> None:
    ((tab, cell),) = book.defined_names[f"fig_{key}"].destinations
    assert str(book[tab][cell].value).startswith("=")
    assert book[tab].sheet_state == ("veryHidden" if SHOP.figures[key].hidden else "visible")


def test_every_sheet_can_be_printed(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "&P" in sheet.oddFooter.right.text
        if sheet.tables:
            assert sheet.print_area, sheet.title
            assert sheet.print_title_rows, sheet.title
    paper = next(s for s in book.worksheets if "文件" in s.title)
    assert paper.page_setup.orientation == "portrait"
    assert paper.print_area


def test_headers_stay_in_sight(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        if sheet.tables and sheet.sheet_state == "visible":
            top = min(openpyxl.utils.cell.range_boundaries(t.ref)[1] for t in sheet.tables.values())
            assert sheet.freeze_panes == f"C{top + 1}"


def test_a_name_of_an_event_with_ampersands_is_printed_as_it_is(tmp_path: Path) -> None:
    write_book(shop(settings={"event_name": "A&B &P" + "x" * 300}), tmp_path / "book.xlsx")
    root = tree(tmp_path / "book.xlsx", "xl/worksheets/sheet2.xml")
    header = next(root.iter(f"{MAIN}oddHeader")).text or ""
    assert "A&&B &&Px" in header
    assert len(header) <= 255


@pytest.mark.parametrize("name", ["&" * 120, "a" + "&" * 120, "x" * 89 + "&y"])
def test_a_header_fits_however_many_ampersands(tmp_path: Path, name: str) -> None:
    write_book(shop(settings={"event_name": name}), tmp_path / "book.xlsx")
    root = tree(tmp_path / "book.xlsx", "xl/worksheets/sheet2.xml")
    header = next(root.iter(f"{MAIN}oddHeader")).text or ""
    assert len(header) <= 255
    shown = header.removeprefix("&L&8&K667280").replace("&&", "＆").split("&R&8")
    assert len(shown) == 2  # the title still stands on the right
    assert "&" not in shown[0]


# --- the whole file ------------------------------------------------------------------------------
@pytest.mark.parametrize("language", LANGUAGES)
def test_two_builds_are_the_same_file(
    tmp_path: Path, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    data = shop(ORDERS, LINES, language, picks={"letter": "O1"})
    write_book(data, one)
    later = time.time() + 4_000_000
    monkeypatch.setattr(time, "time", lambda: later)
    write_book(data, two)
    assert one.read_bytes() == two.read_bytes()
    assert validator.lint(one) == []


@pytest.mark.slow
def test_two_masters_are_the_same_file(tmp_path: Path) -> None:
    paths = [tmp_path / "one.xlsx", tmp_path / "two.xlsx"]
    for path in paths:
        empty_event().build(path, even_with_errors=True)
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.slow
def test_an_event_of_many_rows_goes_through_temporary_files(tmp_path: Path) -> None:
    """Above a number of rows the parts go through temporary files: nothing else changes."""
    rows = [{"text": f"{n}"} for n in range(20_001)]
    event = Event({"event_name": "x"}, {"notes": rows}, registry=SMALL_BOOK)
    event.build(tmp_path / "book.xlsx")
    again = Event.read(tmp_path / "book.xlsx", registry=SMALL_BOOK)
    assert again.tables["notes"] == rows


# --- every declared formula ----------------------------------------------------------------------
# Functions of Excel 2010 to 2016 that LibreOffice, WPS and IronCalc have too.
_PLAIN_NAMES = """
    ABS AND AVERAGE AVERAGEIFS CHOOSE COUNT COUNTA COUNTIF COUNTIFS DATE EOMONTH HYPERLINK IF
    IFERROR INDEX INT ISNUMBER LARGE LEFT LEN MATCH MAX MEDIAN MID MIN MOD MONTH N NETWORKDAYS.INTL
    NOT OR RANK REPT RIGHT ROUND ROUNDDOWN ROUNDUP ROW ROWS SMALL SQRT SUBSTITUTE SUM SUMIFS
    SUMPRODUCT TEXT WEEKDAY YEAR
"""
PLAIN = frozenset(_PLAIN_NAMES.split())
VOLATILE = frozenset(("NOW", "TODAY", "OFFSET", "INDIRECT", "RAND", "RANDBETWEEN", "CELL", "INFO"))
_FUNCTION = re.compile(r"([A-Za-z][A-Za-z0-9.]*)\(")


def declared() -> Iterator[tuple[str, str, Table | None, Document | None]]:
    """Every formula in field names, with what it belongs to."""
    found = registry()
    data = BookData(found, "both", {}, {}, {})
    for table in found.tables.values():
        for column in table.columns:
            texts = column_formula(data.registry, table, column.key)
            for text in [texts] if isinstance(texts, str) else texts or ():
                yield f"{table.key}.{column.key}", text, table, None
    for figure in found.figures.values():
        yield f"fig.{figure.key}", figure.formula, None, None
    for document in found.documents.values():
        for language in LANGUAGES:
            for text in formulas(compose(document, found, language)):
                yield f"document {document.key}", text, None, document


def plain(text: str) -> str:
    """The formula without its texts and references."""
    return "".join(token if isinstance(token, str) else "0" for token in f.parse(text))


def test_formulas_use_plain_functions_only() -> None:
    wrong: dict[str, str] = {}
    for where, text, _, _ in declared():
        for name in _FUNCTION.findall(plain(text)):
            if name not in PLAIN and (where, name) != ("fig.as_of", "TODAY"):
                wrong[name] = where
    assert wrong == {}


def test_only_the_data_date_is_volatile() -> None:
    volatile = {
        where
        for where, text, _, _ in declared()
        if VOLATILE & set(_FUNCTION.findall(plain(text).upper()))
    }
    assert volatile == {"fig.as_of"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_formulas_stay_within_excels_limits(language: Language) -> None:
    shown = Structured(registry(), language)
    for where, text, table, document in declared():
        formula = shown.formula(text, table, document)
        assert len(formula) <= 8192, where
        assert _depth(plain(text)) <= 64, where
        assert all(len(part) <= 255 for part in re.findall(r'"((?:[^"]|"")*)"', formula)), where


def _depth(text: str) -> int:
    depth = most = 0
    for char in text:
        depth += (char == "(") - (char == ")")
        most = max(most, depth)
    assert depth == 0
    return most


def test_texts_are_never_put_in_order_by_a_criterion() -> None:
    """IronCalc orders texts the wrong way round in COUNTIFS(t[id],"<="&[id])."""
    found = registry()
    wrong = []
    for where, text, _, _ in declared():
        tokens = f.parse(text)
        for column, comma, test in zip(tokens, tokens[1:], tokens[2:], strict=False):
            orders = isinstance(test, f.Literal) and test.text.zh[:2] in ("<", ">", "<=", ">=")
            if isinstance(column, f.Whole) and comma == "," and orders:
                kind = found.tables[column.table].column(column.column).kind
                if kind not in NUMERIC | TEMPORAL:
                    wrong.append(f"{where}: {column}")
    assert wrong == []


def test_dates_that_come_later_have_room(repository: Path) -> None:
    """An engine column that is empty today must not show #### once it is filled."""
    book = openpyxl.load_workbook(repository / "workbooks/xlevent-master-en.xlsx")
    narrow = []
    for sheet in book.worksheets:
        for key in sheet.tables:
            table = registry().tables.get(key)
            if table is None or sheet.sheet_state != "visible":
                continue
            first = sheet[sheet.tables[key].ref][0][0]
            for offset, column in enumerate(table.columns):
                at = first.column + offset
                width = next(
                    (d.width for d in sheet.column_dimensions.values() if d.min <= at <= d.max), 0
                )
                wide = {"datetime": 16, "date": 10.5, "time": 5.5}.get(column.kind, 0)
                if not column.hidden and width < wide:
                    narrow.append(f"{key}.{column.key}")
    assert narrow == []
