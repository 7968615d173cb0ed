"""Sector gravity and the combined potential."""

import numpy as np
import pytest

from warehouse.scoring.panel import ImpossiblePanelError
from warehouse.scoring.sectors import combined_potential, sector_gravity

ELASTICITIES = {"food": -1.2, "machinery": -0.6}


@pytest.fixture(scope="module")
def world() -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Two product groups of 25 economies that trade without noise, each with its own elasticity of distance."""
    rng = np.random.default_rng(11)
    ln_distance = rng.normal(8, 0.7, (25, 25))
    np.fill_diagonal(ln_distance, np.nan)
    trade = {
        product: np.exp(rng.normal(size=(25, 1)) + rng.normal(size=(1, 25)) + elasticity * ln_distance)[None] * 1e6
        for product, elasticity in ELASTICITIES.items()
    }
    return trade, ln_distance


def test_each_group_has_its_own_elasticity_and_adds_up(world: tuple[dict[str, np.ndarray], np.ndarray]) -> None:
    trade, ln_distance = world
    for product, fit in sector_gravity(trade, {"ln_distance": ln_distance}).items():
        assert fit.estimate("ln_distance")[0] == pytest.approx(ELASTICITIES[product], abs=1e-6)
        np.testing.assert_allclose(np.nansum(fit.fitted, axis=1), np.nansum(trade[product], axis=1))


def test_a_group_without_trade_is_named(world: tuple[dict[str, np.ndarray], np.ndarray]) -> None:
    trade, ln_distance = world
    with pytest.raises(ImpossiblePanelError, match="oils: no cell has positive trade"):
        sector_gravity({**trade, "oils": np.zeros((1, 25, 25))}, {"ln_distance": ln_distance})


def test_combined_potential_by_hand() -> None:
    # Importer 0: means of logs √(4·9) = 6 and √(1·4) = 2, to be scaled to 4 + 1 = 5.
    epi, gravity = np.array([[4.0, 2.0], [1.0, 0.0]]), np.array([[9.0, 8.0], [4.0, 5.0]])
    np.testing.assert_allclose(combined_potential(epi, gravity), [[5 * 6 / 8, 2], [5 * 2 / 8, 0]])


@pytest.mark.parametrize(("weight", "expected"), [(1.0, [3.0, 1.0]), (0.0, [4 * 0.2, 4 * 0.8])])
def test_the_weight_goes_from_one_potential_to_the_other(weight: float, expected: list[float]) -> None:
    combined = combined_potential([[3.0], [1.0]], [[2.0], [8.0]], weight=weight)
    np.testing.assert_allclose(combined[:, 0], expected)


def test_cells_without_gravity_are_left_out_of_the_adding_up() -> None:
    combined = combined_potential([[3.0], [1.0], [7.0]], [[2.0], [8.0], [np.nan]])
    assert np.nansum(combined) == pytest.approx(4)
    assert np.isnan(combined[2, 0])
