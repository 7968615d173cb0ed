"""Alignment: how near two economies stand in the UN General Assembly."""

import numpy as np
import polars as pl

from etl.simulation.world import Floats, Setting, Tie

COEFFICIENT = 0.15
PERSISTENCE = 0.95
SPREAD = 0.9
# Members of the Correlates of War state system without a vote in the General Assembly.
NOT_MEMBERS = ("TWN", "XKX")


def draw(setting: Setting, rng: np.random.Generator) -> Tie:
    """Draw ideal points and let trade respond to their distance.

    The regressor is ``-|θ_it - θ_jt|`` in units of the ideal-point scale. Economies without a vote have a position
    that trade feels and nobody publishes.
    """
    position = _positions(setting, rng)
    published = setting.present & ~np.isin(setting.economies["iso3"].to_numpy(), NOT_MEMBERS)
    t, i = np.nonzero(published)
    ideal_point = pl.DataFrame(
        {
            "economy": setting.economies["iso3"].to_numpy()[i],
            "year": setting.years[t],
            "ideal_point": position[t, i],
            "votes": rng.integers(60, 110, size=len(t)),
        }
    )
    distance = np.abs(position[:, :, None] - position[:, None, :])
    return Tie(-distance, COEFFICIENT, {"ideal_point": ideal_point})


def _positions(setting: Setting, rng: np.random.Generator) -> Floats:
    # θ_t = μ + ρ (θ_{t-1} - μ) + e, started at its stationary spread; μ is a region's leaning and an own one.
    regions = setting.economies["region"].fill_null("elsewhere")
    leaning = dict(zip(regions.unique().sort(), 0.6 * rng.standard_normal(regions.n_unique()), strict=True))
    centre = regions.replace_strict(leaning, return_dtype=pl.Float64).to_numpy()
    centre = centre + 0.5 * SPREAD * rng.standard_normal(len(centre))
    own = 0.4 * SPREAD
    theta = np.empty((len(setting.years), len(centre)))
    theta[0] = centre + own * rng.standard_normal(len(centre))
    for t in range(1, len(theta)):
        shock = own * np.sqrt(1 - PERSISTENCE**2) * rng.standard_normal(len(centre))
        theta[t] = centre + PERSISTENCE * (theta[t - 1] - centre) + shock
    return np.round(theta, 7)
