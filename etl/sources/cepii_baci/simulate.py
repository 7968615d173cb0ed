"""BACI as published: one padded CSV a year, the tables of codes beside them, all in one zip."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import polars as pl

from etl.simulation.products import flows, product_codes
from etl.simulation.world import World

VERSION = "V202601"
WIDTH = 13
COUNTRIES = "country_code,country_name,country_iso2,country_iso3\n"
FASTEST = 1


def write(world: World, folder: Path) -> None:
    """Write ``BACI_HS92_V202601.zip``, unless the world has no products."""
    if not world.product_count:
        return
    codes = product_codes(world.product_count)
    with ZipFile(folder / f"BACI_HS92_{VERSION}.zip", "w") as archive:
        for t in range(len(world.years)):
            _write_year(archive, world, t, codes)
        known = world.economies.select(pl.col("m49").cast(pl.Int64), "name", "iso2", "iso3")
        archive.writestr(_entry(f"country_codes_{VERSION}.csv"), COUNTRIES + known.write_csv(include_header=False))
        names = pl.DataFrame({"code": codes, "description": [f"Invented goods {code}" for code in codes]})
        archive.writestr(_entry(f"product_codes_HS92_{VERSION}.csv"), names.write_csv())


def _write_year(archive: ZipFile, world: World, t: int, codes: list[str]) -> None:
    number = world.economies["m49"].cast(pl.Int64)
    name = f"BACI_HS92_Y{world.years[t]}_{VERSION}.csv"
    with archive.open(_entry(name), "w", force_zip64=True) as stream:
        stream.write(b"t,i,j,k,v,q\n")
        for flow in flows(world, t):
            rows = flow.select(
                pl.lit(int(world.years[t])).alias("t"),
                number.gather(flow["i"]).alias("i"),
                number.gather(flow["j"]).alias("j"),
                pl.Series(codes).gather(flow["k"]).alias("k"),
                _padded(pl.col("value_usd") / 1000).alias("v"),
                _padded(pl.col("tonnes")).alias("q"),
            )
            # The statistics of the United Nations know economies by number; those without one are not in BACI.
            stream.write(rows.drop_nulls(["i", "j"]).write_csv(include_header=False).encode())


def _padded(number: pl.Expr) -> pl.Expr:
    return number.clip(lower_bound=0.001).round(3).cast(pl.String).str.pad_start(WIDTH)


def _entry(name: str) -> ZipInfo:
    """A member dated 1980 and owned by nobody, so that the same world gives the same bytes."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 3
    entry._compresslevel = FASTEST  # type: ignore[attr-defined]  # a zip of 500 MB is what takes longest here
    return entry
