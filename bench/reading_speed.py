"""CPU seconds a page on one core: our reading beside the engines alone, in the same run.

    python -m bench.reading_speed [GROUP …] [--rounds 3] [--every 1]

Each page is read in turn by all that are compared, whoever begins changing from page to page and
from round to round, so that a busy machine slows them alike; a page counts with its median.
`ours` is the whole way from file to markdown. The others do less, so that the ratios are strict:

- born-digital: pages of the markdown benchmark on which we read nothing by OCR, against the
  layout engine alone: docvortex's own stages, from file to blocks.
- with-pictures: the pages in whose pictures we read text. `parts` is the layout engine on the
  file and the OCR engine on the very bitmaps that our reading hands to it; `whole page` is the
  OCR engine on the page rendered at our resolution, as it reads a page without a text layer.
- scanned: pages of the same set as images of 200 dpi in a PDF, against the OCR engine given the
  bitmap that our reading renders.
- receipts: photographs, against the OCR engine given the decoded image.

The OCR engine alone finds lines, reads them and places their words, with the models and options
of the settings. `--every 4` takes each fourth file.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest.mock import patch

import PIL.Image

os.environ |= {"OMP_NUM_THREADS": "1", "OCTAVO_SLOTS": "1"}
os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

from bench import data  # noqa: E402
from octavo.documents import ids  # noqa: E402
from octavo.formats import pdf, registry  # noqa: E402
from octavo.formats.base import ReadOptions  # noqa: E402
from octavo.reading import docvortex, ocr, pdf_source  # noqa: E402
from octavo.reading.ocr import Image  # noqa: E402
from octavo.render import markdown  # noqa: E402

Contestants = dict[str, Callable[[], object]]
SCANS_OF = 5
"""Each such page of the set is also read as a scan."""


def ours(path: Path) -> str:
    document = registry.read(path, path.name, ReadOptions())
    ids.number(document)
    return markdown.render(document)


def images_read(path: Path) -> list[Image]:
    """The bitmaps that our reading of a file hands to the OCR engine."""
    engine = ocr.engine()
    with patch.object(engine, "lines", wraps=engine.lines) as lines:
        ours(path)
    return [call.args[0] for call in lines.call_args_list]


def recognise(images: Sequence[Image]) -> list[object]:
    return [ocr.engine().lines(image) for image in images]


def layout(path: Path) -> object:
    return docvortex.read(path.read_bytes())


def whole_page(path: Path) -> Image:
    with pdf_source.opened(path) as source, source.page(1) as page:
        return pdf_source.image(page, pdf.OCR_DPI)


def digital(path: Path) -> Contestants:
    return {"ours": lambda: ours(path), "docvortex": lambda: layout(path)}


def with_pictures(path: Path, images: Sequence[Image]) -> Contestants:
    page = whole_page(path)
    return {
        "ours": lambda: ours(path),
        "parts": lambda: (layout(path), recognise(images)),
        "whole page": lambda: recognise([page]),
    }


def image_alone(path: Path) -> Contestants:
    images = images_read(path)
    return {"ours": lambda: ours(path), "OCR": lambda: recognise(images)}


def as_scan(path: Path, folder: Path) -> Path:
    """The first page of a PDF as a PDF of its image."""
    scan = folder / path.name
    PIL.Image.fromarray(whole_page(path)).save(scan, "PDF", resolution=pdf.OCR_DPI, quality=85)
    return scan


def measured(group: Sequence[Contestants], rounds: int) -> dict[str, float]:
    """CPU seconds a page of each contestant."""
    total: dict[str, float] = {}
    for number, contestants in enumerate(group):
        names = list(contestants)
        spent: dict[str, list[float]] = {name: [] for name in names}
        for turn in range(number, number + rounds):
            for name in names[turn % len(names) :] + names[: turn % len(names)]:
                gc.collect()
                start = time.process_time()
                contestants[name]()
                spent[name].append(time.process_time() - start)
        for name in names:
            total[name] = total.get(name, 0.0) + statistics.median(spent[name])
    return {name: seconds / len(group) for name, seconds in total.items()}


def report(title: str, group: Sequence[Contestants], rounds: int) -> None:
    seconds = measured(group, rounds)
    mine = seconds.pop("ours", 0.0)
    beside = (f"{name} {spent:.3f}, ratio {mine / spent:.2f}" for name, spent in seconds.items())
    print(f"{title:13} {len(group):3} pages: ours {mine:.3f}; {'; '.join(beside)}", flush=True)


GROUPS = ("born-digital", "with-pictures", "scanned", "receipts")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--every", type=int, default=1)
    args = parser.parse_args()
    bench, wanted = data.FOLDER, args.groups or GROUPS
    pdfs = sorted((bench / "odl_dev" / "pdfs").glob("*.pdf"))[:: args.every]
    receipts = sorted((bench / "fields" / "receipts").glob("*.jpg"))[:: 3 * args.every]
    images = {path: images_read(path) for path in pdfs}  # all is loaded after this
    gc.freeze()
    with tempfile.TemporaryDirectory() as folder:
        made: dict[str, Callable[[], list[Contestants]]] = {
            "born-digital": lambda: [digital(p) for p in pdfs if not images[p]],
            "with-pictures": lambda: [with_pictures(p, i) for p, i in images.items() if i],
            "scanned": lambda: [image_alone(as_scan(p, Path(folder))) for p in pdfs[::SCANS_OF]],
            "receipts": lambda: [image_alone(path) for path in receipts],
        }
        for title in GROUPS:
            if title in wanted:
                report(title, made[title](), args.rounds)


if __name__ == "__main__":
    main()
