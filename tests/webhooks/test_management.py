"""Endpoints managed by JSON, from the command line and by the official SDK's link."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from pulse import Pulse

from tests.cli.test_commands import octavo
from tests.octavo_server import KEY, OctavoServer, wait_until
from tests.webhooks.hooks import add, endpoint, extract, send_test, status
from tests.webhooks.receiver import receiving

NOWHERE = "http://127.0.0.1:9/hook"


def test_the_sdks_call_gives_a_link_to_the_page(hooked: OctavoServer) -> None:
    link = Pulse(api_key=KEY, base_url=hooked.url).webhooks.create_webhook_link().link
    assert link.startswith(f"{hooked.url}/webhooks/portal?token=")
    page = httpx.get(link)  # no key
    assert page.status_code == 200
    assert "<h1>Webhooks</h1>" in page.text


def test_endpoints_are_listed_without_their_secrets(hooked: OctavoServer) -> None:
    with endpoint(hooked, NOWHERE, "job.failed", headers={"X-Token": "s3cret"}) as made:
        assert made["secret"].startswith("whsec_")
        answer = hooked.client.get("/webhook/endpoints")
        [listed] = answer.json()["endpoints"]
        assert listed == {key: value for key, value in made.items() if key != "secret"}
        assert listed["headers"] == ["X-Token"]
        assert made["secret"] not in answer.text
        assert "s3cret" not in answer.text
    assert hooked.get("/webhook/endpoints") == {"endpoints": []}


def test_a_test_event_is_sent_whatever_was_asked_for(hooked: OctavoServer) -> None:
    with (
        receiving() as receiver,
        endpoint(hooked, receiver.url, "job.failed", basic_auth="me:pass") as made,
    ):
        sent = send_test(hooked, made)
        wait_until(lambda: len(receiver.got) == 1, 20)
        [one] = receiver.got
        one.verify(made["secret"])
        assert (one.id, one.event["type"]) == (sent, "webhook.test")
        assert one.headers["authorization"] == "Basic bWU6cGFzcw=="


def test_one_tenants_webhooks_are_nothing_to_another(
    hooked: OctavoServer, foreign: httpx.Client
) -> None:
    with receiving() as receiver, endpoint(hooked, receiver.url, "job.completed") as made:
        path = f"/webhook/endpoints/{made['id']}"
        theirs = foreign.post("/webhook/endpoints", json={"url": f"{receiver.url}-theirs"}).json()
        job = extract(hooked)
        wait_until(lambda: receiver.jobs_of("job.completed") == [job], 20)

        [listed] = foreign.get("/webhook/endpoints").json()["endpoints"]
        assert listed["id"] == theirs["id"]
        assert foreign.get("/webhook/deliveries").json() == {"deliveries": []}
        for answer in (foreign.delete(path), foreign.post(f"{path}/test")):
            assert answer.status_code == 404
            assert answer.json()["error"]["code"] == "STORAGE_002"
        page = httpx.get(foreign.post("/webhook").json()["link"]).text
        assert f"{receiver.url}-theirs" in page
        assert job not in page
        assert foreign.delete(f"/webhook/endpoints/{theirs['id']}").status_code == 200
        assert {one.path for one in receiver.got} == {"/hook"}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"url": "ftp://example.com/"},
        {"url": "http://"},
        {"url": "http://example.com/\r\nX: y"},
        {"url": "http://example.com/" + 9000 * "a"},
        {"url": NOWHERE, "events": ["job.exploded"]},
        {"url": NOWHERE, "headers": {"X-A": "a\r\nX-B: b"}},
        {"url": NOWHERE, "headers": {"X A": "a"}},
        {"url": NOWHERE, "headers": {"X-A": "a", "x-a": "b"}},
        {"url": NOWHERE, "headers": {"Host": "elsewhere"}},
        {"url": NOWHERE, "headers": {"Webhook-Signature": "v1,forged"}},
        {"url": NOWHERE, "headers": {f"X-{n}": "a" for n in range(30)}},
    ],
)
def test_what_cannot_be_taken_is_refused(hooked: OctavoServer, body: dict[str, Any]) -> None:
    answer = hooked.client.post("/webhook/endpoints", json=body)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["code"] in ("REQ_003", "REQ_004")
    assert hooked.get("/webhook/endpoints") == {"endpoints": []}


def test_there_is_an_end_to_the_endpoints(hooked: OctavoServer) -> None:
    made = [add(hooked, NOWHERE)["id"] for _ in range(50)]
    answer = hooked.client.post("/webhook/endpoints", json={"url": NOWHERE})
    assert answer.status_code == 400
    for endpoint_id in made:
        hooked.client.delete(f"/webhook/endpoints/{endpoint_id}")


def test_the_command_line_manages_them(hooked: OctavoServer, tmp_path: Path) -> None:
    def webhooks(*arguments: str) -> Any:
        run = octavo(tmp_path, "webhooks", *arguments, "--server", hooked.url, "--key", KEY)
        assert run.returncode == 0, run.stderr
        return run

    with receiving() as receiver:
        options = ("--event", "job.completed", "--event", "job.failed", "--header", "X-Team: blue")
        made = webhooks("add", receiver.url, *options)
        endpoint_id = webhooks("list").stdout.split()[0]
        assert endpoint_id in made.stderr
        message = webhooks("test", endpoint_id).stdout.strip()
        wait_until(lambda: len(receiver.got) == 1, 20)
        receiver.got[0].verify(made.stdout.strip())
        assert receiver.got[0].headers["x-team"] == "blue"
        wait_until(lambda: status(hooked, {"id": endpoint_id}) == "delivered", 10)
        [line] = [line for line in webhooks("log").stdout.splitlines() if message in line]
        assert "webhook.test" in line
        assert "delivered  1 attempt " in line
        assert "removed" in webhooks("remove", endpoint_id).stdout
    assert hooked.get("/webhook/endpoints") == {"endpoints": []}
    unknown = octavo(tmp_path, "webhooks", "test", "ep_none", "--server", hooked.url, "--key", KEY)
    assert unknown.returncode == 2
    assert "STORAGE_002" in unknown.stderr


def test_a_resent_request_adds_no_second_endpoint(hooked: OctavoServer) -> None:
    headers = {"Idempotency-Key": "one"}
    with endpoint(hooked, NOWHERE) as other:
        body = {"url": NOWHERE, "events": ["job.failed"]}
        first = hooked.client.post("/webhook/endpoints", json=body, headers=headers)
        again = hooked.client.post("/webhook/endpoints", json=body, headers=headers)
        changed = hooked.client.post("/webhook/endpoints", json={"url": NOWHERE}, headers=headers)
        assert again.json() == first.json()
        assert changed.status_code == 400
        assert len(hooked.get("/webhook/endpoints")["endpoints"]) == 2
        assert first.json()["id"] != other["id"]
        hooked.client.delete(f"/webhook/endpoints/{first.json()['id']}")
