"""The bodies of the batch endpoints: what goes in, where it goes, how fast."""

from __future__ import annotations

from typing import Any

from pydantic import Field, field_validator

from octavo.api.wire.base import Wire
from octavo.api.wire.extract import ExtractSettings
from octavo.errors import RequestError
from octavo.storage.sinks import Destination

WORKERS = range(1, 11)
DEFAULT_WORKERS = 4


class InlineFile(Wire):
    """A file inside the body; `content` is base64."""

    filename: str
    content: str


class BatchInput(Wire):
    """Where the documents are: exactly one of these. `local_path` is an addition of ours."""

    s3_prefix: str | None = None
    file_urls: list[str] | None = None
    files: list[InlineFile] | None = None
    local_path: str | None = None

    def given(self) -> list[str]:
        """The names of the sources that were given."""
        names = ("s3_prefix", "file_urls", "files", "local_path")
        return [name for name in names if getattr(self, name) is not None]


class BatchOutput(Wire):
    """Where results are written: one of these or both."""

    s3_prefix: str | None = None
    local_path: str | None = None

    def destination(self) -> Destination:
        return Destination(s3_prefix=self.s3_prefix, local_path=self.local_path)


class BatchRequest(Wire):
    """What every batch endpoint takes."""

    output: BatchOutput | None = None
    workers: int = DEFAULT_WORKERS

    @field_validator("workers", mode="before")
    @classmethod
    def _in_range(cls, value: Any) -> int:
        text = str(value).strip()
        if isinstance(value, bool) or not text.lstrip("-").isdigit() or int(text) not in WORKERS:
            raise RequestError(
                f"workers is {value!r}; give a whole number from {WORKERS.start} to "
                f"{WORKERS.stop - 1}"
            )
        return int(text)


class BatchExtractRequest(BatchRequest):
    """POST /batch/extract."""

    input: BatchInput | None = None
    extract_options: ExtractSettings = Field(default_factory=ExtractSettings)
