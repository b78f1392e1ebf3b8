"""What the server answers to the task pane, beside what xlwings Server itself answers.

POST /xlevent/macros/{name}: a workbook as xlwings' client sends it; the answer is JSON by line, a
line for each step and a last one for the end, with the actions that xlwings' client applies.
GET /xlevent/about: version, licence, what is sent where.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException, Request, Response
from fastapi.responses import StreamingResponse
from xlwings_server import dependencies as dep
from xlwings_server.config import settings as xlwings_settings
from xlwings_server.templates import TemplateResponse, templates

from xlevent import __version__
from xlevent.domain.language import Text
from xlevent_udfs.macros.catalogue import MACROS
from xlevent_udfs.server import licence, manifest, settings
from xlevent_udfs.server.computing import computers
from xlevent_udfs.server.worker import both

router = APIRouter(prefix=f"{xlwings_settings.app_path}/xlevent")
_HEARTBEAT = 5.0  # seconds; proxies end a connection on which nothing moves
_LINES = "application/x-ndjson"
# What a browser says of the page that asks; old web views of Office say nothing.
_OUR_PAGES = ("", "same-origin", "none")
_OTHER_SITE = Text(
    "只有 xlevent 工作窗格可以執行巨集。", "Only the task pane of xlevent may run macros."
)


def pane_facts() -> dict[str, Any]:
    """What the task pane knows when it is opened."""
    return {
        "version": __version__,
        "megabytes": settings.largest_request() / 1_000_000,
        "macros": [
            {
                "name": macro.name,
                "title": both(macro.title),
                "help": both(macro.help),
                "file": macro.file and both(macro.file),
            }
            for macro in MACROS.values()
        ],
    }


templates.env.globals["xlevent"] = pane_facts()
templates.env.globals["xlevent_manifest"] = manifest.facts()


@router.post("/macros/{name}")
async def run_macro(
    name: str,
    request: Request,
    user: dep.User,
    pane: Annotated[str, Header(alias="X-Xlevent-Pane")] = "",
    site: Annotated[str, Header(alias="Sec-Fetch-Site")] = "",
) -> Response:
    """Run a macro on the workbook in the request."""
    if site not in _OUR_PAGES:
        raise HTTPException(403, both(_OTHER_SITE))
    if pane != __version__:
        raise HTTPException(409, both(_other_version(pane)))
    if name not in MACROS:
        raise HTTPException(404, both(_unknown(name)))
    body = await _body(request, settings.largest_request())
    # Buffering by a proxy would hold back the steps until the end.
    headers = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
    return StreamingResponse(_lines(name, body), media_type=_LINES, headers=headers)


@router.get("/about")
async def about(request: Request) -> Response:
    """A page about this server, also where Excel's "support" link leads."""
    given = {"notice": licence.NOTICE, "version": __version__}
    page: Response = TemplateResponse(request=request, name="about.html", context=given)
    return page


async def _body(request: Request, most: int) -> bytes:
    """The request, refused as soon as it is known to be too large."""
    told = request.headers.get("content-length", "")
    parts, size = [], int(told) if told.isdecimal() else 0
    if size <= most:
        size = 0
        async for part in request.stream():
            size += len(part)
            if size > most:
                break
            parts.append(part)
    if size > most:
        raise HTTPException(413, both(_too_large(size, most)))
    return b"".join(parts)


async def _lines(name: str, body: bytes) -> AsyncIterator[bytes]:
    """The steps and the end as they come, an empty line where nothing does for a while."""
    yield b"\n"  # the answer has begun: the request was taken
    steps = computers().run(name, body)
    waiting: asyncio.Future[bytes] = asyncio.ensure_future(anext(steps))
    try:
        while True:
            done, _ = await asyncio.wait({waiting}, timeout=_HEARTBEAT)
            if not done:
                yield b"\n"
                continue
            try:
                line = waiting.result()
            except StopAsyncIteration:
                return
            yield line + b"\n"
            waiting = asyncio.ensure_future(anext(steps))
    finally:
        # Nobody listens any more, or all is said: the process must not compute on for nobody.
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await steps.aclose()  # type: ignore[attr-defined]


def _other_version(pane: str) -> Text:
    return Text(
        f"工作窗格是 xlevent {pane or '（未知）'} 版，伺服器是 {__version__} 版。"
        "請重新載入工作窗格。",
        f"The task pane is of xlevent {pane or '(unknown)'}, the server of {__version__}. Reload "
        "the task pane.",
    )


def _unknown(name: str) -> Text:
    shown = json.dumps(name[:40], ensure_ascii=False)
    return Text(f"沒有巨集 {shown}。", f"There is no macro {shown}.")


def _too_large(size: int, most: int) -> Text:
    megabytes = f"{size / 1_000_000:,.0f} MB", f"{most / 1_000_000:,.0f} MB"
    return Text(
        f"活頁簿資料 {megabytes[0]}，超過伺服器上限 {megabytes[1]}，未執行。"
        "管理員可提高 XLEVENT_SERVER_MEGABYTES。",
        f"The workbook is {megabytes[0]}, the server takes up to {megabytes[1]}; nothing was run. "
        "Your administrator can raise XLEVENT_SERVER_MEGABYTES.",
    )
