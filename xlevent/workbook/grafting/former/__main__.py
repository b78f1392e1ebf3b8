"""Write the file of a template from its published workbooks."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

from xlevent.sheets.registry import registry
from xlevent.workbook.contents_reader import read_contents
from xlevent.workbook.grafting.additions import Side
from xlevent.workbook.grafting.drawn import drawn_on
from xlevent.workbook.grafting.former import cell_mark, mark
from xlevent.workbook.names import goto_name
from xlevent.workbook.package import open_package


def main(template: str, books: list[str]) -> None:
    """Collect what the books hold beside their tables."""
    cells: defaultdict[str, set[str]] = defaultdict(set)
    merges: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
    drawn: defaultdict[str, set[str]] = defaultdict(set)
    for book in books:
        with open_package(Path(book)) as package:
            side = Side.of(package, read_contents(package))
            for sheet in registry().sheets:
                place = side.contents.named_cell(goto_name(sheet.code))
                if place is None:
                    continue
                facts = side.facts(place[0], side.natives(place[0]))
                cells[sheet.code] |= {m for c in facts.cells.values() if (m := cell_mark(c))}
                merges[sheet.code] |= {(a.bottom - a.top, a.right - a.left) for a in facts.merges}
                sheet_part = side.contents.sheet(place[0])
                if sheet_part is not None:
                    shapes = drawn_on(package, sheet_part.part)
                    drawn[sheet.code] |= {mark(str(one.key)) for one in shapes}
    data = {
        code: {
            "cells": " ".join(sorted(cells[code])),
            "merges": sorted(merges[code]),
            "drawn": " ".join(sorted(drawn[code])),
        }
        for code in sorted(cells)
    }
    target = Path(__file__).with_name(f"template-{template}.json")
    target.write_text(json.dumps(data, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
