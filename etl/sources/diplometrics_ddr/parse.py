"""Diplometrics: one row per sending country, destination and year, as CSV or spreadsheet."""

import polars as pl

from etl.readers import Files, read_table

COLUMNS = {
    "Sending Country": "sender",
    "Destination": "receiver",
    "Year": "year",
    "LOR": "level",
    "Embassy": "rank",
}


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Read the newest vintage; its names of states are not always spelt in one encoding."""
    path = files.one("representation")
    separator = "\t" if path.suffix == ".tab" else ","
    return {"mission": read_table(path, COLUMNS, separator=separator)}
