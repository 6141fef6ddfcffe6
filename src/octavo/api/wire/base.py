"""What all request models share: both spellings of every key, unknown keys ignored."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic.alias_generators import to_camel


class Wire(BaseModel):
    """A request object whose keys may be snake_case, camelCase or kebab-case.

    Only keys of the API are read this way; user data (schemas, topic names) is kept as it is.
    """

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _unify(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        names = {key.replace("-", "_"): value for key, value in data.items()}
        return {key: value for key, value in names.items() if value is not None}
