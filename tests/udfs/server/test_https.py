"""The server on https with a certificate that is given."""

from __future__ import annotations

import http.client
import ssl
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.udfs.server.running import environment, free_port

pytestmark = pytest.mark.slow


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost, signed by itself."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    paths = folder / "localhost.crt", folder / "localhost.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )  # fmt: skip
    return paths


@pytest.mark.parametrize("found", [False, True], ids=["given", "of office-addin-dev-certs"])
def test_pages_come_over_https(tmp_path: Path, found: bool) -> None:
    port = free_port()
    home = tmp_path / ".office-addin-dev-certs"
    home.mkdir()
    crt, key = certificate(home if found else tmp_path)
    command = [sys.executable, "-m", "xlevent.cli", "addin", "server", "--port", str(port),
               "--folder", str(tmp_path)]  # fmt: skip
    if not found:
        command += ["--certificate", str(crt), "--key", str(key)]
    with (tmp_path / "log").open("wb") as log:
        running = subprocess.Popen(
            command, env=environment(HOME=str(tmp_path)), stdout=log, stderr=log
        )
    try:
        trust = ssl.create_default_context(cafile=str(crt))
        end = time.monotonic() + 60
        while True:
            link = http.client.HTTPSConnection("localhost", port, timeout=10, context=trust)
            try:
                link.request("GET", "/manifest")
                answer = link.getresponse()
                break
            except OSError:
                assert time.monotonic() < end, (tmp_path / "log").read_text("utf-8")
                time.sleep(0.2)
        assert answer.status == 200
        assert f"https://localhost:{port}/taskpane.html".encode() in answer.read()
        assert "Running on http:" not in (tmp_path / "log").read_text("utf-8")
    finally:
        running.terminate()
        running.wait(30)
