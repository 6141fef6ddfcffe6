"""What the project says of itself is true."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from octavo.formats import registry

ROOT = Path(__file__).parents[1]


def test_the_settings_page_lists_every_setting() -> None:
    page = ROOT / "tools" / "make_settings_page.py"
    done = subprocess.run(
        [sys.executable, str(page), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_every_sample_is_read_with_words_in_it() -> None:
    samples = sorted((ROOT / "samples").iterdir())
    assert len(samples) >= 12
    for sample in samples:
        document = registry.read(sample, sample.name)
        said = " ".join(
            " ".join(
                [block.text, *(c.text for c in block.table.cells)] if block.table else [block.text]
            )
            for _, block in document.blocks()
        )
        assert len(said.split()) >= 4, sample.name
        ids = [block.id for _, block in document.blocks()]
        assert len(set(ids)) == len(ids)
        assert all(ids)


def test_the_image_has_the_versions_that_are_tested() -> None:
    tested = set((ROOT / "requirements.lock").read_text().splitlines())
    assert set((ROOT / "requirements-run.lock").read_text().splitlines()) <= tested
