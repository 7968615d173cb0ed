"""Parsers get text, numbered rows and clear words about files that are not what they were."""

import zipfile
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from etl.errors import SourceError
from etl.files import vintage
from etl.readers import Files, read_csv, read_stata, read_table

COLUMNS = {"from": "exporter", "usd": "value_usd"}
TEXT = "from,to,usd\nDEU,VNM,1.5\nNA,DEU,\n"
ROWS = [(1, "DEU", "1.5"), (2, "NA", None)]


@pytest.fixture
def csv(tmp_path):
    path = tmp_path / "flows.csv"
    path.write_text(TEXT)
    return path


def test_values_come_as_text_and_rows_are_numbered(csv):
    frame = read_csv(csv, COLUMNS)
    assert frame.columns == ["row_number", "exporter", "value_usd"]
    assert frame.rows() == ROWS


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_understood(csv, encoding):
    csv.write_text(TEXT, encoding=encoding)
    assert read_csv(csv, COLUMNS).rows() == ROWS


def test_latin_1_is_read_where_declared(csv):
    csv.write_bytes("from,usd\nCôte d'Ivoire,1\n".encode("latin-1"))
    assert read_csv(csv, COLUMNS, encoding="latin-1")["exporter"].to_list() == ["Côte d'Ivoire"]


def test_an_undeclared_encoding_is_named(csv):
    csv.write_bytes("from,usd\nCôte d'Ivoire,1\n".encode("latin-1"))
    with pytest.raises(SourceError, match=r"flows\.csv is not UTF-8"):
        read_csv(csv, COLUMNS)


def test_a_changed_header_names_what_is_missing_and_what_is_there(csv):
    csv.write_text(TEXT.replace("usd", "value"))
    with pytest.raises(SourceError, match="the header has changed: no column usd among from, to, value"):
        read_csv(csv, COLUMNS)


def test_an_empty_file_is_named(csv):
    csv.write_text("")
    with pytest.raises(SourceError, match=r"flows\.csv"):
        read_csv(csv, COLUMNS)


def test_rows_of_unequal_length_are_named(csv):
    csv.write_text(TEXT + "DEU,VNM,1,2,3\n")
    with pytest.raises(SourceError, match=r"flows\.csv: 1 rows have more fields than the header \(row 3"):
        read_csv(csv, COLUMNS)


def test_separators_at_the_end_of_a_row_do_no_harm(csv):
    csv.write_text("from,to,usd\nDEU,VNM,1.5,\nNA,DEU\n")
    assert read_csv(csv, COLUMNS).rows() == ROWS


def test_a_stray_quotation_mark_is_text_where_nothing_is_quoted(csv):
    csv.write_text('from;usd\nд"р;1\n"x;2\n')
    rows = read_csv(csv, COLUMNS, separator=";", quote=None).rows()
    assert rows == [(1, 'д"р', "1"), (2, '"x', "2")]


@pytest.mark.parametrize("kind", ["csv", "dta"])
def test_a_table_is_read_by_its_kind_inside_a_zip_or_not(tmp_path, csv, kind):
    path = tmp_path / f"flows.{kind}"
    if kind == "dta":
        pyreadstat.write_dta(pl.DataFrame({"from": ["DEU", "NA"], "usd": ["1.5", None]}), str(path))
    archive = tmp_path / "flows.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.write(path, path.name)
    for given in (path, archive):
        assert read_table(given, COLUMNS)["exporter"].to_list() == ["DEU", "NA"]


def test_what_is_no_stata_file_is_named(tmp_path):
    path = tmp_path / "points.dta"
    path.write_bytes(b"not stata")
    with pytest.raises(SourceError, match=r"points\.dta cannot be read as Stata"):
        read_stata(path, COLUMNS)


def test_what_is_no_spreadsheet_is_named(tmp_path):
    path = tmp_path / "dist.xls"
    path.write_bytes(b"not a spreadsheet")
    with pytest.raises(SourceError, match=r"dist\.xls cannot be read as a spreadsheet"):
        read_table(path, COLUMNS)


def test_of_several_vintages_the_newest_is_read():
    names = ["IdealpointestimatesAll_Apr2020.csv", "IdealpointsJuly2025.dta", "Idealpoints_1946-2019.csv"]
    files = Files({"estimates": [Path(name) for name in names]}, fetched_year=2026)
    assert files.one("estimates").name == "IdealpointsJuly2025.dta"


@pytest.mark.parametrize(
    ("name", "when"),
    [
        ("points_Apr2020", (2020, 4)),
        ("points_2020-11", (2020, 11)),
        ("points_20201010", (2020, 10)),
        ("points_1946-2019", (2019, 0)),
        ("points", (0, 0)),
    ],
)
def test_dates_in_names(name, when):
    assert vintage(Path(f"{name}.csv"))[:2] == when
