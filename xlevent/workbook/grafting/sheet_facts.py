"""What a worksheet holds beside its tables: cells, widths, rules, filters, looks of pages."""

from __future__ import annotations

import contextlib
import copy
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from lxml import etree

from xlevent.domain.values import Typed
from xlevent.workbook.contents import Area, area_of, cell_position, column_letters
from xlevent.workbook.package import MAIN, Package
from xlevent.workbook.patcher.caches import local
from xlevent.workbook.streaming import elements
from xlevent.workbook.texts import rich_text, unescape

_X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_PARTS = (
    "row", "cols", "conditionalFormatting", "dataValidation", "mergeCell", "hyperlink",
    "autoFilter", "sheetPr", "sheetProtection", "pageSetup", "headerFooter", "rowBreaks",
    "colBreaks",
)  # fmt: skip
_EXTENDED = ("conditionalFormatting", "dataValidation", "sparklineGroup")
_TAGS = (*(MAIN + name for name in _PARTS), *(_X14 + name for name in _EXTENDED))
_REFERENCE = re.compile(r"(?<![\w.])\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}(?![\w(])")
_CODES = re.compile(r'&(?:[LCR]|K[0-9A-Fa-f]{6}|\d+|"[^"]*")')  # place, colour, size, font
_COMPARED = frozenset(("whole", "decimal", "date", "time", "textLength"))
_FORMULAS = frozenset(("formula", "formula1", "formula2", "f"))


@dataclass(frozen=True, slots=True)
class FoundCell:
    """A cell with content: what it shows, its formula, its XML."""

    shown: str
    formula: str | None
    element: etree._Element

    @property
    def key(self) -> str:
        """Equal for cells of the same content; formulas are compared without places."""
        return self.shown if self.formula is None else "=" + placeless(self.formula)


@dataclass(frozen=True, slots=True)
class Rule:
    """A conditional format or a validation: where, what, and what makes it equal to another."""

    areas: str
    told: str
    key: str


@dataclass(slots=True)
class SheetFacts:
    """The contents of one sheet outside the given areas."""

    cells: dict[tuple[int, int], FoundCell] = field(default_factory=dict)
    widths: dict[int, tuple[float, bool]] = field(default_factory=dict)  # width, hidden
    formats: list[Rule] = field(default_factory=list)
    validations: list[Rule] = field(default_factory=list)
    sparklines: list[str] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)  # cells, relationship id
    filters: list[str] = field(default_factory=list)  # areas
    hidden_rows: list[int] = field(default_factory=list)
    looks: dict[str, str] = field(default_factory=dict)


def placeless(formula: str) -> str:
    """A formula without blanks, quotes, case, and the places of cells."""
    with contextlib.suppress(ValueError):  # 1.0 is saved as 1
        return f"{float(formula):.12g}"
    return _REFERENCE.sub("#", "".join(formula.replace("'", "").split())).casefold()


def sheet_facts(
    package: Package, part: str, shared: Sequence[Typed], covered: Collection[Area]
) -> SheetFacts:
    """What the sheet holds; cells in the areas `covered` are left out."""
    facts = SheetFacts()
    masters: dict[str, str] = {}
    last = 0
    for element in elements(package, part, "worksheet", _TAGS):
        match local(element):
            case "row":
                number = element.get("r") or ""
                last = int(number) if number.isdecimal() else last + 1
                _row(facts, element, last, shared, covered, masters)
            case "cols":
                _widths(facts, element)
            case "conditionalFormatting":
                for rule in element.iter("{*}cfRule"):
                    facts.formats.append(_rule(rule, _areas(element)))
            case "dataValidation":
                facts.validations.append(_rule(element, _areas(element)))
            case "sparklineGroup":
                facts.sparklines += [one.text or "" for one in element.iter("{*}sqref")]
            case "mergeCell":
                facts.merges.append(area_of(element.get("ref") or ""))
            case "hyperlink":
                key = next((v for k, v in element.items() if str(k).endswith("}id")), None)
                if key is not None:
                    facts.links.append((element.get("ref") or "", str(key)))
            case "autoFilter":
                facts.filters.append(element.get("ref") or "")
            case _:
                _look(facts, element)
    return facts


