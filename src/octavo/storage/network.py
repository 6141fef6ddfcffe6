"""The one guarded door to http(s): everything fetched for a caller, or sent for one, goes through
here, with its caps.

A download's redirects are followed by hand, each judged again by `octavo.storage.guard`.
"""

from __future__ import annotations

import base64
import mimetypes
import ssl
import zlib
from collections.abc import Iterator, Sequence
from email.message import Message
from functools import cache
from pathlib import Path
from posixpath import basename, splitext
from urllib.parse import unquote

import httpcore
import httpx

from octavo import __version__
from octavo.errors import DownloadFailed, FileTooLarge
from octavo.storage.guard import Deadline, Resolver, guarded_pool, resolve
from octavo.storage.names import LABEL_BYTES, safe_path, shortened

MAX_REDIRECTS = 5
MAX_URL = 8192
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def download(
    url: str,
    target: Path,
    *,
    max_bytes: int,
    seconds: float,
    allow: Sequence[str] = (),
    resolver: Resolver = resolve,
) -> str:
    """Fetch `url` into the file `target`; give back the file name its sender suggests.

    `seconds` covers the whole of it; `allow` names private hosts and networks that may be
    reached. Raises DownloadFailed saying what went wrong, FileTooLarge beyond `max_bytes`
    (after decompression). On failure no `target` is left.
    """
    deadline = Deadline(seconds)
    current = parse(url)
    try:
        for _ in range(MAX_REDIRECTS + 1):
            with guarded_pool(allow, deadline, _tls(), resolver) as pool:
                outcome = _attempt(pool, current, target, max_bytes)
            if isinstance(outcome, str):
                return outcome
            current = outcome
    except (httpcore.TimeoutException, TimeoutError) as error:
        raise DownloadFailed(
            f"{shown(current)} did not answer in time ({seconds:g} s allowed)."
        ) from error
    except (OSError, httpcore.NetworkError, httpcore.ProtocolError, zlib.error) as error:
        raise DownloadFailed(f"{shown(current)} could not be downloaded: {error}.") from error
    raise DownloadFailed(f"{shown(url)} redirects more than {MAX_REDIRECTS} times.")


