"""Intervals of what-ifs."""

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.scoring.trade_worlds import Fit, random_trade, world
from warehouse.scoring.equilibrium import Kind, solve
from warehouse.scoring.panel import Floats
from warehouse.scoring.uncertainty import Draws, Precision, Progress, direct_effect, simulate

N = 8
BASELINE = world(random_trade(7, N))


FIT = Fit(("rta", "bit", "mission"), np.array([0.4, 0.1, 0.2]), np.diag([0.01, 0.04, 0.0]) + 0.002)


def pair_change(size: float = 1.0) -> dict[str, Floats]:
    change = np.zeros((N, N))
    change[1, 2] = change[2, 1] = size
    return {"rta": change}


def run(kind: Kind = "full", progress: Progress | None = None, **precision: object) -> Draws:
    given = Precision(**{"draws": 40} | precision)
    return simulate(BASELINE, pair_change(), FIT, given, kind=kind, pairs=[("E001", "E002")], progress=progress)


def test_a_seed_gives_the_same_draws_bit_for_bit_whatever_the_workers() -> None:
    one, two = run(workers=1, sigma_range=(3, 8)), run(workers=2, sigma_range=(3, 8))
    for name, values in one.indicators.items():
        np.testing.assert_array_equal(two.indicators[name], values)
    assert (run(seed=2, sigma_range=(3, 8)).flows != one.flows).all()


def test_more_draws_begin_with_the_fewer() -> None:
    np.testing.assert_array_equal(run(draws=40).flows[:15], run(draws=15).flows)


def test_every_draw_is_the_equilibrium_of_its_coefficients_and_elasticity() -> None:
    drawn = run(draws=5, sigma_range=(3, 8))
    for draw in range(5):
        change = np.exp(drawn.coefficients[draw, 0] * pair_change()["rta"])
        alone = solve(replace(BASELINE, sigma=float(drawn.sigmas[draw])), change)
        np.testing.assert_allclose(drawn.indicators["real_gdp"][draw], alone.real_gdp, rtol=1e-9)
        np.testing.assert_allclose(drawn.flows[draw, 0], alone.trade[1, 2] / BASELINE.trade[1, 2], rtol=1e-9)
    assert ((drawn.sigmas > 3) & (drawn.sigmas < 8)).all()


def test_draws_have_the_fits_mean_and_covariance() -> None:
    drawn = run(draws=20_000, kind="partial").coefficients
    np.testing.assert_allclose(drawn.mean(axis=0), FIT.estimates, atol=0.005)
    np.testing.assert_allclose(np.cov(drawn.T), FIT.covariance, atol=0.001)


def test_the_direct_effect_and_its_interval_are_those_of_many_draws() -> None:
    estimate, lower, upper = direct_effect({"rta": 1.0, "bit": 1.0}, FIT)
    assert estimate == pytest.approx(np.exp(0.5))
    drawn = np.exp(run(draws=20_000, kind="partial").coefficients[:, :2].sum(axis=1))
    np.testing.assert_allclose([lower, upper], np.quantile(drawn, [0.05, 0.95]), rtol=0.02)


def test_direct_effects_of_many_changes_keep_their_shape() -> None:
    estimate, lower, upper = direct_effect({"rta": np.array([0.0, 1.0, 2.0])}, FIT, level=0.5)
    np.testing.assert_allclose(estimate, np.exp([0.0, 0.4, 0.8]))
    assert lower[0] == upper[0] == 1
    assert (lower[1:] < estimate[1:]).all()


def test_tables_hold_the_estimate_between_its_bounds() -> None:
    drawn = run(draws=200)
    flows = drawn.flows_table()
    assert flows.select("exporter", "importer").row(0) == ("E001", "E002")
    estimate, lower, upper = flows.select("estimate", "lower", "upper").row(0)
    assert 1 < lower < estimate < upper
    assert estimate == pytest.approx(drawn.central.trade[1, 2] / BASELINE.trade[1, 2])
    table = drawn.economies_table()
    assert table.height == 8 * N
    assert table.filter(economy="E001", indicator="real_gdp")["lower"].item() > 1


def test_conditional_equilibrium_has_no_welfare_to_show() -> None:
    table = run(draws=3, kind="conditional").economies_table().filter(indicator="welfare")
    assert table["estimate"].is_null().all()


def test_progress_is_reported_draw_by_draw() -> None:
    seen: list[tuple[int, int]] = []
    run(draws=4, progress=lambda done, wanted: seen.append((done, wanted)))
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_draws_without_an_equilibrium_are_recorded_and_left_out() -> None:
    """Coefficients so uncertain that in some draws trade costs leave the range of numbers."""
    trade = np.array([[10.0, 1.0], [4.0, 10.0]])
    wild = Fit(("border",), np.array([0.0]), np.array([[1000.0**2]]))
    border = 1 - np.eye(2)
    drawn = simulate(world(trade, 4.0), {"border": border}, wild, Precision(seed=3, draws=30))
    assert 0 < len(drawn.failures) < 30
    failed = list(drawn.failures)
    assert np.isnan(drawn.indicators["real_gdp"][failed]).all()
    assert "do not clear" in drawn.failures[failed[0]]
    assert not np.isnan(drawn.interval("real_gdp")).any()


def test_a_term_the_fit_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="the fit has no term visa; it has rta, bit, mission"):
        simulate(BASELINE, {"visa": np.zeros((N, N))}, FIT, Precision())


def test_an_elasticity_of_one_is_refused() -> None:
    with pytest.raises(ValueError, match="lower bound above 1"):
        run(sigma_range=(1.0, 5.0))
