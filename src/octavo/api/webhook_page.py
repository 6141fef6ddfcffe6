"""The page where webhooks are managed, as HTML that needs no script.

It is built as a tree and written by lxml, which escapes every text and attribute.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from lxml.html import builder as h
from lxml.html import tostring

from octavo.api.results import timestamp
from octavo.jobs.webhook_events import EVENTS
from octavo.jobs.webhooks import events_of

STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100%; font-size: .875rem; margin-bottom: 2rem }
th, td { border-bottom: 1px solid #8886; padding: .375rem .5rem; text-align: left }
td { vertical-align: top }
td.long { overflow-wrap: anywhere }
form.inline { display: inline }
label { display: block; margin: .5rem 0 }
label.event { display: inline-block; margin-right: 1rem }
input:not([type=checkbox]), textarea { width: 100%; box-sizing: border-box; font: inherit }
.notice { border-left: 4px solid #2a7; padding: .5rem 1rem }
.problem { border-left: 4px solid #c33; padding: .5rem 1rem }
"""
LONG_WORD = 36
_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_DIGEST}'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
}


def page(
    endpoints: list[Any], deliveries: list[Any], *, secret: str | None = None, problem: str = ""
) -> bytes:
    """The whole page; with the `secret` of an endpoint just added, or what was wrong."""
    parts = [h.H1("Webhooks")]
    if problem:
        parts.append(_element(h.P, problem, role="alert", **{"class": "problem"}))
    if secret is not None:
        parts.append(_secret(secret))
    parts += [_endpoints(endpoints), _new_endpoint(), _deliveries(deliveries)]
    return _document(*parts)


def refusal(reason: str) -> bytes:
    """The page of a link that does not hold."""
    return _document(h.H1("Webhooks"), _element(h.P, reason, role="alert"))


def _document(*parts: Any) -> bytes:
    head = h.HEAD(
        h.META(charset="utf-8"),
        h.META(name="viewport", content="width=device-width, initial-scale=1"),
        h.TITLE("Webhooks – Octavo"),
        h.STYLE(STYLE),
    )
    tree = h.HTML(head, h.BODY(h.E.main(*parts)), lang="en")
    written: bytes = tostring(tree, doctype="<!DOCTYPE html>", encoding="utf-8")
    return written


def _secret(secret: str) -> Any:
    return h.DIV(
        h.P("The endpoint was added. Its signing secret, shown this once:"),
        h.P(_element(h.CODE, secret)),
        role="status",
        **{"class": "notice"},
    )


def _endpoints(endpoints: list[Any]) -> Any:
    if not endpoints:
        return h.DIV(h.H2("Endpoints"), h.P("There are none yet."))
    rows = [
        h.TR(
            _cell(row.url),
            _cell(", ".join(events_of(row))),
            _cell(", ".join(sorted(row.headers)) or "–"),
            h.TD(_button("test", row.id, "Send test event"), _button("remove", row.id, "Remove")),
        )
        for row in endpoints
    ]
    return h.DIV(h.H2("Endpoints"), _table(("URL", "Events", "Headers", ""), rows))


def _button(action: str, endpoint_id: str, text: str) -> Any:
    return h.FORM(
        h.INPUT(type="hidden", name="do", value=action),
        h.INPUT(type="hidden", name="endpoint", value=endpoint_id),
        h.BUTTON(text, type="submit"),
        method="post",
        **{"class": "inline"},
    )


def _new_endpoint() -> Any:
    events = [
        h.LABEL(
            h.INPUT(type="checkbox", name="event", value=event, checked="checked"),
            f" {event}",
            **{"class": "event"},
        )
        for event in EVENTS
    ]
    return h.DIV(
        h.H2("Add an endpoint"),
        h.FORM(
            h.INPUT(type="hidden", name="do", value="add"),
            h.LABEL("URL", h.INPUT(type="url", name="url", required="required")),
            h.FIELDSET(h.LEGEND("Events"), *events),
            h.LABEL(
                "Further headers, one a line as Name: value (optional)",
                h.TEXTAREA(name="headers", rows="2"),
            ),
            h.LABEL("User (optional)", h.INPUT(name="user", autocomplete="off")),
            h.LABEL(
                "Password (optional)",
                h.INPUT(type="password", name="password", autocomplete="new-password"),
            ),
            h.P(h.BUTTON("Add", type="submit")),
            method="post",
        ),
    )


def _deliveries(deliveries: list[Any]) -> Any:
    if not deliveries:
        return h.DIV(h.H2("Deliveries"), h.P("Nothing was sent yet."))
    columns = ("Time", "Event", "Job", "URL", "Status", "Attempts", "Response", "Reason", "Next")
    rows = [h.TR(*map(_cell, _told(row))) for row in deliveries]
    return h.DIV(h.H2("Deliveries"), _table(columns, rows))


def _told(row: Any) -> tuple[str, ...]:
    return (
        timestamp(row.created),
        row.event,
        row.job,
        row.url,
        row.state,
        str(row.attempt),
        str(row.response or "–"),
        row.note or "–",
        timestamp(row.due) if row.state == "waiting" else "–",
    )


def _table(columns: tuple[str, ...], rows: list[Any]) -> Any:
    heads = [h.TH(name, scope="col") for name in columns]
    return h.TABLE(h.THEAD(h.TR(*heads)), h.TBODY(*rows))


def _cell(text: str) -> Any:
    """A cell that keeps its words whole, unless one is longer than a column should be."""
    long = any(len(word) > LONG_WORD for word in text.split())
    return _element(h.TD, text, **({"class": "long"} if long else {}))


def _element(make: Any, text: str, **attributes: str) -> Any:
    """An element around a text from outside, without the characters HTML cannot hold."""
    try:
        return make(text, **attributes)
    except ValueError:
        return make("".join(c if c.isprintable() else "�" for c in text), **attributes)


__all__ = ["HEADERS", "page", "refusal"]
