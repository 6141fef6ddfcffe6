"""Charts and pictures of workbooks and decks, fetched with the official SDK's `get_image`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pptx
import pytest
import xlsxwriter
from PIL import Image, ImageChops
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches
from pulse import Pulse
from pulse.core.api_error import ApiError
from pulse.types.extract_request_figure_processing import ExtractRequestFigureProcessing

from tests.octavo_server import KEY, OctavoServer

FOREIGN = "foreign-key"
MONTHS, SOLD = ["Jan", "Feb", "Mar"], [4.0, 9.0, 6.0]
BLUE, WHITE, VIOLET = (68, 114, 196), (255, 255, 255), (120, 40, 160)
"""The first series of drawn charts, their ground, and the picture."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OctavoServer]:
    """One server with the keys of two tenants."""
    folder = tmp_path_factory.mktemp("images")
    running = OctavoServer(folder, OCTAVO_API_KEYS=f"ours:{KEY},theirs:{FOREIGN}")
    try:
        yield running.start()
    finally:
        running.stop()


def _picture() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (120, 80), VIOLET).save(out, "PNG")
    out.seek(0)
    return out


def _workbook(path: Path) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Sales")
    for row, line in enumerate(zip(["Month", *MONTHS], ["Sold", *SOLD], strict=True)):
        sheet.write_row(row, 0, line)
    for kind, cell in (("column", "D2"), ("line", "D20")):
        chart = book.add_chart({"type": kind})
        ranges = {"categories": "=Sales!$A$2:$A$4", "values": "=Sales!$B$2:$B$4"}
        chart.add_series({"name": "=Sales!$B$1", **ranges})
        chart.set_title({"name": f"Sold by {kind}"})
        sheet.insert_chart(cell, chart)
    sheet.insert_image("M2", "logo.png", {"image_data": _picture()})
    book.close()
    return path


def _deck(path: Path) -> Path:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    data = CategoryChartData()
    data.categories = MONTHS
    data.add_series("Sold", SOLD)
    place = (Inches(1), Inches(1), Inches(6), Inches(4))
    slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *place, data)
    slide.shapes.add_picture(_picture(), Inches(7.5), Inches(1))
    show.save(str(path))
    return path


class Shown(NamedTuple):
    """A figure of a result, with the job and the name of its image."""

    entry: dict[str, Any]
    job_id: str
    name: str


def _images(server: OctavoServer, path: Path) -> list[Shown]:
    """Every figure of a file, extracted by the SDK."""
    client = Pulse(api_key=KEY, base_url=server.url)
    wanted = ExtractRequestFigureProcessing(show_images=True)
    answer = client.extract(file=(path.name, path.read_bytes()), figure_processing=wanted).dict()
    found = []
    for entry in answer["bounding_boxes"]["Images"]:
        _, results, job_id, images, name = urlsplit(entry["image_url"]).path.split("/")
        assert (results, images) == ("results", "images")
        assert entry["image_url"] in answer["markdown"]
        found.append(Shown(entry, job_id, name))
    return found


def _fetched(server: OctavoServer, shown: Shown) -> Image.Image:
    client = Pulse(api_key=KEY, base_url=server.url)
    raw = b"".join(client.results.get_image(shown.job_id, shown.name))
    image = Image.open(io.BytesIO(raw))
    assert image.format == "PNG"
    return image.convert("RGB")


def _share(image: Image.Image, colour: tuple[int, int, int]) -> float:
    """The share of an image's pixels that are about of a colour."""
    away = ImageChops.difference(image, Image.new("RGB", image.size, colour)).split()
    far = ImageChops.lighter(ImageChops.lighter(away[0], away[1]), away[2])
    return sum(far.histogram()[:40]) / (image.width * image.height)


def test_charts_and_pictures_of_a_workbook(server: OctavoServer, tmp_path: Path) -> None:
    found = _images(server, _workbook(tmp_path / "sales.xlsx"))
    shown = {one.entry.get("chart_type", "picture"): one for one in found}
    assert sorted(shown) == ["BarChart", "LineChart", "picture"]
    for kind, least in (("BarChart", 0.05), ("LineChart", 0.002)):
        assert shown[kind].entry["source_ranges"][1:] == ["Sales!$A$2:$A$4", "Sales!$B$2:$B$4"]
        image = _fetched(server, shown[kind])
        assert min(image.size) >= 200
        assert least < _share(image, BLUE) < 0.6
        assert _share(image, WHITE) > 0.3
    image = _fetched(server, shown["picture"])
    assert image.size == (120, 80)
    assert _share(image, VIOLET) == 1


def test_charts_and_pictures_of_a_deck(server: OctavoServer, tmp_path: Path) -> None:
    chart, picture = _images(server, _deck(tmp_path / "sales.pptx"))
    assert chart.entry["visual_type"] == "chart"
    assert 0.05 < _share(_fetched(server, chart), BLUE) < 0.6
    assert _share(_fetched(server, picture), VIOLET) == 1


def test_a_foreign_key_learns_nothing_of_an_image(server: OctavoServer, tmp_path: Path) -> None:
    _, job_id, name = _images(server, _deck(tmp_path / "sales.pptx"))[0]
    unknown = "00000000-0000-4000-8000-000000000000"
    answers = [_refused(server, FOREIGN, wanted, name) for wanted in (job_id, unknown)]
    assert answers[0] == (404, answers[1][1].replace(unknown, job_id))
    assert answers[1][0] == 404
    assert _refused(server, "no-key-at-all", job_id, name)[0] == 401


def _refused(server: OctavoServer, key: str, job_id: str, name: str) -> tuple[int | None, str]:
    with pytest.raises(ApiError) as error:
        b"".join(Pulse(api_key=key, base_url=server.url).results.get_image(job_id, name))
    return error.value.status_code, str(error.value.body)
