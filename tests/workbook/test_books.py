"""Every generated workbook: valid, without errors, equal to LibreOffice, read back unchanged."""

from __future__ import annotations

import functools
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
# The part that runs all the time looks at the richest and the emptiest; the rest is slow.
QUICK = {("demo", "both"), ("master", "en")}
EACH = [
    pytest.param(*book, id="-".join(book), marks=[] if book in QUICK else pytest.mark.slow)
    for book in BOOKS
]
Books = Callable[[str, Language], Path]


def event(name: str) -> Event:
    if name == "master":
        return empty_event()
    with sample(name) as path:
        return Event.load(path)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """A workbook by sample and language, built when it is first asked for."""
    folder = tmp_path_factory.mktemp("books")

    @functools.cache
    def build(name: str, language: Language) -> Path:
        path = folder / f"{name}-{language}.xlsx"
        event(name).build(path, language=language, even_with_errors=name == "master")
        return path

    return build


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_has_no_errors(name: str) -> None:
    found = [f.show() for f in event(name).check() if f.severity == "error"]
    assert not found


@pytest.mark.parametrize(("name", "language"), EACH)
def test_no_formula_cell_is_an_error(books: Books, name: str, language: Language) -> None:
    errors = list(itertools.islice(_errors(books(name, language)), 10))
    assert not errors


def _errors(path: Path) -> Iterator[str]:
    with ZipFile(path) as archive:
        for part in archive.namelist():
            if part.startswith("xl/worksheets/sheet") and b't="e"' in archive.read(part):
                text = archive.read(part).decode()
                yield part + ": " + text[text.index('t="e"') - 40 :][:200]


@pytest.mark.parametrize(("name", "language"), EACH)
def test_a_workbook_read_back_is_the_same_event(
    books: Books, name: str, language: Language
) -> None:
    before, after = event(name), Event.read(books(name, language))
    assert after.settings == before.settings
    assert after.picks == before.picks
    for key in before.tables:
        assert after.tables[key] == before.tables[key], key
    assert after == before


@pytest.mark.validator
@pytest.mark.parametrize(("name", "language"), EACH)
def test_excel_should_open_it_without_repair(
    books: Books, name: str, language: Language, assert_sound: Callable[[Path], None]
) -> None:
    assert_sound(books(name, language))


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_computes_the_stored_values(books: Books, libreoffice: LibreOffice) -> None:
    # A language changes titles and choices, not formulas: the richest book stands for all.
    chosen = [book for book in BOOKS if book[0] == "demo" or book[1] == "both"]
    paths = [books(name, language) for name, language in chosen]
    wrong: list[str] = []
    for path, again in zip(paths, libreoffice.recalculate(paths), strict=True):
        wrong += [f"{path.stem}: {d}" for d in cells.compare(path, again)[:5]]
        assert len(cells.formulas(path)) > 5_000
    assert not wrong, "\n".join(wrong)
