"""The bias of three-way PPML: found where there is one, and its average direction and size."""

import numpy as np

from warehouse.scoring.gravity import fit_ppml
from warehouse.scoring.panel import Floats
from warehouse.scoring.three_way import three_way_bias


def small_world(seed: int, economies: int = 20, years: int = 2) -> tuple[Floats, Floats]:
    """Design of Weidner & Zylkin (2021), section 4, with a variance of one: trade and its regressor, β = 1."""
    rng = np.random.default_rng(seed)
    shape = (years, economies, economies)
    exporter, importer = rng.normal(0, 0.25, (2, years, economies))
    pair = rng.normal(0, 0.25, shape[1:])
    regressor = np.zeros(shape)
    before = 2 * pair
    for t in range(years):
        regressor[t] = before / 2 + exporter[t][:, None] + importer[t] + rng.normal(0, 0.25, shape[1:])
        before = regressor[t]
    mean = np.exp(regressor + exporter[:, :, None] + importer[:, None, :] + pair)
    variance = np.log1p(mean**-2.0)
    trade = mean * np.exp(np.sqrt(variance) * rng.normal(size=shape) - variance / 2)
    trade[:, np.eye(economies, dtype=bool)] = np.nan
    return trade, regressor


def test_taking_the_bias_off_brings_estimates_nearer_to_the_truth_on_average() -> None:
    errors, biases = [], []
    for seed in range(250):
        trade, regressor = small_world(seed)
        fit = fit_ppml(trade, {"x": regressor}, pair_effects="directed")
        errors.append(fit.estimates[0] - 1)
        biases.append(three_way_bias(trade, {"x": regressor}, fit)[0])
    error, noise = np.mean(errors), np.std(errors) / np.sqrt(len(errors))
    assert error > 3 * noise  # there is a bias to find
    assert 0.4 * error < np.mean(biases) < 1.2 * error
    assert abs(np.mean(errors) - np.mean(biases)) < 2.5 * noise


def test_more_economies_less_bias() -> None:
    found = []
    for economies in (15, 45):
        worlds = [small_world(seed, economies) for seed in range(30)]
        fits = [fit_ppml(trade, {"x": x}, pair_effects="directed") for trade, x in worlds]
        biases = [three_way_bias(trade, {"x": x}, fit)[0] for (trade, x), fit in zip(worlds, fits, strict=True)]
        found.append(np.mean(biases))
    assert 0 < found[1] < 0.6 * found[0]


def test_gaps_and_regressors_left_out_do_not_disturb() -> None:
    trade, regressor = small_world(1, years=4)
    trade[1, 2, 3] = np.nan
    trade[:, 4, 5] = 0.0
    regressors = {"x": regressor, "flat": np.ones_like(regressor)}
    fit = fit_ppml(trade, {"x": regressor}, pair_effects="directed")
    bias = three_way_bias(trade, regressors, fit)
    assert bias.shape == (1,)
    assert 0 < abs(bias[0]) < fit.std_errors[0]
