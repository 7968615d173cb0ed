"""Trade by HS product, a year at a time: from the archive, or from the files in it.

A full archive holds more than two hundred million flows. Only one year is unpacked at a time, and a year is read in
batches.
"""

from collections.abc import Iterator
from fnmatch import fnmatch
from glob import escape
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl

from etl.errors import SourceError
from etl.readers import Files, read_csv, scan_csv
from etl.unpack import members, unpacked

FLOWS = {"t": "year", "i": "exporter", "j": "importer", "k": "product_code", "v": "value_kusd", "q": "quantity_t"}
PRODUCTS = {"code": "product_code", "description": "product_name"}
YEARS, NAMES = "BACI_HS92_Y*.csv", "product_codes_HS92_V*.csv"


def parse(files: Files) -> dict[str, Any]:
    """Give the flows year by year, and the names of the products."""
    return {"flow": _flows(files.all("archive")), "product": _products(files.all("archive"))}


def _flows(paths: list[Path]) -> Iterator[pl.LazyFrame]:
    for path in paths:
        if path.suffix == ".zip":
            for name in sorted(filter(_is_year, members(path))):
                with unpacked(path, escape(PurePosixPath(name).name)) as csv:
                    yield _read(csv)
        elif _is_year(path.name):
            yield _read(path)


def _is_year(name: str) -> bool:
    return fnmatch(PurePosixPath(name).name, YEARS)


def _read(path: Path) -> pl.LazyFrame:
    quantity = pl.col("quantity_t").str.strip_chars()
    return scan_csv(path, FLOWS, quote=None).with_columns(
        pl.col("product_code").str.strip_chars().str.zfill(6),
        pl.when(quantity != "NA").then(quantity).alias("quantity_t"),
    )


def _products(paths: list[Path]) -> pl.DataFrame:
    listed = [path for path in paths if path.suffix == ".zip" or fnmatch(path.name, NAMES)]
    if not listed:
        raise SourceError(f"cepii_baci: no {NAMES}", "put it beside the files of the years")
    names = read_csv(listed[0], PRODUCTS, member=NAMES, encoding="latin-1")
    return names.with_columns(pl.col("product_code").str.zfill(6))  # spreadsheets lose leading zeros
