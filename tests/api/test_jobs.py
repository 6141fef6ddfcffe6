"""GET and DELETE /job, large results, keys and tenants."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from pulse import Pulse
from pulse.errors.forbidden_error import ForbiddenError
from pulse.errors.gone_error import GoneError
from pulse.errors.not_found_error import NotFoundError
from pulse.errors.unauthorized_error import UnauthorizedError

from tests.documents import write_pdf, write_text
from tests.octavo_server import KEY, OctavoServer

UNKNOWN = "00000000-0000-0000-0000-000000000000"


def test_an_unknown_job_is_not_found(server: OctavoServer) -> None:
    sdk = Pulse(api_key=KEY, base_url=server.url)
    with pytest.raises(NotFoundError):
        sdk.jobs.get_job(job_id=UNKNOWN)
    with pytest.raises(NotFoundError):
        sdk.jobs.cancel_job(job_id=UNKNOWN)


def test_a_key_is_wanted_and_checked(server: OctavoServer) -> None:
    bare = httpx.get(f"{server.url}/pages")
    assert (bare.status_code, bare.json()["error"]["code"]) == (401, "AUTH_001")
    with pytest.raises(UnauthorizedError):
        Pulse(api_key="wrong", base_url=server.url).jobs.get_job(job_id=UNKNOWN)
    bearer = httpx.get(f"{server.url}/pages", headers={"Authorization": f"Bearer {KEY}"})
    assert bearer.status_code == 200


def test_a_finished_job_is_left_as_it_is(server: OctavoServer, tmp_path: Path) -> None:
    note = write_text(tmp_path / "note.txt", "alpha").read_bytes()
    ack = server.client.post("/extract_async", files={"file": ("note.txt", note)})
    assert ack.status_code == 200
    job_id = ack.json()["job_id"]
    server.wait(job_id)
    answer = server.client.post(f"/cancel/{job_id}")
    assert answer.status_code == 200
    assert "already completed" in answer.json()["message"]
    assert server.get(f"/job/{job_id}")["status"] == "completed"


def test_a_large_result_is_sent_by_url_once(server: OctavoServer, tmp_path: Path) -> None:
    pdf = write_pdf(tmp_path / "long.pdf", "alpha", pages=71).read_bytes()
    stub = server.client.post("/extract", files={"file": ("long.pdf", pdf)}).json()
    assert stub["is_url"] is True
    assert stub["page_count"] == 71
    assert "markdown" not in stub

    whole = httpx.get(stub["url"])  # no key
    assert whole.status_code == 200
    assert "alpha on page 71" in whole.json()["markdown"]
    sdk = Pulse(api_key=KEY, base_url=server.url)
    with pytest.raises(GoneError):
        sdk.large_results.get_large_result(job_id=stub["job_id"])
    assert server.get(f"/job/{stub['job_id']}")["result"]["is_url"] is True
    assert httpx.get(f"{server.url}/large_results/{UNKNOWN}").status_code == 404


def test_one_tenant_never_sees_the_other(
    servers: Callable[..., OctavoServer], tmp_path: Path
) -> None:
    server = servers(OCTAVO_API_KEYS=f"ours:{KEY},theirs:other-key")
    note = write_text(tmp_path / "note.txt", "alpha").read_bytes()
    job_id = server.client.post("/extract_async", files={"file": ("n.txt", note)}).json()["job_id"]
    server.wait(job_id)
    foreign = httpx.Client(base_url=server.url, headers={"x-api-key": "other-key"})
    theirs = Pulse(api_key="other-key", base_url=server.url)
    with pytest.raises(ForbiddenError):
        theirs.jobs.get_job(job_id=job_id)
    with pytest.raises(ForbiddenError):
        theirs.jobs.cancel_job(job_id=job_id)
    for refused in (
        foreign.delete(f"/job/{job_id}?purge=true"),
        foreign.post(f"/cancel/{job_id}"),
        foreign.post(f"/batch/{job_id}/retry"),
    ):
        assert refused.status_code == 403
        assert refused.json()["error"]["code"] == "AUTH_004"
        assert "alpha" not in refused.text
    assert foreign.get("/jobs").json() == {"jobs": []}
    assert foreign.get("/pages").json() == {"total_pages_processed": 0}
    assert server.get("/pages") == {"total_pages_processed": 1}

    value = {"kind": "split", "value": {"split_input": [{"name": "all"}]}}
    saved = server.client.post("/configurations", json=value).json()["id"]
    assert foreign.get("/configurations").json() == {"configurations": []}
    assert foreign.get(f"/configurations/{saved}").status_code == 404
    assert foreign.delete(f"/configurations/{saved}").status_code == 404
    extraction = server.get(f"/job/{job_id}")["result"]["extraction_id"]
    for given in (job_id, extraction):
        body = {"extraction_id": given, "split_config_id": saved}
        assert foreign.post("/split", json=body).status_code == 404


def test_every_unknown_path_and_method_gets_the_envelope(server: OctavoServer) -> None:
    for response in (server.client.get("/nowhere"), server.client.put("/extract")):
        assert set(response.json()) == {"error"}
    assert server.client.get("/openapi.json").status_code == 200


def test_a_feature_that_is_off_is_refused_as_such(server: OctavoServer) -> None:
    pulse = Pulse(api_key=KEY, base_url=server.url)
    with pytest.raises(ForbiddenError):
        pulse.form.detect(file=("a.pdf", b"%PDF-1.7"))
    with pytest.raises(NotFoundError):
        b"".join(pulse.results.get_pdf(UNKNOWN))
    for path in ("/form/detect", "/form/fill", "/form/clear", "/convert"):
        answer = server.client.post(path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "AUTH_004")
        assert httpx.post(server.url + path).status_code == 401
