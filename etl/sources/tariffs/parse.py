"""Bilateral tariffs over all six-digit lines, from MAcMap-HS6 or bulk downloads of WITS/TRAINS.

A year of MAcMap-HS6 has more than a hundred million lines: they are averaged as they are read, never held at once.
"""

from pathlib import Path

import polars as pl

from etl.economies import attach_economy
from etl.errors import SourceError
from etl.readers import Files
from warehouse.paths import SEEDS

PAIR = ["exporter", "importer", "year"]
MACMAP = {"importer": "importer", "exporter": "exporter", "year": "year", "adv": "rate"}
TRAINS = {"Reporter_ISO_N": "importer", "Partner": "exporter", "Year": "year", "SimpleAverage": "rate"}
EUROPEAN_UNION = ["918", "EUN"]  # as WITS and as the World Bank write it
REMEDY = "put files of MAcMap-HS6, or of WITS/TRAINS with partners"


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Average each file by pair and year; a pair in two files is told by the contract, not averaged again."""
    return {"applied": _by_member(pl.concat([_averaged(path) for path in files.all("lines")]))}


def _averaged(path: Path) -> pl.DataFrame:
    lines = pl.scan_csv(path, infer_schema=False)
    try:
        header = lines.collect_schema().names()
        layout, percent = (MACMAP, 100) if "adv" in header else (TRAINS, 1)
        if missing := [name for name in layout if name not in header]:
            raise SourceError(f"{path.name}: no column {', '.join(missing)} among {', '.join(header)}", REMEDY)
        read = lines.select(pl.col(published).alias(ours) for published, ours in layout.items())
        found = _by_pair(read, percent).collect(engine="streaming").sort(PAIR)
    except pl.exceptions.PolarsError as error:
        raise SourceError(f"{path.name} cannot be read as CSV: {str(error).splitlines()[0]}", REMEDY) from error
    return found if layout is MACMAP else _lettered(found)


def _by_pair(lines: pl.LazyFrame, percent: int) -> pl.LazyFrame:
    number = pl.col("rate").cast(pl.Float64, strict=False)
    rate = pl.when(number.is_finite()).then(number * percent)
    return (
        lines.with_columns(rate)
        .group_by(PAIR)
        .agg(
            pl.col("rate").mean().alias("tariff_pct"),
            (pl.col("rate") == 0).mean().alias("duty_free_share"),
            pl.col("rate").count().alias("line_count"),
            pl.col("rate").null_count().alias("unread_count"),
        )
    )


def _lettered(pairs: pl.DataFrame) -> pl.DataFrame:
    """Write economies in letters; a number that means none stays, for the contract to refuse."""
    for column in ("exporter", "importer"):
        named = attach_economy(pairs, column, "m49", year_column="year", into="_iso3").drop("_iso3_reason")
        pairs = named.with_columns(pl.coalesce("_iso3", column).alias(column)).drop("_iso3")
    return pairs


def _by_member(pairs: pl.DataFrame) -> pl.DataFrame:
    """Give the European Union's tariff to each economy that was a member in the year."""
    member = pl.read_csv(SEEDS / "customs_union_member.csv").filter(pl.col("customs_union") == "European Union")
    is_union = pl.col("importer").is_in(EUROPEAN_UNION).fill_null(value=False)
    of_union = pairs.filter(is_union)
    year = pl.col("year").cast(pl.Int64, strict=False)
    levied = of_union.join(member.select("economy", "from_year", "to_year"), how="cross").filter(
        year >= pl.col("from_year"), year <= pl.col("to_year").fill_null(9999), pl.col("exporter") != pl.col("economy")
    )
    # A year that has no members stays with the union, for the contract to refuse.
    unlevied = of_union.join(levied, on=["exporter", "year"], how="anti", nulls_equal=True)
    by_member = levied.select(pl.col("economy").alias("importer"), pl.exclude("importer", "economy", "^.*_year$"))
    return pl.concat([pairs.filter(~is_union), unlevied, by_member], how="diagonal")
