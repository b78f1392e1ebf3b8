"""Merging files: three versions in, one version out, in the form of the file that it came from."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from xlevent.app.event import Event
from xlevent.app.merge import Merged, merge
from xlevent.app.updating.change import Change
from xlevent.app.updating.update import update_book
from xlevent.app.versions.sources import Source, kind_of, refuse_gaps, refuse_unrelated
from xlevent.app.versions.three_way import Prefer
from xlevent.domain.language import DEFAULT_LANGUAGE, Language, Text
from xlevent.interop import plan, plan_json
from xlevent.interop.files import replace
from xlevent.interop.replace import refuse_existing

Progress = Callable[[str, int, int], None]


def merge_sources(base: Source, mine: Source, theirs: Source, *, prefer: Prefer = "mine") -> Merged:
    """The merge of three files; MisuseError where they are no versions of one event."""
    refuse_unrelated(mine, theirs)
    refuse_gaps((base, mine, theirs))
    return merge(base.event, mine.event, theirs.event, prefer=prefer)


def write(
    merged: Merged, mine: Source, output: Path, *, force: bool = False,
    language: Language | None = None, progress: Progress | None = None,
) -> None:  # fmt: skip
    """Write the merged event to `output`.

    A YAML plan keeps mine's comments and order. Of a workbook mine is patched, so that whatever
    is in it besides the tables stays; from a plan, or in another language, one is built.
    """
    kind = kind_of(output) if output.exists() or output.suffix else mine.kind
    if kind == mine.kind == "book" and language in (None, mine.language):
        _patch(merged, mine, output, force)
    elif kind == "book":
        language = language or mine.language or DEFAULT_LANGUAGE
        merged.event.build(
            output, language=language, force=force, even_with_errors=True, progress=progress
        )
    elif kind == "folder" or (kind != mine.kind and output.suffix):
        _save(merged.event, mine, output, force)
    else:
        refuse_existing(output, force)
        replace(output, _plan(merged.event, mine))


def _patch(merged: Merged, mine: Source, output: Path, force: bool) -> None:
    """Put the merged values into mine, or into a copy of it."""

    def change(event: Event) -> Change:
        merged.put_into(event)
        other = merged.theirs.source.name if merged.theirs.source else "theirs"
        return Change(Text(f"合併 {other}", f"Merged {other}"))

    same = output.exists() and output.resolve() == mine.path.resolve()
    update_book(mine.path, "merge", change, output=None if same else output, force=force)


def _plan(event: Event, mine: Source) -> str | bytes:
    """The event as a plan in the words of mine."""
    if mine.kind == "json":
        return plan_json.dumps(event.outgoing())
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "plan.yaml"
        shutil.copyfile(mine.path, work)
        plan.save_yaml(event.outgoing(), work, force=True)
        return work.read_bytes()


def _save(event: Event, mine: Source, output: Path, force: bool) -> None:
    if output.exists() and output.resolve() == mine.path.resolve():
        event.source = output
    event.save(output, force=force)
