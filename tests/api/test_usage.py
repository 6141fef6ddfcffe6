"""What was used: plan_info of every result, GET /pages, and the official command line's view."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.documents import write_pdf
from tests.octavo_server import KEY, Body, OctavoServer

SCHEMA = {"input_schema": {"type": "object", "properties": {"total": {"type": "number"}}}}
TOPICS = {"split_input": [{"name": "all", "description": "lines"}]}
TABLE = b"a,b\n1,2\n3,4\n"


def pulse(server: OctavoServer, folder: Path, *arguments: str) -> str:
    """What the official command line prints."""
    environment = os.environ | {
        "PULSE_API_URL": server.url,
        "PULSE_PLATFORM_URL": server.url,
        "PULSE_API_KEY": KEY,
        "PULSE_CONFIG_DIR": str(folder),
        "NO_COLOR": "1",
    }
    program = str(Path(sys.executable).with_name("pulse"))
    run = subprocess.run(
        [program, *arguments], env=environment, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def post(server: OctavoServer, path: str, **body: Any) -> Body:
    answer = server.client.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_every_result_counts_what_was_used_in_all(server: OctavoServer, tmp_path: Path) -> None:
    pdf = write_pdf(tmp_path / "a.pdf", "alpha", pages=3).read_bytes()
    extraction = server.client.post("/extract", files={"file": ("a.pdf", pdf)}).json()
    sheet = server.client.post("/extract", files={"file": ("a.csv", TABLE)}).json()
    given = {"extraction_id": extraction["extraction_id"]}
    effort = {"schema_config": SCHEMA | {"effort": True}}
    answers = [
        (sheet, 1),
        (post(server, "/split", **given, split_config=TOPICS), 6),
        (post(server, "/schema", **given, schema_config=SCHEMA), 3),
        (post(server, "/schema", **given, **effort), 12),
        (post(server, "/tables", extraction_id=sheet["extraction_id"]), 0.25),
    ]
    assert extraction["credits_used"] == 3
    before = extraction["plan_info"]
    for answer, credits in answers:
        assert answer["credits_used"] == credits
        plan = answer["plan_info"]
        assert plan["tier"] == "self_hosted"
        assert plan["total_credits_used"] == before["total_credits_used"] + credits
        assert plan["pages_used"] > before["pages_used"]
        before = plan
    assert server.get("/pages") == {"total_pages_processed": before["pages_used"]}


def test_failed_and_cancelled_jobs_use_nothing(server: OctavoServer) -> None:
    before = server.get("/pages")
    failed = server.client.post("/extract", files={"file": ("a.txt", b"")})
    assert failed.status_code == 400
    assert server.get("/pages") == before


def test_the_official_command_line_shows_the_usage(
    servers: Callable[..., OctavoServer], tmp_path: Path
) -> None:
    server = servers(OCTAVO_PLAN_TIER="the-house", OCTAVO_LEGACY_PLAN_INFO="1")
    result = server.client.post("/extract", files={"file": ("a.csv", TABLE)}).json()
    assert result["plan-info"] == result["plan_info"]
    post(server, "/tables", extraction_id=result["extraction_id"])

    both = json.loads(pulse(server, tmp_path, "usage", "--json"))
    assert both["current_period"]["plan_name"] == "the-house"
    assert both["current_period"]["pages_used"] == 2
    assert both["current_period"]["is_unlimited"] is True
    assert both["breakdown"] == {
        "by_source": {
            "extract": {"documents": 1, "pages": 1},
            "tables": {"documents": 1, "pages": 1},
        },
        "total_documents": 2,
        "total_pages": 2,
    }
    told = pulse(server, tmp_path, "usage", "--days", "3")
    assert "the-house" in told
    assert "2 requests · 2 pages" in told
    pulse(server, tmp_path, "login", "--api-key", KEY, "--base-url", server.url)
    assert "the-house" in pulse(server, tmp_path, "whoami")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("start_date=2020-01-01&end_date=2020-12-31", 200),
        ("start_date=2999-01-01", 200),
        ("start_date=yesterday", 400),
    ],
)
def test_other_days_are_counted_apart(server: OctavoServer, query: str, status: int) -> None:
    answer = server.client.get(f"/api/v1/analytics/usage/breakdown?{query}")
    assert answer.status_code == status, answer.text
    if status == 200:
        assert answer.json() == {"by_source": {}, "total_documents": 0, "total_pages": 0}
    else:
        assert answer.json()["error"]["code"] == "REQ_003"


def test_today_is_part_of_the_period(server: OctavoServer) -> None:
    server.client.post("/extract", files={"file": ("a.csv", TABLE)})
    today = datetime.now(UTC).date().isoformat()
    day = server.get(f"/api/v1/analytics/usage/breakdown?start_date={today}&end_date={today}")
    assert day["by_source"]["extract"]["documents"] >= 1
    assert server.get("/api/v1/billing/subscription") == {"plan": "self_hosted", "status": "active"}
