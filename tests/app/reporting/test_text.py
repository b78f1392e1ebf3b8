"""A report on a terminal: no figure is cut off, however narrow it is."""

from __future__ import annotations

import pytest

from xlevent.app.reporting.model import Report, Section, Table, TableColumn
from xlevent.cli.report_text import print_report
from xlevent.domain.language import Text

NAMES = ("Promised value", "承諾價值", "Servicing cost", "Organiser ROI", "Overdue", "Waived")


def plain(text: str) -> Text:
    return Text(text, text)


@pytest.mark.parametrize("columns", [20, 40, 80])
def test_figures_are_whole_on_a_narrow_terminal(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    figures = [f"{12_345_678 + number:,}" for number in range(len(NAMES))]
    table = Table(
        plain("Roll-up"),
        (
            TableColumn(plain("ID")),
            TableColumn(plain("Name")),
            *(TableColumn(plain(name), number=True) for name in NAMES),
        ),
        ((plain("SP-001"), plain("A company with a long name Ltd"), *map(plain, figures)),),
    )
    section = Section("sums", plain("Sums"), (table,))
    print_report(Report(plain("Roll-up"), plain("Gala"), sections=(section,)))
    shown = capsys.readouterr().out
    assert all(figure in shown for figure in figures)
    words = [word for name in NAMES if name.isascii() for word in name.split()]
    assert all(word in shown for word in ("SP-001", *words))
    assert max(map(len, shown.splitlines())) < 150
