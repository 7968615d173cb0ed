"""The trade matrix as a long table: all pairs by SITC section, and in total, thousand US dollars."""

import gzip
from pathlib import Path

import polars as pl

from etl.simulation.products import flows, product_codes, section
from etl.simulation.world import World


def write(world: World, folder: Path) -> None:
    """Write ``unctad_trade_matrix_long.csv.gz``, unless the world has no products."""
    if not world.product_count:
        return
    sections = pl.Series([section(code) for code in product_codes(world.product_count)])
    years = [_year(world, t, sections) for t in range(len(world.years))]
    with gzip.GzipFile(folder / "unctad_trade_matrix_long.csv.gz", "wb", compresslevel=1, mtime=0) as stream:
        stream.write(pl.concat(years).write_csv(float_precision=3).encode())


def _year(world: World, t: int, sections: pl.Series) -> pl.DataFrame:
    names = pl.Series(world.iso3)
    by_section = pl.concat(
        flow.with_columns(sections.gather(flow["k"]).alias("sitc")).group_by("i", "j", "sitc").agg(pl.sum("value_usd"))
        for flow in flows(world, t)
    )
    total = by_section.group_by("i", "j").agg(pl.lit("All").alias("sitc").first(), pl.sum("value_usd"))
    rows = pl.concat([by_section, total]).sort("i", "j", "sitc")
    return rows.select(
        pl.lit(int(world.years[t])).alias("year"),
        names.gather(rows["i"]).alias("exporter"),
        names.gather(rows["j"]).alias("importer"),
        "sitc",
        (pl.col("value_usd") / 1000).alias("trade_kusd"),
    )
