"""Bank statements and ledger exports: read from files, and taken into the table of bank lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from xlevent.app.money.bank_lines import Merged as Merged
from xlevent.app.money.bank_lines import merge_lines as merge_lines
from xlevent.compute.statement_overlap import take_once
from xlevent.domain.bank import Statement
from xlevent.domain.language import Text
from xlevent.errors import MisuseError, UnreadableFileError
from xlevent.interop.statements.days import STYLES
from xlevent.interop.statements.grid import Grid, NumberedRow
from xlevent.interop.statements.profile import Profile, find_profile
from xlevent.interop.statements.reading import read_file
from xlevent.workbook.contents_reader import read_contents
from xlevent.workbook.limits import Limits
from xlevent.workbook.names import METADATA_SHEET
from xlevent.workbook.package import open_package
from xlevent.workbook.sheet_rows import SheetRows, read_sheet_rows

_STATEMENT = Text("對帳單", "a statement")
_NAME_STATEMENT = Text(
    "請指定銀行的檔案：`xlevent reconcile gala.xlsx --bank march.csv`。",
    "Name the file of the bank: `xlevent reconcile gala.xlsx --bank march.csv`.",
)


def read_statements(
    paths: Sequence[Path | str],
    profile: Profile | Path | str | None = None,
    *,
    dates: str | None = None,
) -> list[Statement]:
    """The statements in files of any format, each line once even where the files overlap.

    `profile`: the layout of CSV files and workbooks, by the name of a bundled one or the path of
    a YAML file; None finds it by the headers. `dates` says how ambiguous dates are written: ymd,
    roc, dmy or mdy. Problems of the data are in each statement's `findings`; UnreadableFileError
    where a file is none, MisuseError for a wrong profile.
    """
    if dates is not None and dates not in STYLES:
        raise MisuseError(
            Text(f"「{dates[:20]}」不是日期的寫法。", f"{dates[:20]!r} is no way to write dates."),
            mend=Text(f"請用：{'、'.join(STYLES)}。", f"Use one of: {', '.join(STYLES)}."),
        )
    known = profile if profile is None or isinstance(profile, Profile) else find_profile(profile)
    limits = Limits.from_environment()
    made: list[Statement] = []
    for path in _each_once(paths):
        made += read_file(
            path, known, sheets=sheet_grids, dates=dates or "", limit=limits.file_bytes
        )
    return take_once(made)


def _each_once(paths: Sequence[Path | str]) -> list[Path]:
    """The paths; one that is given twice is read once."""
    return list({Path(path).resolve(): Path(path) for path in paths}.values())


def sheet_grids(
    path: Path,
    what: Text = _STATEMENT,
    mend: Text = _NAME_STATEMENT,
) -> Iterator[Grid]:
    """The cells of a workbook, sheet by sheet; one of ours is refused, as it is not `what`."""
    with open_package(path) as package:
        if read_contents(package).sheet(METADATA_SHEET) is not None:
            raise UnreadableFileError(
                Text(
                    f"這是 xlevent 的活頁簿，不是{what.zh}。",
                    f"this is a workbook of xlevent, not {what.en}.",
                ),
                where=str(path),
                mend=mend,
            )
    for sheet in read_sheet_rows(path):
        yield _grid(path, sheet)


def _grid(path: Path, sheet: SheetRows) -> Grid:
    rows = cast(list[NumberedRow], sheet.rows)  # texts of cells are texts
    return Grid(str(path), "xlsx", lambda: rows, sheet.name, sheet.date1904)
