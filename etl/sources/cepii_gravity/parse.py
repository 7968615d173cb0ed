"""The pairs and years in which both economies exist, from the square table."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from etl.readers import Files, scan_csv
from etl.unpack import unpacked

COLUMNS = {
    "iso3_o": "origin",
    "iso3_d": "destination",
    "year": "year",
    "country_exists_o": "origin_exists",
    "country_exists_d": "destination_exists",
    "dist": "distance_km",
    "distw_harmonic": "distance_weighted_km",
    "contig": "contiguous",
    "comlang_off": "common_official_language",
    "comlang_ethno": "common_ethnic_language",
    "col_dep_ever": "colony",
    "comcol": "common_coloniser",
    "fta_wto": "rta",
    "gdp_o": "origin_gdp_usd",
    "gdp_d": "destination_gdp_usd",
}
THOUSANDS = ["origin_gdp_usd", "destination_gdp_usd"]


def parse(files: Files) -> dict[str, Any]:
    """Give the rows as they are read."""
    return {"pair_year": _pairs(files.one("gravity"))}


def _pairs(path: Path) -> Iterator[pl.LazyFrame]:
    if path.suffix == ".zip":
        with unpacked(path, "Gravity_V*.csv") as csv:
            yield _read(csv)
    else:
        yield _read(path)


def _read(path: Path) -> pl.LazyFrame:
    facts = [name for name in COLUMNS.values() if name not in ("origin", "destination", "year")]
    rows = scan_csv(path, COLUMNS).with_columns(pl.col(name).replace(["", "NA"], None) for name in facts)
    vanished = (pl.col("origin_exists") == "0") | (pl.col("destination_exists") == "0")
    left_out = vanished | (pl.col("origin") == pl.col("destination"))
    return (
        rows.filter(~left_out.fill_null(value=False))
        .drop("origin_exists", "destination_exists")
        .with_columns(_times_thousand(name) for name in THOUSANDS)
    )


def _times_thousand(name: str) -> pl.Expr:
    number = pl.col(name).cast(pl.Float64, strict=False)
    return pl.when(number.is_null()).then(name).otherwise((number * 1000).cast(pl.String)).alias(name)
