"""What a button does: progress, outcome in a message box, a file beside the workbook."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from xlevent_udfs.classic import chosen_file, macros
from xlevent_udfs.macros.outcome import Download, Outcome

from tests.udfs.macros import excel
from xlevent.domain.language import Text

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")


class App:
    """What a macro asks of the program besides its workbook."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, str]] = []
        self.steps: list[str | bool] = []

    status_bar = property(None, lambda self, text: self.steps.append(text))

    def alert(self, prompt: str, title: str, mode: str) -> None:
        """Keep what is shown."""
        self.told.append((prompt, title, mode))


@pytest.fixture(scope="module")
def sent(plain: Path) -> dict[str, Any]:
    """The small event's workbook as Excel sends it."""
    return excel.payload(plain)


def desk(fullname: str = "Book1") -> Any:
    """A book of which only its place and its program are asked."""
    return SimpleNamespace(app=App(), fullname=fullname)


def answering(outcome: Outcome) -> Any:
    def run(name: str, book: Any, *, file: Any, progress: Any) -> Outcome:
        progress(Text("讀取", "Reading"))
        return outcome

    return run


def alerts(book: Any) -> list[list[str]]:
    return [action["args"] for action in excel.actions(book) if action["func"] == "alert"]


def test_a_macro_on_a_real_book_writes_and_tells(sent: dict[str, Any]) -> None:
    book = excel.open_book(sent)
    outcome = macros.perform("schedule", book)
    assert outcome is not None
    assert outcome.done
    assert "setValues" in {action["func"] for action in excel.actions(book)}
    ((prompt, title, _, mode, _),) = alerts(book)
    assert prompt.startswith("3 tasks")
    assert title == "xlevent - Schedule"
    assert mode == "info"


def test_a_workbook_that_is_not_ours_is_told_and_left_alone(tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    book = excel.open_book(excel.payload(path))
    outcome = macros.perform("validate", book)
    assert outcome is not None
    assert not outcome.done
    ((_, _, _, mode, _),) = alerts(book)
    assert mode == "critical"
    assert [action["func"] for action in excel.actions(book)] == ["alert"]


def test_a_download_lies_beside_the_workbook_under_a_free_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Outcome(True, [Text("好", "Done")], "en", download=Download("r.html", b"x", "text/html"))
    monkeypatch.setattr(macros, "run", answering(made))
    book = desk(str(tmp_path / "gala.xlsm"))
    macros.perform("closing_report", book)
    macros.perform("closing_report", book)
    assert (tmp_path / "r.html").read_bytes() == (tmp_path / "r (2).html").read_bytes() == b"x"
    assert book.app.told[1] == (
        f"Done\nSaved as {tmp_path / 'r (2).html'}", "xlevent - Closing report", "info",
    )  # fmt: skip


@pytest.mark.parametrize("fullname", ["Book1", "https://firm.sharepoint.com/gala.xlsm"])
def test_a_book_that_lies_nowhere_here_has_its_file_in_downloads(
    fullname: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Downloads").mkdir()
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    made = Outcome(True, [], "zh-TW", download=Download("r.json", b"{}", "application/json"))
    monkeypatch.setattr(macros, "run", answering(made))
    book = desk(fullname)
    macros.perform("export", book)
    assert (tmp_path / "Downloads" / "r.json").exists()
    assert book.app.told[0][0] == f"檔案存於 {tmp_path / 'Downloads' / 'r.json'}"


def test_a_folder_that_may_not_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    made = Outcome(True, [], "en", download=Download("no/such/r.json", b"", "application/json"))
    monkeypatch.setattr(macros, "run", answering(made))
    book = desk(str(tmp_path / "gala.xlsm"))
    macros.perform("export", book)
    assert book.app.told[0][0].startswith("The file no/such/r.json could not be saved: ")


def test_steps_stand_in_the_status_bar_which_is_free_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(macros, "run", answering(Outcome(True, [])))
    book = desk()
    macros.perform("level", book)
    assert book.app.steps == ["xlevent: 讀取 / Reading", False]

    def fail(*_: Any, **__: Any) -> Outcome:
        raise RuntimeError

    monkeypatch.setattr(macros, "run", fail)
    with pytest.raises(RuntimeError):
        macros.perform("level", book)
    assert book.app.steps[-1] is False


def test_a_long_outcome_is_cut_but_says_where_the_file_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [Text(f"第 {n} 行", f"Line {n} of many") for n in range(200)]
    made = Outcome(True, lines, "en", download=Download("r.json", b"", "application/json"))
    monkeypatch.setattr(macros, "run", answering(made))
    book = desk(str(tmp_path / "gala.xlsm"))
    macros.perform("export", book)
    shown = book.app.told[0][0].splitlines()
    assert shown[0] == "Line 0 of many"
    assert shown[-2] == "... the rest stands on the sheets."
    assert shown[-1] == f"Saved as {tmp_path / 'r.json'}"
    assert len(book.app.told[0][0]) < 1_200


def test_nobody_chose_a_file(sent: dict[str, Any]) -> None:
    book = excel.open_book(sent)
    assert macros.perform("reconcile", book, choose=lambda *_: None) is None
    assert excel.actions(book) == []


def test_a_file_that_is_gone_is_told(sent: dict[str, Any], tmp_path: Path) -> None:
    book = excel.open_book(sent)
    outcome = macros.perform("reconcile", book, choose=lambda *_: tmp_path / "gone.csv")
    assert outcome is not None
    assert not outcome.done
    ((prompt, *_),) = alerts(book)
    assert "No such file" in prompt


def test_a_chosen_statement_goes_into_the_workbook(sent: dict[str, Any], tmp_path: Path) -> None:
    statement = tmp_path / "bank.csv"
    statement.write_text("日期,摘要,金額\n2027/03/02,匯款,-500\n", encoding="utf-8")
    book = excel.open_book(sent)
    outcome = macros.perform("reconcile", book, choose=lambda *_: statement)
    assert outcome is not None
    assert outcome.done
    assert alerts(book)
    assert "bank.csv" in json.dumps(excel.actions(book))


@pytest.mark.parametrize(("answer", "wanted"), [(False, None), ("C:\\對帳.csv", "C:\\對帳.csv")])
def test_excel_asks_for_the_file(answer: object, wanted: str | None) -> None:
    asked: list[tuple[Any, ...]] = []

    def ask(*given: Any) -> object:
        asked.append(given)
        return answer

    api = SimpleNamespace(GetOpenFilename=ask)
    book = SimpleNamespace(app=SimpleNamespace(api=api))
    chosen = chosen_file.choose_file(book, "Bank statement")
    assert (None if chosen is None else str(chosen)) == wanted
    pairs = asked[0][0].split(",")
    assert len(pairs) % 2 == 0
    assert asked[0][1] == len(pairs) // 2
    assert asked[0][2] == "Bank statement"
