"""Image files as people send them: every kind and colour mode, turned by EXIF, broken, hostile."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from octavo.documents import BlockKind, Document
from octavo.errors import FileCorrupted, FileTooLarge, InvalidPageRange
from octavo.formats import frames
from octavo.formats.base import ReadOptions
from octavo.formats.image import IMAGE
from tests.reading_ocr import sheets

LINES = ("Receipt number 20481", "Paid in cash with thanks")


def read(path: Path, options: ReadOptions | None = None) -> Document:
    return IMAGE.read(path, path.suffix[1:], options or ReadOptions())


def text(document: Document) -> str:
    return " ".join(block.text for _, block in document.blocks())


def small() -> Image.Image:
    return sheets.letter(LINES, (520, 200)).image


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "tif", "bmp", "gif"])
def test_every_kind(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"page.{suffix}"
    small().save(path)
    document = read(path)
    assert document.kind == "image"
    assert document.page_count == 1
    assert all(word in text(document) for line in LINES for word in line.split())
    assert document.pages[0].scanned


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16", "F"])
def test_every_colour_mode_gives_the_same_picture(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "page.tif"
    grey = np.asarray(small().convert("L"))
    made: dict[str, Callable[[], Image.Image]] = {
        "I;16": lambda: Image.fromarray(grey.astype(np.uint16) * 200),
        "F": lambda: Image.fromarray(grey.astype(np.float32) / 255),
    }
    made.get(mode, lambda: small().convert(mode))().save(path)
    with frames.opened(path) as file:
        pixels = file.frame(1).pixels
    assert pixels.shape == (200, 520, 3)
    assert np.abs(pixels.mean(axis=2) - grey).mean() < 8


@pytest.mark.parametrize(("ink", "ground"), [((255, 255, 255), 0), ((0, 0, 0), 255)])
def test_transparency_shows_what_is_drawn(
    tmp_path: Path, ink: tuple[int, int, int], ground: int
) -> None:
    logo = Image.new("RGBA", (60, 60), (90, 90, 90, 0))
    logo.paste((*ink, 255), (20, 20, 40, 40))
    logo.save(tmp_path / "logo.png")
    with frames.opened(tmp_path / "logo.png") as file:
        pixels = file.frame(1).pixels
    assert tuple(pixels[30, 30]) == ink
    assert tuple(pixels[5, 5]) == (ground,) * 3


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
def test_a_camera_held_sideways(tmp_path: Path, suffix: str) -> None:
    path, exif = tmp_path / f"photo.{suffix}", Image.Exif()
    exif[0x0112] = 6
    small().rotate(90, expand=True).save(path, exif=exif)
    with frames.opened(path) as file:
        pixels = file.frame(1).pixels
    assert np.abs(pixels.astype(int) - np.asarray(small())).mean() < 4


def test_pages_of_a_tiff_keep_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "fax.tiff"
    pictures = [sheets.letter((f"Page {name} of three",), (420, 160)).image for name in "ABC"]
    pictures[0].save(path, save_all=True, append_images=pictures[1:], compression="tiff_lzw")
    document = read(path, ReadOptions(pages="2-3"))
    assert document.page_count == 3
    assert [page.number for page in document.pages] == [2, 3]
    assert [page.blocks[0].text for page in document.pages] == [
        "Page B of three",
        "Page C of three",
    ]
    with pytest.raises(InvalidPageRange):
        read(path, ReadOptions(pages="4"))


def test_an_animation_is_its_first_picture(tmp_path: Path) -> None:
    path = tmp_path / "moving.gif"
    small().save(path, save_all=True, append_images=[small().rotate(180), small().rotate(90)])
    document = read(path)
    assert "Receipt" in text(document)
    assert any("first" in warning for warning in document.warnings)


def test_a_photograph_is_one_figure(tmp_path: Path) -> None:
    path = tmp_path / "hill.png"
    waves = np.sin(np.linspace(0, 6, 300))[:, None] * np.cos(np.linspace(0, 5, 300))[None]
    Image.fromarray((waves * 100 + 120).astype(np.uint8)).save(path)
    document = read(path, ReadOptions(images=True))
    block = document.pages[0].blocks[0]
    assert block.kind is BlockKind.FIGURE
    assert block.figure is not None
    assert (block.figure.image or b"").startswith(b"\x89PNG")
    assert "no text" in document.warnings[0]


def test_resolution_gives_the_size_in_points(tmp_path: Path) -> None:
    Image.new("RGB", (850, 1100), "white").save(tmp_path / "a.png", dpi=(100, 100))
    Image.new("RGB", (850, 1100), "white").save(tmp_path / "b.png", dpi=(9999, 9999))
    said, unlikely = (read(tmp_path / name).pages[0] for name in ("a.png", "b.png"))
    assert (said.width, said.height) == pytest.approx((612, 792), rel=0.01)
    assert unlikely.height == pytest.approx(842, rel=0.01)


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "tif", "bmp", "gif"])
@pytest.mark.parametrize("share", [0.02, 0.5])
def test_a_file_cut_short(tmp_path: Path, suffix: str, share: float) -> None:
    path = tmp_path / f"page.{suffix}"
    small().save(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(FileCorrupted) as refusal:
        read(path)
    assert str(tmp_path) not in refusal.value.message


def test_another_thing_called_an_image(tmp_path: Path) -> None:
    (tmp_path / "page.png").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n(r) file")
    with pytest.raises(FileCorrupted):
        read(tmp_path / "page.png")


def test_a_picture_that_claims_to_be_enormous(tmp_path: Path) -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    parts = [_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(bytes(100)))]
    (tmp_path / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(parts))
    with pytest.raises(FileTooLarge, match="megapixels"):
        read(tmp_path / "bomb.png")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def test_a_large_picture_is_read_reduced(tmp_path: Path) -> None:
    Image.new("L", (9000, 6000), 255).save(tmp_path / "plan.png", dpi=(600, 600))
    with frames.opened(tmp_path / "plan.png") as file:
        frame = file.frame(1)
    assert max(frame.pixels.shape) == frames.WORKING_SIDE
    assert frame.pixels.shape[1] * 72 / frame.dpi == pytest.approx(1080, rel=0.01)
