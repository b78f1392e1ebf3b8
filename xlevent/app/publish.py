"""Everything that is generated and committed: workbooks/, docs/sheets/, parts of docs/.

`python dev.py generate` writes it, and what xlevent_udfs.publish adds of the add-in; a test
generates it again and compares.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from xlevent.app.describe import overview, sheet_page
from xlevent.app.event import Event
from xlevent.app.samples import SAMPLES, sample
from xlevent.app.template import empty_event
from xlevent.app.validating import catalogue
from xlevent.domain.language import Language
from xlevent.sheets.consistency import contradictions
from xlevent.sheets.kernel.schema import plan_schema
from xlevent.sheets.registry import DeclarationError, registry

# The language in which each sample is built: the one that its texts are written in.
_LANGUAGE: dict[str, Language] = {
    "demo": "zh-TW", "ournetworks-2018": "en", "g0v-summit-2014": "zh-TW",
}  # fmt: skip
_MASTERS: dict[str, Language] = {
    "xlevent-master.xlsx": "both",
    "xlevent-master-zh-TW.xlsx": "zh-TW",
    "xlevent-master-en.xlsx": "en",
}

Make = Callable[[Path], None]
# Pages written by hand, with a part between marks that is generated.
_PARTLY = {"docs/validation.md": catalogue.renewed}


def publications() -> Iterator[tuple[str, Make]]:
    """Each generated file, relative to the repository, and what makes it."""
    for name, language in _MASTERS.items():
        yield f"workbooks/{name}", _book(empty_event, language)
    for name in SAMPLES:
        yield f"workbooks/{name}.xlsx", _book(_loaded(name), _LANGUAGE[name])
        yield f"workbooks/{name}.yaml", _plan(name)
    for mode in ("validation", "serialization"):
        yield f"workbooks/plan-{mode}.schema.json", _schema(mode)
    known = registry()
    yield "docs/sheets/README.md", _text(f"# 工作表 Sheets\n\n{overview(known)}\n")
    for sheet in known.sheets:
        if not sheet.hidden:
            yield f"docs/sheets/{sheet.code}.md", _text(sheet_page(sheet, known))


def publish(root: Path, files: Iterable[tuple[str, Make]]) -> None:
    """Write these files, and the generated parts of pages, below `root`.

    DeclarationError, before anything is written, where the sheets contradict each other.
    """
    if wrong := list(contradictions(registry())):
        raise DeclarationError("\n".join(wrong))
    for name, make in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        make(path)
    for name, renewed in _PARTLY.items():
        page = root / name
        page.write_text(renewed(page.read_text(encoding="utf-8")), encoding="utf-8")


def _loaded(name: str) -> Callable[[], Event]:
    def load() -> Event:
        with sample(name) as source:
            return Event.load(source)

    return load


def _book(event: Callable[[], Event], language: Language) -> Make:
    # A master may lack required settings; what is missing stands on its Findings sheet.
    return lambda path: event().build(path, language=language, force=True, even_with_errors=True)


def _plan(name: str) -> Make:
    return lambda path: _loaded(name)().save(path, force=True)


def _schema(mode: str) -> Make:
    def write(path: Path) -> None:
        text = json.dumps(plan_schema(registry(), mode), ensure_ascii=False, indent=1)  # type: ignore[arg-type]
        path.write_text(text + "\n", encoding="utf-8")

    return write


def _text(content: str) -> Make:
    def write(path: Path) -> None:
        path.write_text(content, encoding="utf-8")

    return write
