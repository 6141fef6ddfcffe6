"""Reads the pages of a markdown benchmark and scores them: quality and CPU seconds a page.

    python -m bench.reading [--engine octavo|docvortex|layout] [--set FOLDER]
                            [--out DIR] [--worst 10] [--only NAME …]

`octavo` is the product's PDF reader, `docvortex` the engine alone with its decoration stripped,
`layout` our own layout without the engine. The scorer is the benchmark's own.
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
from octavo.documents import Document, Page, ids
from octavo.formats.base import ReadOptions
from octavo.formats.pdf import PDF
from octavo.reading import digital, docvortex, layout, pdf_source, tables
from octavo.reading import pdfium as text_layer
from octavo.render import markdown


def octavo(path: Path) -> Document:
    return PDF.read(path, "pdf", ReadOptions())


def engine_alone(path: Path) -> Document:
    pages = docvortex.read(path.read_bytes())
    read = [Page(n, blocks=digital.blocks(drafts)) for n, drafts in enumerate(pages, start=1)]
    return Document("pdf", read, len(read))


def own_layout(path: Path) -> Document:
    read = []
    with pdf_source.opened(path) as source:
        for number in range(1, len(source) + 1):
            with source.page(number) as page:
                evidence = text_layer.read(page, number)
            read.append(Page(number, blocks=layout.compose(evidence, tables.find(evidence))))
    return Document("pdf", read, len(read))


ENGINES: dict[str, Callable[[Path], Document]] = {
    "octavo": octavo,
    "docvortex": engine_alone,
    "layout": own_layout,
}


def run(engine: str, pdfs: list[Path], out: Path) -> float:
    """Write every file's markdown to `out`; give the CPU seconds a page."""
    read, pages = ENGINES[engine], 0
    started = time.process_time()
    for pdf in pdfs:
        try:
            document = read(pdf)
        except pdfium.PdfiumError as error:
            print(f"{pdf.name}: {error}", file=sys.stderr)
            continue
        ids.number(document)
        pages += len(document.pages)
        (out / f"{pdf.stem}.md").write_text(markdown.render(document))
    return (time.process_time() - started) / max(pages, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=sorted(ENGINES), default="octavo")
    parser.add_argument("--set", type=Path, default=data.FOLDER / "odl_dev")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--worst", default="10")
    parser.add_argument("--only", nargs="*", default=[])
    args = parser.parse_args()
    pdfs = [p for p in sorted((args.set / "pdfs").glob("*.pdf")) if _wanted(p, args.only)]
    with tempfile.TemporaryDirectory() as scratch:
        out = args.out or Path(scratch)
        out.mkdir(parents=True, exist_ok=True)
        seconds = run(args.engine, pdfs, out)
        print(f"{args.engine}: {seconds:.3f} CPU s a page over {len(pdfs)} files")
        score = [sys.executable, data.FOLDER / "score_markdown.py", "--truth", args.set / "truth"]
        more = ["--out", out / "scores.json"] if args.out else []
        subprocess.run([*score, "--pred", out, "--worst", args.worst, *more], check=True)


def _wanted(path: Path, names: list[str]) -> bool:
    return not names or any(name in path.stem for name in names)


if __name__ == "__main__":
    main()
