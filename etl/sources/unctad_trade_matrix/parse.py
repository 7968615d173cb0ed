"""Exports by partner and SITC section, from the data centre's table or a long one with ISO codes."""

from pathlib import Path

import polars as pl

from etl.economies import attach_economy
from etl.readers import Files, content_of, read_csv

LONG = {
    "exporter": "exporter",
    "importer": "importer",
    "year": "year",
    "sitc": "product_code",
    "trade_kusd": "thousand_usd",
}
DATA_CENTRE = {
    "Economy": "exporter",
    "Partner": "importer",
    "Year": "year",
    "Product": "product_code",
    "US$ at current prices in thousands": "thousand_usd",
}


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Stack the files."""
    return {"flow": pl.concat([_read(path) for path in files.all("matrix")])}


def _read(path: Path) -> pl.DataFrame:
    is_long = content_of(path, "*")[:200].lstrip(b"\xef\xbb\xbf").startswith(b"year,exporter")
    rows = read_csv(path, LONG if is_long else DATA_CENTRE)
    thousands = pl.col("thousand_usd")
    number = thousands.cast(pl.Float64, strict=False)
    flows = rows.select(
        "row_number",
        "exporter",
        "importer",
        "year",
        _section().alias("product_code"),
        # What is not a number stays as it stands, for the contract to refuse.
        pl.when(number.is_null()).then(thousands).otherwise((number * 1000).cast(pl.String)).alias("value_usd"),
    )
    return flows if is_long else _lettered(flows)


def _section() -> pl.Expr:
    """Write a section by its digit: SITC6_Manuf, SITC-6 and 6 are one."""
    code = pl.col("product_code").str.strip_chars()
    return (
        pl.when(code.str.to_uppercase().is_in(["ALL", "TOTAL"]))
        .then(pl.lit("TOTAL"))
        .otherwise(code.str.replace(r"^(?:SITC[ _-]*)?(\d)(?:\D.*)?$", "$1"))
    )


def _lettered(flows: pl.DataFrame) -> pl.DataFrame:
    """Write economies in letters; a number that means none stays, for the contract to refuse."""
    for column in ("exporter", "importer"):
        named = attach_economy(flows, column, "m49", year_column="year", into="_iso3").drop("_iso3_reason")
        flows = named.with_columns(pl.coalesce("_iso3", column).alias(column)).drop("_iso3")
    return flows
