"""Single events as published, or their yearly counts by pair."""

from pathlib import Path

import polars as pl

from etl.economies import attach_economy
from etl.readers import Files, read_csv

COUNTS = {
    "i_iso3c": "origin",
    "j_iso3c": "destination",
    "year": "year",
    "verbCoop": "verbal_cooperation",
    "matlCoop": "material_cooperation",
    "verbConf": "verbal_conflict",
    "matlConf": "material_conflict",
}
EVENT = {"Event Date": "date", "Source Country": "origin", "Target Country": "destination", "CAMEO Code": "code"}
PAIR = ["origin", "destination", "year"]
# CAMEO's twenty root codes in four kinds (Schrodt 2012, CAMEO codebook): the last root of each.
LAST_ROOT = {"verbal_cooperation": 5, "material_cooperation": 8, "verbal_conflict": 13, "material_conflict": 20}
FIRST_KIND = next(iter(LAST_ROOT))
UNREAD = "unread"


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Count events by pair, year and kind; of several vintages of a year the newest is read."""
    newest = {path.name.split(".")[1]: path for path in sorted(files.all("events"))}
    if all(".csv" in path.name for path in newest.values()):
        return {"dyad_year": read_csv(files.one("events"), COUNTS)}
    years = pl.concat(_count(path) for path in newest.values())
    # A file may hold a few events of the days around its year's ends.
    summed = years.group_by([*PAIR, UNREAD], maintain_order=True).agg(pl.col(list(LAST_ROOT)).sum())
    counted = summed.with_columns(pl.coalesce(UNREAD, pl.col(FIRST_KIND).cast(pl.String)).alias(FIRST_KIND))
    return {"dyad_year": counted.drop(UNREAD).with_row_index("row_number", offset=1)}


def _count(path: Path) -> pl.DataFrame:
    """Count one file's events between two economies; those within one, or without one, are not counted."""
    events = read_csv(path, EVENT, member="*.tab", separator="\t", quote=None)
    for side in ("origin", "destination"):
        found = attach_economy(events, side, "name", into="economy")["economy"]
        # A name without an economy stays as it stands, for the contract to refuse.
        events = events.with_columns(pl.coalesce(found, side).alias(side))
    between = events.filter((pl.col("origin") != pl.col("destination")) & (pl.col("destination") != "")).rechunk()
    root = pl.col("code").str.slice(0, 2).cast(pl.Int64, strict=False)
    is_known = root.is_between(1, max(LAST_ROOT.values())).fill_null(value=False)
    # An event of no known kind is a row of its own, for the contract to refuse.
    said = pl.format("event {} with CAMEO code {}", "row_number", pl.col("code").fill_null(""))
    told = between.with_columns(
        root.alias("root"), pl.col("date").str.slice(0, 4).alias("year"), pl.when(~is_known).then(said).alias(UNREAD)
    )
    return told.group_by([*PAIR, UNREAD], maintain_order=True).agg(_kinds())


def _kinds() -> list[pl.Expr]:
    first, kinds = 1, []
    for kind, last in LAST_ROOT.items():
        kinds.append(pl.col("root").is_between(first, last).sum().cast(pl.Int64).alias(kind))
        first = last + 1
    return kinds
