"""Every error a caller can meet: its wire code, HTTP status, and a message with its remedy.

    OctavoError
    ├── AuthError            AUTH_xxx     401/403
    ├── RequestError         REQ_xxx      400
    │   └── InvalidPageRange REQ_006
    ├── FileError            FILE_xxx     400/413   (in a batch: a failed child with this reason)
    │   ├── InvalidFileType  FILE_001
    │   ├── FileTooLarge     FILE_002     413
    │   ├── FileCorrupted    FILE_003
    │   ├── EmptyFile        FILE_004
    │   ├── DownloadFailed   FILE_005
    │   └── PasswordProtected FILE_006
    ├── SchemaError          SCHEMA_xxx   400
    ├── JobError             JOB_xxx      404
    ├── StorageError         STORAGE_xxx  400/404/500
    └── ProcessingError      PROC_xxx     500
        ├── TimedOut         PROC_002
        ├── OutOfMemory      PROC_003
        └── WorkerDied       PROC_004

`OctavoError.message` is for the caller; a `cause` is for the log. Errors cross process borders as
`to_dict`/`from_dict`, which keep code, status, message and details.
"""

from __future__ import annotations

import errno
from typing import Any, ClassVar


class OctavoError(Exception):
    """The root. `details` are further facts for the caller, JSON-serialisable."""

    code: ClassVar[str] = "GENERAL_001"
    status: ClassVar[int] = 500

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details: dict[str, Any] = details
        self.wire_code: str = self.code
        self.wire_status: int = self.status

    def to_dict(self) -> dict[str, Any]:
        return {
            "code": self.wire_code,
            "status": self.wire_status,
            "message": self.message,
            "details": self.details,
        }

    @staticmethod
    def from_dict(data: dict[str, Any]) -> OctavoError:
        error = OctavoError(data["message"], **data.get("details", {}))
        error.wire_code, error.wire_status = data["code"], data["status"]
        return error


class AuthError(OctavoError):
    """No key, a wrong key."""

    code, status = "AUTH_002", 401


class KeyMissing(AuthError):
    code, status = "AUTH_001", 401


class Forbidden(AuthError):
    code, status = "AUTH_004", 403


class RequestError(OctavoError):
    """A parameter whose value cannot be taken."""

    code, status = "REQ_003", 400


class KeyReused(RequestError):
    """An Idempotency-Key that came before with another request."""

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used for a different request")


class NoInput(RequestError):
    code = "REQ_001"


class InvalidBody(RequestError):
    code = "REQ_002"


class MissingParameter(RequestError):
    code = "REQ_004"


class InvalidChunkSize(RequestError):
    code = "REQ_005"


class InvalidPageRange(RequestError):
    code = "REQ_006"


class FileError(OctavoError):
    """A file that cannot be read."""

    code, status = "FILE_003", 400


class InvalidFileType(FileError):
    code = "FILE_001"


class FileTooLarge(FileError):
    code, status = "FILE_002", 413


class FileCorrupted(FileError):
    code = "FILE_003"


class EmptyFile(FileError):
    code = "FILE_004"


class DownloadFailed(FileError):
    code = "FILE_005"


class PasswordProtected(FileError):
    code = "FILE_006"


class SchemaError(OctavoError):
    """A JSON Schema that is not one."""

    code, status = "SCHEMA_001", 400


class SchemaMissing(SchemaError):
    code = "SCHEMA_002"


class JobError(OctavoError):
    code, status = "JOB_001", 404


class JobNotFound(JobError):
    code, status = "JOB_001", 404


class ResultGone(OctavoError):
    code, status = "RESULT_GONE", 410


class StorageError(OctavoError):
    """A read or write at a storage that failed."""

    code, status = "STORAGE_001", 500


NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""What is wrong with the server's disk, not with a file."""


def no_room(error: OSError) -> StorageError:
    """The error that says the server could not write."""
    return StorageError(
        f"The server could not write to its disk ({error.strerror or error}); make room there and "
        "try again"
    )


class NotStored(StorageError):
    """An extraction, split, schema or form id that names nothing."""

    code, status = "STORAGE_002", 404


class DestinationRefused(StorageError):
    """An input or output place that the configuration does not allow."""

    code, status = "STORAGE_003", 400


class ProcessingError(OctavoError):
    code, status = "PROC_001", 500


class TimedOut(ProcessingError):
    code = "PROC_002"


class OutOfMemory(ProcessingError):
    code = "PROC_003"


class WorkerDied(ProcessingError):
    code = "PROC_004"
