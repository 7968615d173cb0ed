"""Missions from the database of embassies, in its present and its older layout."""

import polars as pl

from etl.readers import Files, read_csv

COMMON = {
    "QID": "mission_id",
    "operator": "sender",
    "country": "receiver",
    "city": "city",
    "type": "type",
    "latitude": "latitude",
    "longitude": "longitude",
}
CREATION = ("creation", "inception")


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Read the missions; fields are never quoted, and some hold a stray quotation mark."""
    path = files.one("missions")
    with path.open(encoding="utf-8", errors="replace") as stream:
        header = stream.readline().strip().split(";")
    created = next((name for name in CREATION if name in header), CREATION[0])
    missions = read_csv(path, COMMON | {created: "opened_on"}, separator=";", quote=None)
    latest = missions.select(pl.col("opened_on").str.slice(0, 4).cast(pl.Int64, strict=False).max()).item()
    if latest and latest > files.fetched_year:
        latest = files.fetched_year  # an opening that is only announced
    return {
        "mission": missions.with_columns(
            pl.col("mission_id").str.split("/").list.last(),
            pl.lit(latest or files.fetched_year).alias("as_of_year"),
        )
    }
