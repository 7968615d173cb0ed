"""FDI potentials in simulated worlds with known truth: adding up, gaps, intervals, and economies left out."""

import dataclasses

import numpy as np
import polars as pl
import pytest

from warehouse.scoring.fit import GravityFit
from warehouse.scoring.investment import (
    InvestmentPotential,
    InvestmentSettings,
    compare_coefficients,
    investment_potential,
    vanishing_gaps,
    without_economies,
)
from warehouse.scoring.panel import Floats

T, N = 4, 30
SETTINGS = InvestmentSettings(floor=0.5)
DISTANCE, TREATY = -0.8, 0.5


@dataclasses.dataclass(frozen=True)
class World:
    stocks: Floats
    expected: Floats
    regressors: dict[str, Floats]


def simulate(seed: int, n: int = N) -> World:
    """Stocks with pair noise that lasts, small ones rounded to zero, and none within an economy."""
    rng = np.random.default_rng(seed)
    ln_distance, treaty = rng.normal(8, 0.8, (n, n)), (rng.random((T, n, n)) < 0.3).astype(float)
    homes, hosts = rng.normal(size=(T, n, 1)), rng.normal(size=(T, 1, n))
    expected = 2e4 * np.exp(homes + hosts + DISTANCE * ln_distance + TREATY * treaty)
    noise = np.exp(rng.normal(-0.32, 0.8, (n, n)))
    stocks = np.round(expected * noise)
    stocks[:, np.arange(n), np.arange(n)] = np.nan
    return World(stocks, expected, {"ln_distance": ln_distance, "bit": treaty})


@pytest.fixture(scope="module")
def world() -> World:
    return simulate(5)


@pytest.fixture(scope="module")
def result(world: World) -> InvestmentPotential:
    return investment_potential(world.stocks, world.regressors, SETTINGS)


def test_coefficients_are_those_of_the_world(result: InvestmentPotential) -> None:
    for term, truth in (("ln_distance", DISTANCE), ("bit", TREATY)):
        estimate, error = result.fit.estimate(term)
        assert abs(estimate - truth) < 3 * error
        assert error < 0.2


def test_potentials_of_a_home_and_of_a_host_add_up_to_their_stocks(result: InvestmentPotential) -> None:
    for axis in (0, 1):
        np.testing.assert_allclose(np.nansum(result.potential, axis=axis), np.nansum(result.stock, axis=axis))


def test_gap_is_the_log_of_potential_to_stock(result: InvestmentPotential) -> None:
    large = (result.stock > SETTINGS.floor) & (result.potential > SETTINGS.floor)
    np.testing.assert_allclose(np.exp(result.gap[large]), result.potential[large] / result.stock[large])


def test_a_stock_of_zero_counts_as_the_floor_in_the_gap(world: World) -> None:
    stocks = world.stocks.copy()
    stocks[:, 0, 1] = 0.0
    for floor in (0.5, 0.05):
        result = investment_potential(stocks, world.regressors, InvestmentSettings(floor=floor))
        assert np.exp(result.gap[0, 1]) == pytest.approx(result.potential[0, 1] / floor)


def test_stock_and_potential_are_means_over_the_same_years(world: World) -> None:
    stocks = world.stocks.copy()
    stocks[1:3, 0, 1] = np.nan  # of the three years of the window only the last is reported
    stocks[1:, 0, 2] = np.nan  # none is
    result = investment_potential(stocks, world.regressors, SETTINGS)
    fitted = result.fit.predict(world.regressors)
    assert (result.stock[0, 1], result.potential[0, 1]) == pytest.approx((stocks[3, 0, 1], fitted[3, 0, 1]))
    assert np.isnan([result.stock[0, 2], result.gap[0, 2]]).all()
    assert result.potential[0, 2] == pytest.approx(fitted[1:, 0, 2].mean())


def test_interval_holds_nine_in_ten_pairs_that_the_fit_has_not_seen() -> None:
    held = []
    for seed in range(6):
        world = simulate(seed, n=40)
        hidden = np.triu(np.random.default_rng(seed).random((40, 40)) < 0.3, 1)
        hidden |= hidden.T
        result = investment_potential(np.where(hidden, np.nan, world.stocks), world.regressors, SETTINGS)
        # A pair that reports nothing has its potential over all years of the window.
        actual = world.stocks[-SETTINGS.window :].mean(axis=0)[hidden]
        held.append(((actual >= result.lower[hidden]) & (actual <= result.upper[hidden])).mean())
    assert np.mean(held) == pytest.approx(0.9, abs=0.025)


def test_interval_surrounds_the_potential_and_may_begin_at_nothing(result: InvestmentPotential) -> None:
    known = ~np.isnan(result.potential) & (result.potential > 2)
    assert (result.lower[known] < result.potential[known]).all()
    assert (result.upper[known] > result.potential[known]).all()
    assert (result.lower[result.potential < 1] == 0).all()
    assert not ((result.lower > 0) & (result.lower < SETTINGS.floor)).any()


