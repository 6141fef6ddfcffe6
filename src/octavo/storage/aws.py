"""The settings of an S3 client as Amazon's own tools find them: environment, then profile files.

Roles of instances, containers and web identities are found by obstore itself when neither names
a key.
"""

from __future__ import annotations

import configparser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

DEFAULT_REGION = "us-east-1"


def s3_options(environment: Mapping[str, str]) -> dict[str, Any]:
    """Keyword arguments for obstore's S3Store."""
    profile = _profile(environment)
    endpoint = (
        environment.get("AWS_ENDPOINT_URL_S3")
        or environment.get("AWS_ENDPOINT_URL")
        or environment.get("AWS_ENDPOINT")
        or profile.get("endpoint_url")
    )
    region = (
        environment.get("AWS_REGION")
        or environment.get("AWS_DEFAULT_REGION")
        or profile.get("region")
        or DEFAULT_REGION
    )
    options: dict[str, Any] = {"region": region}
    if endpoint:
        options |= {"endpoint": endpoint.rstrip("/"), "virtual_hosted_style_request": False}
    return options | _keys(environment, profile)


def _keys(environment: Mapping[str, str], profile: Mapping[str, str]) -> dict[str, str]:
    """The access key of the environment, else of the profile, else none (a role is looked for)."""
    for source, prefix in ((environment, "AWS_"), (profile, "aws_")):
        names = {
            part: prefix + (part if source is profile else part.upper())
            for part in ("access_key_id", "secret_access_key", "session_token")
        }
        found = {part: source[name] for part, name in names.items() if source.get(name)}
        if "access_key_id" in found:
            return found
    return {}


def _profile(environment: Mapping[str, str]) -> dict[str, str]:
    """The entries of the chosen profile in the shared config and credentials files."""
    name = environment.get("AWS_PROFILE") or "default"
    home = Path(environment.get("HOME", "/")) / ".aws"
    config = environment.get("AWS_CONFIG_FILE") or str(home / "config")
    credentials = environment.get("AWS_SHARED_CREDENTIALS_FILE") or str(home / "credentials")
    section = name if name == "default" else f"profile {name}"
    return _section(config, section) | _section(credentials, name)


def _section(path: str, name: str) -> dict[str, str]:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read(path, encoding="utf-8")
    except (OSError, UnicodeDecodeError, configparser.Error):
        return {}
    return dict(parser[name]) if parser.has_section(name) else {}
