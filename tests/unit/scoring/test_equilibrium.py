"""What must hold in any economy, whatever trade costs do to it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import strategies as st

from tests.unit.scoring.trade_worlds import holds_for, kinds, random_change, random_trade, seeds, sigmas, world, worlds
from warehouse.scoring.equilibrium import Baseline, Kind, solve
from warehouse.scoring.panel import Floats


def price_by_groping(baseline: Baseline, change: Floats) -> Floats:
    """Raise the price of what is short, lower that of what is left over, until nothing is (Walras)."""
    response = 1 - baseline.sigma
    prices = np.ones_like(baseline.output)
    for _ in range(20_000):
        weights = baseline.trade * change * prices[:, None] ** response
        spending = baseline.expenditure * prices
        spending = spending * (prices @ baseline.output) / spending.sum()
        demand = (weights / weights.sum(axis=0)) @ spending / (prices * baseline.output)
        prices = prices * demand ** (0.7 / baseline.sigma)
        if np.abs(demand - 1).max() < 1e-13:
            break
    index = (prices**response @ (baseline.trade * change) / baseline.expenditure) ** (1 / response)
    return prices / index[baseline.economies.index(baseline.reference)]


@holds_for(worlds(), kinds)
def test_where_nothing_changes_nothing_changes(baseline: Baseline, kind: Kind) -> None:
    solved = solve(baseline, np.ones_like(baseline.trade), kind)
    np.testing.assert_allclose(solved.trade, baseline.trade, rtol=1e-9)
    for change in (solved.prices, solved.inward, solved.outward, solved.output, solved.real_gdp):
        np.testing.assert_allclose(change, 1, rtol=1e-9)


@holds_for(worlds(), seeds, kinds)
def test_everything_sold_is_bought_and_income_is_spent(baseline: Baseline, seed: int, kind: Kind) -> None:
    solved = solve(baseline, random_change(seed, len(baseline.economies)), kind)
    assert solved.residuals.max() < 1e-10
    np.testing.assert_allclose(solved.trade.sum(axis=1), solved.output * baseline.output, rtol=1e-10)
    np.testing.assert_allclose(solved.trade.sum(axis=0), solved.expenditure * baseline.expenditure, rtol=1e-10)
    assert solved.output @ baseline.output == pytest.approx(solved.expenditure @ baseline.expenditure, rel=1e-10)


@holds_for(worlds(), seeds)
def test_incomes_stay_as_they_are_in_conditional_equilibrium(baseline: Baseline, seed: int) -> None:
    solved = solve(baseline, random_change(seed, len(baseline.economies)), "conditional")
    for change in (solved.prices, solved.output, solved.expenditure):
        np.testing.assert_allclose(change, 1, rtol=1e-12)
    assert np.isnan(solved.welfare).all()


@holds_for(worlds(), seeds)
def test_deficits_stay_in_proportion_to_income(baseline: Baseline, seed: int) -> None:
    solved = solve(baseline, random_change(seed, len(baseline.economies)))
    relative = solved.expenditure / solved.output
    np.testing.assert_allclose(relative, relative[0], rtol=1e-10)


@holds_for(worlds(), seeds, kinds)
def test_trade_is_gravity_with_the_resistances_reported(baseline: Baseline, seed: int, kind: Kind) -> None:
    change = random_change(seed, len(baseline.economies))
    solved = solve(baseline, change, kind)
    world_output = solved.trade.sum() / baseline.trade.sum()
    size = solved.output[:, None] * solved.expenditure / world_output
    resistance = (solved.outward[:, None] * solved.inward) ** (1 - baseline.sigma)
    np.testing.assert_allclose(solved.trade, baseline.trade * change * size / resistance, rtol=1e-8)


@holds_for(worlds(), seeds)
def test_the_home_share_measures_real_income(baseline: Baseline, seed: int) -> None:
    solved = solve(baseline, random_change(seed, len(baseline.economies)))
    np.testing.assert_allclose(solved.welfare, solved.prices / solved.inward, rtol=1e-9)
    np.testing.assert_allclose(solved.welfare, solved.real_gdp, rtol=1e-9)


@holds_for(worlds(), seeds, kinds, st.floats(1e-6, 1e6))
def test_the_currency_does_not_matter(baseline: Baseline, seed: int, kind: Kind, rate: float) -> None:
    change = random_change(seed, len(baseline.economies))
    solved = solve(baseline, change, kind)
    converted = solve(replace(baseline, trade=baseline.trade * rate), change, kind)
    np.testing.assert_allclose(converted.trade, solved.trade * rate, rtol=1e-8)
    np.testing.assert_allclose(converted.prices, solved.prices, rtol=1e-8)


@holds_for(worlds(), seeds)
def test_the_reference_only_sets_the_unit_of_account(baseline: Baseline, seed: int) -> None:
    change = random_change(seed, len(baseline.economies))
    solved = solve(baseline, change)
    last = replace(baseline, reference=baseline.economies[-1])
    other = solve(last, change)
    assert other.inward[-1] == pytest.approx(1, rel=1e-9)
    np.testing.assert_allclose(other.real_gdp, solved.real_gdp, rtol=1e-8)
    np.testing.assert_allclose(other.prices / other.prices[0], solved.prices / solved.prices[0], rtol=1e-8)
    np.testing.assert_allclose(other.trade / other.trade.sum(), solved.trade / solved.trade.sum(), rtol=1e-8)


@holds_for(worlds(), seeds, kinds, st.floats(0.05, 20))
def test_dearer_trade_everywhere_even_at_home_moves_no_trade(
    baseline: Baseline, seed: int, kind: Kind, factor: float
) -> None:
    change = random_change(seed, len(baseline.economies))
    solved, dearer = solve(baseline, change, kind), solve(baseline, change * factor, kind)
    np.testing.assert_allclose(dearer.trade / dearer.trade.sum(), solved.trade / solved.trade.sum(), rtol=1e-8)


@holds_for(seeds, st.integers(2, 10), sigmas, kinds, st.floats(0.05, 20))
def test_identical_economies_stay_identical(seed: int, economies: int, sigma: float, kind: Kind, border: float) -> None:
    far, near = np.sort(np.random.default_rng(seed).uniform(0.1, 1, 2))
    trade = np.full((economies, economies), far)
    np.fill_diagonal(trade, near)
    change = np.full((economies, economies), border)
    np.fill_diagonal(change, 1.0)
    solved = solve(world(trade, sigma), change, kind)
    for indicator in (solved.prices, solved.inward, solved.exports, solved.imports, solved.real_gdp, solved.outward):
        np.testing.assert_allclose(indicator, indicator[0], rtol=1e-9)
    assert (solved.exports[0] > 1) == (border > 1) or border == pytest.approx(1)


@holds_for(worlds(), seeds, kinds)
def test_the_order_of_economies_does_not_matter(baseline: Baseline, seed: int, kind: Kind) -> None:
    change = random_change(seed, len(baseline.economies))
    order = np.random.default_rng(seed).permutation(len(baseline.economies))
    cells = np.ix_(order, order)
    shuffled = Baseline(
        baseline.trade[cells], tuple(baseline.economies[k] for k in order), baseline.sigma, baseline.reference
    )
    np.testing.assert_allclose(
        solve(shuffled, change[cells], kind).trade, solve(baseline, change, kind).trade[cells], rtol=1e-8
    )


@holds_for(worlds(), seeds, st.floats(1.0, 30))
def test_cheaper_trade_never_lowers_the_pairs_own_flow_while_incomes_are_fixed(
    baseline: Baseline, seed: int, cut: float
) -> None:
    exporter, importer = np.random.default_rng(seed).integers(0, len(baseline.economies), 2)
    change = np.ones_like(baseline.trade)
    change[exporter, importer] = cut
    solved = solve(baseline, change, "conditional")
    assert solved.trade[exporter, importer] >= baseline.trade[exporter, importer] * (1 - 1e-9)


def test_cheaper_trade_can_lower_the_pairs_own_flow_once_prices_respond() -> None:
    """B's new demand makes A's goods dearer; with a low elasticity its own purchases end up worth less than before."""
    trade = np.array([[0.3, 22.8, 76.4], [1.0, 6.3, 0.6], [18.1, 0.1, 3258.6]])
    change = np.ones((3, 3))
    change[0, 1] = 1.2
    baseline = world(trade, sigma=1.2, reference=2)
    assert solve(baseline, change, "conditional").trade[0, 1] > trade[0, 1]
    assert solve(baseline, change, "full").trade[0, 1] < 0.8 * trade[0, 1]


@holds_for(seeds, sigmas, st.floats(0.2, 5))
def test_a_negligible_flow_moves_by_its_own_costs_alone(seed: int, sigma: float, cut: float) -> None:
    trade = random_trade(seed, 6)
    trade[1, 2] = 1e-9 * min(trade[1].sum(), trade[:, 2].sum())
    change = np.ones((6, 6))
    change[1, 2] = cut
    for kind in ("partial", "conditional", "full"):
        assert solve(world(trade, sigma), change, kind).trade[1, 2] == pytest.approx(cut * trade[1, 2], rel=1e-6)


@holds_for(seeds, st.floats(2, 10))
def test_prices_are_those_that_groping_finds(seed: int, sigma: float) -> None:
    baseline = world(random_trade(seed, 6), sigma)
    change = random_change(seed, 6, spread=0.7)
    np.testing.assert_allclose(solve(baseline, change).prices, price_by_groping(baseline, change), rtol=1e-7)


@holds_for(worlds(), seeds)
def test_partial_equilibrium_changes_each_flow_alone(baseline: Baseline, seed: int) -> None:
    change = random_change(seed, len(baseline.economies))
    solved = solve(baseline, change, "partial")
    np.testing.assert_array_equal(solved.trade, baseline.trade * change)
    assert np.isnan(solved.residuals).all()
    np.testing.assert_array_equal(solved.real_gdp, 1)
