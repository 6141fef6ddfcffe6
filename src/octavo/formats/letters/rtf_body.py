"""Compressed RTF, as Outlook keeps a message's rich text ([MS-OXRTFCP])."""

from __future__ import annotations

MAX_BYTES = 64 * 2**20
_COMPRESSED, _PLAIN = 0x75465A4C, 0x414C454D
_RING = 4096
# The text every ring begins with is part of the format ([MS-OXRTFCP] 2.1.3.1.1).
_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}"
    b"{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArial"
    b"Times New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20"
    b"\\b\\i\\u\\tab\\tx"
)


def decompress(data: bytes) -> bytes:
    """The RTF in `data`; b"" if there is none or it is damaged from the start."""
    if len(data) < 16:
        return b""
    kind = int.from_bytes(data[8:12], "little")
    if kind == _PLAIN:
        return data[16:]
    size = int.from_bytes(data[4:8], "little")
    return _unpacked(data, min(size, MAX_BYTES)) if kind == _COMPRESSED else b""


def _unpacked(data: bytes, size: int) -> bytes:
    ring = bytearray(_START.ljust(_RING, b"\0"))
    write, at = len(_START), 16
    out = bytearray()

    def put(byte: int) -> None:
        nonlocal write
        out.append(byte)
        ring[write] = byte
        write = (write + 1) % _RING

    while at < len(data) and len(out) < size:
        flags, at = data[at], at + 1
        for bit in range(8):
            if flags >> bit & 1:
                token = int.from_bytes(data[at : at + 2], "big")
                at += 2
                offset = token >> 4
                if offset == write or at > len(data):
                    return bytes(out[:size])
                for step in range((token & 0xF) + 2):
                    put(ring[(offset + step) % _RING])
            elif at < len(data):
                put(data[at])
                at += 1
    return bytes(out[:size])
