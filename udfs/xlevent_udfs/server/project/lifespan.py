"""What xlwings Server does when it starts and ends."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from xlevent_udfs.server.computing import computers


@asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[None]:
    """A process for macros is ready before the first call, and none is left at the end."""
    await computers().prepare()
    yield
    await computers().close()
