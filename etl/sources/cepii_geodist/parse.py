"""GeoDist's pair sheet, from the publisher's zipped spreadsheet, Stata or CSV."""

import polars as pl
import polars.selectors as cs

from etl.readers import Files, read_table

COLUMNS = {
    "iso_o": "origin",
    "iso_d": "destination",
    "contig": "contiguous",
    "comlang_off": "common_official_language",
    "comlang_ethno": "common_ethnic_language",
    "colony": "colony",
    "comcol": "common_coloniser",
    "col45": "colony_since_1945",
    "smctry": "same_country",
    "dist": "distance_km",
    "distcap": "distance_capital_km",
    "distw": "distance_weighted_km",
    "distwces": "distance_weighted_ces_km",
}


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Read the pairs; "." is how a distance that was not computed is written."""
    pairs = read_table(files.one("distance"), COLUMNS)
    return {"pair": pairs.with_columns(cs.string().replace(".", None))}
