"""UN General Assembly ideal points in the layout of the April 2020 vintage: one row per economy and session."""

from pathlib import Path

import numpy as np
import polars as pl

from etl.simulation.world import World

FIRST_SESSION_YEAR = 1946
# Posterior quantiles around the point; the file gives 0, 5, 10, 50, 90, 95 and 100 per cent.
QUANTILES = {"QO%": -0.6, "Q5%": -0.35, "Q10%": -0.27, "Q50%": 0.0, "Q90%": 0.27, "Q95%": 0.35, "Q100%": 0.6}


def write(world: World, folder: Path) -> None:
    """Write ``IdealpointestimatesAll_Apr2020.csv`` in Latin-1."""
    t, i = np.nonzero(world.cow_code)
    codes = pl.DataFrame(
        {
            "economy": np.array(world.iso3)[i],
            "year": world.years[t],
            "ccode": world.cow_code[t, i],
            "Countryname": world.economies["name"].to_numpy()[i],
        }
    )
    table = (
        world.facts["ideal_point"]
        .join(codes, on=["economy", "year"])
        .sort("ccode", "year")
        .select(
            pl.int_range(1, pl.len() + 1).alias("Row"),
            "ccode",
            (pl.col("year") - FIRST_SESSION_YEAR + 1).alias("session"),
            pl.col("votes").alias("NVotes"),
            pl.col("ideal_point").alias("IdealPoint"),
            *((pl.col("ideal_point") + shift).round(7).alias(name) for name, shift in QUANTILES.items()),
            pl.col("economy").alias("iso3c"),
            "Countryname",
        )
    )
    text = table.write_csv(line_terminator="\r\n")
    (folder / "IdealpointestimatesAll_Apr2020.csv").write_bytes(text.encode("latin-1", errors="replace"))
