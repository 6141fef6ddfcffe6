"""One question to an OpenAI-compatible server, one answer of the shape asked for.

A strict JSON schema is asked for first; a server that refuses that is asked for a JSON object,
then in plain words, and what worked is kept for the next question. Whatever the way, the answer
is validated here and sent back once for repair. Busy and faulty servers are tried again with
growing pauses, or after the pause they ask for.
"""

from __future__ import annotations

import base64
import json
import random
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from octavo.errors import ProcessingError, TimedOut
from octavo.finding.llm import reading
from octavo.settings import Settings
from octavo.settings import get as get_settings

FORMATS = ("json_schema", "json_object", "plain")
_BUSY = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_LONGEST_PAUSE = 30.0
_MAX_ANSWER = 8 * 1024 * 1024

Message = dict[str, Any]


class Truncated(ProcessingError):
    """The answer did not fit: less should be asked for at once."""

    def __init__(self) -> None:
        super().__init__("The language model's answer was cut off; let the server give longer ones")


@dataclass
class Client:
    """A model at a server. `calls_left` counts down; a job must not go on for ever."""

    base_url: str
    model: str
    api_key: str = ""
    seconds: float = 120.0
    attempts: int = 4
    context_tokens: int = 16_000
    calls_left: int = 24
    format: str = FORMATS[0]
    sampling: dict[str, Any] = field(default_factory=lambda: {"temperature": 0})
    first_pause: float = 1.0
    transport: httpx.Client = field(default_factory=httpx.Client)

    def ask(self, system: str, user: str | list[dict[str, Any]], shape: dict[str, Any]) -> Any:
        """The model's answer, valid by the JSON schema `shape`.

        `user` is text or the parts of a message (text, pictures). Raises ProcessingError when the
        server is away, refuses, or gives no valid answer after one repair; TimedOut when it is
        too slow; Truncated when its answer was cut off.
        """
        messages: list[Message] = [
            {"role": "system", "content": system},
            {"role": "user", "content": user},
        ]
        text = self._complete(messages, shape)
        answer, wrong = _read(text, shape)
        if not wrong:
            return answer
        messages += [
            {"role": "assistant", "content": text},
            {"role": "user", "content": _repair_request(wrong)},
        ]
        answer, wrong = _read(self._complete(messages, shape), shape)
        if wrong:
            raise ProcessingError(
                f"The language model {self.model} gave no valid answer, also after a repair: "
                + "; ".join(wrong[:3])
            )
        return answer

    def _complete(self, messages: list[Message], shape: dict[str, Any]) -> str:
        """The answer's text in the strictest format the server takes."""
        for name in FORMATS[FORMATS.index(self.format) :]:
            body = _request(self.model, messages, shape, name)
            reply = self._post(body | self.sampling)
            if self.sampling and reply.status_code == 400 and "temperature" in reply.text:
                self.sampling = {}
                reply = self._post(body)
            if not _format_refused(reply, name):
                self.format = name
                return self._text(reply)
        raise AssertionError("the plain format is never refused as a format")

    def _post(self, body: dict[str, Any]) -> httpx.Response:
        """The server's last reply, after pauses while it is busy."""
        if self.calls_left < 1:
            raise ProcessingError(
                "The job has used up its model calls; raise OCTAVO_LLM_CALLS or ask for less"
            )
        self.calls_left -= 1
        for attempt in range(self.attempts):
            last = attempt == self.attempts - 1
            try:
                reply = self._send(body)
            except httpx.TimeoutException as error:
                if last:
                    raise TimedOut(
                        f"The language model server {self.base_url} did not answer within "
                        f"{self.seconds:g} s (OCTAVO_LLM_SECONDS)"
                    ) from error
                self._pause(attempt, None)
            except (httpx.TransportError, httpx.InvalidURL) as error:
                if last or isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL):
                    raise ProcessingError(
                        f"The language model server {self.base_url} cannot be reached "
                        f"(OCTAVO_LLM_BASE_URL): {error}"
                    ) from error
                self._pause(attempt, None)
            else:
                if reply.status_code not in _BUSY or last:
                    return reply
                self._pause(attempt, reply.headers.get("retry-after"))
        raise AssertionError("the last attempt returns or raises")

    def _send(self, body: dict[str, Any]) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.api_key}"} if self.api_key else {}
        url = self.base_url.rstrip("/") + "/chat/completions"
        return self.transport.post(url, json=body, headers=headers, timeout=self.seconds)

    def _pause(self, attempt: int, asked: str | None) -> None:
        """Wait as long as the server asks, else twice as long as before, give or take a fifth."""
        pause = self.first_pause * 2**attempt * random.uniform(0.8, 1.2)
        if asked is not None and asked.strip().replace(".", "", 1).isdigit():
            pause = float(asked)
        time.sleep(min(pause, _LONGEST_PAUSE))

    def _text(self, reply: httpx.Response) -> str:
        """What the model said. Raises what its silence means."""
        if reply.status_code >= 400:
            raise ProcessingError(self._complaint(reply))
        try:
            choice = json.loads(reply.content[:_MAX_ANSWER])["choices"][0]
            message = choice["message"]
            text, refusal = message.get("content"), message.get("refusal")
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise ProcessingError(
                f"The server {self.base_url} does not answer like an OpenAI-compatible one "
                "(OCTAVO_LLM_BASE_URL usually ends in /v1)"
            ) from error
        if refusal or choice.get("finish_reason") == "content_filter":
            raise ProcessingError(f"The language model refused: {refusal or 'content filter'}")
        if choice.get("finish_reason") == "length":
            raise Truncated
        return text if isinstance(text, str) else ""

    def _complaint(self, reply: httpx.Response) -> str:
        setting = {401: "OCTAVO_LLM_API_KEY", 403: "OCTAVO_LLM_API_KEY", 404: "OCTAVO_LLM_MODEL"}
        hint = setting.get(reply.status_code, "OCTAVO_LLM_BASE_URL")
        return (
            f"The language model server {self.base_url} answered {reply.status_code} for model "
            f"{self.model!r} ({hint}): {_reason(reply)}"
        )