def test_the_same_seed_gives_the_same_interval_and_another_seed_another(world: World) -> None:
    first, same, other = (
        investment_potential(world.stocks, world.regressors, dataclasses.replace(SETTINGS, seed=seed))
        for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first.lower, same.lower)
    assert (first.bands.lower != other.bands.lower).any()


def test_home_and_host_are_treated_alike(world: World, result: InvestmentPotential) -> None:
    """Seen from the other side, the same pairs are held out and every number is the same."""
    turned = {name: np.swapaxes(values, -1, -2) for name, values in world.regressors.items()}
    mirrored = investment_potential(np.swapaxes(world.stocks, 1, 2), turned, SETTINGS)
    for name in ("gap", "lower", "upper"):
        np.testing.assert_allclose(getattr(mirrored, name).T, getattr(result, name), rtol=1e-4)


@pytest.mark.parametrize(("negative", "expected"), [("zero", 0.0), ("missing", np.nan)])
def test_negative_stocks_are_counted_and_treated_as_asked(world: World, negative: str, expected: float) -> None:
    stocks = world.stocks.copy()
    stocks[:, 3, 4] = -25.0
    settings = dataclasses.replace(SETTINGS, negative=negative)
    result = investment_potential(stocks, world.regressors, settings)
    assert result.n_negative == T
    assert result.stock[3, 4] == pytest.approx(expected, nan_ok=True)


def test_economies_left_out_do_not_count_as_home_or_host(world: World) -> None:
    excluded = np.arange(N) < 4
    result = investment_potential(without_economies(world.stocks, excluded), world.regressors, SETTINGS)
    assert np.isnan(result.stock[excluded]).all()
    assert np.isnan(result.stock[:, excluded]).all()
    kept = world.stocks[-3:].mean(axis=0)[4:, 4:]
    np.testing.assert_allclose(result.stock[4:, 4:], kept)


def test_a_result_that_havens_make_is_said_to_vanish() -> None:
    """Only in and out of four conduits do treaties attract investment."""
    world = simulate(8)
    conduit = np.arange(N) < 4
    through = (conduit[:, None] | conduit).astype(float)
    treaty = world.regressors["bit"]
    stocks = world.stocks * np.exp(treaty * (3.0 * through - TREATY))
    full = investment_potential(stocks, world.regressors, SETTINGS)
    part = investment_potential(without_economies(stocks, conduit), world.regressors, SETTINGS)
    verdicts = dict(compare_coefficients(full.fit, part.fit).select("term", "verdict").iter_rows())
    assert verdicts == {"ln_distance": "holds", "bit": "vanishes"}
    gone = vanishing_gaps(full, part)
    assert gone.any()
    assert (full.potential[gone] > full.stock[gone]).all()
    assert (part.potential[gone] <= part.stock[gone]).all()
    assert not gone[conduit].any()


def fit_of(**estimates: float) -> GravityFit:
    """A fit with these estimates, each with a standard error of one."""
    terms = tuple(estimates)
    empty = {field.name: None for field in dataclasses.fields(GravityFit)}
    fields = empty | {
        "terms": terms,
        "estimates": np.array(list(estimates.values())),
        "covariance": np.eye(len(terms)),
        "collinear": {},
    }
    return GravityFit(**fields)


def test_every_verdict_and_a_term_that_one_fit_left_out() -> None:
    full = fit_of(a=3.0, b=3.0, c=-3.0, d=1.0, e=0.0, f=2.5)
    part = fit_of(a=2.5, b=1.0, c=4.0, d=2.0, e=1.0)
    table = compare_coefficients(full, part)
    assert table["verdict"].to_list() == ["holds", "vanishes", "reverses", "only without", "none", "vanishes"]
    assert table.filter(pl.col("term") == "f")["estimate_without"].to_list() == [None]


def test_size_bins_follow_the_potential(result: InvestmentPotential) -> None:
    """The bounds are those of the bin that the potential falls into."""
    k = int(np.nanargmax(result.potential))
    i, j = divmod(k, N)
    assert result.upper[i, j] == pytest.approx(result.potential[i, j] * np.exp(result.bands.upper[-1]))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (InvestmentSettings(floor=0.0), "floor must be positive"),
        (InvestmentSettings(floor=1.0, folds=1), "two folds"),
        (InvestmentSettings(floor=1.0, window=9), "shorten the window"),
    ],
)
def test_impossible_settings_are_refused(world: World, settings: InvestmentSettings, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        investment_potential(world.stocks, world.regressors, settings)


def test_stocks_in_oneself_are_refused_with_the_remedy(world: World) -> None:
    stocks = world.stocks.copy()
    stocks[0, 2, 2] = 5.0
    with pytest.raises(ValueError, match="set the diagonal to NaN"):
        investment_potential(stocks, world.regressors, SETTINGS)
