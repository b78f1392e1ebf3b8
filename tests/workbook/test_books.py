"""Every generated workbook: valid, without errors, equal to LibreOffice, read back unchanged."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.tools import cells
from tests.tools.libreoffice import LibreOffice
from xlevent.app.event import Event
from xlevent.app.samples import SAMPLES, sample
from xlevent.app.template import empty_event
from xlevent.domain.language import LANGUAGES, Language

BOOKS = [*itertools.product((*SAMPLES, "master"), LANGUAGES)]
NAMES = [f"{name}-{language}" for name, language in BOOKS]


def event(name: str) -> Event:
    if name == "master":
        return empty_event()
    with sample(name) as path:
        return Event.load(path)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """All workbooks, built once."""
    folder = tmp_path_factory.mktemp("books")
    made: dict[str, Path] = {}
    for (name, language), title in zip(BOOKS, NAMES, strict=True):
        made[title] = folder / f"{title}.xlsx"
        event(name).build(made[title], language=language, even_with_errors=name == "master")
    return made


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_has_no_errors(name: str) -> None:
    found = [f.show() for f in event(name).check() if f.severity == "error"]
    assert not found


@pytest.mark.parametrize("title", NAMES)
def test_no_formula_cell_is_an_error(books: dict[str, Path], title: str) -> None:
    errors = list(itertools.islice(_errors(books[title]), 10))
    assert not errors


def _errors(path: Path) -> Iterator[str]:
    with ZipFile(path) as archive:
        for part in archive.namelist():
            if part.startswith("xl/worksheets/sheet") and b't="e"' in archive.read(part):
                text = archive.read(part).decode()
                yield part + ": " + text[text.index('t="e"') - 40 :][:200]


@pytest.mark.parametrize(("name", "language"), BOOKS, ids=NAMES)
def test_a_workbook_read_back_is_the_same_event(
    books: dict[str, Path], name: str, language: Language
) -> None:
    before, after = event(name), Event.read(books[f"{name}-{language}"])
    assert after.settings == before.settings
    assert after.picks == before.picks
    for key in before.tables:
        assert after.tables[key] == before.tables[key], key
    assert after == before


@pytest.mark.validator
@pytest.mark.parametrize("title", NAMES)
def test_excel_should_open_it_without_repair(
    books: dict[str, Path], title: str, assert_sound: Callable[[Path], None]
) -> None:
    assert_sound(books[title])


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_computes_the_stored_values(
    books: dict[str, Path], libreoffice: LibreOffice
) -> None:
    paths = list(books.values())
    wrong: list[str] = []
    for path, again in zip(paths, libreoffice.recalculate(paths), strict=True):
        wrong += [f"{path.stem}: {d}" for d in cells.compare(path, again)[:5]]
        assert len(cells.formulas(path)) > 5_000
    assert not wrong, "\n".join(wrong)
