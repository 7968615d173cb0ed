"""Rank correlations against scipy and against regressions on dummies written out here; intervals that cover."""

import numpy as np
import polars as pl
import pytest
from scipy.stats import pearsonr, rankdata, spearmanr

from tests.unit.scoring.tie_worlds import as_panel, tie_world
from warehouse.models.mart import tie_access_correlation
from warehouse.scoring.access import ease_of_trade
from warehouse.scoring.correlation import (
    Weights,
    correlation,
    partial,
    partial_with_effects,
    ranks,
    within_spearman,
)
from warehouse.scoring.panel import Booleans, Floats
from warehouse.scoring.timing import known_mean

ECONOMIES, EXPORTERS = 15, 9


def variables(seed: int, count: int, years: int = 1) -> tuple[Floats, Booleans]:
    """Correlated values with ties among them, and which cells are known; economies differ."""
    rng = np.random.default_rng(seed)
    shape = (count, years, EXPORTERS, ECONOMIES)
    common = rng.normal(size=shape[1:]) + rng.normal(size=(EXPORTERS, 1)) + rng.normal(size=ECONOMIES)
    return np.round(common + rng.normal(size=shape), 1), rng.random(shape[1:]) < 0.8


def weights() -> Weights:
    return Weights.drawn(ECONOMIES, 20, 1).of_exporters(np.arange(ECONOMIES) < EXPORTERS)


def left_over(values: Floats, design: Floats) -> Floats:
    return values - design @ np.linalg.lstsq(design, values, rcond=None)[0]


def dummies(labels: np.ndarray) -> Floats:
    return (labels[:, None] == np.unique(labels)).astype(float)


def test_raw_is_spearmans_rho() -> None:
    (first, second), sample = (x[:, 0] if x.ndim == 4 else x[0] for x in variables(1, 2))
    found = correlation(ranks(first, sample), ranks(second, sample), sample, weights())
    assert found.value == pytest.approx(spearmanr(first[sample], second[sample]).statistic, abs=1e-12)
    assert found.low < found.value < found.high


def test_partial_is_the_correlation_of_residuals_of_ranks() -> None:
    values, sample = (x[:, 0] if x.ndim == 4 else x[0] for x in variables(2, 4))
    ranked = [ranks(x, sample) for x in values]
    found = partial(ranked[0], ranked[1], ranked[2:], sample, weights())
    flat = [rankdata(x[sample]) for x in values]
    design = np.column_stack([np.ones(len(flat[0])), *flat[2:]])
    expected = pearsonr(left_over(flat[0], design), left_over(flat[1], design)).statistic
    assert found.value == pytest.approx(expected, abs=1e-12)


def test_partial_with_effects_is_a_regression_on_dummies() -> None:
    values, sample = (x[:, 0] if x.ndim == 4 else x[0] for x in variables(3, 3))
    ranked = [ranks(x, sample) for x in values]
    found = partial_with_effects(ranked[0], ranked[1], ranked[2:], sample, weights())
    exporter, importer = np.nonzero(sample)
    flat = [rankdata(x[sample]) for x in values]
    design = np.column_stack([dummies(exporter), dummies(importer), flat[2]])
    expected = pearsonr(left_over(flat[0], design), left_over(flat[1], design)).statistic
    assert found.value == pytest.approx(expected, abs=1e-9)


def test_within_is_a_regression_on_dummies_of_pairs_and_years() -> None:
    (first, second), sample = variables(4, 2, years=5)
    found = within_spearman(first, second, sample, weights())
    used = sample & (sample.sum(axis=0) > 1)
    year, exporter, importer = np.nonzero(used)
    design = np.column_stack([dummies(year), dummies(exporter * ECONOMIES + importer)])
    flat = [left_over(rankdata(x[used]), design) for x in (first, second)]
    assert found.value == pytest.approx(pearsonr(*flat).statistic, abs=1e-9)


def test_what_does_not_vary_has_no_correlation() -> None:
    (first, second), sample = variables(5, 2, years=3)
    lasting = np.broadcast_to(first[0], first.shape)
    assert np.isnan(within_spearman(lasting, second, sample, weights()).value)
    by_exporter = np.broadcast_to(first[0][:, :1], first[0].shape)
    ranked = [ranks(x, sample[0]) for x in (by_exporter, second[0])]
    assert np.isnan(partial_with_effects(ranked[0], ranked[1], [], sample[0], weights()).value)


def test_intervals_hold_ranks_fixed_at_little_cost() -> None:
    """Bounds are near those of drawing economies with their pairs and ranking anew in every draw."""
    rng = np.random.default_rng(6)
    size = 60
    lasting = rng.normal(size=(2, size, 1)) + rng.normal(size=(2, 1, size))
    first = lasting[0] + rng.normal(size=(size, size))
    second = 0.5 * first + lasting[1] + rng.normal(size=(size, size))
    sample = ~np.eye(size, dtype=bool)
    found = correlation(ranks(first, sample), ranks(second, sample), sample, Weights.drawn(size, 600, 7))
    drawn = []
    for _ in range(600):
        weight = np.outer(*[rng.exponential(size=size)] * 2)[sample]
        order = [np.argsort(x[sample]) for x in (first, second)]
        position = [(np.cumsum(weight[o]) - weight[o] / 2)[np.argsort(o)] for o in order]
        drawn.append(np.cov(*position, aweights=weight))
    anew = [c[0, 1] / np.sqrt(c[0, 0] * c[1, 1]) for c in drawn]
    width = found.high - found.low
    assert width == pytest.approx(np.diff(np.quantile(anew, [0.05, 0.95]))[0], rel=0.15)


