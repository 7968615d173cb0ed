"""Four measures of access, by hand and in invented worlds whose truth is known."""

import numpy as np
import polars as pl
import pytest

from tests.unit.scoring.tie_worlds import as_panel, tie_world
from warehouse.models.score import market_access
from warehouse.scoring.access import Revealed, ease_of_trade, model_access, policy_access, revealed_access
from warehouse.scoring.gravity import fit_ppml
from warehouse.scoring.gravity_data import periods
from warehouse.scoring.panel import Floats

NAN = float("nan")


def test_ease_of_trade_by_hand() -> None:
    trade = np.array([[[NAN, 30.0, 10.0], [20.0, NAN, 0.0], [40.0, NAN, NAN]]])
    ease = ease_of_trade(trade)[0]
    assert ease[0, 1] == pytest.approx(30 * 100 / (40 * 30))
    assert ease[1, 2] == 0  # an observed zero
    assert np.isnan(ease[2, 1])  # missing is not zero


def test_the_mean_of_ease_weighted_by_what_was_to_be_expected_is_one() -> None:
    trade = np.random.default_rng(1).lognormal(size=(2, 8, 8))
    expected = trade.sum(axis=2, keepdims=True) * trade.sum(axis=1, keepdims=True)
    assert np.average(ease_of_trade(trade)[0], weights=expected[0]) == pytest.approx(1)


def test_model_access_is_one_for_the_mean_pair_and_as_sure_as_its_coefficients() -> None:
    distance = np.array([[[1.0, 2.0], [3.0, NAN]]])
    access = model_access({"ln_distance": distance}, np.array([-0.5]), np.array([[0.01]]), reach=2.0)
    assert access.value[0, 0, 1] == pytest.approx(1)
    assert access.high[0, 0, 1] - access.low[0, 0, 1] == pytest.approx(0)
    assert access.value[0, 0, 0] == pytest.approx(np.exp(0.5))
    assert access.low[0, 0, 0] == pytest.approx(np.exp(0.5 - 2 * 0.1))
    assert np.isnan(access.value[0, 1, 1])


def test_policy_access_is_the_mean_of_what_is_known() -> None:
    agreement, visas = np.array([[1.0, 1.0, NAN]]), np.array([[0.5, NAN, NAN]])
    value, known = policy_access([agreement, visas])
    assert value[0, :2] == pytest.approx([0.75, 1.0])
    assert np.isnan(value[0, 2])
    assert known[0] == pytest.approx([1, 0.5, 0])


def revealed_world(seed: int, years: int, economies: int = 40, shape: float = 2.0) -> tuple[Floats, Revealed, Floats]:
    """Trade, what it reveals, and the truth: pairs differ by distance and by a lasting factor of their own."""
    rng = np.random.default_rng(seed)
    distance = rng.normal(size=(economies, economies))
    true = np.exp(-0.7 * distance) * rng.gamma(shape, 1 / shape, distance.shape)
    size = np.exp(rng.normal(0, 1, (2, 1, economies)) + rng.normal(0, 0.2, (2, years, economies)))
    mean = 100 * size[0][:, :, None] * size[1][:, None, :] * true
    trade = rng.gamma(1 / 0.5, mean * 0.5)
    trade[:, np.eye(economies, dtype=bool)] = np.nan
    fit = fit_ppml(trade, {}, pair_effects="directed")
    return trade, revealed_access(trade, fit, np.zeros_like(trade), {"ln_distance": distance}), true


def comparable(found: Revealed, true: Floats) -> Floats:
    """The truth on the scale of what was found: pair effects are known up to a factor of each exporter and importer."""
    off = ~np.eye(len(true), dtype=bool)
    distance = np.where(off, np.log(found.access, where=off, out=np.zeros_like(true)) - np.log(true), 0.0)
    for _ in range(50):
        distance = np.where(off, distance - distance.sum(axis=1, keepdims=True) / off.sum(axis=1, keepdims=True), 0.0)
        distance = np.where(off, distance - distance.sum(axis=0) / off.sum(axis=0), 0.0)
    return np.where(off, found.access * np.exp(-distance), np.nan)


def test_revealed_access_ranks_pairs_as_they_are() -> None:
    _, found, true = revealed_world(3, years=8)
    known = np.isfinite(found.access)
    logs = np.log(found.access[known]), np.log(comparable(found, true)[known])
    assert np.corrcoef(*logs)[0, 1] > 0.93
    assert found.noise[1] > 1.5  # relative errors are constant in this world, which is 2; Poisson is 1
    assert found.shape == pytest.approx(2, rel=0.35)


def test_intervals_of_revealed_access_cover() -> None:
    _, found, true = revealed_world(4, years=5)
    there = comparable(found, true)
    inside = (found.low < there) & (there < found.high)
    assert 0.85 < inside[np.isfinite(there)].mean() < 0.97


def test_a_pair_of_which_little_is_known_is_drawn_to_what_distance_predicts() -> None:
    weights = [revealed_world(5, years=years)[1].weight for years in (2, 12)]
    assert np.nanmean(weights[0]) < np.nanmean(weights[1])
    trade, found, _ = revealed_world(5, years=2)
    zero = np.nansum(trade, axis=0) == 0
    assert (found.access[~np.isnan(found.access) & zero] > 0).all()


def test_periods_are_decades_and_short_ends_join_their_neighbour() -> None:
    assert periods(range(1990, 2015)) == [tuple(range(1990, 2000)), tuple(range(2000, 2010)), tuple(range(2010, 2015))]
    assert periods(range(1988, 2012)) == [tuple(range(1988, 2000)), tuple(range(2000, 2012))]
    assert periods([2000, 2001]) == [(2000, 2001)]


def test_the_table_has_the_rows_of_the_panel_and_access_of_its_own_year() -> None:
    world = tie_world(6, economies=14, years=tuple(range(2000, 2006)))
    panel = as_panel(world).with_columns(rta_depth=None, trade_sanction=None)
    terms = ["ln_distance", "rta"]
    tables = market_access.build(
        panel,
        tariff=panel.select("exporter", "importer", "year", tariff_pct=pl.lit(10.0)),
        coefficient=pl.DataFrame({"term": terms, "estimate": [-0.8, 0.3]}),
        covariance=pl.DataFrame({"covariance": [0.01, 0.0, 0.0, 0.01]}),
    )
    access = tables["market_access"]
    assert access.height == panel.height
    assert tables["market_access_period"].height == 1
    both = access.join(panel, on=["exporter", "importer", "year"])
    assert both["policy_known_share"].to_list() == [0.5] * both.height
    assert both["policy_access_index"].to_numpy() == pytest.approx((both["rta"].to_numpy() + 0.9) / 2)
    assert (both["model_access_low"] <= both["model_access_high"]).all()
    ease = ease_of_trade(world.trade)[world.axes.years.index(2003), 0, 1]
    row = access.filter(exporter="E00", importer="E01", year=2003)
    assert row["trade_intensity"].to_list() == [pytest.approx(ease)]
