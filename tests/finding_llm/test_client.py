"""The client gets valid answers out of servers of every kind, or says plainly why not."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from octavo.errors import ProcessingError, TimedOut
from octavo.finding.llm.client import Client, Truncated, connected
from octavo.finding.llm.reading import faults, json_in
from octavo.settings import Settings
from tests.finding_llm.conftest import Serve, client_of
from tests.finding_llm.scripted import Body, Reply, ScriptedServer

SHAPE = {
    "type": "object",
    "properties": {"total": {"type": ["number", "null"]}},
    "required": ["total"],
    "additionalProperties": False,
}
GOOD = {"total": 12.5}


def ask(server: ScriptedServer, **changes: object) -> Any:
    return client_of(server, **changes).ask("Read.", "Total: 12.50", SHAPE)


def test_a_strict_schema_is_asked_for(serve: Serve) -> None:
    server = serve([Reply(GOOD)])
    assert ask(server) == GOOD
    asked = server.asked[0]
    assert asked["model"] == "scripted"
    assert asked["temperature"] == 0
    assert asked["response_format"]["json_schema"]["strict"] is True
    assert asked["response_format"]["json_schema"]["schema"] == SHAPE
    assert server.headers[0]["authorization"] == "Bearer key-1"


def test_looser_formats_where_the_server_has_no_other(serve: Serve) -> None:
    def only_plain(body: Body) -> Reply:
        if "response_format" in body:
            return Reply("response_format is not supported", status=400)
        return Reply(f'Here you are:\n```json\n{"{"}"total": 12.5{"}"}\n```')

    server = serve(only_plain)
    client = client_of(server)
    assert client.ask("Read.", "Total: 12.50", SHAPE) == GOOD
    kinds = [body.get("response_format", {}).get("type") for body in server.asked]
    assert kinds == ["json_schema", "json_object", None]
    assert '"required": ["total"]' in server.asked[-1]["messages"][0]["content"]
    client.ask("Read.", "again", SHAPE)
    assert len(server.asked) == 4


def test_a_model_that_takes_no_temperature(serve: Serve) -> None:
    def fussy(body: Body) -> Reply:
        if "temperature" in body:
            return Reply("temperature: only the default (1) is supported", status=400)
        return Reply(GOOD)

    server = serve(fussy)
    assert ask(server) == GOOD
    assert len(server.asked) == 2


@pytest.mark.parametrize("bad", ["{'total': 12", "I cannot say.", {"total": "much"}, {}, [], ""])
def test_one_repair_round(serve: Serve, bad: Any) -> None:
    server = serve([Reply(bad), Reply(GOOD)])
    assert ask(server) == GOOD
    repair = server.asked[1]["messages"]
    assert [message["role"] for message in repair] == ["system", "user", "assistant", "user"]
    assert "not valid" in repair[-1]["content"]


def test_no_second_repair(serve: Serve) -> None:
    server = serve([Reply("nonsense")] * 5)
    with pytest.raises(ProcessingError, match="no valid answer, also after a repair"):
        ask(server)
    assert len(server.asked) == 2


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_busy_servers_are_tried_again(serve: Serve, status: int) -> None:
    server = serve([Reply("busy", status=status), Reply("busy", status=status), Reply(GOOD)])
    assert ask(server) == GOOD


def test_the_pause_asked_for_is_kept(serve: Serve) -> None:
    server = serve([Reply("slow down", status=429, headers={"retry-after": "0.6"}), Reply(GOOD)])
    assert ask(server) == GOOD
    assert 0.6 <= server.times[1] - server.times[0] < 3


def test_a_server_that_stays_busy(serve: Serve) -> None:
    server = serve([Reply("quota exceeded", status=429)] * 9)
    with pytest.raises(ProcessingError, match=r"429 .*quota exceeded"):
        ask(server, attempts=3)
    assert len(server.asked) == 3


def test_a_refusal_is_told(serve: Serve) -> None:
    with pytest.raises(ProcessingError, match="refused: I can't help"):
        ask(serve([Reply("", refusal="I can't help with that")]))
    with pytest.raises(ProcessingError, match="refused"):
        ask(serve([Reply("", finish="content_filter")]))


def test_an_answer_cut_off(serve: Serve) -> None:
    with pytest.raises(Truncated, match="cut off"):
        ask(serve([Reply('{"total": 1', finish="length")]))


def test_a_slow_server(serve: Serve) -> None:
    server = serve(lambda _: Reply(GOOD, delay=0.5))
    with pytest.raises(TimedOut, match="OCTAVO_LLM_SECONDS"):
        ask(server, seconds=0.1, attempts=2)
    assert len(server.asked) == 2


def test_a_server_that_is_away() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
    client = Client(url, "m", attempts=2, first_pause=0.01)
    with pytest.raises(ProcessingError, match=r"cannot be reached \(OCTAVO_LLM_BASE_URL\)"):
        client.ask("Read.", "x", SHAPE)


@pytest.mark.parametrize("url", ["nonsense", "http://", "ftp://127.0.0.1/v1"])
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(ProcessingError, match="OCTAVO_LLM_BASE_URL"):
        Client(url, "m", attempts=2, first_pause=0.01).ask("Read.", "x", SHAPE)


@pytest.mark.parametrize(
    ("status", "setting"),
    [(401, "OCTAVO_LLM_API_KEY"), (404, "OCTAVO_LLM_MODEL"), (400, "OCTAVO_LLM_BASE_URL")],
)
def test_complaints_name_the_setting(serve: Serve, status: int, setting: str) -> None:
    server = serve(lambda _: Reply("no such thing", status=status))
    with pytest.raises(ProcessingError, match=rf"{status} .*{setting}.*no such thing"):
        ask(server)


@pytest.mark.parametrize("raw", [b"<html>hello</html>", b"{}", b'{"choices": []}', b"null"])
def test_a_server_of_another_kind(serve: Serve, raw: bytes) -> None:
    with pytest.raises(ProcessingError, match="OpenAI-compatible"):
        ask(serve([Reply(raw=raw)]))


def test_calls_are_counted(serve: Serve) -> None:
    server = serve(lambda _: Reply(GOOD))
    client = client_of(server, calls_left=1)
    client.ask("Read.", "x", SHAPE)
    with pytest.raises(ProcessingError, match="OCTAVO_LLM_CALLS"):
        client.ask("Read.", "x", SHAPE)


def test_settings_make_the_client() -> None:
    settings = Settings(llm_base_url="http://h/v1", llm_model="m", llm_api_key="s", llm_calls=3)
    client = connected(settings)
    assert (client.model, client.api_key, client.calls_left) == ("m", "s", 3)
    with pytest.raises(ProcessingError, match="both"):
        connected(Settings(llm_base_url="http://h/v1"))


@pytest.mark.parametrize(
    "text",
    [
        '{"a": [1]}',
        '```json\n{"a": [1]}\n```',
        'Sure! {"a": [1]} Anything else?',
        '<think>{"b": 2}</think>{"a": [1]}',
        '{broken {"a": [1]}',
    ],
)
def test_json_is_found_in_words(text: str) -> None:
    assert json_in(text) == {"a": [1]}


def test_faults_say_where() -> None:
    assert faults({"total": "x"}, SHAPE)[0].startswith("$.total: 'x' is not of type")
