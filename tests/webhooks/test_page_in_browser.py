"""The page driven in a real browser, where one is installed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.octavo_server import OctavoServer, wait_until
from tests.webhooks.receiver import receiving

PROGRAM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
QUIET = ["--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync", "--disable-gpu"]

pytestmark = pytest.mark.skipif(not PROGRAM, reason="no Chromium is installed")


@pytest.fixture
def tab(hooked: OctavoServer) -> Iterator[Page]:
    """The page of a fresh link, in a browser that reports no fault of it."""
    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=PROGRAM, chromium_sandbox=False, args=QUIET
        )
        page = browser.new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(hooked.client.post("/webhook").json()["link"])
        yield page
        browser.close()
    assert [fault for fault in faults if "status of 400" not in fault] == []


def test_a_person_adds_an_endpoint_tries_it_reads_the_log_and_removes_it(
    hooked: OctavoServer, tab: Page
) -> None:
    with receiving(500) as receiver:
        expect(tab.get_by_text("There are none yet.")).to_be_visible()
        tab.get_by_label("URL").fill(receiver.url)
        tab.get_by_label("job.created").uncheck()
        tab.get_by_label("Further headers").fill("X-Team: blue")
        tab.get_by_role("button", name="Add").click()
        secret = tab.get_by_role("status").locator("code").inner_text()
        assert secret.startswith("whsec_")
        row = tab.get_by_role("row").filter(has_text="X-Team")
        expect(row).to_contain_text("job.processing, job.completed, job.failed, job.cancelled")

        row.get_by_role("button", name="Send test event").click()
        wait_until(lambda: len(receiver.got) == 2, 20)
        for one in receiver.got:
            one.verify(secret)
        expect(tab.get_by_role("status")).to_have_count(0)

        def delivered() -> bool:
            tab.reload()
            return tab.get_by_role("row").filter(has_text="delivered").count() == 1

        wait_until(delivered, 10)
        sent = tab.get_by_role("row").filter(has_text="delivered")
        expect(sent).to_contain_text("webhook.test")
        assert sent.get_by_role("cell").all_inner_texts()[4:7] == ["delivered", "2", "200"]

        tab.get_by_role("button", name="Remove").click()
        expect(tab.get_by_text("There are none yet.")).to_be_visible()
        expect(tab.get_by_text("Nothing was sent yet.")).to_be_visible()
    assert hooked.get("/webhook/endpoints") == {"endpoints": []}


def test_a_mistake_is_said_on_the_page(tab: Page) -> None:
    tab.get_by_label("URL").fill("http://127.0.0.1:9/")
    tab.get_by_label("Further headers").fill("nothing")
    tab.get_by_role("button", name="Add").click()
    expect(tab.get_by_role("alert")).to_have_text("Write each header as Name: value")
