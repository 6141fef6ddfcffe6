"""PDFs made to hurt: cut, flipped, turning in circles, nested, lying about what they hold."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Iterator

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.hostile.case import READ, Case

CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
FONTS = b"/Resources<</Font<</F1 5 0 R>>>>>>"
WORDS = "Whatever surrounds it, this sentence stands on the page."
SHOWN = f"BT /F1 12 Tf 72 700 Td ({WORDS}) Tj ET".encode()


def stream(data: bytes, head: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (head, len(data), data)


def assemble(objects: list[bytes], trailer: bytes = b"", start: int | None = None) -> bytes:
    """A file of objects 1, 2, …; `trailer` goes into its trailer, `start` is a false startxref."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    shown = trailer.replace(b"HERE", b"%d" % table)
    out += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n" % (len(objects) + 1, shown)
    return bytes(out + b"%d\n%%%%EOF" % (table if start is None else start))


def simple(
    *more: bytes,
    catalog: bytes = CATALOG,
    pages: bytes = PAGES,
    page: bytes = PAGE + FONTS,
    content: bytes = b"",
    trailer: bytes = b"",
) -> bytes:
    """One page with the sentence on it, any part of it exchanged; `more` are objects 6, 7, …"""
    return assemble([catalog, pages, page, content or stream(SHOWN), FONT, *more], trailer)


def printed(encrypt: StandardEncryption | None = None, pages: int = 1) -> bytes:
    """A sound file of reportlab's."""
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=encrypt, invariant=True, pageCompression=1)
    for page in range(pages):
        for line in range(20):
            canvas.drawString(72, 760 - 14 * line, f"Line {line} of page {page}. {WORDS}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def cases(trap: str) -> Iterator[Case]:
    yield from _damaged()
    yield from _locked()
    yield from _circles()
    yield from _nested()
    yield from _lying()
    yield from _bombs()
    yield from _active(trap)


def _damaged() -> Iterator[Case]:
    whole = printed(pages=2)
    yield Case("header only.pdf", b"%PDF-1.7\n", "FILE_003")
    yield Case("cut at a fifth.pdf", whole[: len(whole) // 5], "FILE_003")
    yield Case("cut before its end.pdf", whole[:-200], f"{READ} FILE_003")
    yield Case("startxref astray.pdf", assemble([CATALOG, PAGES, PAGE + FONTS, stream(SHOWN), FONT],
                                                start=7), says=(WORDS,))  # fmt: skip
    yield Case("no pages.pdf", simple(pages=b"<</Type/Pages/Count 0/Kids[]>>"), "FILE_003")
    for seed in range(4):
        yield Case(f"flipped {seed}.pdf", flipped(whole, seed), f"{READ} FILE_003")


def flipped(data: bytes, seed: int, bits: int = 3) -> bytes:
    """`data` with some bits turned over behind its first bytes, which say what it is."""
    dice, broken = random.Random(seed), bytearray(data)
    for _ in range(bits):
        broken[dice.randrange(16, len(broken))] ^= 1 << dice.randrange(8)
    return bytes(broken)


def _locked() -> Iterator[Case]:
    user = StandardEncryption("open", "own", canPrint=0, strength=128)
    yield Case("user password.pdf", printed(user), "FILE_006")
    owner = StandardEncryption("", "own", canCopy=0, strength=128)
    yield Case("owner password.pdf", printed(owner), says=(WORDS,))


def _circles() -> Iterator[Case]:
    yield Case("page tree circle.pdf", simple(pages=b"<</Type/Pages/Count 3/Kids[3 0 R 2 0 R]>>"),
               f"{READ} FILE_003")  # fmt: skip
    parent = simple(pages=b"<</Type/Pages/Parent 2 0 R/Count 1/Kids[3 0 R]>>")
    yield Case("its own parent.pdf", parent, says=(WORDS,))
    yield Case("xref circle.pdf", simple(trailer=b"/Prev HERE"), says=(WORDS,))
    outline = b"<</Title(A)/Parent 6 0 R/Next 7 0 R/Prev 7 0 R/First 6 0 R/Last 7 0 R>>"
    catalog = b"<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R/PageMode/UseOutlines>>"
    tree = b"<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 2>>"
    yield Case("outline circle.pdf", simple(tree, outline, catalog=catalog), says=(WORDS,))
    form = stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<"
                  b"/XObject<</X 6 0 R>>>>")  # fmt: skip
    drawn = PAGE + b"/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>"
    shown = stream(SHOWN + b" /X Do")
    yield Case("form circle.pdf", simple(form, page=drawn, content=shown), says=(WORDS,))
    length = b"<</Length 4 0 R>>stream\n" + SHOWN + b"\nendstream"
    yield Case("length of itself.pdf", simple(content=length), says=(WORDS,))
    other = b"<</Length 6 0 R>>stream\n" + SHOWN + b"\nendstream"
    yield Case("length circle.pdf", simple(b"7 0 R", b"6 0 R", content=other), says=(WORDS,))
    glyph = stream(b"1000 0 d0 BT /F1 1 Tf (a) Tj ET", b"")
    type3 = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.1 0 0 .1 0 0]"
        b"/CharProcs<</a 6 0 R>>/Encoding<</Differences[97/a]>>/FirstChar 97/LastChar 97"
        b"/Widths[9]/Resources<</Font<</F1 5 0 R>>>>>>"
    )
    drawing = assemble([CATALOG, PAGES, PAGE + FONTS, stream(b"BT /F1 9 Tf 72 700 Td (aaa) Tj ET"),
                        type3, glyph])  # fmt: skip
    yield Case("font that draws itself.pdf", drawing, f"{READ} FILE_003")


