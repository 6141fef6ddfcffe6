"""How well block boxes agree with a benchmark's layout, class by class.

    python -m bench.boxes [--set FOLDER]

For each class: the share of true blocks that one of ours matches (recall) and the share of ours
that match a true one (precision), at an intersection over union of 0.5. Our kinds are compared
with the classes they mean; the last line takes any kind for any.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

from bench import data
from octavo.documents import Block, BlockKind, Box
from octavo.formats.base import ReadOptions
from octavo.formats.pdf import PDF

MATCH = 0.5
_MARGIN = {BlockKind.HEADER, BlockKind.FOOTER, BlockKind.PAGE_NUMBER, BlockKind.TEXT}
CLASSES: dict[str, set[BlockKind]] = {
    "Heading1": {BlockKind.HEADING},
    "Paragraph": {BlockKind.TEXT},
    "List": {BlockKind.LIST_ITEM},
    "Table": {BlockKind.TABLE},
    "Figure": {BlockKind.FIGURE},
    "Chart": {BlockKind.FIGURE},
    "Caption": {BlockKind.CAPTION},
    "Equation": {BlockKind.FORMULA},
    "Footnote": {BlockKind.FOOTNOTE},
    "Index": {BlockKind.TEXT},
    "Header": _MARGIN,
    "Footer": _MARGIN,
}
True_ = tuple[str, int, Box]


def truth(elements: list[dict[str, object]]) -> list[True_]:
    found = []
    for element in elements:
        corners: list[dict[str, float]] = element["coordinates"]  # type: ignore[assignment]
        xs, ys = [c["x"] for c in corners], [c["y"] for c in corners]
        box = Box(min(xs), min(ys), max(xs), max(ys))
        found.append((str(element["category"]), int(str(element["page"])), box))
    return found


def likeness(a: Box, b: Box) -> float:
    shared = a.overlap(b)
    return shared / max(a.area + b.area - shared, 1e-12)


def lists_joined(blocks: list[Block]) -> list[Block]:
    """Items that follow one another as one block, as the benchmark draws lists."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        item = BlockKind.LIST_ITEM
        if last and last.kind is item is block.kind and last.box and block.box:
            joined[-1] = Block(item, box=last.box.union(block.box))
        else:
            joined.append(block)
    return joined


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", type=Path, default=data.FOLDER / "odl_dev")
    args = parser.parse_args()
    layout = json.loads((args.set / "layout.json").read_text())
    hits: dict[str, list[bool]] = defaultdict(list)
    ours: dict[BlockKind, list[bool]] = defaultdict(list)
    anything: list[bool] = []
    for name, entry in layout.items():
        path = args.set / "pdfs" / name
        if not path.exists():
            continue
        wanted = truth(entry["elements"])
        for page in PDF.read(path, "pdf", ReadOptions()).pages:
            blocks = [b for b in lists_joined(page.blocks) if b.box is not None]
            here = [(label, box) for label, number, box in wanted if number == page.number]
            _compare(here, blocks, hits, ours, anything)
    _print(hits, ours, anything)


def _compare(
    here: list[tuple[str, Box]],
    blocks: list[Block],
    hits: dict[str, list[bool]],
    ours: dict[BlockKind, list[bool]],
    anything: list[bool],
) -> None:
    for label, box in here:
        near = [b for b in blocks if b.box and likeness(b.box, box) >= MATCH]
        hits[label].append(any(b.kind in CLASSES.get(label, set()) for b in near))
        anything.append(bool(near))
    for block in blocks:
        fitting = [box for label, box in here if block.kind in CLASSES.get(label, set())]
        ours[block.kind].append(any(likeness(block.box or box, box) >= MATCH for box in fitting))


def _print(
    hits: dict[str, list[bool]], ours: dict[BlockKind, list[bool]], anything: list[bool]
) -> None:
    for label, found in sorted(hits.items()):
        print(f"true {label:10} recall    {sum(found) / len(found):.3f} of {len(found)}")
    for kind, matched in sorted(ours.items()):
        print(f"our  {kind.value:10} precision {sum(matched) / len(matched):.3f} of {len(matched)}")
    print(f"any kind        recall    {sum(anything) / max(len(anything), 1):.3f}")


if __name__ == "__main__":
    main()
