"""The tie index: worked by hand, and what it must not do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from warehouse.scoring.ties import (
    NORMALISATIONS,
    composite,
    min_max,
    percentile,
    principal_weights,
    rank_interval,
    revealed_weights,
    standardised,
)

NAN = float("nan")
CELLS = arrays(float, (7, 3), elements=st.floats(-5, 5).map(lambda value: round(value, 3)))


def test_composite_is_the_mean_of_what_is_observed_and_says_how_much_that_is() -> None:
    values = np.array([[1.0, 0.5, 0.0], [0.4, NAN, 0.8], [NAN, NAN, NAN]])
    index = composite(values, np.array([1.0, 1.0, 2.0]))
    assert index.value[:2] == pytest.approx([0.375, (0.4 + 2 * 0.8) / 3])
    assert index.coverage == pytest.approx([1.0, 0.75, 0.0])
    assert np.isnan(index.value[2])


@pytest.mark.parametrize("weights", [[-1.0, 2.0], [0.0, 0.0]])
def test_weights_that_weigh_nothing_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="must be zero or more"):
        composite(np.ones((2, 2)), np.array(weights))


def test_normalisations_by_hand() -> None:
    column = np.array([[0.0], [5.0], [10.0], [NAN]])
    assert min_max(column)[:3, 0] == pytest.approx([0, 0.5, 1])
    assert percentile(column)[:3, 0] == pytest.approx([1 / 6, 3 / 6, 5 / 6])
    assert standardised(column)[:3, 0] == pytest.approx([0.5 - 1.5**0.5 / 6, 0.5, 0.5 + 1.5**0.5 / 6])
    assert min_max(np.array([[2.0], [2.0]]))[:, 0] == pytest.approx([0.5, 0.5])


@given(CELLS)
def test_every_normalisation_stays_in_the_unit_interval_and_keeps_the_order(values: np.ndarray) -> None:
    for normalise in NORMALISATIONS:
        out = normalise(values)
        assert (out >= 0).all()
        assert (out <= 1).all()
        for column in range(values.shape[1]):
            order = np.argsort(values[:, column], kind="stable")
            assert (np.diff(out[order, column]) >= -1e-12).all()


def test_principal_weights_follow_what_dimensions_share() -> None:
    generator = np.random.default_rng(1)
    common = generator.normal(size=2000)
    noise = generator.normal(size=(2000, 3))
    values = np.column_stack([common + 0.1 * noise[:, 0], common + 0.1 * noise[:, 1], noise[:, 2]])
    weights = principal_weights(values)
    assert weights.sum() == pytest.approx(1)
    assert weights[0] == pytest.approx(weights[1], abs=0.02)
    assert weights[2] < 0.1
    values[::3, 0] = NAN
    assert principal_weights(values) == pytest.approx(weights, abs=0.05)


def test_a_dimension_without_variation_weighs_nothing() -> None:
    generator = np.random.default_rng(2)
    one = generator.normal(size=100)
    assert principal_weights(np.column_stack([one, one * 2, np.ones(100)])) == pytest.approx([0.5, 0.5, 0])


def test_revealed_weights_drop_what_goes_with_less_trade() -> None:
    assert revealed_weights(np.array([0.2, -0.5, NAN]), np.array([1.0, 1.0, 1.0])) == pytest.approx([1, 0, 0])
    assert revealed_weights(np.array([0.2, 0.1]), np.array([1.0, 4.0])) == pytest.approx([1 / 3, 2 / 3])
    assert revealed_weights(np.array([-0.2]), np.array([1.0])) == pytest.approx([0])


def test_rank_interval_is_a_point_where_all_dimensions_agree_and_wide_where_they_do_not() -> None:
    agree = np.column_stack([np.arange(20.0)] * 3)
    low, high = rank_interval(agree, draws=100, seed=3)
    assert low == pytest.approx(np.arange(20, 0, -1))
    assert high == pytest.approx(low)
    quarrel = np.column_stack([np.arange(20.0), -np.arange(20.0)])
    low, high = rank_interval(quarrel, draws=400, seed=3)
    assert (high - low)[0] > 15


def test_rank_interval_repeats_for_a_seed() -> None:
    values = np.random.default_rng(4).random((50, 4))
    once, again = (rank_interval(values, draws=30, seed=5) for _ in range(2))
    assert np.array_equal(once[0], again[0])
    assert not np.array_equal(once[0], rank_interval(values, draws=30, seed=6)[0])
