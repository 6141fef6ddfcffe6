"""Charts of text documents and slides as figures: with their data, and drawn when asked for.

Values are those stored in the chart's own part; the workbook behind it is not opened.
"""

from __future__ import annotations

from octavo.documents import Block, BlockKind, Figure
from octavo.errors import FileCorrupted
from octavo.formats.office.package import Element
from octavo.formats.sheets import chart_png, charts_ex
from octavo.formats.sheets import charts as native
from octavo.formats.sheets.charts import Chart


def block(root: Element, *, images: bool, alt: str = "") -> Block:
    """The FIGURE block of a chart part. Raises FileCorrupted if it is no chart."""
    chart = charts_ex.read(root) if charts_ex.is_extended(root) else native.read(root)
    if chart is None:
        raise FileCorrupted("A chart of the document holds no chart")
    return block_of(chart, images=images, alt=alt)


def block_of(chart: Chart, *, images: bool, alt: str = "") -> Block:
    """The FIGURE block of a chart that has been read; `alt` describes one without a title."""
    title = chart.shown_title or alt
    caption = f"Chart: {title}" if title else "Chart"
    figure = Figure("chart", caption, chart=chart.info(), data=chart.table())
    if images:
        figure.image = chart_png.draw(chart)
    return Block(BlockKind.FIGURE, caption, figure=figure)
