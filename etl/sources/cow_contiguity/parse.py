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
    yearly = periods.with_columns(pl.int_ranges(first, last + 1).alias("year")).drop("from", "to").explode("year")
    closest = pl.col("contiguity_type").cast(pl.Float64, strict=False).replace(APART, None)
    yearly = yearly.sort(closest, nulls_last=True, maintain_order=True)
    return yearly.unique(["origin", "destination", "year"], keep="first", maintain_order=True).sort(
        "row_number", "year"
    )
