"""The guarded door, against real servers on the loopback and a resolver that lies."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from octavo.errors import DownloadFailed, FileTooLarge
from octavo.storage import guard
from octavo.storage.addresses import Allowed
from octavo.storage.guard import Refused
from octavo.storage.network import download
from octavo.storage.sources import check_url
from tests.services import http_server

LOOPBACK = ("127.0.0.0/8",)
MEBI = 1024 * 1024


def reply(handler: BaseHTTPRequestHandler, data: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in ({"Content_Length": str(len(data))} | headers).items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(data)


def go(handler: BaseHTTPRequestHandler, to: str) -> None:
    reply(handler, b"", 302, Location=to)


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 65536)


def dripping(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def dripping_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    dripping_body = iter(lambda: handler.wfile.write(b"x"), None)
    for _ in dripping_body:
        time.sleep(0.1)


def garbage(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\x00\xff not http at all\r\n\r\n")


def hop(handler: BaseHTTPRequestHandler) -> None:
    left = int(handler.path.rpartition("/")[2])
    if left:
        go(handler, f"/hop/{left - 1}")
    else:
        reply(handler, b"arrived")


ANSWERS: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {
    "/good.pdf": lambda h: reply(h, b"%PDF-1.7 content"),
    "/named": lambda h: reply(
        h, b"x", Content_Disposition="attachment; filename*=UTF-8''r%C3%A9sum%C3%A9%2F..%2F1.pdf"
    ),
    "/table": lambda h: reply(h, b"a,b", Content_Type="text/csv; charset=utf-8"),
    "/loop": lambda h: go(h, "/loop"),
    "/metadata": lambda h: go(h, "http://169.254.169.254/latest/meta-data/"),
    "/file": lambda h: go(h, "file:///etc/passwd"),
    "/declared": lambda h: reply(h, b"x", Content_Length=str(10**12)),
    "/endless": endless,
    "/short": lambda h: reply(h, b"only this", Content_Length="1000"),
    "/drip": dripping,
    "/drip-headers": dripping_headers,
    "/missing": lambda h: reply(h, b"no", 404),
    "/partial": lambda h: reply(h, b"no", 206),
    "/gzip": lambda h: reply(h, gzip.compress(b"inflated" * 9), Content_Encoding="gzip"),
    "/bomb": lambda h: reply(h, gzip.compress(bytes(64 * MEBI)), Content_Encoding="gzip"),
    "/cut-gzip": lambda h: reply(h, gzip.compress(b"x" * 99)[:-9], Content_Encoding="gzip"),
    "/brotli": lambda h: reply(h, b"x", Content_Encoding="br"),
    "/garbage": garbage,
    "/auth": lambda h: reply(h, h.headers["Authorization"].encode()),
}


def answer(handler: BaseHTTPRequestHandler) -> None:
    if handler.path.startswith("/hop/"):
        hop(handler)
    else:
        ANSWERS[handler.path.partition("?")[0]](handler)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with http_server(answer) as url:
        yield url


class Door:
    def __init__(self, folder: Path) -> None:
        self.target = folder / "target"

    def fetch(
        self, url: str, allow: tuple[str, ...] = LOOPBACK, seconds: float = 10, cap: int = MEBI
    ) -> str:
        return download(url, self.target, max_bytes=cap, seconds=seconds, allow=allow)


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path)


def test_a_file_is_saved_under_the_name_of_its_url(door: Door, server: str) -> None:
    assert door.fetch(f"{server}/good.pdf?signature=1") == "good.pdf"
    assert door.target.read_bytes() == b"%PDF-1.7 content"


def test_a_name_that_is_sent_wins_and_is_made_safe(door: Door, server: str) -> None:
    assert door.fetch(f"{server}/named") == "1.pdf"
    assert door.fetch(f"{server}/table") == "table.csv"


def test_five_redirects_are_followed_and_no_more(door: Door, server: str) -> None:
    door.fetch(f"{server}/hop/5")
    assert door.target.read_bytes() == b"arrived"
    for path in ("/hop/6", "/loop"):
        with pytest.raises(DownloadFailed, match="redirects more than 5 times"):
            door.fetch(server + path)


@pytest.mark.parametrize("path", ["/metadata", "/file"])
def test_a_redirect_is_judged_like_the_first_url(door: Door, server: str, path: str) -> None:
    with pytest.raises(DownloadFailed, match=r"169\.254\.169\.254|http or https") as caught:
        door.fetch(server + path)
    assert caught.value.wire_status == 400
    assert not door.target.exists()


@pytest.mark.parametrize("path", ["/declared", "/endless", "/bomb"])
def test_size_is_capped_whatever_was_declared(door: Door, server: str, path: str) -> None:
    with pytest.raises(FileTooLarge):
        door.fetch(server + path)
    assert not door.target.exists()


@pytest.mark.parametrize("path", ["/drip", "/drip-headers"])
def test_time_is_capped_however_busy_the_sender_looks(door: Door, server: str, path: str) -> None:
    start = time.monotonic()
    with pytest.raises(DownloadFailed, match="in time"):
        door.fetch(server + path, seconds=0.5)
    assert time.monotonic() - start < 2
    assert not door.target.exists()


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/short", "could not be downloaded"),
        ("/missing", "status 404"),
        ("/partial", "status 206"),
        ("/cut-gzip", "broke off"),
        ("/brotli", "encoding not asked for"),
        ("/garbage", "could not be downloaded"),
    ],
)
def test_a_failed_download_says_why(door: Door, server: str, path: str, reason: str) -> None:
    with pytest.raises(DownloadFailed, match=reason):
        door.fetch(server + path)
    assert not door.target.exists()


def test_a_compressed_answer_is_inflated(door: Door, server: str) -> None:
    door.fetch(f"{server}/gzip")
    assert door.target.read_bytes() == b"inflated" * 9


def test_secrets_of_a_url_are_used_but_never_shown(door: Door, server: str) -> None:
    url = server.replace("//", "//user:pa%20ss@")
    door.fetch(f"{url}/auth")
    assert door.target.read_bytes() == b"Basic dXNlcjpwYSBzcw=="
    with pytest.raises(DownloadFailed) as caught:
        door.fetch(f"{url}/missing?X-Amz-Signature=secret")
    assert "pa%20ss" not in caught.value.message
    assert "secret" not in caught.value.message


def test_private_addresses_need_permission(door: Door, server: str) -> None:
    port = server.rpartition(":")[2]
    with pytest.raises(Refused, match="OCTAVO_OUTBOUND_ALLOW") as caught:
        door.fetch(f"http://localhost:{port}/good.pdf", allow=())
    assert "127.0.0.1" not in caught.value.message
    for allowed in ("127.0.0.1", "localhost", "10.0.0.0/8,127.0.0.0/8"):
        door.fetch(f"http://localhost:{port}/good.pdf", allow=tuple(allowed.split(",")))
    with pytest.raises(Refused):
        door.fetch(f"http://localhost:{port}/good.pdf", allow=("other", "10.0.0.0/8"))


@pytest.mark.parametrize(
    "host",
    [
        *("127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0"),
        *("[::]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]", "[fd00:ec2::254]"),
        *("[::127.0.0.1]", "169.254.169.254", "100.64.0.1", "192.168.1.1", "224.0.0.1"),
        *("255.255.255.255", "[ff02::1]", "198.18.0.1", "192.0.0.192", "[2001::1]", "localhost"),
        "[64:ff9b:1::1]",
    ],
)
def test_no_spelling_of_a_private_address_passes(door: Door, host: str) -> None:
    with pytest.raises(DownloadFailed):
        door.fetch(f"http://{host}:1/x", allow=())
    addresses = []
    try:
        addresses = guard.resolve(host.strip("[]"), 1)
    except OSError:
        return
    allowed = Allowed(())
    assert not any(allowed.permits(host, address) for address in addresses)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses_pass(address: str) -> None:
    assert Allowed(()).permits("example.com", address)


def test_a_name_cannot_be_turned_between_check_and_connection(door: Door, server: str) -> None:
    asked = []

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["8.8.8.8"] if len(asked) > 1 else ["127.0.0.1"]

    port = server.rpartition(":")[2]
    url = f"http://rebind.example:{port}/good.pdf"
    name = download(
        url, door.target, max_bytes=99, seconds=5, allow=("127.0.0.1",), resolver=rebinding
    )
    assert (name, asked) == ("good.pdf", ["rebind.example"])


def test_one_private_address_among_public_ones_is_enough_to_refuse(door: Door) -> None:
    with pytest.raises(Refused):
        download(
            "http://mixed.example/x",
            door.target,
            max_bytes=99,
            seconds=5,
            resolver=lambda *_: ["8.8.8.8", "10.0.0.1"],
        )


def test_a_resolver_that_hangs_is_not_waited_for(door: Door) -> None:
    def hanging(*_: object) -> list[str]:
        time.sleep(3)
        return []

    start = time.monotonic()
    with pytest.raises(DownloadFailed, match="in time"):
        download(
            "http://slow.example/x",
            door.target,
            max_bytes=99,
            seconds=0.3,
            resolver=hanging,
        )
    assert time.monotonic() - start < 2


def test_proxies_of_the_environment_are_not_used(
    door: Door, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert door.fetch(f"{server}/good.pdf") == "good.pdf"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://h.example/a/r%C3%A9port%20(1).pdf?x=/y.doc#z", "réport (1).pdf"),
        ("https://h.example/a/%2e%2e%2fpasswd", "passwd"),
        ("https://h.example", "h.example"),
        ("http://h.example/" + "n" * 3000 + ".pdf", None),
        (" https://bücher.example/a.pdf ", "a.pdf"),
    ],
)
def test_a_url_is_named_by_its_path(url: str, name: str | None) -> None:
    source = check_url(url)
    assert source.kind == "url"
    assert source.name == name or (name is None and source.name.endswith(".pdf"))
    assert len(source.name.encode()) <= 255


@pytest.mark.parametrize(
    "url",
    [
        *("", "a.pdf", "ftp://h/x", "file:///etc/passwd", "http://", "http:///x", "data:text/x,x"),
        *(
            "http://h:port/",
            "http://[::1/x",
            "gopher://h/",
            "http://" + "h" * 9000,
            "http://h\x00/",
        ),
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(DownloadFailed) as caught:
        check_url(url)
    assert caught.value.wire_code == "FILE_005"
