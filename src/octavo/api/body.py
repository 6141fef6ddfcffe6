"""Request bodies as the official clients send them: JSON, multipart in three dialects, urlencoded.

Nested objects of a multipart body are JSON text, maybe encoded twice, or written with brackets
(`figure_processing[description]=true`); the text `null` means absent.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec
from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import FormParser, MultiPartException

from octavo.api import multipart
from octavo.api.multipart import MAX_FIELD_BYTES
from octavo.errors import FileTooLarge, InvalidBody, MissingParameter, OctavoError, RequestError

MAX_JSON = 256 * 2**20
MAX_VALUES = 500_000
"""Most values in one JSON text. A value takes up to 100 times the memory of its text, and base64,
which most of a large body is, holds none; a batch of 100,000 files has 300,000."""
PIECE = 2**20

Model = TypeVar("Model", bound=BaseModel)


@dataclass
class Body:
    """A parsed body: its values by name, and the files sent with it."""

    values: dict[str, Any]
    files: list[UploadFile] = field(default_factory=list)

    def fingerprint(self) -> str:
        """A digest that tells one request from another, by its values and files."""
        files = [(file.filename, _digest(file)) for file in self.files]
        raw = msgspec.json.encode([self.values, files], order="deterministic")
        return hashlib.sha256(raw).hexdigest()

    def as_model(self, model: type[Model]) -> Model:
        """The values as a wire model.

        Raises what a validator raised, MissingParameter, or RequestError naming the place of
        the fault.
        """
        return parse(model, self.values)


def _digest(upload: UploadFile) -> str:
    digest = hashlib.sha256()
    upload.file.seek(0)
    while piece := upload.file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


async def read(request: Request, max_bytes: int, max_json: int = MAX_JSON) -> Body:
    """The body of a request, whatever its encoding.

    Raises InvalidBody if it is malformed, FileTooLarge if it passes `max_bytes`, or as JSON
    `max_json`.
    """
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await _multipart(request, max_bytes)
    if kind == "application/x-www-form-urlencoded":
        form = await FormParser(request.headers, _counted(request, MAX_FIELD_BYTES)).parse()
        return _from_form(form)
    return await _json(request, min(max_bytes, max_json))


def parse(model: type[Model], values: Any) -> Model:
    """`values` as `model`; see Body.as_model."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise _explained(error) from None


async def _json(request: Request, max_bytes: int) -> Body:
    raw = bytearray()
    async for chunk in _counted(request, max_bytes):
        raw += chunk
    if not raw or raw.isspace():
        return Body({})
    try:
        values = _parsed(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidBody(f"The body is not valid JSON: {error}") from None
    if not isinstance(values, dict):
        raise InvalidBody("The body must be a JSON object")
    return Body(values)


async def _multipart(request: Request, max_bytes: int) -> Body:
    try:
        return _from_form(await multipart.Parser(request, _counted(request, max_bytes)).parse())
    except (MultiPartException, KeyError) as error:
        reason = getattr(error, "message", "the boundary is missing")
        raise InvalidBody(f"The multipart body cannot be read: {reason}") from None


async def _counted(request: Request, max_bytes: int) -> AsyncGenerator[bytes, None]:
    count = 0
    async for chunk in request.stream():
        count += len(chunk)
        if count > max_bytes:
            raise FileTooLarge(f"The body is larger than {max_bytes // 2**20} MB")
        yield chunk


def _from_form(form: FormData) -> Body:
    body = Body({})
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            if name == "file" or name.startswith("file["):
                body.files.append(value)
        elif (decoded := _decoded(value)) is not None:
            _put(body.values, name, decoded)
    return body


_OBJECT = re.compile(r'\s*[\[{"]')


def _decoded(text: str) -> Any:
    """A form field's value: JSON where it is an object, array, string or null, else its text."""
    if any("\ud800" <= letter <= "\udfff" for letter in set(text)):  # some charsets can say it
        raise InvalidBody("A form field holds half of a surrogate pair, which is no text")
    value: Any = text
    for _ in range(4):
        if not isinstance(value, str):
            break
        if value.strip() == "null":
            return None
        if not _OBJECT.match(value):
            break
        try:
            value = _parsed(value.encode())
        except (msgspec.DecodeError, RecursionError):
            break
    return value


def _parsed(raw: bytes | bytearray) -> Any:
    """JSON of a bounded number of values. Raises InvalidBody, msgspec.DecodeError and others."""
    if raw.count(b",") + raw.count(b"[") + raw.count(b"{") > MAX_VALUES:
        raise InvalidBody(
            f"The JSON holds more than {MAX_VALUES:,} values; send files as file parts, and many "
            "documents as several batches"
        )
    return msgspec.json.decode(raw)


def _put(values: dict[str, Any], name: str, value: Any) -> None:
    path = [part for part in re.split(r"[\[\]]+", name) if part] or [name]
    for part in path[:-1]:
        values = values.setdefault(part, {})
        if not isinstance(values, dict):
            raise InvalidBody(f"The form field {name!r} is given twice in different ways")
    values[path[-1]] = value


def _explained(error: ValidationError) -> OctavoError:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    if first["type"] == "missing":
        return MissingParameter(f"{place} is required")
    return RequestError(f"{place}: {first['msg']}", parameter=place)
