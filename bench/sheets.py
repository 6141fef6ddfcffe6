"""Displayed values of spreadsheets: generated workbooks with known truth, and LibreOffice.

    .venv/bin/python -m bench.sheets [workbooks]

Part one makes workbooks (24 unless told otherwise), reads each in all 64 combinations of the
spreadsheet options, and compares every displayed value by its coordinate. Part two compares what
number formats show with LibreOffice's conversion to CSV, where soffice is installed, and lists
every difference by its cause.
"""

from __future__ import annotations

import csv
import itertools
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import xlsxwriter

from bench.sheet_formats import CASES, cause
from octavo.formats.base import ReadOptions, SpreadsheetOptions
from octavo.formats.sheets.number_format import compiled
from octavo.formats.spreadsheet import SPREADSHEET
from tests.formats_sheets import workbooks

AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true"


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 24
    with tempfile.TemporaryDirectory() as folder:
        wrong = generated(Path(folder), count)
        if shutil.which("soffice"):
            libreoffice(Path(folder))
        else:
            print("soffice is not installed: number formats not compared")
    return 1 if wrong else 0


def generated(folder: Path, count: int) -> int:
    """Compare generated workbooks with their truth; gives the number of differences."""
    values, wrong = 0, 0
    combinations = [
        SpreadsheetOptions(*flags) for flags in itertools.product((False, True), repeat=6)
    ]
    for seed in range(count):
        path = folder / f"{seed}.xlsx"
        truth = workbooks.make(path, seed)
        for options in combinations:
            document = SPREADSHEET.read(path, "xlsx", ReadOptions(spreadsheet=options))
            compared, found = workbooks.differences(document, truth, options)
            values, wrong = values + compared, wrong + len(found)
            for line in found[:3]:
                print(f"  workbook {seed} {options}: {line}")
    print(
        f"{count} workbooks x {len(combinations)} option combinations: "
        f"{values} displayed values compared, {wrong} wrong"
    )
    return wrong


def libreoffice(folder: Path) -> None:
    """Compare number formats with LibreOffice's own."""
    path = folder / "formats.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for row, (code, value) in enumerate(CASES):
        sheet.write(row, 0, value, book.add_format({"num_format": code}))
    book.close()
    command = [
        "soffice",
        "--headless",
        "--convert-to",
        AS_SHOWN,
        "--outdir",
        str(folder),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    text = (folder / "formats.csv").read_text("utf-8")
    shown = [row[0] if row else "" for row in csv.reader(text.splitlines())]
    shown += [""] * (len(CASES) - len(shown))
    report(shown)


def report(shown: list[str]) -> None:
    """Print how far our texts agree with LibreOffice's, and every difference by its cause."""
    causes: dict[str, list[str]] = {}
    for (code, value), other in zip(CASES, shown, strict=False):
        form = compiled(code)
        own = form.text(value) if isinstance(value, str) else form.number(value)
        if own.strip() != other.strip():
            line = f"  {code!r} of {value!r}: {own!r}, LibreOffice {other!r}"
            causes.setdefault(cause(code, own, other), []).append(line)
    different = sum(map(len, causes.values()))
    codes, total = len({code for code, _ in CASES}), len(CASES)
    print(
        f"{codes} formats, {total} values: {total - different} as in LibreOffice "
        f"({1 - different / total:.1%}), {different} not:"
    )
    for name, lines in causes.items():
        print(f"{len(lines)} {name}", *lines, sep="\n")


if __name__ == "__main__":
    sys.exit(main())
