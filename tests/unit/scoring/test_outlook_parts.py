"""What the outlook is made of: what is known of pairs and became of them, closeness, regressions on pairs, starting."""

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.scoring.outlook_world import trading_world
from warehouse.scoring.closeness import closeness, split_by_economy
from warehouse.scoring.dyadic import Dyads, huber_regression, least_squares, logistic_regression, sandwich
from warehouse.scoring.snapshot import World, outcome, outgrows, silent_pairs, trading_pairs
from warehouse.scoring.starting import fit_start
from warehouse.scoring.timing import CLEAN, PLAIN, Calendar, log_share

# What is known, and what became of it


def test_shares_by_hand() -> None:
    trade = np.array([[np.nan, 3e6, 0.0], [1e6, np.nan, 4e6], [3e6, 1e6, np.nan]])
    share = np.exp(log_share(trade))
    assert share[0, 1] == pytest.approx(3 / 4)
    assert share[0, 2] == pytest.approx(0.5 / 4)  # no trade: at the floor of half a million
    assert np.isnan(share[0, 0])


def test_a_mean_counts_a_zero_and_not_a_missing_year() -> None:
    calendar = Calendar((2000, 2001, 2002))
    values = np.array([[0.0, np.nan], [np.nan, np.nan], [3.0, np.nan]])
    np.testing.assert_array_equal(calendar.mean(values, 2002, (-2, 0)), [1.5, np.nan])


def test_score_and_base_share_no_year_with_clean_timing_and_all_with_plain() -> None:
    assert CLEAN.score[1] < CLEAN.base[0]
    assert PLAIN.score == PLAIN.base
    for timing in (CLEAN, PLAIN):
        assert timing.outcome[0] - timing.base[0] == timing.outcome[1] - timing.base[1] == 5


def test_who_stops_trading_stays_at_the_floor() -> None:
    world = trading_world(1)
    world.trade[-3:, 0, 1] = 0.0
    origin = world.years[-1] - 5
    grown = outcome(world, origin, CLEAN, Dyads(np.array([0]), np.array([1])))
    rows = [world.years.index(year) for year in range(origin - 2, origin + 1)]
    base = world.trade[rows].mean(axis=0)
    end = world.trade[-3:].mean(axis=0)
    expected = np.log(5e5 / np.nansum(end[:, 1])) - np.log(base[0, 1] / np.nansum(base[:, 1]))
    assert grown.growth[0] == pytest.approx(expected)
    assert grown.gain_usd[0] == pytest.approx(-base[0, 1])  # the whole of it, at constant market size


def test_what_is_known_at_the_end_of_a_year_knows_nothing_later() -> None:
    world = trading_world(2)
    year = world.years[20]
    later = World(world.years, world.trade.copy(), world.potential.copy(), world.ties)
    later.trade[21:] *= np.random.default_rng(0).uniform(0, 9, later.trade[21:].shape)
    later.potential[21:] = np.nan
    first, second = trading_pairs(world, year), trading_pairs(later, year)
    for name in ("actual_usd", "potential_usd", "past_parts", "log_share", "log_intensity"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))


def test_outgrowing_is_against_the_median_supplier_of_the_same_importer() -> None:
    dyads = Dyads(np.array([0, 1, 2, 0, 1]), np.array([3, 3, 3, 4, 4]))
    np.testing.assert_array_equal(outgrows(np.array([1.0, 2.0, 3.0, 9.0, 8.0]), dyads), [0, 0, 1, 1, 0])


# Closeness


