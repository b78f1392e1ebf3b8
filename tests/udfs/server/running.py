"""A server that really runs, in a process of its own."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from tests.tools.programs import ROOT
from xlevent import __version__

# The tests are no commercial use; a person who runs the server says so himself.
LICENCE = {"XLWINGS_LICENSE_KEY": "noncommercial"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(**more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("XLWINGS_", "XLEVENT_"))}
    path = os.pathsep.join((str(ROOT), str(ROOT / "udfs"), kept.get("PYTHONPATH", "")))
    return {**kept, "PYTHONPATH": path, "XLEVENT_LANG": "en", **LICENCE, **more}


class Server:
    """`xlevent addin server` on a free port."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = free_port()
        self.folder = folder
        self.settings = settings
        self.process: subprocess.Popen[bytes] | None = None
        self.log = folder / "server.log"

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> Server:
        command = [
            sys.executable, "-m", "xlevent.cli", "addin", "server", "--port", str(self.port),
            "--folder", str(self.folder),
        ]  # fmt: skip
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=environment(**self.settings), stdout=log, stderr=log
            )
        end = time.monotonic() + 300
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(self.log.read_text("utf-8"))
            try:
                if self.get("/")[0] == 200:
                    return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server does not answer:\n" + self.log.read_text("utf-8"))

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(120)
            self.process = None

    def workers(self) -> list[int]:
        """The processes that run macros."""
        assert self.process is not None
        parent = self.process.pid
        listed = subprocess.run(
            ["ps", "-o", "pid=,stat=", "--ppid", str(parent)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        rows = [line.split() for line in listed.stdout.splitlines()]
        return [int(pid) for pid, state in rows if not state.startswith("Z")]

    def signal_workers(self, how: signal.Signals) -> None:
        for pid in self.workers():
            with contextlib.suppress(ProcessLookupError):  # the server ends some meanwhile
                os.kill(pid, how)

    def get(self, path: str) -> tuple[int, bytes]:
        return self.ask("GET", path)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, bytes]:
        link = http.client.HTTPConnection("localhost", self.port, timeout=600)
        try:
            link.request(method, path, body, headers or {})
            answer = link.getresponse()
            return answer.status, answer.read()
        finally:
            link.close()

    def post(self, path: str, data: Any, **headers: str) -> tuple[int, Any]:
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        told = {"Content-Type": "application/json", **headers}
        status, answer = self.ask("POST", path, body, told)
        try:
            return status, json.loads(answer)
        except ValueError:
            return status, answer.decode()

    def macro(self, name: str, payload: Any, pane: str = __version__) -> tuple[list[Any], Any]:
        """The steps and the end of a macro."""
        body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        headers = {"Content-Type": "application/json", "X-Xlevent-Pane": pane}
        status, answer = self.ask("POST", f"/xlevent/macros/{name}", body, headers)
        if status != 200:
            return [], (status, json.loads(answer))
        told = [json.loads(line) for line in answer.decode().splitlines() if line.strip()]
        return told[:-1], told[-1]

    def manifest(self) -> ElementTree.Element:
        return ElementTree.fromstring(self.get("/manifest")[1])
