"""Writes docs/settings.md from the settings themselves.

    python tools/make_settings_page.py [--check]

With --check it writes nothing and fails if the page is not what it would write.
"""

from __future__ import annotations

import sys
from pathlib import Path

from octavo.settings import Settings

PAGE = Path(__file__).parents[1] / "docs" / "settings.md"
HEAD = """# Settings

Every setting is an environment variable. This page is made by `tools/make_settings_page.py`.

| variable | default | meaning |
|---|---|---|
"""
TAIL = """
The command line reads two more, as defaults of `--server` and `--key`: `OCTAVO_SERVER`, the URL of
a running server, and `OCTAVO_API_KEY`, the one key that is sent to it. Mind the letter:
`OCTAVO_API_KEYS` above are the keys that a server accepts.

Object stores take the environment of their own tools: `AWS_ENDPOINT_URL`, `AWS_ACCESS_KEY_ID`,
`AWS_SECRET_ACCESS_KEY`, `AWS_REGION`; `GOOGLE_APPLICATION_CREDENTIALS`;
`AZURE_STORAGE_ACCOUNT_NAME`, `AZURE_STORAGE_ACCOUNT_KEY`.
"""


def page() -> str:
    rows = [
        f"| `OCTAVO_{name.upper()}` | {_default(name)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return HEAD + "\n".join(rows) + "\n" + TAIL


def _default(name: str) -> str:
    default = Settings.model_fields[name].default
    if default in (None, (), {}) or name == "slots":
        return ""
    if isinstance(default, tuple):
        default = ",".join(map(str, default))
    return f"`{default}`"


def main() -> None:
    if "--check" in sys.argv:
        sys.exit(0 if PAGE.read_text() == page() else "docs/settings.md is out of date")
    PAGE.write_text(page())


if __name__ == "__main__":
    main()
