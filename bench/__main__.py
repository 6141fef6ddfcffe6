"""Runs the benchmarks that docs/benchmarks.md lists, those whose data are here.

python -m bench [NAME …] [--shared ../shared]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

BENCHES: dict[str, list[str]] = {
    "reading": ["bench.reading"],
    "boxes": ["bench.boxes"],
    "tables": ["bench.tables", "--engine", "reader"],
    "words": ["bench.words"],
    "fields": ["bench.fields"],
    "split": ["bench.split"],
    "split_reports": ["bench.split_reports"],
    "sheets": ["bench.sheets"],
    "sheets-large": ["bench.sheets_large"],
    "overhead": ["bench.overhead"],
    "batch": ["bench.batch"],
}
NEEDS_SHARED = {"reading", "boxes", "tables", "words", "fields"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=list(BENCHES), metavar="NAME")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    arguments = parser.parse_args()
    failed = []
    for name in arguments.names:
        if name in NEEDS_SHARED and not arguments.shared.is_dir():
            print(f"== {name}: skipped, there is no {arguments.shared}")
            continue
        print(f"== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", *BENCHES[name]], check=False).returncode:
            failed.append(name)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
