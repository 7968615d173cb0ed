"""Trade by HS product, a year at a time: from the archive, or from the files in it.

A full archive holds more than two hundred million flows, which pass through in blocks.
"""

from collections.abc import Iterator
from fnmatch import fnmatch
from glob import escape
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl

from etl.blocks import LargeCsv
from etl.errors import SourceError
from etl.readers import Files, read_csv
from etl.unpack import members

FLOWS = {"t": "year", "i": "exporter", "j": "importer", "k": "product_code", "v": "value_kusd", "q": "quantity_t"}
PLAIN = {name: pl.Int64() for name in ("year", "exporter", "importer")} | {
    name: pl.Float64() for name in ("value_kusd", "quantity_t")
}
WIDTH, DIGITS = 13, 6
NA = tuple("NA".rjust(width) for width in range(WIDTH, 1, -1))  # numbers are padded, and so is this
PRODUCTS = {"code": "product_code", "description": "product_name"}
YEARS, NAMES = "BACI_HS92_Y*.csv", "product_codes_HS92_V*.csv"


def parse(files: Files) -> dict[str, Any]:
    """Give the flows year by year, and the names of the products."""
    return {"flow": _flows(files.all("archive")), "product": _products(files.all("archive"))}


def _flows(paths: list[Path]) -> Iterator[LargeCsv]:
    years = [(path, name) for path in paths for name in sorted(filter(_is_year, _names(path)))]
    if not years:
        raise SourceError(
            f"cepii_baci: no {YEARS}", "fetch the archive again with make etl UPDATE=1, or put a good copy"
        )
    for path, name in years:
        member = escape(PurePosixPath(name).name)
        yield LargeCsv(path, FLOWS, member, quote=None, missing=NA, plain=PLAIN, tidy=_tidied)


def _names(path: Path) -> list[str]:
    return members(path) if path.suffix == ".zip" else [path.name]


def _is_year(name: str) -> bool:
    return fnmatch(PurePosixPath(name).name, YEARS)


def _tidied(rows: pl.DataFrame) -> pl.DataFrame:
    if (rows["product_code"].str.len_bytes() == DIGITS).all():
        return rows
    return rows.with_columns(pl.col("product_code").str.strip_chars().str.zfill(DIGITS))


def _products(paths: list[Path]) -> pl.DataFrame:
    listed = [path for path in paths if path.suffix == ".zip" or fnmatch(path.name, NAMES)]
    if not listed:
        raise SourceError(f"cepii_baci: no {NAMES}", "put it beside the files of the years")
    names = read_csv(listed[0], PRODUCTS, member=NAMES, encoding="latin-1")
    return names.with_columns(pl.col("product_code").str.zfill(6))  # spreadsheets lose leading zeros
