"""Folders of the server as source and destination: only inside the roots, never past a link."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from octavo.errors import (
    DestinationRefused,
    DownloadFailed,
    FileTooLarge,
    MissingParameter,
    NoInput,
    StorageError,
)
from octavo.storage.kept import Kept
from octavo.storage.sinks import Destination, check, write
from octavo.storage.sources import Source, fetch, list_folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path.resolve() / "root"
    for name in ("b.pdf", "a.PDF", "sub/deep/c.docx", "skip.zip", "none"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"data")
    (tmp_path / "secret.pdf").write_bytes(b"secret")
    (tmp_path / "outside").mkdir()
    return root


def test_a_folder_lists_its_supported_files_in_order(root: Path) -> None:
    found = list(list_folder(str(root), [root], Kept()))
    assert [source.name for source in found] == ["a.PDF", "b.pdf", "sub/deep/c.docx"]
    assert found[1] == Source("path", str(root / "b.pdf"), "b.pdf", 4)
    assert [source.name for source in list_folder(str(root / "b.pdf"), [root], Kept())] == ["b.pdf"]


def test_links_lead_to_files_inside_the_roots_only(root: Path) -> None:
    (root / "in.pdf").symlink_to(root / "b.pdf")
    (root / "out.pdf").symlink_to(root.parent / "secret.pdf")
    (root / "loop").symlink_to(root)
    (root / "broken.pdf").symlink_to(root / "gone.pdf")
    names = [source.name for source in list_folder(str(root), [root], Kept())]
    assert names == ["a.PDF", "b.pdf", "in.pdf", "sub/deep/c.docx"]


@pytest.mark.parametrize(
    "path", ["relative", "{root}/../outside", "{root}/link", "/", "{root}\0", ""]
)
def test_places_outside_the_roots_are_refused_with_the_remedy(root: Path, path: str) -> None:
    (root / "link").symlink_to(root.parent / "outside")
    named = path.format(root=root)
    with pytest.raises(DestinationRefused) as caught:
        list_folder(named, [root], Kept())
    assert (caught.value.wire_status, caught.value.wire_code) == (400, "STORAGE_003")
    if named:
        with pytest.raises(DestinationRefused):
            check(Destination(local_path=named), [root], Kept())
    with pytest.raises(DestinationRefused, match=f"{root}.*OCTAVO_LOCAL_ROOTS"):
        check(Destination(local_path=str(root.parent / "outside")), [root], Kept())


def test_a_folder_that_is_not_there_is_no_input(root: Path) -> None:
    with pytest.raises(NoInput):
        list_folder(str(root / "gone"), [root], Kept())


def test_a_file_is_copied_up_to_the_cap(root: Path, tmp_path: Path) -> None:
    source = Source("path", str(root / "b.pdf"), "b.pdf")
    assert fetch(source, tmp_path / "x", max_bytes=4, artifacts=None) == "b.pdf"
    assert (tmp_path / "x").read_bytes() == b"data"
    with pytest.raises(FileTooLarge, match="OCTAVO_MAX_FILE_BYTES"):
        fetch(source, tmp_path / "y", max_bytes=3, artifacts=None)
    assert not (tmp_path / "y").exists()


@pytest.mark.parametrize("kind", ["gone", "link", "pipe", "folder"])
def test_what_is_no_file_any_more_fails(root: Path, tmp_path: Path, kind: str) -> None:
    path = root / "b.pdf"
    path.unlink()
    if kind == "link":
        path.symlink_to(root.parent / "secret.pdf")
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    with pytest.raises((DownloadFailed, StorageError)):
        fetch(Source("path", str(path), "b.pdf"), tmp_path / "x", max_bytes=99, artifacts=None)
    assert not (tmp_path / "x").exists()


def test_results_are_written_whole_and_again(root: Path) -> None:
    destination = check(Destination(local_path=str(root / "new/out")), [root], Kept())
    for data in (b"one", b"two"):
        (path,) = write(destination, "sub/a.json", data)
        assert Path(path).read_bytes() == data
    assert [p.name for p in (root / "new/out/sub").iterdir()] == ["a.json"]


def test_what_a_killed_attempt_left_half_written_is_cleared_away(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = root / "out"
    with monkeypatch.context() as killed:
        killed.setattr(Path, "unlink", lambda *_, **__: None)
        killed.setattr(Path, "replace", lambda *_: None)
        write(Destination(local_path=str(out)), "a.json", b"half", attempt=1)
    assert [p.name for p in out.iterdir()] != ["a.json"]
    write(Destination(local_path=str(out)), "a.json", b"whole", attempt=3)
    assert [p.name for p in out.iterdir()] == ["a.json"]


@pytest.mark.parametrize(
    "name", ["../../up.json", "/abs.json", "a/../../up.json", "x\0y.json", "n" * 4096]
)
def test_names_cannot_escape_the_destination(root: Path, name: str) -> None:
    destination = check(Destination(local_path=str(root / "out")), [root], Kept())
    (path,) = write(destination, name, b"{}")
    assert Path(path).resolve().is_relative_to(root / "out")
    assert Path(path).read_bytes() == b"{}"


def test_a_link_inside_the_destination_is_not_followed_out(root: Path) -> None:
    destination = check(Destination(local_path=str(root)), [root], Kept())
    (root / "away").symlink_to(root.parent / "outside")
    with pytest.raises(DestinationRefused, match="link"):
        write(destination, "away/a.json", b"{}")
    assert not list((root.parent / "outside").iterdir())


def test_a_destination_that_cannot_be_a_folder_is_refused_before_work(root: Path) -> None:
    with pytest.raises(DestinationRefused, match="is a file"):
        check(Destination(local_path=str(root / "b.pdf")), [root], Kept())
    with pytest.raises(DestinationRefused, match="is a file"):
        check(Destination(local_path=str(root / "b.pdf/sub")), [root], Kept())
    with pytest.raises(MissingParameter):
        check(Destination(), [root], Kept())


def test_a_write_that_fails_says_where(root: Path) -> None:
    destination = Destination(local_path=str(root / "b.pdf"))
    with pytest.raises(StorageError, match=r"b\.pdf"):
        write(destination, "a.json", b"{}")
