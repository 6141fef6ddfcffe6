"""Every setting, typed and documented. Each is read from the environment as OCTAVO_<NAME>."""

from __future__ import annotations

import ipaddress
import os
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

MEBI = 1024 * 1024
Names = Annotated[tuple[str, ...], NoDecode]
DaysByKind = Annotated[
    dict[
        Literal["extract", "tables", "split", "schema", "pipeline", "webhooks"],
        Annotated[float, Field(ge=0)],
    ],
    NoDecode,
]
Durations = Annotated[tuple[Annotated[float, Field(ge=0, allow_inf_nan=False)], ...], NoDecode]


class Settings(BaseSettings):
    """The configuration of one server or worker process."""

    model_config = SettingsConfigDict(env_prefix="OCTAVO_", extra="ignore")

    host: str = Field("127.0.0.1", description="Address the server binds to.")
    port: int = Field(8000, description="Port the server binds to.")
    data: Path = Field(
        Path("octavo-data"), description="Folder of the embedded database, artifacts and uploads."
    )
    database: str | None = Field(
        None, description="Database URL (postgresql://…). Default: SQLite in the data folder."
    )
    artifacts: str | None = Field(
        None,
        description="Where results are kept: a folder or s3://, gs://, az:// URL. Every process of "
        "a cluster must reach the same one. Default: artifacts/ in the data folder.",
    )
    slots: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        description="Documents read at the same time, one process each. Default: the cores.",
    )
    api_keys: Names = Field(
        (), description="Fixed API keys, comma-separated, each `key` or `tenant:key`."
    )
    public_url: str | None = Field(
        None, description="Origin written into links. Default: the origin of the request."
    )
    max_file_bytes: int = Field(50 * MEBI, description="Largest file accepted, in bytes.")
    max_body_bytes: int = Field(
        2048 * MEBI, description="Largest request body, in bytes (a batch holds many files)."
    )
    job_seconds: float = Field(
        900, description="Longest time one document may be worked on, in seconds."
    )
    job_memory: int = Field(
        3072 * MEBI, description="Most memory one document's process may use, in bytes."
    )
    job_attempts: int = Field(
        3, description="How often a document whose worker died is tried before it fails."
    )
    heartbeat_seconds: float = Field(1.0, description="Interval of a worker's sign of life.")
    dead_seconds: float = Field(
        20.0, description="Silence after which a worker's jobs are given to another."
    )
    retention_days: float = Field(
        7.0, ge=0, description="Days until a finished job expires, with all that is kept of it."
    )
    retention_days_by_kind: DaysByKind = Field(
        {},
        description="Other days for some kinds, comma-separated: `extract=30,webhooks=1`. The "
        "kinds are extract, tables, split, schema, pipeline and webhooks (the log of deliveries); "
        "a batch is of the kind of its documents, which are kept as long as it is.",
    )
    large_result_pages: int = Field(70, description="Pages from which a result is sent by URL.")
    large_result_bytes: int = Field(5 * MEBI, description="Bytes from which it is sent by URL.")
    large_result_seconds: float = Field(3600, description="Life of a large result's URL.")
    local_roots: Names = Field(
        (),
        description="Folders that local_path may name, comma-separated; never what is in the "
        "data folder or the artifacts'. Default: the folder the server was started in.",
    )
    outbound_allow: Names = Field(
        (),
        description="Private hosts or CIDRs that file_url and webhooks may reach, comma-separated.",
    )
    download_seconds: float = Field(120, description="Longest time one download may take.")
    webhook_retry_seconds: Durations = Field(
        (5, 300, 1800, 7200, 18000, 36000, 36000),
        description="Waits between the attempts of a webhook's delivery, comma-separated.",
    )
    webhook_seconds: float = Field(
        15, gt=0, description="Longest time a webhook's receiver may take to answer."
    )
    ocr_engine: str = Field(
        "paddle", description="The OCR engine: paddle, faster-paddle or rapidocr."
    )
    plan_tier: str = Field("self_hosted", description="The tier shown in plan_info.")
    legacy_plan_info: bool = Field(
        False, description="Also send plan_info under its old hyphenated name."
    )
    log_json: bool = Field(False, description="Write the log as JSON lines.")
    llm_base_url: str | None = Field(
        None, description="Base URL of an OpenAI-compatible server. Unset: no model is used."
    )
    llm_model: str | None = Field(None, description="Model to ask for there.")
    llm_api_key: SecretStr | None = Field(None, description="Key for that server.")
    llm_seconds: float = Field(120, description="Longest time one model call may take.")
    llm_attempts: int = Field(
        4, ge=1, description="How often a model call is tried while the server is busy or away."
    )
    llm_context_tokens: int = Field(
        16_000, ge=1000, description="Most tokens of a document shown to the model in one call."
    )
    llm_calls: int = Field(24, ge=1, description="Most model calls one job may make.")

    @field_validator(
        "api_keys", "local_roots", "outbound_allow", "webhook_retry_seconds", mode="before"
    )
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("retention_days_by_kind", mode="before")
    @classmethod
    def _pairs(cls, value: object) -> object:
        if isinstance(value, str):
            pairs = [part.partition("=") for part in value.split(",") if part.strip()]
            return {name.strip(): number.strip() for name, _, number in pairs}
        return value

    def kept_days(self, kind: str) -> float:
        """How long what is of this kind is kept."""
        given = (days for name, days in self.retention_days_by_kind.items() if name == kind)
        return next(given, self.retention_days)

    @property
    def database_url(self) -> str:
        """SQLAlchemy URL of the database."""
        if self.database is None:
            return f"sqlite:///{self.data.resolve() / 'octavo.sqlite'}"
        return self.database.replace("postgres://", "postgresql://", 1).replace(
            "postgresql://", "postgresql+psycopg://", 1
        )

    @property
    def artifacts_url(self) -> str:
        """Folder path or object-store URL of the artifacts."""
        return self.artifacts or str(self.data.resolve() / "artifacts")

    @property
    def roots(self) -> tuple[Path, ...]:
        """Resolved folders that local_path may name."""
        if self.local_roots:
            return tuple(Path(root).expanduser().resolve() for root in self.local_roots)
        return (Path.cwd().resolve(),)

    @property
    def kept(self) -> tuple[str, ...]:
        """Folders and object-store URLs that are the server's own, whatever `roots` says."""
        return (str(self.data.resolve()), self.artifacts_url)

    @property
    def loopback(self) -> bool:
        """Whether the server is reachable from this machine only."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


@lru_cache(maxsize=1)
def get() -> Settings:
    """The settings of this process, read from the environment once."""
    return Settings()
