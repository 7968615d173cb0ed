"""Large shocks, and worlds that have no answer."""

import re

import numpy as np
import pytest
from hypothesis import strategies as st

from tests.unit.scoring.trade_worlds import holds_for, kinds, names, random_change, random_trade, seeds, sigmas, world
from warehouse.scoring.domestic_sales import domestic_sales
from warehouse.scoring.equilibrium import (
    Baseline,
    ImpossibleBaselineError,
    Kind,
    MarketsDoNotClearError,
    solve,
)


@pytest.mark.parametrize("log_border", [-10.0, -5.0, 2.0, 5.0, 10.0])
@holds_for(st.floats(1.5, 15), seeds, st.integers(2, 40), kinds)
def test_every_border_can_be_removed_or_raised(
    log_border: float, sigma: float, seed: int, economies: int, kind: Kind
) -> None:
    change = np.full((economies, economies), np.exp(log_border))
    np.fill_diagonal(change, 1.0)
    trade = random_trade(seed, economies, zeros=0.4)
    solved = solve(world(trade, sigma), change, kind)
    assert solved.residuals.max() < 1e-10
    assert (solved.real_gdp > 0).all()


@holds_for(seeds, sigmas, kinds)
def test_costs_can_change_by_orders_of_magnitude_at_random(seed: int, sigma: float, kind: Kind) -> None:
    solved = solve(world(random_trade(seed, 25), sigma), random_change(seed, 25, spread=8.0), kind)
    assert solved.residuals.max() < 1e-10


@holds_for(seeds, sigmas)
def test_an_embargo_ends_trade_between_two(seed: int, sigma: float) -> None:
    change = np.ones((6, 6))
    change[1, 2] = change[2, 1] = 0.0
    solved = solve(world(random_trade(seed, 6), sigma), change)
    assert solved.trade[1, 2] == solved.trade[2, 1] == 0
    assert solved.residuals.max() < 1e-10


def test_opening_every_border_makes_everyone_richer_when_trade_is_balanced() -> None:
    change = np.full((30, 30), 20.0)
    np.fill_diagonal(change, 1.0)
    assert solve(world(random_trade(3, 30, balanced=True)), change).welfare.min() > 1


def test_markets_that_cannot_clear_are_named() -> None:
    """E000 lives on selling to E001; while incomes are fixed, the others spend too little to buy it all."""
    trade = np.array([[1.0, 10.0, 0.5], [1.0, 5.0, 2.0], [0.5, 1.0, 30.0]])
    change = np.ones((3, 3))
    change[0, 1] = 0.0
    change[0, 2] = 0.0
    change[1, 0] = change[2, 0] = 1.0
    with pytest.raises(MarketsDoNotClearError, match=r"markets do not clear: E000 \(demand over income -"):
        solve(world(trade, 4.0), change, "conditional")


def test_an_economy_that_an_embargo_cuts_off_is_named() -> None:
    change = np.ones((4, 4))
    change[2, [0, 1, 3]] = change[[0, 1, 3], 2] = 0.0
    with pytest.raises(ImpossibleBaselineError, match="E002 are cut off from E000"):
        solve(world(random_trade(1, 4)), change)


@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        ((1, 1), np.nan, "E001 have no domestic sales"),
        ((1, 2), np.nan, "E001, E002 have trade that is missing"),
        ((0, 2), -1.0, "E000, E002 have trade that is missing, negative"),
        ((1, slice(None)), 0.0, "E001 sell nothing"),
        ((slice(None), 2), 0.0, "E002 buy nothing"),
    ],
)
def test_a_world_that_cannot_be_solved_is_refused(cell: tuple[int, int], value: float, message: str) -> None:
    trade = random_trade(5, 4)
    trade[cell] = value
    with pytest.raises(ImpossibleBaselineError, match=message):
        world(trade)


@pytest.mark.parametrize(
    ("sigma", "reference", "size", "message"),
    [
        (1.0, "E000", 4, "must exceed 1"),
        (float("nan"), "E000", 4, "must exceed 1"),
        (5.0, "XXX", 4, "reference 'XXX'"),
        (5.0, "E000", 3, "shape (4, 4); give (3, 3)"),
    ],
)
def test_impossible_parameters_are_refused(sigma: float, reference: str, size: int, message: str) -> None:
    with pytest.raises(ImpossibleBaselineError, match=re.escape(message)):
        Baseline(random_trade(5, 4), names(size), sigma, reference)


@pytest.mark.parametrize("value", [-0.5, np.inf, np.nan])
def test_an_impossible_change_is_refused(value: float) -> None:
    change = np.ones((4, 4))
    change[1, 2] = value
    with pytest.raises(ImpossibleBaselineError, match="cost_change is negative, infinite or missing"):
        solve(world(random_trade(5, 4)), change)


def test_home_sales_come_from_data_then_from_gdp_and_say_so() -> None:
    sales = domestic_sales(
        exports=[20.0, 20.0, 95.0, 150.0, 20.0],
        observed=[70.0] + 4 * [np.nan],
        gdp=[100.0, 100.0, 100.0, 100.0, np.nan],
    )
    np.testing.assert_allclose(sales.values, [70, 80, 10, 10, np.nan])
    assert sales.basis == ("data", "GDP less exports", "least share of GDP", "least share of GDP", "missing")
    assert "GDP less goods exports, and at least 10% of GDP" in sales.approximation


def test_home_sales_need_sensible_numbers() -> None:
    with pytest.raises(ValueError, match="negative"):
        domestic_sales([1.0], gdp=[-9.0])
    with pytest.raises(ValueError, match="least_share is 1"):
        domestic_sales([1.0], gdp=[9.0], least_share=1)


def test_economies_without_home_sales_can_trade_but_have_no_home_share() -> None:
    trade = random_trade(2, 5)
    trade[3, 3] = 0.0
    solved = solve(world(trade), random_change(2, 5))
    assert np.isnan(solved.welfare[3])
    assert solved.real_gdp[3] > 0
