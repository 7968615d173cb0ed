"""Stata files of every release are read, and none allocates memory by a number in its header."""

import polars as pl
import pyreadstat
import pytest

from etl.errors import SourceError
from etl.readers import read_stata

POINTS = pl.DataFrame({"ccode": [2.0, 710.0], "point": [1.5, None], "name": ["USA", "China"]})
COLUMNS = {"ccode": "economy", "point": "ideal_point"}
RELEASES = {8: 113, 10: 114, 12: 115, 13: 117, 14: 118, 15: 119}  # version of Stata → release of the layout


@pytest.fixture(params=RELEASES)
def made(request, tmp_path):
    path = tmp_path / "points.dta"
    pyreadstat.write_dta(POINTS, str(path), version=request.param)
    return path


def test_every_release_is_read(made):
    assert read_stata(made, COLUMNS).rows() == [(1, 2, 1.5), (2, 710, None)]


def rows_at(content):
    """Where the most significant byte of the number of rows stands in a little-endian file."""
    tagged = content.find(b"</N>")
    return tagged - 1 if tagged > 0 else 9


def columns_at(content):
    tagged = content.find(b"</K>")
    return tagged - 1 if tagged > 0 else 5


@pytest.mark.parametrize("place", [rows_at, columns_at])
def test_more_than_the_file_can_hold_is_refused(made, place):
    content = bytearray(made.read_bytes())
    content[place(content)] = 0x7F
    made.write_bytes(content)
    with pytest.raises(SourceError, match=rf"points\.dta says it has .* more than its {len(content):,} bytes hold"):
        read_stata(made, COLUMNS)


def test_more_than_the_file_can_hold_is_refused_in_the_other_byte_order_too(tmp_path):
    path = tmp_path / "points.dta"
    path.write_bytes(bytes([115, 1, 1, 0, 0, 3, 0x7F, 0, 0, 0]) + bytes(500))
    with pytest.raises(SourceError, match="says it has 3 columns and 2,130,706,432 rows"):
        read_stata(path, COLUMNS)
