"""The database of embassies: missions open at the end of the period, as Wikidata lists them."""

from pathlib import Path

import polars as pl

from etl.simulation.world import World

HEADER = (
    "operator;operatorQID;jurisdictions;jurisdictionQIDs;country;countryQID;city;cityQID;address;latitude;longitude;"
    "phone;email;website;facebook;twitter;youtube;picture;pictureAuthor;pictureLicense;pictureLicenseURL;type;typeQID;"
    "creation;QID;"
)
TYPE_ITEM = {"embassy": "Q3917681", "consulate general": "Q372690"}
WIKIDATA = "http://www.wikidata.org/entity/Q"
# Items far beyond those in use, so that no invented mission points at a real one.
FIRST_ITEM = 9_000_000_000


def write(world: World, folder: Path) -> None:
    """Write ``database_of_embassies.csv``; closed missions are not in it, some openings have no date."""
    place = world.economies.with_row_index("item").select(
        "iso3", "name", "capital", "capital_latitude", "capital_longitude", item=_item("item", 0)
    )
    listed = (
        world.facts["mission"]
        .filter(pl.col("closed_on").is_null())
        .join(place, left_on="sender", right_on="iso3")
        .join(place, left_on="receiver", right_on="iso3", suffix="_host")
        .sort("name", "name_host", "type")
        .with_row_index("number")
    )
    text = listed.select(_columns(listed)).write_csv(separator=";", quote_style="never")
    (folder / "database_of_embassies.csv").write_bytes(text.encode())


def _item(column: str, offset: int) -> pl.Expr:
    return pl.lit(WIKIDATA) + (pl.col(column) + FIRST_ITEM + offset).cast(pl.String)


def _columns(listed: pl.DataFrame) -> list[pl.Expr]:
    creation = pl.col("opened_on").dt.strftime("%Y-%m-%dT00:00:00Z")
    known = {
        "operator": pl.col("name"),
        "operatorQID": pl.col("item"),
        "country": pl.col("name_host"),
        "countryQID": pl.col("item_host"),
        "city": pl.col("capital_host"),
        "cityQID": pl.col("item_host") + "1",
        "latitude": pl.col("capital_latitude_host"),
        "longitude": pl.col("capital_longitude_host"),
        "type": pl.col("type"),
        "typeQID": pl.lit("http://www.wikidata.org/entity/") + pl.col("type").replace_strict(TYPE_ITEM),
        "creation": pl.when(pl.col("dated")).then(creation),
        "QID": _item("number", 1_000_000),
    }
    return [known.get(name, pl.lit(None, pl.String)).alias(name) for name in HEADER.split(";")]
