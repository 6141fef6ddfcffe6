"""Words read from receipts: word F1 and CPU seconds an image, our reading beside bare engines.

    python -m bench.words [--receipts DIR] [--limit N] [--readers octavo rapidocr …]

`octavo` is the whole way from file to markdown with the engine of the settings. The others are
the engines as their packages come, given the file, their lines joined. One thread each; the
first image is read once before the clock starts, so that models are loaded.
"""

from __future__ import annotations

import argparse
import collections
import html
import json
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

from bench import data

os.environ.setdefault("OCTAVO_SLOTS", str(os.cpu_count() or 1))
Reader = Callable[[Path], str]


def octavo_reader() -> Reader:
    from octavo.formats.base import ReadOptions
    from octavo.formats.image import IMAGE
    from octavo.render import markdown

    return lambda path: markdown.render(IMAGE.read(path, path.suffix[1:], ReadOptions()))


def faster_paddle_reader(size: str) -> Reader:
    import faster_paddle

    engine = faster_paddle.OcrEngine(model_size=size, threads=1)
    return lambda path: str(engine.ocr(path.read_bytes())["text"])


def rapidocr_reader() -> Reader:
    from rapidocr import RapidOCR

    engine = RapidOCR(
        params={
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Global.log_level": "error",
        }
    )
    return lambda path: "\n".join(engine(str(path)).txts or ())


READERS: dict[str, Callable[[], Reader]] = {
    "octavo": octavo_reader,
    "faster-paddle small": lambda: faster_paddle_reader("small"),
    "faster-paddle tiny": lambda: faster_paddle_reader("tiny"),
    "rapidocr": rapidocr_reader,
}


def words(text: str) -> collections.Counter[str]:
    """The words of a text as score_words.py counts them: without mark-up and case."""
    plain = html.unescape(re.sub(r"<[^>]+>", " ", text)).casefold()
    return collections.Counter(re.findall(r"[^\W_]+(?:[.,:/'-][^\W_]+)*", plain))


def measure(reader: Reader, paths: list[Path]) -> tuple[dict[str, str], float]:
    """What was read by file name, and CPU seconds an image."""
    reader(paths[0])
    start = time.process_time()
    read = {path.name: reader(path) for path in paths}
    return read, (time.process_time() - start) / len(paths)


def score(read: dict[str, str], truth: dict[str, list[dict[str, str]]]) -> tuple[float, ...]:
    """Precision, recall and F1 over all documents."""
    hit = want = have = 0
    for name, text in read.items():
        wanted = words(" ".join(line["text"] for line in truth[name]))
        found = words(text)
        hit += (wanted & found).total()
        want, have = want + wanted.total(), have + found.total()
    return hit / max(have, 1), hit / max(want, 1), 2 * hit / max(want + have, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--receipts", type=Path, default=data.FOLDER / "fields" / "receipts")
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--readers", nargs="+", default=list(READERS), choices=list(READERS))
    parser.add_argument("--out", type=Path, help="folder for what each reader read, as JSON")
    args = parser.parse_args()
    truth = json.loads((args.receipts / "lines.json").read_text())
    paths = sorted(args.receipts.glob("*.jpg"))[: args.limit]
    print(f"{'reader':24} precision  recall      F1  CPU s an image   ({len(paths)} images)")
    for name in args.readers:
        read, seconds = measure(READERS[name](), paths)
        precision, recall, f1 = score(read, truth)
        print(f"{name:24} {precision:9.4f} {recall:7.4f} {f1:7.4f} {seconds:15.2f}", flush=True)
        if args.out:
            args.out.mkdir(parents=True, exist_ok=True)
            (args.out / f"{name.replace(' ', '-')}.json").write_text(json.dumps(read))


if __name__ == "__main__":
    main()
