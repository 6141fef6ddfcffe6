"""Internet mail: the right body, every attachment, and headers as people see them."""

from __future__ import annotations

import io
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from octavo.documents import Document
from octavo.errors import FileCorrupted
from octavo.render.markdown import render
from tests.formats_web.shapes import read, shapes


def letter(subject: str = "Hello", body: str = "Hi Bo,\n\nSee you.\n") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Ada Müller <ada@x.example>"
    message["To"] = "Bo <bo@y.example>, Cy <cy@y.example>"
    message["Date"] = "Mon, 02 Feb 2026 10:00:00 +0000"
    message["Subject"] = subject
    message.set_content(body)
    return message


def mail(folder: Path, message: EmailMessage | bytes, **options: object) -> Document:
    data = message if isinstance(message, bytes) else bytes(message)
    return read(folder, "m.eml", data, **options)


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 60), "blue").save(out, "PNG")
    return out.getvalue()


HEAD = (
    "From: Ada Müller <ada@x.example>\nTo: Bo <bo@y.example>, Cy <cy@y.example>\n"
    "Date: Mon, 02 Feb 2026 10:00:00 +0000\nSubject: Hello"
)


def test_head_and_plain_body(tmp_path: Path) -> None:
    document = mail(tmp_path, letter())
    assert (document.title, document.kind, document.page_count) == ("Hello", "eml", 1)
    assert shapes(document) == [
        ("h1", "Hello"),
        ("text", HEAD),
        ("text", "Hi Bo,"),
        ("text", "See you."),
    ]


def test_the_page_is_the_better_alternative_and_layout_tables_are_seen_through(
    tmp_path: Path,
) -> None:
    message = letter(body="plain")
    message.add_alternative(
        "<div style='display:none'>Preview</div><table><tr><td><table><tr><td><p>Rich</p></td></tr>"
        "</table><table border=1><tr><th>a<th>b<tr><td>1<td>2</table></td></tr></table>",
        subtype="html",
    )
    assert shapes(mail(tmp_path, message))[2:] == [
        ("text", "Rich"),
        ("table", [["#a", "#b"], ["1", "2"]]),
    ]


def test_an_empty_page_loses_to_its_plain_alternative(tmp_path: Path) -> None:
    message = letter(body="plain")
    message.add_alternative("<html><body><br>  </body></html>", subtype="html")
    assert shapes(mail(tmp_path, message))[2:] == [("text", "plain")]


def test_quoted_text_is_kept_and_marked(tmp_path: Path) -> None:
    document = mail(tmp_path, letter(body="Yes.\n\n> Will you?\n> Soon?\n>> Maybe.\n"))
    assert shapes(document)[2:] == [
        ("text", "Yes."),
        ("text", "Will you?\nSoon?"),
        ("text", "Maybe."),
    ]
    assert render(document).endswith("Yes.\n\n> Will you?\n> Soon?\n\n> > Maybe.")


def test_pictures_shown_in_the_body_are_figures_of_it(tmp_path: Path) -> None:
    message = letter(body="plain")
    message.add_alternative("<p>See</p><img alt=Chart src='cid:c1@x'>", subtype="html")
    page = message.get_payload()[1]  # type: ignore[index]
    page.add_related(png(), "image", "png", cid="<c1@x>")  # type: ignore[union-attr]
    document = mail(tmp_path, message, images=True)
    assert document.page_count == 1
    assert shapes(document)[2:] == [("text", "See"), ("figure", "Chart")]
    assert document.pages[0].blocks[-1].figure is not None
    assert document.pages[0].blocks[-1].figure.image is not None


