"""How well tables are read: T-LAG on government documents, TEDS on the markdown benchmark.

    python -m bench.tables [--engine finder|reader|docvortex] [--worst 10]

`finder` is `octavo.reading.tables` alone on the pages' text layers, `reader` the whole reading of
the file, `docvortex` the layout engine's own tables. The scorers are the data's own.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium

from bench import data
from octavo.documents import Block, BlockKind
from octavo.formats import registry
from octavo.formats.base import ReadOptions
from octavo.reading import docvortex, tables
from octavo.reading import pdfium as text_layer
from octavo.render.table_html import table_html

Engine = Callable[[Path], list[Block]]


def by_finder(path: Path) -> list[Block]:
    """The tables our finder sees in the text layer."""
    with pdfium.PdfDocument(path) as pdf:
        pages = [text_layer.read(pdf[index], index + 1) for index in range(len(pdf))]
    return [block for page in pages for block in tables.find(page)]


def by_reader(path: Path) -> list[Block]:
    """The tables of the finished document."""
    document = registry.read(path, path.name, ReadOptions())
    return [block for _, block in document.blocks() if block.kind is BlockKind.TABLE]


def by_docvortex(path: Path) -> list[Block]:
    """The tables of the layout engine as they come."""
    drafts = docvortex.read(path.read_bytes())
    return [draft.block for page in drafts for draft in page if draft.block.table is not None]


ENGINES: dict[str, Engine] = {
    "finder": by_finder,
    "reader": by_reader,
    "docvortex": by_docvortex,
}


def write_tables(engine: Engine, pdfs: Path, to: Path, suffix: str) -> float:
    """Write the tables of every PDF as HTML; the CPU seconds it took."""
    to.mkdir()
    start = time.process_time()
    for path in sorted(pdfs.glob("*.pdf")):
        found = [table_html(block.table) for block in engine(path) if block.table is not None]
        (to / f"{path.stem}{suffix}").write_text("\n\n".join(found), encoding="utf-8")
    return time.process_time() - start


def score(script: Path, truth: Path, predicted: Path, worst: int) -> str:
    """What the scorer prints."""
    command = [sys.executable, str(script), "--truth", str(truth), "--pred", str(predicted)]
    done = subprocess.run(
        [*command, "--worst", str(worst)], capture_output=True, text=True, check=True
    )
    return done.stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--engine", choices=sorted(ENGINES), default="finder")
    parser.add_argument("--worst", type=int, default=0)
    args = parser.parse_args()
    bench, engine = data.FOLDER, ENGINES[args.engine]
    with tempfile.TemporaryDirectory() as scratch:
        to = Path(scratch)
        spent = write_tables(engine, bench / "tables" / "pdfs", to / "html", ".html")
        report = score(bench / "score_tables.py", bench / "tables/truth", to / "html", args.worst)
        print(f"{args.engine}: {report.strip()}  ({spent:.1f} CPU s)")
        spent = write_tables(engine, bench / "odl_dev" / "pdfs", to / "md", ".md")
        report = score(bench / "score_markdown.py", bench / "odl_dev/truth", to / "md", 0)
        line = next(line for line in report.splitlines() if line.startswith("tables"))
        print(f"{args.engine}: TEDS {line}  ({spent:.1f} CPU s)")


if __name__ == "__main__":
    main()
