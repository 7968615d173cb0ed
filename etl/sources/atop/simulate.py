"""ATOP 5.1, directed dyad-years: alliances of near economies, to which trade does not respond."""

from pathlib import Path

import numpy as np
import polars as pl

from etl.simulation.files import write_zip
from etl.simulation.world import Flags, World, stream

PACTS = ("defense", "offense", "neutral", "nonagg", "consul")
# Share of pairs under each obligation; the nearest pairs have the most.
SHARES = {"defense": 0.10, "offense": 0.005, "neutral": 0.02, "nonagg": 0.18, "consul": 0.12}


def write(world: World, folder: Path) -> None:
    """Write ``atop_5.1__.csv_.zip``; pairs without an alliance are not in it, as in the real one."""
    obliged = _obligations(world)
    allied = np.any(list(obliged.values()), axis=0)
    code = world.cow_code
    t, a, b = np.nonzero((code[:, :, None] > 0) & (code[:, None, :] > 0) & allied)
    columns = {
        "ddyad": code[t, a] * 1000 + code[t, b],
        "stateA": code[t, a],
        "stateB": code[t, b],
        "year": world.years[t],
        "atopally": np.ones(len(t), dtype=np.int64),
    }
    dyads = pl.DataFrame(columns | {pact: obliged[pact][a, b].astype(np.int64) for pact in PACTS})
    text = dyads.sort("ddyad", "year").write_csv()
    write_zip(folder / "atop_5.1__.csv_.zip", "ATOP 5.1 (.csv)/atop5_1ddyr.csv", text.encode())


def _obligations(world: World) -> dict[str, Flags]:
    """(N, N) flags by pact, symmetric, for the whole period."""
    rng = stream(world.seed, "atop")
    distance = world.geography.distance_km
    obliged = {}
    for pact in PACTS:
        noise = rng.logistic(size=distance.shape)
        remoteness = np.log(distance) + np.tril(noise) + np.tril(noise).T
        np.fill_diagonal(remoteness, np.inf)
        obliged[pact] = remoteness < np.quantile(remoteness[np.isfinite(remoteness)], SHARES[pact])
    return obliged
