"""Dyads of diplomatic exchange → directed missions."""

import polars as pl

from etl.readers import Files, read_csv

COLUMNS = {name: name for name in ("ccode1", "ccode2", "year", "DR_at_1", "DR_at_2")}
MISSING = "-9"


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Take each mission once.

    ``DR_at_2`` is how state 1 is represented at state 2. The file lists a dyad in both orders; where it does not,
    the other direction is read from ``DR_at_1``.
    """
    dyads = read_csv(files.one("exchange"), COLUMNS, member="Diplomatic_Exchange_2006v1.csv")
    listed = _missions(dyads, "1", "2")
    other = _missions(dyads, "2", "1").join(
        listed, on=["sender", "receiver", "year"], how="anti", maintain_order="left"
    )
    return {"mission": pl.concat([listed, other])}


def _missions(dyads: pl.DataFrame, sender: str, receiver: str) -> pl.DataFrame:
    return dyads.select(
        "row_number",
        pl.col(f"ccode{sender}").alias("sender"),
        pl.col(f"ccode{receiver}").alias("receiver"),
        "year",
        pl.col(f"DR_at_{receiver}").str.strip_chars().replace(MISSING, None).alias("level"),
    )
