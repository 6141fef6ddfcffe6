"""What reaches a receiver, however it or the server behaves."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from standardwebhooks.webhooks import WebhookVerificationError

from tests.octavo_server import OctavoServer, wait_until
from tests.webhooks.conftest import ON_BOTH, RETRIES, SETTINGS
from tests.webhooks.hooks import add, endpoint, extract, log, send_test, status
from tests.webhooks.receiver import HANG, receiving

OTHER_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@ON_BOTH
def test_a_delivery_is_repeated_unchanged_until_it_is_taken(hooked: OctavoServer) -> None:
    with (
        receiving(500, 500, HANG, 200) as receiver,
        endpoint(hooked, receiver.url, "job.completed") as made,
    ):
        job = extract(hooked)
        wait_until(lambda: len(receiver.got) == 4, 30)
        wait_until(lambda: status(hooked, made) == "delivered", 10)
        time.sleep(1)

        assert len(receiver.got) == 4, "something was sent after the 200"
        assert len({one.id for one in receiver.got}) == 1
        assert len({one.body for one in receiver.got}) == 1
        for one in receiver.got:
            one.verify(made["secret"])
            with pytest.raises(WebhookVerificationError):
                one.verify(OTHER_SECRET)
        assert receiver.got[0].event["data"]["job_id"] == job
        [entry] = log(hooked, made["id"])
        assert (entry["id"], entry["job_id"]) == (receiver.got[0].id, job)
        assert (entry["attempts"], entry["response"], entry["reason"]) == (4, 200, None)


@ON_BOTH
def test_an_endpoint_that_never_takes_it_is_given_up_and_still_gets_what_is_new(
    hooked: OctavoServer,
) -> None:
    with (
        receiving(*[503] * (RETRIES + 1)) as receiver,
        endpoint(hooked, receiver.url, "job.completed") as made,
    ):
        extract(hooked)
        wait_until(lambda: len(receiver.got) == RETRIES + 1, 30)
        wait_until(lambda: status(hooked, made) == "failed", 10)
        [entry] = log(hooked, made["id"])
        assert entry["response"] == 503
        assert "status 503" in entry["reason"]
        assert entry["next_attempt_at"] is None

        later = extract(hooked)
        wait_until(lambda: later in receiver.jobs_of("job.completed"), 30)


def test_endpoints_that_do_not_answer_hold_up_nobody(hooked: OctavoServer) -> None:
    with receiving(*[HANG] * 100) as silent, receiving() as quick:
        dead = [add(hooked, silent.url)["id"] for _ in range(20)]
        with endpoint(hooked, quick.url, "job.completed"):
            jobs = [extract(hooked, f"Note {number}.") for number in range(5)]
            wait_until(lambda: set(jobs) <= set(quick.jobs_of("job.completed")), 20)
        for endpoint_id in dead:
            hooked.client.delete(f"/webhook/endpoints/{endpoint_id}")


def test_a_redirect_is_not_followed(hooked: OctavoServer) -> None:
    with receiving() as target, receiving(307) as receiver:
        receiver.headers["Location"] = target.url
        with endpoint(hooked, receiver.url, "job.completed") as made:
            extract(hooked)
            wait_until(lambda: len(receiver.got) == 2, 20)
            wait_until(lambda: status(hooked, made) == "delivered", 10)
        assert target.got == []


@ON_BOTH
def test_nothing_is_sent_once_an_endpoint_is_removed(hooked: OctavoServer) -> None:
    with receiving(*[500] * 10) as receiver:
        made = add(hooked, receiver.url, "job.completed")
        extract(hooked)
        wait_until(lambda: len(receiver.got) >= 1, 20)
        hooked.client.delete(f"/webhook/endpoints/{made['id']}")
        sent = len(receiver.got)
        time.sleep(1)
        assert len(receiver.got) <= sent + 1  # one may have been under way
        assert log(hooked, made["id"]) == []


def test_an_endpoint_removed_while_it_is_being_told(hooked: OctavoServer) -> None:
    with receiving(HANG) as receiver:
        made = add(hooked, receiver.url, "job.completed")
        extract(hooked)
        wait_until(lambda: len(receiver.got) == 1, 20)
        assert hooked.client.delete(f"/webhook/endpoints/{made['id']}").status_code == 200
        time.sleep(4)
        assert len(receiver.got) == 1
    with receiving() as receiver, endpoint(hooked, receiver.url, "job.completed"):
        job = extract(hooked)
        wait_until(lambda: receiver.jobs_of("job.completed") == [job], 20)


def test_added_headers_and_the_urls_password_are_sent(hooked: OctavoServer) -> None:
    with receiving() as receiver:
        url = receiver.url.replace("http://", "http://me:pass%20word@") + "?a=b#part"
        with endpoint(hooked, url, "job.completed", headers={"X-Team": "blue"}) as made:
            assert made["url"] == f"{receiver.url}?a=b"
            assert made["headers"] == ["Authorization", "X-Team"]
            extract(hooked)
            wait_until(lambda: len(receiver.got) == 1, 20)
        [one] = receiver.got
        assert one.path == "/hook?a=b"
        assert one.headers["x-team"] == "blue"
        assert one.headers["authorization"] == "Basic bWU6cGFzcyB3b3Jk"
        assert one.headers["content-type"] == "application/json"


def test_deliveries_outlive_the_servers_death(
    servers: Callable[..., OctavoServer], database: dict[str, str]
) -> None:
    server = servers(**SETTINGS | {"OCTAVO_WEBHOOK_RETRY_SECONDS": "4,4,4"} | database)
    with receiving(500) as first, receiving(HANG) as second:
        waiting, under_way = add(server, first.url), add(server, second.url)
        told = [(first, waiting), (second, under_way)]
        sent = [send_test(server, made) for _, made in told]
        wait_until(lambda: status(server, waiting) == "waiting", 20)
        wait_until(lambda: len(second.got) == 1, 20)
        server.kill()
        server.start()
        wait_until(lambda: {status(server, made) for _, made in told} == {"delivered"}, 30)
        for (receiver, made), message in zip(told, sent, strict=True):
            assert len(receiver.got) >= 2
            assert {one.id for one in receiver.got} == {message}
            assert len({one.body for one in receiver.got}) == 1
            for one in receiver.got:
                one.verify(made["secret"])


def test_private_addresses_are_not_told_unless_allowed(server: OctavoServer) -> None:
    with receiving() as receiver, endpoint(server, receiver.url) as made:
        send_test(server, made)
        wait_until(lambda: log(server, made["id"])[0]["reason"] is not None, 20)
        assert "OCTAVO_OUTBOUND_ALLOW" in log(server, made["id"])[0]["reason"]
        assert receiver.got == []
