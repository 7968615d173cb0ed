"""Random economies that trade with each other and with themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.scoring.equilibrium import Baseline
from warehouse.scoring.panel import Floats


@dataclass(frozen=True)
class Fit:
    """Estimates nobody had to estimate."""

    terms: tuple[str, ...]
    estimates: Floats
    covariance: Floats


def random_trade(seed: int, economies: int, *, zeros: float = 0.0, balanced: bool = False) -> Floats:
    """Trade between sizes that differ by powers of ten, with domestic sales and, unless balanced, deficits."""
    rng = np.random.default_rng(seed)
    size = np.exp(rng.normal(0, 2, economies))
    trade = size[:, None] * size / size.sum() * np.exp(rng.normal(0, 1.5, (economies, economies)))
    trade *= rng.random(trade.shape) >= zeros
    if balanced:
        trade = trade + trade.T
    np.fill_diagonal(trade, size * np.exp(rng.normal(0, 0.5, economies)))
    ring = np.arange(economies)
    for exporter, importer in ((ring, np.roll(ring, 1)), (np.roll(ring, 1), ring)):
        trade[exporter, importer] = np.maximum(trade[exporter, importer], 1e-3)
    return trade


def names(economies: int) -> tuple[str, ...]:
    return tuple(f"E{k:03d}" for k in range(economies))


def world(trade: Floats, sigma: float = 5.0, reference: int = 0) -> Baseline:
    codes = names(len(trade))
    return Baseline(trade, codes, sigma, codes[reference])


def random_change(seed: int, economies: int, spread: float = 1.0) -> Floats:
    """Trade costs that change between any two economies, not within them."""
    change = np.exp(np.random.default_rng([seed, 1]).normal(0, spread, (economies, economies)))
    np.fill_diagonal(change, 1.0)
    return change


def holds_for(*strategies: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Test a property on examples of these strategies, however long one takes on a busy machine."""
    return lambda test: settings(max_examples=60)(given(*strategies)(test))


seeds = st.integers(0, 2**32 - 1)
sigmas = st.floats(1.5, 12)
kinds = st.sampled_from(["conditional", "full"])


@st.composite
def worlds(draw: st.DrawFn) -> Baseline:
    """From two to a dozen economies, with zero flows, any reference and any usual elasticity."""
    economies = draw(st.integers(2, 12))
    trade = random_trade(draw(seeds), economies, zeros=draw(st.sampled_from([0.0, 0.5])))
    return world(trade, draw(sigmas), draw(st.integers(0, economies - 1)))
