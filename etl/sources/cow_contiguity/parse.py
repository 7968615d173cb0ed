"""Contiguous pairs by year, from the publisher's dyad-years or from one row a period."""

from pathlib import Path

import polars as pl

from etl.readers import Files, read_csv

BY_YEAR = {"state1no": "origin", "state2no": "destination", "year": "year", "conttype": "contiguity_type"}
BY_PERIOD = {
    "ccode1": "origin",
    "ccode2": "destination",
    "conttype": "contiguity_type",
    "stdate": "from",
    "enddate": "to",
}
APART = 0
PAIR_YEAR = ["origin", "destination", "year"]


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Read either layout; type 0, "not contiguous", is what every pair is that is not listed."""
    path = files.one("dyads")
    links = _from_periods(path) if path.name == "contdir.csv" else read_csv(path, BY_YEAR, member="contdird.csv")
    kind = pl.col("contiguity_type").cast(pl.Float64, strict=False)
    return {"link": links.filter(kind.ne_missing(APART))}


def _from_periods(path: Path) -> pl.DataFrame:
    """Give each year of a period a row; in a year of change the closer of two kinds counts."""
    periods = read_csv(path, BY_PERIOD)
    first, last = (pl.col(name).str.slice(0, 4).cast(pl.Int64, strict=False) for name in ("from", "to"))
    yearly = (
        periods.with_columns(pl.int_ranges(first, last + 1).alias("year"))
        .drop("from", "to")
        .explode("year", empty_as_null=True)
    )
    kind = pl.col("contiguity_type").cast(pl.Float64, strict=False).replace(APART, None)
    yearly = yearly.sort(kind, nulls_last=True, maintain_order=True)
    closest = pl.col("contiguity_type").eq_missing(pl.col("contiguity_type").first().over(PAIR_YEAR))
    # A period with nothing left of it contradicts another: it stays, for the contract to refuse.
    told = yearly.with_columns(closest.alias("closest")).with_columns(
        pl.col("closest").any().over("row_number").alias("left")
    )
    return told.filter(pl.col("closest") | ~pl.col("left")).drop("closest", "left").sort("row_number", "year")
