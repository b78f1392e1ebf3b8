"""The sample events that come with the package."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from xlevent.domain.language import Text
from xlevent.errors import MisuseError

SAMPLES = ("demo", "ournetworks-2018", "g0v-summit-2014")


@contextlib.contextmanager
def sample(name: str) -> Iterator[Path]:
    """The plan of a sample as a path: "demo" (rich, in Chinese), or one of two real events."""
    if name not in SAMPLES:
        raise MisuseError(
            Text(f"沒有範例「{name}」。", f"there is no sample {name!r}."),
            mend=Text(f"可用：{'、'.join(SAMPLES)}。", f"Known: {', '.join(SAMPLES)}."),
        )
    source = resources.files("xlevent").joinpath("samples")
    found = source / name if (source / name).is_dir() else source / f"{name}.yaml"
    with resources.as_file(found) as path:
        yield path
