"""Do conformal intervals of growth hold nine in ten outcomes of years that nothing was fitted on?

Worlds of 40 economies and 40 years in which trade drifts towards its potential while exporters rise and fall. All is
learned by the 32nd year; the outcome is growth from the three years after it to the three years five later.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from tests.studies.worlds import of_all_worlds
from tests.unit.scoring.outlook_world import trading_world
from warehouse.scoring.conformal import assign_bins
from warehouse.scoring.forecast import latest, lesson
from warehouse.scoring.snapshot import World
from warehouse.scoring.timing import CLEAN

pytestmark = pytest.mark.slow

YEARS, LEARNED = 40, 32
TENTHS = 10


def shaken(seed: int) -> World:
    """A trading world whose exporters' fortunes follow random walks of their own."""
    world = trading_world(seed, years=YEARS, tie_effect=1.0)
    years, economies = world.trade.shape[:2]
    fortunes = np.random.default_rng([seed, 1]).normal(0, 0.05, (years, economies)).cumsum(axis=0)
    return replace(world, trade=world.trade * np.exp(fortunes)[:, :, None])


def first_years(world: World, count: int) -> World:
    ties = {name: values[:count] for name, values in world.ties.items()}
    return World(world.years[:count], world.trade[:count], world.potential[:count], ties)


def inside(seed: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """How many outcomes lie in their interval, and how many there are, by tenth of trade."""
    world = shaken(seed)
    now = latest(first_years(world, LEARNED), CLEAN)
    assert now is not None
    test = lesson(world, world.years[LEARNED - 1] + CLEAN.delay, CLEAN)
    assert test is not None
    bands, outlook = now.forecaster.spread.bands, now.forecaster.outlook
    low, high = bands.interval(outlook.expected_growth(test.known), test.known.log_actual)
    growth = test.outcome.growth
    tenth = assign_bins(test.known.log_actual, bands.edges)
    held = np.bincount(tenth[(low <= growth) & (growth <= high)], minlength=TENTHS)
    return held, np.bincount(tenth, minlength=TENTHS)


def test_intervals_hold_nine_in_ten_outcomes_overall_and_of_every_size() -> None:
    held, count = np.sum(of_all_worlds(inside), axis=0)
    shares = " ".join(f"{share:.1%}" for share in held / count)
    print(f"90 % intervals of growth hold {held.sum() / count.sum():.1%}, by tenth of size {shares}")
    assert 0.88 <= held.sum() / count.sum() <= 0.92
    assert (held / count).min() >= 0.85
