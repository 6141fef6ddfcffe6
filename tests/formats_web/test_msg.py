"""Outlook messages, written as Outlook lays them out."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from octavo.errors import FileCorrupted
from octavo.formats.letters import rtf_body
from tests.formats_web.compound import Tree, compound
from tests.formats_web.shapes import read, shapes

TEXT, BINARY, LONG = 0x001F, 0x0102, 0x0003


def properties(head: int, values: dict[int, str | bytes | int]) -> Tree:
    """The property streams of a message, recipient or attachment."""
    fixed, tree = b"", dict[str, "bytes | Tree"]()
    for pid, value in values.items():
        if isinstance(value, int):
            fixed += struct.pack("<HHIq", LONG, pid, 6, value)
            continue
        kind = TEXT if isinstance(value, str) else BINARY
        data = value.encode("utf-16-le") if isinstance(value, str) else value
        fixed += struct.pack("<HHIII", kind, pid, 6, len(data), 0)
        tree[f"__substg1.0_{pid:04X}{kind:04X}"] = data
    tree["__properties_version1.0"] = bytes(head) + fixed
    return tree


def message(head: int, values: dict[int, str | bytes | int], *attached: Tree) -> Tree:
    tree = properties(head, {0x0037: "Hello", 0x0C1A: "Ada", 0x5D01: "ada@x.example"} | values)
    people: list[tuple[str, str, int]] = [("Bo", "bo@y.example", 1), ("Cy", "cy@y.example", 2)]
    for at, (name, address, kind) in enumerate(people):
        tree[f"__recip_version1.0_#{at:08X}"] = properties(
            8, {0x3001: name, 0x39FE: address, 0x0C15: kind}
        )
    for at, one in enumerate(attached):
        tree[f"__attach_version1.0_#{at:08X}"] = one
    return tree


def attachment(name: str, data: bytes, cid: str = "") -> Tree:
    return properties(8, {0x3707: name, 0x3701: data, 0x3705: 1, 0x3712: cid})


def shapes_of(folder: Path, tree: Tree) -> list[tuple[object, ...]]:
    return shapes(read(folder, "m.msg", compound(tree)))


HEAD = (
    "text",
    "From: Ada <ada@x.example>\nTo: Bo <bo@y.example>\nCc: Cy <cy@y.example>\nSubject: Hello",
)


def test_head_and_plain_body(tmp_path: Path) -> None:
    found = shapes_of(tmp_path, message(32, {0x1000: "Grüße\r\n\r\n> quoted\r\n"}))
    assert found == [("h1", "Hello"), HEAD, ("text", "Grüße"), ("text", "quoted")]


def test_the_page_is_the_best_body_in_its_own_encoding(tmp_path: Path) -> None:
    values: dict[int, str | bytes | int] = {
        0x1000: "plain",
        0x1013: "<p>Grüße</p><table><tr><th>a<th>b</table>".encode("cp1252"),
        0x3FDE: 1252,
    }
    assert shapes_of(tmp_path, message(32, values))[2:] == [
        ("text", "Grüße"),
        ("table", [["#a", "#b"]]),
    ]


def test_rich_text_is_read_by_its_own_reader(tmp_path: Path) -> None:
    rich = rb"{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}}\pard Some {\b bold} text.\par}"
    packed = struct.pack("<4I", len(rich) + 12, len(rich), 0x414C454D, 0) + rich
    found = read(tmp_path, "m.msg", compound(message(32, {0x1000: "plain", 0x1009: packed})))
    assert found.pages[0].blocks[-1].markdown == "Some **bold** text."
    broken = message(32, {0x1000: "plain", 0x1009: packed[:16] + b"no rich text"})
    assert shapes_of(tmp_path, broken)[-1] == ("text", "plain")


WRAPPED_PAGE = rb"""{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0
{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}}{\colortbl;\red0;}
{\*\htmltag19 <html>}{\*\htmltag64}\htmlrtf {\htmlrtf0
{\*\htmltag84 <p>}\htmlrtf {\f0 \htmlrtf0 The quick brown fox
{\*\htmltag4 \par }jumps {\*\htmltag84 <b>}\htmlrtf {\b\htmlrtf0 over{\*\htmltag92 </b>}\htmlrtf
}\htmlrtf0  1 {\*\htmltag84 &lt;}\htmlrtf <\htmlrtf0  2 \{ok\} gr\'fc\u246 o\u-10179 ?\u-8704 ?
{\*\htmltag92 </p>}
\htmlrtf\par}\htmlrtf0 {\*\mhtmltag84 <p>not this</p>}{\*\htmltag84 <table><tr><th>}
{\f1 \'cc\'e8\'f0}{\*\htmltag92 </th><th>}b\lquote s{\*\htmltag92 </th></tr></table>}
{\*\htmltag84 <img src="cid:logo@x" alt="Logo">}{\*\htmltag27 </html>}}"""


def test_a_page_wrapped_in_rich_text_is_read_as_the_page_it_is(tmp_path: Path) -> None:
    packed = struct.pack("<4I", len(WRAPPED_PAGE) + 12, len(WRAPPED_PAGE), 0x414C454D, 0)
    values: dict[int, str | bytes | int] = {0x1000: "plain", 0x1009: packed + WRAPPED_PAGE}
    tree = message(32, values, attachment("logo.png", b"\x89PNG", "logo@x"))
    found = read(tmp_path, "m.msg", compound(tree))
    assert found.page_count == 1
    assert shapes(found)[2:] == [
        ("text", "The quick brown fox jumps over 1 < 2 {ok} grüö😀"),
        ("table", [["#Мир", "#b‘s"]]),
        ("figure", "Logo"),
    ]
    assert "**over**" in (found.pages[0].blocks[2].markdown or "")


def test_attachments_and_attached_messages_become_pages(tmp_path: Path) -> None:
    inner = message(24, {0x0037: "Inner", 0x1000: "inside"}, attachment("deep.csv", b"a,b\n1,2\n"))
    nested = properties(8, {0x3001: "Inner.msg", 0x3705: 5})
    nested["__substg1.0_3701000D"] = inner
    tree = message(32, {0x1000: "outside"}, attachment("note.txt", b"A note."), nested)
    document = read(tmp_path, "upload", compound(tree))
    assert [page.name for page in document.pages] == ["Hello", "note.txt", "Inner", "deep.csv"]
    found = shapes(document)
    assert ("text", "A note.") in found
    assert ("text", "inside") in found
    assert found[-1][0] == "table"


def test_a_picture_the_body_shows_is_not_attached_twice(tmp_path: Path) -> None:
    page = b"<p>See <img alt='Logo of us' src='cid:logo@x'></p>"
    tree = message(32, {0x1013: page}, attachment("logo.png", b"\x89PNG", "logo@x"))
    document = read(tmp_path, "m.msg", compound(tree))
    assert document.page_count == 1
    assert shapes(document)[2:] == [("text", "See"), ("figure", "Logo of us")]


def test_compressed_rich_text_unpacks() -> None:
    # The two examples of [MS-OXRTFCP] 4: one without, one with references into the ring.
    plain = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232"
        "0af32068656c090020627705b06c647d0a800fa0"
    )
    assert rtf_body.decompress(plain) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    repeated = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert rtf_body.decompress(repeated) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"
    assert rtf_body.decompress(plain[:30]).startswith(b"{\\rtf1")
    assert rtf_body.decompress(b"junk" * 9) == b""


@pytest.mark.parametrize("cut", [700, 1500, 2600])
def test_a_damaged_message_is_called_damaged(tmp_path: Path, cut: int) -> None:
    data = compound(message(32, {0x1000: "x" * 5000}))
    with pytest.raises(FileCorrupted):
        read(tmp_path, "m.msg", data[:cut])


def test_a_stream_that_claims_gigabytes_is_not_read(tmp_path: Path) -> None:
    data = bytearray(compound(message(32, {0x1000: "x" * 5000})))
    entry = data.index("__substg1.0_1000001F".encode("utf-16-le"))
    data[entry + 120 : entry + 124] = (0x7FFFFFFF).to_bytes(4, "little")
    with pytest.raises(FileCorrupted, match="longer than the file"):
        read(tmp_path, "m.msg", bytes(data))


def test_one_bad_property_spoils_no_message(tmp_path: Path) -> None:
    tree = message(32, {0x1000: "body", 0x3FDE: 99999})
    tree["__substg1.0_0C1A001F"] = b"\xd8"
    found = shapes_of(tmp_path, tree)
    assert found[0] == ("h1", "Hello")
    assert found[-1] == ("text", "body")
    numbers: dict[int, str | bytes | int] = dict.fromkeys((0x0039, 0x0E06, 0x1009, 0x1013), 7)
    found = shapes_of(tmp_path, message(32, numbers | {0x1000: "body"}))
    assert found[1:] == [HEAD, ("text", "body")]
