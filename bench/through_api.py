"""Runs a folder of documents through POST /batch/extract and writes each one's markdown.

    python -m bench.through_api FOLDER OUT [--slots 2]

This is how quality is measured: over HTTP, with the server's defaults.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path

from tests.octavo_server import OctavoServer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--slots", type=int, default=2)
    arguments = parser.parse_args()
    seconds, failed = markdown_of(arguments.folder, arguments.out, arguments.slots)
    print(f"{len(list(arguments.out.glob('*.md')))} documents in {seconds:.1f} s")
    for name, error in failed.items():
        print(f"failed  {name}: {error}")


def markdown_of(folder: Path, out: Path, slots: int = 2) -> tuple[float, dict[str, str]]:
    """Write `<stem>.md` for every document of `folder` into `out`: seconds, failures by file."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        server = OctavoServer(place, OCTAVO_SLOTS=str(slots), OCTAVO_LOCAL_ROOTS="/").start()
        try:
            began = time.monotonic()
            given = {"local_path": str(folder.resolve())}
            batch = server.batch(given, place / "results", workers=10)
            view = server.wait(batch, seconds=3600)
            seconds = time.monotonic() - began
        finally:
            server.stop()
        for result in (place / "results").rglob("*.json"):
            if result.name != "_batch.json":
                text = json.loads(result.read_text())["markdown"]
                (out / f"{result.stem}.md").write_text(text)
    return seconds, {item["file"]: item["error"] for item in view["result"]["jobs"]["failed"]}


if __name__ == "__main__":
    main()