def test_intervals_cover_zero_where_only_economies_are_alike() -> None:
    """Two unrelated variables that both differ by economy: intervals over pairs alone would miss zero too often."""
    covered = []
    for seed in range(100):
        rng = np.random.default_rng(seed)
        values = [rng.normal(size=(40, 1)) + rng.normal(size=40) + rng.normal(size=(40, 40)) for _ in range(2)]
        sample = ~np.eye(40, dtype=bool)
        one, other = (ranks(x, sample) for x in values)
        found = correlation(one, other, sample, Weights.drawn(40, 200, seed))
        covered.append(found.low < 0 < found.high)
    assert 80 <= sum(covered) <= 98


@pytest.fixture(scope="module")
def table() -> pl.DataFrame:
    """Of a world where alliances raise trade, everything else unknown."""
    data = tie_world(8, economies=26, years=tuple(range(2000, 2006)), effect=1.5, noise=0.2)
    names = data.axes.economies
    access = data.axes.long(
        {
            "trade_intensity": ease_of_trade(data.trade),
            "model_access": np.exp(data.variables["rta"]),
            "policy_access_index": data.variables["rta"],
            "revealed_access": np.broadcast_to(known_mean(data.trade), data.trade.shape),
        }
    )
    later = {"representation_later": 1.0 - data.variables["contiguous"]}
    return tie_access_correlation.build(
        as_panel(data).drop("bit", *later).join(data.axes.long(later), on=["exporter", "importer", "year"]),
        access,
        size=pl.DataFrame({"economy": names, "year": 2003, "ln_gdp": np.arange(26.0)}),
        region=pl.DataFrame({"economy": names[:20], "region": ["North"] * 13 + ["South"] * 7}),
        term=pl.DataFrame({"term": ["ln_distance", "rta", "security"]}),
    )


def cell(table: pl.DataFrame, dimension: str, measure: str, **more: str | bool) -> dict:
    every = {"period_first_year": 2000, "exporter_group": "all", "with_zero_flows": True, "tie_timing": "as known then"}
    (row,) = table.filter(dimension=dimension, access_measure=measure, **(every | more)).to_dicts()
    return row


def test_the_tie_that_matters_is_found_between_and_within_pairs(table: pl.DataFrame) -> None:
    row = cell(table, "security", "ease of trade")
    assert row["raw_rho_low"] > 0
    assert row["partial_rho_low"] > 0.3
    assert row["partial_effects_rho_low"] > 0.3
    assert row["within_rho_low"] > 0.3
    assert row["empty_reason"] is None
    assert row["compared_pair_count"] == 26 * 25


@pytest.mark.parametrize(
    ("dimension", "measure", "why"),
    [
        ("treaties", "policy access", "contains"),
        ("treaties", "model access", "fitted with"),
        ("security", "model access", "fitted with"),
        ("treaties", "revealed pair access", "fitted with"),
        ("mobility", "policy access", "contains"),
        ("alignment", "ease of trade", "not known"),
    ],
)
def test_cells_that_would_compare_a_tie_with_itself_are_empty_and_say_why(
    table: pl.DataFrame, dimension: str, measure: str, why: str
) -> None:
    row = cell(table, dimension, measure)
    assert why in row["empty_reason"]
    assert all(value is None for name, value in row.items() if "_rho" in name)


def test_what_has_one_value_for_a_period_is_not_compared_within_pairs(table: pl.DataFrame) -> None:
    row = cell(table, "security", "revealed pair access")
    assert row["within_rho"] is None
    assert "one value" in row["within_empty_reason"]
    assert row["raw_rho"] is not None


def test_a_tie_of_a_later_year_stands_in_rows_of_its_own(table: pl.DataFrame) -> None:
    row = cell(table, "representation", "ease of trade", tie_timing="from a later year")
    assert row["raw_rho"] is not None
    assert "does not change" in row["within_empty_reason"]
    assert cell(table, "representation", "ease of trade")["raw_rho"] is None


def test_by_region_of_the_exporter_and_with_and_without_zeros(table: pl.DataFrame) -> None:
    assert set(table["exporter_group"]) == {"all", "North", "South"}
    north = cell(table, "security", "ease of trade", exporter_group="North")
    assert north["compared_pair_count"] == 13 * 25
    without = cell(table, "security", "ease of trade", with_zero_flows=False)
    assert without["compared_pair_count"] <= 26 * 25
    assert without["within_rho"] != cell(table, "security", "ease of trade")["within_rho"]
