"""Directed dyad-years of the Alliance Treaty Obligations and Provisions project."""

import polars as pl

from etl.readers import Files, read_csv

COLUMNS = {
    "ddyad": "pair",
    "year": "year",
    "defense": "defence",
    "offense": "offence",
    "neutral": "neutrality",
    "nonagg": "non_aggression",
    "consul": "consultation",
}


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Take the directed pair apart: ``ddyad`` is the first state's code times 1000 plus the second's."""
    dyads = read_csv(files.one("dyads"), COLUMNS, member="atop5_1ddyr.csv")
    pair = pl.col("pair").cast(pl.Float64, strict=False).cast(pl.Int64, strict=False)
    origin, destination = (pair // 1000).cast(pl.String), (pair % 1000).cast(pl.String)
    economies = dyads.with_columns(
        # What is not a number stays as it stands, to be rejected as an unknown code.
        pl.coalesce(origin, "pair").alias("origin"),
        pl.coalesce(destination, "pair").alias("destination"),
    )
    return {"alliance": economies.drop("pair")}
