"""OpenDocument spreadsheets, written by hand."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from lxml import etree
from PIL import Image

from octavo.documents import BlockKind
from octavo.errors import FileCorrupted, PasswordProtected
from octavo.formats.sheets import charts_odf
from tests.formats_sheets.reading import blocks, by_ref, covered_once, grid, ranges, read, tables

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        "office": "office", "table": "table", "text": "text", "style": "style",
        "draw": "drawing", "chart": "chart", "fo": "xsl-fo-compatible",
    }.items()
)  # fmt: skip
_XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def ods(path: Path, sheets: str, styles: str = "", **parts: str | bytes) -> Path:
    """Write a spreadsheet; `parts` are further members, `__` standing for a slash."""
    content = (
        f"<office:document-content {_SPACES} {_XLINK}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path / "made.ods", "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        out.writestr("content.xml", content)
        for name, data in parts.items():
            out.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return path / "made.ods"


def cell(text: str, kind: str = "string", value: str = "", **attributes: str) -> str:
    held = {"string": "", "boolean": f' office:boolean-value="{value}"'}
    held |= {name: f' office:{name}-value="{value}"' for name in ("date", "time")}
    extra = "".join(f' table:{k.replace("_", "-")}="{escape(v)}"' for k, v in attributes.items())
    given = held.get(kind, f' office:value="{value}"')
    return (
        f'<table:table-cell office:value-type="{kind}"{given}{extra}>'
        f"<text:p>{escape(text)}</text:p></table:table-cell>"
    )


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def sheet(name: str, *rows: str, attributes: str = "") -> str:
    return f'<table:table table:name="{name}" {attributes}>{"".join(rows)}</table:table>'


TYPES = sheet(
    "Types",
    row(cell("Name"), cell("Value"), cell("Done")),
    row(cell("a"), cell(" $1,234.50 ", "currency", "1234.5"), cell("TRUE", "boolean", "true")),
    row(cell("b"), cell("5.3%", "percentage", "0.053"), cell("", "float", "7")),
    row(cell("c"), cell("31.03.25", "date", "2025-03-31"), cell("12:00", "time", "PT12H")),
    row(cell("d"), cell("9.50", "float", "9.5", formula="of:=SUM([.B2];[Other.B3])")),
)


def test_text_as_shown_and_values_behind_it(tmp_path: Path) -> None:
    document = read(ods(tmp_path, TYPES))
    assert grid(tables(document)[0]) == [
        ["Name", "Value", "Done"],
        ["a", "$1,234.50", "TRUE"],
        ["b", "5.3%", ""],
        ["c", "31.03.25", "12:00"],
        ["d", "9.50", ""],
    ]
    cells = by_ref(document)
    assert [cells[ref].value for ref in ("B2", "C2", "B4")] == [1234.5, True, "2025-03-31"]
    assert cells["B5"].formula == "=SUM(B2,Other!B3)"
    raw = by_ref(read(tmp_path / "made.ods", use_raw_values=True))
    assert [raw[ref].text for ref in ("B2", "B3", "B4", "B5")] == [
        "1234.5", "5.3%", "31.03.25", "9.5"]  # fmt: skip


def test_hidden_rows_columns_and_sheets(tmp_path: Path) -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    line = [cell("k"), cell("secret"), cell("v")]
    content = sheet(
        "Shown", columns, row(*line), row(*line, attributes='table:visibility="filter"'), row(*line)
    ) + sheet("Hidden", row(cell("x")), attributes='table:style-name="h"')
    style = '<style:style style:name="h"><style:table-properties table:display="false"/>'
    path = ods(tmp_path, content, style + "</style:style>")
    shown = read(path)
    assert [page.name for page in shown.pages] == ["Shown"]
    assert set(by_ref(shown)) == {"A1", "C1", "A3", "C3"}
    everything = read(
        path, include_hidden_rows=True, include_hidden_cols=True, include_hidden_sheets=True
    )
    assert len(everything.pages) == 2
    assert {"B1", "A2", "B2"} <= set(by_ref(everything))


def test_repeats_spans_notes_and_links(tmp_path: Path) -> None:
    noted = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>look</text:p>'
        '</office:annotation><text:p><text:a xlink:href="https://example.org">here</text:a>'
        "<text:s text:c='2'/>now</text:p></table:table-cell>"
    )
    document = read(ods(tmp_path, sheet(
        "S",
        row(cell("wide", number_columns_spanned="2"), "<table:covered-table-cell/>", cell("x")),
        row(cell("1", "float", "1", number_columns_repeated="3"),
            attributes='table:number-rows-repeated="2"'),
        row(noted, cell("2", "float", "2"), cell("3", "float", "3")),
        row('<table:table-cell table:number-columns-repeated="16384"/>',
            attributes='table:number-rows-repeated="1048570"'),
    )))  # fmt: skip
    (table,) = tables(document)
    assert covered_once(table)
    assert ranges(document) == ["A1:C4"]
    cells = by_ref(document)
    assert cells["A1"].column_span == 2
    assert [cells[ref].text for ref in ("A2", "C3")] == ["1", "1"]
    assert (cells["A4"].text, cells["A4"].comment) == ("here  now", "look")
    assert cells["A4"].link == "https://example.org"


def test_names_charts_and_pictures(tmp_path: Path) -> None:
    frame = (
        '<table:table-cell><draw:frame table:end-cell-address="S.F9">'
        '<draw:object xlink:href="./Object 1"/></draw:frame>'
        '<draw:frame draw:name="Logo"><draw:image xlink:href="logo.png"/></draw:frame>'
        "</table:table-cell>"
    )
    names = (
        '<table:named-expressions><table:named-range table:name="Rate" '
        'table:cell-range-address="$S.$A$1"/></table:named-expressions>'
    )
    chart = (
        f"<office:document-content {_SPACES} {_XLINK}><chart:chart chart:class='chart:bar'>"
        "<chart:title><text:p>Sums</text:p></chart:title>"
        '<chart:series chart:values-cell-range-address="S.B1:S.B2"/>'
        f"{sheet('local', row(cell(''), cell('Total')), row(cell('a'), cell('5', 'float', '5')))}"
        "</chart:chart></office:document-content>"
    )
    picture = io.BytesIO()
    Image.new("RGB", (4, 4), "blue").save(picture, "PNG")
    parts: dict[str, Any] = {"Object 1__content_xml": chart, "logo.png": picture.getvalue()}
    path = ods(tmp_path, sheet("S", row(cell("1"), frame)) + names, **parts)
    document = read(path, images=True)
    first, second = (block.figure for block in blocks(document, BlockKind.FIGURE))
    assert first is not None
    assert second is not None
    assert first.chart["chart_type"] == "BarChart"
    assert first.chart["source_ranges"] == ["S!$B$1:$B$2"]
    assert first.data is not None
    assert grid(first.data) == [["", "Total"], ["a", "5"]]
    assert second.caption == "Logo"
    assert second.image is not None
    assert document.defined_names == [{"name": "Rate", "value": "$S.$A$1"}]


def _chart(kind: str, style: str, series: str, *rows: str) -> bytes:
    return (
        f"<office:document-content {_SPACES} {_XLINK}><office:automatic-styles>"
        f'<style:style style:name="p"><style:chart-properties {style}/></style:style>'
        f"</office:automatic-styles><chart:chart chart:class='chart:{kind}'>"
        f'<chart:plot-area chart:style-name="p">{series}</chart:plot-area>'
        f"{sheet('local-table', *rows)}</chart:chart></office:document-content>"
    ).encode()


def _named(column: str, *domains: str) -> str:
    """A series of the stored table's column, with the columns its points lie at."""
    found = "".join(
        f'<chart:domain table:cell-range-address="local-table.${at}$2:.${at}$3"/>' for at in domains
    )
    address = f'chart:values-cell-range-address="local-table.${column}$2:.${column}$3"'
    return f"<chart:series {address}>{found}</chart:series>"


