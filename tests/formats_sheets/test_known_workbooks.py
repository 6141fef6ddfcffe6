"""Workbooks made at random, read in every combination of options."""

import itertools
from pathlib import Path

import pytest

from octavo.formats.base import ReadOptions, SpreadsheetOptions
from octavo.formats.spreadsheet import SPREADSHEET
from tests.formats_sheets import workbooks
from tests.formats_sheets.reading import covered_once, tables


@pytest.mark.parametrize("seed", [1000, 1001, 1002, 1003])
def test_every_value_shows_in_every_combination_of_options(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "made.xlsx"
    truth = workbooks.make(path, seed)
    for flags in itertools.product((False, True), repeat=6):
        options = SpreadsheetOptions(*flags)
        document = SPREADSHEET.read(path, "xlsx", ReadOptions(spreadsheet=options))
        count, wrong = workbooks.differences(document, truth, options)
        assert count > 0
        assert wrong == []
        assert all(covered_once(table) for table in tables(document))
