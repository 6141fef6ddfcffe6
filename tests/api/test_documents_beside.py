"""Documents that lie beside the checkout, not in this repository: each says what it must.

Without them the test is skipped.
"""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from tests.octavo_server import OctavoServer

DOCUMENTS = Path(__file__).parents[2] / "../shared/documents"


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="there are no documents beside the checkout")
def test_every_document_completes_and_says_what_is_expected(
    server: OctavoServer, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    expected = json.loads((DOCUMENTS / "expect.json").read_text())
    for name in expected:
        (folder / name).write_bytes((DOCUMENTS / name).read_bytes())

    view = server.wait(server.batch({"local_path": str(folder)}, tmp_path / "out"), 300)

    assert view["result"]["jobs"]["failed"] == []
    for entry in view["result"]["jobs"]["completed"]:
        result = server.get(f"/job/{entry['job_id']}")["result"]
        said = _plain(result["markdown"])
        wanted = expected[entry["file"]]
        for text in wanted.get("expect", []) + wanted.get("expect_ocr", []):
            assert _plain(text) in said, f"{entry['file']} does not say {text!r}"


def _plain(markdown: str) -> str:
    text = html.unescape(re.sub(r"<[^>]+>", " ", markdown))
    return re.sub(r"\s+", " ", text.replace("\\", "").replace("**", ""))