def _numbers(*values: int) -> str:
    return row(cell("p"), *(cell(str(value), "float", str(value)) for value in values))


def test_points_of_charts_lie_where_their_domains_say() -> None:
    names = row(*(cell(name) for name in ("", "x", "Sold", "Size")))
    chart = charts_odf.read(
        etree.fromstring(_chart("scatter", "", _named("C", "B") + _named("D"), names,
                                _numbers(1, 5, 9), _numbers(2, 6, 8)))
    )  # fmt: skip
    assert chart is not None
    assert [one.label for one in chart.series] == ["Sold", "Size"]
    assert [one.categories.numbers for one in chart.series] == [{0: 1.0, 1: 2.0}] * 2
    assert chart.series[1].values.numbers == {0: 9.0, 1: 8.0}
    chart = charts_odf.read(
        etree.fromstring(_chart("bubble", "", _named("D", "C", "B"), names,
                                _numbers(1, 5, 9), _numbers(2, 6, 8)))
    )  # fmt: skip
    assert chart is not None
    (one,) = chart.series
    assert (one.categories.numbers[0], one.values.numbers[0], one.sizes.numbers[0]) == (1, 5, 9)
    assert chart.source_ranges() == []


@pytest.mark.parametrize(
    ("style", "grouping", "horizontal"),
    [
        ("", "", False),
        ('chart:stacked="true"', "stacked", False),
        ('chart:percentage="true" chart:vertical="true"', "percentStacked", True),
    ],
)
def test_how_bars_are_piled_and_lie(style: str, grouping: str, horizontal: bool) -> None:
    names = row(cell(""), cell("Sold"))
    chart = charts_odf.read(etree.fromstring(_chart("bar", style, _named("B"), names, _numbers(4))))
    assert chart is not None
    assert (chart.grouping, chart.horizontal) == (grouping, horizontal)


def test_encrypted_and_damaged(tmp_path: Path) -> None:
    manifest = "<m:manifest xmlns:m='m'><m:encryption-data/></m:manifest>"
    with pytest.raises(PasswordProtected):
        read(ods(tmp_path, TYPES, **{"META-INF__manifest_xml": manifest}))
    with pytest.raises(FileCorrupted):
        read(ods(tmp_path, "</broken>"))
    with pytest.raises(FileCorrupted):
        read(ods(tmp_path, ""))
