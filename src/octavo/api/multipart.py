"""Multipart bodies in little memory and one file descriptor, however many files they hold."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncGenerator
from typing import IO

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

MAX_FILES, MAX_FIELDS, MAX_FIELD_BYTES = 100_000, 1000, 32 * 2**20
IN_MEMORY = 2**20


class Spool:
    """The files of one request, end to end: in memory up to a megabyte, the rest on disk."""

    def __init__(self) -> None:
        self._pending = bytearray()
        self._file: IO[bytes] | None = None
        self.size = 0

    @property
    def full(self) -> bool:
        """Whether it is time to `flush`."""
        return len(self._pending) > IN_MEMORY

    def append(self, data: bytes) -> None:
        self._pending += data
        self.size += len(data)

    def flush(self) -> None:
        """Bring what is in memory to disk."""
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 (as long as its parts)
        self._file.write(self._pending)
        self._file.flush()
        self._pending.clear()

    def read(self, start: int, end: int) -> bytes:
        """What lies between two places; threads may do so at once."""
        done = self.size - len(self._pending)
        parts = []
        while self._file is not None and start < min(end, done):
            parts.append(os.pread(self._file.fileno(), min(end, done) - start, start))
            start += len(parts[-1])
        parts.append(bytes(self._pending[start - done : end - done]) if start < end else b"")
        return b"".join(parts)


class Part:
    """One file in the spool, for an UploadFile: written first, then read."""

    def __init__(self, spool: Spool) -> None:
        self._spool, self._start, self._size, self._at = spool, spool.size, 0, 0

    def write(self, data: bytes) -> int:
        self._spool.append(data)
        self._size += len(data)
        return len(data)

    def seek(self, offset: int) -> int:
        self._at = offset
        return offset

    def read(self, size: int = -1) -> bytes:
        end = self._size if size < 0 else min(self._size, self._at + size)
        data = self._spool.read(self._start + self._at, self._start + end)
        self._at += len(data)
        return data


class Parser(MultiPartParser):
    """Starlette's parser with its files in one spool, and a bound on all fields together."""

    def __init__(self, request: Request, stream: AsyncGenerator[bytes, None]) -> None:
        self._spool, self._field_bytes = Spool(), 0
        super().__init__(
            request.headers,
            self._spooling(stream),
            max_files=MAX_FILES,
            max_fields=MAX_FIELDS,
            max_part_size=MAX_FIELD_BYTES,
        )

    async def _spooling(self, stream: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
        async for chunk in stream:
            yield chunk
            if self._spool.full:
                await run_in_threadpool(self._spool.flush)

    def on_headers_finished(self) -> None:
        super().on_headers_finished()
        upload = self._current_part.file
        if upload is not None:
            self._files_to_close_on_error.pop().close()
            upload.file = Part(self._spool)  # type: ignore[assignment]

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        upload = self._current_part.file
        if upload is None:
            self._field_bytes += end - start
            if self._field_bytes > MAX_FIELD_BYTES:
                raise MultiPartException(f"its fields pass {MAX_FIELD_BYTES // 2**20} MB")
            super().on_part_data(data, start, end)
        else:
            upload.file.write(data[start:end])
            upload.size = (upload.size or 0) + end - start

    def on_part_end(self) -> None:
        upload: UploadFile | None = self._current_part.file
        if upload is None:
            super().on_part_end()
        else:
            upload.file.seek(0)
            self.items.append((self._current_part.field_name, upload))
