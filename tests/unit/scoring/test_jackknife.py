"""The jackknife does what it says without fitting again; effective pairs count what tells."""

from collections.abc import Iterator

import numpy as np
import pytest

from tests.unit.scoring.gravity_panels import world
from warehouse.scoring.gravity import fit_ols, fit_ppml
from warehouse.scoring.jackknife import effective_clusters
from warehouse.scoring.panel import Floats

CONVENTIONS = ("stata", "jackknife")
EFFECTS = [None, "directed", "symmetric"]


def without_each_pair(trade: Floats) -> Iterator[Floats]:
    first, second = np.nonzero(np.triu(np.ones(trade.shape[1:], dtype=bool)))
    for i, j in zip(first, second, strict=True):
        if not np.isnan(trade[:, [i, j], [j, i]]).all():
            left = trade.copy()
            left[:, [i, j], [j, i]] = np.nan
            yield left


def by_fitting_again(estimates: Floats, moved: list[Floats]) -> Floats:
    moves = np.array(moved) - estimates
    return (len(moves) - 1) / len(moves) * moves.T @ moves


def balanced(domestic: bool, countries: int = 9) -> tuple[Floats, dict[str, Floats]]:
    panel = world(3, years=4, countries=countries, domestic=domestic)
    rng = np.random.default_rng(5)
    trade = np.where(np.isnan(panel.trade) | (panel.trade == 0), rng.gamma(1.0, 1.0, panel.trade.shape), panel.trade)
    if not domestic:
        trade[:, np.arange(countries), np.arange(countries)] = np.nan
    chosen = {name: panel.regressors[name] for name in ("agreement", "alignment")}
    return trade, chosen


@pytest.mark.parametrize("domestic", [False, True])
@pytest.mark.parametrize("pair_effects", EFFECTS)
def test_least_squares_jackknife_is_that_of_fitting_again_without_each_pair(pair_effects, domestic: bool) -> None:
    trade, regressors = balanced(domestic)
    fit = fit_ols(trade, regressors, pair_effects=pair_effects, standard_errors="jackknife")
    moved = [fit_ols(left, regressors, pair_effects=pair_effects).estimates for left in without_each_pair(trade)]
    assert fit.covariance == pytest.approx(by_fitting_again(fit.estimates, moved), rel=1e-6)


@pytest.mark.parametrize("pair_effects", EFFECTS)
def test_poisson_jackknife_is_near_that_of_fitting_again(pair_effects) -> None:
    trade, regressors = balanced(domestic=False, countries=14)
    fit = fit_ppml(trade, regressors, pair_effects=pair_effects, standard_errors="jackknife")
    moved = [fit_ppml(left, regressors, pair_effects=pair_effects).estimates for left in without_each_pair(trade)]
    again = np.sqrt(np.diag(by_fitting_again(fit.estimates, moved)))
    assert fit.std_errors == pytest.approx(again, rel=0.15)
    usual = fit_ppml(trade, regressors, pair_effects=pair_effects).std_errors
    assert (np.abs(fit.std_errors - again) < 0.4 * np.abs(usual - again)).all()


def test_a_flow_that_makes_its_own_effects_widens_the_interval() -> None:
    trade, regressors = balanced(domestic=False)
    trade[:, 0, 1] *= 1000
    usual, jackknife = (fit_ppml(trade, regressors, standard_errors=c).std_errors for c in CONVENTIONS)
    assert (jackknife > 1.2 * usual).all()


def test_a_panel_with_zeros_gaps_and_pairs_that_never_trade_has_an_interval() -> None:
    panel = world(11, countries=15)
    chosen = {name: panel.regressors[name] for name in ("agreement", "alignment")}
    for effects in EFFECTS:
        usual, fit = (fit_ppml(panel.trade, chosen, pair_effects=effects, standard_errors=c) for c in CONVENTIONS)
        assert (fit.std_errors > usual.std_errors).all()
        assert (fit.std_errors < 3 * usual.std_errors).all()


def test_pairs_that_tell_the_same_all_count_and_a_large_one_counts_alone() -> None:
    regressor = np.zeros((1, 1, 4, 4))
    regressor[0, 0, 0, 1:] = 2.0
    weights = np.ones((1, 4, 4))
    assert effective_clusters(regressor, weights) == pytest.approx([3])
    weights[0, 0, 1] = 1e6
    assert effective_clusters(regressor, weights) == pytest.approx([1], abs=1e-5)


def test_both_directions_of_a_pair_are_one() -> None:
    regressor = np.zeros((1, 2, 4, 4))
    regressor[0, :, 0, 1] = regressor[0, :, 1, 0] = regressor[0, :, 2, 3] = regressor[0, :, 3, 2] = [1.0, -1.0]
    assert effective_clusters(regressor, np.ones((2, 4, 4))) == pytest.approx([2])


def test_few_telling_pairs_make_a_wide_interval() -> None:
    trade, regressors = balanced(domestic=False)
    rare = np.zeros_like(trade)
    rare[:, 2, 3] = rare[2:, 3, 4] = 1.0
    fit = fit_ppml(trade, regressors | {"rare": rare}, standard_errors="jackknife")
    values = dict(zip(fit.terms, fit.critical_values(0.95), strict=True))
    assert values["rare"] > 3
    assert 1.96 < values["agreement"] < 2.3
    low, high = fit.interval("rare")
    estimate, std_error = fit.estimate("rare")
    assert (low, high) == pytest.approx((estimate - values["rare"] * std_error, estimate + values["rare"] * std_error))


def test_least_squares_without_effects_has_no_jackknife() -> None:
    trade, regressors = balanced(domestic=False)
    with pytest.raises(ValueError, match="country_year_effects=True"):
        fit_ols(trade, regressors, country_year_effects=False, standard_errors="jackknife")