def _row(
    facts: SheetFacts, row: etree._Element, number: int, shared: Sequence[Typed],
    covered: Collection[Area], masters: dict[str, str],
) -> None:  # fmt: skip
    if row.get("hidden") in ("1", "true"):
        facts.hidden_rows.append(number)
    across = [area for area in covered if area.top <= number <= area.bottom]
    column = 0
    for cell in row.iterchildren(f"{MAIN}c"):
        address = cell.get("r")
        column = cell_position(address)[1] if address else column + 1
        formula = cell.find(f"{MAIN}f")
        text = None
        if formula is not None:
            text = formula.text
            group = formula.get("si")
            if group is not None and text:
                masters[group] = text
            elif group is not None:
                text = masters.get(group)
        if any(area.left <= column <= area.right for area in across):
            continue
        shown = _shown(cell, shared)
        if shown or text:
            facts.cells[number, column] = FoundCell(shown, text, copy.deepcopy(cell))


def _shown(cell: etree._Element, shared: Sequence[Typed]) -> str:
    kind = cell.get("t")
    inline = cell.find(f"{MAIN}is")
    if kind == "inlineStr" and inline is not None:
        return rich_text(inline)
    value = cell.findtext(f"{MAIN}v") or ""
    if kind == "s" and value.isdecimal() and int(value) < len(shared):
        return str(shared[int(value)])
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    return unescape(value)


def _widths(facts: SheetFacts, columns: etree._Element) -> None:
    for one in columns:
        first, last = int(one.get("min") or 1), int(one.get("max") or 1)
        if one.get("width") is None or last - first > 1000:
            continue  # all the rest of the sheet
        shown = (round(float(one.get("width") or 0), 2), one.get("hidden") in ("1", "true"))
        facts.widths.update(dict.fromkeys(range(first, last + 1), shown))


def _areas(element: etree._Element) -> str:
    return element.get("sqref") or next((e.text or "" for e in element.iter("{*}sqref")), "")


def _rule(rule: etree._Element, areas: str) -> Rule:
    formulas = [e.text for e in rule.iter() if local(e) in _FORMULAS and e.text]
    kind = rule.get("type") or "any"
    operator = rule.get("operator") or ""
    if local(rule) == "dataValidation":  # some programs write what is usual, or unused
        operator = (operator or "between") if kind in _COMPARED else ""
        formulas = formulas[: 2 if operator in ("between", "notBetween") else 1]
        if kind in ("any", "none"):  # a message only
            kind, formulas = "any", []
        elif kind == "custom" and formulas == ["0"]:
            formulas = ["FALSE"]
    key = "|".join((kind, operator, *(placeless(text) for text in formulas)))
    return Rule(areas, " ".join(filter(None, (kind, operator, *formulas))), key)


def _look(facts: SheetFacts, element: etree._Element) -> None:
    name = local(element)
    if name == "sheetPr":
        colour = element.find(f"{MAIN}tabColor")
        found = "" if colour is None else " ".join(map(str, colour.attrib.values()))
    elif name == "sheetProtection":
        found = "+".join(k for k in ("password", "hashValue") if element.get(k))
    elif name == "pageSetup":
        wanted = {"paperSize": "1", "orientation": "default", "scale": "100"}
        found = " ".join(f"{k}={element.get(k, usual)}" for k, usual in wanted.items())
    elif name == "headerFooter":
        texts = ("".join(map(str, one.itertext())) for one in element)
        found = " ".join(filter(None, (_CODES.sub("", text).strip() for text in texts)))
    else:  # breaks
        found = " ".join(one.get("id") or "" for one in element)
    if found:
        facts.looks[name] = found


def cell_name(row: int, column: int) -> str:
    """The address of a cell."""
    return f"{column_letters(column)}{row}"
