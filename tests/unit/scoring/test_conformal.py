"""Split-conformal intervals: ranks by hand, coverage by simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.scoring.conformal import assign_bins, conformal_bands, coverage_reached, size_edges

NO_EDGES = np.empty(0)


def test_ranks_by_hand() -> None:
    # n = 39, 90 %: ⌊40 · 0.05⌋ = 2nd and ⌈40 · 0.95⌉ = 38th of 1 … 39
    bands = conformal_bands(np.arange(39, 0, -1), np.zeros(39), NO_EDGES)
    assert (bands.lower[0], bands.upper[0]) == (2, 38)
    # n = 24, 68 %: ⌊25 · 0.16⌋ = 4th and ⌈25 · 0.84⌉ = 21st, though 25 · 0.84 is a little over 21 in floating point
    bands = conformal_bands(np.arange(1, 25), np.zeros(24), NO_EDGES, coverage=0.68)
    assert (bands.lower[0], bands.upper[0]) == (4, 21)
    # n = 19, one side: ⌈20 · 0.9⌉ = 18th; the other side is open
    upper = conformal_bands(np.arange(1, 20), np.zeros(19), NO_EDGES, sides="upper")
    assert (upper.lower[0], upper.upper[0]) == (-np.inf, 18)
    lower = conformal_bands(np.arange(1, 20), np.zeros(19), NO_EDGES, sides="lower")
    assert (lower.lower[0], lower.upper[0]) == (2, np.inf)


def test_a_bin_too_small_for_the_coverage_is_open() -> None:
    # 90 % on two sides needs 19 residuals: ⌈19 · 0.95⌉ = 19 > 18
    enough, few = (conformal_bands(np.arange(n), np.zeros(n), NO_EDGES) for n in (19, 18))
    assert (enough.lower[0], enough.upper[0]) == (0, 18)
    assert (few.lower[0], few.upper[0]) == (-np.inf, np.inf)


def test_each_bin_has_its_own_interval() -> None:
    sizes = np.repeat([1.0, 10.0], 39)
    residuals = np.concatenate([np.linspace(-1, 1, 39), np.linspace(-5, 5, 39)])
    bands = conformal_bands(residuals, sizes, np.array([10.0]))
    low, high = bands.interval([100.0, 100.0, np.nan], [9.9, 10.0, 1.0])
    assert high[1] - low[1] == pytest.approx(5 * (high[0] - low[0]))
    assert np.isnan([low[2], high[2]]).all()
    assert bands.counts.tolist() == [39, 39]


def test_edges_split_evenly_and_ties_merge_bins() -> None:
    sizes = np.arange(100.0)
    assert np.bincount(assign_bins(sizes, size_edges(sizes, 4))).tolist() == [25, 25, 25, 25]
    tied = np.array([0, 0, 0, 0, 5, 6])
    assert np.bincount(assign_bins(tied, size_edges(tied, 3))).tolist() == [4, 2]
    assert size_edges(np.zeros(9), 3).size == 0


def test_small_samples_reach_the_coverage_on_average() -> None:
    # Expected coverage is (38 − 2) / 40 exactly; quantiles without the correction give about 85 %.
    rng = np.random.default_rng(20240601)
    held = []
    for _ in range(4000):
        draw = rng.standard_t(3, 40)
        bands = conformal_bands(draw[:39], np.zeros(39), NO_EDGES)
        held.append(bands.lower[0] <= draw[39] <= bands.upper[0])
    assert np.mean(held) == pytest.approx(0.9, abs=0.015)


def test_every_bin_reaches_the_coverage_though_spread_grows_with_size() -> None:
    rng = np.random.default_rng(7)
    sizes = rng.lognormal(size=40_000)
    outcomes = 3.0 + sizes * rng.standard_cauchy(40_000)  # a model that predicts 3 everywhere
    seen, new = slice(None, 20_000), slice(20_000, None)
    edges = size_edges(sizes[seen], 10)
    bands = conformal_bands(outcomes[seen] - 3.0, sizes[seen], edges)
    reached = coverage_reached(outcomes[new], bands.interval(np.full(20_000, 3.0), sizes[new]), sizes[new], edges)
    assert reached.min() > 0.87
    assert reached.max() < 0.93
    pooled = conformal_bands(outcomes[seen] - 3.0, sizes[seen], NO_EDGES)
    of_all = pooled.interval(np.full(20_000, 3.0), sizes[new])
    assert coverage_reached(outcomes[new], of_all, sizes[new], edges).min() < 0.8  # without bins the largest fall short


def test_coverage_of_an_empty_bin_is_unknown() -> None:
    reached = coverage_reached([1.0, 2.0], (np.zeros(2), np.full(2, 1.5)), [0.0, 0.0], np.array([5.0]))
    np.testing.assert_array_equal(reached, [0.5, np.nan])


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60), st.floats(0.5, 0.99))
def test_turning_the_sign_mirrors_the_interval(residuals: list[float], coverage: float) -> None:
    sizes = np.zeros(len(residuals))
    bands = conformal_bands(residuals, sizes, NO_EDGES, coverage=coverage)
    mirrored = conformal_bands(-np.array(residuals), sizes, NO_EDGES, coverage=coverage)
    assert mirrored.lower[0] == -bands.upper[0]
    assert mirrored.upper[0] == -bands.lower[0]


@pytest.mark.parametrize(
    ("residuals", "sizes", "coverage", "message"),
    [
        ([np.nan], [1.0], 0.9, "leave out observations"),
        ([1.0], [np.nan], 0.9, "leave out observations"),
        ([1.0], [1.0], 90, "not between 0 and 1"),
    ],
)
def test_impossible_input_is_refused(residuals: list, sizes: list, coverage: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        conformal_bands(residuals, sizes, NO_EDGES, coverage=coverage)
