"""The page behind the link, as HTTP sees it: who may use it, and what it can be made to say."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx
import pytest

from octavo.jobs import tables
from octavo.jobs.webhook_portal import Portal
from octavo.settings import Settings
from tests.octavo_server import OctavoServer
from tests.webhooks.hooks import add, endpoint

ADD = {"do": "add", "event": "job.completed"}


@pytest.fixture
def page(hooked: OctavoServer) -> str:
    """A link that holds."""
    return str(hooked.client.post("/webhook").json()["link"])


def endpoints(server: OctavoServer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = server.get("/webhook/endpoints")["endpoints"]
    return found


def test_an_endpoint_is_added_tried_and_removed(hooked: OctavoServer, page: str) -> None:
    form = ADD | {"url": "http://127.0.0.1:9/", "headers": "X-A: b\n\nX-C: d", "user": "me"}
    added = httpx.post(page, data=form)
    assert added.status_code == 200
    assert "whsec_" in added.text
    [made] = endpoints(hooked)
    assert (made["events"], made["headers"]) == (["job.completed"], ["Authorization", "X-A", "X-C"])
    assert "whsec_" not in httpx.get(page).text

    tried = httpx.post(page, data={"do": "test", "endpoint": made["id"]})
    assert tried.status_code == 303
    again = httpx.get(tried.next_request.url if tried.next_request else "")
    assert "webhook.test" in again.text
    assert httpx.post(page, data={"do": "remove", "endpoint": made["id"]}).status_code == 303
    assert endpoints(hooked) == []
    assert "webhook.test" not in httpx.get(page).text


@pytest.mark.parametrize(
    "form",
    [
        ADD | {"url": "javascript:alert(1)"},
        ADD | {"url": "http://127.0.0.1:9/", "headers": "no colon"},
        ADD | {"url": "http://127.0.0.1:9/", "headers": "Host: elsewhere"},
        {"do": "add", "url": "http://127.0.0.1:9/"},
        {"do": "explode"},
        {f"field-{number}": "x" for number in range(60)},
    ],
)
def test_a_wrong_form_changes_nothing_and_says_why(
    hooked: OctavoServer, page: str, form: dict[str, str]
) -> None:
    answer = httpx.post(page, data=form)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert endpoints(hooked) == []


def test_a_form_without_end_is_cut_off(page: str) -> None:
    assert httpx.post(page, content=b"do=" + b"x" * 300_000).status_code == 413


def test_what_others_wrote_is_shown_as_text(hooked: OctavoServer, page: str) -> None:
    mark = "<script>alert(1)</script>"
    with endpoint(hooked, f"http://127.0.0.1:9/?{mark}"):
        shown = httpx.get(page)
    assert "<script" not in shown.text
    policy = shown.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert shown.headers["referrer-policy"] == "no-referrer"
    assert shown.headers["cache-control"] == "no-store"


def test_only_the_links_tenant_is_served(hooked: OctavoServer, foreign: httpx.Client) -> None:
    theirs = foreign.post("/webhook").json()["link"]
    with endpoint(hooked, "http://127.0.0.1:9/ours") as made:
        assert "/ours" not in httpx.get(theirs).text
        for action in ("test", "remove"):
            answer = httpx.post(theirs, data={"do": action, "endpoint": made["id"]})
            assert answer.status_code == 404
        assert len(endpoints(hooked)) == 1


def forged(token: str) -> list[str]:
    claims, signature = token.split(".")
    known = json.loads(base64.urlsafe_b64decode(claims + "=="))
    other = base64.urlsafe_b64encode(json.dumps(known | {"tenant": "theirs"}).encode()).decode()
    changed = ("A" if signature[0] != "A" else "B") + signature[1:]
    return [
        *("", ".", "x.y", claims, f"{claims}.", f"{claims}.{changed}"),
        f"{other.rstrip('=')}.{signature}",
        f"{claims}.{signature}\r\nX-Injected: yes",
        f"{claims}.é",
    ]


def test_no_other_link_holds(hooked: OctavoServer, page: str) -> None:
    url, token = page.split("?token=")
    made = add(hooked, "http://127.0.0.1:9/")
    remove = {"do": "remove", "endpoint": made["id"]}
    for wrong in forged(token):
        for method in ("GET", "POST"):
            answer = httpx.request(method, url, params={"token": wrong}, data=remove)
            assert answer.status_code == 401, wrong
            assert "ask for another" in answer.text
            assert "x-injected" not in answer.headers
    assert httpx.post(url, data=remove).status_code == 401
    assert len(endpoints(hooked)) == 1
    hooked.client.delete(f"/webhook/endpoints/{made['id']}")


def test_a_link_lapses(hooked: OctavoServer, page: str) -> None:
    url = page.split("?token=")[0]
    settings = Settings(data=hooked.data, database=hooked.settings.get("OCTAVO_DATABASE"))
    database = tables.connect(settings.database_url)
    token = Portal(database).issue("ours", seconds=-1)
    database.dispose()
    answer = httpx.get(url, params={"token": token})
    assert answer.status_code == 401
    assert "has lapsed" in answer.text
