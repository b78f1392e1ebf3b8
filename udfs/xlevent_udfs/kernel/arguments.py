"""Arguments: what a function wants, and how it is read from the cells that people point at.

Single cells, choices, flags and lists of texts stand here; tables in `rows.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlevent.domain import codes
from xlevent.domain.finding import Finding
from xlevent.domain.language import Language, Text
from xlevent.domain.problems import Problem
from xlevent.domain.values import ErrorCell, Value, parse, split_links
from xlevent.sheets.registry import registry
from xlevent_udfs.kernel.cells import Cells, filled
from xlevent_udfs.kernel.errors import CellError

_SHAPES = {
    "text": Text("文字", "text"),
    "key": Text("文字", "text"),
    "number": Text("數值", "number"),
    "price": Text("單價", "price"),
    "amount": Text("金額", "amount"),
    "percent": Text("比率(如 5% 或 0.05)", "share (5% or 0.05)"),
    "integer": Text("整數", "whole number"),
    "date": Text("日期", "date"),
    "time": Text("時刻", "time of day"),
}
_CHINESE_COMMA = re.compile(r"(?<=[\u3400-\u9fff])\s*[,，/／]\s*(?=[\u3400-\u9fff])")
_TRUE = frozenset(("true", "1", "1.0", "yes", "y", "是", "v", "✓"))
_FALSE = frozenset(("false", "0", "0.0", "no", "n", "否"))


@dataclass(frozen=True)
class Argument:
    """One argument; `read` gives its value, CellError where it cannot be one."""

    name: str
    help: Text
    optional: bool = False
    default: Any = None

    def read(self, cells: Cells) -> Any:
        """The value that the cells mean."""
        raise NotImplementedError

    def language(self, cells: Cells) -> Language | None:
        """The language that the cells are written in, where they tell."""
        return None

    @property
    def shape(self) -> Text:
        """What is pointed at: one cell of some kind, or a range."""
        raise NotImplementedError

    def wrong(self, zh: str, en: str) -> CellError:
        """An error of this argument."""
        return CellError(Text(f"引數 {self.name}：{zh}", f"argument {self.name}: {en}"))

    def told(self, found: Finding) -> CellError:
        """An error of this argument as a finding says it, with how to mend it."""
        return self.wrong(
            f"{found.message.zh}{found.hint.zh}", f"{found.message.en} {found.hint.en}".rstrip()
        )

    def only(self, cells: Cells) -> object:
        """The one cell that holds something; None where none does."""
        found = filled(cells)
        if len(found) > 1:
            raise self.wrong(
                f"只要一格，卻有 {len(found):,} 格有值；請只選一格。",
                f"one cell is wanted, {len(found):,} hold something; select one.",
            )
        if found and isinstance(found[0], ErrorCell):
            raise self.told(self._finding(Problem(codes.ERROR_CELL), found[0]))
        return found[0] if found else None

    def _finding(self, problem: Problem, value: object) -> Finding:
        return codes.finding(problem, value=value, titles={"column": Text(self.name, self.name)})


@dataclass(frozen=True)
class Scalar(Argument):
    """One cell of a kind of column: text, number, amount, percent, integer, date, time ..."""

    kind: str = "text"
    least: Decimal | int | None = None
    most: Decimal | int | None = None

    def read(self, cells: Cells) -> Value | None:
        given = self.only(cells)
        if given is None:
            return self.default  # type: ignore[no-any-return]
        value, problems = parse(self.kind, given)
        for problem in problems:
            if value is None or problem.code.severity == "error":
                raise self.told(self._finding(problem, given))
        if isinstance(value, Decimal | int):
            self._check_bounds(value)
        return value

    @property
    def shape(self) -> Text:
        return _SHAPES[self.kind]

    def _check_bounds(self, value: Decimal | int) -> None:
        if self.least is not None and value < self.least:
            raise self.wrong(
                f"{value} 太小，不可小於 {self.least}。",
                f"{value} is too small; it must be at least {self.least}.",
            )
        if self.most is None or value <= self.most:
            return
        if self.kind == "percent" and value <= 100:  # 5 may mean 5 %: asked, never guessed
            raise self.wrong(
                f"{value} 是 {value:%}；是否為 {value}%？",
                f"{value} is {value:%}; did you mean {value}%?",
            )
        raise self.wrong(
            f"{value} 太大，不可大於 {self.most}。",
            f"{value} is too large; it must be at most {self.most}.",
        )


@dataclass(frozen=True)
class Flag(Argument):
    """TRUE or FALSE, 1 or 0, yes or no."""

    optional: bool = True
    default: bool = False

    def read(self, cells: Cells) -> bool:
        given = self.only(cells)
        if given is None:
            return self.default
        said = str(given).strip().casefold()
        if said in _TRUE:
            return True
        if said in _FALSE:
            return False
        raise self.wrong(f"「{given}」請改為 TRUE 或 FALSE。", f"{given}: give TRUE or FALSE.")

    @property
    def shape(self) -> Text:
        return Text("TRUE/FALSE", "TRUE/FALSE")


@dataclass(frozen=True)
class Choice(Argument):
    """One value of a drop-down list of the workbook, in either language or by its key."""

    list: str = ""

    def read(self, cells: Cells) -> str | None:
        given = self.only(cells)
        if given is None:
            return self.default  # type: ignore[no-any-return]
        known = registry().lists[self.list]
        key = known.lookup().get(str(given).strip().casefold())
        if key is None:
            labels = [option.label for option in known.options]
            raise self.wrong(
                f"「{given}」不在選項中：{'、'.join(label.zh for label in labels)}。",
                f"{given!s} is none of {', '.join(label.en for label in labels)}.",
            )
        return key

    def language(self, cells: Cells) -> Language | None:
        said = [str(cell).strip() for cell in filled(cells)][:1]
        for option in registry().lists[self.list].options:
            if option.label.zh != option.label.en and said == [option.label.zh]:
                return "zh-TW"
            if option.label.zh != option.label.en and said == [option.label.en]:
                return "en"
        return None

    @property
    def shape(self) -> Text:
        title = registry().lists[self.list].title
        return Text(f"選項「{title.zh}」", f"one of {title.en}")


@dataclass(frozen=True)
class Texts(Argument):
    """All texts of a range, row by row; several names in a cell are several texts.

    A comma or slash parts Chinese names only: "Lee, Ann" is one person.
    """

    def read(self, cells: Cells) -> list[str]:
        for number, row in enumerate(cells, start=1):
            for cell in row:
                if isinstance(cell, ErrorCell):
                    raise self.wrong(
                        f"第 {number} 列是錯誤值 {cell}。請更正公式或重新輸入。",
                        f"row {number} holds the error {cell}. Mend the formula or type the value.",
                    )
        found = (parse("text", raw)[0] for raw in filled(cells))
        return [
            name
            for value in found
            if value is not None
            for name in split_links(_CHINESE_COMMA.sub(";", str(value)))
        ]

    @property
    def shape(self) -> Text:
        return Text("一格或一個範圍的文字", "texts, a cell or a range")
