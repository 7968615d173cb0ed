"""Correlates of War IGO 3: one column per organisation, to which trade does not respond."""

from pathlib import Path

import numpy as np
import polars as pl

from etl.simulation.files import write_zip
from etl.simulation.world import World, stream

ORGANISATIONS = 12
NOT_YET = -1


def write(world: World, folder: Path) -> None:
    """Write ``dyadic_formatv3.zip``: 1 joint full membership, 0 none, -1 the organisation does not exist yet."""
    rng = stream(world.seed, "igo")
    code, economies = world.cow_code, len(world.iso3)
    member = rng.random((ORGANISATIONS, economies)) < rng.uniform(0.1, 0.9, size=(ORGANISATIONS, 1))
    founded = rng.integers(1950, world.years[-1], size=ORGANISATIONS)
    t, one, two = np.nonzero((code[:, :, None] > 0) & (code[:, :, None] < code[:, None, :]))
    name, year = world.economies["name"].to_numpy(), world.years[t]
    dyads = pl.DataFrame(
        {
            "ccode1": code[t, one],
            "country1": name[one],
            "ccode2": code[t, two],
            "country2": name[two],
            "year": year,
            **{
                f"ORG{k:02}": np.where(year < founded[k], NOT_YET, member[k, one] & member[k, two])
                for k in range(ORGANISATIONS)
            },
        }
    )
    text = dyads.sort("ccode1", "ccode2", "year").write_csv()
    write_zip(folder / "dyadic_formatv3.zip", "dyadic_formatv3.csv", text.encode())
