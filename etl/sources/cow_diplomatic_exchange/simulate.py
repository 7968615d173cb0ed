"""Correlates of War Diplomatic Exchange as published: every fifth year, each dyad in both orders."""

from pathlib import Path

import numpy as np
import polars as pl

from etl.simulation.files import write_zip
from etl.simulation.world import World, Years

EVERY_YEARS = 5
AMBASSADOR, OTHER = 3, 9
VERSION = 2006.1


def write(world: World, folder: Path) -> None:
    """Write ``Diplomatic_Exchange_2006.1.zip``; consulates are of level 9, other."""
    waves = np.flatnonzero(world.years % EVERY_YEARS == 0)
    code, level = world.cow_code[waves], _levels(world)[waves]
    coded = code > 0
    t, one, two = np.nonzero(coded[:, :, None] & coded[:, None, :] & ~np.eye(code.shape[1], dtype=bool))
    at_1, at_2 = level[t, two, one], level[t, one, two]
    dyads = pl.DataFrame(
        {
            "ccode1": code[t, one],
            "ccode2": code[t, two],
            "year": world.years[waves][t],
            "DR_at_1": at_1,
            "DR_at_2": at_2,
            "DE": ((at_1 > 0) | (at_2 > 0)).astype(np.int64),
            "version": np.full(len(t), VERSION),
        }
    )
    text = dyads.sort("ccode1", "ccode2", "year").write_csv()
    write_zip(folder / "Diplomatic_Exchange_2006.1.zip", "Diplomatic_Exchange_2006v1.csv", text.encode())


def _levels(world: World) -> Years:
    """(T, N, N) How i is represented at j."""
    mission = world.ties["representation"]
    return np.select([mission == 1, mission > 0], [AMBASSADOR, OTHER], 0)
