"""Fails if a source file is longer than a reader can hold: 400 lines."""

from __future__ import annotations

import sys
from pathlib import Path

LIMIT = 400
ROOTS = ("src", "tests", "bench", "tools")


def main() -> None:
    root = Path(__file__).parents[1]
    long = [
        f"{path.relative_to(root)}: {count} lines"
        for folder in ROOTS
        for path in sorted((root / folder).rglob("*.py"))
        if (count := len(path.read_text().splitlines())) > LIMIT
    ]
    if long:
        print(f"Files over {LIMIT} lines:", *long, sep="\n  ")
        sys.exit(1)


if __name__ == "__main__":
    main()
