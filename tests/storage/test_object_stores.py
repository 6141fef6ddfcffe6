"""Listing, reading and writing against a real S3 server that checks signatures."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from octavo.errors import (
    DestinationRefused,
    DownloadFailed,
    FileTooLarge,
    NotStored,
    RequestError,
    StorageError,
)
from octavo.storage import aws
from octavo.storage.artifacts import Artifacts
from octavo.storage.kept import Kept
from octavo.storage.sinks import Destination, check, write
from octavo.storage.sources import Source, fetch, list_prefix
from tests.services import S3Server


@pytest.fixture
def bucket(s3_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> Any:
    for key in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(key)
    for key, value in s3_server.environment.items():
        monkeypatch.setenv(key, value)
    return Bucket(s3_server)


class Bucket:
    """The place of one test in the server's bucket."""

    def __init__(self, server: S3Server) -> None:
        self.client, self.name, self.below = server.client(), server.bucket, os.urandom(4).hex()
        self.uri = f"s3://{self.name}/{self.below}"

    def put(self, *keys: str, data: bytes = b"data") -> None:
        for key in keys:
            self.client.put_object(Bucket=self.name, Key=f"{self.below}/{key}", Body=data)

    def get(self, key: str) -> bytes:
        found = self.client.get_object(Bucket=self.name, Key=f"{self.below}/{key}")
        return bytes(found["Body"].read())


def test_a_prefix_lists_its_supported_files_by_their_relative_names(bucket: Bucket) -> None:
    bucket.put("in/a.pdf", "in/sub/deep/B.PDF", "in/notes.zip", "in/none", "inbox/x.pdf")
    bucket.put("in/sub/", "in/mark.pdf/", data=b"")
    found = {source.name: source for source in list_prefix(f"{bucket.uri}/in/", Kept())}
    assert set(found) == {"a.pdf", "sub/deep/B.PDF"}
    assert found["a.pdf"] == Source("s3", f"{bucket.uri}/in/a.pdf", "a.pdf", 4)
    assert {source.name for source in list_prefix(f"{bucket.uri}/in", Kept())} == set(found)
    assert len(list(list_prefix(bucket.uri, Kept()))) == 3


def test_an_empty_file_is_listed_though_an_empty_folder_mark_is_not(bucket: Bucket) -> None:
    bucket.put("in/empty.pdf", "in/folder.pdf/", data=b"")
    assert [source.name for source in list_prefix(f"{bucket.uri}/in/", Kept())] == ["empty.pdf"]


def test_a_whole_key_in_the_place_of_a_prefix_is_that_one_file(bucket: Bucket) -> None:
    bucket.put("in/a.pdf")
    assert [source.name for source in list_prefix(f"{bucket.uri}/in/a.pdf", Kept())] == ["a.pdf"]
    assert list(list_prefix(f"{bucket.uri}/nothing/", Kept())) == []


@pytest.mark.parametrize(
    "key", ["in/a b+c.pdf", "in/ü%20x#?&=.pdf", "in/日本語 (1)~.pdf", "in/a..b.pdf"]
)
def test_keys_with_unusual_characters_are_read_back(
    bucket: Bucket, key: str, tmp_path: Path
) -> None:
    bucket.put(key, data=key.encode())
    (source,) = list_prefix(f"{bucket.uri}/in/", Kept())
    assert source.name == key.removeprefix("in/")
    fetch(source, tmp_path / "x", max_bytes=100, artifacts=None)
    assert (tmp_path / "x").read_bytes() == key.encode()


def test_listing_passes_the_page_of_a_thousand_keys(bucket: Bucket) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: bucket.put(f"many/{n:05}.txt"), range(1203)))
    names = [source.name for source in list_prefix(f"{bucket.uri}/many/", Kept())]
    assert names == [f"{n:05}.txt" for n in range(1203)]


def test_an_object_is_streamed_to_disk_up_to_the_cap(bucket: Bucket, tmp_path: Path) -> None:
    data = os.urandom(6 * 1024 * 1024)
    bucket.put("in/big.pdf", data=data)
    (source,) = list_prefix(f"{bucket.uri}/in/", Kept())
    assert fetch(source, tmp_path / "x", max_bytes=len(data), artifacts=None) == "big.pdf"
    assert hashlib.sha256((tmp_path / "x").read_bytes()).digest() == hashlib.sha256(data).digest()
    unsized = Source("s3", source.uri, source.name)
    for refused in (source, unsized):
        with pytest.raises(FileTooLarge):
            fetch(refused, tmp_path / "y", max_bytes=len(data) - 1, artifacts=None)
        assert not (tmp_path / "y").exists()


def test_an_object_that_vanished_fails_its_own_download(bucket: Bucket, tmp_path: Path) -> None:
    gone = Source("s3", f"{bucket.uri}/in/gone.pdf", "gone.pdf")
    with pytest.raises(DownloadFailed, match="no longer there"):
        fetch(gone, tmp_path / "x", max_bytes=10, artifacts=None)


@pytest.mark.usefixtures("bucket")
def test_a_missing_bucket_is_the_callers_mistake() -> None:
    with pytest.raises(
        DestinationRefused, match="There is no bucket s3://octavo-nowhere"
    ) as caught:
        list(list_prefix("s3://octavo-nowhere/in/", Kept()))
    assert caught.value.wire_status == 400
    with pytest.raises(DestinationRefused, match="no bucket"):
        check(Destination(s3_prefix="s3://octavo-nowhere/out/"), [], Kept())


