"""A server beside an S3 one whose bucket holds a few small documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.documents import write_pdf, write_text
from tests.octavo_server import OctavoServer
from tests.services import S3Server


class Bucket:
    """A prefix of the bucket, and a server that may use it."""

    def __init__(self, s3: S3Server, server: OctavoServer) -> None:
        self._s3, self.server = s3, server

    def uri(self, path: str) -> str:
        return f"s3://{self._s3.bucket}/seed/{path}"

    def put(self, key: str, file: Path) -> None:
        self._s3.client().put_object(
            Bucket=self._s3.bucket, Key=f"seed/{key}", Body=file.read_bytes()
        )

    def names(self, prefix: str) -> list[str]:
        """The names of the objects directly or deeper under a prefix, manifests left out."""
        whole = f"seed/{prefix}"
        found: dict[str, Any] = self._s3.client().list_objects_v2(
            Bucket=self._s3.bucket, Prefix=whole
        )
        keys = [entry["Key"].removeprefix(whole) for entry in found.get("Contents", [])]
        return sorted(key for key in keys if key != "_batch.json")


@pytest.fixture(scope="session")
def bucket(s3_server: S3Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bucket]:
    """The bucket with `documents/report.pdf` and `documents/notes.txt` in it."""
    folder = tmp_path_factory.mktemp("seed")
    running = OctavoServer(
        folder,
        OCTAVO_LOCAL_ROOTS=str(tmp_path_factory.getbasetemp()),
        **s3_server.environment,
    )
    seed = Bucket(s3_server, running)
    seed.put("documents/report.pdf", write_pdf(folder / "report.pdf", "alpha", pages=2))
    seed.put("documents/notes.txt", write_text(folder / "notes.txt", "beta"))
    try:
        running.start()
        yield seed
    finally:
        running.stop()
