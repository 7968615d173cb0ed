"""Visa requirements of every vintage: coded 0 to 3 in 2019, words and numbers of days since."""

from pathlib import Path

import polars as pl

from etl.readers import Files, read_csv

FROZEN_YEAR = 2025
COLUMNS = {"Passport": "origin", "Destination": "destination"}
CODED = {"0": "visa required", "1": "eta", "2": "on arrival or e-visa", "3": "visa free", "-1": "own country"}
# Other spellings of the lists since 2020; an entry permit for the 2022 World Cup's visitors is not a visa policy.
SPOKEN = {"-1": "own country", "EVW": "e-visa", "Hayya Entry Permit": "visa required"}


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Stack the vintages, each with the year it speaks for."""
    dated = [path for key in files.paths if key.startswith("turn_of_") for path in files.all(key)]
    frames = [_read(path, path.parent.name, int(path.parent.name[:4])) for path in sorted(dated)]
    frames += [_read(path, "frozen", FROZEN_YEAR) for path in files.all("frozen")]
    frames += [_read(path, "continued", files.fetched_year) for path in files.all("continued")]
    return {"visa": pl.concat(frames)}


def _read(path: Path, vintage: str, year: int) -> pl.DataFrame:
    with path.open(encoding="utf-8", errors="replace") as stream:
        coded = stream.readline().strip().endswith("Code")
    rows = read_csv(path, COLUMNS | {"Code" if coded else "Requirement": "published"})
    published = pl.col("published").str.strip_chars()
    is_days = published.str.contains(r"^\d+$") & pl.lit(not coded)
    words = published.replace(CODED if coded else SPOKEN)
    return rows.select(
        "row_number",
        "origin",
        "destination",
        pl.lit(vintage).alias("vintage"),
        pl.lit(year).alias("year"),
        pl.when(is_days).then(pl.lit("visa free")).otherwise(words).alias("requirement"),
        pl.when(is_days).then(published).alias("days"),
    )
