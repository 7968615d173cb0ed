"""The pairs and years in which both economies exist, from the square table."""

from typing import Any

import polars as pl

from etl.blocks import LargeCsv
from etl.readers import Files

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
MISSING = ("", "NA")
THOUSANDS = ["origin_gdp_usd", "destination_gdp_usd"]


def parse(files: Files) -> dict[str, Any]:
    """Give the table, to be read block by block."""
    table = LargeCsv(files.one("gravity"), COLUMNS, "Gravity_V*.csv", missing=MISSING, tidy=_tidied)
    return {"pair_year": table}


def _tidied(rows: pl.DataFrame) -> pl.DataFrame:
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
