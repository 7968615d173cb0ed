"""Do intervals of what-ifs hold what they promise? 200 simulated worlds whose coefficients and structure are known.

The worlds have as many economies and years as keep clustered standard errors of three-way PPML near the truth; with 20
economies and 6 years they are a third too small. Scenarios start from fitted trade, whose shares carry less noise.
"""

from dataclasses import dataclass

import numpy as np
import pytest

from tests.unit.scoring.trade_worlds import names, world
from warehouse.scoring.equilibrium import solve
from warehouse.scoring.gravity import fit_ppml
from warehouse.scoring.panel import Floats
from warehouse.scoring.uncertainty import Precision, simulate

WORLDS, YEARS, ECONOMIES, DRAWS = 200, 10, 100, 200
RTA = 0.45
SIGMAS = (4.0, 8.0)
SIGNATORIES = (3, 11)


@dataclass(frozen=True)
class World:
    """Trade as it is observed and as expected (T, N, N), the agreements behind it, and the true elasticity."""

    observed: Floats
    expected: Floats
    rta: Floats
    sigma: float


def simulated(seed: int) -> World:
    rng = np.random.default_rng([2026, seed])
    shape = (YEARS, ECONOMIES, ECONOMIES)
    size = rng.normal(0, 0.3, (2, 1, ECONOMIES)) + rng.normal(0, 0.2, (2, YEARS, ECONOMIES))
    position = rng.uniform(0, 1, (ECONOMIES, 2))
    distance = 0.1 + np.hypot(*(position[:, None] - position).transpose(2, 0, 1))
    signed = rng.integers(1, 2 * YEARS, shape[1:])
    signed = np.triu(signed, 1) + np.triu(signed, 1).T
    rta = (np.arange(YEARS)[:, None, None] >= signed).astype(float) * ~np.eye(ECONOMIES, dtype=bool)
    rta[:, SIGNATORIES, SIGNATORIES[::-1]] = 0.0
    pair = -np.log(distance) + rng.normal(0, 0.3, shape[1:])
    np.fill_diagonal(pair, 2.0)
    expected = np.exp(size[0][:, :, None] + size[1][:, None, :] + pair + RTA * rta)
    return World(expected * rng.gamma(4.0, 1 / 4.0, shape), expected, rta, rng.uniform(*SIGMAS))


def covers(seed: int) -> bool:
    """Whether the 90 % interval of the trade that a new agreement brings its signatories holds the true number."""
    true = simulated(seed)
    signing = np.zeros((ECONOMIES, ECONOMIES))
    signing[SIGNATORIES, SIGNATORIES[::-1]] = 1.0
    truth = solve(world(true.expected[-1], true.sigma), np.exp(RTA * signing))
    fit = fit_ppml(true.observed, {"rta": true.rta}, pair_effects="directed")
    exporter, importer = (names(ECONOMIES)[k] for k in SIGNATORIES)
    answer = simulate(
        world(fit.fitted[-1], sum(SIGMAS) / 2),
        {"rta": signing},
        fit,
        Precision(seed, DRAWS, SIGMAS),
        pairs=[(exporter, importer)],
    )
    lower, upper = answer.interval("flows")
    effect = truth.trade[SIGNATORIES] / true.expected[-1][SIGNATORIES]
    return bool(lower[0] <= effect <= upper[0])


@pytest.mark.slow
def test_intervals_cover_as_often_as_they_say() -> None:
    covered = sum(covers(seed) for seed in range(WORLDS))
    print(f"90 % interval of a what-if's trade: {covered} of {WORLDS}")
    assert 165 <= covered <= 192
