"""Every class of hostile file through a real server: each ends, precisely, and harms no other.

The files of all classes go through in a few batches; what is asserted of one file is in its Case.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.documents import write_text
from tests.hostile import archives, entities, images, pdfs, texts
from tests.hostile.case import READ, Case
from tests.hostile.trap import Trap, sprung
from tests.octavo_server import OctavoServer, wait_until

MEBI = 2**20
OPTIONS = (
    '{"extensions": {"altOutputs": {"returnHtml": true}}, "figureProcessing": {"showImages": true}}'
)
GROWTH = 150 * MEBI
"""What a server may have grown by after all of it; its own caches are most of that."""
FOREIGN_TALK = re.compile(
    r"Traceback|\b[A-Z]\w+(?:Error|Exception)\b|Errno|object at 0x|NoneType|could not be read \("
)
"""What only a programmer understands."""


@dataclass
class Outcome:
    """How one file of a batch ended: its entry in the manifest, and its result if it was read."""

    entry: dict[str, Any]
    result: dict[str, Any] | None

    @property
    def code(self) -> str:
        return READ if self.result is not None else str(self.entry["error_code"])


@dataclass
class Ground:
    """One server, a trap, and a folder that a batch may not leave."""

    server: OctavoServer
    trap: Trap
    folder: Path

    def run(self, name: str, cases: list[Case]) -> dict[str, Outcome]:
        """Read the files as one batch, a sound file before every tenth."""
        given, out = self.folder / name / "in", self.folder / name / "out"
        given.mkdir(parents=True)
        parts: list[tuple[str, tuple[str, bytes]]] = []
        for number, case in enumerate(cases):
            if number % 10 == 0:
                sound = write_text(given / f"sound {number}.txt", "neighbour")
                parts.append(("file", (sound.name, sound.read_bytes())))
            parts.append(("file", (case.name, case.data)))
        form = {"output": json.dumps({"local_path": str(out)}), "extract_options": OPTIONS}
        response = self.server.client.post("/batch/extract", files=parts, data=form)
        assert response.status_code == 202, response.text
        self.server.wait(response.json()["batch_job_id"], 300)
        ended = _ended(out)
        assert list(ended) == [file for _, (file, _) in parts]
        assert {file: one.code for file, one in ended.items() if file.startswith("sound ")} == {
            f"sound {number}.txt": READ for number in range(0, len(cases), 10)
        }
        return ended


def _ended(out: Path) -> dict[str, Outcome]:
    """How each file of a batch ended, by its manifest; nothing may lie elsewhere."""
    manifest = json.loads((out / "_batch.json").read_text())
    ended = {}
    for entry in manifest["files"]:
        written = [Path(path).resolve() for path in entry.get("output", [])]
        assert all(path.is_relative_to(out.resolve()) for path in written)
        result = json.loads(written[0].read_text()) if written else None
        ended[entry["file"]] = Outcome(entry, result)
    return ended


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("hostile")
    running = OctavoServer(
        folder,
        OCTAVO_LOCAL_ROOTS=str(folder),
        OCTAVO_JOB_SECONDS="30",
        http_proxy="",
    )
    with sprung() as trap:
        try:
            yield Ground(running.start(), trap, folder)
        finally:
            running.stop()


FAMILIES: dict[str, Callable[[Ground], Iterator[Case]]] = {
    "texts": lambda ground: texts.cases(ground.trap.url),
    "entities": lambda ground: entities.cases(ground.trap.url, _secret(ground.folder)),
    "archives": lambda ground: archives.cases(ground.trap.url),
    "images": lambda _: images.cases(),
    "pdfs": lambda ground: pdfs.cases(ground.trap.url),
}


def _secret(folder: Path) -> Path:
    path = folder / "secret.txt"
    path.write_text(entities.SECRET)
    return path


@pytest.mark.parametrize("family", FAMILIES)
def test_every_file_ends_as_it_should_and_harms_nothing(ground: Ground, family: str) -> None:
    cases = list(FAMILIES[family](ground))
    around = _listing(ground.folder, family)
    before = psutil.Process(ground.server.pid).memory_info().rss

    ended = ground.run(family, cases)

    wrong = [fault for case in cases for fault in _faults(case, ended[case.name])]
    assert not wrong, "\n".join(wrong)
    assert ground.trap.requests == []
    assert _listing(ground.folder, family) == around
    assert psutil.Process(ground.server.pid).memory_info().rss - before < GROWTH
    _assert_nothing_runs(ground.server)


def _faults(case: Case, outcome: Outcome) -> Iterator[str]:
    """What is wrong with how a file ended."""
    if outcome.code not in case.outcomes.split():
        yield f"{case.name}: {outcome.code}, not {case.outcomes}: {outcome.entry.get('error')}"
    if outcome.result is None:
        message = str(outcome.entry["error"])
        if FOREIGN_TALK.search(message) or not 15 < len(message) < 400:
            yield f"{case.name}: says {message!r}"
        return
    markdown = outcome.result["markdown"]
    page = outcome.result["extensions"]["altOutputs"]["html"]
    yield from (f"{case.name}: lacks {text!r}" for text in case.says if text not in markdown)
    yield from (f"{case.name}: has {text!r}" for text in case.never if text in markdown)
    tags = (text for text in case.never if text.startswith("<"))
    yield from (f"{case.name}: its HTML has {text!r}" for text in tags if text in page)


def _listing(folder: Path, family: str) -> set[Path]:
    """Everything in and around `folder` but what the server keeps and this batch may write."""
    outside = {path for path in folder.parent.glob("*") if path != folder}
    outside |= {path for path in Path("/tmp").glob("escaped*")}
    mine = {folder / "data", folder / family, folder / "serve.log"}
    return outside | {path for path in folder.rglob("*") if not mine & {path, *path.parents}}


def _assert_nothing_runs(server: OctavoServer) -> None:
    """Two idle slots at most, no other process, no scratch file."""
    slots = server.slot_processes()
    assert len(slots) <= 2
    assert not [child for slot in slots for child in slot.children(recursive=True)]
    below = psutil.Process(server.pid).children(recursive=True)
    assert not [one for one in below if one.status() == psutil.STATUS_ZOMBIE]
    wait_until(lambda: not list((server.data / "work").glob("*/*")), 5)


def test_what_never_ends_is_stopped_in_time(
    servers: Callable[..., OctavoServer], tmp_path: Path
) -> None:
    server = servers(OCTAVO_JOB_SECONDS="4")
    with sprung() as trap:
        start = time.monotonic()
        cases = list(pdfs.endless())
        ended = Ground(server, trap, tmp_path).run("endless", cases)
        assert time.monotonic() - start < 60
    wrong = [fault for case in cases for fault in _faults(case, ended[case.name])]
    assert not wrong, "\n".join(wrong)
    messages = [ended[case.name].entry["error"] for case in cases]
    assert all("OCTAVO_JOB_SECONDS" in message for message in messages)
    _assert_nothing_runs(server)


def test_a_page_that_is_not_there_fails_alone(ground: Ground) -> None:
    out = ground.folder / "pages" / "out"
    given = ground.folder / "pages" / "in"
    given.mkdir(parents=True)
    (given / "one.pdf").write_bytes(pdfs.printed(pages=1))
    (given / "three.pdf").write_bytes(pdfs.printed(pages=3))
    options = {"extract_options": {"pages": "3"}}
    ground.server.wait(ground.server.batch({"local_path": str(given)}, out, **options))
    ended = _ended(out)
    assert {name: one.code for name, one in ended.items()} == {
        "one.pdf": "REQ_006", "three.pdf": READ
    }  # fmt: skip
