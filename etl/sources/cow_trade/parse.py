"""Undirected dyads → directed flows."""

import polars as pl

from etl.readers import Files, read_csv

COLUMNS = {name: name for name in ("ccode1", "ccode2", "year", "flow1", "flow2")}
MISSING = -9


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Turn each dyad into two flows.

    ``flow1`` is what country 1 imports from country 2, so its exporter is country 2; million US dollars.
    """
    dyads = read_csv(files.one("trade"), COLUMNS, member="Dyadic_COW_*.csv")
    return {"flow": pl.concat([_flow(dyads, "2", "1"), _flow(dyads, "1", "2")])}


def _flow(dyads: pl.DataFrame, exporter: str, importer: str) -> pl.DataFrame:
    published = pl.col(f"flow{importer}")
    millions = published.cast(pl.Float64, strict=False)
    usd = pl.when(millions != MISSING).then(millions * 1e6).cast(pl.String)
    return dyads.select(
        "row_number",
        pl.col(f"ccode{exporter}").alias("exporter"),
        pl.col(f"ccode{importer}").alias("importer"),
        "year",
        # What is not a number stays as it stands, for the contract to refuse.
        pl.when(millions.is_null()).then(published).otherwise(usd).alias("value_usd"),
    )
