"""All checks in order, and the verdict for each program that runs the add-in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xlevent.domain.language import Language, Text
from xlevent_udfs.doctor.book import book_checks
from xlevent_udfs.doctor.checks import RUNTIMES, TITLES, Check, Runtime, missing
from xlevent_udfs.doctor.excel import excel_checks
from xlevent_udfs.doctor.libreoffice import libreoffice_checks
from xlevent_udfs.doctor.machine import Machine
from xlevent_udfs.doctor.python_side import extras, python_checks, surroundings
from xlevent_udfs.doctor.xlwings_side import classic_checks, lite_checks, server_checks

_SHARED = Text("電腦", "The machine")
_EXTRAS = Text("選用套件", "Optional packages")
_READY = Text("可以使用", "ready")
_NOT_READY = Text("還缺", "still needs")


def examine(machine: Machine, book: Path | None = None) -> list[Check]:
    """Every check; UnreadableFileError where `book` is no workbook."""
    found = [*python_checks(machine), *excel_checks(machine), *classic_checks(machine)]
    found += [*lite_checks(), *server_checks(machine), *libreoffice_checks(machine)]
    found += [*surroundings(machine), *extras(machine)]
    if book is not None:
        found += book_checks(machine, book)
    return found


def report(checks: list[Check], asked: tuple[Runtime, ...], language: Language) -> Iterator[str]:
    """The lines of the report: what concerns all, each runtime with its verdict, extras."""
    relevant = [check for check in checks if set(check.runtimes) & set(asked)]
    common = [check for check in relevant if len(check.runtimes) > 1]
    yield _SHARED.show(language)
    for check in common:
        yield from check.lines(language)
    for runtime in asked:
        yield ""
        yield f"{TITLES[runtime].show(language)} — {verdict(checks, runtime).show(language)}"
        for check in relevant:
            if check.runtimes == (runtime,):
                yield from check.lines(language)
    rest = [check for check in checks if not check.runtimes]
    yield ""
    yield _EXTRAS.show(language)
    for check in rest:
        yield from check.lines(language)


def verdict(checks: list[Check], runtime: Runtime) -> Text:
    """Ready, or what is missing."""
    lacking = missing(checks, runtime)
    if not lacking:
        return _READY
    return Text(
        f"{_NOT_READY.zh}：{'、'.join(check.subject.zh for check in lacking)}",
        f"{_NOT_READY.en}: {', '.join(check.subject.en for check in lacking)}",
    )


def as_json(checks: list[Check], asked: tuple[Runtime, ...] = RUNTIMES) -> dict[str, object]:
    """The report for scripts."""
    return {
        "ready": {runtime: not missing(checks, runtime) for runtime in asked},
        "missing": {runtime: [c.code for c in missing(checks, runtime)] for runtime in asked},
        "checks": [check.json() for check in checks],
    }
