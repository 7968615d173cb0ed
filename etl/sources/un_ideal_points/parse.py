"""Ideal points of whichever vintage is newest; the layouts differ.

States are told by their Correlates of War code and the year: before 1993 the published ISO code of a predecessor is
often its successor's, and in early years it is blank.
"""

from pathlib import Path

import polars as pl

from etl.errors import SourceError
from etl.readers import Files, read_csv, read_stata

FIRST_SESSION_YEAR = 1946
BY_YEAR = {"ccode": "economy", "year": "year", "idealpointfp": "ideal_point", "nvotesfp": "vote_count"}
BY_SESSION = {"ccode": "economy", "session": "year", "IdealPoint": "ideal_point", "NVotes": "vote_count"}


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Read the newest vintage: Stata by year (2025), or CSV by session, Latin-1 (2020)."""
    path = files.one("estimates")
    if path.suffix == ".dta":
        return {"ideal_point": read_stata(path, BY_YEAR).with_columns(pl.col("economy").cast(pl.String))}
    return {"ideal_point": _by_session(path)}


def _by_session(path: Path) -> pl.DataFrame:
    if path.suffix != ".csv":
        raise SourceError(f"{path.name}: only .csv and .dta vintages are known", "add the layout to parse.py")
    points = read_csv(path, BY_SESSION, encoding="latin-1")
    session = pl.col("year").cast(pl.Int64, strict=False)
    year = (session + FIRST_SESSION_YEAR - 1).cast(pl.String)
    return points.with_columns(pl.coalesce(year, "year").alias("year"))
