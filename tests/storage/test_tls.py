"""Pinning a connection to an address leaves the name to TLS and the Host header."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from octavo.errors import DownloadFailed
from octavo.storage import network

NAME = "files.example"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-keyout", "key.pem", "-out", "cert.pem", "-subj", f"/CN={NAME}"),
            *("-addext", f"subjectAltName=DNS:{NAME}"),
        ],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return folder


class Server:
    """An HTTPS server that notes the names it is asked for."""

    def __init__(self, certificate: Path) -> None:
        self.names: list[str | None] = []
        names = self.names

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                names.append(self.headers["Host"])
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
        context.sni_callback = lambda _socket, name, _context: names.append(name)
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        self.port = int(self.http.server_address[1])
        threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()


@pytest.fixture
def server(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    trusting = ssl.create_default_context(cafile=str(certificate / "cert.pem"))
    monkeypatch.setattr(network, "_tls", lambda: trusting)
    running = Server(certificate)
    yield running
    running.http.shutdown()
    running.http.server_close()


def fetch(server: Server, name: str, target: Path) -> None:
    network.download(
        f"https://{name}:{server.port}/a.pdf",
        target,
        max_bytes=10,
        seconds=5,
        allow=("127.0.0.1",),
        resolver=lambda *_: ["127.0.0.1"],
    )


def test_the_name_reaches_tls_and_the_host_header(server: Server, tmp_path: Path) -> None:
    fetch(server, NAME, tmp_path / "x")
    assert (tmp_path / "x").read_bytes() == b"ok"
    assert server.names == [NAME, f"{NAME}:{server.port}"]


def test_a_certificate_for_another_name_is_refused(server: Server, tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed, match="certificate"):
        fetch(server, "other.example", tmp_path / "x")
    assert not (tmp_path / "x").exists()
