"""Correlates of War Trade 4.0 as published: undirected dyads, million US dollars, -9 for missing."""

from pathlib import Path

import numpy as np
import polars as pl

from etl.simulation.files import write_zip
from etl.simulation.world import Floats, World

HEADER = (
    "ccode1,ccode2,year,importer1,importer2,flow1,flow2,smoothflow1,smoothflow2,smoothtotrade,spike1,spike2,dip1,dip2,"
    "trdspike,tradedip,bel_lux_alt_flow1,bel_lux_alt_flow2,china_alt_flow1,china_alt_flow2,source1,source2,version"
)
MISSING = -9
VERSION = 4


def write(world: World, folder: Path) -> None:
    """Write ``COW_Trade_4.0.zip``; economies without a Correlates of War code are not in it, as in the real one."""
    columns = HEADER.split(",")
    dyads = _dyads(world).with_columns(
        pl.col("flow1").alias("smoothflow1"), pl.col("flow2").alias("smoothflow2"), pl.lit(VERSION).alias("version")
    )
    not_held = [pl.lit(MISSING).alias(name) for name in columns if name not in dyads.columns]
    text = dyads.with_columns(not_held).select(columns).sort("ccode1", "ccode2", "year").write_csv()
    write_zip(folder / "COW_Trade_4.0.zip", "COW_Trade_4.0/Dyadic_COW_4.0.csv", text.encode())


def _dyads(world: World) -> pl.DataFrame:
    # Country 1 has the lower code; flow1 is what it imports from country 2.
    code = world.cow_code
    t, one, two = np.nonzero((code[:, :, None] > 0) & (code[:, :, None] < code[:, None, :]))
    name = world.economies["name"].to_numpy()
    return pl.DataFrame(
        {
            "ccode1": code[t, one],
            "ccode2": code[t, two],
            "year": world.years[t],
            "importer1": name[one],
            "importer2": name[two],
            "flow1": _millions(world.export_usd[t, two, one]),
            "flow2": _millions(world.export_usd[t, one, two]),
        }
    )


def _millions(usd: Floats) -> Floats:
    return np.where(np.isnan(usd), MISSING, np.round(usd / 1e6))