def _nested() -> Iterator[Case]:
    deep = 50_000
    yield Case("deep arrays.pdf", simple(b"[" * deep + b"]" * deep, trailer=b"/Info 6 0 R"),
               says=(WORDS,))  # fmt: skip
    yield Case("deep content.pdf", simple(content=stream(b"q " * deep + SHOWN)), says=(WORDS,))
    unclosed = stream(SHOWN + b"[" * deep + b"<<" * deep)
    yield Case("unclosed content.pdf", simple(content=unclosed), says=(WORDS,))
    kids = [b"<</Type/Pages/Parent %d 0 R/Count 1/Kids[%d 0 R]>>" % (n - 1, n + 1)
            for n in range(6, 5_006)]  # fmt: skip
    tree = b"<</Type/Pages/Count 1/Kids[6 0 R]>>"
    yield Case("deep page tree.pdf", simple(*kids, PAGE + FONTS, pages=tree),
               f"{READ} FILE_003")  # fmt: skip


def endless() -> Iterator[Case]:
    """Small files that would be worked on for hours."""
    yield Case("forms of forms.pdf", forms_of_forms(10, 9), "PROC_002")
    kids = b"<</Type/Pages/Count 3000/Kids[%s]>>" % (b"3 0 R " * 3_000)
    yield Case("one page 3000 times.pdf", simple(pages=kids), "PROC_002")
    tile = stream(b"0 0 .1 .1 re f", b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1"
                  b"/BBox[0 0 1 1]/XStep .0001/YStep .0001/Resources<<>>")  # fmt: skip
    page = PAGE + b"/Resources<</Pattern<</P 6 0 R>>>>>>"
    tiled = stream(b"/Pattern cs /P scn 0 0 595 842 re f")
    yield Case("pattern bomb.pdf", simple(tile, page=page, content=tiled), "PROC_002")


def forms_of_forms(depth: int, width: int) -> bytes:
    """A page that draws a form that draws `width` forms that each draw …, `depth` times."""
    forms = [
        stream(b"/X Do " * width, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<"
               b"/XObject<</X %d 0 R>>>>" % (n + 1))
        for n in range(6, 6 + depth)
    ]  # fmt: skip
    last = stream(SHOWN, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]" + FONTS[:-2])
    page = PAGE + b"/Resources<</XObject<</X 6 0 R>>>>>>"
    return simple(*forms, last, page=page, content=stream(b"/X Do"))


def _lying() -> Iterator[Case]:
    million = simple(pages=b"<</Type/Pages/Count 1000000/Kids[3 0 R]>>")
    yield Case("a million pages.pdf", million, f"{READ} FILE_003")
    boxes = {
        "zero": b"0 0 0 0", "negative": b"595 842 0 0", "enormous": b"0 0 1e9 1e9",
        "thin": b"0 0 595 1e-6", "absent": b"", "no numbers": b"/a (b) null []",
    }  # fmt: skip
    for name, box in boxes.items():
        page = (PAGE + FONTS).replace(b"0 0 595 842", box)
        yield Case(f"{name} page box.pdf", simple(page=page), f"{READ} FILE_003")
    for side in (b"100000", b"-5", b"2147483647"):
        picture = stream(b"abc", b"/Type/XObject/Subtype/Image/ColorSpace/DeviceRGB"
                         b"/BitsPerComponent 8/Width %s/Height %s" % (side, side))  # fmt: skip
        yield Case(f"image of {side.decode()}.pdf", pictured(picture), says=(WORDS,))


def pictured(picture: bytes) -> bytes:
    """The page with a picture as well."""
    page = PAGE + b"/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>"
    content = stream(SHOWN + b" q 200 0 0 200 72 300 cm /X Do Q")
    return simple(picture, page=page, content=content)


def _bombs() -> Iterator[Case]:
    spaces = deflated(b" " * 2**20, 200)
    yield Case("content bomb.pdf", simple(content=stream(spaces, b"/Filter/FlateDecode")))
    twice = stream(zlib.compress(spaces, 9), b"/Filter[/FlateDecode/FlateDecode]")
    yield Case("double bomb.pdf", simple(content=twice))
    head = (
        b"/Type/XObject/Subtype/Image/Filter/FlateDecode/ColorSpace/DeviceRGB/BitsPerComponent 8"
        b"/Width 13000/Height 13000"
    )
    picture = stream(deflated(bytes(2**20), 512), head)
    yield Case("picture bomb.pdf", pictured(picture), says=(WORDS,))


def deflated(piece: bytes, times: int) -> bytes:
    """`piece` again and again, deflated without ever being held."""
    packer = zlib.compressobj(9)
    return b"".join([*(packer.compress(piece) for _ in range(times)), packer.flush()])


def _active(trap: str) -> Iterator[Case]:
    url = trap.encode()
    script = (
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\);"
        b"this.submitForm\\('%s/js'\\);)>>/AA<</WC<</S/Launch/F(/bin/sh)>>>>"
        b"/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(app.launchURL\\('%s/n'\\))>>]>>>>>>"
    ) % (url, url)
    yield Case("javascript.pdf", simple(catalog=script), says=(WORDS,), never=("app.alert",))
    opening = (
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/URI/URI(%s/uri)>>/AcroForm<</XFA 6 0 R>>>>"
        % url
    )
    xfa = stream(b'<!DOCTYPE x [<!ENTITY e SYSTEM "%s/xfa">]><x>&e;</x>' % url)
    yield Case("opens an address.pdf", simple(xfa, catalog=opening), says=(WORDS,))
    remote = b"<</Length 0/F<</FS/URL/F(%s/content)>>>>stream\n\nendstream" % url
    yield Case("content elsewhere.pdf", simple(content=remote), f"{READ} FILE_003")
