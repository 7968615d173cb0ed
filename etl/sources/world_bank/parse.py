"""GDP, population and groups of economies, from the publisher's JSON service; GDP and population also from long CSV."""

import json
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from etl.errors import SourceError
from etl.readers import Files, read_csv

INDICATORS = {"gdp": "NY.GDP.MKTP.CD", "population": "SP.POP.TOTL"}
COLUMNS = {"Country Code": "economy", "Year": "year", "Value": "value"}


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Stack both indicators; list the economies."""
    frames = [
        _read(path).with_columns(pl.lit(indicator).alias("indicator"))
        for key, indicator in INDICATORS.items()
        for path in files.all(key)
    ]
    return {"indicator": pl.concat(frames, how="diagonal"), "economy": _economies(files.all("economies"))}


def _read(path: Path) -> pl.DataFrame:
    return _read_page(path) if path.suffix == ".json" else read_csv(path, COLUMNS)


def _read_page(path: Path) -> pl.DataFrame:
    """Read one page, ``[{page, pages, …}, [{countryiso3code, country, date, value}, …]]``."""
    try:
        _, rows = json.loads(path.read_bytes())
        found = [(row["countryiso3code"] or row["country"]["id"], row["date"], row["value"]) for row in rows]
    except (ValueError, TypeError, KeyError) as error:
        raise SourceError(f"{path.name} is not a page of the World Bank's indicator service ({error!r})") from error
    return _table(found, ("economy", "year", "value"))


def _economies(paths: list[Path]) -> pl.DataFrame:
    """Read ``[{page, …}, [{id, region: {value}, incomeLevel: {id, value}}, …]]``."""
    try:
        rows = [row for path in paths for row in json.loads(path.read_bytes())[1]]
        found = [(row["id"], row["region"]["value"].strip(), row["incomeLevel"]["value"]) for row in rows]
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise SourceError(f"country.json is not the World Bank's list of economies ({error!r})") from error
    listed = _table(found, ("economy", "region", "income_group"))
    return listed.with_columns(pl.col("income_group").replace("Not classified", None))


def _table(rows: Sequence[tuple[object, ...]], columns: tuple[str, ...]) -> pl.DataFrame:
    texts = [[None if value is None else str(value) for value in row] for row in rows]
    return pl.DataFrame(texts, schema=dict.fromkeys(columns, pl.String), orient="row").with_row_index(
        "row_number", offset=1
    )
