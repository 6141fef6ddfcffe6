"""Writes OLE compound files (MS-CFB), as Outlook and old Office do, for tests to read."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from itertools import pairwise

SECTOR, MINI, CUTOFF = 512, 64, 4096
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD

Tree = dict[str, "bytes | Tree"]


@dataclass
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    child: int = FREE
    right: int = FREE
    start: int = END
    kids: list[int] = field(default_factory=list)


def compound(tree: Tree) -> bytes:
    """The file with these streams (bytes) and storages (dicts)."""
    entries = [_Entry("Root Entry", 5)]
    _add(tree, 0, entries)
    mini, mini_fat = _mini_stream(entries)
    entries[0].data = mini
    chains: list[bytes] = []
    fat: list[int] = []

    def put(data: bytes) -> int:
        if not data:
            return END
        first, count = len(fat), -(-len(data) // SECTOR)
        chains.append(data.ljust(count * SECTOR, b"\0"))
        fat.extend([*range(first + 1, first + count), END])
        return first

    for entry in entries:
        if entry.kind == 5 or len(entry.data) >= CUTOFF:
            entry.start = put(entry.data)
    mini_start = put(struct.pack(f"<{len(mini_fat)}I", *mini_fat))
    directory = b"".join(map(_packed, entries)).ljust(SECTOR, b"\0")
    directory_start = put(directory)
    count = 1
    while (len(fat) + count) * 4 > count * SECTOR:
        count += 1
    first = len(fat)
    fat += [FAT] * count
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(count * SECTOR, b"\xff")
    mini_count = -(-len(mini_fat) * 4 // SECTOR)
    numbers = [count, directory_start, 0, CUTOFF, mini_start, mini_count, END, 0]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<5H6xI", 0x3E, 3, 0xFFFE, 9, 6, 0) + struct.pack("<8I", *numbers)
    header += struct.pack("<109I", *[first + at if at < count else FREE for at in range(109)])
    return header + b"".join(chains) + table


def _add(tree: Tree, parent: int, entries: list[_Entry]) -> None:
    """Append the entries below `parent`; siblings hang on each other's right."""
    made = []
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        content = tree[name]
        made.append(len(entries))
        if isinstance(content, bytes):
            entries.append(_Entry(name, 2, content))
        else:
            entries.append(_Entry(name, 1))
            _add(content, made[-1], entries)
    if made:
        entries[parent].child = made[0]
    for left, right in pairwise(made):
        entries[left].right = right


def _mini_stream(entries: list[_Entry]) -> tuple[bytes, list[int]]:
    data, table = b"", list[int]()
    for entry in entries:
        if entry.kind == 2 and 0 < len(entry.data) < CUTOFF:
            entry.start, count = len(table), -(-len(entry.data) // MINI)
            table += [*range(entry.start + 1, entry.start + count), END]
            data += entry.data.ljust(count * MINI, b"\0")
    return data, table


def _packed(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le")
    return (
        name.ljust(64, b"\0")
        + struct.pack("<HBB", len(name) + 2, entry.kind, 1)
        + struct.pack("<3I", FREE, entry.right, entry.child)
        + bytes(36)
        + struct.pack("<IQ", entry.start, len(entry.data))
    )
