"""From a URI to an object store and a key, and from a store's complaint to an error of ours.

Every store is reached through obstore, with the environment its own tools use: `AWS_ENDPOINT_URL`
(or `AWS_ENDPOINT_URL_S3`), `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`,
`AWS_PROFILE` with the shared credentials file, instance roles; `GOOGLE_APPLICATION_CREDENTIALS`;
`AZURE_STORAGE_ACCOUNT_NAME`, `AZURE_STORAGE_ACCOUNT_KEY` … A custom endpoint is spoken to in path
style, and over plain http if it says so.

obstore keeps native threads that do not survive a fork: a process that used a store may spawn
children but not fork ones that use stores too.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from obstore.exceptions import BaseError, InvalidPathError
from obstore.store import AzureStore, GCSStore, LocalStore, ObjectStore, S3Store

from octavo.errors import DestinationRefused, OctavoError, RequestError, StorageError
from octavo.storage.aws import s3_options

_URI = re.compile(r"(s3|gs|az)://([A-Za-z0-9][A-Za-z0-9._-]{1,253})(?:/(.*))?", re.DOTALL)
_ENVIRONMENT = re.compile(r"AWS_|GOOGLE_|AZURE_|HOME$")
_CLIENT = {
    "connect_timeout": timedelta(seconds=3),
    "read_timeout": timedelta(seconds=20),
    "timeout": timedelta(minutes=10),
}
_RETRY = {
    "max_retries": 2,
    "retry_timeout": timedelta(seconds=15),
    "backoff": {
        "init_backoff": timedelta(milliseconds=100),
        "max_backoff": timedelta(seconds=2),
        "base": 2,
    },
}
_BAD_KEYS = frozenset(
    {"InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken"}
)
_NO_KEYS = re.compile(
    r"credential|Missing (AccessKey|SecretAccessKey)|must be specified| 401 |instance/metadata"
    r"|169\.254\.169\.254|metadata\.google",
    re.IGNORECASE,
)
_REMEDIES = {
    "s3": "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_ENDPOINT_URL for a store "
    "other than Amazon's) for the server",
    "gs": "set GOOGLE_APPLICATION_CREDENTIALS for the server",
    "az": "set AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY for the server",
}


class AccessDenied(DestinationRefused):
    """Credentials that are known but may not do this here."""


def parse(uri: str) -> tuple[str, str, str]:
    """Scheme, bucket and key (maybe "", never with a leading slash) of an object-store URI.

    Raises RequestError for anything else.
    """
    match = _URI.fullmatch(uri.strip())
    if match is None:
        raise RequestError(
            f"{uri!r} is not an object-store address; write s3://bucket/prefix/ "
            "(gs:// and az:// are understood too)"
        )
    return match[1], match[2], (match[3] or "").lstrip("/")


def open_store(uri: str) -> tuple[ObjectStore, str]:
    """The store that holds `uri`, and the key of `uri` in it. Clients are kept and shared."""
    scheme, bucket, key = parse(uri)
    return _client(scheme, bucket, _environment()), key


def open_root(url: str) -> tuple[ObjectStore, str]:
    """The store and key prefix (ending in "/", or "") of a folder path or object-store URL."""
    if "://" in url and not url.startswith("file://"):
        store, prefix = open_store(url)
        return store, prefix.rstrip("/") + "/" if prefix.strip("/") else ""
    folder = Path(url.removeprefix("file://")).expanduser().resolve()
    return LocalStore(folder, mkdir=True, automatic_cleanup=True), ""


@contextmanager
def explained(uri: str) -> Iterator[None]:
    """Turn what obstore raises inside into errors of ours that name `uri` and the remedy.

    Raises DestinationRefused (400) where the caller or the configuration is at fault,
    StorageError (500) where the store is; a missing object stays FileNotFoundError.
    """
    try:
        yield
    except (BaseError, OSError) as error:
        if isinstance(error, FileNotFoundError) and "NoSuchBucket" not in str(error):
            raise
        raise explain(error, uri) from error


def explain(error: Exception, uri: str) -> OctavoError:
    """The error of ours that says what `error` means for `uri`."""
    text = str(error).split("Debug source:")[0]
    scheme, _, rest = uri.partition("://")
    bucket = f"{scheme}://{rest.partition('/')[0]}"
    if isinstance(error, InvalidPathError):
        return DestinationRefused(
            f"{uri} holds or names a key that cannot be used: {_first_line(text)}. Rename that "
            "object, or name a prefix without it."
        )
    if "NoSuchBucket" in text or "ContainerNotFound" in text or "bucket does not exist" in text:
        return DestinationRefused(f"There is no bucket {bucket}; check its name and its region.")
    if refusal := _refusal(text, scheme, uri):
        return refusal
    return StorageError(
        f"{uri} could not be reached, or its store failed ({_reason(text)}). Check that the "
        "store is up and its endpoint (AWS_ENDPOINT_URL for s3) is right."
    )


def _refusal(text: str, scheme: str, uri: str) -> OctavoError | None:
    remedy = _REMEDIES.get(scheme, "check the server's credentials")
    code = re.search(r"<Code>(\w+)</Code>", text)
    if (code and code[1] in _BAD_KEYS) or _NO_KEYS.search(text):
        return DestinationRefused(
            f"{uri}: the server has no credentials for it, or they were not accepted; {remedy}."
        )
    if " 403 " in text or "AccessDenied" in text:
        return AccessDenied(
            f"{uri}: access denied. Grant the server's credentials the right to it, or {remedy}."
        )
    if "redirect" in text.lower() or "PermanentRedirect" in text:
        return DestinationRefused(f"{uri} lies in another region; set AWS_REGION for the server.")
    return None


def _reason(text: str) -> str:
    """The end of obstore's chain of reasons, without addresses of requests."""
    code = re.search(r"<Code>(\w+)</Code>(?:<Message>([^<]*)</Message>)?", text)
    if code:
        return f"{code[1]} {code[2] or ''}".strip()
    return _first_line(text).rpartition(" - ")[2] or _first_line(text)


def _first_line(text: str) -> str:
    return " ".join(text.split())[:300]


def _environment() -> tuple[tuple[str, str], ...]:
    """The part of the environment that chooses a client; a change of it makes a new one."""
    return tuple(sorted((k, v) for k, v in os.environ.items() if _ENVIRONMENT.match(k)))


@lru_cache(maxsize=64)
def _client(scheme: str, bucket: str, environment: tuple[tuple[str, str], ...]) -> ObjectStore:
    common: Any = {"client_options": dict(_CLIENT), "retry_config": _RETRY}
    if scheme == "gs":
        return GCSStore(bucket, **common)
    if scheme == "az":
        return AzureStore(bucket, **common)
    options = s3_options(dict(environment))
    common["client_options"]["allow_http"] = options.get("endpoint", "").startswith("http://")
    store: ObjectStore = S3Store(bucket, **options, **common)
    return store
