"""One export as entries: figures by day, channel and activity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path

from xlevent.domain import marketing_codes as codes
from xlevent.domain.finding import Finding, Place
from xlevent.domain.language import Text
from xlevent.domain.money import ZERO, round_half_up
from xlevent.domain.problems import Problem, finding
from xlevent.errors import UnreadableFileError
from xlevent.interop.files import read_bytes
from xlevent.interop.results.profile import COUNTS, FIELDS, FIGURES, Profile, bundled
from xlevent.interop.statements.amounts import Amount, Evidence, Style
from xlevent.interop.statements.amounts import read as read_amount
from xlevent.interop.statements.days import Days, read_days
from xlevent.interop.statements.facts import currency_in_header, currency_of
from xlevent.interop.statements.grid import Cell, Grid, NumberedRow, SheetReader, folded, text_of
from xlevent.interop.statements.headers import SEARCHED, assign, is_recognised, names_of
from xlevent.interop.statements.notes import Notes
from xlevent.interop.statements.opening import open_grids
from xlevent.interop.statements.reading import SIZE_LIMIT

TITLES = {
    "impressions": Text("曝光", "impressions"), "reach": Text("觸及", "reach"),
    "clicks": Text("點擊", "clicks"), "leads": Text("名單", "leads"),
    "conversions": Text("轉換", "conversions"), "cost": Text("花費", "cost"),
    "revenue": Text("收入", "revenue"),
}  # fmt: skip
_TOTALS = ("total", "grandtotal", "總計", "合計", "小計", "subtotal")
_LONGEST = 200  # of the name of an activity


@dataclass(frozen=True, slots=True)
class Entry:
    """What one activity brought on one day; figures that the file does not have are missing."""

    date: date
    channel: str  # as the file has it; "" where it has no channels
    activity: str
    figures: dict[str, Decimal]
    currency: str
    place: Place


@dataclass(frozen=True, slots=True)
class Export:
    """The entries of one table of a file, in its order."""

    file: str
    profile: Profile
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]


def read_export(
    path: Path,
    profile: Profile | None = None,
    *,
    sheets: SheetReader,
    dates: str = "",
    limit: int = SIZE_LIMIT,
) -> list[Export]:
    """The tables of an export; UnreadableFileError where none has a known header."""
    grids, said = open_grids(
        path, read_bytes(path, limit=limit), sheets,
        encoding=profile.encoding if profile else "",
        delimiter=profile.delimiter if profile else "",
        formats=Text("CSV 或 Excel", "CSV or Excel"),
        xml=Text("匯出檔只讀 CSV 或 Excel", "exports are read as CSV or Excel only"),
    )  # fmt: skip
    made: list[Export] = []
    seen: list[str] = []
    notes = tuple(finding(Problem(code), place=Place(str(path))) for code in said)
    for grid in grids:
        for one in (profile,) if profile else bundled():
            found = _header(grid, one)
            if found is not None:
                made.append(_Table(grid, one, *found, dates).export(notes if not made else ()))
                break
        else:
            seen += [text_of(c)[:30] for _, row in islice(grid.rows(), 3) for c in row if c]
    if not made:
        shown = ", ".join(dict.fromkeys(text for text in seen if text.isprintable()))[:200]
        named = f" of the profile {profile.name}" if profile else ""
        named_zh = f"對照檔 {profile.name} 的" if profile else ""
        raise UnreadableFileError(
            Text(
                f"找不到{named_zh}標題列（要有日期與數字）"
                + (f"；檔案開頭是：{shown}。" if shown else "。"),
                f"no header{named} with a date and figures was found"
                + (f"; the file begins with: {shown}." if shown else "."),
            ),
            where=str(path),
            mend=Text(
                "請以 --profile 指定各欄標題的意義；見 docs/marketing.md。",
                "Say which header means what with --profile; see docs/marketing.md.",
            ),
        )
    return made


def _header(grid: Grid, profile: Profile) -> tuple[NumberedRow, dict[str, int]] | None:
    for number, row in islice(grid.rows(), SEARCHED):
        names = names_of([row])
        if is_recognised(profile.recognise, names):
            found = {k: c[0] for k, c in assign(profile.columns, names, FIELDS).items()}
            if "date" in found and (profile.rows == "orders" or any(f in found for f in FIGURES)):
                return (number, row), found
    return None


class _Table:
    """Reads the rows below one header."""

    def __init__(
        self, grid: Grid, profile: Profile, header: NumberedRow, columns: dict[str, int],
        dates: str,
    ) -> None:  # fmt: skip
        self.grid, self.profile, self.columns = grid, profile, columns
        self.last, self.titles = header
        self.dates = dates or profile.date
        self.notes = Notes(grid.file)
        self.made: dict[tuple[date, str, str, str], list[tuple[dict[str, Decimal], Place]]] = {}
        self.totals = 0
        self.nameless: list[tuple[dict[str, Decimal], Place, str | None]] = []

    def export(self, said: Sequence[Finding]) -> Export:
        """All entries and what is to be said of them."""
        self._unmapped()
        days, until, style = self._whole()
        periods: list[tuple[date, date]] = []
        for number, row in self._rows():
            first = next((folded(c) for c in row if text_of(c)), "")
            if not first or [folded(c) for c in row] == [folded(c) for c in self.titles]:
                continue
            if self._is_total(first):
                self.totals += 1
                continue
            if self._text(row, "state") and folded(self._text(row, "state")) in self.profile.skip:
                continue
            self._take(number, row, days, until, style, periods)
        self._judge_nameless()
        if self.totals:
            self.notes.add(codes.TOTALS_LEFT_OUT, count=self.totals)
        if periods:
            begin, end = periods[0]
            self.notes.add(codes.PERIOD_ROW, count=len(periods), first=begin, last=end)
        entries = tuple(self._entry(key, parts) for key, parts in self.made.items())
        return Export(self.grid.file, self.profile, entries, (*said, *self.notes.done()))

    def _rows(self) -> Iterator[NumberedRow]:
        width = len(self.titles)
        for number, row in self.grid.rows():
            if number > self.last:
                yield number, row + [None] * (width - len(row))

    def _whole(self) -> tuple[Days, Days, Style]:
        """What the columns show as a whole: how dates and decimals are written."""
        evidence = Evidence()
        cells: list[set[Cell]] = [set(), set()]
        for _, row in self._rows():
            for name in FIGURES:
                cell = row[self.columns[name]] if name in self.columns else None
                if isinstance(cell, str) and cell:
                    evidence.add(cell.strip())
            for found, name in zip(cells, ("date", "until"), strict=True):
                if name in self.columns:
                    found.add(row[self.columns[name]])
        days, until = (read_days(found, self.dates, date1904=self.grid.date1904) for found in cells)
        for problem, cell in days.problems:
            self.notes.say(problem, value=text_of(cell))
        if self.profile.decimal == "auto":
            return days, until, evidence.style
        return days, until, Style("comma" if self.profile.decimal == "comma" else "point")

    def _unmapped(self) -> None:
        used = set(self.columns.values())
        left = [
            text_of(title) for column, title in enumerate(self.titles)
            if column not in used and text_of(title) and not self._is_ignored(title)
        ]  # fmt: skip
        if left:
            shown = Text("、".join(left), ", ".join(left))
            self.notes.add(codes.UNMAPPED_COLUMNS, Place(self.grid.file), shown)

    def _is_ignored(self, title: Cell) -> bool:
        return any(form in self.profile.ignore for form in names_of([[title]])[0])

    def _is_total(self, first: str) -> bool:
        words = (*_TOTALS, *self.profile.totals)
        return first in words or first.startswith(tuple(f"{w}{c}" for w in words for c in ":：-"))

    def _text(self, row: list[Cell], name: str) -> str:
        return text_of(row[self.columns[name]])[:_LONGEST] if name in self.columns else ""

    def _take(
        self, number: int, row: list[Cell], days: Days, until: Days, style: Style,
        periods: list[tuple[date, date]],
    ) -> None:  # fmt: skip
        """One row: into an entry, or said to be left out."""
        figures = self._figures(number, row, style)
        if figures is None or (not figures and self.profile.rows != "orders"):
            return
        cell = row[self.columns["date"]]
        place = self.grid.place(number, self.columns["date"])
        day = days.days.get(cell)
        if day is None:
            if cell in days.undecided:
                return  # said of the whole column
            if text_of(cell):
                self.notes.add(codes.BAD_DAY, place, text_of(cell))
            else:
                self.nameless.append((figures, place, None))
            return
        end = until.days.get(row[self.columns["until"]]) if "until" in self.columns else None
        if end is not None and end > day:
            periods.append((day, end))
            day = end
        activity = self._text(row, "activity") or self.profile.activity
        if not activity:
            self.nameless.append((figures, place, ""))
            return
        if self.profile.rows == "orders" and "conversions" not in figures:
            figures["conversions"] = Decimal(1)
        key = (day, self._text(row, "channel"), activity, self._currency(row))
        self.made.setdefault(key, []).append((figures, place))

    def _figures(self, number: int, row: list[Cell], style: Style) -> dict[str, Decimal] | None:
        """The figures of a row; None: one of them cannot be read, which is said."""
        found: dict[str, Decimal] = {}
        for name in FIGURES:
            if name not in self.columns:
                continue
            cell = row[self.columns[name]]
            read = read_amount(cell, style)
            if read is None:
                continue
            title, place = TITLES[name], self.grid.place(number, self.columns[name])
            if not isinstance(read, Amount):
                self.notes.add(codes.BAD_FIGURE, place, text_of(cell),
                               what_zh=title.zh, what_en=title.en)  # fmt: skip
                return None
            if read.number < 0:
                self.notes.add(codes.NEGATIVE_FIGURE, place, f"{read.number:,f}",
                               what_zh=title.zh, what_en=title.en)  # fmt: skip
                return None
            found[name] = read.number
        return found

    def _currency(self, row: list[Cell]) -> str:
        own = currency_of(self._text(row, "currency"))
        if own:
            return own
        columns = [self.columns[n] for n in ("cost", "revenue") if n in self.columns]
        named = {currency_in_header(text_of(self.titles[c])) for c in columns} - {""}
        return named.pop() if len(named) == 1 else self.profile.currency

    def _judge_nameless(self) -> None:
        """A row without date or name is the total where its figures are the sums of the others."""
        sums = dict.fromkeys(FIGURES, ZERO)
        for parts in self.made.values():
            for figures, _ in parts:
                for name, number in figures.items():
                    sums[name] += number
        for figures, place, text in self.nameless:
            added = {n: number for n, number in figures.items() if n != "reach"}
            if added and all(sums[n] == number for n, number in added.items()):
                self.totals += 1
            elif text is None:
                self.notes.add(codes.BAD_DAY, place, "")
            else:
                self.notes.add(codes.NO_ACTIVITY, place)

    def _entry(
        self, key: tuple[date, str, str, str], parts: list[tuple[dict[str, Decimal], Place]]
    ) -> Entry:
        day, channel, activity, currency = key
        figures: dict[str, Decimal] = {}
        place = parts[0][1]
        for name in FIGURES:
            given = [f[name] for f, _ in parts if name in f]
            if not given:
                continue
            if name == "reach" and len(parts) > 1:
                self.notes.add(codes.REACH_NOT_ADDED, place, activity=activity, count=len(parts))
                continue
            number = sum(given, ZERO)
            if name in COUNTS and number != number.to_integral_value():
                whole = round_half_up(number, 0)
                title = TITLES[name]
                self.notes.add(codes.FRACTION_ROUNDED, place, f"{number:,f}", rounded=whole,
                               what_zh=title.zh, what_en=title.en)  # fmt: skip
                number = whole
            figures[name] = number
        return Entry(day, channel, activity, figures, currency, place)
