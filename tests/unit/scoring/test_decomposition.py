"""The decomposition of ease: exact sums, true terms, honest intervals."""

import numpy as np
import polars as pl
import pytest

from tests.unit.scoring.tie_worlds import as_panel, tie_world
from warehouse.models.score import ease_decomposition
from warehouse.scoring.decomposition import Decomposition, decompose, draw_estimates
from warehouse.scoring.gravity import GravityFit, fit_ppml
from warehouse.scoring.panel import Floats

GROUPS = {"ln_distance": "geography", "contiguous": "geography", "rta": "trade policy", "security": "diplomacy"}
TRUE = np.array([-0.8, 0.5, 0.3, 0.6])


def world(seed: int, noise: float, economies: int = 24) -> tuple[Floats, dict[str, Floats]]:
    """One year of trade that follows `TRUE`, a few zeros, own trade unknown."""
    rng = np.random.default_rng(seed)
    shape = (economies, economies)
    flags = {name: (rng.random(shape) < 0.3).astype(float) for name in ("contiguous", "rta", "security")}
    regressors = {"ln_distance": rng.normal(8, 1, shape)} | flags
    log_mean = np.tensordot(TRUE, np.stack(list(regressors.values())), 1)
    log_mean = log_mean + rng.normal(0, 1, economies)[:, None] + rng.normal(0, 1, economies)
    trade = np.exp(log_mean + rng.normal(0, noise, shape) - noise**2 / 2)
    trade[rng.random(shape) < 0.05 * (noise > 0)] = 0.0
    np.fill_diagonal(trade, np.nan)
    return trade, regressors


def fitted(trade: Floats, regressors: dict[str, Floats]) -> GravityFit:
    return fit_ppml(trade[None], regressors, standard_errors="jackknife")


def decomposed(seed: int, noise: float) -> tuple[Decomposition, dict[str, Floats]]:
    """What is found, and the true terms of the groups."""
    trade, regressors = world(seed, noise)
    fit = fitted(trade, regressors)
    draws = draw_estimates(fit.estimates, fit.covariance, 200, seed)
    found = decompose(trade, regressors, GROUPS, fit.estimates, draws)
    true = {group: np.zeros(int(found.flows.sum())) for group in GROUPS.values()}
    for name, coefficient in zip(regressors, TRUE, strict=True):
        values = coefficient * regressors[name][found.flows]
        true[GROUPS[name]] += values - values.mean()
    return found, true


@pytest.mark.parametrize("noise", [0.0, 1.0])
def test_terms_add_up_to_the_ease_of_trade(noise: float) -> None:
    found, _ = decomposed(1, noise)
    assert np.abs(sum(found.terms.values()) - found.ln_ease).max() < 1e-9
    assert all(abs(values.mean()) < 1e-9 for values in found.terms.values())


def test_without_noise_the_terms_are_the_true_ones_and_nothing_is_left() -> None:
    found, true = decomposed(2, 0.0)
    for group, values in true.items():
        assert found.terms[group] == pytest.approx(values, abs=1e-6)
    assert np.abs(found.terms["residual"]).max() < 1e-6
    assert list(found.terms) == ["remoteness", "geography", "trade policy", "diplomacy", "residual"]


def test_true_terms_lie_in_their_intervals_as_often_as_stated() -> None:
    inside = []
    for seed in range(40):
        found, true = decomposed(seed, 0.5)
        inside.append([((found.low[g] <= true[g]) & (true[g] <= found.high[g])).mean() for g in true])
    assert 0.8 < np.mean(inside) < 0.97


def test_each_draw_has_effects_of_its_own() -> None:
    """Remoteness and residual of a draw are what a solution at that draw's coefficients says."""
    trade, regressors = world(3, 0.5)
    fit = fitted(trade, regressors)
    other = fit.estimates + 0.1
    both = decompose(trade, regressors, GROUPS, fit.estimates, np.array([other]))
    alone = decompose(trade, regressors, GROUPS, other, np.array([other]))
    for term, values in alone.terms.items():
        assert both.low[term] == pytest.approx(values, abs=1e-7)


def test_draws_are_reproducible_and_follow_a_singular_covariance() -> None:
    covariance = np.array([[0.04, 0.04], [0.04, 0.04]])
    draws = draw_estimates(np.array([1.0, 2.0]), covariance, 4000, seed=5)
    assert (draws == draw_estimates(np.array([1.0, 2.0]), covariance, 4000, seed=5)).all()
    assert draws[:, 1] - draws[:, 0] == pytest.approx(np.ones(4000), abs=1e-6)
    assert draws[:, 0].std() == pytest.approx(0.2, rel=0.05)


def test_the_table_explains_every_positive_flow() -> None:
    data = tie_world(7, economies=12, years=(2004, 2009))
    terms = sorted(GROUPS)
    table = ease_decomposition.build(
        as_panel(data),
        coefficient=pl.DataFrame({"term": terms, "estimate": [0.3, -0.7, 0.2, 0.5]}),
        covariance=pl.DataFrame({"covariance": (0.01 * np.eye(4)).reshape(-1)}),
        term_group=pl.DataFrame({"term": terms, "tie_group": [GROUPS[term] for term in terms]}),
    )
    positive = as_panel(data).filter(pl.col("trade_usd") > 0).height
    assert table.height == positive * len(table["ease_term"].unique())
    sums = table.group_by("exporter", "importer", "year").agg(pl.col("log_points").sum(), pl.col("ln_ease").first())
    assert sums["log_points"].to_numpy() == pytest.approx(sums["ln_ease"].to_numpy(), abs=1e-9)
    assert (table["low_log_points"] <= table["high_log_points"]).all()
