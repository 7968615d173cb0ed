"""World Bank indicators as long CSV, one file an indicator, aggregates among the economies."""

from pathlib import Path

import numpy as np
import polars as pl

from etl.simulation.world import Floats, World


def write(world: World, folder: Path) -> None:
    """Write ``gdp.csv`` (current US dollars) and ``population.csv`` (persons)."""
    (folder / "gdp.csv").write_bytes(_indicator(world, world.gdp_usd, pl.Float64))
    (folder / "population.csv").write_bytes(_indicator(world, world.population, pl.Int64))


def _indicator(world: World, values: Floats, kind: type[pl.DataType]) -> bytes:
    held = world.present & world.economies["wb_code"].is_not_null().to_numpy()
    t, i = np.nonzero(held)
    rows = {
        "Country Name": [*world.economies["name"].to_numpy()[i], *["World"] * len(world.years)],
        "Country Code": [*world.economies["wb_code"].to_numpy()[i], *["WLD"] * len(world.years)],
        "Year": np.concatenate([world.years[t], world.years]),
        "Value": np.concatenate([values[held], np.where(held, values, 0.0).sum(axis=1)]),
    }
    table = pl.DataFrame(rows).with_columns(pl.col("Value").cast(kind)).sort("Country Name", "Year")
    return table.write_csv(line_terminator="\r\n").encode()
