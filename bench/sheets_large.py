"""Large workbooks and tables: seconds and memory from file to stored result.

    .venv/bin/python -m bench.sheets_large [NAME …]

Each file is made, then extracted by the step that a job runs, in a fresh process that starts with
the reader loaded. Printed are its CPU and wall-clock seconds, its peak memory, what it had at the
start, and the rows that were read.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import msgspec
import xlsxwriter
import xlwt

from octavo.formats.base import SpreadsheetOptions
from octavo.steps.task import SOURCE, ExtractOptions, ExtractTask
from tests.formats_sheets import xlsb_writer

_NAMES = ("north", "east", "south", "west")
_SHEET = "xl/worksheets/sheet1.xml"
_HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_TAIL = "</sheetData></worksheet>"


def _row(at: int) -> tuple[int, str, float, float, float]:
    """A number, a name, a date, an amount of money, a percentage."""
    return at, f"{_NAMES[at % 4]} {at % 5_000}", 40_000 + at % 9_000, at * 1.07, at % 97 / 97


def _numbers(at: int) -> list[float]:
    return [value for value in _row(at) if not isinstance(value, str)]


def xlsx(path: Path, rows: int) -> None:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    forms = [None, None, "yyyy-mm-dd", '"$"#,##0.00', "0.0%"]
    styles = [form and book.add_format({"num_format": form}) for form in forms]
    sheet.write_row(0, 0, ["Number", "Name", "Day", "Amount", "Share"])
    for at in range(1, rows + 1):
        for column, value in enumerate(_row(at)):
            sheet.write(at, column, value, styles[column])
    book.close()


def phantom(path: Path, rows: int) -> None:
    """Twenty rows of data, then cells that have a style and nothing else."""
    small = path.with_suffix(".small")
    xlsx(small, 20)
    with zipfile.ZipFile(small) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            with out.open(name, "w") as part:
                if name != _SHEET:
                    part.write(source.read(name))
                    continue
                _phantom_sheet(part, rows)


def _phantom_sheet(part: IO[bytes], rows: int) -> None:
    part.write(_HEAD.encode())
    for at in range(1, rows + 21):
        content = f"<v>{at}</v>" if at <= 20 else ""
        cells = "".join(f'<c r="{letter}{at}" s="1">{content}</c>' for letter in "ABCDE")
        part.write(f'<row r="{at}" s="1" customFormat="1">{cells}</row>'.encode())
    part.write(_TAIL.encode())


def xlsb(path: Path, rows: int) -> None:
    records = (
        xlsb_writer.row(at, *(xlsb_writer.number(c, v, c % 3) for c, v in enumerate(_numbers(at))))
        for at in range(rows)
    )
    sheet = xlsb_writer.sheet(*records)
    xlsb_writer.write(path, [("Data", 0, sheet)], [], ["yyyy-mm-dd", "#,##0.00"])


def xls(path: Path, rows: int) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    for at in range(rows):
        for column, value in enumerate(_row(at)):
            sheet.write(at, column, value)
        if at % 1_000 == 999:
            sheet.flush_row_data()
    book.save(str(path))


def ods(path: Path, rows: int) -> None:
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        with out.open("content.xml", "w") as part:
            part.write(f"<office:document-content{spaces}><office:body>".encode())
            part.write(b'<office:spreadsheet><table:table table:name="Data">')
            for at in range(rows):
                part.write(_ods_row(at).encode())
            part.write(b"</table:table></office:spreadsheet></office:body>")
            part.write(b"</office:document-content>")


def _ods_row(at: int) -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="float" office:value="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
        for value in _numbers(at)
    )
    return f"<table:table-row>{cells}</table:table-row>"


def csv(path: Path, rows: int) -> None:
    with path.open("w") as out:
        out.writelines(",".join(map(str, _row(at))) + "\n" for at in range(rows))


def one_line(path: Path, size: int) -> None:
    path.write_bytes(b"x," * (size // 2))


def wide(path: Path, columns: int) -> None:
    line = ",".join(f"c{at}" for at in range(columns)) + "\n"
    path.write_text(line * 20)


ONLY_DATA = SpreadsheetOptions(only_data_rows=True, only_data_cols=True)
CASES: dict[str, tuple[str, Callable[[Path, int], None], int, SpreadsheetOptions]] = {
    "xlsx of 200,000 rows": ("xlsx", xlsx, 200_000, SpreadsheetOptions()),
    "xlsx of 500,000 phantom rows": ("xlsx", phantom, 500_000, ONLY_DATA),
    "xlsb of 200,000 rows": ("xlsb", xlsb, 200_000, SpreadsheetOptions()),
    "xls of 65,000 rows": ("xls", xls, 65_000, SpreadsheetOptions()),
    "ods of 200,000 rows": ("ods", ods, 200_000, SpreadsheetOptions()),
    "csv of 200,000 rows": ("csv", csv, 200_000, SpreadsheetOptions()),
    "csv of one line of 5 MB": ("csv", one_line, 5_000_000, SpreadsheetOptions()),
    "csv of 20,000 columns": ("csv", wide, 20_000, SpreadsheetOptions()),
}


def main() -> None:
    print(f"{'':32} file MB  CPU s  wall s  peak MB  start MB     rows")
    for name in sys.argv[1:] or CASES:
        with tempfile.TemporaryDirectory() as folder:
            print(f"{name:32} {measured(Path(folder), name)}", flush=True)


def measured(folder: Path, name: str) -> str:
    """Make the file of a case and extract it in a process of its own; the figures as a line."""
    kind, make, size, options = CASES[name]
    make(folder / SOURCE, size)
    task = ExtractTask(name=f"made.{kind}", options=ExtractOptions(spreadsheet=options))
    (folder / "task.json").write_bytes(msgspec.json.encode(task))
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        cpu, wall, peak, start, rows = pool.apply(_extract, [folder])
    weight = (folder / SOURCE).stat().st_size / 1e6
    return f"{weight:7.1f} {cpu:6.1f} {wall:7.1f} {peak:8.0f} {start:9.0f} {rows:8}"


def _extract(folder: Path) -> tuple[float, float, float, float, int]:
    from octavo.steps import extract, preload  # noqa: F401  the child of a server has them loaded

    start, cpu, wall = _peak(), time.process_time(), time.perf_counter()
    extract.run(folder)
    cpu, wall, peak = time.process_time() - cpu, time.perf_counter() - wall, _peak()
    return cpu, wall, peak, start, sum(_rows(folder))


def _rows(folder: Path) -> Iterator[int]:
    from octavo.documents import Document

    document = msgspec.json.decode((folder / "document.json").read_bytes(), type=Document)
    return (block.table.rows for _, block in document.blocks() if block.table)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
