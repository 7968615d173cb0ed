"""Simulated worlds in which growth follows the outlook's own equation, with known coefficients."""

import numpy as np

from warehouse.scoring.closeness import closeness
from warehouse.scoring.dyadic import Dyads
from warehouse.scoring.snapshot import Known, World

TRUE = {"gap": 0.15, "pair": 0.08, "economy": 0.05}


def known_pairs(seed: int, economies: int = 90, dimensions: int = 4) -> Known:
    """What is known of all pairs of a random world; ties have a pair's and an economies' part."""
    rng = np.random.default_rng(seed)
    shape = (economies, economies)
    sample = ~np.eye(economies, dtype=bool)
    ties = {f"tie {k}": sum_of_parts(rng, shape) for k in range(dimensions)}
    actual = np.exp(rng.normal(16, 2, shape))[sample]
    n = len(actual)
    return Known(
        dyads=Dyads(*np.nonzero(sample)),
        actual_usd=actual,
        potential_usd=actual * np.exp(rng.normal(0.5, 1.5, n)),
        past_growth=rng.normal(0, 1, n),
        past_parts=rng.normal(0, 1, (n, 3)),
        log_share=np.log(actual / actual.sum()),
        log_intensity=rng.normal(0, 1, n),
        closeness=closeness(ties, sample),
        traded_before=rng.random(n) < 0.5,
        traded_back=rng.random(n) < 0.5,
    )


def sum_of_parts(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    values: np.ndarray = rng.normal(size=shape) + rng.normal(size=(shape[0], 1)) + rng.normal(size=(1, shape[1]))
    return values


def growth(known: Known, seed: int, ties: float = 1.0) -> np.ndarray:
    """Growth by the equation, with heavy-tailed noise that is larger for small flows."""
    rng = np.random.default_rng([seed, 1])
    gap = (known.gap - known.gap.mean()) / known.gap.std()
    premium = TRUE["pair"] * known.closeness.pair + TRUE["economy"] * known.closeness.economy
    noise = rng.standard_t(4, len(gap)) * np.exp(0.1 * (16 - known.log_actual))
    grown: np.ndarray = -0.05 + TRUE["gap"] * gap + ties * premium + 0.5 * noise
    return grown


def trading_world(seed: int, *, years: int = 32, economies: int = 40, tie_effect: float = 0.0) -> World:
    """Trade that drifts towards its potential, faster growing where ties are close; one constant tie."""
    rng = np.random.default_rng(seed)
    shape = (economies, economies)
    tie, potential = rng.normal(size=shape), np.exp(rng.normal(17, 1.5, shape))
    level = np.log(potential) + rng.normal(0, 1.5, shape)
    trade = np.empty((years, *shape))
    for t in range(years):
        trade[t] = np.exp(level + rng.normal(0, 0.2, shape))
        level += 0.05 * (np.log(potential) - level) + 0.02 * tie_effect * tie + rng.normal(0, 0.15, shape)
    diagonal = np.eye(economies, dtype=bool)
    trade[:, diagonal] = np.nan
    yearly = np.broadcast_to(np.where(diagonal, np.nan, potential), trade.shape)
    ties = {"tie": np.broadcast_to(np.where(diagonal, np.nan, tie), trade.shape)}
    return World(tuple(range(2015 - years, 2015)), trade, yearly, ties)
