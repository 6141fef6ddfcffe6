"""Runs the benchmarks that docs/benchmarks.md lists, those whose data are here.

python -m bench [NAME …]
"""

from __future__ import annotations

import argparse
import subprocess
import sys

from bench import data

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
NEEDS_DATA = {"reading", "boxes", "tables", "words", "fields"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=list(BENCHES), metavar="NAME")
    arguments = parser.parse_args()
    failed = []
    for name in arguments.names:
        if name in NEEDS_DATA and not data.FOLDER.is_dir():
            print(f"== {name}: skipped, there is no {data.FOLDER} (see bench/data.py)")
            continue
        print(f"== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", *BENCHES[name]], check=False).returncode:
            failed.append(name)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
