"""Bilateral stocks from a long table, or a wide one with a column for each year."""

from pathlib import Path

import polars as pl

from etl.errors import SourceError
from etl.readers import Files, read_csv, read_excel

NAMES = {
    "host": ["host_iso3", "iso3_host", "iso_host", "iso_d", "destination", "recipient", "host"],
    "home": ["home_iso3", "iso3_home", "iso_home", "iso_o", "origin", "source", "home"],
    "year": ["year", "time", "period"],
    "value": ["value", "fdi_stock", "stock", "instock", "fdi", "obs_value"],
}
"""What each column may be called, in small letters."""


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Read the newest file."""
    path = files.one("stocks")
    table = _read(path)
    called = {name.strip().lower(): name for name in table.columns}
    found = {ours: called[name] for ours, names in NAMES.items() for name in reversed(names) if name in called}
    years = [name for name in table.columns if name.strip("yY_ ").isdigit() and len(name.strip("yY_ ")) == 4]
    is_wide = bool(years) and "year" not in found
    if not set(found) >= ({"host", "home"} if is_wide else set(NAMES)):
        raise SourceError(
            f"{path.name}: no host, home, year and value among {', '.join(table.columns[:40])}",
            "name the columns host, home, year and value, in million US dollars, and put the file into the folder",
        )
    long = table.rename({theirs: ours for ours, theirs in found.items()})
    if is_wide:
        long = long.unpivot(years, index=["row_number", "home", "host"], variable_name="year")
    millions = pl.col("value").cast(pl.Float64, strict=False)
    dollars = (
        pl.when(millions.is_null()).then(pl.col("value").replace("", None)).otherwise((millions * 1e6).cast(pl.String))
    )
    return {
        "stock": long.select("row_number", "home", "host", pl.col("year").str.strip_chars("yY_ "), value_usd=dollars)
    }


def _read(path: Path) -> pl.DataFrame:
    if path.suffix.lower() == ".xlsx":
        return read_excel(path, {}, others=True)
    separator = "\t" if path.suffix.lower() == ".tab" else ","
    try:
        header = pl.scan_csv(path, separator=separator, infer_schema=False).collect_schema().names()
    except pl.exceptions.PolarsError as error:
        raise SourceError(f"{path.name} cannot be read as CSV: {str(error).splitlines()[0]}") from error
    return read_csv(path, dict(zip(header, header, strict=True)), separator=separator)