def connected(settings: Settings | None = None) -> Client:
    """The client of the configured model.

    Raises ProcessingError if not both its server and its name are set.
    """
    settings = settings or get_settings()
    if not settings.llm_base_url or not settings.llm_model:
        raise ProcessingError("Set both OCTAVO_LLM_BASE_URL and OCTAVO_LLM_MODEL, or neither")
    key = settings.llm_api_key
    return Client(
        base_url=settings.llm_base_url,
        model=settings.llm_model,
        api_key=key.get_secret_value() if key is not None else "",
        seconds=settings.llm_seconds,
        attempts=settings.llm_attempts,
        context_tokens=settings.llm_context_tokens,
        calls_left=settings.llm_calls,
    )


def picture(png: bytes) -> dict[str, Any]:
    """A picture as a part of a message."""
    data = base64.b64encode(png).decode("ascii")
    return {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{data}"}}


def _request(
    model: str, messages: list[Message], shape: dict[str, Any], name: str
) -> dict[str, Any]:
    body: dict[str, Any] = {"model": model, "messages": messages}
    if name == "json_schema":
        form = {"name": "answer", "schema": shape, "strict": True}
        return body | {"response_format": {"type": "json_schema", "json_schema": form}}
    told = f"Answer with JSON only, valid by this JSON schema:\n{json.dumps(shape)}"
    first = {**messages[0], "content": f"{messages[0]['content']}\n\n{told}"}
    body["messages"] = [first, *messages[1:]]
    return body | ({"response_format": {"type": name}} if name == "json_object" else {})


def _format_refused(reply: httpx.Response, name: str) -> bool:
    """Whether the server will not do the format: a complaint about the request, or a fault."""
    return name != "plain" and reply.status_code in (400, 415, 422, 500, 501)


def _read(text: str, shape: dict[str, Any]) -> tuple[Any, list[str]]:
    try:
        answer = reading.json_in(text)
    except (ValueError, RecursionError) as error:
        return None, [str(error)]
    return answer, reading.faults(answer, shape)


def _repair_request(wrong: list[str]) -> str:
    return (
        "That answer is not valid:\n"
        + "\n".join(f"- {fault}" for fault in wrong)
        + "\nGive the whole answer again, corrected, as JSON only."
    )


def _reason(reply: httpx.Response) -> str:
    try:
        body = reply.json()
        error = body.get("error", body)
        text = error.get("message") if isinstance(error, dict) else error
    except (ValueError, AttributeError):
        text = reply.text
    return " ".join(str(text).split())[:300] or "no reason given"
