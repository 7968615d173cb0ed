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
    t, i = np.nonzero(world.present & world.economies["wb_code"].is_not_null().to_numpy())
    economies = pl.DataFrame(
        {
            "Country Name": world.economies["name"].to_numpy()[i],
            "Country Code": world.economies["wb_code"].to_numpy()[i],
            "Year": world.years[t],
            "Value": values[t, i],
        }
    )
    total = economies.group_by("Year").agg(pl.col("Value").sum())
    everyone = total.select(pl.lit("World").alias("Country Name"), pl.lit("WLD").alias("Country Code"), "Year", "Value")
    table = pl.concat([economies, everyone]).sort("Country Name", "Year").with_columns(pl.col("Value").cast(kind))
    return table.write_csv(line_terminator="\r\n").encode()
