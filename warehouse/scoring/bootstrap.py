"""Bootstrap of statistics over pairs of economies: economies are resampled, and with them their pairs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from warehouse.scoring.dyadic import Dyads
from warehouse.scoring.panel import Booleans, Floats

BLOCK = 100
"""Draws handled at a time: arrays of this many columns stay in memory that is reused."""

Key = tuple[str, str, str]
"""Outcome, metric and score."""
Statistics = dict[Key, Floats]


@dataclass(frozen=True)
class Draws:
    """Weights w_ij = v_i v_j of R draws; draw 0 is the sample itself, all ones.

    Attributes:
        dyads: Of n observations.
        economies: (N, R), v.
    """

    dyads: Dyads
    economies: Floats

    def at(self, chosen: Booleans) -> "Draws":
        """Those of some observations."""
        return Draws(self.dyads.at(chosen), self.economies)

    def evaluate(self, statistics: Callable[[Floats, Floats], Statistics]) -> Statistics:
        """Statistics in every draw, (R,) each.

        Args:
            statistics: Takes weights of observations (n, r) and of economies (N, r) and returns (r,) for each key.
        """
        parts = [
            statistics(block[self.dyads.exporter] * block[self.dyads.importer], block)
            for block in np.array_split(self.economies, range(BLOCK, self.economies.shape[1], BLOCK), axis=1)
        ]
        return {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}


def dyadic_draws(dyads: Dyads, draws: int, seed: int) -> Draws:
    """Draw weights of economies, independent, exponential with mean 1 and variance 1.

    The product-reweighted bootstrap of crossed data (Owen & Eckles 2012, section 3), an economy having one weight as
    exporter and as importer (for dyads: Davezies, D'Haultfœuille & Guyonvarch 2021). Drawing economies redraws their
    pairs: noise that belongs to an economy counts once, noise of a single pair three times, so that intervals are
    rather too wide. A further weight for each pair would count the latter seven times.

    Args:
        dyads: Of n observations.
        draws: R − 1.
        seed: Same seed, same weights.
    """
    economies = np.random.default_rng(seed).exponential(size=(dyads.economies, 1 + draws))
    economies[:, 0] = 1.0
    return Draws(dyads, economies)


@dataclass(frozen=True)
class Interval:
    """An estimate with its bootstrap interval and the number of observations behind it."""

    estimate: float
    low: float
    high: float
    n: int


def interval(statistic: Floats, n: int, level: float = 0.9) -> Interval:
    """Percentile interval of a statistic computed in every draw, (R,), draw 0 being the sample."""
    if not np.isfinite(statistic[0]):
        return Interval(np.nan, np.nan, np.nan, n)
    low, high = np.nanquantile(statistic[1:], [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(statistic[0]), float(low), float(high), n)