def test_attachments_are_read_as_further_pages(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.title = "Sums"
    workbook.active.append(["Name", "Sum"])
    workbook.active.append(["a", 1])
    out = io.BytesIO()
    workbook.save(out)
    message = letter()
    message.add_attachment(
        out.getvalue(), "application", "octet-stream", filename="Zahlen für Bo.xlsx"
    )
    message.add_attachment("a;b\n1;2\n", subtype="csv", filename="t.csv")
    message.add_attachment(b"MZ\0\0" * 9, "application", "octet-stream", filename="setup.exe")
    message.add_attachment(b"PK\x03\x04", "application", "zip", filename="broken.docx")
    document = mail(tmp_path, message)
    assert (
        "Attachments: Zahlen für Bo.xlsx, t.csv, setup.exe, broken.docx" in shapes(document)[1][1]
    )
    assert [page.name for page in document.pages[1:]] == ["Zahlen für Bo.xlsx: Sums", "t.csv"]
    assert [page.number for page in document.pages] == [1, 2, 3]
    tables = [block.table for _, block in document.blocks() if block.table]
    assert [cell.text for cell in tables[0].cells] == ["Name", "Sum", "a", "1"]
    assert ("h1", "Attachment: t.csv") in shapes(document)
    assert len({block.id for _, block in document.blocks()}) == len(document.blocks())
    assert ["setup.exe" in document.warnings[0], "broken.docx" in document.warnings[1]] == [
        True
    ] * 2
    third = mail(tmp_path, message, pages="3")
    assert ([page.number for page in third.pages], third.page_count) == ([3], 3)


def test_letters_within_letters_are_read_to_a_limit(tmp_path: Path) -> None:
    inner = letter("Level 9", "deepest")
    for level in range(8, 0, -1):
        outer = letter(f"Level {level}", f"text {level}")
        outer.add_attachment(inner)
        inner = outer
    document = mail(tmp_path, inner)
    headings = [found[1] for found in shapes(document) if found[0] == "h1" and "Level" in found[1]]
    own = [text for text in headings if text.startswith("Level")]
    assert own == [f"Level {n}" for n in range(1, 6)]
    assert any("nested deeper" in warning for warning in document.warnings)


def test_headers_of_any_making_are_shown_in_plain_unicode(tmp_path: Path) -> None:
    data = (
        b"From: =?utf-8?Q?J=C3=BCrgen?= =?utf-8?B?IE1laWVy?= <j@x.example>\r\n"
        b"To: undisclosed-recipients:;\r\n"
        b"Subject: =?iso-8859-1?Q?Gr=FC=DFe?=\r\n =?bad?X?zz?= folded\r\n"
        b"Cc: caf\xc3\xa9 <c@x.example>\r\nX: y\r\n"
        b"Content-Type: text/plain; charset=no-such\r\n\r\nna\xc3\xafve\r\n"
    )
    document = mail(tmp_path, data)
    assert document.title.startswith("Grüße")
    head = shapes(document)[1][1]
    assert "From: Jürgen Meier <j@x.example>" in head
    assert "Cc: café <c@x.example>" in head
    assert shapes(document)[-1] == ("text", "naïve")


def test_lines_broken_for_transport_are_made_whole(tmp_path: Path) -> None:
    head = b"From: a@x\nTo: b@y\nSubject: s\nContent-Type: text/plain; format=flowed\n"
    data = head + b"\none \ntwo\nthree\n"
    assert shapes(mail(tmp_path, data))[-1] == ("text", "one two\nthree")


def test_encrypted_mail_says_so(tmp_path: Path) -> None:
    data = (
        b"From: a@x\nTo: b@y\nSubject: s\nMIME-Version: 1.0\n"
        b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nxxxx\n"
    )
    document = mail(tmp_path, data)
    assert any("encrypted" in warning for warning in document.warnings)


@pytest.mark.parametrize(
    "data",
    [
        b"From: a@x\nTo: b\nSubject: s\nContent-Type: multipart/mixed\n\nno boundary",
        b"From: a@x\nTo: b\nSubject: s\nContent-Type: multipart/mixed; boundary=B\n\n--B\n\ncut",
        b"From: a@x\nTo: b\nSubject: s\nContent-Transfer-Encoding: base64\n\n!!!notbase64",
        b"From: a@x\nTo: b\nSubject: s\nContent-Type: ///;;=\n\nx",
        b"From: a@x\nTo: b\nSubject: s\nContent-Type: message/rfc822\n\n",
        b"From a@x Mon\nFrom: a@x\nTo: b\nSubject: s\n\nx",
    ],
)
def test_malformed_mail_is_read_as_far_as_it_goes(tmp_path: Path, data: bytes) -> None:
    assert shapes(mail(tmp_path, data))[0] == ("h1", "s")


def test_absurd_nesting_is_refused(tmp_path: Path) -> None:
    head = b"From: a@x\nTo: b\nSubject: s\nMIME-Version: 1.0\n"
    parts = b"".join(
        b"Content-Type: multipart/mixed; boundary=B%d\n\n--B%d\n" % (at, at) for at in range(3000)
    )
    with pytest.raises(FileCorrupted, match="nested"):
        mail(tmp_path, head + parts + b"\nx")