@pytest.mark.parametrize("name", ["AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"])
def test_wrong_credentials_name_their_remedy(
    bucket: Bucket, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "wrong")
    with pytest.raises(DestinationRefused, match="AWS_ACCESS_KEY_ID") as caught:
        list(list_prefix(f"{bucket.uri}/in/", Kept()))
    assert caught.value.wire_status == 400
    with pytest.raises(DestinationRefused, match="AWS_ACCESS_KEY_ID"):
        write(Destination(s3_prefix=bucket.uri), "x.json", b"{}")


def test_a_store_that_is_down_is_reported_soon(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    with pytest.raises(StorageError, match="AWS_ENDPOINT_URL"):
        list(list_prefix(f"{bucket.uri}/in/", Kept()))


@pytest.mark.parametrize(
    "uri", ["", "in/", "http://b/in", "s3://", "s3:///in", "s3://../x", "file:///etc"]
)
def test_malformed_prefixes_are_refused_at_once(uri: str) -> None:
    with pytest.raises(RequestError, match="s3://bucket/prefix/"):
        list_prefix(uri, Kept())


def test_results_are_written_below_the_prefix(bucket: Bucket) -> None:
    destination = check(Destination(s3_prefix=f"{bucket.uri}/out"), [], Kept())
    for _ in range(2):
        assert write(destination, "sub/ä b.json", b"{}") == [f"{bucket.uri}/out/sub/ä b.json"]
    assert bucket.get("out/sub/ä b.json") == b"{}"
    write(Destination(s3_prefix=bucket.uri), "../up.json", b"1")
    assert bucket.get("up.json") == b"1"


@pytest.fixture(params=["folder", "s3"])
def artifacts(request: pytest.FixtureRequest, tmp_path: Path) -> Artifacts:
    if request.param == "folder":
        return Artifacts(str(tmp_path / "kept"))
    return Artifacts(request.getfixturevalue("bucket").uri + "/kept")


def test_artifacts_are_kept_replaced_and_forgotten(artifacts: Artifacts, tmp_path: Path) -> None:
    artifacts.put("jobs/a/result.json", b"one")
    artifacts.put("jobs/a/result.json", b"two")
    artifacts.put("jobs/ab/result.json", b"other")
    assert artifacts.get("jobs/a/result.json") == b"two"
    big = os.urandom(7 * 1024 * 1024)
    (tmp_path / "big").write_bytes(big)
    artifacts.put_file("jobs/a/big", tmp_path / "big")
    assert b"".join(artifacts.stream("jobs/a/big")) == big
    artifacts.fetch("jobs/a/big", tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == big
    artifacts.delete_folder("jobs/a")
    artifacts.delete_folder("jobs/never")
    for key in ("jobs/a/result.json", "jobs/a/big"):
        with pytest.raises(NotStored):
            artifacts.get(key)
        with pytest.raises(NotStored):
            artifacts.stream(key)
    assert artifacts.get("jobs/ab/result.json") == b"other"
    artifacts.delete(["jobs/never/1", "jobs/ab/result.json", "jobs/never/2"])
    with pytest.raises(NotStored):
        artifacts.get("jobs/ab/result.json")


def test_an_artifact_is_a_source(artifacts: Artifacts, tmp_path: Path) -> None:
    artifacts.put("uploads/1", b"content")
    source = Source("artifact", "uploads/1", "a.txt")
    assert fetch(source, tmp_path / "x", max_bytes=7, artifacts=artifacts) == "a.txt"
    assert (tmp_path / "x").read_bytes() == b"content"
    with pytest.raises(FileTooLarge):
        fetch(source, tmp_path / "y", max_bytes=6, artifacts=artifacts)
    with pytest.raises(NotStored):
        fetch(
            Source("artifact", "uploads/2", "b"), tmp_path / "y", max_bytes=9, artifacts=artifacts
        )


def test_keys_are_looked_for_where_amazons_tools_look(tmp_path: Path) -> None:
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws/credentials").write_text(
        "[default]\naws_access_key_id = d\naws_secret_access_key = s%1\n"
        "[work]\naws_access_key_id = w\naws_secret_access_key = s2\naws_session_token = t\n"
    )
    (tmp_path / ".aws/config").write_text(
        "[profile work]\nregion = eu-west-1\nendpoint_url = http://store/\n"
    )
    home = {"HOME": str(tmp_path)}
    assert aws.s3_options(home) == {
        "region": "us-east-1",
        "access_key_id": "d",
        "secret_access_key": "s%1",
    }
    work = aws.s3_options(home | {"AWS_PROFILE": "work"})
    assert (work["access_key_id"], work["session_token"], work["region"]) == ("w", "t", "eu-west-1")
    assert work["endpoint"] == "http://store"
    assert work["virtual_hosted_style_request"] is False
    own = aws.s3_options(home | {"AWS_ACCESS_KEY_ID": "e", "AWS_SECRET_ACCESS_KEY": "s3"})
    assert (own["access_key_id"], own["secret_access_key"]) == ("e", "s3")
    both = {"AWS_ENDPOINT_URL": "http://all", "AWS_ENDPOINT_URL_S3": "http://s3"}
    assert aws.s3_options(home | both)["endpoint"] == "http://s3"