def test_ties_split_into_economies_and_pair_and_add_up() -> None:
    rng = np.random.default_rng(0)
    values, known = rng.normal(size=(12, 12)), rng.random((12, 12)) < 0.7
    exporter, importer, pair = split_by_economy(values, known)
    np.testing.assert_allclose((exporter + importer + pair + values[known].mean())[known], values[known])
    np.testing.assert_allclose(np.where(known, pair, 0).sum(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(np.where(known, pair, 0).sum(axis=1), 0, atol=1e-9)
    assert np.ptp(exporter[5][known[5]]) == pytest.approx(0, abs=1e-12)


def test_closeness_does_not_depend_on_the_units_of_ties_or_on_how_open_economies_are() -> None:
    rng = np.random.default_rng(1)
    sample = ~np.eye(15, dtype=bool)
    tie = rng.normal(size=(15, 15))
    first = closeness({"a": tie}, sample)
    np.testing.assert_allclose(closeness({"a": 7 * tie + 3}, sample).pair, first.pair, atol=1e-12)
    opened = tie + 2 * rng.normal(size=(15, 1))
    np.testing.assert_allclose(closeness({"a": opened}, sample).pair, first.pair, atol=1e-9)


def test_a_tie_that_is_not_known_counts_neither_way() -> None:
    rng = np.random.default_rng(2)
    sample = ~np.eye(15, dtype=bool)
    tie = rng.normal(size=(15, 15))
    tie[3, 4] = np.nan
    found = closeness({"a": tie, "b": np.full((15, 15), np.nan), "c": np.ones((15, 15))}, sample)
    assert found.dimensions == ("a",)  # b is not known anywhere, c does not tell anybody from anybody
    at = list(zip(*np.nonzero(sample), strict=True)).index((3, 4))
    assert found.pair[at] == found.economy[at] == 0.0


# Regressions on pairs


def related(seed: int, economies: int = 12) -> tuple[np.ndarray, np.ndarray, Dyads]:
    rng = np.random.default_rng(seed)
    dyads = Dyads(*np.nonzero(~np.eye(economies, dtype=bool)))
    X = np.column_stack([np.ones(len(dyads.exporter)), rng.normal(size=len(dyads.exporter))])
    return X, rng.normal(size=len(X)), dyads


def test_covariance_sums_over_every_two_pairs_with_an_economy_in_common() -> None:
    X, scores, dyads = related(0)
    meat = np.zeros((2, 2))
    for k in range(len(X)):
        for m in range(len(X)):
            if {dyads.exporter[k], dyads.importer[k]} & {dyads.exporter[m], dyads.importer[m]}:
                meat += scores[k] * scores[m] * np.outer(X[k], X[m])
    bread = np.linalg.inv(X.T @ X)
    values, vectors = np.linalg.eigh(bread @ meat @ bread)
    wanted = (vectors * np.maximum(values, 0)) @ vectors.T  # the sum need not be positive semi-definite
    np.testing.assert_allclose(sandwich(X, scores, X.T @ X, dyads), wanted, atol=1e-12)


def test_huber_is_least_squares_without_outliers_and_holds_against_them() -> None:
    X, _, dyads = related(1)
    y = X @ [1.0, 2.0] + np.where(np.arange(len(X)) % 2, 0.1, -0.1)
    np.testing.assert_allclose(huber_regression(X, y, dyads).coefficients, least_squares(X, y, dyads).coefficients)
    y[:5] += 1000.0
    np.testing.assert_allclose(huber_regression(X, y, dyads).coefficients, [1.0, 2.0], atol=0.05)
    assert np.abs(least_squares(X, y, dyads).coefficients - [1.0, 2.0]).max() > 5


def test_logistic_regression_finds_the_log_odds_of_two_groups() -> None:
    dyads = Dyads(np.arange(100), np.arange(100) + 100)
    group = np.repeat([0.0, 1.0], 50)
    happened = np.r_[np.repeat([1.0, 0.0], [10, 40]), np.repeat([1.0, 0.0], [30, 20])]
    fit = logistic_regression(np.column_stack([np.ones(100), group]), happened, dyads)
    np.testing.assert_allclose(fit.coefficients, [np.log(10 / 40), np.log(30 / 20) - np.log(10 / 40)], rtol=1e-6)
    assert fit.std_errors[0] == pytest.approx(np.sqrt(1 / 10 + 1 / 40), rel=1e-6)


# Starting


def silent(seed: int) -> tuple[World, np.ndarray]:
    world = trading_world(seed)
    rng = np.random.default_rng(seed)
    absent = rng.random(world.trade.shape[1:]) < 0.5
    world.trade[:, absent] = 0.0
    world.trade[:, np.eye(len(absent), dtype=bool)] = np.nan
    return world, absent


def test_pairs_that_are_known_not_to_trade_are_silent_and_missing_ones_are_not() -> None:
    world, absent = silent(8)
    world.trade[:, 0, 1], absent[0, 1] = np.nan, False
    np.fill_diagonal(absent, False)
    assert len(silent_pairs(world, world.years[-1]).actual_usd) == absent.sum()


def test_the_chance_to_start_is_found_and_bounds_hold() -> None:
    world, _ = silent(9)
    known = silent_pairs(world, world.years[-1])
    known = replace(known, potential_usd=np.exp(np.random.default_rng(0).normal(15, 2, len(known.actual_usd))))
    rng = np.random.default_rng(1)

    def traded() -> np.ndarray:
        starts = rng.random(len(known.actual_usd)) < 1 / (1 + np.exp(2 - 0.5 * np.log(known.potential_usd / 5e5)))
        return np.where(starts, 0.1 * known.potential_usd * np.exp(rng.normal(0, 1, len(starts))), 0.0)

    start = fit_start(known, traded(), with_ties=False)
    estimates = dict(zip(("constant", *start.terms), start.regression.coefficients, strict=True))
    assert estimates["constant"] == pytest.approx(-2, abs=0.5)
    assert estimates["log_potential"] == pytest.approx(0.5, abs=0.15)
    again = traded()
    assert start.probability(known).mean() == pytest.approx((again > 0).mean(), abs=0.05)
    assert (again <= np.maximum(start.upper_usd(known), 5e5)).mean() >= 0.87
