"""Images made to hurt: cut, flipped, bombs, and headers that lie about their size."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

from PIL import Image, ImageDraw, ImageFont

from tests.hostile.case import READ, Case
from tests.hostile.pdfs import deflated, flipped

SHOWN = "PLAIN"


def picture(kind: str) -> bytes:
    """A sound little picture with a word on it."""
    image = Image.new("RGB", (240, 90), "white")
    ImageDraw.Draw(image).text((30, 20), SHOWN, fill="black", font=ImageFont.load_default(40))
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, data: bytes, *more: bytes) -> bytes:
    """A grey PNG of these claims and this (deflated) content."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    body = b"".join([*more, chunk(b"IDAT", data), chunk(b"IEND", b"")])
    return b"\x89PNG\r\n\x1a\n" + head + body


def tiff_circle() -> bytes:
    """A TIFF whose one directory names itself as the next."""
    entries = [(256, 3, 1, 8), (257, 3, 1, 8), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1),
               (273, 4, 1, 200), (277, 3, 1, 1), (278, 3, 1, 8), (279, 4, 1, 64)]  # fmt: skip
    table = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    head = b"II*\0" + struct.pack("<IH", 8, len(entries)) + table + struct.pack("<I", 8)
    return head.ljust(200, b"\0") + b"\xff" * 64


def cases() -> Iterator[Case]:
    for kind in ("PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP"):
        whole = picture(kind)
        name = kind.lower()
        yield Case(f"cut.{name}", whole[: len(whole) // 3], f"{READ} FILE_003")
        yield Case(f"header only.{name}", whole[:16], "FILE_003")
    yield Case("flipped.jpg", flipped(picture("JPEG"), 1), f"{READ} FILE_003")
    yield Case("flipped.png", flipped(picture("PNG"), 1), f"{READ} FILE_003")
    bomb = deflated(bytes(2**20), 100)
    yield Case("bomb of 60000.png", png(60_000, 60_000, bomb), "FILE_002")
    yield Case("side of 2147483647.png", png(2**31 - 1, 2**31 - 1, bomb[:99]), "FILE_002 FILE_003")
    yield Case("nothing wide.png", png(0, 0, bomb[:99]), "FILE_003")
    yield Case("more promised than there.png", png(9_000, 9_000, zlib.compress(b"\0" * 99)),
               "FILE_003")  # fmt: skip
    note = chunk(b"zTXt", b"Comment\0\0" + deflated(b"a" * 2**20, 100))
    yield Case("text bomb.png", png(40, 40, zlib.compress(bytes(41 * 40)), note),
               f"{READ} FILE_003")  # fmt: skip
    wide = b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0x80, 0, 0) + bytes(6)
    frame = b"," + struct.pack("<HHHHB", 0, 0, 65535, 65535, 0) + b"\x02\x02\x4c\x01\x00;"
    yield Case("wide.gif", wide + frame, "FILE_002")
    turned = bytearray(picture("BMP"))
    turned[18:26] = struct.pack("<ii", -240, -90)
    yield Case("negative.bmp", bytes(turned), "FILE_002 FILE_003")
    yield Case("circle.tif", tiff_circle(), f"{READ} FILE_003")
