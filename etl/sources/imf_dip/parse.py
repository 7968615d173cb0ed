"""Inward positions, reported by the host or derived from what the home economy reported."""

import polars as pl

from etl.readers import Files, read_csv

COLUMNS = {
    "COUNTRY": "host",
    "COUNTERPART_COUNTRY": "home",
    "TIME_PERIOD": "year",
    "OBS_VALUE": "value_usd",
}
REPORTERS = {"reported": "host", "mirrored": "home"}


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Stack both."""
    positions = [
        read_csv(path, COLUMNS).with_columns(
            pl.lit(reporter).alias("reported_by"), pl.col("value_usd").replace("", None)
        )
        for key, reporter in REPORTERS.items()
        for path in files.all(key)
    ]
    return {"position": pl.concat(positions)}