def post(
    url: str,
    body: bytes,
    headers: Sequence[tuple[str, str]],
    *,
    seconds: float,
    allow: Sequence[str] = (),
    resolver: Resolver = resolve,
) -> int:
    """Send `body` to `url`; the status of the answer, whose body is not read.

    No redirect is followed. `seconds` and `allow` as in `download`. Raises DownloadFailed saying
    why there was no answer.
    """
    to = parse(url)
    sent = [*_headers(to), (b"Content-Length", str(len(body)).encode())]
    given = {name.lower() for name, _ in headers}
    sent = [header for header in sent if header[0].decode().lower() not in given]
    sent += [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    try:
        with (
            guarded_pool(allow, Deadline(seconds), _tls(), resolver) as pool,
            pool.stream("POST", _target(to), headers=sent, content=body) as response,
        ):
            return int(response.status)
    except (httpcore.TimeoutException, TimeoutError) as error:
        raise DownloadFailed(
            f"{shown(to)} did not answer in time ({seconds:g} s allowed)."
        ) from error
    except (OSError, httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise DownloadFailed(f"{shown(to)} could not be reached: {error}.") from error


def parse(url: str) -> httpx.URL:
    """`url` taken apart. Raises DownloadFailed for anything but a well-formed http(s) one."""
    try:
        parsed = httpx.URL(url.strip()) if len(url) <= MAX_URL else httpx.URL("")
        good = parsed.scheme in ("http", "https") and bool(parsed.raw_host)
    except (httpx.InvalidURL, ValueError) as error:
        raise DownloadFailed(f"{shown(url)} is not a URL that can be fetched: {error}") from error
    if not good:
        raise DownloadFailed(f"{shown(url)} cannot be fetched; give an http or https URL.")
    return parsed


def name_of(url: httpx.URL) -> str:
    """The safe file name at the end of a URL's path; its host where the path has none."""
    last = basename(unquote(url.path).replace("\\", "/").rstrip("/"))
    return safe_name(last or url.host)


def safe_name(name: str) -> str:
    """One safe path part for a name somebody sent."""
    return shortened(safe_path(basename(name.replace("\\", "/"))), LABEL_BYTES)


def shown(url: str | httpx.URL) -> str:
    """`url` for a message: without the query and password, which may be secrets."""
    text = str(url).partition("?")[0].partition("#")[0]
    scheme, mark, rest = text.partition("://")
    authority, slash, path = rest.partition("/")
    return (scheme + mark + authority.rpartition("@")[2] + slash + path)[:300]


def _attempt(
    pool: httpcore.ConnectionPool, url: httpx.URL, target: Path, max_bytes: int
) -> str | httpx.URL:
    """One request: the file name if it was saved, or where it was sent on to."""
    with pool.stream("GET", _target(url), headers=_headers(url)) as response:
        headers = httpx.Headers(response.headers)
        if response.status in _REDIRECTS and "location" in headers:
            return parse(str(url.join(headers["location"])))
        if response.status != 200:
            raise DownloadFailed(f"{shown(url)} answered with status {response.status}.")
        _save(response, headers, target, max_bytes)
        return _file_name(headers, url)


def _target(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )


def _headers(url: httpx.URL) -> list[tuple[bytes, bytes]]:
    headers = [
        (b"Host", url.netloc),
        (b"User-Agent", f"octavo/{__version__}".encode()),
        (b"Accept", b"*/*"),
        (b"Accept-Encoding", b"identity"),
    ]
    if url.userinfo:
        secret = f"{url.username}:{url.password}".encode()
        headers.append((b"Authorization", b"Basic " + base64.b64encode(secret)))
    return headers


def _save(
    response: httpcore.Response, headers: httpx.Headers, target: Path, max_bytes: int
) -> None:
    declared = headers.get("content-length", "")
    if declared.isdigit() and int(declared) > max_bytes:
        raise too_large(max_bytes)
    total = 0
    try:
        with target.open("wb") as file:
            for piece in _decoded(response.iter_stream(), headers.get("content-encoding", "")):
                total += len(piece)
                if total > max_bytes:
                    raise too_large(max_bytes)
                file.write(piece)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def too_large(max_bytes: int) -> FileTooLarge:
    """The error for a file beyond the cap."""
    return FileTooLarge(
        f"The file is larger than {max_bytes / 1024 / 1024:g} MB, the most this server accepts "
        "(OCTAVO_MAX_FILE_BYTES).",
        max_bytes=max_bytes,
    )


def _decoded(pieces: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """The body as it was before its content encoding, a megabyte at a time at most."""
    names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
    names = [name for name in names if name != "identity"]
    if not names:
        yield from pieces
        return
    if len(names) > 1 or names[0] not in ("gzip", "x-gzip", "deflate"):
        raise DownloadFailed(f"The file was sent in an encoding not asked for ({encoding[:60]}).")
    inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    for piece in pieces:
        rest = piece
        while not inflater.eof and (data := inflater.decompress(rest, 1024 * 1024)):
            yield data
            rest = inflater.unconsumed_tail
    if not inflater.eof:
        raise DownloadFailed("The file broke off before its end.")


def _file_name(headers: httpx.Headers, url: httpx.URL) -> str:
    """The name of Content-Disposition, else of the path, with an extension if the type has one."""
    message = Message()
    message["Content-Disposition"] = headers.get("content-disposition", "")
    message["Content-Type"] = headers.get("content-type", "")
    sent = message.get_filename()
    name = safe_name(sent) if sent else name_of(url)
    if not splitext(name)[1]:
        name += mimetypes.guess_extension(message.get_content_type()) or ""
    return name


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context()
