"""The command line, run as a user runs it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from octavo.cli import uploads
from tests.documents import write_pdf, write_text
from tests.octavo_server import KEY, OctavoServer


def octavo(
    folder: Path, *arguments: str, open_files: int | None = None, **settings: str
) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("octavo")), *arguments]
    if open_files is not None:
        command = ["prlimit", f"--nofile={open_files}", *command]
    environment = {**os.environ, "OCTAVO_SLOTS": "2", **settings}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )


def test_a_folder_is_read_by_an_embedded_server(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    write_pdf(tmp_path / "in" / "good.pdf", "alpha")
    (tmp_path / "in" / "bad.pdf").write_bytes(b"%PDF-1.4 broken")

    run = octavo(tmp_path, "batch", "extract", "in", "--out", "out")

    assert run.returncode == 1, run.stderr
    assert "bad.pdf" in run.stderr
    assert "1 of 2 documents read" in run.stdout
    assert "alpha" in json.loads((tmp_path / "out" / "good.json").read_text())["markdown"]


def test_globs_are_uploaded_to_a_running_server(server: OctavoServer, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_text(tmp_path / f"{name}.txt", name)
    arguments = ["batch", "extract", "*.txt", "--out", str(tmp_path / "out")]

    run = octavo(tmp_path, *arguments, "--server", server.url, "--key", KEY)

    assert run.returncode == 0, run.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "_batch.json",
        "a.json",
        "b.json",
    ]


def test_more_files_are_uploaded_than_may_be_open(server: OctavoServer, tmp_path: Path) -> None:
    for half in "01":
        (tmp_path / "in" / half).mkdir(parents=True)
    for number in range(80):
        write_text(tmp_path / "in" / f"{number % 2}" / f"{number}.txt", f"{number}")
    (tmp_path / "in" / "unread.zip").touch()  # below a folder only documents are meant
    arguments = ["batch", "extract", "in", "--out", str(tmp_path / "out")]

    run = octavo(tmp_path, *arguments, "--server", server.url, "--key", KEY, open_files=64)

    assert run.returncode == 0, run.stderr
    assert "80 of 80 documents read" in run.stdout


def test_uploads_are_called_by_their_path_below_what_was_named(tmp_path: Path) -> None:
    for place in ("a/x.txt", "b/x.txt", "b/c/[1].txt", "b/c/unread.zip"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(place)

    def names(*sources: str) -> list[str]:
        return [found.name for found in uploads.find([f"{tmp_path}/{name}" for name in sources])]

    assert names("") == ["a/x.txt", "b/c/[1].txt", "b/x.txt"]
    assert names("a", "b") == ["x.txt", "c/[1].txt", "x.txt"]
    assert names("b/**/*.txt", "b/c/[1].txt") == ["c/[1].txt", "x.txt", "[1].txt"]
    assert names("b/c/*.zip") == ["unread.zip"]  # named, so judged by its bytes


def test_extract_prints_markdown(tmp_path: Path) -> None:
    write_text(tmp_path / "note.txt", "alpha")
    run = octavo(tmp_path, "extract", "note.txt")
    assert run.returncode == 0, run.stderr
    assert "This note says alpha." in run.stdout


def test_extract_says_why_it_failed_and_prints_the_whole_result(
    server: OctavoServer, tmp_path: Path
) -> None:
    at = ("--server", server.url, "--key", KEY)
    (tmp_path / "empty.txt").touch()
    failed = octavo(tmp_path, "extract", "empty.txt", *at)
    assert failed.returncode == 1
    assert "empty" in failed.stderr
    assert failed.stdout == ""

    write_pdf(tmp_path / "long.pdf", tmp_path.name, pages=71)
    for reused in (None, True):
        run = octavo(tmp_path, "extract", "long.pdf", "--json", "--reuse", *at)
        assert run.returncode == 0, run.stderr
        result = json.loads(run.stdout)  # sent by URL, as it is large
        assert (result["page_count"], result.get("reused")) == (71, reused)


def test_mistakes_are_said_plainly(server: OctavoServer, tmp_path: Path) -> None:
    missing = octavo(tmp_path, "extract", "nothing.pdf")
    assert missing.returncode == 2
    assert "There is no file nothing.pdf" in missing.stderr
    away = octavo(tmp_path, "jobs", "list", "--server", "http://127.0.0.1:9")
    assert away.returncode == 2
    assert "cannot be reached" in away.stderr
    wrong = octavo(tmp_path, "jobs", "list", "--server", server.url, "--key", "wrong")
    assert "Invalid API key" in wrong.stderr


def test_keys_are_made_listed_and_revoked(tmp_path: Path) -> None:
    made = octavo(tmp_path, "keys", "create", "--tenant", "acme", "--name", "ci")
    key = made.stdout.strip()
    stored = (tmp_path / "octavo-data" / "octavo.sqlite").read_bytes()
    assert len(key) > 30
    assert key.encode() not in stored
    [line] = octavo(tmp_path, "keys", "list").stdout.splitlines()
    assert "acme" in line
    assert octavo(tmp_path, "keys", "revoke", line.split()[0]).returncode == 0
    assert "revoked" in octavo(tmp_path, "keys", "list").stdout


@pytest.mark.parametrize("command", ["worker", "serve", "keys list", "jobs list"])
def test_a_database_of_another_version_is_refused_in_a_line(tmp_path: Path, command: str) -> None:
    (tmp_path / "octavo-data").mkdir()
    with sqlite3.connect(tmp_path / "octavo-data" / "octavo.sqlite") as database:
        database.execute("CREATE TABLE octavo_schema (version INTEGER)")
        database.execute("INSERT INTO octavo_schema VALUES (99)")
    refused = octavo(tmp_path, *command.split())
    assert refused.returncode == 2
    assert "has the tables of schema 99" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_network_needs_a_key(tmp_path: Path) -> None:
    refused = octavo(tmp_path, "serve", "--host", "0.0.0.0", "--port", "0")
    assert refused.returncode == 2
    assert "octavo keys create" in refused.stderr
