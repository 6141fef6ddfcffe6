"""Requests that are refused leave nothing behind, are never a 500 and cost the server little."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import psutil
import pytest

from tests.octavo_server import Body, OctavoServer

GOOD = {"filename": "a.txt", "content": base64.b64encode(b"words").decode()}
MEBI = 2**20


def uploads(server: OctavoServer) -> list[str]:
    return sorted(path.name for path in (server.data / "artifacts" / "uploads").glob("*"))


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_files_of_a_refused_request_are_not_kept(server: OctavoServer, tmp_path: Any) -> None:
    before = uploads(server)
    output = {"local_path": str(tmp_path / "out")}
    bad = {"filename": "b.txt", "content": "not base64!"}
    given: Body = {"input": {"files": [GOOD, bad]}, "output": output}
    answer = server.client.post("/batch/extract", json=given)
    assert refused(answer) == (400, "REQ_003")
    assert "files[1]" in answer.json()["error"]["message"]

    parts = [("file", (f"{name}.txt", b"words")) for name in "ab"]
    answer = server.client.post("/pipeline/execute", files=parts, data={"steps": '{"extract": {}}'})
    assert refused(answer) == (400, "REQ_003")
    assert uploads(server) == before


def test_a_cursor_beyond_every_batch_is_refused(server: OctavoServer) -> None:
    for cursor in ("99999999999999999999", "2147483648", "-2"):
        assert refused(server.client.get(f"/job/any?cursor={cursor}")) == (400, "REQ_003")


@pytest.mark.parametrize("charset", ["utf-8", "raw_unicode_escape"])
def test_half_a_surrogate_pair_is_refused(server: OctavoServer, charset: str) -> None:
    escaped = "/tmp/\\ud800"
    fields = {
        "output": json.dumps({"local_path": "?"}).replace("?", escaped),
        "extract_options": json.dumps({"storage": {"folder_name": "?"}}).replace("?", escaped),
        "extract_options[storage][folder_name]": escaped,
    }
    for name in ("output", "extract_options"):
        body = b"".join(
            f'--b\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
            for field, value in {"output": '{"local_path": "/x"}', name: fields[name]}.items()
        )
        body += (
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="\\ud800"\r\n\r\nx\r\n'
        )
        kind = f"multipart/form-data; boundary=b; charset={charset}"
        answer = server.client.post(
            "/batch/extract", content=body + b"--b--\r\n", headers={"content-type": kind}
        )
        assert answer.status_code == 400, answer.text


def test_json_of_very_many_values_is_refused_early(server: OctavoServer) -> None:
    process = psutil.Process(server.pid)
    before = process.memory_info().rss
    hostile = {
        "/batch/extract": '{"input": {"files": [' + "{}," * (5 * MEBI // 3) + "{}]}}",
        "/pipeline/execute": '{"steps": [' + "[]," * (5 * MEBI // 3) + "[]]}",
    }
    for path, content in hostile.items():
        answer = server.client.post(
            path, content=content, headers={"content-type": "application/json"}
        )
        assert refused(answer) == (400, "REQ_002")
    form = {"steps": hostile["/pipeline/execute"]}
    answer = server.client.post("/pipeline/execute", data=form, files={"file": b"words"})
    assert refused(answer) == (400, "REQ_002")
    assert process.memory_info().rss - before < 60 * MEBI


def test_extract_takes_no_large_json(server: OctavoServer) -> None:
    answer = server.client.post("/extract", json={"file_url": "x" * (5 * MEBI)})
    assert refused(answer) == (413, "FILE_002")


def test_many_uploads_hold_little_memory_and_few_descriptors(server: OctavoServer) -> None:
    process = psutil.Process(server.pid)
    memory, descriptors = process.memory_info().rss, process.num_fds()
    most: list[tuple[int, int]] = []
    form = server.client.build_request(
        "POST", "/batch/extract", files=[("file", (f"{n}", b"x" * MEBI)) for n in range(100)]
    )
    whole = form.read()

    def sent() -> Iterator[bytes]:
        for start in range(0, len(whole), MEBI):
            yield whole[start : start + MEBI]
            most.append((process.memory_info().rss - memory, process.num_fds() - descriptors))

    kind = {"content-type": form.headers["content-type"]}
    answer = server.client.post("/batch/extract", content=sent(), headers=kind)
    assert refused(answer) == (400, "REQ_004")  # it has no output
    assert max(grown for grown, _ in most) < 40 * MEBI
    assert max(opened for _, opened in most) < 10


def test_uploads_of_all_sizes_are_read_as_they_were_sent(
    server: OctavoServer, tmp_path: Any
) -> None:
    sizes = (0, 1, 700_000, 400_000, 3 * MEBI, 5, MEBI)
    words = [f"{number} {'word ' * (size // 5)}end" for number, size in enumerate(sizes)]
    parts = [("file", (f"{number}.txt", text.encode())) for number, text in enumerate(words)]
    form = {"output": json.dumps({"local_path": str(tmp_path)})}
    answer = server.client.post("/batch/extract", files=parts, data=form)
    view = server.wait(answer.json()["batch_job_id"])
    assert view["result"]["progress"]["completed"] == len(sizes)
    for number, text in enumerate(words):
        read = json.loads((tmp_path / f"{number}.json").read_text())["markdown"]
        assert read.split() == text.split()
