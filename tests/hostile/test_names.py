"""Hostile file names, by every way a file comes in: read, labelled, written where they may be."""

from __future__ import annotations

import base64
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

from tests.octavo_server import OctavoServer
from tests.services import S3Server

NAMES = (
    *("-rf.txt", "--help.txt", "....txt", ".txt", ".hidden.txt", "a..b.txt", "a .txt", " .txt"),
    *("quote's.txt", 'double"quote.txt', "$(reboot).txt", "`id`.txt", "a;b|c&d.txt"),
    *("../../escaped.txt", "/tmp/escaped.txt", "..\\..\\escaped.txt", "C:\\escaped.txt", "..", "/"),
    *("a\u202etxt.exe.txt", "\u200f\u2066mark.txt", "new\nline.txt", "tab\there.txt"),
    *("x" * 4_092 + ".txt", "é" * 300 + ".txt", "d/" * 600 + "deep.txt", "emoji 🗎.txt", "名前.txt"),
    *(unicodedata.normalize("NFC", "Café.txt"), unicodedata.normalize("NFD", "Café.txt")),
    *("SAME.txt", "same.txt", "_batch.json.txt", "_batch.txt", "CON.txt"),
    *("<b>bold</b>.txt", "a?b=c#d.txt", "\x1b[31m.txt", "%2e%2e%2f.txt"),
    *("{0}.txt", "%s%n.txt", "~root.txt", "*.txt"),
)  # fmt: skip
NUL = "nul\0byte.txt"


def said(number: int) -> str:
    return f"words of file {number}"


def check(server: OctavoServer, view_id: str, out: Path, count: int) -> None:
    """Every file was read, each into a file of its own below `out`."""
    view = server.wait(view_id)
    assert view["result"]["progress"] == {"total": count, "completed": count, "failed": 0}
    manifest = json.loads((out / "_batch.json").read_text())
    written = [Path(path).resolve() for entry in manifest["files"] for path in entry["output"]]
    assert len(set(written)) == count
    assert all(path.is_relative_to(out.resolve()) for path in written)
    assert all("\u202e" not in str(path) and "\n" not in str(path) for path in written)
    texts = {json.loads(path.read_text())["markdown"] for path in written}
    assert texts == {said(number) for number in range(count)}


def assert_nothing_outside(out: Path, before: set[Path]) -> None:
    """Nothing came to lie beside the output folder, or where the names wanted it."""
    assert set(out.parent.iterdir()) - {out} == before
    assert not Path("/tmp/escaped.txt").exists()
    assert not Path("/tmp/escaped.json").exists()


def test_names_of_inline_files(server: OctavoServer, tmp_path: Path) -> None:
    before, out = set(tmp_path.iterdir()), tmp_path / "out"
    names = (*NAMES, NUL)
    files = [
        {"filename": name, "content": base64.b64encode(said(number).encode()).decode()}
        for number, name in enumerate(names)
    ]
    check(server, server.batch({"files": files}, out), out, len(names))
    assert_nothing_outside(out, before)


def test_names_of_uploads(server: OctavoServer, tmp_path: Path) -> None:
    before, out = set(tmp_path.iterdir()), tmp_path / "out"
    parts = [("file", (name, said(number).encode())) for number, name in enumerate(NAMES)]
    form = {"output": json.dumps({"local_path": str(out)})}
    response = server.client.post("/batch/extract", files=parts, data=form)
    assert response.status_code == 202, response.text
    check(server, response.json()["batch_job_id"], out, len(NAMES))
    assert_nothing_outside(out, before)


def test_names_of_files_in_a_folder(server: OctavoServer, tmp_path: Path) -> None:
    given, out = tmp_path / "in", tmp_path / "out"
    given.mkdir()
    names = [name for name in NAMES if "/" not in name and len(name.encode()) < 250]
    names = [name for name in names if name.endswith(".txt")]
    for number, name in enumerate(names):
        (given / name).write_text(said(number))
    (given / "outside.txt").symlink_to("/etc/passwd")
    before = set(tmp_path.iterdir())
    check(server, server.batch({"local_path": str(given)}, out), out, len(names))
    assert_nothing_outside(out, before)


def test_names_of_keys(
    servers: Callable[..., OctavoServer], s3_server: S3Server, tmp_path: Path
) -> None:
    client = s3_server.client()
    keys = [name for name in NAMES if ".." not in name and len(name.encode()) < 250]
    keys = [name for name in keys if name.endswith(".txt") and name.isprintable()]
    keys = [name for name in keys if name[0] != "/" and "\\" not in name]  # as weed stores them
    for number, key in enumerate(keys):
        body = said(number).encode()
        client.put_object(Bucket=s3_server.bucket, Key=f"names/in/{key}", Body=body)
    server, where = servers(**s3_server.environment), f"s3://{s3_server.bucket}/names"
    output = {"local_path": str(tmp_path / "out"), "s3_prefix": f"{where}/out"}

    view = server.wait(server.batch({"s3_prefix": f"{where}/in/"}, tmp_path, output=output))

    ended = {entry["file"] for entry in view["result"]["jobs"]["completed"]}
    assert ended == set(keys), view["result"]["jobs"]
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    listed = client.list_objects_v2(Bucket=s3_server.bucket, Prefix="names/out/")["Contents"]
    assert len(files) == len(listed) == len(keys) + 1
