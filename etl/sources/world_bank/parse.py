"""GDP and population, from the publisher's paged JSON service or a mirror's long CSV."""

import json
from pathlib import Path

import polars as pl

from etl.errors import SourceError
from etl.readers import Files, read_csv

INDICATORS = {"gdp": "NY.GDP.MKTP.CD", "population": "SP.POP.TOTL"}
COLUMNS = {"Country Code": "economy", "Year": "year", "Value": "value"}


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Stack both indicators."""
    frames = [
        _read(path).with_columns(pl.lit(indicator).alias("indicator"))
        for key, indicator in INDICATORS.items()
        for path in files.all(key)
    ]
    return {"indicator": pl.concat(frames, how="diagonal")}


def _read(path: Path) -> pl.DataFrame:
    return _read_page(path) if path.suffix == ".json" else read_csv(path, COLUMNS)


def _read_page(path: Path) -> pl.DataFrame:
    """Read one page, ``[{page, pages, …}, [{countryiso3code, country, date, value}, …]]``."""
    try:
        _, rows = json.loads(path.read_bytes())
        found = [(row["countryiso3code"] or row["country"]["id"], row["date"], row["value"]) for row in rows]
    except (ValueError, TypeError, KeyError) as error:
        raise SourceError(f"{path.name} is not a page of the World Bank's indicator service ({error!r})") from error
    texts = [[None if value is None else str(value) for value in row] for row in found]
    frame = pl.DataFrame(texts, schema=dict.fromkeys(("economy", "year", "value"), pl.String), orient="row")
    return frame.with_row_index("row_number", offset=1)
