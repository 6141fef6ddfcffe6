"""What holds for every format plug-in, on every sample: whole, cut short, and with bits turned."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest

from octavo.documents import Document
from octavo.errors import OctavoError
from octavo.formats import registry
from octavo.formats.base import ReadOptions

SAMPLES = sorted((Path(__file__).parents[2] / "samples").iterdir())

each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)


def test_every_plug_in_names_itself_and_its_kinds() -> None:
    plugins = set(map(id, registry.formats().values()))
    assert len(plugins) >= 12
    for kind, plugin in registry.formats().items():
        assert plugin.name
        assert kind in plugin.kinds


@each_sample
def test_what_is_read_is_whole_and_the_same_twice(sample: Path) -> None:
    options = ReadOptions(words=True, images=True)
    first = registry.read(sample, sample.name, options)
    second = registry.read(sample, sample.name, options)
    assert first == second
    assert first.pages
    _check(first)


@each_sample
def test_a_damaged_file_is_read_or_refused(sample: Path, tmp_path: Path) -> None:
    whole = sample.read_bytes()
    chance = random.Random(sample.name)
    for number in range(6):
        path = tmp_path / f"{number}{sample.suffix}"
        path.write_bytes(_damaged(whole, number, chance))
        with suppress(OctavoError):
            _check(registry.read(path, path.name))


def _damaged(whole: bytes, number: int, chance: random.Random) -> bytes:
    """A quarter, a half or three quarters of the file, then the whole with bits turned."""
    if number < 3:
        return whole[: len(whole) * (number + 1) // 4]
    turned = bytearray(whole)
    for _ in range(1 + len(whole) // 2000):
        turned[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
    return bytes(turned)


def _check(document: Document) -> None:
    for page, block in document.blocks():
        assert page.number >= 1
        for box in [block.box, *(word.box for word in block.words)]:
            if box is not None:
                assert -1e-6 <= box.x0 <= box.x1 <= 1 + 1e-6
                assert -1e-6 <= box.y0 <= box.y1 <= 1 + 1e-6
        if block.table is not None:
            covered = [
                (cell.row + r, cell.column + c)
                for cell in block.table.cells
                for r in range(cell.row_span)
                for c in range(cell.column_span)
            ]
            assert len(covered) == len(set(covered)) == block.table.rows * block.table.columns
    ids = [block.id for _, block in document.blocks()]
    assert len(ids) == len(set(ids))
