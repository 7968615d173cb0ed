"""Small invented gravity panels with everything that makes real ones awkward."""

from dataclasses import dataclass

import numpy as np

from warehouse.scoring.panel import Booleans, Floats


@dataclass(frozen=True)
class World:
    """A panel, and which of its zero flows no finite estimate can fit."""

    trade: Floats
    regressors: dict[str, Floats]
    never_trades: Booleans
    sanctioned: Booleans


def world(seed: int, *, years: int = 5, countries: int = 12, domestic: bool = True) -> World:
    """Zeros, missing cells, a year without exports, pairs that never trade, sanctions that end all trade."""
    rng = np.random.default_rng(seed)
    shape = (years, countries, countries)
    size = rng.normal(0, 1.2, (2, years, countries))
    position = rng.uniform(-1, 1, (countries, 2))
    log_distance = np.log(0.1 + np.hypot(*(position[:, None] - position).transpose(2, 0, 1)))
    start = rng.integers(0, 2 * years, shape[1:])
    agreement = np.arange(years)[:, None, None] >= np.minimum(start, start.T)
    alignment = rng.normal(0, 1, shape)
    log_mean = size[0][:, :, None] + size[1][:, None, :] - log_distance + 0.4 * agreement - 0.2 * alignment
    trade = np.exp(log_mean) * rng.gamma(1.0, 1.0, shape)
    trade[rng.random(shape) < 0.5 / (1 + trade)] = 0.0
    sanctioned = np.zeros(shape, dtype=bool)
    sanctioned[1:3, 3, 4] = sanctioned[2:, 5, 6] = True
    trade[sanctioned] = 0.0
    never_trades = np.zeros(shape, dtype=bool)
    never_trades[:, 7, 8] = never_trades[:, 8, 7] = never_trades[0, 2] = True
    trade[never_trades] = 0.0
    home = np.arange(countries)
    trade[:, home, home] = 20 * np.exp(size.sum(axis=0)) if domestic else np.nan
    trade[0, 2, 2] = np.nan
    missing = (rng.random(shape) < 0.08) & ~sanctioned & ~never_trades
    trade[missing] = np.nan
    regressors = {"agreement": agreement.astype(float), "alignment": alignment, "sanction": sanctioned.astype(float)}
    return World(trade, regressors, never_trades & ~np.isnan(trade), sanctioned)
