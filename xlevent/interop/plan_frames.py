"""Plans from and to pandas data frames. pandas is imported when a frame is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xlevent.domain.finding import Place
from xlevent.domain.language import Text
from xlevent.domain.values import Raw, Value
from xlevent.errors import MisuseError
from xlevent.sheets.kernel.blocks import Table
from xlevent.sheets.kernel.columns import NUMERIC
from xlevent.sheets.kernel.raw import RawPlan, RawRow, RawTable

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class FrameSpot:
    """A row of a data frame, by its position from 0."""

    frame: str
    row: int

    def place(self, column: str | None = None) -> Place:
        """The row and column inside the frame."""
        pointer = f"/{self.row}/{column}" if column is not None else f"/{self.row}"
        return Place(f"<frame {self.frame}>", pointer=pointer)


def from_frames(
    frames: Mapping[str, pd.DataFrame],
    *,
    settings: Mapping[str, Raw] | None = None,
    documents: Mapping[str, Raw] | None = None,
) -> RawPlan:
    """A raw plan: one frame for each table, column names are keys or titles; NaN is empty."""
    import pandas as pd

    plan = RawPlan("<frames>")
    for table, given in ((plan.settings, settings), (plan.documents, documents)):
        if given:
            table.rows.append({k: _scalar(v) for k, v in given.items()})
    for key, frame in frames.items():
        if not isinstance(frame, pd.DataFrame):
            raise MisuseError(
                Text(
                    f"{type(frame).__name__} 不是資料框（data frame）。",
                    f"{type(frame).__name__} is no data frame.",
                ),
                where=key,
                mend=Text(
                    "每個資料表請給一個 pandas.DataFrame。",
                    "Give a pandas.DataFrame for each table.",
                ),
            )
        plan.add(_table(key, frame))
    return plan


def _table(key: str, frame: pd.DataFrame) -> RawTable:
    import pandas as pd

    names = [str(name) for name in frame.columns]
    rows: list[RawRow] = [{} for _ in range(len(frame))]
    for at, name in enumerate(names):
        series = frame.iloc[:, at]
        missing = pd.isna(series).to_numpy(dtype=bool)
        for index, value in enumerate(series.tolist()):
            if not missing[index]:
                rows[index].setdefault(name, _scalar(value))
    return RawTable(key, rows, [FrameSpot(key, i) for i in range(len(frame))])


def _scalar(value: Any) -> Raw:
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime(warn=False)
    if hasattr(value, "to_pytimedelta"):
        return value.to_pytimedelta()
    if type(value).__module__ == "numpy" and hasattr(value, "item"):
        return value.item()
    return value


def frame(
    table: Table, rows: Sequence[Mapping[str, Value]], *, exact: bool = False
) -> pd.DataFrame:
    """The rows as a data frame with a column for each stored column of the table.

    Numbers are float64 (whole numbers Int64), dates datetime64; exact=True keeps Decimal and
    date objects. Fifteen significant digits survive the way there and back.
    """
    import pandas as pd

    data: dict[str, pd.Series[Any]] = {}
    for column in table.stored:
        cells = [row.get(column.key) for row in rows]
        if exact:
            data[column.key] = pd.Series(cells, dtype=object)
        elif column.kind in ("integer", "minutes"):
            data[column.key] = pd.Series(cells, dtype="Int64")
        elif column.kind in NUMERIC:
            data[column.key] = pd.Series(
                [float("nan") if c is None else float(str(c)) for c in cells],
                dtype="float64",
            )
        elif column.kind in ("date", "datetime"):
            # Seconds reach the year 9999; nanoseconds end in 2262.
            data[column.key] = pd.Series(cells, dtype="datetime64[s]")
        else:
            data[column.key] = pd.Series(cells, dtype=object)
    return pd.DataFrame(data, columns=[c.key for c in table.stored])
